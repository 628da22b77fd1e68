"""Who moves（谁随之变化）: a cohort judged at one tier, before and after a change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.analysis.bands import band_numbers
from clusterlib.applicants.figures import Bools, Figures, Floats
from clusterlib.rules.points import GRID
from clusterlib.rules.scoresheet import Listed, Readings, ScoreSheet
from clusterlib.scoring.items import (
    EXEMPT,
    LEFT_OUT,
    MET,
    MISSING,
    NOT_MET,
    deciding_order,
    indicator_states,
)
from clusterlib.scoring.profiles import profiles_of
from clusterlib.scoring.score import score_profiles
from clusterlib.scoring.sections import NO_POINTS

CODES = {NOT_MET: 0, MET: 1, EXEMPT: 2, MISSING: 3, LEFT_OUT: 4}
PALE = 8
"""Added to the code of the side of an 或 that does not decide."""
# Band one to three, then the bands that a blank leaves open: 1–2, 2–3, 1–3; by the worst
# and the best band within reach.
_BAND_CODE = np.array([[0, 0, 0], [3, 1, 0], [5, 4, 2]], np.uint8)

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class TierMatrix:
    """n applicants judged at one tier.

    Parameters
    ----------
    cells : uint8 array, shape (n, columns)
        Codes of the single indicators as in `CODES`, `PALE` added.
    low, high, quality_low, quality_high : uint8 array, shape (n,)
        Items met at least and at most.
    gate : uint8 array
        0 无, 1 有, 2 unanswered.
    band : uint8 array
        0 to 2 for band one to three; open between 1 and 2: 3, 2 and 3: 4, 1 and 3: 5.
    verdict : uint8 array
        0 fail, 1 open, 2 pass.
    flags : uint8 array
        1 lower end open, 2 upper end open, 4 has an estimate.
    scores : float32 array, shape (n, 3)
        Lower end, upper end, estimate, in points.
    """

    cells: Codes
    low: Codes
    high: Codes
    quality_low: Codes
    quality_high: Codes
    gate: Codes
    band: Codes
    verdict: Codes
    flags: Codes
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of applicants."""
        return len(self.low)


def matrix_of(
    figures: Figures, thresholds: Floats, exempted: Bools, sheet: ScoreSheet, readings: Readings
) -> TierMatrix:
    """Score a cohort at one tier.

    Parameters
    ----------
    figures : Figures
        n applicants.
    thresholds : float64 array, shape (columns,)
        Thresholds of the tier in the unit of the score sheet, nan where there is none.
    exempted : bool array, shape (columns,)
        Indicators that the standard exempts.
    sheet : ScoreSheet
        The regulation of the day.
    readings : Readings
        Every reading, resolved.
    """
    profiles = profiles_of(figures, thresholds[np.newaxis], exempted, sheet.listed, readings)[0]
    scored = score_profiles(profiles, sheet, readings)
    has_points = scored.points != NO_POINTS
    flags = scored.lower_open * 1 + scored.upper_open * 2 + has_points * 4
    ends = np.stack([scored.lower, scored.upper, np.where(has_points, scored.points, 0)], axis=1)
    best, worst = band_numbers(sheet.basic, profiles.basic_counts)
    basic, quality = profiles.basic_counts, profiles.quality_counts
    row = profiles.of_row
    return TierMatrix(
        cells=_cells(
            indicator_states(figures.values_at(thresholds), thresholds, exempted), sheet.listed
        ),
        low=_bytes(basic.met)[row],
        high=_bytes(basic.met + basic.missing)[row],
        quality_low=_bytes(quality.met)[row],
        quality_high=_bytes(quality.met + quality.missing)[row],
        gate=_bytes(np.where(profiles.gate < 0, 2, profiles.gate))[row],
        band=_BAND_CODE[worst - 1, best - 1][row],
        verdict=_bytes(scored.verdict)[row],
        flags=_bytes(flags)[row],
        scores=(ends / GRID).astype(np.float32)[row],
    )


def turned(now: TierMatrix, before: TierMatrix) -> Bools:
    """Return which cells changed their state, shape (n, columns)."""
    differs: Bools = (now.cells & 7) != (before.cells & 7)
    return differs


def moved(now: TierMatrix, before: TierMatrix) -> Bools:
    """Return who changed items met, band or verdict."""
    differs: Bools = (
        (now.low != before.low)
        | (now.high != before.high)
        | (now.band != before.band)
        | (now.verdict != before.verdict)
    )
    return differs


def _cells(states: NDArray[np.int8], listed: Listed) -> Codes:
    codes = np.zeros(states.shape, np.uint8)
    for state, code in CODES.items():
        codes[states == state] = code
    for items in listed:
        for item in items:
            if len(item) == 2:
                left, right = (deciding_order(states[:, side]) for side in item)
                codes[left > right, item[0]] += PALE
                codes[right > left, item[1]] += PALE
    return codes


def _bytes(array: NDArray[np.generic]) -> Codes:
    return array.astype(np.uint8)
