"""What Excel reads is read; what would take too long is refused before work."""

from __future__ import annotations

import zipfile

import pytest
import xlsxwriter

from clusterlib.errors import InputError
from clusterlib.sheets import parts
from clusterlib.sheets.files import read_sheets

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["申报编号", "利税总额"], ["样1", "12.5"]]


@pytest.fixture
def book(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "whole.xlsx") as book:
        sheet = book.add_worksheet("汇总")
        sheet.write_row("A1", ROWS[0])
        sheet.write_row("A2", ["样1", 12.5])
    return tmp_path / "whole.xlsx"


def changed(book, change, rename=lambda name: name):
    """Return a copy whose parts are changed: `change` takes name and text."""
    path = book.with_name("changed.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = change(name, old.read(name).decode())
            new.writestr(rename(name), text if isinstance(text, bytes) else text.encode())
    return path


def replaced(old, new, part=SHEET):
    def change(name, text):
        assert name != part or old in text
        return text.replace(old, new) if name == part else text

    return change


def prefixed(name, text):
    if name != SHEET:
        return text
    text = text.replace("</", "</x:").replace("xmlns=", "xmlns:x=")
    for tag in (
        "worksheet",
        "dimension",
        "sheetViews",
        "sheetView ",
        "sheetFormatPr",
        "sheetData",
        "row ",
        "c ",
        "v>",
        "pageMargins",
    ):
        text = text.replace(f"<{tag}", f"<x:{tag}")
    return text


@pytest.mark.parametrize(
    "change",
    [
        replaced("</v></c>", '</v><extLst><ext uri="{0}"><a>7</a></ext></extLst></c>'),
        replaced("</v></c>", "</v><!-- 1 --></c>"),
        replaced('<row r="1"', "<row"),
        replaced(' r="B2"', ""),
        replaced('ref="A1:B2"', 'ref="A1:XFD1048576"'),
        replaced('Target="worksheets/', 'Target="/xl/worksheets/', "xl/_rels/workbook.xml.rels"),
        replaced(
            'Target="worksheets/', 'Target="../xl/./worksheets/', "xl/_rels/workbook.xml.rels"
        ),
        lambda name, text: text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        lambda name, text: text.replace(
            "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"
        ),
        prefixed,
    ],
)
def test_what_excel_reads_is_read(book, change):
    assert read_sheets(changed(book, change))[0].rows == ROWS


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.replace("/", "\\"),
        str.upper,
        lambda name: name.replace("xl/", "XL/"),
    ],
)
def test_names_of_parts_differ_in_slashes_and_case(book, rename):
    assert read_sheets(changed(book, lambda name, text: text, rename))[0].rows == ROWS


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="A1048576" s="0"/></row>',
        '<row r="9"><c r="XFD9" s="0"/></row>',
    ],
)
def test_a_far_cell_with_a_format_alone_costs_nothing(book, far):
    path = changed(book, replaced("</sheetData>", f"{far}</sheetData>"))
    assert read_sheets(path)[0].rows == ROWS


def test_a_far_text_in_a_first_column_is_one_row_more(book):
    far = '<row r="1048576"><c r="A1048576"><v>7</v></c></row></sheetData>'
    (sheet,) = read_sheets(changed(book, replaced("</sheetData>", far)))
    assert (sheet.rows, sheet.lines) == ([*ROWS, ["7"]], [1, 2, 1048576])


def wide(row, address):
    return replaced(
        "</sheetData>", f'<row r="{row}"><c r="{address}"><v>7</v></c></row></sheetData>'
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (wide(1048576, "XFD1048576"), "XFD1048576"),
        (wide(3, "AMK3"), "AMK3"),
        (wide(3, "B7"), "损坏"),
        (wide(3, "AAAA3"), "损坏"),
        (wide(1048577, "A1048577"), "损坏"),
        (replaced("<sheetData>", "<a>" * 80_000 + "<sheetData>"), "嵌套过深"),
        (
            replaced(
                "</sheetData>",
                "</sheetData><mergeCells>"
                + '<mergeCell ref="A1:B1"/>' * 100_001
                + "</mergeCells>",
            ),
            "合并单元格过多",
        ),
        (replaced("<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet'), "损坏"),
        (
            replaced("<sheetData>", "<sheetData>" + '<row><c r="A1" t="str"><v>x' * 40_000),
            "嵌套|损坏",
        ),
        (
            replaced(
                "<cellXfs",
                "<cellXfs>" + '<xf numFmtId="0"/>' * 300_001 + "</cellXfs><cellXfs",
                "xl/styles.xml",
            ),
            "样式过多",
        ),
    ],
)
def test_what_is_beyond_the_limits_or_broken_is_refused_with_that_reason(book, change, found):
    with pytest.raises(InputError, match=found):
        read_sheets(changed(book, change))


@pytest.mark.parametrize(
    ("limit", "value", "found"),
    [
        ("LARGEST_UNPACKED", 1000, "展开后过大"),
        ("LARGEST_XML", 1000, "展开后过大"),
        ("MOST_MEMBERS", 3, "个文件"),
        ("LONGEST_TEXT", 100, "过长"),
    ],
)
def test_an_archive_is_looked_at_before_it_is_read(book, monkeypatch, limit, value, found):
    monkeypatch.setattr(parts, limit, value)
    with pytest.raises(InputError, match=found):
        read_sheets(changed(book, replaced("<sheetData>", f"<sheetData>{' ' * 200_000}")))


def test_elements_are_counted_before_they_are_read(book, monkeypatch):
    monkeypatch.setattr(parts, "_COUNTED_FROM", 0)
    monkeypatch.setattr(parts, "MOST_ELEMENTS", 200)
    with pytest.raises(InputError, match="内容过多"):
        read_sheets(changed(book, replaced("</sheetData>", "<row/>" * 201 + "</sheetData>")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</sst>", "</x></sst>"),
        ("</sst>", ""),
        ("</si></sst>", "</si><si><t>断"),
    ],
)
def test_shared_texts_that_are_whole_are_read_where_the_part_breaks_off_behind_them(
    book, old, new
):
    path = changed(book, replaced(old, new, "xl/sharedStrings.xml"))
    assert [list(row) for row in read_sheets(path)[0].rows] == ROWS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</t></si></sst>", "</sst>"),
        ("样1</t></si></sst>", "样"),
        ("利税总额</t>", "利税&总额</t>"),
    ],
)
def test_a_shared_text_that_is_not_whole_is_not_made_up(book, old, new):
    part = "xl/sharedStrings.xml"
    path = changed(book, lambda name, text: text.replace(old, new) if name == part else text)
    with pytest.raises(InputError, match="损坏"):
        read_sheets(path)
