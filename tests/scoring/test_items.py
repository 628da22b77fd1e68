"""States of the items: met, not met, missing, exempt; the two sides of an 或."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from clusterlib.rules.indicators import INDICATOR_BY_ID, INDICATORS, ITEMS, POSITION
from clusterlib.scoring.items import (
    EXEMPT,
    LEFT_OUT,
    MET,
    MISSING,
    NOT_MET,
    deciding_side,
    indicator_states,
    item_states,
)
from tests.scoring.building import (
    a_standard,
    an_applicant,
    figures_of,
    scored_one,
    the_sheet,
)

TWO_SIDED = [("output_value", "output_share"), ("profit_tax", "profit_margin")]
MET_VALUE, MISSED_VALUE = Decimal(30), Decimal(29)
SIDES = {"met": MET_VALUE, "not_met": MISSED_VALUE, "missing": None}


def counts(applicant: dict, standard=None, **readings: str) -> tuple[int, int, int, int]:
    scores = scored_one(applicant, standard, **readings)
    basic, quality = scores["basic"], scores["quality"]
    return basic["met"], basic["missing"], quality["met"], quality["missing"]


@pytest.mark.clause("A1.3.basic", "A1.3.quality")
@pytest.mark.parametrize("indicator", [found.id for found in INDICATORS])
def test_each_item_counts_once_where_its_figure_meets_the_threshold(indicator: str) -> None:
    """A1.3.basic, A1.3.quality: thirteen items and five, met at equality."""
    section = INDICATOR_BY_ID[indicator].section
    blank = dict.fromkeys((found.id for found in INDICATORS), None)
    for step, met in ((Decimal("-0.01"), 0), (Decimal(0), 1), (Decimal("0.01"), 1)):
        found = counts(an_applicant(**{**blank, indicator: MET_VALUE + step}))
        assert found[0 if section == "basic" else 2] == met


def test_a_blank_is_never_zero_and_never_a_failure() -> None:
    assert counts(an_applicant(exports=None)) == (12, 1, 5, 0)
    assert counts(an_applicant(exports=Decimal(0))) == (12, 0, 5, 0)
    assert counts(an_applicant(iso9000=None)) == (13, 0, 4, 1)


@pytest.mark.clause("A1.3.basic")
@pytest.mark.parametrize("sides", TWO_SIDED)
@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("met", "met", "met"),
        ("met", "not_met", "met"),
        ("met", "missing", "met"),
        ("not_met", "met", "met"),
        ("missing", "met", "met"),
        ("not_met", "not_met", "not_met"),
        ("not_met", "missing", "missing"),
        ("missing", "not_met", "missing"),
        ("missing", "missing", "missing"),
    ],
)
def test_an_item_with_an_alternative(
    sides: tuple[str, str], one: str, other: str, state: str
) -> None:
    """Met if either side is; not met only if neither is and none is missing."""
    changes = {sides[0]: SIDES[one], sides[1]: SIDES[other]}
    met, missing, _, _ = counts(an_applicant(**changes))
    assert (met, missing) == {"met": (13, 0), "not_met": (12, 0), "missing": (12, 1)}[state]


@pytest.mark.parametrize("sides", TWO_SIDED)
@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("how", ["exempt", "left_out"])
@pytest.mark.parametrize("state", ["met", "not_met", "missing"])
def test_a_side_exempt_or_left_out_is_ignored(
    sides: tuple[str, str], gone: int, how: str, state: str
) -> None:
    standard = a_standard(**{how: [sides[gone]]})
    changes = {sides[gone]: MET_VALUE, sides[1 - gone]: SIDES[state]}
    met, missing, _, _ = counts(an_applicant(**changes), standard)
    assert (met, missing) == {"met": (13, 0), "not_met": (12, 0), "missing": (12, 1)}[state]


@pytest.mark.parametrize(
    "standard",
    [
        a_standard(exempt=["output_value", "output_share"]),
        a_standard(exempt=["output_value"], left_out=["output_share"]),
        a_standard(exempt=["output_share"], left_out=["output_value"]),
    ],
)
@pytest.mark.parametrize("figure", [None, MISSED_VALUE, MET_VALUE])
def test_an_item_is_exempt_if_no_side_is_left_and_counts_as_met(standard, figure) -> None:
    applicant = an_applicant(basic=0, output_value=figure, output_share=figure)
    assert counts(applicant, standard)[:2] == (1, 0)
    assert counts(applicant, standard, exempt="drops_item")[:2] == (0, 0)


def test_states_per_item_and_per_side() -> None:
    standard = a_standard(exempt=["output_value", "iso22000"], left_out=["profit_margin"])
    figures = figures_of(
        [an_applicant(output_share=MISSED_VALUE, profit_tax=None, exports=MISSED_VALUE)]
    )
    limits, readings = standard.thresholds[0], the_sheet().readings()
    items = item_states(ITEMS["basic"], figures.values, limits, standard.exempted, readings)
    assert items[0].tolist() == [NOT_MET, MET, MET, MISSING, NOT_MET, *[MET] * 8]
    items = item_states(ITEMS["quality"], figures.values, limits, standard.exempted, readings)
    assert items[0].tolist() == [MET, MET, MET, EXEMPT, MET]
    strict = the_sheet().readings({"missing": "not_met"})
    items = item_states(ITEMS["basic"], figures.values, limits, standard.exempted, strict)
    assert items[0, 3] == NOT_MET
    sides = indicator_states(figures.values, limits, standard.exempted)[0]
    assert sides[POSITION["output_value"]] == EXEMPT
    assert sides[POSITION["output_share"]] == NOT_MET
    assert sides[POSITION["profit_tax"]] == MISSING
    assert sides[POSITION["profit_margin"]] == LEFT_OUT


@pytest.mark.parametrize(
    ("one", "other", "decides"),
    [
        (NOT_MET, MET, 1),
        (MISSING, MET, 1),
        (NOT_MET, MISSING, 1),
        (EXEMPT, NOT_MET, 1),
        (EXEMPT, MISSING, 1),
        (LEFT_OUT, NOT_MET, 1),
        (LEFT_OUT, EXEMPT, 1),
        (MET, MET, 0),
        (NOT_MET, NOT_MET, 0),
    ],
)
def test_the_side_that_decides_an_item_is_never_one_that_is_ignored(
    one: int, other: int, decides: int
) -> None:
    item = ITEMS["basic"][0]
    states = np.zeros(len(INDICATORS), np.int8)
    states[list(item)] = [one, other]
    assert deciding_side(item, states) == item[decides]
