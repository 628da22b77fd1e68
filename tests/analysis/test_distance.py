"""Distance to a threshold: exact, and rounded so that a miss never reads as met."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusterlib.analysis.distance import gap, percent_of, shortfall


@pytest.mark.parametrize(
    ("value", "threshold", "percent"),
    [
        ("29.9", "30", 99),
        ("30", "30", 100),
        ("30.1", "30", 100),
        ("30.3", "30", 101),
        ("29.9999999999999", "30", 99),
        ("0", "30", 0),
        ("-0.1", "30", -1),
        ("60", "30", 200),
        ("1", "0", None),
        ("1", "-5", None),
    ],
)
def test_a_share_of_a_threshold_is_rounded_down(value, threshold, percent):
    assert percent_of(Decimal(value), Decimal(threshold)) == percent


def test_a_gap_is_exact():
    assert gap(Decimal("0.3"), Decimal("0.1")) == Decimal("0.2")


def test_nearness_is_a_share_of_the_threshold():
    assert shortfall(Decimal("-5"), Decimal("-4")) == Decimal("-0.25")
    assert shortfall(Decimal(1), Decimal(0)) is None
