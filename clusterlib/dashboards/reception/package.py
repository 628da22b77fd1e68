"""The package that one applicant is sent（发送包）: its report and its marked workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.file_names import distinct, safe_name
from clusterlib.intake.marked_copy import write_marked
from clusterlib.problems import Problem

_TIME = (2022, 1, 1, 0, 0, 0)
"""A fixed time: the same content, the same bytes."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """What a package is made of.

    Parameters
    ----------
    name : str
        申报单位.
    applicant_id : str
        申报编号, which tells two of one name apart.
    report : Path
        The report of the run.
    workbook : Path or None
        What the county sent; None where it is not at hand any more.
    problems : sequence of Problem
        Its problems, for the marked copy.
    """

    name: str
    applicant_id: str
    report: Path
    workbook: Path | None
    problems: Sequence[Problem] = ()


def package_of(one: Sendable, place: Path) -> tuple[str, bytes]:
    """Return name and content of one applicant's package; `place` is a scratch folder.

    Raises
    ------
    InputError
        If the report is not there any more.
    """
    name = safe_name(one.name or one.applicant_id)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in _contents(one, place, name):
            _add(archive, file, content)
    return f"{name}.zip", buffer.getvalue()


def packages_of(many: Iterable[Sendable], place: Path) -> bytes:
    """Return one archive with a package for each applicant, names told apart."""
    buffer = BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for one in many:
            name, content = package_of(one, place)
            file = distinct(taken, name.removesuffix(".zip"))
            if file != name.removesuffix(".zip"):
                file = distinct(taken, safe_name(f"{one.name}（{one.applicant_id}）"))
            taken.add(file.casefold())
            _add(archive, f"{file}.zip", content)
    return buffer.getvalue()


def marked_copy_of(
    workbook: Path, problems: Sequence[Problem], place: Path, name: str = ""
) -> tuple[str, bytes]:
    """Return name and content of a marked copy, or of the list where none can be made."""
    written = write_marked(workbook, problems, place, stem=safe_name(name or workbook.stem)).path
    try:
        return written.name, written.read_bytes()
    finally:
        written.unlink(missing_ok=True)


def _contents(one: Sendable, place: Path, name: str) -> Iterable[tuple[str, bytes]]:
    try:
        yield f"{name}评价报告.html", one.report.read_bytes()
    except FileNotFoundError as error:
        raise InputError(one.name, "没有评价报告", "", "请重试这一份再取发送包") from error
    if one.workbook is not None:
        yield marked_copy_of(one.workbook, one.problems, place, f"{name}申报表")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = archive.compression
    archive.writestr(info, content)
