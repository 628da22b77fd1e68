"""Figures that look wrong beside their threshold（疑似单位错误）; flagged, never corrected."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from clusterlib.applicants.figures import Bools, Bytes, Floats
from clusterlib.rules.tiers import TIERS

_PLACES = 3
"""A thousand is three decimal places."""


def thousandfold(values: Floats, thresholds: Floats, applied: Bytes) -> Bools:
    """Return which figures are 1,000 times as large or as small as their threshold, or more.

    Zero is no wrong unit, and a sign is no size; both thresholds and figures of zero stay
    unflagged. Who has no readable tier has no threshold either.

    Parameters
    ----------
    values : float64 array, shape (n, 20)
        Figures, nan where missing.
    thresholds : float64 array, shape (3, 20)
        Thresholds of the three tiers, nan where the standard has none.
    applied : int8 array, shape (n,)
        Tier applied for, negative where it cannot be read.

    Returns
    -------
    bool array, shape (n, 20)

    Examples
    --------
    >>> figures = np.array([[100000.0], [99999.9], [0.1], [0.11], [0.0]])
    >>> flagged = thousandfold(figures, np.full((3, 1), 100.0), np.ones(5, np.int8))
    >>> flagged.ravel().tolist()
    [True, False, True, False, False]
    """
    largest, smallest = _shifted(thresholds, _PLACES), _shifted(thresholds, -_PLACES)
    flagged = np.zeros(values.shape, np.bool_)
    for tier in TIERS:
        rows = np.flatnonzero(applied == tier)
        if len(rows):
            sizes = np.abs(values[rows])
            flagged[rows] = (sizes >= largest[tier]) | ((sizes <= smallest[tier]) & (sizes > 0))
    return flagged


def _shifted(thresholds: Floats, places: int) -> Floats:
    """Return thresholds times a power of ten, exact; nan where none or zero."""
    shifted = np.full(thresholds.shape, np.nan)
    for index, threshold in np.ndenumerate(thresholds):
        if threshold > 0:
            shifted[index] = float(Decimal(f"{threshold:.15g}").scaleb(places))
    return shifted
