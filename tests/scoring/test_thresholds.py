"""A value meets a threshold when it is at least as large, exactly in decimal, in any unit."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from clusterlib.rules.indicators import INDICATORS, POSITION
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.rules.units import UNITS, convert
from tests.scoring.building import a_standard, an_applicant, scored_one

THRESHOLDS = ["1.005", "10050", "0.1", "300", "99.9999", "123456.789", "7", "0.07", "1234567.89"]
PAIRS = [
    (one, other)
    for one, other in product(UNITS.values(), UNITS.values())
    if one.kind == other.kind
]
INDICATOR_OF_KIND = {
    "money": "main_revenue",
    "dollars": "exports",
    "people": "employees",
    "count": "enterprises",
    "share": "market_share",
}


def meets(indicator: str, figure: Decimal, unit: str, threshold: Decimal, its_unit: str) -> bool:
    """Whether a figure in one unit meets a threshold in another, through the real scorer."""
    by_tier = dict.fromkeys(("capital", "base", "township"), threshold)
    standard = a_standard(limits={indicator: by_tier}, units={indicator: its_unit})
    found = INDICATORS[POSITION[indicator]]
    value = convert(figure, UNITS[unit], found.unit)
    with_figure = scored_one(an_applicant(basic=0, **{indicator: value}), standard)
    return with_figure["basic"]["met"] == 1


@pytest.mark.parametrize("text", THRESHOLDS)
@pytest.mark.parametrize(("unit", "its_unit"), PAIRS, ids=lambda unit: unit.term)
def test_just_below_at_and_just_above_a_threshold_in_any_unit(text, unit, its_unit) -> None:
    threshold = Decimal(text)
    exactly = convert(threshold, its_unit, unit)
    step = Decimal(1).scaleb(exactly.adjusted() - 14)  # the last of fifteen digits
    indicator = INDICATOR_OF_KIND[unit.kind]
    below, at, above = (
        meets(indicator, figure, unit.term, threshold, its_unit.term)
        for figure in (exactly - step, exactly, exactly + step)
    )
    assert (below, at, above) == (False, True, True)


@pytest.mark.parametrize(
    ("figure", "unit", "threshold", "its_unit", "met"),
    [
        ("1.00499999999999", "亿元", "10050", "万元", False),
        ("1.005", "亿元", "10050", "万元", True),
        ("1.00500000000001", "亿元", "10050", "万元", True),
        ("10049.9999999999", "万元", "1.005", "亿元", False),
        ("10050", "万元", "1.005", "亿元", True),
        ("10050.0000000001", "万元", "1.005", "亿元", True),
        ("110000.000000001", "元", "11", "万元", True),
        ("109999.999999999", "元", "11", "万元", False),
    ],
)
def test_equality_is_exact_in_decimal(figure, unit, threshold, its_unit, met) -> None:
    found = meets("main_revenue", Decimal(figure), unit, Decimal(threshold), its_unit)
    assert found is met


@pytest.mark.clause("A1.3.note1")
@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: tier.id)
def test_each_tier_has_its_own_threshold(tier: Tier) -> None:
    """A1.3.note1: thresholds for the three tiers separately."""
    limits = {"capital": Decimal(300), "base": Decimal(20), "township": Decimal(1000)}
    standard = a_standard(limits={"exports": limits})
    for step, met in ((Decimal("-0.01"), 0), (Decimal(0), 1), (Decimal("0.01"), 1)):
        applicant = an_applicant(basic=0, exports=limits[tier.id] + step)
        assert scored_one(applicant, standard, tier=tier.id)["basic"]["met"] == met


def test_a_loss_is_compared_as_a_negative_figure() -> None:
    limits = dict.fromkeys(("capital", "base", "township"), Decimal("-2.5"))
    standard = a_standard(left_out=["profit_tax"], limits={"profit_margin": limits})
    for figure, met in (("-2.6", 0), ("-2.5", 1), ("-2.4", 1)):
        applicant = an_applicant(basic=0, profit_margin=Decimal(figure))
        assert scored_one(applicant, standard)["basic"]["met"] == met
