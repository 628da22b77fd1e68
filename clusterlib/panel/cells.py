"""Cells of the panel's tables as they are kept, or why they cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

from clusterlib.errors import InputError
from clusterlib.panel.records import CHOICES
from clusterlib.register.dates import written_date
from clusterlib.rules.tiers import tier_of

_POINTS = re.compile(r"\d+(?:\.\d{1,2})?")
_NUMBER = re.compile(r"(?:第)?([1-9]\d*)(?:轮|条)?")
_BLANKS = ("", "—", "——", "-", "/")
_NUMERALS = {
    ("line", "section"): "一二三四",
    ("finding", "indicator"): "一二三四五六七八九十",
}
_AFTER_NUMERAL = re.compile(
    r"^(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]、|\d+[、.．])"
)


def value_of(kind: str, column: str, text: str, now: datetime) -> str:
    """Return a cell as it is kept: an id, a plain decimal, a whole number, UTC, or as written.

    Parameters
    ----------
    kind, column : str
        As in `clusterlib.panel.records.TABLES`.
    text : str
        The cell.
    now : datetime
        What 是 stands for where a sheet is locked or a round closed.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    stripped = text.strip()
    if plain(stripped) in _BLANKS:
        return ""
    if (kind, column) in CHOICES:
        return _choice(kind, column, stripped)
    if column in ("recorded", "locked", "closed"):
        return _moment(stripped, now, yes=column != "recorded")
    if column == "points":
        return _points(stripped)
    if column in ("round", "number"):
        match = _NUMBER.fullmatch(plain(stripped))
        if match is None:
            raise _refused(f"“{stripped}”不是序数", "1、2、3这样的整数")
        return match[1]
    if column in ("from_", "to"):
        return written_date(stripped)
    if column == "recommended_tier":
        tier = tier_of(stripped)
        if tier is None:
            raise _refused(f"认不出级别“{stripped}”", "都、基地、乡")
        return tier.id
    return stripped


def plain(text: str) -> str:
    """Return a text with full-width forms made half-width and without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _choice(kind: str, column: str, text: str) -> str:
    known = CHOICES[kind, column]
    bare = plain(text)
    numerals: Mapping[str, str] = dict(zip(_NUMERALS.get((kind, column), ""), known, strict=False))
    if bare in numerals:
        return numerals[bare]
    named = plain(_AFTER_NUMERAL.sub("", text))
    for value, term in known.items():
        if value in (bare, named) or plain(term) in (bare, named):
            return value
    raise _refused(f"认不出“{text}”", "、".join(known.values()))


def _points(text: str) -> str:
    bare = plain(text)
    if not _POINTS.fullmatch(bare):
        raise _refused(f"“{text}”不是得分", "不小于0、至多两位小数的数")
    whole, _, decimals = bare.partition(".")
    return f"{int(whole)}.{decimals}".rstrip("0").rstrip(".") if decimals else str(int(whole))


def _moment(text: str, now: datetime, *, yes: bool) -> str:
    if yes and text == "否":
        return ""
    if yes and text == "是":
        moment = now
    else:
        try:
            moment = datetime.fromisoformat(text.replace("/", "-"))
        except ValueError as error:
            expected = "2026-11-27T09:00:00Z 这样的时刻（UTC）"
            raise _refused(f"“{text}”不是时刻", expected + ("，或“是”" if yes else "")) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _refused(found: str, expected: str) -> InputError:
    return InputError("", found, expected)
