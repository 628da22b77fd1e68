"""Panel points that count, grade or gate do not allow: kept on record as problems."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from clusterlib.applicants.figures import UNREADABLE, Cohort
from clusterlib.rules.indicators import GATES
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.refusals import refused_points
from tests.scoring.building import a_standard, an_applicant, figures_of, the_sheet

ALL_TIERS = TIERS


def assessed(*applicants: Mapping[str, Any], written: bool = False, **readings: str) -> Assessment:
    blank = ("",) * len(applicants)
    ids = tuple(f"样-{number}" for number in range(1, len(applicants) + 1))
    texts = {"panel_basic": ["３５．９"] * len(applicants)} if written else {}
    cohort = Cohort(
        ids, blank, blank, blank, blank, tuple(range(2, len(applicants) + 2)),
        figures_of(applicants), texts,
    )  # fmt: skip
    sheet = the_sheet()
    return Assessment.of(cohort, a_standard(), sheet, sheet.readings(readings))


@pytest.mark.parametrize(
    ("applicant", "column", "found", "allowed"),
    [
        (an_applicant(basic=7, panel_basic=Decimal(36)), "panel_basic", "36", "≥0、<36分"),
        (an_applicant(basic=8, panel_basic=Decimal(35)), "panel_basic", "35", "≥36、≤48分"),
        (an_applicant(basic=11, panel_basic=Decimal(48)), "panel_basic", "48", ">48、≤60分"),
        (an_applicant(basic=7, basic_missing=1, panel_basic=Decimal(49)), "panel_basic", "49",
         "≥0、≤48分"),
        (an_applicant(quality=4, panel_quality=Decimal("16.5")), "panel_quality", "16.5",
         "≥10、≤16分"),
        (an_applicant(safety_accident=True, panel_quality=Decimal(17)), "panel_quality", "17",
         "0分（后3项有不符合的）"),
        (an_applicant(safety_accident=None, panel_quality=Decimal(16)), "panel_quality", "16",
         "0分或>16、≤20分"),
        (an_applicant(quality=2, quality_missing=1, safety_accident=None,
                      panel_quality=Decimal(17)), "panel_quality", "17", "0分或≥0、≤16分"),
        (an_applicant(grade_government="fair", panel_government=Decimal(9)), "panel_government",
         "9", "≥6、≤8分"),
        (an_applicant(panel_policy=Decimal(11)), "panel_policy", "11", "≥0、≤10分"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_was_given_and_what_is_allowed(
    applicant, column: str, found: str, allowed: str
) -> None:
    (problem,) = refused_points(assessed(applicant), [Tier.CAPITAL])
    assert (problem.column, problem.expected) == (column, allowed)
    assert (problem.code, problem.tier, problem.row) == ("points_outside_band", "capital", 2)
    assert problem.found == found
    assert problem.reason == (f"专家评分不在允许的{allowed}之内，未采用。请专家组核对评分与档次。")


@pytest.mark.parametrize(
    ("applied", "severities"),
    [
        ("capital", ["error", "warning", "warning"]),
        ("township", ["warning", "warning", "error"]),
        (None, ["error", "warning", "warning"]),
    ],
)
def test_a_refusal_is_an_error_at_the_tier_applied_for(applied, severities) -> None:
    applicant = an_applicant(basic=8, panel_basic=Decimal(50), tier=applied)
    found = refused_points(assessed(applicant), ALL_TIERS)
    assert [problem.tier for problem in found] == ["capital", "base", "township"]
    assert [problem.severity for problem in found] == severities


def test_with_an_unreadable_tier_every_refusal_is_a_warning() -> None:
    assessment = assessed(an_applicant(basic=8, panel_basic=Decimal(50)))
    assessment.cohort.figures.applied[0] = UNREADABLE
    found = refused_points(assessment, ALL_TIERS)
    assert {problem.severity for problem in found} == {"warning"}
    assert assessment.applied(0) is None


def test_refusals_at_tiers_that_are_not_shown_are_not_listed() -> None:
    applicant = an_applicant(basic=8, panel_basic=Decimal(50))
    found = refused_points(assessed(applicant), [Tier.BASE])
    assert [problem.tier for problem in found] == ["base"]


def test_the_points_are_quoted_as_written() -> None:
    applicant = an_applicant(panel_basic=Decimal("35.9"))
    found = refused_points(assessed(applicant, written=True), [Tier.CAPITAL])
    assert found[0].found == "３５．９"


def test_accepted_points_and_absent_ones_are_no_problem() -> None:
    applicants = [an_applicant(), an_applicant(panel_basic=Decimal(50), panel_policy=Decimal(10))]
    assert refused_points(assessed(*applicants), ALL_TIERS) == ()


def test_an_applicant_taken_out_of_the_cohort_scores_as_in_it() -> None:
    applicants = [an_applicant(basic=met, quality=3, panel_policy=Decimal(9)) for met in range(14)]
    whole = assessed(*applicants)
    part = whole.at([11, 3])
    assert part.cohort.applicant_id == ("样-12", "样-4")
    for tier in TIERS:
        of_whole, of_part = whole.scores.tiers[tier], part.scores.tiers[tier]
        assert of_part.lower.tolist() == of_whole.lower[[11, 3]].tolist()
        assert of_part.verdict.tolist() == of_whole.verdict[[11, 3]].tolist()


def test_the_same_cohort_under_another_reading() -> None:
    whole = assessed(an_applicant(basic=10, basic_missing=3))
    strict = whole.under(the_sheet().readings({"missing": "not_met"}))
    assert whole.scores.tiers[0].basic_counts.missing.tolist() == [3]
    assert strict.scores.tiers[0].basic_counts.missing.tolist() == [0]
    assert strict.cohort is whole.cohort


def test_under_every_reading_a_cohort_scores_as_if_it_had_been_read_so_at_first() -> None:
    applicants = [
        an_applicant(basic=met, basic_missing=1, quality=4, **{GATES[0]: gate})
        for met in (7, 10, 12)
        for gate in (False, True, None)
    ]
    sheet = the_sheet()
    for option in sheet.reading_options:
        for value, _ in option.options:
            chosen = {option.name: value}
            again = assessed(*applicants).under(sheet.readings(chosen))
            first = assessed(*applicants, **chosen)
            assert again.scores.outcome.tolist() == first.scores.outcome.tolist()
            for under, fresh in zip(again.scores.tiers, first.scores.tiers, strict=True):
                assert under.lower.tolist() == fresh.lower.tolist()
                assert under.upper.tolist() == fresh.upper.tolist()
                assert under.verdict.tolist() == fresh.verdict.tolist()
