"""The cells of one sheet of an .xlsx, in one pass over its XML.

A row holds no more cells than to its last one with text, so that a format or a merged
area at the far end of a sheet costs nothing, and a far text one row.
"""

from __future__ import annotations

import math

from clusterlib.sheets.formats import number_format
from clusterlib.sheets.limits import MOST_CELLS, MOST_COLUMNS, beyond
from clusterlib.sheets.look import Look
from clusterlib.sheets.parts import NO, Attributes, Package, local
from clusterlib.sheets.plain_rows import PlainCells, PlainRows, left
from clusterlib.sheets.refusals import damaged
from clusterlib.sheets.sheet import (
    LAST_COLUMN,
    Area,
    Sheet,
    area_of,
    column_of,
    held_sheet,
    letters_of,
)
from clusterlib.sheets.stored import stored_text
from clusterlib.sheets.xlsx_styles import Book, RichText, text_in

LAST_ROW = 1_048_576
MOST_LETTERS = 100 * 10**6
"""Characters of all texts."""
MOST_MERGED = 100_000

_DAY = number_format("yyyy-mm-dd")
_RICH = frozenset(("t", "r", "rPr", "rPh", "strike", "vertAlign"))
_KNOWN = frozenset(("row", "c", "v", "f", "is", "mergeCell", "col", "sheetData", *_RICH))


class _Names(dict[str, str]):
    """Names of elements that count, without the prefix that the first one has."""

    def __missing__(self, name: str) -> str:
        if not self:
            self.prefix = name.removesuffix(local(name))
        kind = name.removeprefix(self.prefix)
        self[name] = kind if kind in _KNOWN else ""
        return self[name]


class _Numbers(dict[str, str]):
    """Numbers as a file writes them, by how they are written: at fifteen digits."""

    def __missing__(self, text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if len(self) > MOST_MERGED:
            self.clear()
        self[text] = text if "_" in text or not math.isfinite(number) else stored_text(number)
        return self[text]


class _Columns(dict[str, int]):
    """Positions of columns by their letters, from 0."""

    def __missing__(self, letters: str) -> int:
        self[letters] = column_of(letters) - 1
        return self[letters]


class _Cells:
    """Rows of text as their elements begin one after the other."""

    def __init__(self, book: Book, where: str) -> None:
        self.book, self.where = book, where
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._names, self._numbers, self._columns = _Names(), _Numbers(), _Columns()
        self._looks = {
            str(number): None if look.is_plain else look for number, look in enumerate(book.looks)
        }
        self._faced: dict[tuple[str, str], str] = {}
        self._inline = RichText(self.texts)
        self._row: list[str] = []
        self._row_text, self._line, self._column, self._digits = "", 0, -1, 0
        self._cell: Attributes | None = None
        self._open = ""
        self._formula: str | None = None
        self._padded = self._letters = 0
        plain = {number for number, look in self._looks.items() if look is None}
        self._plain = PlainRows(PlainCells(self._written, plain, self._columns), self._columns)

    def take(self, written: str) -> bool:
        """Take a row without its end tag, if it is of the form that needs no parser."""
        self._end_last()
        found = self._plain.row_of(written)
        if found is None:
            return False
        line, row = found
        padded = row.count("")
        if line > LAST_ROW or self._padded + padded > MOST_CELLS:
            return False
        self._end_row()
        self._padded += padded
        self._row, self._line = row, line
        return True

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the next element; what stood before it is settled first."""
        kind = self._names[name] if name else "row"
        if kind == "v":
            opened = self._open
            if not opened:
                if self.texts:
                    self.texts.clear()
                self._open = kind
            elif opened == "f":
                self._formula = text_in(self.texts)
                self.texts.clear()
                self._open = kind
        elif kind == "c":
            cell = self._cell
            if cell is not None:
                if self._open:
                    self._end_cell(cell)
                    self._open, self._formula = "", None
                else:
                    self._column = self._column_of(cell)
                self.texts.clear()
            self._cell = attributes
        elif kind == "row":
            self._begin_row(attributes)
        elif self._cell is not None:
            self._within(kind, attributes)
        elif kind == "mergeCell":
            self._merge(attributes)
        elif kind == "col":
            self._hide(attributes)

    def _within(self, kind: str, attributes: Attributes) -> None:
        """Take an element within a cell, or the first one after the last cell."""
        if kind == "f":
            self.texts.clear()
            self._open, self._formula = kind, ""
        elif kind == "is":
            self._inline.begin()
            self._open = kind
        elif kind == "mergeCell":
            self._begin_row({})
            self._merge(attributes)
        elif self._open == "is":
            self._inline.start(kind, attributes)
        else:  # an extension of the cell: all that counts came before
            self._end_last()

    def _end_row(self) -> None:
        self._end_last()
        if self._row:
            self.rows.append(self._row)
            self.lines.append(self._line)
            self._letters += sum(map(len, self._row))
            if self._letters > MOST_LETTERS:
                raise beyond(self.where, "文字过多", f"不超过{MOST_LETTERS}字")
            self._row = []

    def _begin_row(self, attributes: Attributes) -> None:
        self._end_row()
        self._row_text = attributes.get("r", "") or str(self._line + 1)
        self._line, self._column, self._digits = int(self._row_text), -1, len(self._row_text)
        if "r" in attributes and not 0 < self._line <= LAST_ROW:
            raise damaged(self.where)
        if attributes.get("hidden", "") not in NO:
            self.hidden_rows.add(self._line)

    def _column_of(self, cell: Attributes) -> int:
        place = cell.get("r")
        if place is None:
            return self._column + 1
        if not place.endswith(self._row_text):
            raise damaged(f"{self.where}!{place}")
        return self._columns[place[: -self._digits]]

    def _end_last(self) -> None:
        if self._cell is not None and self._open:
            self._end_cell(self._cell)
        self._cell, self._open, self._formula = None, "", None
        self.texts.clear()

    def _end_cell(self, cell: Attributes) -> None:
        """Keep the text of the cell that ends here."""
        column = self._column_of(cell)
        self._column = column
        text = self._text(cell)
        if text and not text.isspace():  # spaces may as well stand between elements
            row = self._row
            if column != len(row):
                self._reach(column)
            row.append(text)

    def _text(self, cell: Attributes) -> str:
        """Return the text of the cell that ends here."""
        kind = cell.get("t", "n")
        style = cell.get("s")
        texts = self.texts
        if self._open == "v" and self._formula is None and len(texts) == 1 and kind in ("n", "s"):
            look = self._looks[style] if style else None
            if look is not None and style:
                return self._looked(texts[0], kind, look, style)
            return self._numbers[texts[0]] if kind == "n" else self.book.strings[int(texts[0])]
        return self._other(cell, kind)

    def _written(
        self, cell: Attributes, formula: str | None, value: str | None, inline: str | None
    ) -> str:
        """Return the text of a cell that no parser has taken apart."""
        if inline is not None:
            self._inline.begin()
            self._inline.start("t", {})
        self._open = "is" if inline is not None else "v" if value is not None else "f"
        if value is None and inline is None and formula is None:
            return ""
        text = inline if inline is not None else value if value is not None else formula
        self._formula = formula if value is not None else None
        self.texts[:] = [text] if text else []
        shown = self._text(cell)
        self._end_last()
        return shown

    def _reach(self, column: int) -> None:
        """Make the row as long as to a column, which is not the next one."""
        row = self._row
        gap = column - len(row)
        if gap < 0:
            raise damaged(f"{self.where}!{letters_of(column + 1)}{self._line}")
        self._padded += gap
        if column >= MOST_COLUMNS or self._padded > MOST_CELLS:
            place = f"{self.where}!{letters_of(column + 1)}{self._line}"
            raise beyond(place, "离表格太远的地方有内容", f"不超过{MOST_COLUMNS}列")
        row.extend([""] * gap)

    def _looked(self, text: str, kind: str, look: Look, style: str) -> str:
        """Return a number or shared text as its style shows it."""
        is_number = kind == "n"
        key = (style if is_number else f"{style}s", text)
        if key not in self._faced:
            if len(self._faced) > MOST_MERGED:
                self._faced.clear()
            if is_number:
                self._faced[key] = self._number(text, look)
            else:
                at = int(text)
                shared, is_rich = self.book.strings[at], at in self.book.rich
                self._faced[key] = look.of_text(shared, is_rich=is_rich)
        return self._faced[key]

    def _number(self, text: str, look: Look) -> str:
        number = self._numbers[text]
        is_number = number.replace(".", "", 1).lstrip("-").isdigit()
        return look.of_number(number, epoch_1904=self.book.epoch_1904) if is_number else number

    def _other(self, cell: Attributes, kind: str) -> str:
        """Return the text of a formula, an inline text, an answer, an error or a day."""
        if self._open == "is":
            text = self._inline.end()
        elif self._open == "v":
            text = text_in(self.texts)
        else:
            self._formula = text_in(self.texts) if self._open == "f" else self._formula
            text = ""
        if self._formula is not None:
            is_unset = self.book.is_uncomputed and kind == "n" and text.strip() == "0"
            if is_unset or (not text.strip() and kind != "str"):
                return f"={self._formula.strip()}"
        look = self._looks[cell["s"]] if "s" in cell else None
        if kind == "n":
            return self._number(text, look) if look else self._numbers[text] if text else ""
        is_rich = self._open == "is" and self._inline.is_rich
        if kind == "s":
            is_rich = bool(text) and int(text) in self.book.rich
            text = self.book.strings[int(text)] if text else ""
        elif kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        elif kind == "d":
            return text.removesuffix("T00:00:00").removesuffix("T00:00:00.000")
        elif kind == "e":
            return text
        return look.of_text(text, is_rich=is_rich) if look else text

    def _merge(self, attributes: Attributes) -> None:
        if "ref" in attributes:
            self.merged.append(area_of(attributes["ref"]))
        if len(self.merged) > MOST_MERGED:
            raise beyond(self.where, "合并单元格过多", f"不超过{MOST_MERGED}处")

    def _hide(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "") not in NO and len(self.hidden_columns) < LAST_COLUMN:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))


def cells_of(package: Package, part: str, name: str, book: Book, *, is_hidden: bool) -> Sheet:
    """Return one sheet of an .xlsx.

    Raises
    ------
    InputError
        If the part is absent, or holds more than the limits above.
    """
    if not package.has(part):
        raise damaged(package.where)
    cells = _Cells(book, f"{package.where}，{name}")
    package.walk(part, cells.start, cells.texts, sieve=lambda blocks: left(blocks, cells.take))
    return held_sheet(
        name,
        cells.rows,
        cells.lines,
        merged=tuple(cells.merged),
        is_hidden=is_hidden,
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=frozenset(cells.hidden_columns),
    )
