"""Values that a file stores, as the text of a cell.

Numbers that are stored in binary become text at fifteen significant digits.
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

    def strip(self, _: str | None = None, /) -> Stored:
        """Return the same text, which has no spaces."""
        return self


class Shown(str):
    """A number whose format adds the sign of a unit, such as 12.5% or ¥118.37.

    As a mere text it is no number, so that one who does not ask for its sign cannot take
    11837% for 11837.

    Parameters
    ----------
    text : str
        What the cell shows.
    number : str
        Its digits.
    sign : {"%", "¥", "$"}
        What the format adds.
    """

    __slots__ = ("number", "sign")
    number: str
    sign: str

    def __new__(cls, text: str, number: str = "", sign: str = "") -> Shown:
        """Return the text with its number."""
        self = super().__new__(cls, text)
        self.number, self.sign = number, sign
        return self

    def strip(self, _: str | None = None, /) -> Shown:
        """Return the same text, which has no spaces."""
        return self


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


def text_of_value(value: Any) -> str:
    """Return a value that a file stores as the text of a cell."""
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return stored_text(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)
