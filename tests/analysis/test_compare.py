"""Places in a cohort, and the entry findings."""

from __future__ import annotations

import numpy as np
import pytest

from clusterlib.analysis.places import places_of
from clusterlib.scoring.entry import FINDING_IDS, violation_findings, years_findings
from tests.analysis.assessing import assessed
from tests.scoring.building import an_applicant, figures_of, the_sheet

NAN = np.nan


def test_places_count_from_the_largest_and_equals_share_one():
    found = places_of(np.array([[5.0], [9.0], [5.0], [NAN], [1.0]]))
    assert found.place.ravel().tolist() == [2, 1, 2, 0, 4]
    assert found.known.tolist() == [4]


def test_a_column_without_figures_has_no_places():
    found = places_of(np.full((2, 1), NAN))
    assert found.place.ravel().tolist() == [0, 0]


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
