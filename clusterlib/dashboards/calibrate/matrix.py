"""What the matrix shows of a cohort at one tier, as arrays, and how rows are ordered."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clusterlib.analysis.bands import band_numbers
from clusterlib.rules.indicators import ITEMS
from clusterlib.rules.points import GRID
from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.scoring.figures import UNKNOWN, Bools, Figures, Floats
from clusterlib.scoring.items import (
    EXEMPT,
    LEFT_OUT,
    MET,
    MISSING,
    NOT_MET,
    indicator_states,
)
from clusterlib.scoring.profiles import profiles_of
from clusterlib.scoring.score import score_profiles
from clusterlib.scoring.sections import NO_POINTS

CODES = {NOT_MET: 0, MET: 1, EXEMPT: 2, MISSING: 3, LEFT_OUT: 4}
PALE, TURNED = 8, 16
SHOWN_WHOLE = 40
"""Up to so many applicants stand in one list; of more, movers and those near a limit first."""
BANDS = ("一档", "二档", "三档", "跨一二", "跨二三", "跨一三")
# Position in BANDS by the worst and the best band within reach.
_BAND_CODE = np.array([[0, 0, 0], [3, 1, 0], [5, 4, 2]], np.uint8)
VERDICTS = ("不符合", "未定", "符合")
GRADES = {"good": 2, "fair": 1, "average": 0, "none": UNKNOWN}

# By state as index, from -2: which side of an 或 decides, as `deciding_side` has it.
_RANK = np.array([2, 0, 3, 4, 1])

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Assumption:
    """What stands in for the panel（假定）: it is saved and printed with all made from it."""

    government: str = "fair"
    policy: str = "fair"
    points: str = "even"
    missing: str = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class TierMatrix:
    """n applicants at one tier, as shown.

    Parameters
    ----------
    cells : uint8 array, shape (n, 20)
        Codes of the single indicators, `PALE` added.
    low, high, quality_low, quality_high : uint8 array, shape (n,)
        Items met at least and at most.
    gate : uint8 array
        0 无, 1 有, 2 unanswered.
    band : uint8 array
        Position in `BANDS`.
    verdict : uint8 array
        Position in `VERDICTS`.
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


def assumed(figures: Figures, assumption: Assumption) -> Figures:
    """Return the figures with the assumed grades and without panel points."""
    n = len(figures)
    grades = np.empty((n, 2), np.int8)
    grades[:, 0] = GRADES[assumption.government]
    grades[:, 1] = GRADES[assumption.policy]
    return replace(figures, grades=grades, panel=np.full((n, 4), UNKNOWN, np.int64))


def assumed_readings(readings: Readings, assumption: Assumption) -> Readings:
    """Return the readings with the two that the assumption sets."""
    return readings.with_values(
        {"missing": assumption.missing, "points_within_band": assumption.points}
    )


def matrix_of(
    figures: Figures, thresholds: Floats, exempted: Bools, sheet: ScoreSheet, readings: Readings
) -> TierMatrix:
    """Score a cohort at one tier and return it as shown.

    Parameters
    ----------
    figures : Figures
        n applicants.
    thresholds : float64 array, shape (20,)
        Thresholds of the tier in the unit of the score sheet, nan where there is none.
    exempted : bool array, shape (20,)
        Indicators that the standard exempts.
    sheet : ScoreSheet
        The regulation of the day.
    readings : Readings
        Every reading, resolved.
    """
    profiles = profiles_of(figures, thresholds[np.newaxis], exempted, readings)[0]
    scored = score_profiles(profiles, sheet, readings)
    has_points = scored.points != NO_POINTS
    flags = scored.lower_open * 1 + scored.upper_open * 2 + has_points * 4
    ends = np.stack([scored.lower, scored.upper, np.where(has_points, scored.points, 0)], axis=1)
    best, worst = band_numbers(sheet.basic, profiles.basic_counts)
    basic, quality = profiles.basic_counts, profiles.quality_counts
    row = profiles.of_row
    return TierMatrix(
        cells=_cells(indicator_states(figures.values, thresholds, exempted)),
        low=_bytes(basic.met)[row], high=_bytes(basic.met + basic.missing)[row],
        quality_low=_bytes(quality.met)[row],
        quality_high=_bytes(quality.met + quality.missing)[row],
        gate=_bytes(np.where(profiles.gate < 0, 2, profiles.gate))[row],
        band=_BAND_CODE[worst - 1, best - 1][row],
        verdict=_bytes(scored.verdict)[row], flags=_bytes(flags)[row],
        scores=(ends / GRID).astype(np.float32)[row],
    )


def turned(now: TierMatrix, before: TierMatrix) -> Bools:
    """Return which cells changed their state, shape (n, 20)."""
    return (now.cells & 7) != (before.cells & 7)


def moved(now: TierMatrix, before: TierMatrix) -> Bools:
    """Return who changed items met, band or verdict."""
    return (
        (now.low != before.low) | (now.high != before.high)
        | (now.band != before.band) | (now.verdict != before.verdict)
    )


def shown_bytes(now: TierMatrix, before: TierMatrix) -> dict[str, bytes]:
    """Return the traits ``cells``, ``counts`` and ``scores`` of the widget."""
    counts = np.stack([
        now.low, now.high, before.low, before.high, now.quality_low, now.quality_high,
        now.gate, now.band, before.band, now.verdict, before.verdict,
        now.flags + 8 * moved(now, before),
    ], axis=1).astype(np.uint8)
    cells = now.cells + TURNED * turned(now, before).astype(np.uint8)
    return {"cells": cells.tobytes(), "counts": counts.tobytes(),
            "scores": now.scores.tobytes()}


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Rows as displayed, and where a new group begins: label parts are counted when shown."""

    rows: NDArray[np.int32]
    groups: tuple[tuple[str, int, int], ...]


def ordered(now: TierMatrix, before: TierMatrix, limits: tuple[int, ...]) -> Order:
    """Return rows by items met, in bands; of many, movers and those near a limit first.

    Parameters
    ----------
    limits : tuple of int
        Least counts of the bands above the lowest, such as (8, 11).
    """
    by_items = np.lexsort((np.arange(len(now)), -now.high.astype(int), -now.low.astype(int)))
    if len(now) <= SHOWN_WHOLE:
        key = np.digitize(now.low, limits)
        names = ("三档", "二档", "一档")[: len(limits) + 1]
        parts = [(names[k], by_items[key[by_items] == k]) for k in range(len(limits), -1, -1)]
    else:
        near = np.zeros(len(now), bool)
        for limit in limits:
            near |= (now.high >= limit - 1) & (now.low <= limit)
        move = moved(now, before)
        parts = [
            ("变动", by_items[move[by_items]]),
            ("临界", by_items[(near & ~move)[by_items]]),
            ("其余", by_items[(~near & ~move)[by_items]]),
        ]
    groups, start = [], 0
    for name, rows in parts:
        if len(rows):
            groups.append((name, start, len(rows)))
            start += len(rows)
    return Order(np.concatenate([rows for _, rows in parts]).astype(np.int32), tuple(groups))


def band_limits(sheet: ScoreSheet) -> tuple[int, ...]:
    """Return the least counts of the bands above the lowest, ascending."""
    return tuple(band.least for band in sheet.basic.bands[1:])


def _cells(states: NDArray[np.int8]) -> Codes:
    codes = np.zeros(states.shape, np.uint8)
    for state, code in CODES.items():
        codes[states == state] = code
    for items in ITEMS.values():
        for item in items:
            if len(item) == 2:
                left, right = (_RANK[states[:, side]] for side in item)
                codes[left > right, item[0]] += PALE
                codes[right > left, item[1]] += PALE
    return codes


def _bytes(array: NDArray[np.generic]) -> Codes:
    return array.astype(np.uint8)
