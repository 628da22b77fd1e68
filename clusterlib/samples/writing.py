"""Writes the samples as files: workbooks as counties send them, faulty ones among them, tables."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from clusterlib.intake.template.blank import write_application
from clusterlib.reports.table_files import NO_TIME
from clusterlib.resources import sample_table
from clusterlib.samples.fictional import (
    CONFIRMED_FILE,
    PANEL_FILE,
    FictionalApplicant,
    fictional_applicants,
)
from clusterlib.samples.layouts import LAYOUTS, same_bytes
from clusterlib.samples.real import FACTS_FILE, write_real_table
from clusterlib.saving import save_beside

if TYPE_CHECKING:
    from openpyxl import Workbook

REPEATED_ID = "J09"
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class SamplePaths:
    """Where the samples were written.

    Parameters
    ----------
    applications : Path
        Folder of the fictional workbooks.
    panel, confirmed : Path
        Tables of the federation's decisions and of verified figures, for the workbooks.
    real, real_sources : Path
        Cohort table of the real clusters, and every published figure with its source.
    furniture : Path
        Cohort table of the thirty fictional furniture applicants, decisions included.
    """

    applications: Path
    panel: Path
    confirmed: Path
    real: Path
    real_sources: Path
    furniture: Path


def write_samples(folder: Path) -> SamplePaths:
    """Write every sample below a folder and return the paths; the same bytes each time.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    paths = SamplePaths(
        applications=folder / "虚构申报表",
        panel=folder / "专家评分.csv",
        confirmed=folder / "核定数据.csv",
        real=folder / "真实集群.csv",
        real_sources=folder / "真实集群来源.csv",
        furniture=folder / "虚构家具汇总表.csv",
    )
    paths.applications.mkdir(parents=True, exist_ok=True)
    applicants = fictional_applicants()
    for applicant in applicants:
        write_workbook(applicant, paths.applications)
    write_faulty_files(applicants, paths.applications)
    for source, target in (
        (PANEL_FILE, paths.panel),
        (CONFIRMED_FILE, paths.confirmed),
        (sample_table(), paths.furniture),
        (FACTS_FILE, paths.real_sources),
    ):
        # The mark lets Excel read the Chinese.
        save_beside(target, [BOM_UTF8, source.read_bytes()])
    write_real_table(paths.real)
    return paths


def write_workbook(applicant: FictionalApplicant, folder: Path) -> Path:
    """Write one applicant's workbook as the county would send it, and return its path."""
    path = write_application(
        folder / f"{applicant.name}申报表.xlsx",
        applicant.facts,
        applicant.figures,
        regional=applicant.regional,
    )
    if applicant.layout:
        _edit(path, LAYOUTS[applicant.layout])
    return path


def write_faulty_files(
    applicants: tuple[FictionalApplicant, ...], folder: Path
) -> tuple[Path, ...]:
    """Write files that no run can score: each becomes a failed row with what to do."""
    repeated = next(found for found in applicants if found.applicant_id == REPEATED_ID)
    copy = FictionalApplicant(
        {**repeated.facts, "name": "重号样县"}, "", repeated.figures, repeated.regional
    )
    whole = write_workbook(copy, folder)
    content = whole.read_bytes()
    faulty = {
        "半截样县申报表.xlsx": content[: len(content) // 2],
        "上锁样县申报表.xlsx": _COMPOUND_FILE + bytes(504) + _ENCRYPTED + bytes(480),
        "空白样县申报表.xlsx": b"",
        "改名样县申报表.xlsx": "申报编号,申报单位\n样01,改名样县\n".encode("gb18030"),
        "会议通知.xlsx": _notice(),
    }
    for name, data in faulty.items():
        save_beside(folder / name, data)
    return (whole, *(folder / name for name in faulty))


def _edit(path: Path, change: Callable[[Workbook], None]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    save_beside(path, same_bytes(buffer.getvalue()))


def _notice() -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": NO_TIME})
    book.add_worksheet("通知").write_string(0, 0, "请各申报单位参加视频会议（虚构）")
    book.close()
    return buffer.getvalue()
