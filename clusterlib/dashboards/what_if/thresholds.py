"""The table of thresholds as an analyst types it（达标值 20×3）: texts, values, marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from itertools import product

import numpy as np

from clusterlib.applicants.figures import Floats
from clusterlib.intake.cells.values import read_figure, squeezed
from clusterlib.problems import REASONS
from clusterlib.rules.indicators import PRINTED, Catalogue, Indicator
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import TIERS, Tier, Tiers
from clusterlib.rules.units import Unit, convert, shift_between
from clusterlib.sheets.stored import plain

_WAYS = {False: ("高", "增"), True: ("低", "减")}
THIN_SPACE = "\u2009"

Cell = tuple[int, Tier]
Texts = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said of one cell: an error leaves the cell's former value in use."""

    text: str
    error: bool


@dataclass(frozen=True, slots=True)
class ThresholdTable:
    """Thresholds of all tiers, as typed and as used.

    Parameters
    ----------
    units : tuple of Unit, length 20
        Unit in which each row is typed: the standard's own.
    values : tuple, length 20
        Per indicator three values in `units`, or None where the standard has none.
    typed : tuple of (cell, text)
        Cells whose text could not be used; their former value stays in use.
    tiers : tuple of Tier
        As they are called on that day.
    catalogue : Catalogue
        Indicators of the rows.
    """

    units: tuple[Unit, ...]
    values: tuple[tuple[Decimal, Decimal, Decimal] | None, ...]
    typed: tuple[tuple[Cell, str], ...] = ()
    tiers: Tiers = TIERS
    catalogue: Catalogue = PRINTED

    @classmethod
    def of(cls, standard: StandardOnDay, tiers: Tiers = TIERS) -> ThresholdTable:
        """Return the table of a standard on a day."""
        units: list[Unit] = []
        values: list[tuple[Decimal, Decimal, Decimal] | None] = []
        for indicator, stated in zip(standard.catalogue.indicators, standard.stated, strict=True):
            unit = stated[0].unit if stated else None
            units.append(unit or indicator.unit)
            values.append(stated[1].values if stated else None)
        return cls(tuple(units), tuple(values), tiers=tiers, catalogue=standard.catalogue)

    @property
    def thresholds(self) -> Floats:
        """Values in the unit of the score sheet as float64, shape (3, 20)."""
        rows = []
        for indicator, unit, values in zip(
            self.catalogue.indicators, self.units, self.values, strict=True
        ):
            shift = shift_between(unit, indicator.unit)
            rows.append(
                [np.nan] * 3
                if values is None
                else [float(value.scaleb(shift)) for value in values]
            )
        return np.array(rows).T

    def applied_to(self, standard: StandardOnDay) -> StandardOnDay:
        """Return the standard with these thresholds, in the units of the score sheet."""
        values: list[tuple[Decimal, Decimal, Decimal] | None] = []
        for found, unit, indicator in zip(
            self.values, self.units, self.catalogue.indicators, strict=True
        ):
            if found is None:
                values.append(None)
                continue
            capital, base, township = (convert(v, unit, indicator.unit) for v in found)
            values.append((capital, base, township))
        return replace(standard, values=tuple(values))

    def indicator(self, cell: Cell) -> Indicator:
        """Return whose threshold a cell holds."""
        return self.catalogue.indicators[cell[0]]

    def cells(self) -> Iterator[Cell]:
        """Return all cells, row by row."""
        return product(range(len(self.values)), self.tiers)

    def value(self, cell: Cell) -> Decimal | None:
        """Return the value in use of a cell, in the standard's unit."""
        values = self.values[cell[0]]
        return None if values is None else values[cell[1]]

    def text(self, cell: Cell) -> str:
        """Return what stands in a cell: the text as typed where it cannot be used."""
        value = self.value(cell)
        return dict(self.typed).get(cell, "" if value is None else plain(value))

    def with_value(self, cell: Cell, value: Decimal) -> ThresholdTable:
        """Return the table with one value changed."""
        column, tier = cell
        values = self.values[column]
        assert values is not None
        capital, base, township = (
            value if place == tier else old for place, old in enumerate(values)
        )
        return replace(
            self,
            values=(*self.values[:column], (capital, base, township), *self.values[column + 1 :]),
            typed=tuple(pair for pair in self.typed if pair[0] != cell),
        )

    def with_text(self, cell: Cell, text: str) -> ThresholdTable:
        """Return the table with one cell typed over; an unusable text keeps the value."""
        if self.value(cell) is None or squeezed(text) == squeezed(self.text(cell)):
            return self
        value, problem = read_figure(text, self.indicator(cell), self.units[cell[0]])
        if value is None or (problem and problem.severity == "error"):
            rest = tuple(pair for pair in self.typed if pair[0] != cell)
            return replace(self, typed=(*rest, (cell, text.strip())))
        shift = shift_between(self.indicator(cell).unit, self.units[cell[0]])
        return self.with_value(cell, value.scaleb(shift))

    def with_texts(self, texts: Mapping[Cell, str]) -> ThresholdTable:
        """Return the table with some cells typed over."""
        table = self
        for cell, text in texts.items():
            table = table.with_text(cell, text)
        return table

    def changed_from(self, other: ThresholdTable) -> tuple[Cell, ...]:
        """Return the cells whose value in use differs."""
        if self.values == other.values:
            return ()
        return tuple(cell for cell in self.cells() if self.value(cell) != other.value(cell))

    def marks(self, parent: ThresholdTable) -> dict[Cell, Mark]:
        """Return what is to be said of cells: texts, order of tiers, size beside the parent."""
        marks: dict[Cell, Mark] = {}
        for cell in self.cells():
            value, before = self.value(cell), parent.value(cell)
            if value is None:
                continue
            if value != before and _thousandfold(value, before):
                marks[cell] = Mark(f"与原稿 {grouped(before)} 相差1000倍以上，请核对单位", False)
            above = self.value((cell[0], self.tiers[cell[1] - 1])) if cell[1] else None
            at_most = self.indicator(cell).at_most
            if above is not None and (value < above if at_most else value > above):
                higher, (word, way) = self.tiers[cell[1] - 1].term, _WAYS[at_most]
                marks[cell] = Mark(
                    f"{word}于{higher}的 {grouped(above)}，各级应依次不{way}", False
                )
        for cell, text in self.typed:
            why = _why(text, self.indicator(cell), self.units[cell[0]])
            said = f"“{text}”{why}，仍按 {grouped(self.value(cell))} 计算"
            marks[cell] = Mark(said, True)
        return marks


def grouped(value: Decimal | None) -> str:
    """Return a number with thin spaces by thousands."""
    if value is None:
        return ""
    whole, point, rest = plain(value).partition(".")
    sign = "−" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-') or 0):,}".replace(",", THIN_SPACE) + point + rest


def distance_text(value: Decimal, threshold: Decimal, *, at_most: bool = False) -> str:
    """Return the distance to a threshold; a shortfall is never rounded to nothing."""
    gap = threshold - value if at_most else value - threshold
    text = ("+" if gap > 0 else "") + grouped(gap) if gap else "0"
    if threshold and gap:
        share = (gap / abs(threshold) * 100).quantize(
            Decimal("0.1"), rounding=ROUND_UP if gap < 0 else ROUND_DOWN
        )
        text += f"（{'+' if gap > 0 else '−'}{abs(share)}%）"
    return text


def block_of(text: str) -> list[list[str]]:
    """Return a block copied from Excel as rows of cells."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return [line.split("\t") for line in lines]


def pasted(
    table: ThresholdTable, block: list[list[str]], at: Cell, place: str
) -> tuple[ThresholdTable, int, int]:
    """Return the table with a block typed in from a cell on, cells used, and cells left over.

    In the row of the header one pasted row or column runs along the indicators; otherwise
    rows of the block are indicators and columns are tiers.
    """
    if place == "head" and 1 in (len(block), max(map(len, block), default=0)):
        block = [[text] for row in block for text in row]
    used = left_over = 0
    for down, row in enumerate(block):
        for across, text in enumerate(row):
            column, tier = at[0] + down, at[1] + across
            if not text.strip():
                continue
            if (
                column >= len(table.values)
                or tier >= len(table.tiers)
                or table.value((column, table.tiers[tier])) is None
            ):
                left_over += squeezed(text) not in ("免", "—", "-")
                continue
            table = table.with_text((column, table.tiers[tier]), text)
            used += 1
    return table, used, left_over


def _thousandfold(value: Decimal, before: Decimal | None) -> bool:
    if not value or not before:
        return False
    ratio = abs(value / before)
    return ratio >= 1000 or ratio * 1000 <= 1


def _why(text: str, indicator: Indicator, unit: Unit) -> str:
    _, problem = read_figure(text, indicator, unit)
    if problem is None:
        return "没有数"
    return REASONS[problem.code][0]
