"""Names of titles（称号名称）: parsed, composed and compared, clauses 2.2.2 to 2.2.5."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from clusterlib.rules.tiers import Tier
from clusterlib.rules.titles import TitleRules

_PREFIX = "中国"
_DOT = "·"
_DOTS = str.maketrans(dict.fromkeys("・•．‧･∙⋅", _DOT))
_ANY_DOT = re.compile("[·・•．‧･∙⋅]")
_REGION_ENDS = "省市县区镇乡"


@dataclass(frozen=True, slots=True)
class TitleName:
    """A name in its parts: 中国 + elements + product + 之 + suffix + dot + region.

    Parameters
    ----------
    elements : tuple of str
        Name elements（命名元素）that stand before the product.
    product : str
        The product as written.
    of : str
        ``之`` or nothing.
    suffix : str
        Last word, such as 都 or 生产基地.
    tier : Tier
        The tier that the suffix claims.
    dot, region : str
        The dot as written and the region; both blank where the name has none.
    """

    elements: tuple[str, ...]
    product: str
    of: str
    suffix: str
    tier: Tier
    dot: str
    region: str

    def text(self) -> str:
        """Return the name; it is the text that was parsed."""
        elements = "".join(self.elements)
        return f"{_PREFIX}{elements}{self.product}{self.of}{self.suffix}{self.dot}{self.region}"

    def claimed(self, rules: TitleRules) -> tuple[str, ...]:
        """Return the elements that the name claims (2.2.3), before or after the product."""
        behind = tuple(element for element in rules.elements if self.product.endswith(element))
        return self.elements + behind


def parse_name(text: str, rules: TitleRules) -> TitleName | None:
    """Return the parts of a name, or None where it is not in the form of clause 2.2.2.

    The longest suffix counts, and elements are taken as long as a product is left.
    """
    body, dot, region = _parted(text)
    known = _longest_first(tuple(rules.suffixes))
    suffix = next((word for word in known if body.endswith(word)), "")
    if not body.startswith(_PREFIX) or not suffix or (dot and not region):
        return None
    product = body[len(_PREFIX) : -len(suffix)]
    of = "之" if product.endswith("之") else ""
    product = product.removesuffix("之")
    elements = []
    while element := next(
        (word for word in rules.elements if product.startswith(word) and product != word), ""
    ):
        elements.append(element)
        product = product[len(element) :]
    if not product:
        return None
    return TitleName(tuple(elements), product, of, suffix, rules.suffixes[suffix], dot, region)


def region_key(region: str, aliases: Mapping[str, str]) -> str:
    """Return a region as it is compared: a place renamed or merged is its later name.

    Parameters
    ----------
    region : str
        As written; width, spaces, dots and 省市县区镇乡 at its end are ignored.
    aliases : mapping of key to key
        From events `renamed`: the former place to the later one.
    """
    key, seen = _compared(region), set()
    while key in aliases and key not in seen:
        seen.add(key)
        key = aliases[key]
    return key


def name_key(text: str) -> tuple[str, str]:
    """Return a title's name as it is compared: its body, and its region as `region_key`."""
    body, _, region = _parted(text)
    return _normalised(body), _compared(region)


def region_in(text: str) -> str:
    """Return the region that a name has behind its dot, blank where it has none."""
    return _parted(text)[2]


def alias_of(former: str, later: str) -> tuple[str, str] | None:
    """Return former and later place as keys, or None where they are one anyway."""
    pair = _compared(former), _compared(later)
    return pair if all(pair) and pair[0] != pair[1] else None


def product_key(name: TitleName) -> tuple[str, str]:
    """Return product and suffix as they are compared (2.2.5)."""
    return _normalised(name.product), _normalised(name.suffix)


@lru_cache(maxsize=16)
def _longest_first(suffixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(suffixes, key=len, reverse=True))


def _parted(text: str) -> tuple[str, str, str]:
    found = _ANY_DOT.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


@lru_cache(maxsize=65536)
def _normalised(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.translate(_DOTS)).split()).replace(_DOT, "")


def _compared(region: str) -> str:
    key = _normalised(region)
    return key[:-1] if len(key) > 1 and key[-1] in _REGION_ENDS else key
