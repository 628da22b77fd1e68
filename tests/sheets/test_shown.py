"""A cell of a workbook says what a person sees in Excel, or cannot be taken for a number."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from clusterlib.intake.cells.values import (
    read_figure,
    read_number,
    read_points,
    read_rank,
    read_years,
)
from clusterlib.rules.indicators import INDICATOR_BY_ID
from clusterlib.sheets.files import read_sheets

DATA = Path(__file__).parents[1] / "data" / "sheets"


def shown(tmp_path, value, code="General", **font):
    """Return the text of one cell with a number format and font."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write("A1", value, book.add_format({"num_format": code, **font}))
    sheet = read_sheets(tmp_path / "a.xlsx")[0]
    return sheet.rows[0][0] if sheet.rows else ""


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0%", 0.4949, "49%"),
        ("0%", 0.125, "13%"),
        ("0%", -0.125, "-13%"),
        ("0.0%", 0.985, "98.5%"),
        ("0.##%", 0.125, "12.5%"),
        ("[Red]0.00%;-0.00%", 0.1, "10%"),
        ("+0.0%;-0.0%", 0.12, "12%"),
    ],
)
def test_a_percentage_is_rounded_half_away_from_zero_to_what_its_format_shows(
    tmp_path, code, value, text
):
    cell = shown(tmp_path, value, code)
    assert cell == text
    assert read_number(cell, "share") == (Decimal(text[:-1]), "")


@pytest.mark.parametrize(
    "read",
    [
        lambda cell: read_figure(cell, INDICATOR_BY_ID["sales_revenue"])[1].code,
        lambda cell: read_figure(cell, INDICATOR_BY_ID["brands"])[1].code,
        lambda cell: read_rank(cell, "output_rank")[1].code,
        lambda cell: read_years(cell)[1].code,
        lambda cell: read_points(cell, "panel_basic")[1].code,
    ],
)
def test_a_percent_style_is_a_bad_cell_where_the_unit_is_not_percent(tmp_path, read):
    assert read(shown(tmp_path, 118.37, "0%")) == "percent_style"


@pytest.mark.parametrize(
    ("code", "value", "text", "reason"),
    [
        ('"约"0.00', 12.345, "约12.35", "qualifier"),
        ('0.00"‰"', 0.125, "0.13‰", "unit_in_cell"),
        ('0.00"亿元"', 118.37, "118.37亿元", "unit_in_cell"),
        ('0"个"', 13, "13个", "unit_in_cell"),
        ('0,,"万"', 118370000, "118万", "unit_in_cell"),
        ("0,", 118370, "118370（显示为118）", "shown_otherwise"),
        ("#,##0.00,,", 118370000, "118370000（显示为118.37）", "shown_otherwise"),
        ("0.00E+00", 113450000, "113450000（显示为1.13E+8）", "shown_otherwise"),
        ("# ?/?", 12.34, "12.34（显示为分数）", "shown_otherwise"),
        ("0;[Red]0", -5, "-5（显示为5）", "shown_otherwise"),
        ("0\\.00", 118, "118（显示为1.18）", "shown_otherwise"),
        ("yyyy-mm-dd", 45658, "2025-01-01", "not_a_number"),
        ("yyyy-mm-dd", 113450000, "113450000（显示为########）", "shown_otherwise"),
        ("$#,##0", 12, "$12", "unit_in_cell"),
    ],
)
def test_what_a_format_adds_or_changes_is_never_passed_over(tmp_path, code, value, text, reason):
    cell = shown(tmp_path, value, code)
    assert cell == text
    assert read_number(cell, "money") == (None, reason)


@pytest.mark.parametrize(
    ("code", "value", "number"),
    [
        ("#,##0.00", 12345.678, "12345.678"),
        ("0.00_);(0.00)", -12, "-12"),
        ("0.00E+00", 1500, "1500"),
        ("# ?/?", 12.5, "12.5"),
        ("¥#,##0.00", 118.37, "118.37"),
        ("0_ ;[Red]-0 ", -3, "-3"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 118.37, "118.37"),
        ("@", 12, "12"),
    ],
)
def test_a_format_that_only_rounds_groups_or_colours_leaves_the_number(
    tmp_path, code, value, number
):
    assert read_number(shown(tmp_path, value, code), "money") == (Decimal(number), "")


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0000", 12, "0012"),
        ("000-0000", 12345, "001-2345"),
        ('"YX-"000', 7, "YX-007"),
        ("00000", 123456, "123456"),
        (";;;", 12, ""),
        ('0;-0;"—"', 0, "—"),
        ('0"年"', 2025, "2025年"),
        ("yyyy", 45658, "2025"),
        ("yyyy年m月", 45658, "2025年1月"),
        ('"合格"', 1, "合格"),
    ],
)
def test_an_id_a_year_or_a_blank_is_what_the_format_shows(tmp_path, code, value, text):
    assert shown(tmp_path, value, code) == text


@pytest.mark.parametrize(
    ("font", "text", "reason"),
    [
        ({"font_script": 1}, "¹³", "not_a_number"),
        ({"font_script": 2}, "₁₃", "not_a_number"),
        ({"font_strikeout": True}, "13（已划去）", "struck_out"),
    ],
)
def test_a_number_raised_lowered_or_struck_out_as_a_whole_is_none(tmp_path, font, text, reason):
    cell = shown(tmp_path, 13, **font)
    assert (cell, read_number(cell)[1]) == (text, reason)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (["13", ("superscript", "1")], "13¹"),
        (["123.45", ("superscript", "2")], "123.45²"),
        (["12", ("subscript", "3")], "12₃"),
        ([("strike", "100"), "120"], "100（已划去）120"),
        (["利税", ("bold", "总额")], "利税总额"),
    ],
)
def test_runs_of_rich_text_keep_what_their_fonts_say(tmp_path, runs, text):
    fonts = {
        "superscript": InlineFont(vertAlign="superscript"),
        "bold": InlineFont(b=True),
        "subscript": InlineFont(vertAlign="subscript"),
        "strike": InlineFont(strike=True),
    }
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText(
        *(run if isinstance(run, str) else TextBlock(fonts[run[0]], run[1]) for run in runs)
    )
    book.save(tmp_path / "a.xlsx")
    cell = read_sheets(tmp_path / "a.xlsx")[0].rows[0][0]
    assert cell == text
    assert read_number(cell)[0] is None


def test_a_formula_that_awaits_its_computing_is_not_0(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=123.45")
        sheet.write_formula("B1", "=SUM(D1:D9)")
        sheet.write_formula("C1", "=1+2", None, 3)
        sheet.write("D1", 0)
    assert read_sheets(tmp_path / "a.xlsx")[0].rows == [["=123.45", "=SUM(D1:D9)", "3", "0"]]


def test_what_a_merged_area_covers_is_blank(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for address in ("A1", "B1", "A2", "B2", "D5", "D6"):
        sheet[address] = address
    book.save(tmp_path / "a.xlsx")
    sheet.merged_cells.add("A1:B2")
    sheet.merged_cells.add("D5:XFD6")
    book.save(tmp_path / "a.xlsx")
    (read,) = read_sheets(tmp_path / "a.xlsx")
    assert read.rows == [["A1", ""], ["", "", "", "D5"]]
    assert read.merged == ((1, 1, 2, 2), (5, 4, 6, 16384))


def test_a_hidden_sheet_comes_last_and_hidden_rows_and_columns_are_known(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        old, new = book.add_worksheet("旧"), book.add_worksheet("新")
        for sheet in (old, new):
            sheet.write_column("A1", ["申报编号", "样1", "样2"])
        new.activate()
        new.set_first_sheet()
        old.hide()
        new.set_row(1, None, None, {"hidden": True})
        new.set_column("C:D", None, None, {"hidden": True})
    first, last = read_sheets(tmp_path / "a.xlsx")
    assert (first.name, first.hidden_rows, first.hidden_columns) == ("新", {2}, {3, 4})
    assert (last.name, last.is_hidden) == ("旧", True)


def test_one_day_beyond_the_calendar_costs_one_cell_of_an_xls():
    cells = [
        cell
        for sheet in read_sheets(DATA / "date_style_on_large_number.xls")
        for row in sheet.rows
        for cell in row
    ]
    assert "113450000（显示为########）" in cells
    assert "主营业务收入" in "".join(cells)
