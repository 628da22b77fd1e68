"""Finding the lines of the form on a county's sheets, by their printed labels.

A sheet is cut into blocks: below a row of headings, each row that carries a known label
is a line, and each year column is as wide as its heading. Nothing depends on a cell's
address, on the order of lines or sheets, or on a sheet's name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from clusterlib.intake.application.columns import Column, Said, columns_at, growth_at, units_above
from clusterlib.intake.application.rows import Row, Unread, read_rows
from clusterlib.intake.cells.form import REGION_LINES
from clusterlib.intake.cells.headings import recognise
from clusterlib.intake.cells.labels import APPLICATION, REGION_VOCABULARY, Form, is_problem_list
from clusterlib.sheets.sheet import Sheet

_REGION_IDS = frozenset(line.id for line in REGION_LINES)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below one row of headings.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    columns : tuple of Column
        Columns of figures from left to right.
    growth : Column or None
        Column that states growth.
    rows : tuple of Row
        Lines from top to bottom.
    is_region : bool
        Whether it is table one, about the whole region.
    notes : tuple of Said
        Units that notes around the table name.
    unread : tuple of Unread
        Rows with figures that are no lines of the form.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    growth: Column | None
    rows: tuple[Row, ...]
    is_region: bool
    notes: tuple[Said, ...] = ()
    unread: tuple[Unread, ...] = ()


def blocks_of(sheet: Sheet, form: Form = APPLICATION) -> tuple[Block, ...]:
    """Return the blocks of a sheet in which a line of the form was found."""
    if is_problem_list(sheet):
        return ()
    headed = [
        (row, columns)
        for row in range(len(sheet.rows))
        if (columns := columns_at(sheet, row, form))
    ]
    found = []
    after = 0
    for position, (start, columns) in enumerate(headed):
        is_last = position == len(headed) - 1
        stop = len(sheet.rows) if is_last else headed[position + 1][0]
        growth = growth_at(sheet, start)
        rows, unread = read_rows(sheet, start, stop, columns, growth, form)
        if not rows:
            continue
        region_only = sum(row.line in _REGION_IDS for row in rows)
        end = rows[-1].at + 1
        first = min(column.place[1] for column in columns)
        below = end if is_last else len(sheet.rows)
        notes = units_above(sheet, start, first, after, below, form)
        block = Block(sheet, columns, growth, rows, region_only * 2 > len(rows), notes, unread)
        after = end
        found.append(_as_region(block) if block.is_region else block)
    return tuple(found)


def _as_region(block: Block) -> Block:
    """Return table one with its own meaning of labels that other tables print too."""
    rows = []
    for row in block.rows:
        heading = recognise(row.label, REGION_VOCABULARY)
        rows.append(replace(row, line=heading.column) if heading else row)
    return replace(block, rows=tuple(rows))
