"""The matrix as the front end takes it: bytes per applicant, and the order of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.analysis.moves import TierMatrix, moved, turned
from clusterlib.rules.scoresheet import ScoreSheet

TURNED = 16
SHOWN_WHOLE = 40
"""Up to so many applicants stand in one list; of more, movers and those near a limit first."""
BANDS = ("一档", "二档", "三档", "跨一二", "跨二三", "跨一三")


def shown_bytes(now: TierMatrix, before: TierMatrix) -> dict[str, bytes]:
    """Return the traits ``cells``, ``counts`` and ``scores`` of the widget."""
    counts = np.stack(
        [
            now.low,
            now.high,
            before.low,
            before.high,
            now.quality_low,
            now.quality_high,
            now.gate,
            now.band,
            before.band,
            now.verdict,
            before.verdict,
            now.flags + 8 * moved(now, before),
        ],
        axis=1,
    ).astype(np.uint8)
    cells = now.cells + TURNED * turned(now, before).astype(np.uint8)
    return {"cells": cells.tobytes(), "counts": counts.tobytes(), "scores": now.scores.tobytes()}


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
