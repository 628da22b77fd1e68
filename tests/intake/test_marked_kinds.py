"""A copy differs from its workbook in marks alone, or the list says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter

from clusterlib.intake.marked_copy import FILLS, LIST_SHEET, Written, write_marked
from clusterlib.intake.workbook import read_workbook
from clusterlib.problems import Problem
from clusterlib.sheets.files import read_sheets
from tests.intake.workbooks import an_application

CASES = Path(__file__).parents[1] / "data" / "county"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)
DOUBT = Problem("qualifier", "error", "output_value", "约123", sheet="表", cell="B2")
OTHER = Problem("same_every_year", "warning", "brands", "12", sheet="表", cell="D9")


def drawn(path: Path, draw: Callable[[Any, Any], None]) -> Path:
    """Write a workbook with a sheet 表 by XlsxWriter, which can draw all that Excel has."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.write("A1", "项目")
    sheet.write("B2", "约123")
    draw(book, sheet)
    book.close()
    return path


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Change the parts of a package."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def marked(source: Path, *problems: Problem) -> Written:
    """Write the copy, and see that it reads like the source and keeps every other part."""
    written = write_marked(source, problems or (DOUBT, OTHER), source.parent / "出")
    assert written.reason == ""
    before = [(sheet.name, sheet.rows, sheet.lines) for sheet in read_sheets(source)]
    after = [(sheet.name, sheet.rows, sheet.lines) for sheet in read_sheets(written.path)]
    assert after[0][0] == LIST_SHEET
    assert after[1:] == before
    old, new = parts_of(source), parts_of(written.path)
    touched = (
        "xl/workbook.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
        "xl/worksheets/sheet",
        "xl/comments",
        "xl/drawings/vmlDrawing",
    )
    for name, content in old.items():
        if not name.startswith(touched) and not name.endswith(".rels"):
            assert new[name] == content, name
    return written


def parts_of(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def chart(book: Any, sheet: Any) -> None:
    drawing = book.add_chart({"type": "column"})
    drawing.add_series({"values": "=表!$B$2:$B$4"})
    sheet.insert_chart("F2", drawing)


def chart_sheet(book: Any, _: Any) -> None:
    drawing = book.add_chart({"type": "line"})
    drawing.add_series({"values": "=表!$B$2:$B$4"})
    book.add_chartsheet("图").set_chart(drawing)


def formulas(book: Any, sheet: Any) -> None:
    sheet.write_formula("C3", "=1+2", None, 3)
    sheet.write_array_formula("C4:C5", "{=A1:A2}", None, 7)


KINDS: dict[str, Callable[[Any, Any], object]] = {
    "chart": chart,
    "picture": lambda _, sheet: sheet.insert_image("F2", "点.png", {"image_data": BytesIO(PIXEL)}),
    "formulas_with_values": formulas,
    "defined_names": lambda book, sheet: (
        book.define_name("产值", "=表!$B$2"),
        book.define_name("表!本表", "=表!$C$3"),
        sheet.repeat_rows(0),
        sheet.autofilter("A1:C5"),
    ),
    "validations": lambda _, sheet: sheet.data_validation(
        "B2:B9", {"validate": "list", "source": ["无", "有"]}
    ),
    "conditional_formats": lambda _, sheet: (
        sheet.conditional_format("B2:B9", {"type": "data_bar", "data_bar_2010": True}),
        sheet.conditional_format("B2:B9", {"type": "icon_set", "icon_style": "3_arrows"}),
    ),
    "comments": lambda _, sheet: (
        sheet.write_comment("A1", "县里的话"),
        sheet.write_comment("B2", "待核"),
    ),
    "hidden_sheets": lambda book, _: (
        book.add_worksheet("旧").hide(),
        book.add_worksheet("极旧").very_hidden(),
    ),
    "protected": lambda _, sheet: sheet.protect("密码"),
    "external_links": lambda _, sheet: sheet.write_formula("C3", "='[别处.xlsx]表'!A1", None, 5),
    "merged": lambda _, sheet: sheet.merge_range("D8:E10", "合并"),
    "rich_text_and_links": lambda book, sheet: (
        sheet.write_rich_string("C4", "a", book.add_format({"bold": True}), "b"),
        sheet.write_url("C5", "https://example.org"),
        sheet.insert_textbox("F9", "说明"),
    ),
    "buttons_and_checkboxes": lambda _, sheet: sheet.insert_button("F2", {"caption": "按"}),
    "table": lambda _, sheet: sheet.add_table("F1:G3"),
    "percent_and_dates": lambda book, sheet: (
        sheet.write_number("C3", 0.125, book.add_format({"num_format": "0.0%"})),
        sheet.write_number("D9", 45000, book.add_format({"num_format": "yyyy-mm-dd"})),
    ),
    "chart_sheet": chart_sheet,
    "header_picture_and_background": lambda _, sheet: sheet.set_header(
        "&C&G", {"image_center": "点.png", "image_data_center": BytesIO(PIXEL)}
    ),
    "tab_selected_and_active_last": lambda book, _: book.add_worksheet("后").activate(),
}


@pytest.mark.filterwarnings("ignore:.* extension is not supported")
@pytest.mark.parametrize("kind", KINDS)
def test_the_copy_keeps_what_a_workbook_holds(tmp_path, kind):
    written = marked(drawn(tmp_path / "县.xlsx", lambda *given: KINDS[kind](*given)))
    sheet = openpyxl.load_workbook(written.path)["表"]
    assert DOUBT.reason in sheet["B2"].comment.text
    assert sheet["B2"].fill.fgColor.rgb == f"FF{FILLS['error']}"


def test_a_comment_that_was_there_is_lengthened(tmp_path):
    written = marked(drawn(tmp_path / "县.xlsx", KINDS["comments"]))
    sheet = openpyxl.load_workbook(written.path)["表"]
    assert sheet["A1"].comment.text == "县里的话"
    assert sheet["B2"].comment.text == f"待核\n【须改正】{DOUBT.reason}"


def test_a_mark_on_a_covered_cell_is_told_where_the_merged_cell_is_seen(tmp_path):
    written = marked(drawn(tmp_path / "县.xlsx", KINDS["merged"]))
    assert OTHER.reason in openpyxl.load_workbook(written.path)["表"]["D8"].comment.text


def test_a_name_of_one_sheet_stays_with_its_sheet_and_only_the_list_is_selected(tmp_path):
    def draw(book: Any, sheet: Any) -> None:
        KINDS["defined_names"](book, sheet)
        book.add_worksheet("后").activate()

    book = openpyxl.load_workbook(marked(drawn(tmp_path / "县.xlsx", draw)).path)
    assert book["表"].defined_names["本表"].value == "表!$C$3"
    assert book["表"].print_title_rows == "$1:$1"
    assert book.active.title == LIST_SHEET
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [LIST_SHEET]


def test_cached_values_and_formulas_stay(tmp_path):
    written = marked(drawn(tmp_path / "县.xlsx", formulas))
    assert openpyxl.load_workbook(written.path)["表"]["C3"].value == "=1+2"
    assert openpyxl.load_workbook(written.path, data_only=True)["表"]["C3"].value == 3


def test_a_workbook_with_macros_keeps_them_and_its_ending(tmp_path):
    (tmp_path / "宏.bin").write_bytes(b"\xd0\xcf\x11\xe0macros")
    source = drawn(
        tmp_path / "县.xlsm", lambda book, _: book.add_vba_project(str(tmp_path / "宏.bin"))
    )
    written = marked(source)
    assert written.path.name == "县（标注）.xlsm"
    assert parts_of(written.path)["xl/vbaProject.bin"].endswith(b"macros")


@pytest.mark.parametrize("name", ["m1_empty_fill", "m2_strict", "m3_webp_picture"])
def test_files_that_openpyxl_cannot_save_are_marked(tmp_path, name):
    source = tmp_path / f"{name}.xlsx"
    source.write_bytes((CASES / f"{name}.xlsx").read_bytes())
    problems = read_workbook(source).problems
    assert "约123" in [found.found for found in problems]
    written = marked(source, *problems)
    again = read_workbook(written.path)
    assert [(found.code, found.cell) for found in again.problems] == [
        (found.code, found.cell) for found in problems
    ]


def test_a_workbook_without_styles_addresses_or_any_row_is_marked(tmp_path):
    def change(parts: dict[str, bytes]) -> None:
        del parts["xl/styles.xml"]
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            text = parts[name].decode()
            start = text.index("styles")
            begin, end = text.rindex("<", 0, start), text.index("/>", start) + 2
            parts[name] = (text[:begin] + text[end:]).encode()
        for address in (b' r="A1"', b' r="B2"'):
            sheet = parts["xl/worksheets/sheet1.xml"]
            parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<c" + address, b"<c", 1)

    source = drawn(tmp_path / "县.xlsx", lambda *_: None)
    written = marked(
        repacked(source, change),
        DOUBT,
        OTHER,
        Problem("qualifier", "error", "brands", sheet="表", cell="A2"),
    )
    sheet = openpyxl.load_workbook(written.path)["表"]
    assert sheet["A2"].fill.fgColor.rgb == sheet["D9"].fill.fgColor.rgb.replace(
        FILLS["warning"], FILLS["error"]
    )


def test_a_doubtful_text_that_no_xml_can_hold_is_listed(tmp_path):
    source = drawn(tmp_path / "县.xlsx", lambda *_: None)
    written = marked(
        source,
        Problem("not_a_number", "error", "brands", "1\x072\x00\ud800", sheet="表", cell="B2"),
    )
    assert openpyxl.load_workbook(written.path)[LIST_SHEET]["E3"].value == "1\ufffd2\ufffd\ufffd"


def signed(parts: dict[str, bytes]) -> None:
    parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"


def broken_styles(parts: dict[str, bytes]) -> None:
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"</styleSheet>", b"")


def broken_drawing(parts: dict[str, bytes]) -> None:
    parts["xl/drawings/vmlDrawing1.vml"] = b"\xff\xfe<\0"


@pytest.mark.parametrize("change", [signed, broken_styles, broken_drawing])
def test_where_no_copy_can_be_made_the_list_is_written_and_the_reason_told(tmp_path, change):
    source = repacked(drawn(tmp_path / "县.xlsx", KINDS["comments"]), change)
    written = write_marked(source, (DOUBT, OTHER), tmp_path / "出")
    assert written.path.name == "县.xlsx（问题清单）.xlsx"
    assert "标注会改动原表" in written.reason
    (sheet,) = openpyxl.load_workbook(written.path)
    assert [row[6].value for row in sheet.iter_rows(min_row=3)] == [DOUBT.reason, OTHER.reason]
    assert sheet["A1"].value == "问题清单：共 2 条，其中缺 0 条，须改正 1 条，请核对 1 条"
    assert [path.name for path in (tmp_path / "出").iterdir()] == [written.path.name]


def test_an_old_xls_gets_the_list_and_the_advice_to_save_it_anew(tmp_path):
    source = tmp_path / "县.xls"
    source.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    written = write_marked(source, (DOUBT,), tmp_path)
    assert written.path.name == "县.xls（问题清单）.xlsx"
    assert "另存为 .xlsx" in written.reason


def test_the_same_workbook_gives_the_same_bytes(tmp_path):
    source = an_application(tmp_path / "县.xlsx", exports="约12000")
    problems = read_workbook(source).problems
    one, other = (write_marked(source, problems, tmp_path / place).path for place in "甲乙")
    assert one.read_bytes() == other.read_bytes()
