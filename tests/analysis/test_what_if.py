"""What would change a band or a verdict, found by scoring again."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from clusterlib.analysis.readings import depends_on, verdicts_by_reading
from clusterlib.analysis.what_if import WhatIf, what_if
from clusterlib.rules.points import on_grid
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.score import FAIL, OPEN, PASS
from clusterlib.scoring.trace import explain
from tests.analysis.assessing import assessed
from tests.scoring.building import a_standard, an_applicant

FULL_PANEL = {"panel_government": Decimal(10), "panel_policy": Decimal(10)}


def asked(assessment: Assessment, tier: Tier = Tier.CAPITAL) -> WhatIf:
    return what_if(assessment, explain(assessment).tiers[tier])


@pytest.mark.parametrize(
    ("met", "best", "worst"),
    [(7, 2, 3), (9, 2, 2), (10, 1, 2)],
)
@pytest.mark.clause("A1.3.basic")
def test_one_missing_item_forks_into_met_and_not_met(met, best, worst):
    found = asked(assessed([an_applicant(basic=met, basic_missing=1)]))
    (fork,) = found.missing
    assert fork.better.met[0] == met + 1
    assert fork.worse.met[0] == met
    assert (fork.better.best[0], fork.worse.best[0]) == (best, worst)
    assert found.all_missing is None


def test_several_missing_items_are_asked_together_too():
    found = asked(assessed([an_applicant(basic=7, basic_missing=4)]))
    assert len(found.missing) == 4
    assert found.all_missing is not None
    assert found.all_missing.better.met[0] == 11
    assert found.all_missing.worse.met[0] == 7
    assert found.all_missing.better.missing == (0, 0)


def test_items_not_met_stand_nearest_first():
    applicant = an_applicant(basic=10, enterprises=9, sales_revenue=Decimal("29.9"))
    found = asked(assessed([applicant]))
    first, *rest = found.within_reach
    assert first.item.deciding.indicator.id == "sales_revenue"
    assert first.distance == Decimal("-0.1") / 30
    assert all(turn.distance < first.distance for turn in rest)


def test_of_an_alternative_the_nearer_side_counts():
    applicant = an_applicant(basic=0, output_value=9, output_share=27)
    assert asked(assessed([applicant])).within_reach[0].distance == Decimal("-0.1")


def test_turning_one_item_shows_the_band_after_it():
    found = asked(assessed([an_applicant(basic=10)]))
    assert {turn.after.best[0] for turn in found.within_reach if turn.section == "basic"} == {1}
    lost = [turn for turn in found.at_risk if turn.section == "basic"]
    assert {turn.after.best[0] for turn in lost} == {2}
    assert {turn.after.met[0] for turn in lost} == {9}


def test_a_lost_alternative_loses_both_sides():
    found = asked(assessed([an_applicant(basic=8)]))
    first = next(turn for turn in found.at_risk if turn.item.number == 1)
    assert first.after.met[0] == 7
    assert first.after.best[0] == 3


@pytest.mark.clause("A1.3.quality")
def test_unanswered_gates_fork_too():
    found = asked(assessed([an_applicant(pollution_accident=None)]))
    assert found.gates is not None
    assert found.gates.better.total.lower == on_grid(64)
    assert found.gates.worse.total.upper == on_grid(80)
    assert asked(assessed([an_applicant()])).gates is None


@pytest.mark.clause("A1.3.note2")
def test_a_turn_that_decides_the_verdict_says_so():
    given = {**FULL_PANEL, "panel_basic": Decimal(50)}
    found = asked(assessed([an_applicant(basic=11, quality=4, **given)]))
    assert found.now.verdict == PASS
    verdicts = {turn.after.verdict for turn in found.at_risk if turn.section == "basic"}
    assert verdicts == {OPEN}


def test_asking_changes_nothing_of_the_assessment():
    assessment = assessed([an_applicant(basic=9, basic_missing=2)])
    before = assessment.cohort.figures.values.copy()
    asked(assessment)
    np.testing.assert_array_equal(assessment.cohort.figures.values, before)


def test_each_reading_is_tried_under_each_value():
    tried = verdicts_by_reading(assessed([an_applicant()]))
    names = [(under.name, under.value) for under in tried]
    assert len(names) == len(set(names)) == 19
    assert sum(under.chosen for under in tried) == 8


def test_a_reading_under_which_the_standard_is_refused_is_left_out():
    standard = a_standard(exempt=["iso9000", "iso14000", "iso22000"])
    tried = verdicts_by_reading(assessed([an_applicant()], standard))
    assert [under.value for under in tried if under.name == "exempt"] == ["counts_as_met"]


@pytest.mark.clause("1.2.1a", "1.2.2-8")
def test_an_outcome_depends_on_the_reading_of_the_entry_facts():
    applicant = an_applicant(
        panel_basic=Decimal(60), **FULL_PANEL, tier="base", export_rank=1, industry_years=2
    )
    tried = verdicts_by_reading(assessed([applicant]))
    assert {under.value: under.outcome for under in tried if under.name == "entry"} == {
        "bars": None,
        "must_be_met": None,
        "finding": Tier.BASE,
    }
    assert depends_on(tried, "entry", Tier.BASE)
    assert not depends_on(tried, "missing", Tier.BASE)


def test_a_verdict_depends_on_the_reading_of_the_gate():
    applicant = an_applicant(
        pollution_accident=True, panel_basic=Decimal(60), **FULL_PANEL, tier="base"
    )
    tried = verdicts_by_reading(assessed([applicant]))
    verdicts = {under.value: under.tiers[1].verdict for under in tried if under.name == "gate"}
    assert verdicts == {"section_zero": PASS, "veto": FAIL}
    assert depends_on(tried, "gate", Tier.BASE)
    assert not depends_on(tried, "exempt", Tier.BASE)


def test_a_route_depends_on_the_reading_of_the_ranks():
    applicant = an_applicant(output_rank=3, sales_rank=4, export_rank=9, claim_famous_brand=False)
    tried = verdicts_by_reading(assessed([applicant]))
    assert depends_on(tried, "ranks", Tier.CAPITAL)
    assert not depends_on(tried, "ranks", Tier.BASE)
