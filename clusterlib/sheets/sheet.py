"""One sheet of a file, as rows of text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from clusterlib.sheets.limits import beyond, check_extent
from clusterlib.sheets.packed import PackedRows

LAST_COLUMN = 16_384


MOST_COVERED = 10**6
"""Rows of cells that merged areas cover, each counted by itself."""

Area = tuple[int, int, int, int]
"""First row, first column, last row and last column, from 1."""


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
    merged : tuple of Area
        Merged areas; what their first cell covers is blank.
    is_hidden : bool
        Whether the sheet is hidden.
    hidden_rows, hidden_columns : frozenset of int
        Lines and columns that are hidden, from 1.
    """

    name: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    merged: tuple[Area, ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

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


def held_sheet(
    name: str,
    rows: list[list[str]],
    lines: list[int],
    *,
    merged: tuple[Area, ...] = (),
    is_hidden: bool = False,
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[int] = frozenset(),
) -> Sheet:
    """Return a sheet of the rows that show anything, in the order of their lines.

    Raises
    ------
    InputError
        If merged areas cover more than a sheet has rows, or the sheet is larger than
        `clusterlib.sheets.limits` allows.
    """
    check_extent(name, len(rows), max(map(len, rows), default=0))
    if any(one > other for one, other in pairwise(lines)):
        order = sorted(range(len(lines)), key=lines.__getitem__)
        rows, lines = [rows[at] for at in order], [lines[at] for at in order]
    covered = 0
    for area in merged:
        top, left, bottom, right = area
        within = range(bisect_left(lines, top), bisect_right(lines, bottom))
        covered += len(within)
        if covered > MOST_COVERED:
            raise beyond(name, "合并单元格过多或互相重叠", f"共不超过{MOST_COVERED}行")
        for at in within:
            row = rows[at]
            for column in range(left - 1, min(right, len(row))):
                if (lines[at], column + 1) != (top, left):
                    row[column] = ""
    held = [at for at, row in enumerate(rows) if holds_anything(row)]
    return Sheet(
        name,
        [rows[at] for at in held],
        [lines[at] for at in held],
        merged,
        is_hidden,
        hidden_rows,
        hidden_columns,
    )


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """Return the number of a column, from 1.

    Raises
    ------
    ValueError
        If there is no such column.
    """
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if not (
        0 < len(letters) <= 3 and letters.isascii() and letters.isalpha() and letters.isupper()
    ):
        raise ValueError(f"no column: {letters}")
    if column > LAST_COLUMN:
        raise ValueError(f"no column: {letters}")
    return column


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from 1.

    Examples
    --------
    >>> letters_of(28)
    'AB'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(address: str) -> tuple[int, int]:
    """Return row and column of an address, from 1.

    Examples
    --------
    >>> place_of("AB12")
    (12, 28)
    """
    address = address.replace("$", "")
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_of(letters)


def area_of(addresses: str) -> Area:
    """Return the area between two addresses, such as ``A1:B2``."""
    first, _, last = addresses.partition(":")
    return (*place_of(first), *place_of(last or first))
