"""Workbooks that are no application（申报表）: what they are, and which command reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clusterlib.errors import InputError
from clusterlib.intake.cells.headings import CATALOGUE
from clusterlib.intake.cells.values import squeezed
from clusterlib.intake.tables.confirmed import CONFIRMED_VOCABULARY
from clusterlib.intake.tables.headings import FIGURE_COLUMNS, find_layout
from clusterlib.intake.tables.panel import DECISIONS
from clusterlib.sheets.sheet import Sheet

MOST_ROWS = 12
"""Rows of a sheet in which titles and headings stand."""
_STANDARD = {"指标", "单位", "依据", "生效日"}
_TITLE_OF_RETURN = "发展情况年度报表"


def refuse_other_files(where: str, sheets: Sequence[Sheet]) -> None:
    """Refuse a workbook that is known as something else than an application.

    Raises
    ------
    InputError
        Saying what it is and what reads it: a standard, an annual return, a table of verified
        figures, of a panel's points, or of many applicants.
    """
    for sheet in sheets:
        found = _kind_of(sheet)
        if found:
            kind, remedy = found
            raise InputError(where, f"这是{kind}，不是申报表", "申报表（.xlsx）", remedy)


def _kind_of(sheet: Sheet) -> tuple[str, str] | None:
    rows = sheet.rows[:MOST_ROWS]
    texts = [{squeezed(text) for text in row} for row in rows]
    if any(_STANDARD <= row for row in texts):
        return (
            "标准（附件一的形式）",
            "检查标准请用 clusterlib standards check，评分时写在 --standard 后",
        )
    if any(_TITLE_OF_RETURN in text for row in texts for text in row):
        return "年度报表（附件五）", "收年度报表请用 clusterlib register returns"
    if _has(rows, CONFIRMED_VOCABULARY, ("item",), ("value",)):
        return "核定表", "请在 clusterlib batch 后用 --confirmed 指定"
    if _has(rows, CATALOGUE, FIGURE_COLUMNS):
        return "汇总表（一行一家）", "评分请用 clusterlib assess 或 clusterlib batch"
    if _has(rows, CATALOGUE, DECISIONS):
        return "专家评分表", "请在 clusterlib batch 后用 --panel 指定"
    return None


def _has(
    rows: Sequence[Sequence[str]], vocabulary: Mapping[str, str], *needed: Sequence[str]
) -> bool:
    """Return whether the headings name an applicant's id and one of each of the needed columns."""
    try:
        layout = find_layout(rows, "", vocabulary)
    except InputError:  # a heading stands there twice: no table of these
        return False
    return (
        layout is not None
        and layout.has("applicant_id")
        and all(layout.has(*columns) for columns in needed)
    )
