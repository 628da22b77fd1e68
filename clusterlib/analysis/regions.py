"""Regions that coincide（同一区域）: what exactly is the same in how two counties are written.

The regulation does not say how large a region is（区域）. So nothing is decided here: the
parts that coincide are named, and a reader judges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from clusterlib.applicants.figures import Cohort

Level = Literal["county", "city", "province", ""]

_PROVINCE = re.compile(r"^(?:北京|上海|天津|重庆)市|^.+?(?:特别行政区|自治区|省)")
_CITY = re.compile(r"^.+?(?:自治州|地区|盟|市)")
_BETWEEN = re.compile(r"[\s·,，、/／\-—–_]+")


@dataclass(frozen=True, slots=True)
class Region:
    """A region taken apart（省、市、县）; a part that is not written is blank."""

    province: str
    city: str
    county: str

    def down_to(self, level: Level) -> str:
        """Return the parts down to a level as one text; blank if that part is not written."""
        if level == "county":
            return self.province + self.city + self.county
        if level == "city":
            return self.province + self.city if self.city else ""
        return self.province if level == "province" else ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What some applicants have in common, clauses 2.2.4 and 2.2.5.

    Parameters
    ----------
    members : tuple of int
        Positions, two or more.
    level : {"county", "city", "province", ""}
        Smallest region that all have in common; blank if none is known to be.
    region : str
        That region.
    industry, product : str
        The industry, and the lead product, that all have in common; blank where not asked
        or not the same.
    """

    members: tuple[int, ...]
    level: Level
    region: str
    industry: str
    product: str


def region_of(text: str) -> Region:
    """Return province, city and the rest of a region as written.

    Examples
    --------
    >>> region_of("样省样市甲县")
    Region(province='样省', city='样市', county='甲县')
    >>> region_of("甲县")
    Region(province='', city='', county='甲县')
    """
    rest = _BETWEEN.sub("", text)
    parts = []
    for pattern in (_PROVINCE, _CITY):
        found = pattern.match(rest)
        parts.append(found[0] if found else "")
        rest = rest[len(parts[-1]) :]
    return Region(parts[0], parts[1], rest)


def shared_of(cohort: Cohort, positions: Sequence[int]) -> tuple[Shared, ...]:
    """Return what candidates have in common: region and industry, then lead product.

    Parameters
    ----------
    cohort : Cohort
        The applicants.
    positions : sequence of int
        Who is compared.

    Returns
    -------
    tuple of Shared
        Groups of one region and industry, the smallest region first; a larger region only
        where it takes in more of them. Then groups of one lead product. `members` are
        places in `positions`.

    References
    ----------
    二（二）4（2.2.4）: 同一区域同一行业原则上不可重复申请授名.
    """
    regions = [region_of(cohort.region[row]) for row in positions]
    industries = [cohort.industry[row].strip() for row in positions]
    products = [cohort.product[row].strip() for row in positions]
    found: list[Shared] = []
    levels: tuple[Level, ...] = ("county", "city", "province")
    for level in levels:
        keys = [
            (region.down_to(level), industry)
            for region, industry in zip(regions, industries, strict=True)
        ]
        for (region, industry), members in _groups(keys):
            if all(set(members) - set(smaller.members) for smaller in found):
                found.append(Shared(members, level, region, industry, ""))
    for (product,), members in _groups([(product,) for product in products]):
        level = _common_level([regions[member] for member in members])
        region = regions[members[0]].down_to(level)
        found.append(Shared(members, level, region, "", product))
    return tuple(found)


def _groups(keys: Sequence[tuple[str, ...]]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Return keys without a blank part that two or more have, with their places."""
    whole = [key for key in dict.fromkeys(keys) if all(key) and keys.count(key) > 1]
    return [(key, tuple(i for i, other in enumerate(keys) if other == key)) for key in whole]


def _common_level(regions: list[Region]) -> Level:
    levels: tuple[Level, ...] = ("county", "city", "province")
    for level in levels:
        texts = {region.down_to(level) for region in regions}
        if len(texts) == 1 and "" not in texts:
            return level
    return ""
