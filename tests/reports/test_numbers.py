"""Numbers as a reader sees them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusterlib.reports.numbers import (
    THIN,
    added,
    estimate_text,
    in_unit,
    inequality_text,
    interval_text,
    number_text,
    range_text,
    signed_text,
)
from clusterlib.rules.points import on_grid
from clusterlib.rules.units import UNITS
from clusterlib.scoring.explanation import Interval


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("999", "999"),
        ("1000", "1_000"),
        ("37370", "37_370"),
        ("1234567.80", "1_234_567.8"),
        ("1E+7", "10_000_000"),
        ("0.0000001", "0.0000001"),
        ("-0.1", "−0.1"),
        ("-12345", "−12_345"),
        ("52.50", "52.5"),
        ("-0", "0"),
    ],
)
def test_figures_are_plain_and_grouped_by_thin_spaces(value, text):
    assert number_text(Decimal(value)) == text.replace("_", THIN)


@pytest.mark.parametrize(("value", "text"), [("1.7", "+1.7"), ("0", "0"), ("-1.5", "−1.5")])
def test_differences_carry_their_sign(value, text):
    assert signed_text(Decimal(value)) == text


def test_figures_change_their_unit_exactly():
    assert in_unit(Decimal(10050), UNITS["万元"], UNITS["亿元"]) == "1.005"


@pytest.mark.parametrize(
    ("lower", "upper", "opens", "text"),
    [
        (46, 96, (False, False), "46–96"),
        (70, 92, (True, False), ">70–92"),
        (12, 68, (False, True), "12–<68"),
        (0, 36, (True, True), ">0–<36"),
        (64, 64, (False, False), "64"),
    ],
)
def test_open_ends_carry_their_sign(lower, upper, opens, text):
    assert interval_text(Interval(on_grid(lower), on_grid(upper), *opens)) == text


@pytest.mark.parametrize(
    ("opens", "text"),
    [
        ((False, False), "46≤总得分≤96"),
        ((True, False), "46<总得分≤96"),
        ((False, True), "46≤总得分<96"),
    ],
)
def test_an_inequality_says_which_ends_are_reached(opens, text):
    assert inequality_text(Interval(on_grid(46), on_grid(96), *opens), "总得分") == text


@pytest.mark.parametrize(
    ("points", "text"),
    [("69.9999", "69.99"), ("70", "70"), ("63.5", "63.5"), ("3.3333333333", "3.33")],
)
def test_an_estimate_below_the_pass_mark_never_reads_as_the_mark(points, text):
    assert estimate_text(on_grid(Decimal(points))) == text


def test_a_count_may_be_a_range():
    assert (range_text(10, 10), range_text(10, 11)) == ("10", "10–11")


def test_two_sections_add_up_with_their_open_ends():
    total = added(Interval(1, 2, lower_open=True), Interval(3, 4, upper_open=True))
    assert total == Interval(4, 6, lower_open=True, upper_open=True)
