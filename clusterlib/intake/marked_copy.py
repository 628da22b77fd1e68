"""A copy of the county's own workbook with the doubtful cells marked and explained（标注本）.

The copy is the county's file with comments, colours and a list put in; where it would differ
in anything else it is not made, and the list is written alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.cells.form import LIST_TITLE, label_on_form
from clusterlib.intake.folder import LISTED, MARKED
from clusterlib.problems import Problem, counted
from clusterlib.rules.indicators import PRINTED, Catalogue
from clusterlib.saving import save_beside
from clusterlib.sheets.marked import (
    ListRow,
    ListSheet,
    is_macro_workbook,
    list_alone,
    with_marks,
)
from clusterlib.sheets.marks import Mark

LIST_SHEET = "问题清单"
HEADINGS = ("序号", "工作表", "单元格", "项目", "填报内容", "性质", "问题与处理")
WIDTHS = (6, 18, 10, 32, 18, 8, 70)
FILLS = {"error": "F6C9B2", "warning": "FBEADF"}
AUTHOR = "申报数据检查"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: a marked copy, or the list alone and why there is no copy."""

    path: Path
    reason: str = ""


def write_marked(
    source: Path,
    problems: Sequence[Problem],
    folder: Path,
    catalogue: Catalogue = PRINTED,
    *,
    stem: str = "",
) -> Written:
    """Write a marked copy of a workbook, or the list of its problems alone.

    In the copy each doubtful cell is coloured and carries a comment（批注）with the reason; a
    first sheet 问题清单 lists every problem with a link to its cell. The source is left as it is.

    Parameters
    ----------
    source : Path
        The county's workbook.
    problems : sequence of Problem
        Problems with sheet and cell; those without stand in the list only.
    folder : Path
        Where to write; beside an old copy under a new name if another program holds it.
    catalogue : Catalogue
        Indicators that problems may be about.
    stem : str, optional
        Beginning of the name, the source's own where not given.

    Raises
    ------
    InputError
        If nothing can be written.
    """
    listed = _list_of(problems, catalogue)
    try:
        content = source.read_bytes()
        marked = _marked(source.name, content, problems, listed)
        ending = ".xlsm" if is_macro_workbook(content) else ".xlsx"
    except InputError as error:
        target = folder / f"{stem or source.name}{LISTED}.xlsx"
        return Written(save_beside(target, list_alone(listed)), error.found)
    return Written(save_beside(folder / f"{stem or source.stem}{MARKED}{ending}", marked))


def _marked(name: str, content: bytes, problems: Sequence[Problem], listed: ListSheet) -> bytes:
    if content.startswith(_OLE):
        raise InputError(name, "旧格式（.xls）不能原样标注；如需标注副本，请用 Excel 另存为 .xlsx")
    marks = [
        Mark(found.sheet, found.cell, FILLS[found.severity], f"【{found.kind}】{found.reason}")
        # Errors last: of two colours the later holds.
        for found in sorted(problems, key=lambda found: found.severity, reverse=True)
        if found.sheet and found.cell
    ]
    try:
        return with_marks(content, marks, listed, AUTHOR)
    # Whatever a broken package raises in zipfile, zlib or lxml: the list is not lost by it.
    except Exception as error:
        raise InputError(
            name,
            "文件内部有特殊或损坏的部分，标注会改动原表；"
            "如需标注副本，请用 Excel 打开，另存为 .xlsx 后再检查",
        ) from error


def _list_of(problems: Sequence[Problem], catalogue: Catalogue) -> ListSheet:
    return ListSheet(
        LIST_SHEET,
        f"{LIST_TITLE} {len(problems)} 条，其中{counted(problems)}",
        HEADINGS,
        WIDTHS,
        tuple(
            ListRow(_told(problem, number, catalogue), FILLS[problem.severity], _location(problem))
            for number, problem in enumerate(problems, 1)
        ),
        linked=2,
        coloured=5,
    )


def _told(problem: Problem, number: int, catalogue: Catalogue) -> tuple[str | int, ...]:
    return (
        number,
        problem.sheet,
        problem.cell,
        label_on_form(problem.column, catalogue),
        problem.found,
        problem.kind,
        problem.reason,
    )


def _location(problem: Problem) -> str:
    if not problem.sheet or not problem.cell:
        return ""
    quoted = problem.sheet.replace("'", "''")
    return f"'{quoted}'!{problem.cell.split(':')[0]}"
