"""The headings of a cohort table: which columns it has, in one row or two, under which notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.cells.headings import CATALOGUE, Heading, key_of, recognise, units_for
from clusterlib.intake.cells.synonyms import NARROWING
from clusterlib.intake.cells.unit_words import bare_unit, units_in_row
from clusterlib.intake.cells.values import is_missing, squeezed
from clusterlib.rules.indicators import GATES, PRINTED, Catalogue, Indicator
from clusterlib.rules.units import Unit
from clusterlib.sheets.files import TABLES, read_sheets

MOST_TITLE_ROWS = 5
"""Rows above the headings, such as the title of a list."""
FIGURE_COLUMNS = (*PRINTED.position, *GATES)

_ALL_COLUMNS = 10**9
_UNIT_TITLE = re.compile(r"\s*(?:计量)?单\s*位\s*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its position from 0, its heading as written, and what it is."""

    position: int
    text: str
    heading: Heading | None
    is_refused: bool = False
    """Whether its figures cannot be used for what its heading says."""

    @property
    def id(self) -> str:
        """Id where the heading is known, else the heading itself."""
        return self.heading.column if self.heading else self.text


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and where its headings and records begin among its rows.

    Parameters
    ----------
    columns : tuple of Column
        Columns from left to right.
    first_record : int
        Position of the first record.
    start : int
        Position of the headings.
    notes : tuple of (int, int, units)
        Units that notes above the headings name, with the columns from which and up to
        which they hold.
    catalogue : Catalogue
        Indicators that columns may be of.
    """

    columns: tuple[Column, ...]
    first_record: int
    start: int = 0
    notes: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    catalogue: Catalogue = PRINTED

    def has(self, *ids: str) -> bool:
        """Return whether one of these columns is there."""
        return any(column.heading and column.id in ids for column in self.columns)


def unit_of_column(column: Column, indicator: Indicator, where: str) -> Unit | None:
    """Return the unit that a column's heading names, or None where it names none.

    Raises
    ------
    InputError
        If the unit is not of the indicator's kind.
    """
    heading = column.heading
    unit = heading.unit_of(indicator) if heading else None
    if heading is None or not heading.unit_text or unit:
        return unit
    raise InputError(
        where,
        f"表头“{column.text}”的单位“{heading.unit_text}”不适用于“{indicator.label}”",
        f"单位之一：{units_for(indicator)}",
        "请改正表头的单位，并核对这一列的数值。",
    )


def find_layout(
    rows: Sequence[Sequence[str]], where: str, vocabulary: Mapping[str, str] = CATALOGUE
) -> Layout | None:
    """Return the columns that a table's first rows name, or None where they name none.

    Headings stand in one row, or in two: labels under titles of groups, or units under
    labels.

    Raises
    ------
    InputError
        If a heading stands there twice.
    """
    for start, row in enumerate(rows[: MOST_TITLE_ROWS + 1]):
        if any(recognise(cell, vocabulary) for cell in row):
            below = rows[start + 1] if start + 1 < len(rows) else ()
            double = _continues(row, below, vocabulary)
            texts = _joined(row, below, vocabulary) if double else [cell.strip() for cell in row]
            columns = _without_near_doubles(
                [
                    Column(position, text, recognise(text, vocabulary))
                    for position, text in enumerate(texts)
                ]
            )
            _refuse_repetition(columns, where)
            notes = tuple(note for above in rows[:start] for note in _notes_in(above))
            return Layout(columns, start + 1 + double, start, notes)
    return None


def _without_near_doubles(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return columns with near labels unread where another column means the same."""
    ids = [column.id for column in columns if column.heading]
    return tuple(
        replace(column, heading=None)
        if column.heading and column.heading.is_near and ids.count(column.id) > 1
        else column
        for column in columns
    )


def _notes_in(row: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the units that a row above the headings names; several hold for their columns."""
    found = units_in_row(row)
    if len(found) < 2:
        return [(0, _ALL_COLUMNS, units) for _, units in found]
    filled = [at for at, text in enumerate(row) if text.strip()]
    return [
        (at, next((other for other in filled if other > at), _ALL_COLUMNS), units)
        for at, units in found
    ]


def _continues(row: Sequence[str], below: Sequence[str], vocabulary: Mapping[str, str]) -> bool:
    """Return whether the second row belongs to the headings: it names columns or units."""
    named = [bool(recognise(cell, vocabulary)) for cell in below]
    if not any(named) and not any(bare_unit(cell) for cell in below):
        return False
    if any(re.fullmatch(r"-?[0-9,.]+", squeezed(cell)) for cell in below):
        return False
    for position, cell in enumerate(row):
        heading = recognise(cell, vocabulary)
        if heading and heading.column == "applicant_id" and position < len(below):
            under = below[position]
            return is_missing(under) or named[position] or bool(_UNIT_TITLE.fullmatch(under))
    return True


def _joined(row: Sequence[str], below: Sequence[str], vocabulary: Mapping[str, str]) -> list[str]:
    """Return one heading per column from two rows of them."""
    texts = []
    group = ""
    for position in range(max(len(row), len(below))):
        upper = row[position].strip() if position < len(row) else ""
        lower = below[position].strip() if position < len(below) else ""
        if upper:
            group = "" if recognise(upper, vocabulary) else upper
        if lower and NARROWING.search(group):
            texts.append(f"{group} {lower}")
        elif not lower or not upper or recognise(lower, vocabulary):
            texts.append(lower or upper)
        elif unit := bare_unit(lower):
            texts.append(f"{upper}（{unit}）")
        else:
            texts.append(upper if recognise(upper, vocabulary) else f"{upper} {lower}")
    return texts


def _refuse_repetition(columns: Sequence[Column], where: str) -> None:
    seen: dict[str, str] = {}
    for column in columns:
        key = column.heading.column if column.heading else key_of(column.text)
        if not key:
            continue
        if key in seen:
            raise InputError(
                where,
                f"表头“{column.text}”与“{seen[key]}”重复",
                "每个指标只有一列",
                "请删去或改名其中一列。",
            )
        seen[key] = column.text


def is_table(path: Path) -> bool:
    """Return whether a file is a cohort table, not one applicant's workbook.

    A workbook is a table if a sheet has headings that name an applicant's id and figures
    side by side. A file that cannot be read is no table.
    """
    if path.suffix.lower() in TABLES:
        return True
    try:
        layouts = [find_layout(sheet.rows, path.name) for sheet in read_sheets(path)]
    except InputError:
        return False
    return any(
        found.has("applicant_id") and found.has(*FIGURE_COLUMNS) for found in layouts if found
    )
