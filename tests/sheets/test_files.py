"""Files as they come: encodings, lines, formats of cells, and refusals that say what to do."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from clusterlib.errors import InputError
from clusterlib.intake.tables.headings import is_table
from clusterlib.sheets import files, parts
from clusterlib.sheets.files import read_sheets

DATA = Path(__file__).parents[1] / "data" / "intake"
TEXT = "申报编号,申报单位,利税总额\n样1,样县㐂,12\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_that_occur(tmp_path, encoding):
    path = tmp_path / "表.csv"
    path.write_bytes(TEXT.encode(encoding))
    (sheet,) = read_sheets(path)
    assert sheet.rows[1] == ["样1", "样县㐂", "12"]
    assert list(sheet.lines) == [1, 2]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_record_is_known_by_its_first_line(tmp_path, ending):
    path = tmp_path / "a.csv"
    path.write_bytes(ending.join(["a,b", '"x', 'y",1', "", ",,", " ,", "z,2", ""]).encode())
    (sheet,) = read_sheets(path)
    assert sheet.lines == [1, 2, 7]
    assert sheet.rows[1] == [f"x{ending}y", "1"]


@pytest.mark.parametrize("name", ["a b.csv", "样县（东）.csv", "{x}[1].csv", "A.CSV"])
def test_any_file_name_will_do(tmp_path, name):
    (tmp_path / name).write_text(TEXT, "utf-8")
    assert len(read_sheets(tmp_path / name)[0].rows) == 2


def write_book(path, cells, **formats):
    """Write cells by address; a value may come with the name of a format."""
    with xlsxwriter.Workbook(path) as book:
        known = {name: book.add_format({"num_format": code}) for name, code in formats.items()}
        sheet = book.add_worksheet("汇总")
        for address, value in cells.items():
            value, form = value if isinstance(value, tuple) else (value, None)
            if isinstance(value, dt.date):
                sheet.write_datetime(address, value, known[form])
            else:
                sheet.write(address, value, *([known[form]] if form else []))
    return path


def test_stored_numbers_become_text_at_fifteen_digits(tmp_path):
    path = write_book(
        tmp_path / "a.xlsx",
        {
            "B3": 0.30000000000000004,
            "C3": 12,
            "D3": True,
            "E3": (dt.date(2025, 3, 1), "day"),
            "F3": "１２３",
            "G3": 1e-7,
        },
        day="yyyy-mm-dd",
    )
    (sheet,) = read_sheets(path)
    assert sheet.rows == [["", "0.3", "12", "TRUE", "2025-03-01", "１２３", "0.0000001"]]
    assert sheet.lines == [3]


def test_a_percentage_cell_is_read_as_shown(tmp_path):
    path = write_book(
        tmp_path / "a.xlsx",
        {
            "A1": (0.125, "percent"),
            "B1": (0.07, "whole"),
            "C1": (0.125, "word"),
            "D1": 0.125,
            "E1": ("文字", "percent"),
        },
        percent="0.00%",
        whole="0%",
        word='0.00"%"',
    )
    assert read_sheets(path)[0].rows == [["12.5%", "7%", "0.125%", "0.125", "文字"]]


def test_errors_and_formulas_without_a_value_are_not_blank(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for address, value in {"A1": "=B9*2", "B1": "#N/A", "C1": 5, "D1": '=IF(A9="","",1)'}.items():
        sheet[address] = value
    book.save(tmp_path / "a.xlsx")
    assert read_sheets(tmp_path / "a.xlsx")[0].rows == [["=B9*2", "#N/A", "5", '=IF(A9="","",1)']]


def test_a_formula_with_a_value_is_that_value(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=2+3", None, 5)
        sheet.write_formula("B1", '=IF(1,"","x")', None, "空")
        sheet.write_formula("C1", "=1/0", None, "#DIV/0!")
        sheet.write("D1", 1)
    # Excel stores an empty text as a value of type str; the writer at hand cannot.
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as old,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("<v>空</v>".encode(), b"<v></v>"))
    assert read_sheets(tmp_path / "b.xlsx")[0].rows == [["5", "", "#DIV/0!", "1"]]


def test_an_xls_reads_like_an_xlsx():
    notes, table = read_sheets(DATA / "cohort.xls")
    assert notes.rows == [["示例，虚构"]]
    assert table.rows[1:] == [
        ["样1", "样县", "0.3", "98.5%", "12", "1.25"],
        ["样2", "样镇", "300", "98.5", "2024-03-01", "约2"],
    ]


def test_content_decides_between_xls_and_xlsx(tmp_path):
    (tmp_path / "a.xlsx").write_bytes((DATA / "cohort.xls").read_bytes())
    assert read_sheets(tmp_path / "a.xlsx") == read_sheets(DATA / "cohort.xls")


def test_parquet_keeps_its_types(tmp_path):
    table = pa.table(
        {
            "applicant_id": pa.array([1234567890123456, None]),
            "profit_tax": pa.array([0.1 + 0.2, None]),
            "iso9000": pa.array(["12.5", ""]),
            "employees": pa.array([5, 6]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    (sheet,) = read_sheets(tmp_path / "a.parquet")
    assert sheet.rows[1:] == [["1234567890123456", "0.3", "12.5", "5"], ["", "", "", "6"]]
    assert sheet.lines == [1, 2, 3]


def test_parquet_without_its_extra_names_it(tmp_path, monkeypatch):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"clusterlib\[parquet\]"):
        read_sheets(tmp_path / "a.parquet")


ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.csv", b"", "空"),
        ("a.xlsx", b"", "空"),
        ("a.xlsx", b"applicant_id,profit_tax\n", "不是 Excel"),
        ("a.xlsx", b"<html><table>", "网页"),
        ("a.xls", b"<html><table>", "网页"),
        ("a.xlsx", b"PK\x03\x04" + bytes(200), "损坏"),
        ("a.xlsx", ENCRYPTED, "密码"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(900), "损坏"),
        ("a.csv", TEXT.encode("utf-16"), "Unicode"),
        ("a.csv", b"a\x00b\n", "Unicode"),
        ("a.csv", b'a,b\n"x,1\ny,2\n', "引号"),
        ("a.csv", b"\xff\xff\xff", "编码"),
        ("a.parquet", b"PAR1junk", "Parquet"),
        ("a.pdf", b"%PDF", ".pdf"),
        ("a.et", b"x", ".et"),
        ("a", b"x", "类型"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_with_what_to_do(tmp_path, name, content, found):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_sheets(path)
    assert caught.value.where.startswith(name)
    assert str(tmp_path) not in str(caught.value)
    assert found in caught.value.found
    assert caught.value.remedy
    assert not is_table(path) or path.suffix in files.TABLES


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="没有这个文件"):
        read_sheets(tmp_path / "a.csv")


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(tmp_path, keep):
    whole = write_book(tmp_path / "whole.xlsx", {"A1": "申报编号", "A2": "样1"}).read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(InputError, match="损坏"):
        read_sheets(tmp_path / "a.xlsx")


def test_an_oversized_file_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_WORKBOOK", 10)
    path = tmp_path / "a.xlsx"
    for size in (10, 11):
        path.write_bytes(b"x" * size)
        with pytest.raises(InputError, match="过大" if size > 10 else "不是 Excel"):
            read_sheets(path)


def test_an_archive_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "LARGEST_UNPACKED", 10**6)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * (10**6 + 1))
    with pytest.raises(InputError, match="展开后过大"):
        read_sheets(tmp_path / "a.xlsx")


def test_a_document_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(InputError, match="不是 Excel"):
        read_sheets(tmp_path / "a.xlsx")


def test_a_workbook_is_a_table_if_ids_and_figures_stand_side_by_side(tmp_path):
    table = write_book(tmp_path / "a.xlsx", {"A1": "申报编号", "B1": "利税总额", "A2": "样1"})
    form = write_book(tmp_path / "b.xlsx", {"A1": "申报编号", "B1": "样1", "A3": "利税总额"})
    assert is_table(table)
    assert not is_table(form)
    assert is_table(tmp_path / "x.csv")
