"""States of the counted items（达标、未达标、缺项、免评）, clauses A1.3.basic and A1.3.quality."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.rules.indicators import INDICATORS, ITEMS, POSITION, Section
from clusterlib.rules.scoresheet import Readings
from clusterlib.scoring.figures import Bools, Bytes, Floats

NOT_MET, MET, EXEMPT, MISSING, LEFT_OUT = 0, 1, 2, -1, -2
STATE_IDS = {
    NOT_MET: "not_met",
    MET: "met",
    EXEMPT: "exempt",
    MISSING: "missing",
    LEFT_OUT: "left_out",  # one side of an 或 of which the standard says nothing
}

_BLANK_COUNTS_AS_NOT_MET = {"unknown": False, "not_met": True}


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """Counts of one section's items.

    Parameters
    ----------
    met, missing : int8 array, shape (n,)
        Items met (exempt ones included unless they leave the count) and items without a
        figure.
    dropped : int
        Items that leave the count under the reading ``exempt: drops_item``.
    """

    met: Bytes
    missing: Bytes
    dropped: int

    def at(self, rows: NDArray[np.int32]) -> ItemCounts:
        """Return the counts of some rows."""
        return ItemCounts(self.met[rows], self.missing[rows], self.dropped)


def count_items(
    section: Section, values: Floats, thresholds: Floats, exempted: Bools, readings: Readings
) -> ItemCounts:
    """Count the items of a section that are met and missing, at one tier.

    Parameters
    ----------
    section : {"basic", "quality"}
        A counted section.
    values : float64 array, shape (n, 20)
        Figures, nan where missing.
    thresholds : float64 array, shape (20,)
        Thresholds of the tier, nan where the standard has none.
    exempted : bool array, shape (20,)
        Indicators that the standard exempts.
    readings : Readings
        ``missing`` and ``exempt`` are used.
    """
    met = np.zeros(len(values), np.int8)
    missing = np.zeros(len(values), np.int8)
    exempt = 0
    for item in ITEMS[section]:
        judged = _judge(item, values, thresholds, exempted)
        if judged is None:
            exempt += 1
            continue
        item_met, item_missing = judged
        met += item_met
        missing += item_missing
    if _BLANK_COUNTS_AS_NOT_MET[readings.missing]:
        missing[:] = 0
    dropped = exempt if readings.exempt == "drops_item" else 0
    met += np.int8(exempt - dropped)
    return ItemCounts(met, missing, dropped)


def item_states(
    section: Section, values: Floats, thresholds: Floats, exempted: Bools, readings: Readings
) -> Bytes:
    """Return the state of each item of a section, int8, shape (n, items).

    Parameters as in `count_items`; states are `MET`, `NOT_MET`, `MISSING`, `EXEMPT`.
    """
    items = ITEMS[section]
    states = np.full((len(values), len(items)), EXEMPT, np.int8, order="F")
    for column, item in enumerate(items):
        judged = _judge(item, values, thresholds, exempted)
        if judged is not None:
            item_met, item_missing = judged
            states[:, column] = item_met
            if not _BLANK_COUNTS_AS_NOT_MET[readings.missing]:
                states[:, column][item_missing] = MISSING
    return states


def indicator_states(values: Floats, thresholds: Floats, exempted: Bools) -> Bytes:
    """Return the state of each single indicator, int8, shape (n, 20).

    The two sides of an 或 are judged each for itself; a side of which the standard says
    nothing is `LEFT_OUT`.
    """
    states = np.where(values >= thresholds, MET, NOT_MET).astype(np.int8)
    states[np.isnan(values)] = MISSING
    states[:, np.isnan(thresholds)] = LEFT_OUT
    states[:, exempted] = EXEMPT
    return states


def deciding_side(item: tuple[int, ...], states: NDArray[np.int8]) -> int:
    """Return the position of the side that decides an item of one applicant.

    Parameters
    ----------
    item : tuple of int
        Positions of the item's indicators.
    states : int8 array, shape (20,)
        States of the single indicators.
    """
    order = {MET: 0, MISSING: 1, NOT_MET: 2, EXEMPT: 3, LEFT_OUT: 4}
    return min(item, key=lambda position: order[int(states[position])])


def item_of(indicator: str) -> tuple[Section, int]:
    """Return section and position of the item that an indicator belongs to."""
    found = INDICATORS[POSITION[indicator]]
    return found.section, found.item - 1


def _judge(
    item: tuple[int, ...], values: Floats, thresholds: Floats, exempted: Bools
) -> tuple[Bools, Bools] | None:
    """Return who meets an item and who lacks the figure; None where no side is left."""
    sides = [side for side in item if not np.isnan(thresholds[side]) and not exempted[side]]
    if not sides:
        return None
    met = values[:, sides[0]] >= thresholds[sides[0]]
    missing = np.isnan(values[:, sides[0]])
    for side in sides[1:]:
        met |= values[:, side] >= thresholds[side]
        missing |= np.isnan(values[:, side])
    if len(sides) > 1:
        missing &= ~met
    return met, missing
