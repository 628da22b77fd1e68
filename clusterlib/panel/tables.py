"""The tables of a panel, read strictly from CSV and XLSX: every problem at once.

A file may hold several tables, one a sheet; which it is, its headings say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from clusterlib.errors import InputError
from clusterlib.panel.cells import plain, value_of
from clusterlib.panel.records import (
    TABLES,
    Finding,
    Line,
    Member,
    Opinion,
    Record,
    Round,
    Table,
    Visit,
)
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.sheet import Sheet

Row = TypeVar("Row", Member, Line, Round, Finding, Opinion, Visit)

_HEADING_ROWS = 20
_LEAST_HEADINGS = 3
_TEXTS = ("finding", "opinion")
"""Tables of texts, in which a row without one says nothing."""
PASSED_OVER = ("", "序号", "可填", "满分", "说明", "备注")
"""Headings of columns that are for people alone."""


@dataclass(frozen=True, slots=True)
class TableProblem:
    """One problem of a table.

    Parameters
    ----------
    file, sheet : str
        Where; the sheet is blank for a file without sheets.
    row : int or None
        Line of the file, None where it concerns the whole.
    column : str
        Heading as written, or the printed label.
    found, expected : str
    refuses : bool
        Whether the file cannot be imported; else what it concerns is kept and does not count.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    found: str
    expected: str
    refuses: bool = True

    def sentence(self) -> str:
        """Return the problem in Chinese, with its place."""
        place = " ".join(part for part in (self.file, self.sheet) if part)
        row = f" 第{self.row}行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        expected = f"；应为{self.expected}" if self.expected else ""
        return f"{place}{row}{column}：{self.found}{expected}。"


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its place: file, sheet and line."""

    record: Record
    file: str = ""
    sheet: str = ""
    row: int | None = None

    def problem(
        self, column: str, found: str, expected: str, *, refuses: bool = True
    ) -> TableProblem:
        """Return a problem of this row."""
        return TableProblem(self.file, self.sheet, self.row, column, found, expected, refuses)


@dataclass(frozen=True, slots=True)
class PanelTables:
    """What files hold.

    Parameters
    ----------
    rows : dict of kind to list of Placed
        Rows that can be read, in their order.
    problems : list of TableProblem
        Of cells and headings.
    """

    rows: dict[str, list[Placed]] = field(default_factory=lambda: {kind: [] for kind in TABLES})
    problems: list[TableProblem] = field(default_factory=list)

    def of(self, row: type[Row]) -> list[tuple[Placed, Row]]:
        """Return the rows of one kind with their places."""
        kind = next(table.kind for table in TABLES.values() if table.row is row)
        return [(one, one.record) for one in self.rows[kind] if isinstance(one.record, row)]


def read_tables(paths: Sequence[Path], now: datetime) -> PanelTables:
    """Return the rows of panel tables with every problem of their cells.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders of them.
    now : datetime
        When a sheet is locked, or a round closed, of which the table only says 是.

    Raises
    ------
    InputError
        If a file cannot be read or none of its sheets is a table of the panel.
    """
    found = PanelTables()
    for path in _files(paths):
        tables = [(sheet, *at) for sheet in read_sheets(path) if (at := _table_of(sheet))]
        if not tables:
            terms = "、".join(table.term for table in TABLES.values())
            raise InputError(
                path.name, "没有找到专家组的表", terms, "请核对表头，用 panel export 写出的表填写"
            )
        for sheet, table, heading in tables:
            _read(path.name, sheet, table, heading, now, found)
    return found


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (
                one
                for one in sorted(path.iterdir())
                if one.suffix.lower() in (".csv", ".xlsx") and not one.name.startswith(("~$", "."))
            )
        else:
            yield path


def _table_of(sheet: Sheet) -> tuple[Table, int] | None:
    """Return which table a sheet is and where its headings stand."""
    best: tuple[int, Table, int] | None = None
    for at, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        for table in TABLES.values():
            columns = set(filter(None, (_column(table, cell) for cell in row)))
            fits = len(columns & set(table.needed)) == len(table.needed)
            if len(columns) >= _LEAST_HEADINGS and (best is None or len(columns) + fits > best[0]):
                best = (len(columns) + fits, table, at)
    return best and best[1:]


def _column(table: Table, heading: str) -> str:
    bare = plain(heading).partition("(")[0]
    return next(
        (name for name, labels in table.labels.items() if bare in (name.rstrip("_"), *labels)), ""
    )


def _read(
    file: str, sheet: Sheet, table: Table, at: int, now: datetime, found: PanelTables
) -> None:
    headings = sheet.rows[at]
    columns = [_column(table, heading) for heading in headings]
    name = sheet.name
    line = sheet.lines[at]
    for place, column in enumerate(columns):
        heading = headings[place]
        if not column and plain(heading) not in PASSED_OVER:
            told = f"认不出“{table.term}”的这一列"
            expected = "、".join(table.headings.values())
            found.problems.append(TableProblem(file, name, line, heading, told, expected))
        elif column and columns.index(column) < place:
            found.problems.append(
                TableProblem(file, name, line, heading, "这一列出现两次", "每列一次")
            )
    for column in table.needed:
        if column not in columns:
            label = table.labels[column][0]
            found.problems.append(
                TableProblem(file, name, line, label, f"“{table.term}”没有这一列", label)
            )
    for line, cells in zip(sheet.lines[at + 1 :], sheet.rows[at + 1 :], strict=True):
        _read_row(
            Placed(table.row(), file, name, line), table, columns, headings, cells, now, found
        )


def _read_row(
    place: Placed,
    table: Table,
    columns: Sequence[str],
    headings: Sequence[str],
    cells: Sequence[str],
    now: datetime,
    found: PanelTables,
) -> None:
    values, problems = {}, []
    for column, heading, cell in zip(columns, headings, cells, strict=False):
        if not column:
            continue
        try:
            values[column] = value_of(table.kind, column, str(cell), now)
        except InputError as error:
            problems.append(place.problem(heading, error.found, error.expected))
            values[column] = "?"
    for column in table.needed:
        if column in columns and not values.get(column):
            problems.append(place.problem(table.labels[column][0], "没有填写", "填写"))
    if problems:
        found.problems.extend(problems)
    elif table.kind not in _TEXTS or values.get("text") or values.get("heading"):
        record = table.row()._replace(**values)
        found.rows[table.kind].append(Placed(record, place.file, place.sheet, place.row))
