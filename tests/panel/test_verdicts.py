"""Points go to the one scorer there is: it allows what was allowed, and its verdict is told."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.applicants.figures import UNREADABLE, Cohort, Figures
from clusterlib.panel.consolidation import consolidate
from clusterlib.panel.sheets import may_see, sheets_of
from clusterlib.panel.verdicts import decided_by, decisions, verdict_of, without_each
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standards import read_standards
from clusterlib.rules.indicators import INDICATORS, POSITION, SECTIONS
from clusterlib.rules.points import on_grid
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.allowed import allowed_points, bands_text
from clusterlib.scoring.assessment import Assessment
from tests.panel.cases import CLOSED, DAY, RULES, SHEET, lines, sheets

STANDARD = next(iter(read_standards(parameters_folder() / "standards" / "furniture.yaml")))


def applicant(*, not_met=0, blank=0, quality_not_met=0, gates=(0, 0, 0), applied=Tier.BASE):
    """One applicant that meets all but so many items, and leaves so many blank."""
    day = STANDARD.on(DAY)
    figures = Figures.blank(1)
    figures.values[0] = np.nan_to_num(day.thresholds[Tier.BASE], nan=1) * 2
    singles = [
        POSITION[one.id] for one in INDICATORS if one.section == "basic" and one.item not in (1, 4)
    ]
    for place in singles[:not_met]:
        figures.values[0, place] = 0
    for place in singles[not_met : not_met + blank]:
        figures.values[0, place] = np.nan
    quality = [POSITION[one.id] for one in INDICATORS if one.section == "quality"]
    for place in [place for place in quality if not day.exempted[place]][:quality_not_met]:
        figures.values[0, place] = 0
    figures.gates[0] = gates
    figures.applied[0] = applied
    texts = {name: ("C",) for name in ("applicant_id", "name", "region", "industry", "product")}
    cohort = Cohort(**texts, rows=(2,), figures=figures, written={}, problems=(), source="")
    return Assessment.of(cohort, day, SHEET, SHEET.readings())


def allowed_texts(**facts):
    allowed = allowed_points(applicant(**facts), 0)
    return bands_text(allowed.bands("basic")), bands_text(allowed.bands("quality"))


@pytest.mark.parametrize(
    ("facts", "basic", "quality"),
    [
        ({}, "48<得分≤60", "16<得分≤20"),
        ({"not_met": 3}, "36≤得分≤48", "16<得分≤20"),
        ({"not_met": 6}, "0≤得分<36", "16<得分≤20"),
        ({"not_met": 2, "blank": 1}, "36≤得分≤60", "16<得分≤20"),
        ({"not_met": 2, "blank": 5}, "0≤得分≤60", "16<得分≤20"),
        ({"quality_not_met": 1}, "48<得分≤60", "10≤得分≤16"),
        ({"gates": (0, 1, 0)}, "48<得分≤60", "得分=0"),
        ({"gates": (0, -1, 0)}, "48<得分≤60", "得分=0 或 16<得分≤20"),
        ({"gates": (0, -1, 0), "quality_not_met": 3}, "48<得分≤60", "0≤得分<10"),
    ],
)
@pytest.mark.clause("A1.3.basic", "A1.3.quality")
def test_the_bands_are_those_of_every_count_left_open(facts, basic, quality):
    assert allowed_texts(**facts) == (basic, quality)


def test_without_a_readable_tier_nothing_is_known_to_be_allowed():
    assert allowed_points(applicant(applied=UNREADABLE), 0) is None


_FACTS = st.fixed_dictionaries(
    {
        "not_met": st.integers(0, 8),
        "blank": st.integers(0, 3),
        "quality_not_met": st.integers(0, 4),
        "gates": st.tuples(*[st.sampled_from([0, 1, -1])] * 3),
    }
)


@settings(max_examples=60, deadline=None)
@given(
    _FACTS, st.integers(0, 6000), st.integers(0, 2000), st.integers(-1, 2), st.integers(0, 1000)
)
def test_what_is_allowed_is_what_the_scorer_takes(facts, basic, quality, grade, graded):
    assessment = applicant(**facts)
    allowed = allowed_points(assessment, 0)
    points = [Fraction(cents, 100) for cents in (basic, quality, graded, graded)]
    figures = assessment.cohort.figures
    figures.panel[0] = [on_grid(one) for one in points]
    figures.grades[0] = grade
    scored = Assessment.of(
        assessment.cohort, assessment.standard, assessment.sheet, assessment.readings
    )
    refused = [bool(one.refused[0]) for one in scored.scores.tiers[Tier.BASE].sections]
    assert refused == [
        not allowed.allows(section, one, grade)
        for section, one in zip(SECTIONS, points, strict=True)
    ]


def consolidated(reading="mean"):
    assessment = applicant(not_met=3, quality_not_met=1)
    allowed = allowed_points(assessment, 0)
    return assessment, allowed, consolidate("C", sheets(), [CLOSED], allowed, RULES, reading)


def test_the_consolidated_points_are_scored_as_they_are_signed():
    assessment, _, found = consolidated()
    verdict = verdict_of(decided_by(assessment, 0, found))
    assert (verdict.verdict, verdict.total) == ("pass", "71.1")
    assert decisions(found) == {
        "panel_basic": "44.17",
        "panel_quality": "12.92",
        "panel_government": "6.88",
        "panel_policy": "7.13",
        "grade_government": "fair",
        "grade_policy": "fair",
    }


@pytest.mark.clause("A1.3.note2")
def test_without_each_expert_in_turn_the_verdict_is_what_was_worked_out_by_hand():
    assessment, allowed, found = consolidated()
    told = without_each(assessment, 0, sheets(), [CLOSED], allowed, RULES, found)
    assert {member: (one.verdict, one.total) for member, one in told.items()} == {
        "甲": ("fail", "63.93–<69.93"),
        "乙": ("pass", "71.33"),
        "丙": ("fail", "63.67–<69.67"),
        "丁": ("fail", "63.28–<69.28"),
        "戊": ("pass", "71.81"),
        "己": ("pass", "71.13"),
    }


def test_others_sheets_are_seen_when_the_rules_say_so():
    both = sheets_of(
        [*lines(), *lines({"甲": ("44", "13", "7", "7", "", "")}, locked="", number=2)]
    )

    def seen(member, *, leads, rounds=()):
        return {one.id for one in may_see(both, rounds, member, leads=leads)}

    everyone = {f"S1{member}" for member in "甲乙丙丁戊己"}
    assert seen("乙", leads=False) == {"S1乙"}
    assert seen("乙", leads=False, rounds=[CLOSED]) == everyone
    assert seen("甲", leads=True) == {*everyone, "S2甲"}
    assert seen("庚", leads=True) == set()
    assert seen("庚", leads=False, rounds=[CLOSED]) == everyone
