"""The cohort table（申报汇总表）: one row per applicant, read into figures with every problem.

`read_cohort` is the reading from top to bottom. A row is known by its first line in the
file, headings are line 1; in a workbook, by its row in the sheet.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import Cohort, Figures
from clusterlib.errors import InputError
from clusterlib.intake.cells.cover import review_of
from clusterlib.intake.cells.form import PARTS_OF_WHOLES
from clusterlib.intake.cells.headings import CATALOGUE, headings_for
from clusterlib.intake.cells.other_rows import applicants_of, notes_below
from clusterlib.intake.cells.values import Found, fact_column, figure_column, text_of
from clusterlib.intake.tables.heading_units import columns_under_notes
from clusterlib.intake.tables.headings import (
    FIGURE_COLUMNS,
    Column,
    Layout,
    unit_of_column,
)
from clusterlib.intake.tables.sheet import sheet_of_table
from clusterlib.problems import Problem
from clusterlib.rules.indicators import (
    CLAIMS,
    EXCEPTIONS,
    FACT_BY_ID,
    GATES,
    GRADES,
    PANEL,
    POSITION,
    PRINTED,
    RANKS,
    Catalogue,
)
from clusterlib.sheets.packed import PackedColumn
from clusterlib.sheets.sheet import Sheet

MOST_PROBLEMS = 200_000
"""Bad cells of a table that are still told one by one."""
_TEXT_FACTS = {fact.id for fact in FACT_BY_ID.values() if fact.kind == "text"}
_GROUPS = {
    "gates": GATES,
    "ranks": RANKS,
    "claims": CLAIMS,
    "exceptions": EXCEPTIONS,
    "grades": GRADES,
    "panel": PANEL,
}
PLACES = {
    column: (group, place)
    for group, members in _GROUPS.items()
    for place, column in enumerate(members)
}
"""Array of `Figures` and place in its second axis, for the columns that stand in groups."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table as text, by columns.

    Parameters
    ----------
    source : str
        Name of the file.
    columns : tuple of Column
        Columns with a heading or with cells, in the order of the file.
    cells : tuple of sequences of n texts
        The cells of each column.
    lines : tuple of int, length n
        First line of each record.
    problems : tuple of Problem
        What is wrong with headings and sheets.
    heading_line : int
        Line of the file where the headings begin.
    catalogue : Catalogue
        Indicators that its columns may be of.
    """

    source: str
    columns: tuple[Column, ...]
    cells: tuple[Sequence[str], ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]
    heading_line: int = 1
    catalogue: Catalogue = PRINTED

    def column(self, column: str) -> Sequence[str]:
        """Return the cells of a column, blank texts where the table lacks it."""
        for known, cells in zip(self.columns, self.cells, strict=True):
            if known.heading and known.id == column:
                return cells
        return ("",) * len(self.lines)

    def records(self, positions: Sequence[int]) -> Table:
        """Return some of the records."""
        if len(positions) == len(self.lines):
            return self
        cells = tuple(
            column.take(positions)
            if isinstance(column, PackedColumn)
            else tuple(column[i] for i in positions)
            for column in self.cells
        )
        lines = tuple(self.lines[i] for i in positions)
        return replace(self, cells=cells, lines=lines)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking the millions of cells of a large table."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_collector_paused()
def read_cohort(path: Path, catalogue: Catalogue = PRINTED) -> Cohort:
    """Return the applicants of a cohort table（申报汇总表）, with every problem of it.

    Parameters
    ----------
    path : Path
        CSV (UTF-8 or GB18030), .xlsx, .xls or Parquet; of a workbook, the first sheet with
        headings of a cohort.
    catalogue : Catalogue
        Indicators that are looked for: `Standard.catalogue` of a standard with its own score
        sheet.

    Raises
    ------
    InputError
        If the file cannot be read, has no column of ids or no indicator, repeats a heading,
        or names a unit of another kind than the indicator's.
    """
    needed = (*FIGURE_COLUMNS, *(own.id for own in catalogue.own))
    table = read_table(Path(path), needed, "指标", headings_for(catalogue), catalogue)
    ids, kept, dropped = applicants_of(
        table.column("applicant_id"), table.lines, table.column("name")
    )
    table = table.records(kept)
    figures, problems = read_columns(table, ids)
    problems += _parts_above_wholes(table, ids, figures)
    return Cohort(
        applicant_id=ids,
        name=_texts(table, "name"),
        region=_texts(table, "region"),
        industry=_texts(table, "industry"),
        product=_texts(table, "product"),
        rows=table.lines,
        figures=figures,
        written=written_in(table),
        problems=in_order((*table.problems, *dropped, *problems), table.columns),
        source=table.source,
    )


def read_table(
    path: Path,
    needed: Sequence[str],
    needed_term: str,
    vocabulary: Mapping[str, str] = CATALOGUE,
    catalogue: Catalogue = PRINTED,
) -> Table:
    """Return a table with an id and at least one of the needed columns, as text.

    Parameters
    ----------
    path : Path
        The file.
    needed : sequence of str
        Ids of columns of which one must be there.
    needed_term : str
        What they are, in Chinese, for the refusal.
    vocabulary : mapping
        Column ids by label, see `clusterlib.intake.cells.headings.vocabulary_of`.
    catalogue : Catalogue
        Indicators that columns may be of.

    Raises
    ------
    InputError
        If the file cannot be read, or its headings cannot be used.
    """
    sheet, layout, problems = sheet_of_table(path, needed, needed_term, vocabulary)
    return _table_of(path.name, sheet, replace(layout, catalogue=catalogue), problems)


def read_columns(table: Table, ids: Sequence[str]) -> tuple[Figures, list[Problem]]:
    """Return the figures and facts of a table's records, and the problems of its cells.

    Raises
    ------
    InputError
        If a heading names a unit of another kind than the indicator's, or nearly every cell
        of a large table is bad.
    """
    figures = Figures.blank(len(table.lines), table.catalogue)
    problems = []
    for column, cells in zip(table.columns, table.cells, strict=True):
        if not column.text:
            found = _cells_without_heading(column, cells)
        elif column.heading and column.id == "purpose":
            found = _unread_purposes(cells)
        elif column.heading is None or column.is_refused or column.id in _TEXT_FACTS:
            continue
        else:
            values, found = _read_column(column, cells, table)
            _put(figures, column.id, values)
        problems += [
            problem.at(applicant_id=ids[position], row=table.lines[position])
            for position, problem in found[: MOST_PROBLEMS + 1]
        ]
        if len(problems) > MOST_PROBLEMS:
            raise InputError(
                f"{table.source}，第{problems[-1].row}行，“{column.text}”",
                f"到这里已有{MOST_PROBLEMS}处以上不能采用：{problems[-1].reason}",
                f"不超过{MOST_PROBLEMS}处",
                "多半是列错位，或单位、文字写进了格里；请先改正整列",
            )
    return figures, problems


def written_in(table: Table) -> dict[str, Sequence[str]]:
    """Return the cells as written of each known column."""
    return {
        column.id: cells
        for column, cells in zip(table.columns, table.cells, strict=True)
        if column.heading
    }


def in_order(problems: Sequence[Problem], columns: Sequence[Column]) -> tuple[Problem, ...]:
    """Return problems in the order of rows, and within a row of columns."""
    order = {column.id: column.position for column in columns}
    last = len(columns)
    return tuple(
        sorted(problems, key=lambda found: (found.row or 0, order.get(found.column, last)))
    )


def _table_of(source: str, sheet: Sheet, layout: Layout, problems: list[Problem]) -> Table:
    """Return the records of a sheet by columns; those without heading are kept if filled."""
    lines = tuple(sheet.lines[layout.first_record :])
    cells = sheet.columns(layout.first_record)
    cells += [("",) * len(lines)] * (len(layout.columns) - len(cells))
    nameless = tuple(
        Column(position, "", None) for position in range(len(layout.columns), len(cells))
    )
    line = sheet.lines[layout.start]
    below = tuple((0, len(cells), units) for units in notes_below(sheet.rows, layout.first_record))
    layout = replace(layout, notes=(*layout.notes, *below))
    columns, doubts = columns_under_notes(layout, sheet.name)
    columns = tuple(
        column
        for column in (*columns, *nameless)
        if column.text or any(map(str.strip, cells[column.position]))
    )
    problems += [doubt.at(row=line) for doubt in doubts]
    problems += [
        Problem("unknown_column", "warning", column.text, column.text, row=line)
        for column in columns
        if column.text and column.heading is None
    ]
    taken = tuple(cells[column.position] for column in columns)
    return Table(source, columns, taken, lines, tuple(problems), line, layout.catalogue)


def _cells_without_heading(column: Column, cells: Sequence[str]) -> Found:
    """Return a warning per filled cell of a column that has no heading."""
    place = str(column.position + 1)
    return [
        (position, Problem("no_heading", "warning", "", text, place))
        for position, text in enumerate(cells)
        if text.strip()
    ]


def _unread_purposes(cells: Sequence[str]) -> Found:
    """Return a warning per type of application（申报类型）that cannot be read."""
    return [
        (position, Problem("review_unknown", "warning", "purpose", text))
        for position, text in enumerate(cells)
        if text_of(text) and review_of(text) is None
    ]


def _read_column(column: Column, cells: Sequence[str], table: Table) -> tuple[NDArray[Any], Found]:
    indicator = table.catalogue.by_id.get(column.id)
    if indicator is not None:
        return figure_column(cells, indicator, unit_of_column(column, indicator, table.source))
    return fact_column(cells, FACT_BY_ID[column.id])


def _texts(table: Table, column: str) -> tuple[str, ...]:
    return tuple(map(text_of, table.column(column)))


def _put(figures: Figures, column: str, values: NDArray[Any]) -> None:
    """Write a column to its place among the figures."""
    if column == "tier":
        figures.applied[:] = values
    elif column in figures.catalogue.position:
        figures.values[:, figures.catalogue.position[column]] = values
    elif column in ("industry_years", "major_violation"):
        getattr(figures, column)[:] = values
    else:
        group, place = PLACES[column]
        # A blank exception is 否.
        getattr(figures, group)[:, place] = (
            np.maximum(values, 0) if group == "exceptions" else values
        )


def _parts_above_wholes(table: Table, ids: Sequence[str], figures: Figures) -> list[Problem]:
    """Return a warning per applicant with a part above its whole, such as 规上 above all firms."""
    problems = []
    for part, whole in PARTS_OF_WHOLES:
        if part not in POSITION or whole not in POSITION:
            continue
        above = figures.values[:, POSITION[part]] > figures.values[:, POSITION[whole]]
        parts, wholes = table.column(part), table.column(whole)
        problems += [
            Problem(
                "part_above_whole",
                "warning",
                part,
                parts[position],
                f"{table.catalogue.label_of(whole)}为{wholes[position]}",
                applicant_id=ids[position],
                row=table.lines[position],
            )
            for position in np.flatnonzero(above).tolist()
        ]
    return problems
