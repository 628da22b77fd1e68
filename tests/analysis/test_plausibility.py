"""Figures 1,000 times as large or small as their threshold."""

from __future__ import annotations

import numpy as np
import pytest

from clusterlib.analysis.plausibility import thousandfold
from clusterlib.rules.tiers import Tier

THRESHOLDS = np.array([[300.0, 0.7], [100.0, 0.3], [30.0, 0.1]])


def flagged(value: float, *, tier: int = Tier.BASE, column: int = 0) -> bool:
    values = np.full((1, 2), np.nan)
    values[0, column] = value
    return bool(thousandfold(values, THRESHOLDS, np.array([tier], np.int8))[0, column])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (99999.9, False),
        (100000, True),
        (100000.1, True),
        (0.1001, False),
        (0.1, True),
        (0.0999, True),
        (0, False),
        (np.nan, False),
        (100, False),
        (-100000, True),
        (-50, False),
    ],
)
def test_a_thousandfold_is_flagged_at_the_limit_itself_and_beyond(value, found):
    assert flagged(value) is found


@pytest.mark.parametrize(("value", "found"), [(299.999999999999, False), (300, True)])
def test_a_limit_that_binary_numbers_miss_is_exact(value, found):
    assert flagged(value, column=1) is found
    assert flagged(0.0003, column=1)


def test_the_threshold_is_that_of_the_tier_applied_for():
    assert flagged(30000, tier=Tier.TOWNSHIP)
    assert not flagged(30000, tier=Tier.BASE)
    assert not flagged(1e9, tier=-2)


def test_an_indicator_without_a_threshold_is_never_flagged():
    values = np.array([[1e9]])
    thresholds = np.full((3, 1), np.nan)
    assert not thousandfold(values, thresholds, np.zeros(1, np.int8)).any()
    assert not thousandfold(values, np.zeros((3, 1)), np.zeros(1, np.int8)).any()
