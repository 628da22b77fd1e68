"""Before and after: items, bands and verdicts that turn."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from clusterlib.analysis.bands import bands_at
from clusterlib.analysis.holds import COUNTED, holds_of
from clusterlib.analysis.moves import band_tally, moves_between, side_of, verdict_tally
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.items import MISSING
from tests.analysis.assessing import assessed
from tests.scoring.building import LIMITS, a_standard, an_applicant

APPLICANTS = [
    an_applicant(basic=11, exports=35),
    an_applicant(basic=11, exports=45),
    an_applicant(basic=8, exports=35),
    an_applicant(basic=5, basic_missing=4),
]


def with_exports(capital: int) -> Assessment:
    limits = {"exports": {**LIMITS, "capital": Decimal(capital)}}
    return assessed(APPLICANTS, a_standard(limits=limits))


@pytest.mark.parametrize(
    ("met", "missing", "best", "worst"),
    [(7, 0, 3, 3), (8, 0, 2, 2), (10, 0, 2, 2), (11, 0, 1, 1), (7, 1, 2, 3), (10, 1, 1, 2),
     (7, 4, 1, 3)],
)
@pytest.mark.clause("A1.3.basic")
def test_a_count_selects_its_band_by_number(met, missing, best, worst):
    found = assessed([an_applicant(basic=met, basic_missing=missing)])
    bands = bands_at(found.scores.tiers[0], found.sheet, "basic")
    assert [int(ends[0]) for ends in bands] == [best, worst]


def test_bands_keep_their_numbers_when_items_leave_the_count():
    exempt = ["brands", "employees", "rd_intensity"]
    standard = a_standard(exempt=exempt)
    met = an_applicant(basic=8)
    found = assessed([met], standard, exempt="drops_item")
    bands = bands_at(found.scores.tiers[0], found.sheet, "basic")
    assert [int(ends[0]) for ends in bands] == [1, 1]


def test_a_raised_threshold_turns_cells_bands_and_counts():
    found = moves_between(
        side_of(with_exports(30), Tier.CAPITAL), side_of(with_exports(40), Tier.CAPITAL)
    )
    exports = COUNTED.index(("basic", 5))
    assert np.argwhere(found.turned).tolist() == [[0, exports], [2, exports], [3, exports]]
    assert found.lost.tolist() == [1, 0, 1, 1]
    assert found.gained.tolist() == [0, 0, 0, 0]
    assert found.band_down.tolist() == [True, False, True, False]
    assert not found.band_up.any()
    assert found.moved.tolist() == [0, 2, 3]


def test_moves_back_are_gains():
    found = moves_between(
        side_of(with_exports(40), Tier.CAPITAL), side_of(with_exports(30), Tier.CAPITAL)
    )
    assert found.gained.tolist() == [1, 0, 1, 1]
    assert found.band_up.tolist() == [True, False, True, False]


def test_other_tiers_stay_as_they_were():
    found = moves_between(
        side_of(with_exports(30), Tier.BASE), side_of(with_exports(40), Tier.BASE)
    )
    assert found.moved.tolist() == []


def test_tallies_count_everybody_once():
    side = side_of(with_exports(30), Tier.CAPITAL)
    assert band_tally(side).tolist() == [2, 1, 0, 1]
    assert verdict_tally(side).sum() == len(APPLICANTS)


def test_an_outcome_that_moves_is_seen():
    given = {
        "panel_basic": Decimal(55), "panel_quality": Decimal(18),
        "panel_government": Decimal(9), "panel_policy": Decimal(9), "export_rank": 1,
    }
    before = assessed([an_applicant(basic=11, **given)])
    after = assessed([an_applicant(basic=7, **given)])
    found = moves_between(side_of(before, Tier.CAPITAL), side_of(after, Tier.CAPITAL))
    assert found.verdict_moved.tolist() == [True]
    assert found.outcome_moved.tolist() == [True]


def test_items_that_hold_most_back_stand_first():
    applicants = [
        an_applicant(brands=9, employees=None, tier="capital"),
        an_applicant(brands=9, employees=9, tier="base"),
        an_applicant(brands=15, tier="township"),
    ]
    found = holds_of(assessed(applicants))
    first, second = found.order[:2].tolist()
    assert (COUNTED[first], COUNTED[second]) == (("basic", 10), ("basic", 11))
    assert (int(found.not_met[first]), int(found.missing[second])) == (2, 1)


def test_who_has_no_readable_tier_is_held_back_by_nothing():
    assessment = assessed([an_applicant(basic=0)])
    assessment.cohort.figures.applied[0] = -2
    found = holds_of(assessment)
    assert found.not_met.sum() == found.missing.sum() == 0
    assert MISSING == -1
