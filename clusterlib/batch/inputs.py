"""The inputs of a run: workbooks, folders, cohort tables; each read, or named with why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.folder import MARKED
from clusterlib.intake.table import read_cohort
from clusterlib.intake.table_headings import is_table
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.scoring.figures import Cohort, Figures

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et")
_PASSING_NAMES = ("~$", ".")
"""Beginnings of names that Excel and file systems leave beside an open workbook."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input or applicant without a result（失败）: its id in the summary, and why."""

    applicant_id: str
    source: str
    error: str


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """All that a run reads.

    Parameters
    ----------
    cohort : Cohort
        Every applicant that could be read, ids unique.
    source_of : dict of id to Path
        The file that each applicant stands in.
    hashes : dict of Path to sha256
        Every input file, in the order given.
    failures : tuple of Failure
        Inputs that could not be read, and rows that were dropped.
    """

    cohort: Cohort
    source_of: dict[str, Path]
    hashes: dict[Path, str]
    failures: tuple[Failure, ...]


def read_inputs(
    paths: Sequence[Path], *, year: int | None, with_entries: bool = True
) -> Inputs:
    """Read every input; one that cannot be read never stops the others.

    Parameters
    ----------
    paths : sequence of Path
        Files, and folders of workbooks.
    year : int or None
        The year that is scored; each workbook's last one where None.
    with_entries : bool
        Whether to keep where each figure stands. Without, the memory of a workbook is used
        again for the next one.

    Raises
    ------
    InputError
        If a path does not exist, or no file is found at all.
    """
    files = files_of(paths)
    cohorts: list[Cohort] = []
    source_of: dict[str, Path] = {}
    failures: list[Failure] = []
    for file in files:
        try:
            cohort = _read(file, year)
            if not with_entries:
                cohort = _without_entries(cohort)
        except InputError as error:
            failures.append(Failure(file.stem, file.name, _in_words(error)))
            continue
        failures += _dropped_rows(cohort, file)
        fresh = [row for row, found in enumerate(cohort.applicant_id) if found not in source_of]
        failures += [
            Failure(
                file.stem if not is_table(file) else found, file.name,
                f"申报编号“{found}”与“{source_of[found].name}”重复，请核对编号后重跑",
            )
            for found in cohort.applicant_id
            if found in source_of
        ]
        source_of |= {cohort.applicant_id[row]: file for row in fresh}
        cohorts.append(cohort.rows_at(fresh) if len(fresh) < len(cohort) else cohort)
    read = [cohort for cohort in cohorts if len(cohort)]
    name = files[0].name if len(files) == 1 else f"{len(files)} 个文件"
    cohort = Cohort.joined(read, name) if read else _nobody(name)
    hashes = {file: file_hash(file) for file in files}
    return Inputs(cohort, source_of, hashes, tuple(failures))


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return every file to read: those given, and the workbooks below folders given.

    Raises
    ------
    InputError
        If a path does not exist, or no file is found at all.
    """
    files = list(_files(paths))
    if not files:
        raise InputError(
            "、".join(path.name for path in paths), "没有可读的文件",
            f"申报表（{'、'.join(WORKBOOK_SUFFIXES)}）或汇总表", "请核对文件夹",
        )
    return files


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, blank for a pipe or what cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            found = [
                file
                for file in sorted(path.rglob("*"))
                if file.suffix.lower() in WORKBOOK_SUFFIXES
                and not file.name.startswith(_PASSING_NAMES)
            ]
            yield from _without_marked_copies(found)
        elif path.exists():
            yield path
        else:
            raise InputError(path.name, "没有这个文件或文件夹", "已有的文件", "请核对路径")


def _without_marked_copies(files: Sequence[Path]) -> Iterator[Path]:
    """Yield files, but no copy that `check` wrote beside the workbook that it marks."""
    workbooks = {file.with_suffix("") for file in files}
    for file in files:
        marked = file.stem.removesuffix(MARKED)
        if marked == file.stem or file.with_name(marked) not in workbooks:
            yield file


def _read(file: Path, year: int | None) -> Cohort:
    if is_table(file):
        return read_cohort(file)
    return cohort_of([read_workbook(file, year=year)])


def _without_entries(cohort: Cohort) -> Cohort:
    evidence = tuple(replace(found, entries=(), earlier=()) for found in cohort.evidence)
    return replace(cohort, evidence=evidence)


def _dropped_rows(cohort: Cohort, file: Path) -> list[Failure]:
    return [
        Failure(
            (problem.found or f"{file.stem}第{problem.row}行") if is_table(file) else file.stem,
            file.name,
            problem.reason,
        )
        for problem in cohort.problems
        if problem.code in ("blank_id", "repeated_id")
    ]


def _in_words(error: InputError) -> str:
    parts = (error.found, f"应为{error.expected}" if error.expected else "", error.remedy)
    return "；".join(part for part in parts if part)


def _nobody(name: str) -> Cohort:
    return Cohort((), (), (), (), (), (), Figures.blank(0), source=name)
