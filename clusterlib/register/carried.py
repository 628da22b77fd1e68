"""What an annual return says of the items of the score sheet（年报能判的项）, and by how much.

A return carries some of the items only, and some through a figure that stands for another:
营业收入 for 主营业务收入, 利润总额 by it for the margin, 科研投入 by it for the intensity. Valid
invention patents are part of the valid patents, so they can show an item met, never failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from clusterlib.rules.annual import BASES, MARKET_SHARE, SHARE_BASIS, ReturnFigure
from clusterlib.rules.indicators import INDICATORS, ITEMS
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import Tier

Figures = Mapping[str, ReturnFigure]
_SAME = ("exports", "enterprises", "above_scale_enterprises", "employees")
AT_LEAST = frozenset({"valid_patents"})
"""Items of which a return gives a lower bound only."""
STANDS_FOR = {
    "main_revenue": "营业收入作主营业务收入",
    "profit_margin": "利润总额÷营业收入",
    "rd_intensity": "科研投入÷营业收入",
    "valid_patents": "有效期内发明专利作有效期内专利的下限",
}
"""What a return's own figures stand in for, to be said wherever an item rests on one."""


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """One item of section one as a return shows it at the tier of the title.

    Parameters
    ----------
    indicator : str
        Id of the side of the item that decides it.
    state : {"met", "not_met", "exempt", "missing"}
    value, threshold : Decimal or None
        In the unit of the score sheet.
    """

    indicator: str
    state: str
    value: Decimal | None = None
    threshold: Decimal | None = None


def carried_by(figures: Figures) -> dict[str, Decimal]:
    """Return the figures of the score sheet that a return gives, by indicator."""
    numbers = {line: figure.number for line, figure in figures.items()}
    found = {line: numbers[line] for line in _SAME if numbers.get(line) is not None}
    revenue = numbers.get("revenue")
    if revenue is not None:
        found["main_revenue"] = revenue
    for indicator, part in (("profit_margin", "profit"), ("rd_intensity", "rd_spending")):
        if revenue and (own := numbers.get(part)) is not None:
            found[indicator] = (own / revenue * 100).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    basis = figures.get(SHARE_BASIS)
    if basis and basis.value == BASES[0] and numbers.get(MARKET_SHARE) is not None:
        found[MARKET_SHARE] = numbers[MARKET_SHARE]
    if numbers.get("invention_patents") is not None:
        found["valid_patents"] = numbers["invention_patents"]
    return {indicator: value for indicator, value in found.items() if value is not None}


def items_of(
    values: Mapping[str, Decimal], standard: StandardOnDay, tier: Tier
) -> tuple[CarriedItem, ...]:
    """Return the thirteen items of section one as some figures show them, in their order."""
    found = []
    for item in ITEMS["basic"]:
        sides = [_side(INDICATORS[position].id, values, standard, tier) for position in item]
        listed = [side for side in sides if side is not None]
        order = ("met", "missing", "not_met", "exempt")
        counted = [side for side in listed if side.state != "exempt"] or listed
        found.append(min(counted, key=lambda side: order.index(side.state)))
    return tuple(found)


def _side(
    indicator: str, values: Mapping[str, Decimal], standard: StandardOnDay, tier: Tier
) -> CarriedItem | None:
    """Return one side of an item; None where the standard leaves it out."""
    threshold = standard.value(indicator, tier)
    if threshold is None:
        position = [known.id for known in INDICATORS].index(indicator)
        return CarriedItem(indicator, "exempt") if standard.exempt[position] else None
    value = values.get(indicator)
    if value is None:
        return CarriedItem(indicator, "missing", None, threshold)
    state = "met" if value >= threshold else "not_met"
    if state == "not_met" and indicator in AT_LEAST:
        state = "missing"
    return CarriedItem(indicator, state, value, threshold)
