"""Cells of a standard's sheet: texts, exact numbers and days, each fault with sheet and cell."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from pathlib import Path

from clusterlib.errors import InputError, ParameterError
from clusterlib.rules.units import Unit
from clusterlib.sheets.files import workbook_sheets
from clusterlib.sheets.sheet import Sheet, letters_of
from clusterlib.sheets.stored import MOST_DIGITS, Shown, Stored

MOST_BYTES = 5_000_000
"""A standard is one sheet of some forty lines; a larger file is not opened."""
MOST_CELLS = 100_000
"""Cells of its sheet, to the last one that holds anything."""

_HALF_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x200B: None, 0xFEFF: None}
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?")


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell with its place.

    Parameters
    ----------
    sheet : str
        File and sheet, such as ``家具.xlsx，达标值``.
    row, column : int
        Counted from 1.
    raw : str
        The cell as text, with every space as written.
    is_hidden : bool
        Whether its row or column is hidden.
    """

    sheet: str
    row: int
    column: int
    raw: str = ""
    is_hidden: bool = False

    @property
    def where(self) -> str:
        """File, sheet and cell."""
        return f"{self.sheet}!{letters_of(self.column)}{self.row}"

    def fault(self, found: str, expected: str, remedy: str = "") -> ParameterError:
        """Return the error for this cell."""
        return ParameterError(self.where, found, expected, remedy)

    def blank_beside(self) -> FormCell:
        """Return the blank cell that stands where a label has no value."""
        return FormCell(self.sheet, self.row, self.column + 1)

    @property
    def text(self) -> str:
        """The cell as text without spaces around it."""
        return self.raw.strip()

    @property
    def label(self) -> str:
        """The cell as text with full-width forms made half-width and every space removed."""
        return half_width(self.raw)

    @property
    def is_figure(self) -> bool:
        """Whether a number stands here, as one or as text."""
        return isinstance(self.raw, Shown) or bool(_NUMBER.fullmatch(self.label))

    @property
    def is_day(self) -> bool:
        """Whether a day stands here, as one or as text."""
        return bool(_DAY.fullmatch(self.label))

    def whole(self, unit: Unit, least: int, most: int) -> int:
        """Return a whole number between two limits, which belong to it."""
        number = self.number(unit)
        if number != number.to_integral_value() or not least <= number <= most:
            raise self.fault(f"“{self.text}”不合理", f"{least}至{most}的整数", "请改正这个数")
        return int(number)

    def choice(self, options: Mapping[str, str], remedy: str = "请从下拉列表选") -> str:
        """Return what one of several words, without spaces, stands for."""
        found = options.get(self.label)
        if found is None:
            words = "、".join(dict.fromkeys(options))
            raise self.fault(f"“{self.text}”不在可选之列", f"{words}之一", remedy)
        return found

    def number(self, unit: Unit) -> Decimal:
        """Return the exact number; one formatted as a percentage as it is displayed."""
        if not self.is_figure:
            raise self.fault(
                f"“{self.text}”不是数字", "只填数字，如 12.5；公式须先用 Excel 算出并保存"
            )
        if isinstance(self.raw, Shown):
            if self.raw.sign == "%" and unit.kind != "share":
                raise self.fault(
                    f"单元格是百分比格式，单位却是{unit.term}", "常规数字格式", "请改单元格格式"
                )
            if self.raw.sign != {"share": "%", "money": "¥", "dollars": "$"}.get(unit.kind):
                found = f"单元格显示为“{self.raw}”，单位却是{unit.term}"
                raise self.fault(found, "常规数字格式", "请改单元格格式")
            return Decimal(self.raw.number)
        digits = self.label.replace(",", "")
        if isinstance(self.raw, Stored):
            return Context(prec=MOST_DIGITS).create_decimal(digits)
        if len(digits.lstrip("-0.").replace(".", "")) > MOST_DIGITS:
            raise self.fault(f"“{self.text}”有效数字超过15位", "至多15位有效数字")
        return Decimal(digits)

    def day(self) -> date:
        """Return the day, stored as one or written as text."""
        match = _DAY.fullmatch(self.label)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        raise self.fault(f"“{self.text}”不是日期", "年月日齐全的日期，如 2024-01-01")


class Faults(list[ParameterError]):
    """Every fault of a workbook, told all at once."""

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep a fault and go on behind the block."""
        try:
            yield
        except ParameterError as error:
            remedy = error.remedy or "请改正这一格"
            self.append(ParameterError(error.where, error.found, error.expected, remedy))


def half_width(text: str) -> str:
    """Return a text with full-width forms made half-width and every space removed."""
    return "".join(text.translate(_HALF_WIDTH).split())


def label_key(label: str) -> str:
    """Return what tables compare of a label: no spaces, no widths, no cases."""
    return half_width(label).casefold()


def open_sheets(path: Path) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook that can be seen.

    Raises
    ------
    ParameterError
        If the file cannot be read, is too large or is no workbook.
    """
    try:
        sheets = workbook_sheets(path, MOST_BYTES)
    except InputError as error:
        raise ParameterError(error.where, error.found, error.expected, error.remedy) from error
    for sheet in sheets:
        if len(sheet.rows) * max(map(len, sheet.rows), default=0) > MOST_CELLS:
            raise ParameterError(
                f"{path.name}，{sheet.name}",
                "单元格过多",
                f"不超过{MOST_CELLS}格",
                "标准只有几十行，请删去无关的内容",
            )
    return tuple(sheet for sheet in sheets if not sheet.is_hidden)


def grid_of(sheet: Sheet, file: str) -> list[list[FormCell]]:
    """Return the rows of a sheet that hold anything; a text merged over several stands in each."""
    place = f"{file}，{sheet.name}"
    width = max(map(len, sheet.rows), default=0)
    grid = [
        [
            FormCell(
                place,
                line,
                column,
                text,
                line in sheet.hidden_rows or column in sheet.hidden_columns,
            )
            for column, text in enumerate([*row, *[""] * (width - len(row))], 1)
        ]
        for row, line in zip(sheet.rows, sheet.lines, strict=True)
    ]
    for top, left, bottom, _ in sheet.merged:
        below = range(bisect_left(sheet.lines, top), bisect_right(sheet.lines, bottom))
        if left <= width and below and sheet.lines[below[0]] == top:
            first = grid[below[0]][left - 1]
            for at in below[1:]:
                grid[at][left - 1] = replace(first, row=sheet.lines[at])
    return grid
