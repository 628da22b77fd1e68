"""Texts that a spreadsheet would run as a formula（公式）are written so that it does not.

In a CSV one apostrophe stands before them. This is the only rule of it: every CSV that is
written goes through `guarded`, every CSV that is read through `unguarded`.
"""

from __future__ import annotations

import re

FORMULA_SIGNS = "=+-@\t\r'"
"""A text that begins with one of them gets an apostrophe, one that begins with that too."""

TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False}
"""Options of XlsxWriter under which `write` makes no formula or link of a text."""

_NEITHER_TEXT_NOR_FORMULA = re.compile(r"-(?:(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?)?")
"""A number, and the sign for a blank."""


def guarded(text: str) -> str:
    """Return a cell as it is written to a CSV.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'=1+1"), guarded("-12.5"), guarded("-"), guarded("样县")
    ("'=1+1", "''=1+1", '-12.5', '-', '样县')
    """
    if text[:1] in FORMULA_SIGNS and text and not _NEITHER_TEXT_NOR_FORMULA.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """Return a cell of a CSV without the apostrophe that stands before a formula's sign.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'-1"), unguarded("'样县'")
    ('=1+1', "'=1+1", '-1', "'样县'")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_SIGNS and text[1:] else text
