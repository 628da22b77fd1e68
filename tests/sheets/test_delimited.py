"""CSV as it comes: another encoding or separator is named, what is beyond a limit refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.sheets import limits
from clusterlib.sheets.files import read_sheets

TABLE = "申报编号,申报单位,利税总额\n样1,样县家具协会,12\n样2,样镇,13\n"
TRADITIONAL = "申報編號,申報單位,利稅總額\n樣1,樣縣傢俱協會,12\n"
WIDE = limits.MOST_COLUMNS + 1


def refusal(tmp_path: Path, content: bytes, name: str = "表.csv") -> InputError:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_sheets(path)
    assert refused.value.expected
    assert refused.value.remedy
    return refused.value


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (TABLE.replace(",", ";").encode(), "分号"),
        (TABLE.replace(",", "\t").encode("gb18030"), "制表符"),
        (TABLE.replace(",", "|").encode("utf-8-sig"), "竖线"),
        ("表\n".encode() + TABLE.replace(",", ";").replace("12", "1,2").encode(), "分号"),
        (b'"applicant_id";"output_value"\n"S1";"12,5"\n', "分号"),
        (b'"applicant_id"\t"output_value"\n"S1"\t"1,200"\n', "制表符"),
        (TRADITIONAL.encode("big5"), "Big5"),
        ("applicant_id,name\nS1,樣縣傢俱協會\nS2,臺灣\n".encode("big5"), "Big5"),
        (TRADITIONAL.replace(",", ";").encode("cp950"), "Big5"),
        (TABLE.encode("utf-16"), "UTF-16"),
        (TABLE.encode("utf-16-be"), "UTF-16"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
        (b"a,b\n1,\0\n" * 900, "空字节"),
        (b"PK\x03\x04" + bytes(50), "Excel 工作簿"),
        (b"%PDF-1.7 ...", "PDF"),
    ],
)
def test_a_table_of_another_kind_is_named_as_what_it_is(
    tmp_path: Path, content: bytes, found: str
) -> None:
    assert found in refusal(tmp_path, content).found


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        'id,"a;b;c;d"\nS1,x\n',
        "说明;甲;乙\n申报编号,申报单位,利税总额,出口额\n样1,样县,1,2\n",
        "id,name\nS1,甲;乙;丙;丁\n",
        "applicant_id,readings\nS1,gate=x; ranks=y; missing=z\n",
        "申报编号,申报单位\n1,鄠邑灞瀍镕堃喆旻\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_with_commas_is_read_whatever_else_stands_in_it(
    tmp_path: Path, text: str, encoding: str
) -> None:
    (tmp_path / "表.csv").write_bytes(text.encode(encoding))
    (sheet,) = read_sheets(tmp_path / "表.csv")
    assert len(sheet.rows[-1]) >= 2
    assert text.splitlines()[-1].split(",")[1] == sheet.rows[-1][1]


def test_a_broken_byte_in_utf8_is_named_with_its_line_not_read_as_another_encoding(
    tmp_path: Path,
) -> None:
    broken = TABLE.encode().replace("样镇".encode(), b"\xe6\xa0\xb7\xe9")
    assert refusal(tmp_path, broken).where == "表.csv，第3行"


@pytest.mark.parametrize(
    ("content", "where", "found"),
    [
        (b"applicant_id,exports\nS1," + b"1" * (limits.LONGEST_LINE + 1), "，第2行", "过长"),
        (b"x" * (3 * limits.LONGEST_LINE), "，第1行", "过长"),
        (b"a,b\r" * 9 + b"," * (2 * limits.LONGEST_LINE), "，第10行", "过长"),
        (b"a,b\nx," + b"y" * (limits.LONGEST_CELL + 1), "，第2行", "过长"),
        (b'a,b\nx,"' + b"y\n" * limits.LONGEST_CELL + b'"\n', "，第2行", "过长"),
        (b",".join(b"h%d" % n for n in range(WIDE)) + b"\n", "", f"有{WIDE}列"),
        (b'"a",b\n1' + b"," * WIDE + b"\n", "", f"有{WIDE + 1}列"),
        (b"1,2\n" * (limits.MOST_ROWS + 1), "", f"有{limits.MOST_ROWS + 1}行"),
        (b'"1"\n' * (limits.MOST_ROWS + 1), "", f"有{limits.MOST_ROWS + 1}行"),
        (b'"a"' + b"," * 900 + b"\n" + b"1\n" * 12_000, "", "格数过多"),
        (b'a,b\n1,"2\n' + b"3,4\n" * 50_000, "，第2行", "引号有误"),
        (b'a,b\n1,"2"3\n', "，第2行", "引号有误"),
    ],
    ids=[
        "long_cell_line",
        "one_line",
        "lines_of_cr",
        "cell",
        "quoted_cell",
        "headings",
        "wide_row",
        "rows",
        "quoted_rows",
        "cells",
        "open_quote",
        "text_after_quote",
    ],
)
def test_what_is_beyond_a_limit_is_refused_with_its_place(
    tmp_path: Path, content: bytes, where: str, found: str
) -> None:
    refused = refusal(tmp_path, content)
    assert refused.where == f"表.csv{where}"
    assert found in refused.found


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    for name in ("表.csv", "表.parquet"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(limits.LARGEST_TABLE + 1)
        with pytest.raises(InputError, match="文件过大"):
            read_sheets(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices among files")
@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".xls"])
def test_what_is_no_file_is_refused_unopened(tmp_path: Path, ending: str) -> None:
    os.mkfifo(tmp_path / f"管道{ending}")
    (tmp_path / f"设备{ending}").symlink_to("/dev/zero")
    (tmp_path / f"终端{ending}").symlink_to("/dev/tty")
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(InputError, match="管道或设备"):
            read_sheets(path)
    (tmp_path / f"夹{ending}").mkdir()
    with pytest.raises(InputError, match="是文件夹"):
        read_sheets(tmp_path / f"夹{ending}")
    (tmp_path / f"断{ending}").symlink_to(tmp_path / "没有")
    with pytest.raises(InputError, match="没有这个文件"):
        read_sheets(tmp_path / f"断{ending}")
