"""How far a figure is from its threshold（差距、占达标值）, in exact decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def gap(value: Decimal, threshold: Decimal, *, at_most: bool = False) -> Decimal:
    """Return figure minus threshold（差距）, both in one unit; negative where it falls short.

    Where the threshold is met from below, threshold minus figure.

    Examples
    --------
    >>> gap(Decimal("29.9"), Decimal("30"))
    Decimal('-0.1')
    """
    return threshold - value if at_most else value - threshold


def percent_of(value: Decimal, threshold: Decimal) -> int | None:
    """Return the figure in whole percent of its threshold（占达标值）, rounded down.

    So a figure below its threshold never reads 100 %. None for a threshold of zero or less.

    Examples
    --------
    >>> percent_of(Decimal("29.9"), Decimal("30")), percent_of(Decimal("30"), Decimal("30"))
    (99, 100)
    """
    if threshold <= 0:
        return None
    return floor(Fraction(value) * 100 / Fraction(threshold))


def shortfall(value: Decimal, threshold: Decimal, *, at_most: bool = False) -> Decimal | None:
    """Return how far a figure is from its threshold as a share of it, to sort by nearness.

    Negative where it falls short; None for a threshold of zero.

    Examples
    --------
    >>> shortfall(Decimal("29.4"), Decimal("30"))
    Decimal('-0.02')
    """
    return None if threshold == 0 else gap(value, threshold, at_most=at_most) / abs(threshold)
