"""Flags of a title that look at others in force（同地同业、同名异地）, clauses 2.2.4 and 2.2.5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from clusterlib.register.names import region_key


class Neighbour(NamedTuple):
    """What the flags that look at other titles need of a title in force.

    Parameters
    ----------
    title_id, region, industry : str
    product : tuple of str or None
        Product and suffix as they are compared; None where the name is in no known form.
    """

    title_id: str
    region: str
    industry: str
    product: tuple[str, str] | None


def neighbour_flags(
    neighbours: Iterable[Neighbour], aliases: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the flags that name other titles in force, by title.

    Parameters
    ----------
    neighbours : iterable of Neighbour
    aliases : mapping of key to key
        Former places to later ones.
    """
    by_place: dict[tuple[str, str], list[str]] = {}
    by_product: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for title_id, region, industry, product in neighbours:
        place = region_key(region, aliases)
        if place and industry:
            by_place.setdefault((place, industry), []).append(title_id)
        if place and product:
            by_product.setdefault(product, []).append((title_id, place))
    flags: dict[str, list[str]] = {}
    for group in by_place.values():
        if len(group) > 1:
            named = [(other, f"same_region_industry:{other}") for other in sorted(group)]
            for title_id in group:
                others = [flag for other, flag in named if other != title_id]
                flags.setdefault(title_id, []).extend(others)
    for pairs in by_product.values():
        if len({place for _, place in pairs}) > 1:
            told = [(place, f"same_title_elsewhere:{other}") for other, place in sorted(pairs)]
            for title_id, own in pairs:
                others = [flag for place, flag in told if place != own]
                flags.setdefault(title_id, []).extend(others)
    return flags
