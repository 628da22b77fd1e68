"""Candidates beside their cohort, and the entry findings."""

from __future__ import annotations

import numpy as np
import pytest

from clusterlib.analysis.compare import margins_of, overlaps_of, places_of, strengths_and_gaps
from clusterlib.scoring.entry import FINDING_IDS, violation_findings, years_findings
from tests.analysis.assessing import assessed
from tests.scoring.building import an_applicant, figures_of, the_sheet

NAN = np.nan


def test_places_count_from_the_largest_and_equals_share_one():
    found = places_of(np.array([[5.0], [9.0], [5.0], [NAN], [1.0]]))
    assert found.place.ravel().tolist() == [2, 1, 2, 0, 4]
    assert found.known.tolist() == [4]
    assert found.ahead_percent.ravel().tolist() == [50, 25, 50, 0, 100]


def test_a_column_without_figures_has_no_places():
    found = places_of(np.full((2, 1), NAN))
    assert found.place.ravel().tolist() == [0, 0]
    assert found.ahead_percent.ravel().tolist() == [0, 0]


def test_margins_are_shares_of_the_threshold():
    found = margins_of(np.array([[15.0, 5.0, NAN, 1.0]]), np.array([10.0, 10.0, 10.0, 0.0]))
    np.testing.assert_array_equal(found, [[0.5, -0.5, NAN, NAN]])


def test_strengths_and_gaps_name_the_furthest_first():
    margins = np.array([[0.1, -0.5, 0.9, NAN, -0.1, 0.0]])
    assert strengths_and_gaps(margins, most=2) == [((2, 0), (1, 4))]


@pytest.mark.clause("2.2.4")
def test_the_same_region_and_industry_is_flagged():
    cohort = assessed(
        [an_applicant()] * 3, regions=("东样省", "东样省", "西样省"),
        products=("积木", "木马", "积木"),
    ).cohort
    found = [(one.first, one.second, one.same_region, one.same_product)
             for one in overlaps_of(cohort)]
    assert found == [(0, 1, True, False), (0, 2, False, True)]


def test_blank_regions_and_products_overlap_with_nobody():
    cohort = assessed([an_applicant()] * 2, regions=("", ""), products=(" ", " ")).cohort
    assert overlaps_of(cohort) == ()


@pytest.mark.clause("1.2.1a")
@pytest.mark.parametrize(
    ("years", "finding"),
    [(4, "falls_short"), (4.9, "falls_short"), (5, "holds"), (6, "holds"), (None, "unknown")],
)
def test_five_years_of_industry_development_are_an_entry_condition(years, finding):
    figures = figures_of([an_applicant(industry_years=years)])
    assert FINDING_IDS[int(years_findings(figures, the_sheet())[0])] == finding


@pytest.mark.clause("1.2.2-8")
@pytest.mark.parametrize(
    ("answer", "finding"), [(0, "holds"), (1, "falls_short"), (None, "unknown")]
)
def test_a_major_violation_is_an_entry_bar(answer, finding):
    figures = figures_of([an_applicant(major_violation=answer)])
    assert FINDING_IDS[int(violation_findings(figures)[0])] == finding


@pytest.mark.clause("1.2.1a", "1.2.2-8")
def test_entry_findings_never_touch_the_score():
    bars = {"industry_years": 1, "major_violation": 1}
    with_bars = assessed([an_applicant(**bars)]).scores.tiers[0]
    without = assessed([an_applicant()]).scores.tiers[0]
    assert (with_bars.lower, with_bars.upper) == (without.lower, without.upper)
