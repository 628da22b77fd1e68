"""Drawing the sheets of the form: borders, input cells with checks, print set-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
INPUT_TINT = "#F1F7FB"
HEADING_TINT = "#E4E8EC"
PLAIN = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
MOST = 10**12
"""Largest figure that an input check lets through, in any unit."""


class Book:
    """A workbook and the cell formats its sheets share."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def sheet(self, name: str, widths: Sequence[int], *, wide: bool = False) -> Pen:
        """Add a sheet with columns of the given widths, set up for A4."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0 if wide else 1)
        sheet.set_footer("&C&9&A　第 &P 页　共 &N 页")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return Pen(self, sheet, len(widths) - 1)

    def style(self, **changes: object) -> Format:
        """Return the format that differs from the plain one in the given properties."""
        key = tuple(sorted(changes.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({**PLAIN, **changes})
        return self._formats[key]


@dataclass(slots=True)
class Pen:
    """A place on a sheet from which the form is drawn downwards."""

    book: Book
    sheet: Worksheet
    last: int
    row: int = 0
    side_from: int = 0
    side_text: str = ""

    def advance(self, height: float) -> None:
        """Give the row its height and go to the next."""
        self.sheet.set_row(self.row, height)
        self.row += 1

    def title(self, text: str, under: str) -> None:
        """Draw the title of the sheet and the line under it."""
        style = self.book.style(font_name="黑体", font_size=15, align="center")
        self.sheet.merge_range(self.row, 0, self.row, self.last, text, style)
        self.advance(34)
        self.sheet.merge_range(self.row, 0, self.row, self.last, under, self.book.style())
        self.advance(20)

    def heading(self, labels: Sequence[str], *, height: float = 26) -> None:
        """Draw the heading; it stays on screen and is repeated on every page."""
        style = self.book.style(bold=True, align="center", border=1, bg_color=HEADING_TINT)
        for column, label in enumerate(labels):
            self.sheet.write_string(self.row, column, label, style)
        self.sheet.repeat_rows(self.row)
        self.advance(height)
        self.sheet.freeze_panes(self.row, 1)

    def year_heading(
        self, before: Sequence[str], years: Sequence[int | None], after: Sequence[str]
    ) -> None:
        """Draw the heading of a three-year form, the years to be filled in where not given."""
        for column in range(len(before), len(before) + len(years)):
            self.sheet.data_validation(
                self.row,
                column,
                self.row,
                column,
                {
                    "validate": "any",
                    "input_title": "年份",
                    "input_message": "请填完整年份，如 2023年；最后一列为评分年度",
                },
            )
        texts = [f"{year}年" if year is not None else "年" for year in years]
        self.heading((*before, *texts, *after), height=32)

    def label(self, row: int, column: int, text: str, *, rows: int = 1) -> None:
        """Draw a printed label, over several rows where the line has sub-cells."""
        style = self.book.style(border=1, align="left", indent=1)
        if rows > 1:
            self.sheet.merge_range(row, column, row + rows - 1, column, text, style)
        else:
            self.sheet.write_string(row, column, text, style)

    def centre(self, row: int, column: int, text: str) -> None:
        """Draw a short printed text such as a unit."""
        self.sheet.write_string(row, column, text, self.book.style(border=1, align="center"))

    def note(self, row: int, column: int, text: str) -> None:
        """Draw what is to be filled in."""
        style = self.book.style(border=1, font_size=9, font_color="#56606B")
        self.sheet.write_string(row, column, text, style)

    def text(self, row: int, column: int, text: str, *, centred: bool = False) -> None:
        """Draw an input cell holding a text."""
        style = self.book.style(
            border=1, bg_color=INPUT_TINT, align="center" if centred else "left"
        )
        if text:
            self.sheet.write_string(row, column, text, style)
        else:
            self.sheet.write_blank(row, column, None, style)

    def blank(self, row: int, column: int) -> None:
        """Draw an input cell without a check."""
        self.sheet.write_blank(row, column, None, self.book.style(border=1, bg_color=INPUT_TINT))

    def number(self, row: int, column: int, number: Decimal) -> None:
        """Draw an input cell holding a number."""
        style = self.book.style(border=1, bg_color=INPUT_TINT, align="center")
        self.sheet.write_number(row, column, float(number), style)

    def offer(self, row: int, column: int, choices: Sequence[str], message: str) -> None:
        """Let an input cell take one of the choices only."""
        self.sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "list",
                "source": list(choices),
                "input_message": message,
                "error_title": "填报内容有误",
                "error_message": message,
            },
        )

    def check_number(self, row: int, column: int, unit: str, *, whole: bool, signed: bool) -> None:
        """Let an input cell take numbers of its kind only."""
        least, most = (-MOST if signed else 0), (100 if unit == "%" else MOST)
        kind = "整数" if whole else "数字"
        limits = (
            "不大于100"
            if signed and unit == "%"
            else "0至100"
            if unit == "%"
            else ("可为负数" if signed else "不小于0")
        )
        message = f"只填{kind}（{limits}），单位：{unit}"
        self.sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "integer" if whole else "decimal",
                "criteria": "between",
                "minimum": least,
                "maximum": most,
                "error_title": "填报内容有误",
                "error_message": f"{message}；没有数据请留空",
            },
        )

    def footer(self, lines: Sequence[str], height: float) -> None:
        """Draw notes over the whole width."""
        for line in lines:
            self.sheet.merge_range(
                self.row, 0, self.row, self.last, line, self.book.style(font_size=9.5)
            )
            self.advance(height)

    def pairs(self, labels: Sequence[str], *, side: str) -> None:
        """Draw a row of labels, each with an input cell, beside a heading at the left."""
        if self.side_text != side:
            self.side_from, self.side_text = self.row, side
        starts = (1, 3, 6, self.last + 1) if len(labels) == 3 else (1, self.last + 1)
        for start, end, label in zip(starts, starts[1:], labels, strict=False):
            self.label(self.row, start, label)
            self._input(self.row, start + 1, end - 1)
        self.advance(30)

    def close_side(self) -> None:
        """Draw the heading at the left of the rows of pairs above."""
        style = self.book.style(border=1, align="center", bold=True)
        self.sheet.merge_range(self.side_from, 0, self.row - 1, 0, self.side_text, style)

    def grid(self, side: str, labels: Sequence[str | tuple[str, ...]], rows: int) -> None:
        """Draw a heading and blank rows below it, beside a heading at the left.

        A tuple is a heading with headings under it; a blank one widens the one before.
        """
        style = self.book.style(border=1, align="center")
        self.side_from, self.side_text = self.row, side
        deep = any(isinstance(label, tuple) for label in labels)
        column = 1
        for label in labels:
            if isinstance(label, tuple):
                self.sheet.merge_range(
                    self.row, column, self.row, column + len(label) - 2, label[0], style
                )
                for offset, under in enumerate(label[1:]):
                    self.sheet.write_string(self.row + 1, column + offset, under, style)
                column += len(label) - 1
            elif deep:
                self.sheet.merge_range(self.row, column, self.row + 1, column, label, style)
                column += 1
            else:
                self.sheet.write_string(self.row, column, label, style)
                column += 1
        for _ in range(1 + deep):
            self.advance(24)
        for _ in range(rows):
            for column in range(1, self.last + 1):
                self.blank(self.row, column)
            self.advance(22)
        self.close_side()

    def across(self, side: str, text: str) -> None:
        """Draw one printed line over the whole width beside a heading at the left."""
        bold = self.book.style(border=1, align="center", bold=True)
        self.sheet.write_string(self.row, 0, side, bold)
        self.sheet.merge_range(self.row, 1, self.row, self.last, text, self.book.style(border=1))
        self.advance(26)

    def _input(self, row: int, first: int, last: int) -> None:
        if first == last:
            self.blank(row, first)
        else:
            style = self.book.style(border=1, bg_color=INPUT_TINT)
            self.sheet.merge_range(row, first, row, last, "", style)
