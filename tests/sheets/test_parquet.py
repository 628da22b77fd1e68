"""Parquet as it comes: every kind of column as text, or its name and why it is not read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clusterlib.errors import InputError
from clusterlib.sheets import limits
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.stored import Stored

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def cells(tmp_path: Path, values: Any) -> list[str]:
    pq.write_table(pa.table({"编号": range(len(values)), "值": values}), tmp_path / "a.parquet")
    (sheet,) = read_sheets(tmp_path / "a.parquet")
    return [row[1] for row in sheet.rows[1:]]


def refusal(tmp_path: Path, table: Any) -> InputError:
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(InputError) as refused:
        read_sheets(tmp_path / "a.parquet")
    return refused.value


@pytest.mark.parametrize(
    ("values", "kind", "texts"),
    [
        (
            [118.37, 0.1, 1e10, 98.5, None, float("nan")],
            "float32",
            ["118.37", "0.1", "10000000000", "98.5", "", ""],
        ),
        ([1234.56, 3e-7, -0.3, float("inf")], "float32", ["1234.56", "0.0000003", "-0.3", "inf"]),
        ([12.5, 0.1, None], "float16", ["12.5", "0.1", ""]),
        (
            [0.1 + 0.2, 1e-7, 12.0, 5e15, None],
            "float64",
            ["0.3", "0.0000001", "12", "5000000000000000", ""],
        ),
        ([Decimal("118.3700"), Decimal("-1.5"), None], "decimal", ["118.37", "-1.5", ""]),
        ([10**17 + 1, None], "int64", ["100000000000000001", ""]),
        ([True, None, False], "bool", ["TRUE", "", "FALSE"]),
        ([None, None], "null", ["", ""]),
        ([b"ab", "样县".encode(), None], "binary", ["ab", "样县", ""]),
        ([dt.date(2026, 3, 15), None], "date32", ["2026-03-15", ""]),
        (
            [dt.datetime(2026, 3, 15), dt.datetime(2026, 3, 15, 9)],
            "timestamp",
            ["2026-03-15", "2026-03-15 09:00:00.000000"],
        ),
    ],
)
def test_every_kind_of_single_value_becomes_its_text(
    tmp_path: Path, values: list[Any], kind: str, texts: list[str]
) -> None:
    types = {"decimal": pa.decimal128(38, 20), "timestamp": pa.timestamp("us")}
    if kind == "float16":
        values = [None if value is None else np.float16(value) for value in values]
    found = types.get(kind) or getattr(pa, {"bool": "bool_"}.get(kind, kind))()
    assert cells(tmp_path, pa.array(values, found)) == texts


def test_categories_are_read_as_their_values(tmp_path: Path) -> None:
    assert cells(tmp_path, pa.array(["好", None, "好", "一般"]).dictionary_encode()) == [
        "好",
        "",
        "好",
        "一般",
    ]
    assert cells(tmp_path, pa.array([5, None, 6]).dictionary_encode()) == ["5", "", "6"]


def test_a_whole_number_that_its_precision_may_have_rounded_is_marked(tmp_path: Path) -> None:
    single = cells(tmp_path, pa.array([16777217.0, 1234567.0, 0.5], pa.float32()))
    assert [isinstance(text, Stored) for text in single] == [True, False, False]
    double = cells(tmp_path, pa.array([1234567890123456.0, 123456789012345.0]))
    assert [isinstance(text, Stored) for text in double] == [True, False]
    exact = cells(tmp_path, pa.array([1234567890123456789]))
    assert not isinstance(exact[0], Stored)


@pytest.mark.parametrize("value", [2**62, -(2**62)])
def test_a_time_beyond_the_calendar_is_no_date_and_no_crash(tmp_path: Path, value: int) -> None:
    (text,) = cells(tmp_path, pa.array([value], pa.timestamp("ms")))
    assert "out of range" in text
    (text,) = cells(tmp_path, pa.array([value // 2**32], pa.date32()))
    assert "out of range" in text


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (pa.array([[1, 2]]), "每格不是单个值"),
        (pa.array([{"a": 1}]), "每格不是单个值"),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), "每格不是单个值"),
        (pa.array([0], pa.timestamp("us", "Nowhere/X")), "不能读成文字"),
        (pa.array([b"\xff"]), "不是 UTF-8"),
        (pa.array([b"\xe6\xa0"]).cast(pa.string(), safe=False), "不是 UTF-8"),
        (pa.array([b"\xb1\xed"] * 3).view(pa.string()).dictionary_encode(), "不是 UTF-8"),
        (pa.array(["x" * (limits.LONGEST_CELL + 1)]), "过长"),
    ],
)
def test_a_column_that_cannot_be_read_is_named(tmp_path: Path, values: Any, found: str) -> None:
    refused = refusal(tmp_path, pa.table({"指标值": values}))
    assert refused.where == "a.parquet，列“指标值”"
    assert found in refused.found
    assert refused.expected
    assert refused.remedy


def test_rows_columns_and_unpacked_size_are_looked_at_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pa.table({"a": pa.nulls(limits.MOST_ROWS + 1)})
    assert f"有{limits.MOST_ROWS + 2}行" in refusal(tmp_path, rows).found
    columns = pa.table({f"c{n}": [1] for n in range(limits.MOST_COLUMNS + 1)})
    assert f"有{limits.MOST_COLUMNS + 1}列" in refusal(tmp_path, columns).found
    cells = pa.table({f"c{n}": pa.nulls(100_000) for n in range(70)})
    assert "格数过多" in refusal(tmp_path, cells).found
    monkeypatch.setattr("clusterlib.sheets.parquet.LARGEST_UNPACKED", 1000)
    assert "展开后过大" in refusal(tmp_path, pa.table({"a": range(1000)})).found


def test_a_file_cut_off_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": ["x"] * 100}), path)
    whole = path.read_bytes()
    for content in (whole[:-9], whole[:4], b"PAR1PAR1", b"a,b\n1,2\n", whole[9:]):
        path.write_bytes(content)
        with pytest.raises(InputError, match="不是 Parquet 文件，或已损坏"):
            read_sheets(path)
