"""States of the counted items（达标、未达标、缺项、免评）, clauses A1.3.basic and A1.3.quality."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import Bools, Bytes, Floats
from clusterlib.rules.scoresheet import Items, Readings

NOT_MET, MET, EXEMPT, MISSING, LEFT_OUT = 0, 1, 2, -1, -2
STATE_IDS = {
    NOT_MET: "not_met",
    MET: "met",
    EXEMPT: "exempt",
    MISSING: "missing",
    LEFT_OUT: "left_out",  # one side of an 或 of which the standard says nothing
}

# Met decides before missing, that before not met, exempt and left out; by state as index.
_ORDER = np.array([2, 0, 3, 4, 1])
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


Sides = tuple[tuple[int, ...], ...]
"""Of each item of a section the positions of the indicators that decide it; none: exempt."""


def sides_of(items: Items, thresholds: Floats, exempted: Bools) -> Sides:
    """Return the sides of each item that a standard does not exempt and has a threshold for.

    Parameters
    ----------
    items : tuple of tuple of int
        Of a counted section, as the score sheet lists them.
    thresholds : float64 array, shape (columns,)
        Thresholds of the tier, nan where the standard has none.
    exempted : bool array, shape (columns,)
        Indicators that the standard exempts.
    """
    is_left = ~(np.isnan(thresholds) | exempted)
    return tuple(tuple(side for side in item if is_left[side]) for item in items)


def count_items(
    sides: Sides, values: Floats, blank: Bools, thresholds: Floats, readings: Readings
) -> ItemCounts:
    """Count the items of a section that are met and missing, at one tier.

    Parameters
    ----------
    sides : tuple of tuple of int
        As `sides_of` gives them for the tier.
    values : float64 array, shape (n, columns)
        Figures, nan where missing.
    blank : bool array, shape (n, columns)
        Where they are missing; the same at every tier.
    thresholds : float64 array, shape (columns,)
        Thresholds of the tier.
    readings : Readings
        ``missing`` and ``exempt`` are used.
    """
    met = np.zeros(len(values), np.int8)
    missing = np.zeros(len(values), np.int8)
    for item in filter(None, sides):
        item_met, item_missing = _judge(item, values, blank, thresholds)
        # Seen as the bytes they are: to add them as truth values takes four times as long.
        met += item_met.view(np.int8)
        missing += item_missing.view(np.int8)
    if _BLANK_COUNTS_AS_NOT_MET[readings.missing]:
        missing[:] = 0
    exempt = sides.count(())
    dropped = exempt if readings.exempt == "drops_item" else 0
    met += np.int8(exempt - dropped)
    return ItemCounts(met, missing, dropped)


def item_states(
    items: Items, values: Floats, thresholds: Floats, exempted: Bools, readings: Readings
) -> Bytes:
    """Return the state of each item of a section, int8, shape (n, items).

    Parameters as in `sides_of` and `count_items`; states are `MET`, `NOT_MET`, `MISSING`,
    `EXEMPT`.
    """
    sides, blank = sides_of(items, thresholds, exempted), np.isnan(values)
    states = np.full((len(values), len(sides)), EXEMPT, np.int8, order="F")
    for column, item in enumerate(sides):
        if item:
            item_met, item_missing = _judge(item, values, blank, thresholds)
            states[:, column] = item_met
            if not _BLANK_COUNTS_AS_NOT_MET[readings.missing]:
                states[:, column][item_missing] = MISSING
    return states


def indicator_states(values: Floats, thresholds: Floats, exempted: Bools) -> Bytes:
    """Return the state of each single indicator, int8, shape (n, columns).

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
    states : int8 array, shape (columns,)
        States of the single indicators.
    """
    order = deciding_order(states)
    return min(item, key=lambda position: int(order[position]))


def deciding_order(states: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return by state how soon a side decides its item: of two the lower one does."""
    return _ORDER[states]


def _judge(
    sides: tuple[int, ...], values: Floats, blank: Bools, thresholds: Floats
) -> tuple[Bools, Bools]:
    """Return who meets an item and who lacks the figure."""
    first, *others = sides
    met = values[:, first] >= thresholds[first]
    missing = blank[:, first]
    for side in others:
        met |= values[:, side] >= thresholds[side]
        missing = missing | blank[:, side]
    if others:
        missing &= ~met
    return met, missing
