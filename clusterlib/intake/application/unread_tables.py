"""Tables whose headings name no year: told once, by their headings, not line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clusterlib.intake.application.columns import is_heading_of_lines
from clusterlib.intake.application.layout import Block
from clusterlib.intake.cells.labels import APPLICATION, address_of, is_problem_list, text_at
from clusterlib.intake.cells.values import squeezed
from clusterlib.intake.cells.years import is_compared
from clusterlib.problems import Problem
from clusterlib.sheets.sheet import Sheet

LEAST_LINES = 3
"""Rows with a label and a figure that make a table."""
_FIGURE = re.compile(r"-?[0-9][0-9,.]*%?|无|有")


@dataclass(frozen=True, slots=True)
class UnreadTable:
    """Lines that stand below headings without a year.

    Parameters
    ----------
    lines : tuple of str
        Ids of the lines.
    problem : Problem
        What is told of it.
    """

    lines: tuple[str, ...]
    problem: Problem


def unread_tables(sheets: Sequence[Sheet], blocks: Sequence[Block]) -> list[UnreadTable]:
    """Return the tables of which no line was read, since no heading names a year."""
    read = {row.line for block in blocks for row in block.rows}
    return [
        table
        for sheet in sheets
        if not is_problem_list(sheet)
        for table in _on(sheet, [*_lines_on(sheet, read)])
    ]


def _lines_on(sheet: Sheet, read: set[str]) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and id of labels with a figure beside them that were not read."""
    for at, row in enumerate(sheet.rows):
        for column, text in enumerate(row):
            line = APPLICATION.known(text)
            if line and line not in read:
                beside = row[column + 1 :]
                if any(_FIGURE.fullmatch(squeezed(other)) for other in beside):
                    yield at, column, line
                break


def _on(sheet: Sheet, found: Sequence[tuple[int, int, str]]) -> Iterator[UnreadTable]:
    if len(found) < LEAST_LINES:
        return
    first, column, _ = found[0]
    above = range(first - 1, -1, -1)
    start = next((at for at in above if is_heading_of_lines(sheet.rows[at])), max(first - 1, 0))
    headings = [
        at
        for at in range(column + 1, len(sheet.rows[start]))
        if text_at(sheet, (start, at))
        and not is_heading_of_lines([sheet.rows[start][at]])
        and not is_compared(sheet.rows[start][at])
    ]
    texts = "、".join(text_at(sheet, (start, at)) for at in headings)
    cell = address_of(sheet, (start, headings[0] if headings else column))
    problem = Problem("heading_unread", "error", "", texts, sheet=sheet.name, cell=cell)
    yield UnreadTable(tuple(line for *_, line in found), problem)
