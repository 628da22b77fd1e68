"""Units of figures and their exact conversion.

Every unit of one kind differs from the others by a power of ten, so a conversion only
moves the decimal point: no digit is gained or lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from clusterlib.errors import RuleError


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit（单位）: its kind and its power of ten within the kind."""

    term: str
    kind: str
    power: int


UNITS = {
    unit.term: unit
    for unit in (
        Unit("元", "money", 0),
        Unit("万元", "money", 4),
        Unit("亿元", "money", 8),
        Unit("美元", "dollars", 0),
        Unit("万美元", "dollars", 4),
        Unit("亿美元", "dollars", 8),
        Unit("人", "people", 0),
        Unit("万人", "people", 4),
        Unit("个", "count", 0),
        Unit("%", "share", 0),
    )
}


def unit_of(text: str) -> Unit:
    """Return the unit that a text names.

    Raises
    ------
    RuleError
        If no such unit is known.
    """
    unit = UNITS.get(text.strip().replace("％", "%"))
    if unit is None:
        raise RuleError("单位", f"不认识的单位“{text}”", f"{'、'.join(UNITS)}之一")
    return unit


def shift_between(source: Unit, target: Unit) -> int:
    """Return the power of ten by which a figure in `source` is multiplied for `target`.

    Raises
    ------
    RuleError
        If the two units are of different kinds.
    """
    if source.kind != target.kind:
        raise RuleError("单位", f"{source.term}不能换算成{target.term}", "同类的单位")
    return source.power - target.power


def convert(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """Return `value` in another unit of the same kind, exactly.

    Examples
    --------
    >>> convert(Decimal("1.005"), UNITS["亿元"], UNITS["万元"])
    Decimal('1.005E+4')
    """
    return value.scaleb(shift_between(source, target))
