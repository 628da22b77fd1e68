"""The three tiers of title（都、基地、乡三级）, clause 2.2.1."""

from __future__ import annotations

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

_SPELLINGS = {
    **{tier.id: tier for tier in Tier},
    "都": Tier.CAPITAL,
    **dict.fromkeys(("基地", "城", "园", "区", "基地(城、园、区)"), Tier.BASE),
    **dict.fromkeys(("乡", "镇", "街", "乡(镇、街)"), Tier.TOWNSHIP),
}


def tier_of(text: str) -> Tier | None:
    """Return the tier that an id or a Chinese term names, or None where it names none."""
    return _SPELLINGS.get(text.strip())
