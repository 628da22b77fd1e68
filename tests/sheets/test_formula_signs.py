"""No text that leaves in a CSV or a workbook is a live formula, and it reads back as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterlib.reports.table_files import csv_parts, write_table
from clusterlib.sheets.delimited import csv_sheet, records_of
from clusterlib.sheets.formula_signs import guarded, unguarded

LIVE = (
    "=1+1",
    "+86 571",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "'样县'",
    '=HYPERLINK("http://例","点")',
    "--1",
    "-12.5万",
    "-1,23",
    "+5",
)
HARMLESS = ("", "-", "—", "/", "-12.5", "-0.3", "-1,234.5", "12", "样县", " =1", "1-2")


@pytest.mark.parametrize("text", LIVE)
def test_a_text_that_begins_with_a_sign_gets_one_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_blank_signs_and_other_texts_stay_as_written(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'=x", "=x"),
        ("''=x", "'=x"),
        ("''", "'"),
        ("'-1", "-1"),
        ("'", "'"),
        ("'样", "'样"),
        ("'0012", "'0012"),
    ],
)
def test_readers_take_away_one_apostrophe_before_a_sign(written: str, read: str) -> None:
    assert unguarded(written) == read
    for content in (f"a,b\n{written},1\n", f'a,b\n"{written}",1\n'):  # packed, and with quotes
        assert csv_sheet(content.encode(), "表.csv").rows[1] == [read, "1"]


@given(st.lists(st.tuples(st.text("=+-@\t\r'\"\n,1.样x", max_size=5), st.just("1")), min_size=1))
def test_a_table_reads_back_as_it_was_in_every_reader(rows: list[tuple[str, str]]) -> None:
    names, ones = (list(column) for column in zip(*rows, strict=True))
    columns = {"=heading": names, "号": ones}
    content = b"".join(csv_parts(columns))
    sheet = csv_sheet(content, "表.csv")
    assert sheet.rows[:] == [list(columns), *map(list, rows)]
    headings, records = records_of(content.decode("utf-8-sig"))
    assert headings == list(columns)
    assert [record["=heading"] for record in records] == names


@given(st.lists(st.text("=+-@\t\r'1.,样", max_size=5), min_size=1))
def test_no_cell_of_a_csv_begins_with_a_sign_unless_it_is_a_number(texts: list[str]) -> None:
    content = b"".join(csv_parts({"名": texts, "号": ["1"] * len(texts)})).decode("utf-8-sig")
    for cell, _ in list(csv.reader(content.splitlines(keepends=True)))[1:]:
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or not cell.strip("-0123456789.,")


def test_a_workbook_holds_texts_and_no_formulas(tmp_path: Path) -> None:
    columns = {"=1+1": [*LIVE, "http://example.org", "mailto:a@b"]}
    path = write_table(columns, tmp_path / "表.xlsx")
    cells = [cell for (cell,) in openpyxl.load_workbook(path)["结果"].iter_rows()]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
