"""A plain CSV kept as bytes reads as the ordinary reader reads it, or is left to it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.intake.cells.values import fact_column, figure_column
from clusterlib.rules.indicators import FACT_BY_ID, INDICATOR_BY_ID
from clusterlib.sheets.packed import PackedColumn, distinct_texts, pack
from clusterlib.sheets.stored import plain


def packed_column(texts, encoding="utf-8"):
    """Return texts without commas, quotes and line ends as a column of a file."""
    return pack("".join(f"{text},x\n" for text in texts).encode(encoding), encoding).columns[0]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.lists(st.text("样1.- \t\u3000\u00a0,€丂", max_size=4), min_size=1, max_size=4),
        max_size=5,
    ),
    st.sampled_from(["utf-8", "gb18030"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_rows_are_those_of_the_ordinary_reader(rows, encoding, ending):
    text = "".join(",".join(row) + ending for row in rows)
    found = pack(text.encode(encoding), encoding)
    ordinary = [
        (line, row) for line, row in enumerate(csv.reader(io.StringIO(text, newline="")), 1)
    ]
    if found is None:
        lengths = {len(row) for _, row in ordinary}
        assert len(lengths) != 1 or lengths == {0}
        return
    held = [(line, row) for line, row in ordinary if any(cell.strip() for cell in row)]
    assert list(zip(found.lines, found[:], strict=True)) == held
    assert [list(column) for column in found.columns] == [
        list(cells) for cells in zip(*(row for _, row in held), strict=True)
    ] or not held


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b'a,"b"\n', b"a,b\n\nc,d\n", b"a,b\nc\n", b"a,b\nc,d,e\n", b"a\rb\r", b"a\0\n"],
)
def test_what_needs_the_ordinary_reader_is_left_to_it(content):
    assert pack(content, "utf-8") is None


def test_blank_lines_at_the_end_and_rows_of_blanks_do_not_matter():
    rows = pack("号,数\n,\n样1,5\n \u3000,\t\n样2,6\n\n\n".encode(), "utf-8")
    assert rows.lines == (1, 3, 5)
    assert rows[1:] == [["样1", "5"], ["样2", "6"]]


def test_a_column_gives_single_cells_slices_and_choices():
    column = packed_column(["甲", "", "丙丁"], "gb18030")
    assert (column[0], column[-1], len(column)) == ("甲", "丙丁", 3)
    assert list(column[1:]) == ["", "丙丁"]
    assert list(column.take([2, 0])) == ["丙丁", "甲"]
    assert len(repr(column)) < 200


@settings(deadline=None)
@given(st.lists(st.text("无有a样12", max_size=4), max_size=9))
def test_distinct_texts_are_found_in_bytes_as_in_texts(texts):
    texts = [*texts, "x"]
    for distinct, places in (packed_column(texts).distinct(), distinct_texts(texts)):
        assert [distinct[place] for place in places] == texts
        assert len(set(distinct)) == len(distinct)


NUMBERS = st.one_of(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    ).map(str),
    st.integers(-(10**17), 10**17).map(str),
    st.text("0123456789.-", max_size=17),
    st.sampled_from(["", "-0", "0.0", "999999999999999", "0.00000000000001", "约5", "5%", "."]),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(NUMBERS, min_size=1, max_size=6), st.integers(-8, 8))
def test_numbers_are_rounded_once(texts, shift):
    values, odd = packed_column(texts).numbers(shift)
    for text, value, is_odd in zip(texts, values.tolist(), odd.tolist(), strict=True):
        if is_odd or not text:
            assert np.isnan(value)
        else:
            assert value == float(Decimal(text).scaleb(shift))


@pytest.mark.parametrize(
    ("text", "is_odd"),
    [
        ("", False),
        ("5", False),
        ("-5", False),
        ("5.5", False),
        ("123456789012345", False),
        ("-12345678901.234", False),
        ("1234567890123456", True),
        ("0.123456789012345", True),
        ("5.", True),
        (".5", True),
        ("-", True),
        ("-.5", True),
        ("1-2", True),
        ("--1", True),
        ("1.2.3", True),
        ("+5", True),
        ("1e5", True),
        (" 5", True),
        ("５", True),
        ("5%", True),
    ],
)
def test_only_plain_numbers_take_the_fast_path(text, is_odd):
    assert packed_column([text]).numbers(0)[1].tolist() == [is_odd]


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=6), st.sampled_from(["profit_tax", "employees", "iso9000"]))
def test_figures_from_bytes_are_those_from_texts(texts, column):
    texts = [*texts, "1"]
    packed, indicator = packed_column(texts), INDICATOR_BY_ID[column]
    assert isinstance(packed, PackedColumn)
    values, problems = figure_column(packed, indicator)
    expected, expected_problems = figure_column(texts, indicator)
    np.testing.assert_array_equal(values, expected)
    assert problems == expected_problems


@settings(deadline=None)
@given(st.lists(st.sampled_from(["无", "有", "", "否", "一段很长的说明", "—"]), max_size=6))
def test_facts_from_bytes_are_those_from_texts(texts):
    texts, fact = [*texts, "无"], FACT_BY_ID["quality_accident"]
    values, problems = fact_column(packed_column(texts), fact)
    expected, expected_problems = fact_column(texts, fact)
    np.testing.assert_array_equal(values, expected)
    assert problems == expected_problems


def test_equal_floats_on_every_platform():
    exact = [plain(Decimal(10) ** -power) for power in range(1, 14)]
    assert packed_column(exact).numbers(0)[0].tolist() == [float(text) for text in exact]
