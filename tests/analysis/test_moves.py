"""Before and after: items, bands and verdicts that turn."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from clusterlib.analysis.bands import bands_at
from clusterlib.analysis.moves import PALE, TierMatrix, matrix_of, moved, turned
from clusterlib.rules.indicators import POSITION
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.items import deciding_side, indicator_states
from tests.analysis.assessing import assessed
from tests.scoring.building import LIMITS, a_standard, an_applicant

APPLICANTS = [
    an_applicant(basic=11, exports=35),
    an_applicant(basic=11, exports=45),
    an_applicant(basic=8, exports=35),
    an_applicant(basic=5, basic_missing=4),
]


EXPORTS = POSITION["exports"]


def matrix_at(assessment: Assessment, tier: Tier) -> TierMatrix:
    standard = assessment.standard
    return matrix_of(
        assessment.cohort.figures,
        standard.thresholds[tier],
        standard.exempted,
        assessment.sheet,
        assessment.readings,
    )


def judged(exports: int) -> TierMatrix:
    limits = {"exports": {**LIMITS, "capital": Decimal(exports)}}
    return matrix_at(assessed(APPLICANTS, a_standard(limits=limits)), Tier.CAPITAL)


@pytest.mark.parametrize(
    ("met", "missing", "best", "worst"),
    [
        (7, 0, 3, 3),
        (8, 0, 2, 2),
        (10, 0, 2, 2),
        (11, 0, 1, 1),
        (7, 1, 2, 3),
        (10, 1, 1, 2),
        (7, 4, 1, 3),
    ],
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


def test_a_raised_threshold_turns_cells_counts_and_bands():
    before, after = judged(30), judged(40)
    found = np.argwhere(turned(after, before)).tolist()
    assert found == [[0, EXPORTS], [2, EXPORTS], [3, EXPORTS]]
    assert moved(after, before).tolist() == [True, False, True, True]
    assert (before.low - after.low).tolist() == [1, 0, 1, 1]
    # Band one, one, two, open between two and three; then one lower each but the second.
    assert before.band.tolist() == [0, 0, 1, 4]
    assert after.band.tolist() == [1, 0, 2, 4]


def test_the_same_thresholds_move_nobody():
    assert not moved(judged(30), judged(30)).any()
    assert not turned(judged(30), judged(30)).any()


@pytest.mark.parametrize(
    ("value", "share", "pale"),
    [
        (None, 50, "output_value"),  # met decides before missing
        (5, None, "output_value"),  # missing decides before not met
        (5, 50, "output_value"),
        (500, 1, "output_share"),
        (5, 1, None),  # neither side decides alone
    ],
)
@pytest.mark.clause("A1.3.basic")
def test_the_side_of_an_item_that_does_not_decide_is_pale(value, share, pale):
    facts = {"output_value": value, "output_share": share}
    limits = {name: {tier: Decimal(10) for tier in LIMITS} for name in facts}
    assessment = assessed([an_applicant(basic=8, **facts)], a_standard(limits=limits))
    cells = matrix_at(assessment, Tier.CAPITAL).cells[0]
    assert [name for name in facts if cells[POSITION[name]] & PALE] == ([pale] if pale else [])
    states = indicator_states(
        assessment.cohort.figures.values,
        assessment.standard.thresholds[Tier.CAPITAL],
        assessment.standard.exempted,
    )[0]
    deciding = deciding_side(tuple(POSITION[name] for name in facts), states)
    assert not cells[deciding] & PALE
