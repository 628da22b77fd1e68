"""What is still to ask for, and of whom."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusterlib.analysis.asks import Ask, asks
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.trace import explain
from tests.analysis.assessing import assessed
from tests.scoring.building import an_applicant

ALL_GIVEN = {
    "panel_basic": Decimal(55),
    "panel_quality": Decimal(18),
    "panel_government": Decimal(9),
    "panel_policy": Decimal(9),
    "output_rank": 1,
    "sales_rank": 1,
    "export_rank": 1,
    "industry_years": 12,
    "major_violation": 0,
}


def asked(
    tier: Tier = Tier.CAPITAL, *, readings: dict[str, str] | None = None, **changes: object
) -> tuple[Ask, ...]:
    assessment = assessed([an_applicant(**{**ALL_GIVEN, **changes})], **(readings or {}))
    explanation = explain(assessment)
    return asks(explanation, explanation.tiers[tier], assessment.readings)


def kinds(found: tuple[Ask, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(ask.kind, ask.columns) for ask in found]


def test_nothing_is_asked_where_all_is_given():
    assert asked() == ()


def test_a_missing_figure_is_asked_of_the_county():
    (found,) = asked(brands=None, panel_basic=Decimal(55))
    assert kinds((found,)) == [("figure", ("brands",))]
    assert found.of_county


def test_either_side_of_an_alternative_is_enough():
    found = asked(output_value=None, output_share=None)
    assert kinds(found) == [("figure", ("output_value", "output_share"))]
    assert asked(output_value=None, output_share=30) == ()


def test_a_blank_that_counts_as_not_met_is_still_asked_for():
    found = asked(brands=None, readings={"missing": "not_met"})
    assert kinds(found)[0] == ("figure", ("brands",))


def test_an_unanswered_gate_is_asked_unless_another_has_failed():
    found = asked(pollution_accident=None, panel_quality=None)
    assert kinds(found) == [("gate", ("pollution_accident",)), ("points", ("panel_quality",))]
    failed = asked(pollution_accident=None, safety_accident=True, panel_quality=None)
    assert failed == ()


def test_entry_facts_are_asked_though_they_score_nothing():
    found = asked(industry_years=None, major_violation=None)
    assert kinds(found) == [("entry", ("industry_years",)), ("entry", ("major_violation",))]


def test_the_panel_is_asked_for_grades_first_and_points_after():
    found = asked(panel_government=None, panel_policy=None, grade_policy="good")
    assert kinds(found) == [
        ("grade", ("grade_government", "panel_government")),
        ("points", ("panel_policy",)),
    ]
    assert not found[0].of_county


def test_refused_points_are_asked_to_be_checked():
    assert kinds(asked(panel_basic=Decimal(30))) == [("refused", ("panel_basic",))]


@pytest.mark.clause("2.2.1.capital")
@pytest.mark.parametrize(
    ("changes", "readings", "columns"),
    [
        ({"output_rank": None}, {}, ("output_rank",)),
        ({"output_rank": None, "sales_rank": 4}, {}, ()),
        ({"output_rank": None, "sales_rank": 4}, {"ranks": "either"}, ("output_rank",)),
        ({"output_rank": 4, "sales_rank": None, "export_rank": None}, {}, ("export_rank",)),
    ],
)
def test_only_ranks_that_can_open_the_route_are_asked_for(changes, readings, columns):
    given = {"export_rank": 4, "claim_famous_brand": False, **changes}
    found = asked(readings=readings, **given)
    assert kinds(found) == ([("rank", columns)] if columns else [])


@pytest.mark.clause("2.2.1.base")
def test_a_blank_claim_is_asked_for_at_its_tier():
    ranks = {"output_rank": 8, "sales_rank": 8, "export_rank": 8}
    assert kinds(asked(Tier.BASE, **ranks)) == [("claim", ("claim_raw_material",))]
