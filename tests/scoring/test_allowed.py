"""The points that a panel may give: the bands that counts, blanks, gates and grades leave open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from clusterlib.applicants.figures import UNREADABLE
from clusterlib.rules.indicators import GATES
from clusterlib.rules.points import GRID
from clusterlib.scoring.allowed import AllowedPoints, allowed_points, bands_text
from tests.analysis.assessing import assessed
from tests.scoring.building import an_applicant

GATE = GATES[0]


def allowed(**applicant: object) -> AllowedPoints:
    found = allowed_points(assessed([an_applicant(**applicant)]), 0)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.clause("A1.3.basic")
@pytest.mark.parametrize(
    ("basic", "missing", "text"),
    [
        (7, 0, "0≤得分<36"),
        (8, 0, "36≤得分≤48"),
        (10, 0, "36≤得分≤48"),
        (11, 0, "48<得分≤60"),
        (7, 1, "0≤得分≤48"),
        (8, 2, "36≤得分≤48"),
        (8, 3, "36≤得分≤60"),
        (7, 4, "0≤得分≤60"),
    ],
)
def test_section_one_leaves_the_bands_of_every_count_that_blanks_allow(basic, missing, text):
    assert bands_text(allowed(basic=basic, basic_missing=missing).bands("basic")) == text


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize(
    ("applicant", "text"),
    [
        ({"quality": 2}, "0≤得分<10"),
        ({"quality": 3}, "10≤得分≤16"),
        ({"quality": 5}, "16<得分≤20"),
        ({"quality": 5, GATE: True}, "得分=0"),
    ],
)
def test_section_two_has_no_points_where_a_gate_fails(applicant, text):
    assert bands_text(allowed(**applicant).bands("quality")) == text


@pytest.mark.clause("A1.3.quality")
def test_an_unanswered_gate_leaves_nothing_or_the_bands():
    found = allowed(quality=3, **{GATE: None})
    assert bands_text(found.bands("quality")) == "得分=0 或 10≤得分≤16"
    for points, holds in ((0, True), (1, False), (9, False), (10, True), (16, True), (17, False)):
        assert found.allows("quality", Fraction(points)) is holds


@pytest.mark.clause("A1.3.basic")
def test_an_open_end_is_in_no_band_by_the_smallest_step():
    found, step = allowed(basic=11), Fraction(1, GRID)
    tried = (Fraction(48), 48 + step, Fraction(60), 60 + step)
    assert [found.allows("basic", points) for points in tried] == [False, True, True, False]


@pytest.mark.clause("A1.3.government", "A1.3.policy")
@pytest.mark.parametrize("section", ["government", "policy"])
def test_a_grade_selects_the_band_and_without_one_all_points_are_open(section):
    found = allowed()
    texts = [bands_text(found.bands(section, grade)) for grade in (0, 1, 2, -1)]
    assert texts == ["0≤得分<6", "6≤得分≤8", "8<得分≤10", "0≤得分≤10"]


def test_an_unreadable_tier_allows_nothing_that_could_be_told():
    assessment = assessed([an_applicant()])
    assessment.cohort.figures.applied[0] = UNREADABLE
    assert allowed_points(assessment, 0) is None
