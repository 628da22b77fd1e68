"""Which sheet of a file holds the table: known by its headings, a visible one before a hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.cells.headings import CATALOGUE
from clusterlib.intake.tables.headings import Layout, find_layout
from clusterlib.problems import Problem
from clusterlib.rules.indicators import label_of
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.sheet import Sheet, letters_of

HEADING_LINE = 1
"""Line that problems of headings name, over however many rows they stand."""


def sheet_of_table(
    path: Path,
    needed: Sequence[str],
    needed_term: str,
    vocabulary: Mapping[str, str] = CATALOGUE,
) -> tuple[Sheet, Layout, list[Problem]]:
    """Return the first sheet with an id and one of the needed columns, and what is doubtful of it.

    Raises
    ------
    InputError
        As `clusterlib.intake.tables.cohort.read_table`.
    """
    layouts = [
        (sheet, layout)
        for sheet in read_sheets(path)
        if (layout := find_layout(sheet.rows, path.name, vocabulary))
    ]
    fitting = [
        (sheet, layout)
        for sheet, layout in layouts
        if layout.has("applicant_id") and layout.has(*needed)
    ]
    if not fitting:
        raise _refusal(path.name, [layout for _, layout in layouts], needed, needed_term)
    sheet, layout = fitting[0]
    problems = [
        Problem("other_sheet", "warning", found=other.name, row=other.lines[found.start])
        for other, found in fitting[1:]
    ]
    if sheet.is_hidden:
        problems.append(
            Problem("hidden_sheet_read", "warning", found=sheet.name, row=HEADING_LINE)
        )
    if hidden := sorted(sheet.hidden_rows.intersection(sheet.lines)):
        problems.append(Problem("hidden_rows", "warning", found=str(len(hidden)), row=hidden[0]))
    if hidden := sorted(sheet.hidden_columns):
        letters = "、".join(map(letters_of, hidden[:10]))
        problems.append(Problem("hidden_columns", "warning", found=letters, row=HEADING_LINE))
    return sheet, layout, problems


def _refusal(
    where: str, layouts: Sequence[Layout], needed: Sequence[str], needed_term: str
) -> InputError:
    remedy = "请核对表头是否在最前面的一两行，名称是否与模板一致。"
    if any(layout.has(*needed) for layout in layouts):
        return InputError(where, "没有“申报编号”这一列", "每个申报单位一行，各有申报编号", remedy)
    examples = "、".join(f"“{label_of(column)}”" for column in needed[:3])
    return InputError(where, f"表头中没有认出任何{needed_term}", f"{examples}等", remedy)
