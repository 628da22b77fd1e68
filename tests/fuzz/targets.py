"""What is done with a mutated file: all that a command would do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from clusterlib.intake.check_file import check_files
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.confirmed import read_confirmed
from clusterlib.intake.tables.panel import read_panel
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.reports.results import problem_columns
from clusterlib.reports.table_files import csv_parts
from clusterlib.rule_files.regulation import read_regulation
from clusterlib.rule_files.standards import read_standard
from clusterlib.workflow import applicant_of

DAY = date(2026, 11, 25)


def _cohort(path: Path) -> None:
    cohort = read_cohort(path)
    list(csv_parts(problem_columns(cohort.problems)))
    applicant_of(path, "", None)


def _panel(path: Path) -> None:
    list(csv_parts(problem_columns(read_panel(path).problems)))


def _confirmed(path: Path) -> None:
    list(csv_parts(problem_columns(read_confirmed(path).problems)))


def _workbook(path: Path) -> None:
    for _ in check_files([path], out=path.parent / "out"):
        pass
    cohort_of([read_workbook(path)])


def _standard(path: Path) -> None:
    try:
        read_regulation(path.parent, DAY)
    finally:
        read_standard(path)


READERS: dict[str, Callable[[Path], None]] = {
    "cohort": _cohort,
    "panel": _panel,
    "confirmed": _confirmed,
    "workbook": _workbook,
    "standard": _standard,
}


def reader_of(kind: str) -> Callable[[Path], None]:
    """Return what is done with files of a kind, see `tests.fuzz.seeds.seeds`."""
    return READERS[kind.partition("-")[0]]
