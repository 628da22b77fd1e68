"""Before and after（改动前后）: who gains or loses an item, a band, a verdict, at one tier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.analysis.bands import bands_at
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.figures import Bools, Bytes
from clusterlib.scoring.items import ItemCounts, item_states

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """n applicants at one tier, before or after.

    Parameters
    ----------
    states : int8 array, shape (n, 18)
        States of the thirteen and the five items, see `clusterlib.scoring.items`.
    basic, quality : ItemCounts
        Items met and missing.
    best, worst : int8 array, shape (n,)
        Bands of section one within reach, 1 the highest.
    verdict, route : int8 array, shape (n,)
        As scored.
    outcome : int8 array, shape (n,)
        Recommended tier, -1 for none.
    """

    states: Bytes
    basic: ItemCounts
    quality: ItemCounts
    best: Bytes
    worst: Bytes
    verdict: Bytes
    route: Bytes
    outcome: Bytes


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change of thresholds, figures or readings does to n applicants at one tier.

    Parameters
    ----------
    before, after : Side
        Both results.
    turned : bool array, shape (n, 18)
        Cells whose state differs.
    gained, lost : int64 array, shape (n,)
        Items of both sections that are newly met, and no longer met; 免 counts as met.
    band_up, band_down : bool array, shape (n,)
        Whether either end of the band of section one rises, or falls.
    verdict_moved, outcome_moved : bool array, shape (n,)
        Whether verdict or recommended tier differ.
    """

    before: Side
    after: Side
    turned: Bools
    gained: Counts
    lost: Counts
    band_up: Bools
    band_down: Bools
    verdict_moved: Bools
    outcome_moved: Bools

    @property
    def moved(self) -> NDArray[np.int64]:
        """Positions of those with any move, in the order of the cohort."""
        any_move = self.turned.any(axis=1) | self.verdict_moved | self.outcome_moved
        return np.flatnonzero(any_move)


def side_of(assessment: Assessment, tier: Tier) -> Side:
    """Return an assessment's states, counts, bands and verdicts at one tier."""
    scores, standard = assessment.scores.tiers[tier], assessment.standard
    values, thresholds = assessment.cohort.figures.values, standard.thresholds[tier]
    states = [
        item_states(section, values, thresholds, standard.exempted, assessment.readings)
        for section in ("basic", "quality")
    ]
    best, worst = bands_at(scores, assessment.sheet, "basic")
    return Side(
        states=np.hstack(states),
        basic=scores.basic_counts,
        quality=scores.quality_counts,
        best=best,
        worst=worst,
        verdict=scores.verdict,
        route=scores.route,
        outcome=assessment.scores.outcome,
    )


def moves_between(before: Side, after: Side) -> Moves:
    """Return the moves of the same applicants from one result to another."""
    was_met, is_met = before.states > 0, after.states > 0
    return Moves(
        before=before,
        after=after,
        turned=before.states != after.states,
        gained=(is_met & ~was_met).sum(axis=1),
        lost=(was_met & ~is_met).sum(axis=1),
        band_up=(after.best < before.best) | (after.worst < before.worst),
        band_down=(after.best > before.best) | (after.worst > before.worst),
        verdict_moved=before.verdict != after.verdict,
        outcome_moved=before.outcome != after.outcome,
    )


def band_tally(side: Side) -> Counts:
    """Return how many applicants stand in band one, two, three, and between bands, shape (4,)."""
    settled = np.where(side.best == side.worst, side.best, 4)
    return np.bincount(settled - 1, minlength=4)


def verdict_tally(side: Side) -> Counts:
    """Return how many applicants fail, are open, pass, shape (3,)."""
    return np.bincount(side.verdict, minlength=3)
