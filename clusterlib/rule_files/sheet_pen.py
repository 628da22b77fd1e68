"""A pen for sheets that are printed and filed: texts as they are, exact numbers, row heights.

XlsxWriter is used because its bytes depend on nothing but the content.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TINT = "#E4E8EC"
SIGNED = (
    ("专家签字：", "协（学）会、中心（盖章）："),
    ("　　　　年　　　月　　　日", "　　　　　　　年　　　月　　　日"),
)
_PLAIN = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
_LINE = 15.0
_FIRST_DAY_OF_EXCEL = 1901


@dataclass(slots=True)
class Pen:
    """A place on a sheet from which it is drawn downwards.

    Parameters
    ----------
    workbook, sheet
        Of XlsxWriter.
    last : int
        Last column of the sheet, from 0.
    """

    workbook: Workbook
    sheet: Worksheet
    last: int
    styles: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    row: int = 0

    def style(self, **changes: object) -> Format:
        """Return the common style with changes."""
        key = tuple(sorted(changes.items()))
        if key not in self.styles:
            self.styles[key] = self.workbook.add_format({**_PLAIN, **changes})
        return self.styles[key]

    def text(self, column: int, text: str, style: Format) -> None:
        """Write a text as it is, even where it looks like a number or a formula."""
        if text:
            self.sheet.write_string(self.row, column, text, style)
        else:
            self.sheet.write_blank(self.row, column, None, style)

    def number(self, column: int, value: Decimal, style: Format) -> None:
        """Write a number as one where fifteen digits in binary hold it, else as text."""
        if Decimal(format(float(value), ".15g")) == value:
            self.sheet.write_number(self.row, column, float(value), style)
        else:
            self.text(column, format(value, "f"), style)

    def day(self, column: int, day: date, **changes: object) -> None:
        """Write a day as one where Excel knows it, else as text."""
        if day.year < _FIRST_DAY_OF_EXCEL:
            self.text(column, day.isoformat(), self.style(**changes))
        else:
            style = self.style(**changes, num_format="yyyy-mm-dd")
            self.sheet.write_datetime(self.row, column, datetime(*day.timetuple()[:3]), style)

    def across(self, text: str, style: Format, first: int = 0, last: int | None = None) -> None:
        """Write a text over several columns, to the last one where none is named."""
        last = self.last if last is None else last
        if first < last:
            self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self.text(first, text, style)

    def advance(self, lines: int = 1) -> None:
        """Go to the next row and leave this one so many lines high."""
        self.sheet.set_row(self.row, _LINE * lines + 6)
        self.row += 1

    def signatures(self, middle: int) -> None:
        """Leave room for those who sign, on both sides of the end of column `middle`."""
        self.advance()
        for first, second in SIGNED:
            self.across(first, self.style(font_size=12), 0, middle)
            self.across(second, self.style(font_size=12), middle + 1)
            self.advance(2)


def lines_of(text: str, width: int) -> int:
    """Return the lines that a text takes; no program fits a row to its merged cells."""
    return sum(-(-_columns(line) // (width - 1)) or 1 for line in text.split("\n"))


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
