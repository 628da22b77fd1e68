"""The tiers of title（级别）, clause 2.2.1: as the score sheet of a day names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import ClassVar


class Tier(int):
    """A tier of title; as a number it is its position in every array of tiers, highest first.

    Parameters
    ----------
    position : int
        From 0.
    id : str
        Identifier in tables and files.
    term : str
        Official term, as printed everywhere.
    """

    id: str
    term: str
    CAPITAL: ClassVar[Tier]
    BASE: ClassVar[Tier]
    TOWNSHIP: ClassVar[Tier]

    def __new__(cls, position: int, id: str, term: str) -> Tier:  # noqa: D102
        tier = super().__new__(cls, position)
        tier.id, tier.term = id, term
        return tier

    def __getnewargs__(self) -> tuple[int, str, str]:  # type: ignore[override]
        """Return what a copy in another process is made of."""
        return int(self), self.id, self.term

    def __repr__(self) -> str:
        """Name the tier by its id."""
        return f"Tier({self.id})"

    def named(self, term: str) -> Tier:
        """Return the tier under another official term."""
        return Tier(int(self), self.id, term)


Tiers = tuple[Tier, Tier, Tier]

TIERS: Tiers = (Tier(0, "capital", "都"), Tier(1, "base", "基地"), Tier(2, "township", "乡"))
"""As the regulation of 2022 names them."""
Tier.CAPITAL, Tier.BASE, Tier.TOWNSHIP = TIERS

# What a title ends in: alone, behind 中国, or, where no place is called so, behind any words.
_SUFFIXES = {
    Tier.CAPITAL: ("都", "之都"),
    Tier.BASE: ("城", "园", "区", "基地", "名城", "园区", "产业园", "集聚区", "示范区"),
    Tier.TOWNSHIP: (
        "乡",
        "镇",
        "街",
        "乡镇",
        "街道",
        "名镇",
        "名乡",
        "重镇",
        "专业镇",
        "特色小镇",
    ),
}
_UNMISTAKABLE = re.compile("之都|基地|名城|园区|产业园|名镇|名乡|重镇|专业镇|小镇")
_ALTERNATIVES = re.compile("[、,/;和或及]")
_BRACKETED = re.compile(r"(.*?)\(([^()]*?)等?\)")
_WORDS = {suffix: tier for tier, suffixes in _SUFFIXES.items() for suffix in suffixes}
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)


def tier_of(text: str, tiers: Iterable[Tier] = TIERS) -> Tier | None:
    """Return the tier that an id, a term or a title names, None where it names none or two.

    Parameters
    ----------
    text : str
        As written.
    tiers : iterable of Tier
        As they are called on the day.

    Examples
    --------
    >>> tier_of("乡（镇、街）"), tier_of("中国家具之都"), tier_of("产业基地")
    (Tier(township), Tier(capital), Tier(base))
    >>> tier_of("成都"), tier_of("都、基地")
    (None, None)
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    for tier in tiers:
        if words.lower() == tier.id or words == unicodedata.normalize("NFKC", tier.term):
            return tier
    words = re.sub("[·•・].*", "", words)  # 中国家具之都·样县
    if bracket := _BRACKETED.fullmatch(words):
        before, inside = bracket.groups()
        words = f"{before}、{inside}" if before else inside
    named = {_tier_named(word, tiers) for word in _ALTERNATIVES.split(words) if word}
    return named.pop() if len(named) == 1 else None


def _tier_named(word: str, tiers: Iterable[Tier]) -> Tier | None:
    """Return the tier of one word, such as 街道, 都级 or 中国皮革之都; None if it has none."""
    word = re.sub("级别?$", "", word)
    called = next((tier for tier in tiers if word == tier.term), None)
    if called is not None:
        return called
    suffix = next((known for known in _LONGEST_FIRST if word.endswith(known)), None)
    if suffix is None or word[0] in "不非未":
        return None
    is_title = word == suffix or word.startswith("中国") or _UNMISTAKABLE.search(suffix)
    return next((tier for tier in tiers if is_title and tier == _WORDS[suffix]), None)


def terms_of(tiers: Iterable[Tier]) -> str:
    """Return what the tiers are called, in one line."""
    return "、".join(tier.term for tier in tiers)


def tier_with(id: str, tiers: Iterable[Tier] = TIERS) -> Tier:
    """Return the tier of an id."""
    return next(tier for tier in tiers if tier.id == id)
