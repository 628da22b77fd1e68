"""Numbers as a reader sees them（数字写法）: exact, plain, grouped by thin spaces."""

from __future__ import annotations

from decimal import Decimal

from clusterlib.rules.points import points_text
from clusterlib.rules.units import Unit, convert
from clusterlib.scoring.explanation import Interval

THIN = "\u202f"
"""Narrow no-break space between groups of three digits."""
MINUS = "−"
_ESTIMATE_DECIMALS = 2


def number_text(value: Decimal) -> str:
    """Return a figure without exponent or trailing zeros, digits in groups of three.

    Examples
    --------
    >>> number_text(Decimal("37370.50")).replace(THIN, "_"), number_text(Decimal("-0.1"))
    ('37_370.5', '−0.1')
    """
    text = plain(abs(value))
    whole, point, decimals = text.partition(".")
    sign = MINUS if value < 0 else ""
    return f"{sign}{int(whole):,}".replace(",", THIN) + point + decimals


def signed_text(value: Decimal) -> str:
    """Return a difference with its sign; zero has none."""
    return f"+{number_text(value)}" if value > 0 else number_text(value)


def plain(value: Decimal) -> str:
    """Return a decimal without exponent, grouping or trailing zeros.

    Examples
    --------
    >>> plain(Decimal("1E+4")), plain(Decimal("52.50"))
    ('10000', '52.5')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit(value: Decimal, source: Unit, target: Unit) -> str:
    """Return a figure converted exactly and written."""
    return number_text(convert(value, source, target))


def estimate_text(steps: int) -> str:
    """Return a point estimate with at most two decimals, rounded down.

    An estimate below the pass mark never reads as the mark.
    """
    whole, point, decimals = points_text(steps).partition(".")
    kept = decimals[:_ESTIMATE_DECIMALS].rstrip("0")
    return whole + (point + kept if kept else "")


def interval_text(interval: Interval) -> str:
    """Return an interval of points; an end that is out of reach carries its sign.

    Examples
    --------
    >>> from clusterlib.rules.points import on_grid
    >>> interval_text(Interval(on_grid(70), on_grid(92), lower_open=True))
    '>70–92'
    >>> interval_text(Interval(on_grid(12), on_grid(68), upper_open=True))
    '12–<68'
    """
    lower, upper = points_text(interval.lower), points_text(interval.upper)
    if interval.lower == interval.upper:
        return lower
    above, below = ">" if interval.lower_open else "", "<" if interval.upper_open else ""
    return f"{above}{lower}–{below}{upper}"


def inequality_text(interval: Interval, what: str) -> str:
    """Return an interval as a double inequality, such as ``46≤总得分≤96``."""
    lower, upper = points_text(interval.lower), points_text(interval.upper)
    if interval.lower == interval.upper:
        return f"{what} {lower}"
    below = "<" if interval.lower_open else "≤"
    above = "<" if interval.upper_open else "≤"
    return f"{lower}{below}{what}{above}{upper}"


def range_text(lowest: int, highest: int) -> str:
    """Return a count that may be a range, such as ``10–11``."""
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


def added(first: Interval, second: Interval) -> Interval:
    """Return the sum of two sections."""
    return Interval(
        first.lower + second.lower,
        first.upper + second.upper,
        first.lower_open or second.lower_open,
        first.upper_open or second.upper_open,
    )
