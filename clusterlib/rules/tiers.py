"""The three tiers of title（都、基地、乡三级）, clause 2.2.1."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum


class Tier(IntEnum):
    """A tier of title, highest first; the value is its position in every array of tiers."""

    CAPITAL = 0
    """都."""
    BASE = 1
    """基地（城、园、区）."""
    TOWNSHIP = 2
    """乡（镇、街）."""

    @property
    def id(self) -> str:
        """Identifier in tables and files: ``capital``, ``base`` or ``township``."""
        return self.name.lower()

    @property
    def term(self) -> str:
        """Official term: 都, 基地 or 乡."""
        return TERMS[self]


TERMS = {Tier.CAPITAL: "都", Tier.BASE: "基地", Tier.TOWNSHIP: "乡"}

_IDS = {tier.id: tier for tier in Tier}
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


def tier_of(text: str) -> Tier | None:
    """Return the tier that an id, a term or a title names, None where it names none or two.

    Examples
    --------
    >>> tier_of("乡（镇、街）"), tier_of("中国家具之都"), tier_of("产业基地")
    (<Tier.TOWNSHIP: 2>, <Tier.CAPITAL: 0>, <Tier.BASE: 1>)
    >>> tier_of("成都"), tier_of("都、基地")
    (None, None)
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if words.lower() in _IDS:
        return _IDS[words.lower()]
    words = re.sub("[·•・].*", "", words)  # 中国家具之都·样县
    if bracket := _BRACKETED.fullmatch(words):
        before, inside = bracket.groups()
        words = f"{before}、{inside}" if before else inside
    found = {_tier_named(word) for word in _ALTERNATIVES.split(words) if word}
    return found.pop() if len(found) == 1 else None


def _tier_named(word: str) -> Tier | None:
    """Return the tier of one word, such as 街道, 都级 or 中国皮革之都; None if it has none."""
    word = re.sub("级别?$", "", word)
    suffix = next((known for known in _LONGEST_FIRST if word.endswith(known)), None)
    if suffix is None or word[0] in "不非未":
        return None
    is_title = word == suffix or word.startswith("中国") or _UNMISTAKABLE.search(suffix)
    return _WORDS[suffix] if is_title else None
