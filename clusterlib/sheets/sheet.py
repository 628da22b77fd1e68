"""One sheet of a file, as rows of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from clusterlib.sheets.packed import PackedRows


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one table or sheet that hold anything.

    Parameters
    ----------
    name : str
        Name of the sheet, blank for a file without sheets.
    rows : sequence of n rows of cells as text
        Rows may differ in length; cells stand in their columns, the first is column A.
    lines : sequence of n int
        Per row, its first line in the file or its row number in the sheet, from 1.
    """

    name: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]

    def columns(self, start: int) -> list[Sequence[str]]:
        """Return the cells by columns, from the row at position `start` on."""
        if isinstance(self.rows, PackedRows):
            return [column[start:] for column in self.rows.columns]
        return list(zip_longest(*self.rows[start:], fillvalue=""))


def sheet_of(name: str, rows: Iterable[list[str]]) -> Sheet:
    """Return a sheet of the rows that hold anything; the first of `rows` is line 1."""
    held = [(row, line) for line, row in enumerate(rows, 1) if holds_anything(row)]
    return Sheet(name, [row for row, _ in held], [line for _, line in held])


def holds_anything(row: Sequence[str]) -> bool:
    """Return whether a row has a cell that is not blank."""
    for cell in row:
        if cell and not cell.isspace():
            return True
    return False
