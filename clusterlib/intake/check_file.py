"""Check one workbook（申报表检查）: every problem in one list, and a marked copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.form import label_on_form
from clusterlib.intake.marked_copy import SEVERITIES, write_marked_copy
from clusterlib.intake.workbook import read_workbook
from clusterlib.problems import Problem

MARKED = "（标注）"
"""What the name of a marked copy ends with."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: lines to tell, and whether anything must be corrected."""

    lines: tuple[str, ...]
    has_errors: bool


def check_workbook(file: Path, *, year: int | None = None, folder: Path | None = None) -> Checked:
    """Check a workbook and write its marked copy where there is anything to mark.

    Parameters
    ----------
    file : Path
        The county's workbook; it is not changed.
    year : int, optional
        Year that is scored, the form's last where not given.
    folder : Path, optional
        Where the copy goes, beside the workbook where not given.
    """
    try:
        application = read_workbook(file, year=year)
    except InputError as error:
        return Checked((f"{file.name}：不能读取", f"  {error}"), True)
    problems = application.problems
    errors = sum(problem.severity == "error" for problem in problems)
    lines = [f"{file.name}：{application.name or '申报单位未填'}，须改正 {errors} 条，"
             f"请核对 {len(problems) - errors} 条"]
    lines += [f"  {_line(problem)}" for problem in problems]
    if problems:
        target = (folder or file.parent) / f"{file.stem}{MARKED}.xlsx"
        lines.append(f"  标注副本：{write_marked_copy(file, problems, target)}")
    return Checked(tuple(lines), errors > 0)


def _line(problem: Problem) -> str:
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    found = f"“{problem.found}”" if problem.found else ""
    return (f"[{SEVERITIES[problem.severity]}] {place} {label_on_form(problem.column)}{found}："
            f"{problem.reason}")
