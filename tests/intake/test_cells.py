"""Cells: what is a number, what is not, and that columns read as single cells do."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.applicants.figures import UNKNOWN, UNREADABLE
from clusterlib.intake.cells.values import (
    BEYOND_EVERY_SECTION,
    fact_column,
    figure_column,
    read_answer,
    read_figure,
    read_number,
    read_points,
    read_rank,
    read_tier,
    read_years,
    text_of,
)
from clusterlib.problems import REASONS
from clusterlib.rules.indicators import FACT_BY_ID, FACTS, INDICATOR_BY_ID, INDICATORS
from clusterlib.rules.points import GRID
from clusterlib.rules.units import UNITS
from clusterlib.sheets.stored import plain, stored_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("007", "7"),
        ("-5", "-5"),
        ("12.50", "12.50"),
        ("1,234", "1234"),
        ("1,234,567.8", "1234567.8"),
        ("１２３．５", "123.5"),
        ("１，２３４", "1234"),
        (" 1 234 ", "1234"),
        ("1\u3000234", "1234"),
        ("1\u00a0234", "1234"),
        ("- 3", "-3"),
        ("－3", "-3"),
        ("12\n", "12"),
        ("0.000000000000000000012", "1.2E-20"),
        ("123456789012345", "123456789012345"),
        ("0.00123456789012345", "0.00123456789012345"),
    ],
)
def test_a_number_is_read_exactly(text, number):
    assert read_number(text) == (Decimal(number), "")


@pytest.mark.parametrize(
    "text", ["", " ", "\u3000", "—", "——", "-", "－", "/", "／", "无", " 无 "]
)
def test_a_blank_or_a_dash_is_missing_and_no_problem(text):
    assert read_number(text) == (None, "")
    assert read_figure(text, INDICATORS[0]) == (None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("+5", "not_a_number"),
        ("1e5", "not_a_number"),
        ("1E5", "not_a_number"),
        ("5.", "not_a_number"),
        (".5", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("1-2", "not_a_number"),
        ("5²", "not_a_number"),
        ("①", "not_a_number"),
        ("nan", "not_a_number"),
        ("inf", "not_a_number"),
        ("1_000", "not_a_number"),
        ("٣", "not_a_number"),
        ("待定", "not_a_number"),
        ("最近暂缺", "not_a_number"),
        ("2024-03-01", "not_a_number"),
        ("TRUE", "not_a_number"),
        ("--", "not_a_number"),
        ("12,34", "separator"),
        ("1,2345", "separator"),
        (",123", "separator"),
        ("1234,567", "separator"),
        ("1.234,5", "separator"),
        ("12，34", "separator"),
        ("1234567890123456", "too_many_digits"),
        ("100.0000000000000", "too_many_digits"),
        ("0.1234567890123450", "too_many_digits"),
        ("约500", "qualifier"),
        ("500多", "qualifier"),
        ("近5亿元", "qualifier"),
        ("500余家", "qualifier"),
        ("300以上", "qualifier"),
        ("近百家", "qualifier"),
        ("12%", "unit_in_cell"),
        ("12％", "unit_in_cell"),
        ("3亿", "unit_in_cell"),
        ("3亿元", "unit_in_cell"),
        ("500万美元", "unit_in_cell"),
        ("1,200人", "unit_in_cell"),
        ("第3名", "unit_in_cell"),
        ("￥100", "unit_in_cell"),
        ("12家", "unit_in_cell"),
        ("#DIV/0!", "error_value"),
        ("#N/A", "error_value"),
        ("#REF!", "error_value"),
        ("=A1+B1", "formula_without_value"),
    ],
)
def test_a_bad_cell_is_named_for_what_is_wrong_with_it(text, code):
    assert read_number(text) == (None, code)
    value, problem = read_figure(text, INDICATOR_BY_ID["sales_revenue"])
    assert value is None
    assert (problem.code, problem.severity, problem.found) == (code, "error", text)
    assert problem.column == "sales_revenue"
    assert problem.reason.endswith("。")


@pytest.mark.parametrize(
    ("column", "text", "unit", "value"),
    [
        ("sales_revenue", "1.005", "亿元", "10050"),
        ("sales_revenue", "1.0049", "亿元", "10049"),
        ("sales_revenue", "1.0051", "亿元", "10051"),
        ("output_value", "3000000", "万元", "300"),
        ("output_value", "2999999", "万元", "299.9999"),
        ("exports", "0.1", "亿美元", "1000"),
        ("exports", "10000", "美元", "1"),
        ("employees", "1.2345", "万人", "12345"),
        ("profit_tax", "-1.5", "亿元", "-15000"),
    ],
)
def test_a_unit_moves_the_decimal_point(column, text, unit, value):
    assert read_figure(text, INDICATOR_BY_ID[column], UNITS[unit]) == (Decimal(value), None)
    values, problems = figure_column([text], INDICATOR_BY_ID[column], UNITS[unit])
    assert values[0] == float(value)
    assert problems == []


@pytest.mark.parametrize(
    ("column", "text", "unit", "code"),
    [
        ("enterprises", "12.0", None, ""),
        ("enterprises", "12.5", None, "fraction"),
        ("employees", "1.2345", "万人", ""),
        ("employees", "1.23456", "万人", "fraction"),
        ("employees", "0.0001", "万人", ""),
        ("employees", "0.00001", "万人", "fraction"),
        ("iso9000", "99.99", None, ""),
        ("iso9000", "100", None, ""),
        ("iso9000", "100.01", None, "above_100"),
        ("sales_revenue", "0", None, ""),
        ("sales_revenue", "-0", None, ""),
        ("sales_revenue", "-0.01", None, "negative"),
        ("profit_tax", "-3", None, ""),
        ("profit_margin", "-3", None, ""),
        ("profit_margin", "101", None, "above_100"),
        ("enterprises", "-1", None, "negative"),
        ("market_share", "-1", None, "negative"),
        ("iso9000", "0", None, ""),
        ("iso9000", "0.01", None, "share_below_1"),
        ("iso9000", "0.99", None, "share_below_1"),
        ("iso9000", "1", None, ""),
        ("rd_intensity", "0.5", None, "share_below_1"),
        ("profit_margin", "-0.5", None, ""),
        ("output_value", "0.5", None, ""),
    ],
)
def test_limits_of_figures(column, text, unit, code):
    indicator = INDICATOR_BY_ID[column]
    value, problem = read_figure(text, indicator, UNITS[unit] if unit else None)
    assert (problem.code if problem else "") == code
    assert (value is None) == (code not in ("", "share_below_1"))


def test_a_share_between_0_and_1_is_taken_as_written_and_flagged():
    value, problem = read_figure("0.125", INDICATOR_BY_ID["market_share"])
    assert value == Decimal("0.125")
    assert (problem.severity, problem.expected) == ("warning", "12.5")
    assert "12.5%" in problem.reason


@pytest.mark.parametrize(
    ("text", "rank", "code"),
    [
        ("1", 1, ""),
        ("0", None, "rank_below_1"),
        ("-1", None, "rank_below_1"),
        ("3.0", 3, ""),
        ("2.5", None, "rank_below_1"),
        ("第一", None, "not_a_number"),
        ("无", None, ""),
    ],
)
def test_ranks_are_whole_and_from_1(text, rank, code):
    found, problem = read_rank(text, "output_rank")
    assert found == rank
    assert (problem.code if problem else "") == code


def test_years_are_not_negative():
    assert read_years("4.5") == (Decimal("4.5"), None)
    assert read_years("-1")[1].code == "negative"
    assert read_years("5年")[1].code == "unit_in_cell"


@pytest.mark.parametrize(
    ("text", "steps", "code"),
    [
        ("59.5", 59 * GRID + GRID // 2, ""),
        ("0", 0, ""),
        ("60.1", 601 * GRID // 10, ""),
        ("0.000000000000001", 21, ""),
        ("0.0000000000000001", UNKNOWN, "too_many_decimals"),
        ("0.0000000000000010", 21, ""),
        ("-0.5", UNKNOWN, "negative"),
        ("", UNKNOWN, ""),
        ("无", UNKNOWN, ""),
        ("9分", UNKNOWN, "unit_in_cell"),
        ("100", 100 * GRID, ""),
        ("101", BEYOND_EVERY_SECTION, ""),
        ("999999999999999", BEYOND_EVERY_SECTION, ""),
    ],
)
def test_panel_points_are_exact(text, steps, code):
    found, problem = read_points(text, "panel_basic")
    assert found == steps
    assert (problem.code if problem else "") == code


@pytest.mark.parametrize(
    ("column", "text", "answer", "code"),
    [
        ("quality_accident", "无", 0, ""),
        ("quality_accident", " 有 ", 1, ""),
        ("quality_accident", "", UNKNOWN, ""),
        ("quality_accident", "—", UNKNOWN, ""),
        ("quality_accident", "否", UNKNOWN, "not_yes_no"),
        ("major_violation", "无", 0, ""),
        ("claim_famous_brand", "是", 1, ""),
        ("claim_famous_brand", "否", 0, ""),
        ("claim_famous_brand", "无", UNKNOWN, ""),
        ("claim_famous_brand", "有", UNKNOWN, "not_yes_no"),
        ("grade_policy", "好", 2, ""),
        ("grade_policy", "较好", 1, ""),
        ("grade_policy", "一般", 0, ""),
        ("grade_policy", "fair", 1, ""),
        ("grade_policy", "较 好", 1, ""),
        ("grade_policy", "优", UNKNOWN, "unknown_grade"),
        ("grade_policy", "#REF!", UNKNOWN, "error_value"),
    ],
)
def test_answers(column, text, answer, code):
    found, problem = read_answer(text, FACT_BY_ID[column])
    assert found == answer
    assert (problem.code if problem else "") == code


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("都", 0),
        ("capital", 0),
        ("基地", 1),
        ("城", 1),
        ("园", 1),
        ("区", 1),
        ("乡", 2),
        ("镇", 2),
        ("街", 2),
        (" 基 地 ", 1),
        ("", UNKNOWN),
        ("—", UNKNOWN),
        ("省", UNREADABLE),
    ],
)
def test_tiers_by_id_or_term(text, tier):
    found, problem = read_tier(text)
    assert found == tier
    assert (problem is not None) == (tier == UNREADABLE)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (12.0, "12"),
        (5, "5"),
        (1e-7, "0.0000001"),
        (1.005, "1.005"),
        (123456.78, "123456.78"),
        (2.675, "2.675"),
        (-0.5, "-0.5"),
        (1e15, "1000000000000000"),
    ],
)
def test_binary_numbers_become_text_at_fifteen_digits(number, text):
    assert stored_text(number) == text


def test_a_long_number_stored_in_binary_is_read_at_fifteen_digits_and_one_typed_is_refused():
    assert read_number(stored_text(1234567890123456.0))[0] == Decimal("1234567890123460")
    assert read_number("1234567890123456") == (None, "too_many_digits")


def test_texts_stay_as_written_and_dashes_are_blank():
    assert [text_of(t) for t in (" 样县 ", "—", "无", "/", "无锡样镇")] == [
        "样县",
        "",
        "",
        "",
        "无锡样镇",
    ]


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_can_be_said(code):
    what, remedy = REASONS[code]
    assert what.format(found="甲", expected="乙")
    assert remedy.format(found="甲", expected="乙")


CELLS = st.one_of(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**8), max_value=10**8
    ).map(str),
    st.integers(-10, 10**14).map("{:,}".format),
    st.integers(0, 10**17).map(str),
    st.text(alphabet="0123456789.,-—无约亿% +e１．", max_size=9),
    st.sampled_from(["", "—", "无", "0.5", "101", "12.5", "-0", "-3", "007", "#N/A"]),
)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=8), st.sampled_from(INDICATORS), st.data())
def test_a_column_reads_as_its_cells_do(texts, indicator, data):
    units = [unit for unit in UNITS.values() if unit.kind == indicator.unit.kind]
    unit = data.draw(st.sampled_from(units))
    values, problems = figure_column(texts, indicator, unit)
    singles = [read_figure(text, indicator, unit) for text in texts]
    expected = [np.nan if value is None else float(value) for value, _ in singles]
    np.testing.assert_array_equal(values, np.array(expected, np.float64))
    assert problems == [(i, problem) for i, (_, problem) in enumerate(singles) if problem]


@settings(deadline=None)
@given(st.lists(CELLS, max_size=8), st.sampled_from([f for f in FACTS if f.kind != "text"]))
def test_a_column_of_a_fact_reads_as_its_cells_do(texts, fact):
    values, problems = fact_column(texts, fact)
    alone = [fact_column([text], fact) for text in texts]
    assert len(values) == len(texts)
    for position, (value, _) in enumerate(alone):
        np.testing.assert_array_equal(values[position], value[0])
    assert [p for _, p in problems] == [p for _, found in alone for _, p in found]


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=5))
def test_equal_figures_in_different_units_are_equal_floats(amount):
    indicator = INDICATOR_BY_ID["sales_revenue"]
    in_yuan = figure_column([plain(amount.scaleb(4))], indicator, UNITS["元"])[0]
    in_hundred_millions = figure_column([plain(amount.scaleb(-4))], indicator, UNITS["亿元"])[0]
    assert in_yuan[0] == in_hundred_millions[0] == float(amount)
