"""An association's standard（行业标准）: thresholds of three tiers, dated, each with its source.

Clause 1.1: each association writes its own; it applies only after the federation has
approved and filed it, so every result names the standard's status.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from clusterlib.errors import ParameterError
from clusterlib.rules.indicators import COUNTED, PRINTED, Catalogue, Indicator, Section
from clusterlib.rules.scheme import Scheme
from clusterlib.rules.scoresheet import Items, Listed, Readings, ScoreSheet
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import Unit, convert

SCHEME = "light-industry-2022"
"""Id of the score sheet that standards are written for（打分表）."""
STATUS_TERMS = {"draft": "草稿", "submitted": "已报送", "filed": "已备案"}
SOURCE_TERMS = {
    "article": "条款",
    "standard": "标准",
    "statistics": "统计",
    "agreement": "商议",
    "reading": "读法",
}
"""Kinds of source（依据）of a threshold, with their Chinese terms."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from（依据）."""

    kind: str
    ref: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DatedValues:
    """Thresholds of the three tiers from a day on.

    Parameters
    ----------
    start : date
        First day（生效日）.
    values : tuple of Decimal, length 3
        Thresholds（达标值）, highest tier first, in the unit of the `Threshold`.
    source : Source
        Where they come from.
    places : tuple of str, length 3
        File and line, or sheet and cell, of each value; blank where they were read of none.
    """

    start: date
    values: tuple[Decimal, Decimal, Decimal]
    source: Source
    places: tuple[str, str, str] = field(default=("", "", ""), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One indicator of a standard: dated thresholds, or an exemption with its reason.

    Parameters
    ----------
    indicator : str
        Id of the indicator.
    unit : Unit or None
        Unit of the values; None for an exemption.
    dated : tuple of DatedValues
        Start days increasing; empty for an exemption.
    exempt : str
        Why the item does not apply to this industry（免）; blank otherwise.
    """

    indicator: str
    unit: Unit | None = None
    dated: tuple[DatedValues, ...] = ()
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a saved scenario carries: who, why, from what, changing what."""

    author: str
    reason: str
    parent: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard with all its days.

    Parameters
    ----------
    industry, term : str
        Id and Chinese name of the industry.
    issuer : str
        The association; 示例 for an example.
    status : {"draft", "submitted", "filed"}
        草稿, 已报送, 已备案.
    thresholds : tuple of Threshold
        In the order of the catalogue.
    readings : tuple of (str, str)
        Overrides of the regulation's readings.
    draft : Draft or None
        Provenance of a saved scenario.
    file : str
        Name of the file it was read from.
    scheme : str
        Id of the score sheet that it is written for.
    elements : tuple of str
        Elements of names（智能…）whose adjusted indicators it switches on, clause 2.2.3.
    own : tuple of Scheme
        Editions of that score sheet, oldest first; none for the regulation's own.
    catalogue : Catalogue
        Indicators of every array that goes with it.
    """

    industry: str
    term: str
    issuer: str
    status: str
    thresholds: tuple[Threshold, ...]
    readings: tuple[tuple[str, str], ...] = ()
    draft: Draft | None = None
    file: str = ""
    scheme: str = SCHEME
    elements: tuple[str, ...] = ()
    own: tuple[Scheme, ...] = field(default=(), hash=False, repr=False)
    catalogue: Catalogue = field(default=PRINTED, repr=False)

    def names(self, industry: str) -> bool:
        """Return whether a row's industry names this standard, by id or term."""
        return industry in (self.industry, self.term)

    def threshold(self, indicator: str) -> Threshold | None:
        """Return what the standard says of an indicator, or None where it leaves it out."""
        return next((found for found in self.thresholds if found.indicator == indicator), None)

    def first_days(self) -> dict[str, date]:
        """Return the first day of each indicator that is not exempt."""
        return {
            threshold.indicator: min(dated.start for dated in threshold.dated)
            for threshold in self.thresholds
            if threshold.dated
        }

    def on(self, day: date) -> StandardOnDay:
        """Return the standard as it stands on a day.

        Raises
        ------
        ParameterError
            If an indicator has no value on that day.
        """
        self._check_in_force(day)
        blank = (None,) * len(self.catalogue)
        values: list[tuple[Decimal, Decimal, Decimal] | None] = list(blank)
        stated: list[tuple[Threshold, DatedValues] | None] = list(blank)
        exempt = [""] * len(self.catalogue)
        for threshold in self.thresholds:
            position = self.catalogue.position[threshold.indicator]
            if threshold.exempt:
                exempt[position] = threshold.exempt
                continue
            in_force = [dated for dated in threshold.dated if dated.start <= day][-1]
            target = self.catalogue.indicators[position].unit
            assert threshold.unit is not None
            capital, base, township = (
                convert(value, threshold.unit, target) for value in in_force.values
            )
            values[position] = (capital, base, township)
            stated[position] = (threshold, in_force)
        return StandardOnDay(self, day, tuple(values), tuple(exempt), tuple(stated))

    def _check_in_force(self, day: date) -> None:
        first = self.first_days()
        late = [name for name in first if first[name] > day]
        if late:
            label = self.catalogue.label_of(late[0])
            others = f"等{len(late)}项" if len(late) > 1 else ""
            raise ParameterError(
                self.file or self.term,
                f"{late[0]}（{label}）{others}在{day.isoformat()}没有达标值",
                f"{max(first.values()).isoformat()}起的日期",
                "请用 --on 指定较晚的日期，或补上那时的达标值",
            )


@dataclass(frozen=True, slots=True)
class StandardOnDay:
    """A standard on one day: a plain value, one entry per indicator of the catalogue.

    Parameters
    ----------
    standard : Standard
        Where it comes from.
    day : date
        The day.
    values : tuple, one per column
        Thresholds of the three tiers in the unit of the score sheet, or None where the
        standard exempts the indicator or leaves it out.
    exempt : tuple of str, one per column
        Reason of an exemption, blank where there is none.
    stated : tuple, one per column
        The threshold as stated, with its unit, start day and source.
    """

    standard: Standard
    day: date
    values: tuple[tuple[Decimal, Decimal, Decimal] | None, ...]
    exempt: tuple[str, ...]
    stated: tuple[tuple[Threshold, DatedValues] | None, ...]

    @property
    def catalogue(self) -> Catalogue:
        """Indicators that its entries are of."""
        return self.standard.catalogue

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """Thresholds as float64, shape (3, columns), nan where there is none; exact to compare."""
        columns = [(np.nan,) * 3 if value is None else value for value in self.values]
        return np.array([[float(v) for v in column] for column in columns]).T

    @property
    def exempted(self) -> NDArray[np.bool_]:
        """Exempt indicators, shape (columns,)."""
        return np.array([bool(reason) for reason in self.exempt])

    def within(self, sheet: ScoreSheet) -> StandardOnDay:
        """Return the standard with what is on a score sheet alone."""
        if len(sheet.columns) == len(self.catalogue):
            return self
        kept = [position in sheet.columns for position in range(len(self.catalogue))]
        return replace(
            self,
            values=tuple(v if k else None for v, k in zip(self.values, kept, strict=True)),
            exempt=tuple(v if k else "" for v, k in zip(self.exempt, kept, strict=True)),
            stated=tuple(v if k else None for v, k in zip(self.stated, kept, strict=True)),
        )

    def value(self, indicator: str, tier: Tier) -> Decimal | None:
        """Return the threshold of an indicator at a tier, in the unit of the score sheet."""
        values = self.values[self.catalogue.position[indicator]]
        return None if values is None else values[tier]


def check_complete(standard: Standard, listed: Listed, terms: Sequence[str]) -> None:
    """Check that every item of a score sheet has a side listed or exempt, and no section none.

    Raises
    ------
    ParameterError
        Naming the item, or the section.
    """
    for term, items in zip(terms, listed, strict=False):
        for item in items:
            sides = [standard.catalogue.indicators[position] for position in item]
            found = [standard.threshold(side.id) for side in sides]
            if not any(found):
                raise ParameterError(
                    standard.file,
                    f"没有{_names(sides)}的达标值",
                    "三级达标值，或免评并写理由",
                )
        if exempt_items(standard, items) == len(items):
            raise ParameterError(
                standard.file,
                f"“{term}”各项全部免评",
                "至少一项有达标值",
            )


def exempt_items(standard: Standard, items: Items) -> int:
    """Return how many of a section's items have no side that is listed（免评项）."""
    stated = {found.indicator for found in standard.thresholds if not found.exempt}
    known = standard.catalogue.indicators
    return sum(not any(known[position].id in stated for position in item) for item in items)


def refused_drops(standard: Standard, sheet: ScoreSheet) -> Iterator[tuple[Section, str, str]]:
    """Yield sections whose exempt items may not all leave the count: found and expected.

    A band above the lowest would begin below one item.
    """
    for section, items, counted in zip(COUNTED, sheet.listed, sheet.counted, strict=True):
        dropped = exempt_items(standard, items)
        if dropped > counted.most_dropped:
            yield (
                section,
                f"免评{dropped}项都不计入项数，则较高的档不到1项就达到",
                f"至多免评{counted.most_dropped}项，或免评项计为达标",
            )


def check_dropped(standard: Standard, sheet: ScoreSheet, readings: Readings) -> None:
    """Check that a standard states each item of a sheet, and how exempt ones may be counted.

    Raises
    ------
    ParameterError
        Naming the item or the section.
    """
    check_complete(standard, sheet.listed, sheet.terms)
    if readings.exempt != "drops_item":
        return
    for section, found, expected in refused_drops(standard, sheet):
        raise ParameterError(
            standard.file or standard.term,
            f"读法 exempt=drops_item 不适用：“{sheet.term(section)}”{found}",
            expected,
            "请改用 exempt=counts_as_met，或核对免评的项",
        )


def _names(indicators: list[Indicator]) -> str:
    return "或".join(f"{indicator.id}（{indicator.label}）" for indicator in indicators)
