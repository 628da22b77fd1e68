"""The distribution of one indicator among the cohort, and lines to move（达标值的线）."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterlib.analysis.moves import TierMatrix
from clusterlib.dashboards.what_if.thresholds import ThresholdTable, grouped
from clusterlib.rules.indicators import Indicator
from clusterlib.rules.units import shift_between

SINGLE_DOTS = 60
"""Up to so many figures each have a dot; more are stacked as counts."""
BINS = 72
_MET, _NOT_MET = 1, 0
_TO_NOT_MET, _TO_MET = 2, 3


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear or a logarithmic axis in the standard's unit."""

    low: float
    high: float
    is_log: bool

    def fraction(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return positions along the axis, 0 to 1."""
        if self.is_log:
            with np.errstate(divide="ignore", invalid="ignore"):
                at = np.log(values / self.low) / np.log(self.high / self.low)
        else:
            at = (values - self.low) / (self.high - self.low)
        inside: NDArray[np.float64] = np.clip(np.nan_to_num(at, nan=0.0, neginf=0.0), 0.0, 1.0)
        return inside

    def value(self, fraction: float) -> float:
        """Return the value at a position."""
        if self.is_log:
            return float(self.low * (self.high / self.low) ** fraction)
        return float(self.low + fraction * (self.high - self.low))

    def ticks(self) -> list[float]:
        """Return round values along the axis."""
        if self.is_log:
            powers = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
            steps = (1, 2, 5) if self.high / self.low < 1e4 else (1,)
            marks = [step * 10.0**power for power in powers for step in steps]
        else:
            raw = (self.high - self.low) / 6
            power = 10.0 ** floor(log10(raw))
            step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw)
            marks = [step * k for k in range(ceil(self.low / step), floor(self.high / step) + 1)]
        return [mark for mark in marks if self.low <= mark <= self.high]


def axis_of(values: NDArray[np.float64], thresholds: NDArray[np.float64]) -> Axis:
    """Return an axis on which all figures and all lines have room."""
    known = np.concatenate([values[~np.isnan(values)], thresholds[~np.isnan(thresholds)]])
    if not len(known):
        return Axis(0.0, 1.0, False)
    low, high = float(known.min()), float(known.max())
    if low > 0 and high / low > 20:
        margin = (high / low) ** 0.05
        return Axis(low / margin, high * margin, True)
    margin = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return Axis(low - margin if low < 0 or low > margin else 0.0, high + margin, False)


def rounded(value: float, indicator: Indicator, axis: Axis) -> Decimal:
    """Return a dragged value at a round step: halves of the second digit, whole for counts."""
    step = step_at(value, indicator, axis)
    steps = (Decimal(repr(value)) / step).to_integral_value()
    return max(steps * step, Decimal(0)) if not indicator.signed else steps * step


def step_at(value: float, indicator: Indicator, axis: Axis) -> Decimal:
    """Return the step by which a line moves at a value."""
    if axis.is_log:
        power = floor(log10(max(abs(value), axis.low)))
        step = Decimal(5).scaleb(power - 2)
    else:
        power = floor(log10((axis.high - axis.low) / 100))
        step = Decimal(1).scaleb(power) * (5 if (axis.high - axis.low) / 10**power > 500 else 1)
    return max(step, Decimal(1)) if indicator.is_count else step


def in_unit_of(
    table: ThresholdTable, column: int, values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return figures of a column in the standard's unit."""
    shift = shift_between(table.indicator((column, table.tiers[0])).unit, table.units[column])
    return values[:, column] * 10.0**shift


def dots_of(
    axis: Axis, figures: NDArray[np.float64], now: NDArray[np.uint8], before: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], bool]:
    """Return what is drawn, shape (m, 5), and whether it is stacked counts instead of dots.

    Parameters
    ----------
    axis : Axis
        The axis.
    figures : float64 array, shape (n,)
        Figures in the axis' unit, nan where missing.
    now, before : uint8 array, shape (n,)
        States of the cells, as in `TierMatrix.cells`.
    """
    rows = np.flatnonzero(~np.isnan(figures))
    kinds = np.where((now & 7) == 1, _MET, _NOT_MET)
    kinds = np.where(
        (now & 7) != (before & 7), np.where(kinds == _MET, _TO_MET, _TO_NOT_MET), kinds
    )[rows]
    at = axis.fraction(figures[rows])
    if len(rows) > SINGLE_DOTS:
        return _stacked(at, kinds), True
    levels = _levels(at)
    drawn = np.stack([at, np.zeros(len(rows)), kinds, levels, rows], axis=1)
    return drawn.astype(np.float32), False


def summary_table(
    column: int, table: ThresholdTable, now: Sequence[TierMatrix], before: Sequence[TierMatrix]
) -> list[dict[str, Any]]:
    """Return per tier the threshold, who meets it and who does not, the share."""
    lines = []
    for tier in table.tiers:
        met, was = (_count(side[tier], column, 1) for side in (now, before))
        unmet, was_unmet = (_count(side[tier], column, 0) for side in (now, before))
        lines.append(
            {
                "term": tier.term,
                "value": grouped(table.value((column, tier))) or "免",
                "met": f"{was}→{met}" if was != met else str(met),
                "unmet": f"{was_unmet}→{unmet}" if was_unmet != unmet else str(unmet),
                "metChanged": was != met,
                "missing": str(_count(now[tier], column, 3)),
                "share": share_text(met, unmet) + "%" if met + unmet else "—",
            }
        )
    return lines


def share_text(met: int, unmet: int) -> str:
    """Return the share that meets, in whole percent; 100 and 0 only where they are exact."""
    if not met + unmet:
        return "—"
    share = floor(100 * met / (met + unmet) + 0.5)
    if unmet:
        share = min(share, 99)
    return str(max(share, 1) if met else share)


def _count(matrix: TierMatrix, column: int, code: int) -> int:
    return int(np.count_nonzero((matrix.cells[:, column] & 7) == code))


def _levels(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how high each dot stands so that none covers another."""
    levels = np.zeros(len(at))
    placed: list[tuple[float, int]] = []
    for place in np.argsort(at, kind="stable"):
        taken = {level for x, level in placed[-12:] if at[place] - x < 1 / BINS}
        level = next(free for free in range(len(at)) if free not in taken)
        placed.append((at[place], level))
        levels[place] = level
    return levels


def _stacked(at: NDArray[np.float64], kinds: NDArray[np.int64]) -> NDArray[np.float32]:
    bins = np.minimum((at * BINS).astype(int), BINS - 1)
    counts = np.zeros((BINS, 4))
    np.add.at(counts, (bins, kinds), 1)
    top = counts.sum(axis=1).max()
    bars = []
    for place, by_kind in enumerate(counts):
        base = 0.0
        for kind in (_NOT_MET, _TO_NOT_MET, _TO_MET, _MET):
            if by_kind[kind]:
                height = by_kind[kind] / top
                bars.append((place / BINS, (place + 1) / BINS, kind, base, height))
                base += height
    return np.array(bars, np.float32)
