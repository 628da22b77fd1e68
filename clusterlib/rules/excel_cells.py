"""Cells of a standard's sheet: texts, exact numbers and days, each fault with sheet and cell."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from clusterlib.errors import ParameterError
from clusterlib.rules.units import Unit

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_DIGITS = 15
MOST_BYTES = 5_000_000
"""A standard is one sheet of some forty lines; a larger file is not opened."""

_HALF_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x200B: None, 0xFEFF: None}
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place.

    Parameters
    ----------
    sheet : str
        File and sheet, such as ``家具.xlsx，达标值``.
    row, column : int
        Counted from 1.
    value : str, number, date or None
        As the file stores it.
    shown_as : str
        Its number format.
    """

    sheet: str
    row: int
    column: int
    value: object = None
    shown_as: str = "General"

    @property
    def where(self) -> str:
        """File, sheet and cell."""
        from openpyxl.utils import get_column_letter

        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"

    def fault(self, found: str, expected: str, remedy: str = "") -> ParameterError:
        """Return the error for this cell."""
        return ParameterError(self.where, found, expected, remedy)

    def blank_beside(self) -> Cell:
        """Return the blank cell that stands where a label has no value."""
        return Cell(self.sheet, self.row, self.column + 1)

    @property
    def raw(self) -> str:
        """The cell as text, with every space as written."""
        if self.value is None:
            return ""
        if isinstance(self.value, datetime):
            return self.value.date().isoformat()
        if isinstance(self.value, float):
            return format(Decimal(format(self.value, f".{MOST_DIGITS}g")), "f")
        return str(self.value)

    @property
    def text(self) -> str:
        """The cell as text without spaces around it."""
        return self.raw.strip()

    @property
    def label(self) -> str:
        """The cell as text with full-width forms made half-width and every space removed."""
        return "".join(self.raw.translate(_HALF_WIDTH).split())

    @property
    def is_figure(self) -> bool:
        """Whether a number stands here, as one or as text."""
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        return is_number or bool(_NUMBER.fullmatch(self.label))

    @property
    def is_day(self) -> bool:
        """Whether a day stands here, as one or as text."""
        return isinstance(self.value, date) or bool(_DAY.fullmatch(self.label))

    def number(self, unit: Unit) -> Decimal:
        """Return the exact number; one formatted as a percentage as it is displayed."""
        if not self.is_figure:
            raise self.fault(
                f"“{self.text}”不是数字", "只填数字，如 12.5；公式须先用 Excel 算出并保存"
            )
        if isinstance(self.value, int | float):
            number = Decimal(format(self.value, f".{MOST_DIGITS}g"))
            decimals = percent_decimals(self.shown_as)
            return number if decimals is None else self._displayed(number, decimals, unit)
        digits = self.label.replace(",", "")
        if len(digits.lstrip("-0.").replace(".", "")) > MOST_DIGITS:
            raise self.fault(f"“{self.text}”有效数字超过15位", "至多15位有效数字")
        return Decimal(digits)

    def day(self) -> date:
        """Return the day, stored as one or written as text."""
        if isinstance(self.value, datetime) and self.value.time() == time():
            return self.value.date()
        match = _DAY.fullmatch(self.label) if isinstance(self.value, str) else None
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        raise self.fault(f"“{self.text}”不是日期", "年月日齐全的日期，如 2024-01-01")

    def _displayed(self, number: Decimal, decimals: int, unit: Unit) -> Decimal:
        if unit.kind != "share":
            raise self.fault(
                f"单元格是百分比格式，单位却是{unit.term}", "常规数字格式", "请改单元格格式"
            )
        step = Decimal(1).scaleb(-decimals)
        return number.scaleb(2).quantize(step, ROUND_HALF_UP)


def open_workbook(path: Path) -> Workbook:
    """Return a workbook with the values that its formulas had when it was saved.

    Raises
    ------
    ParameterError
        If the file cannot be read, is too large or is no .xlsx.
    """
    import openpyxl

    try:
        if path.stat().st_size > MOST_BYTES:
            raise ParameterError(path.name, "文件太大", f"不超过{MOST_BYTES // 1_000_000}MB")
        with warnings.catch_warnings():
            # openpyxl warns of extensions it leaves out; none of them holds a value.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, data_only=True)
    except OSError as error:
        raise ParameterError(path.name, f"无法读取（{error.strerror}）", "一个文件") from error
    except ParameterError:
        raise
    except Exception as error:  # a damaged package fails in as many ways as it has parts
        raise ParameterError(
            path.name,
            "不是可读的 .xlsx 文件",
            "未加密、未损坏的 .xlsx",
            "请用 Excel 打开后另存为 .xlsx",
        ) from error


def grid_of(sheet: Worksheet, file: str) -> list[list[Cell]]:
    """Return the cells of a sheet by row; a value merged over several rows stands in each."""
    place = f"{file}，{sheet.title}"
    grid = [
        [Cell(place, cell.row, cell.column, cell.value, cell.number_format) for cell in row]
        for row in sheet.iter_rows()
    ]
    for merged in sheet.merged_cells.ranges:
        column = merged.min_col - 1
        top = grid[merged.min_row - 1][column]
        for row in range(merged.min_row, merged.max_row):
            grid[row][column] = Cell(place, row + 1, column + 1, top.value, top.shown_as)
    return grid


def percent_decimals(code: str) -> int | None:
    """Return the decimals that a percentage format shows, None for any other format.

    Examples
    --------
    >>> percent_decimals("0.0%"), percent_decimals("General"), percent_decimals('0"%"')
    (1, None, None)
    """
    shown = _NOT_SHOWN.sub("", code.split(";")[0])
    if "%" not in shown:
        return None
    return len(re.findall(r"[0#?]", shown.partition(".")[2]))
