"""Values that a file stores, as the text of a cell.

Numbers that are stored in binary become text at fifteen significant digits; percentages
become what the cell shows.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

MOST_DIGITS = 15
"""Significant digits of a figure; up to here a decimal and its float64 determine each other."""


class Stored(str):
    """A number that a file stores in binary with more digits than count."""

    __slots__ = ()


def stored_text(number: float | int) -> str:
    """Return a number that is stored in binary at fifteen significant digits, without exponent.

    A longer whole number keeps its digits, since it may be an identifier; read as a
    figure it is rounded to fifteen.

    Examples
    --------
    >>> stored_text(0.1 + 0.2), stored_text(12.0), stored_text(1e-7)
    ('0.3', '12', '0.0000001')
    """
    whole = number == number // 1  # not so for nan and infinity
    text = str(int(number)) if whole else format(number, f".{MOST_DIGITS}g")
    if "e" in text:
        text = format(Decimal(text), "f")
    return Stored(text) if len(text) > MOST_DIGITS and "." not in text else text


def plain(number: Decimal) -> str:
    """Return a decimal without exponent and without zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def text_of_value(value: Any, *, is_percent: bool = False) -> str:
    """Return a value that a file stores as the text of a cell."""
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        text = stored_text(value)
        return plain(Decimal(text).scaleb(2)) if is_percent else text
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)
