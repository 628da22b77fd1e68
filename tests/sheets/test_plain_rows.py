"""A row that needs no parser says what the parser would say, cell by cell."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from clusterlib.errors import InputError
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.plain_rows import PlainCells, PlainRows, left
from tests.variants.forms import variant
from tests.variants.writers import SOFFICE, converted, write

FILES = sorted((Path(__file__).parents[1] / "data").rglob("*.xlsx"))
STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts><numFmt numFmtId="170" formatCode='0.00"亿元"'/><numFmt numFmtId="171" formatCode="0,"/>
</numFmts><fonts><font/><font><strike/></font><font><vertAlign val="superscript"/></font></fonts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="170"/>
<xf numFmtId="171"/><xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/><xf numFmtId="49"/>
<xf numFmtId="4"/></cellXfs></styleSheet>"""
STRINGS = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>家具</t></si><si><t>12.5</t></si><si><r><t>13</t></r><r><rPr><vertAlign
val="superscript"/></rPr><t>1</t></r></si><si><t xml:space="preserve"> a_x0041_ </t></si></sst>"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return a small workbook whose sheet is exchanged for others."""
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write("A1", "家具")
    return path


def outcome(path: Path) -> list[object] | None:
    """Return what a workbook holds, None if it is refused."""
    try:
        return [
            (
                sheet,
                [tuple(map(tuple, ((type(cell), cell) for cell in row))) for row in sheet.rows],
            )
            for sheet in read_sheets(path)
        ]
    except InputError:
        return None


def rewritten(path: Path, target: Path, changes: dict[str, str] | None = None) -> Path:
    """Write a workbook anew; where nothing changes, with a comment that wants a parser."""
    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            content = (changes or {}).get(name, "").encode() or old.read(name)
            if name.startswith("xl/worksheets/sheet") and changes is None:
                content = re.sub(
                    rb"(<(?:\w+:)?worksheet)", rb"<!-- by hand -->\1", content, count=1
                )
            new.writestr(name, content)
    return target


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_files_of_the_tests_read_the_same_with_and_without_a_parser(path, tmp_path):
    assert outcome(path) == outcome(rewritten(path, tmp_path / path.name))


@pytest.mark.parametrize("number", range(0, 120, 3))
def test_variants_of_the_form_read_the_same_with_and_without_a_parser(number, tmp_path):
    path = write(variant(number), tmp_path / "a.xlsx")
    (tmp_path / "anew").mkdir()
    assert outcome(path) == outcome(rewritten(path, tmp_path / "anew" / "a.xlsx"))


def one_of(chosen: Random, sound: tuple[str, ...], broken: tuple[str, ...]) -> str:
    return chosen.choice(broken if chosen.random() < 0.01 else sound)


def drawn_cell(chosen: Random, address: str) -> str:
    """Return a cell as some program writes it, or rarely as none does."""
    styles = tuple(f' s="{number}"' for number in range(9))
    style = one_of(chosen, ("", *styles), (' s="99"', ' s="x"'))
    number = one_of(
        chosen,
        (
            *("0", "-0", "12", "012", "1.50", "0.1", "-0.5", "0.30000000000000004", "1E-7"),
            *("123456789012345678", "45658", " 7 ", "", "-1234.5", "0.4949", "12345678901.25"),
        ),
        ("nan", "1_0", "1e400", "七", "+1", "1&#49;"),
    )
    text = one_of(
        chosen,
        (
            *("家具", "", " ", "a&amp;b", "&#23478;", "&lt;", "a\nb", "_x0041_", '12"', "=1"),
            *("a>b", "&#x5bb6;", "&#65288;", "\t", "\r\n", "&quot;&apos;&gt;", "\ufffd"),
        ),
        ("&foo;", "&#1;", "&", "]]>", "\x01", "\uffff", "&#55296;", "&#1114112;", "&#0065;"),
    )
    kind = chosen.choice(("", ' t="n"', ' t="str"'))
    formula = one_of(
        chosen,
        (
            *("", "<f>A1</f>", '<f t="shared" ref="A1:A2" si="0">A1&amp;1</f>', "<f></f>"),
            *('<f t="shared" si="0"/>', '<f aca="false">B1&gt;1</f>', "<f/>"),
        ),
        ('<f t="shared" t="shared"/>', "<f>&no;</f>"),
    )
    attributes = one_of(chosen, (f"{style}{kind}", f"{kind}{style}"), (f"{style}{kind}{style}",))
    return f'<c r="{address}"' + one_of(
        chosen,
        (
            f"{style}><v>{number}</v></c>",
            f"{attributes}><v>{number}</v></c>",
            f"{style}><v>{chosen.randint(1, 10**6) / 100}</v></c>",
            f'{style} t="s"><v>{chosen.randint(0, 3)}</v></c>',
            f' t="b"{style}><v>{chosen.randint(0, 1)}</v></c>',
            f'{style} t="e"><v>#DIV/0!</v></c>',
            f'{style} t="d"><v>2025-01-02T00:00:00</v></c>',
            f'{style} t="inlineStr"><is><t>{text}</t></is></c>',
            f'{style} t="inlineStr"><is><t xml:space="preserve"> {text}</t></is></c>',
            f'{style} t="inlineStr"><is><r><rPr><strike/></rPr><t>{text}</t></r></is></c>',
            f"{attributes}>{formula}<v>{number}</v></c>",
            f'{style} t="str">{formula}<v>{text}</v></c>',
            f"{attributes}>{formula}</c>",
            f"{attributes}/>",
            f"{attributes} />",
            f"{attributes}><v/></c>",
            f"{attributes}> <v>1</v> </c>",
            f"{attributes}><v>1</v><extLst><ext/></extLst></c>",
        ),
        (f'{style} t="s"><v>{number}4</v></c>', f"{style}><v>1</c>", "><v>1</v>"),
    )


def drawn_sheet(chosen: Random) -> str:
    """Return a sheet's XML, mostly well made."""
    rows, line = [], 0
    for _ in range(chosen.randint(1, 6)):
        line += chosen.choice((1, 1, 1, 2, 30))
        columns = sorted(chosen.sample("ABCDEFGHXYZ", chosen.randint(0, 6)))
        addresses = [f"{column}{line}" for column in columns]
        if addresses:
            addresses[-1] = one_of(
                chosen,
                (addresses[-1], f"AB{line}"),
                (addresses[0], f"A1{line}", "Z999", "a1", f"AMK{line}", f"XFE{line}", "B"),
            )
        cells = "".join(drawn_cell(chosen, address) for address in addresses)
        tail = one_of(
            chosen,
            (
                *("", ' spans="1:9"', ' ht="15" hidden="false"', ' hidden="1"', ' hidden="0"'),
                *(" ", ' x14ac:dyDescent="0.3"', ' a="&amp;"', f' spans="1:{line}"'),
            ),
            (' ht="1" ht="2"', f' r="{line}"', ' a="<"'),
        )
        number = one_of(
            chosen, (f' r="{line}"',), ("", f' r="0{line}"', ' r="0"', ' r="x"', ' r="1"')
        )
        rows.append(f"<row{number}{tail}>{cells}</row>")
        between = ("", "", "", "\n", f'<row r="{line}" hidden="1"/>')
        rows.append(one_of(chosen, between, ("<!-- </row> -->", "</row>", "<?row ?>")))
    merged = chosen.choice(("", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'))
    columns = chosen.choice(("", '<cols><col min="2" max="2" hidden="1"/></cols>'))
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = one_of(
        chosen, ('<?xml version="1.0" encoding="UTF-8"?>', ""), ('<?xml encoding="ascii"?>',)
    )
    return (
        f'{head}<worksheet xmlns="{name}">{columns}<sheetData>{"".join(rows)}</sheetData>'
        f"{merged}</worksheet>"
    )


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_sheets_drawn_at_random_read_the_same_with_and_without_a_parser(start, book, tmp_path):
    read = 0
    (tmp_path / "anew").mkdir()
    for number in range(start, start + 500):
        changes = {
            "xl/worksheets/sheet1.xml": drawn_sheet(Random(number)),
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": STRINGS,
        }
        path = rewritten(book, tmp_path / "a.xlsx", changes)
        ours = outcome(path)
        assert ours == outcome(rewritten(path, tmp_path / "anew" / "a.xlsx")), number
        read += ours is not None
    assert 200 < read < 480


def taken(path: Path) -> float:
    """Return which share of a sheet's rows needs no parser."""
    with ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    columns = {letters: place for place, letters in enumerate("ABCDEFGH")}
    cells = PlainCells(lambda attributes, *_: str(attributes), set("0123456789"), columns)
    rows = PlainRows(cells, columns)
    rest = b"".join(left([content], lambda row: rows.row_of(row) is not None))
    return 1 - rest.count(b"<row ") / content.count(b"<row ")


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "申报编号": [f"A{n:03}" for n in range(200)],
            "特色产业工业总产值（亿元）": [n * 1.13 for n in range(200)],
            "企业数量": [n if n % 3 else None for n in range(200)],
        }
    )


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [list(table()), *table().itertuples(index=False)]:
        book.active.append([None if cell != cell else cell for cell in row])
    for cell in book.active["B"]:
        cell.number_format = "0.00"
    book.save(path)


WRITERS = {
    "openpyxl": by_openpyxl,
    "pandas by openpyxl": lambda path: table().to_excel(path, engine="openpyxl", index=False),
    "pandas by XlsxWriter": lambda path: table().to_excel(path, engine="xlsxwriter", index=False),
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_a_table_as_programs_write_it_needs_a_parser_for_few_of_its_rows(writer, tmp_path):
    writer(tmp_path / "a.xlsx")
    assert taken(tmp_path / "a.xlsx") >= 0.99


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_table_as_libreoffice_writes_it_needs_a_parser_for_few_of_its_rows(tmp_path):
    by_openpyxl(tmp_path / "a.xlsx")
    (tmp_path / "anew").mkdir()
    (path,) = converted([tmp_path / "a.xlsx"], tmp_path / "anew")
    assert taken(path) >= 0.97


@pytest.mark.parametrize(
    "row",
    [
        '<row r="7" spans="1:3" x14ac:dyDescent="0.3"><c r="A7" s="1" t="s"><v>0</v></c>',
        '<row r="7" ht="15" customHeight="1"><c r="A7" t="s" s="1"><v>0</v></c><c r="C7" s="2"/>',
        '<row r="7"><c r="A7"><f>B7*2&gt;1</f><v>12.5</v></c>',
        '<row r="7"></row>'.removesuffix("</row>"),
    ],
)
def test_rows_of_excel_and_of_programs_in_java_need_no_parser(row):
    columns = {"A": 0, "C": 2}
    rows = PlainRows(PlainCells(lambda *_: "x", set(), columns), columns)
    assert rows.row_of(row) is not None


@pytest.mark.parametrize("address", ["A17", "AB1", "a7", "7", "A", "Ä7", "A 7"])
def test_a_cell_with_another_row_in_its_address_is_damaged(address, book, tmp_path):
    sheet = f'<worksheet><sheetData><row r="7"><c r="{address}"><v>1</v></c></row></sheetData>'
    changes = {"xl/worksheets/sheet1.xml": f"{sheet}</worksheet>"}
    with pytest.raises(InputError, match="损坏"):
        read_sheets(rewritten(book, tmp_path / "a.xlsx", changes))


def test_a_formula_without_a_value_is_told_as_the_last_cell_of_a_sheet_too(book, tmp_path):
    sheet = '<worksheet><!-- --><sheetData><row r="1"><c r="A1"><f>B1</f></c></row></sheetData>'
    changes = {"xl/worksheets/sheet1.xml": f"{sheet}<pageMargins/></worksheet>"}
    (read,) = read_sheets(rewritten(book, tmp_path / "a.xlsx", changes))
    assert read.rows == [["=B1"]]
