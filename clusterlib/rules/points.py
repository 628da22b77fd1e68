"""Points（分）as exact whole numbers.

A section's points are sums, ends of bands and straight lines through knots. All of them
are whole multiples of one 21·10¹⁵th of a point: every decimal with up to fifteen places,
and every fraction with a denominator of up to eight. So sums and comparisons with the
pass mark are exact in 64-bit integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from clusterlib.errors import RuleError

GRID = 21 * 10**15
"""Grid steps in one point; a total of 100 points is below 2⁶³."""

MOST_DECIMALS = 15
"""Decimals that a panel's points may have."""


def on_grid(points: Decimal | Fraction | int) -> int:
    """Return points as grid steps.

    Raises
    ------
    RuleError
        If the points do not lie on the grid.

    Examples
    --------
    >>> on_grid(Decimal("69.5")) + on_grid(Decimal("0.5")) == 70 * GRID
    True
    """
    steps = Fraction(points) * GRID
    if steps.denominator != 1:
        raise RuleError("points", f"{points} is not exact", "decimals of at most 15 places")
    return steps.numerator


@lru_cache(maxsize=65536)
def points_text(steps: int) -> str:
    """Return grid steps as a plain decimal, with ten decimals where the expansion does not end.

    Examples
    --------
    >>> points_text(on_grid(Decimal("52.50"))), points_text(on_grid(Fraction(10, 3)))
    ('52.5', '3.3333333333')
    """
    points = Fraction(steps, GRID)
    rest = points.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    places = 10 if rest != 1 else MOST_DECIMALS + 3
    whole = round(points * 10**places)
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}"
    return text.rstrip("0").rstrip(".") if rest == 1 else text


@dataclass(frozen=True, slots=True)
class Band:
    """One band of points（档）.

    Parameters
    ----------
    least : int
        Lowest count of met items that reaches the band; for graded sections the grade.
    lower, upper : int
        Ends in grid steps.
    lower_open, upper_open : bool
        Whether the end itself lies outside the band.
    """

    least: int
    lower: int
    upper: int
    lower_open: bool
    upper_open: bool


def band(least: int, lower: int, upper: int, open_end: str) -> Band:
    """Return a band from points; `open_end` is ``lower``, ``upper``, ``none`` or ``both``."""
    lower_open, upper_open = (open_end in (end, "both") for end in ("lower", "upper"))
    return Band(least, on_grid(lower), on_grid(upper), lower_open, upper_open)
