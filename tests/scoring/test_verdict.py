"""Total, verdict, point estimate of the total, and the tier that comes out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clusterlib.applicants.figures import UNREADABLE
from clusterlib.scoring.score import NO_TIER, score
from tests.scoring.building import (
    a_standard,
    an_applicant,
    figures_of,
    scored,
    scored_one,
    the_sheet,
)
from tests.scoring.oracle import Span

JUST = Decimal("0.000000000000001")


def with_points(basic: str, quality: str, government: str, policy: str, **changes: Any) -> dict:
    """An applicant whose panel has spoken; the counts fit the points given."""
    met = 13 if Decimal(basic) > 48 else 8 if Decimal(basic) >= 36 else 0
    fair = 3 if Decimal(quality) >= 10 else 0
    return an_applicant(
        basic=met,
        quality=5 if Decimal(quality) > 16 else fair,
        panel_basic=Decimal(basic),
        panel_quality=Decimal(quality),
        panel_government=Decimal(government),
        panel_policy=Decimal(policy),
        **changes,
    )


@pytest.mark.clause("A1.3.note2")
@pytest.mark.parametrize(
    ("points", "total", "verdict"),
    [
        (("40", "12", "8.5", "9"), "69.5", "fail"),
        (("40", "12", "8.5", "9.499999999999999"), "69.999999999999999", "fail"),
        (("40", "12", "8.5", "9.5"), "70", "pass"),
        (("40", "12", "8.5", "9.500000000000001"), "70.000000000000001", "pass"),
        (("60", "20", "10", "10"), "100", "pass"),
        (("0", "0", "0", "0"), "0", "fail"),
    ],
)
def test_a_total_of_at_least_seventy_is_the_basic_requirement(points, total, verdict) -> None:
    """A1.3.note2: 69.5 fails, 70 passes."""
    scores = scored_one(with_points(*points))
    exact = Fraction(total)
    assert scores["interval"] == Span(exact, exact)
    assert (scores["point"], scores["verdict"]) == (exact, verdict)


def test_the_total_adds_both_ends_and_is_open_where_a_section_is() -> None:
    applicant = an_applicant(
        basic=8, basic_missing=3, quality=5, grade_government="fair", panel_policy=Decimal(7)
    )
    assert scored_one(applicant)["interval"] == Span(
        Fraction(36 + 16 + 6 + 7), Fraction(60 + 20 + 8 + 7), True, False
    )


@pytest.mark.parametrize(
    ("applicant", "total", "verdict"),
    [
        # lower end at 70 and open, just below and at 70 closed
        (an_applicant(panel_quality=Decimal(18), panel_government=Decimal(4)), (70, 92), "pass"),
        (an_applicant(panel_quality=Decimal(18), panel_government=4 - JUST), None, "open"),
        # upper end at 70: open never reaches it, closed may
        (an_applicant(quality=2, basic=8, panel_basic=Decimal(46), panel_government=Decimal(4)),
         (50, 70), "fail"),
        (an_applicant(quality=3, basic=8, panel_basic=Decimal(40), panel_government=Decimal(4)),
         (54, 70), "open"),
        (an_applicant(quality=2, basic=8, panel_basic=46 + JUST, panel_government=Decimal(4)),
         None, "open"),
        (an_applicant(quality=3, basic=8, panel_basic=40 - JUST, panel_government=Decimal(4)),
         None, "fail"),
    ],
)  # fmt: skip
def test_open_ends_decide_at_the_pass_mark(applicant, total, verdict) -> None:
    scores = scored_one(applicant)
    if total:
        assert (scores["interval"].low, scores["interval"].high) == total
    assert scores["verdict"] == verdict


def test_before_the_panel_speaks_nobody_reaches_seventy_for_certain() -> None:
    scores = scored_one(an_applicant())
    assert scores["interval"] == Span(Fraction(64), Fraction(100), True, False)
    assert (scores["verdict"], scores["point"]) == ("open", None)


@pytest.mark.parametrize(
    ("change", "has_point"),
    [
        ({}, True),
        ({"basic_missing": 1, "basic": 12}, False),
        ({"quality_missing": 1, "quality": 4}, False),
        ({"safety_accident": None}, False),
        ({"grade_government": None}, False),
        ({"grade_policy": None}, False),
        ({"grade_policy": None, "panel_policy": Decimal(7)}, True),
        ({"basic_missing": 1, "basic": 12, "panel_basic": Decimal(50)}, True),
        ({"basic_missing": 1, "basic": 10, "panel_basic": Decimal(50)}, False),
        ({"quality_missing": 1, "quality": 3, "panel_quality": Decimal(15)}, True),
        ({"quality_missing": 1, "quality": 4, "panel_quality": Decimal(15)}, False),
        ({"quality_missing": 1, "quality": 4, "safety_accident": True}, True),
        ({"safety_accident": None, "panel_quality": Decimal(18)}, False),
        ({"grade_policy": None, "panel_policy": Decimal(11)}, False),
    ],
)
@pytest.mark.parametrize("within", ["even", "lowest", "highest", "midpoint"])
def test_the_total_has_a_point_only_where_every_section_has_one(change, has_point, within) -> None:
    applicant = an_applicant(**{"grade_government": "good", "grade_policy": "fair", **change})
    scores = scored_one(applicant, points_within_band=within)
    assert (scores["point"] is not None) == has_point


TOP = {
    "panel_government": Decimal(10),
    "panel_policy": Decimal(10),
    "output_rank": 3,
    "sales_rank": 3,
}
TIER_FIGURES = {"capital": Decimal(30), "base": Decimal(20), "township": Decimal(10)}


def meeting_up_to(tier: str, **changes: Any) -> dict[str, Any]:
    """An applicant who meets every threshold of a tier and of those below it, not above."""
    applicant = an_applicant(**TOP)
    figures = {name: TIER_FIGURES[tier] for name, value in applicant.items() if value == 30}
    known = {**applicant, **figures, **changes}
    return {name: value for name, value in known.items() if value is not None}


@pytest.mark.parametrize(
    ("meets", "applied", "outcome"),
    [
        ("capital", "capital", "capital"),
        ("capital", "base", "base"),
        ("capital", "township", "township"),
        ("capital", None, "capital"),
        ("base", "capital", "base"),
        ("base", "base", "base"),
        ("base", "township", "township"),
        ("township", "capital", "township"),
        ("township", "base", "township"),
    ],
)
def test_the_highest_tier_at_or_below_the_one_applied_for(meets, applied, outcome) -> None:
    applicant = meeting_up_to(meets)
    if applied:
        applicant["tier"] = applied
    assert scored([applicant])[0]["outcome"] == outcome


def test_the_outcome_needs_the_route_of_that_tier_too() -> None:
    ranked = {"output_rank": 7, "sales_rank": 7, "export_rank": 99, "claim_famous_brand": False}
    assert scored([meeting_up_to("capital", **ranked)])[0]["outcome"] == "base"
    ranked = {**ranked, "output_rank": 13, "claim_raw_material": False, "claim_origin_or_gi": None}
    assert scored([meeting_up_to("capital", **ranked)])[0]["outcome"] == ""


def test_the_outcome_needs_a_pass_against_that_tiers_own_thresholds() -> None:
    applicant = meeting_up_to("township")
    scores = scored([applicant])[0]
    assert [scores[tier]["verdict"] for tier in TIER_FIGURES] == ["fail", "fail", "pass"]
    silent = meeting_up_to("township", panel_government=None, panel_policy=None)
    assert scored([silent])[0]["outcome"] == ""


def test_an_unreadable_tier_leaves_the_outcome_blank() -> None:
    figures = figures_of([meeting_up_to("capital")] * 2)
    figures.applied[1] = UNREADABLE
    found = score(figures, a_standard(), the_sheet(), the_sheet().readings())
    assert found.outcome.tolist() == [0, NO_TIER]
