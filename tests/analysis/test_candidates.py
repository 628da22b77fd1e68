"""Candidates side by side: each against all tiers, its years, its place, what it misses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusterlib.analysis.candidates import Candidate, candidates_of, trend_of
from clusterlib.analysis.places import places_of
from clusterlib.applicants.evidence import Evidence, Reported
from clusterlib.rules.indicators import INDICATORS, POSITION
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET
from tests.analysis.assessing import assessed
from tests.scoring.building import a_standard, an_applicant

EXPORTS, OUTPUT, SHARE = (POSITION[name] for name in ("exports", "output_value", "output_share"))


def candidates(*applicants, standard=None, evidence=(), **readings) -> tuple[Candidate, ...]:
    assessment = assessed(applicants, standard, evidence=evidence, **readings)
    places = places_of(assessment.cohort.figures.values)
    return candidates_of(assessment, places, range(len(applicants)))


def years(**values: object) -> Evidence:
    """Return evidence of exports by year, such as ``y2024="9"``, scored in 2025."""
    entries = [
        Reported(
            "exports",
            str(value),
            None if value is None else Decimal(str(value)),
            year=int(name[1:]),
        )
        for name, value in values.items()
    ]
    return Evidence(
        "甲样县.xlsx",
        year=2025,
        entries=tuple(e for e in entries if e.year == 2025),
        earlier=tuple(e for e in entries if e.year != 2025),
    )


@pytest.mark.parametrize(
    ("figure", "states", "next_tier"),
    [
        (9, (NOT_MET, NOT_MET, NOT_MET), Tier.TOWNSHIP),
        (10, (NOT_MET, NOT_MET, MET), Tier.BASE),
        (19, (NOT_MET, NOT_MET, MET), Tier.BASE),
        (20, (NOT_MET, MET, MET), Tier.CAPITAL),
        (29, (NOT_MET, MET, MET), Tier.CAPITAL),
        (30, (MET, MET, MET), None),
    ],
)
def test_the_next_tier_is_the_lowest_that_is_not_met(figure, states, next_tier):
    (found,) = candidates(an_applicant(exports=Decimal(figure)))
    cell = found.cells[EXPORTS]
    assert cell.states == states
    assert cell.next_tier == next_tier
    assert (cell.short_by is None) == (next_tier is None)


def test_the_distance_is_a_share_of_the_next_threshold():
    (found,) = candidates(an_applicant(exports=Decimal(18)))
    assert found.cells[EXPORTS].short_by == Decimal("-0.1")


def test_a_missing_figure_has_no_distance_and_is_listed():
    (found,) = candidates(an_applicant(exports=None))
    assert found.cells[EXPORTS].states == (MISSING,) * 3
    assert found.cells[EXPORTS].short_by is None
    assert found.missing == ((EXPORTS, True),)
    assert found.standings[Tier.CAPITAL].missing == (1, 0)


def test_a_blank_beside_an_alternative_that_is_met_is_listed_as_of_no_weight():
    (found,) = candidates(an_applicant(output_share=None))
    assert found.missing == ((SHARE, False),)


def test_an_exempt_indicator_is_neither_missing_nor_missed():
    standard = a_standard(exempt=("exports",))
    (found,) = candidates(an_applicant(exports=None), standard=standard)
    assert found.cells[EXPORTS].states == (EXEMPT,) * 3
    assert found.missing == ()
    assert EXPORTS not in found.strengths + found.gaps


def test_items_missed_are_named_by_their_nearest_side_and_the_nearest_comes_first():
    (found,) = candidates(
        an_applicant(
            exports=Decimal(29),
            output_value=Decimal(27),
            output_share=Decimal(3),
        )
    )
    assert found.aim == Tier.CAPITAL
    assert [miss.column for miss in found.misses] == [EXPORTS, OUTPUT]
    assert found.misses[1].short_by == Decimal("-0.1")


def test_a_blank_that_counts_as_not_met_is_missed_without_a_distance_and_comes_last():
    (found,) = candidates(an_applicant(exports=None, brands=Decimal(1)), missing="not_met")
    assert [miss.column for miss in found.misses] == [POSITION["brands"], EXPORTS]
    assert found.misses[-1].short_by is None


@pytest.mark.parametrize(
    ("tier", "aim"),
    [
        ("capital", Tier.CAPITAL),
        ("base", Tier.CAPITAL),
        ("township", Tier.BASE),
    ],
)
def test_the_tier_aimed_at_is_the_one_above_the_one_applied_for(tier, aim):
    (found,) = candidates(an_applicant(tier=tier))
    assert found.aim == aim


def test_strengths_and_gaps_are_the_best_and_worst_places_in_the_cohort():
    first, second = candidates(
        an_applicant(exports=Decimal(90), brands=Decimal(1)),
        an_applicant(basic=0, quality=0),
    )
    assert first.cells[EXPORTS].ahead_percent == 50
    assert second.cells[EXPORTS].ahead_percent == 100
    assert first.strengths == (0, 1, 2)  # of equal places the first
    assert first.gaps == (POSITION["brands"],)
    assert second.strengths == (POSITION["brands"],)


def test_whoever_leads_everywhere_has_no_gap():
    (alone,) = candidates(an_applicant())
    assert alone.strengths == alone.gaps == ()
    first, *_ = candidates(an_applicant(), an_applicant(basic=0, quality=0))
    assert first.gaps == ()


def test_a_trend_takes_the_last_three_years_and_the_figure_that_is_scored():
    found = trend_of(years(y2022=1, y2023=8, y2024=9, y2025=12), "exports", Decimal(10))
    assert found is not None
    assert found.years == (2023, 2024, 2025)
    assert found.values == (Decimal(8), Decimal(9), Decimal(10))
    assert found.difference == Decimal(2)
    assert found.growth == Decimal("0.25")


def test_without_an_earlier_figure_there_is_no_trend():
    assert trend_of(years(y2025=12), "exports", Decimal(12)) is None
    assert trend_of(years(y2024=None, y2025=12), "exports", Decimal(12)) is None
    assert trend_of(years(y2024=5, y2025=12), "brands", Decimal(12)) is None


@pytest.mark.parametrize(("first", "growth"), [(None, None), (0, None), (-5, None), (5, 1)])
def test_growth_needs_a_first_figure_above_zero(first, growth):
    found = trend_of(years(y2023=first, y2024=7, y2025=10), "exports", Decimal(10))
    assert found is not None
    assert found.growth == growth


def test_years_of_the_file_stand_with_the_candidate():
    evidence = years(y2023=8, y2024=9, y2025=10)
    (found,) = candidates(an_applicant(exports=Decimal(10)), evidence=[evidence])
    assert found.years == (2023, 2024, 2025)
    assert [cell.trend is not None for cell in found.cells].count(True) == 1
    assert len(found.cells) == len(INDICATORS)
