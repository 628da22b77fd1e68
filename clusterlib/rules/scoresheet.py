"""The score sheet of the regulation on one day（评价体系打分表）, Annex 1, three.

A plain frozen value: bands, knots, pass mark, rank limits and readings. Files of the
regulation become one of these in `clusterlib.rule_files.regulation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from clusterlib.errors import RuleError
from clusterlib.rules.indicators import (
    COUNTED,
    ITEMS,
    PRINTED,
    SECTION_TERMS,
    SECTIONS,
    Catalogue,
    Section,
)
from clusterlib.rules.points import Band as Band
from clusterlib.rules.scheme import Scheme
from clusterlib.rules.tiers import TIERS, Tier, Tiers

READING_NAMES = (
    "gate",
    "ranks",
    "missing",
    "exempt",
    "points_within_band",
    "entry",
    "outcome",
    "panel_missing",
)
"""The named readings（读法）, in the order in which results list them."""


@dataclass(frozen=True, slots=True)
class CountedSection:
    """A section whose band follows from a count of items met.

    Parameters
    ----------
    maximum : int
        Full points in grid steps.
    items : int
        Number of items.
    bands : tuple of Band
        Lowest first; `least` increasing from 0.
    knots : tuple of (int, int)
        Count and grid steps through which the even estimate runs, counts increasing.
    """

    maximum: int
    items: int
    bands: tuple[Band, ...]
    knots: tuple[tuple[int, int], ...]

    @classmethod
    def evenly(cls, items: int, bands: tuple[Band, ...]) -> CountedSection:
        """Return the section of these bands whose estimate runs evenly through each of them."""
        knots = []
        for band, last in zip(
            bands, (*(above.least - 1 for above in bands[1:]), items), strict=True
        ):
            steps = last - band.least + band.lower_open + band.upper_open
            for count in range(band.least, last + 1):
                share = Fraction(count - band.least + band.lower_open, steps or 1)
                knots.append((count, int(band.lower + share * (band.upper - band.lower))))
        return cls(bands[-1].upper, items, bands, tuple(knots))

    def lowered(self, dropped: int) -> CountedSection:
        """Return the section with `dropped` items out of the count (reading exempt: drops_item).

        Limits of bands and knots fall by as many, not below zero; of two knots at one
        count the higher holds.
        """
        bands: dict[int, Band] = {}
        for band in self.bands:
            least = max(band.least - dropped, 0)
            bands[least] = replace(band, least=least)
        knots = dict(sorted((max(count - dropped, 0), steps) for count, steps in self.knots))
        return replace(
            self,
            items=self.items - dropped,
            bands=tuple(bands.values()),
            knots=tuple(knots.items()),
        )

    @property
    def most_dropped(self) -> int:
        """Items that may leave the count, so that no band above the lowest begins at none."""
        return min(band.least for band in self.bands[1:]) - 1

    def even_points(self, count: int) -> int:
        """Return the even estimate at a count, in grid steps."""
        knots = self.knots
        for (low, low_steps), (high, high_steps) in pairwise(knots):
            if low <= count <= high:
                slope = Fraction(high_steps - low_steps, high - low)
                steps = low_steps + slope * (count - low)
                if steps.denominator != 1:
                    raise RuleError(
                        "knots", f"the line at {count} items is not exact", "denominators up to 8"
                    )
                return steps.numerator
        raise RuleError("knots", f"no line at {count} items", f"0 to {self.items}")

    def band_of(self, count: int) -> Band:
        """Return the band that a count selects."""
        return next(band for band in reversed(self.bands) if count >= band.least)


@dataclass(frozen=True, slots=True)
class GradedSection:
    """A section whose band follows from the panel's grade（好、较好、一般）.

    Parameters
    ----------
    maximum : int
        Full points in grid steps.
    bands : tuple of Band
        Average, fair, good: `least` 0, 1, 2, as in `Figures.grades`.
    even : tuple of int
        Even estimate per grade, in grid steps, same order.
    """

    maximum: int
    bands: tuple[Band, ...]
    even: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """Named readings of what the text leaves open（读法）."""

    gate: str
    ranks: str
    missing: str
    exempt: str
    points_within_band: str
    entry: str
    outcome: str
    panel_missing: str

    def with_values(self, values: Mapping[str, str]) -> Readings:
        """Return the readings with some values replaced; `ScoreSheet` checks values."""
        return replace(self, **dict(values))

    def text(self) -> str:
        """Return ``name=value; …`` in the order of `READING_NAMES`."""
        return "; ".join(f"{name}={getattr(self, name)}" for name in READING_NAMES)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """One reading: its allowed values with their Chinese wording, and why ours is the default.

    Parameters
    ----------
    name, term : str
        Identifier and Chinese name.
    options : tuple of (str, str)
        Value and what it means, the default first.
    clause, reason : str
        The clause that leaves the point open, and why the default was chosen.
    """

    name: str
    term: str
    options: tuple[tuple[str, str], ...]
    clause: str
    reason: str

    def wording(self, value: str) -> str:
        """Return what a value means, in Chinese."""
        return dict(self.options)[value]


Items = tuple[tuple[int, ...], ...]
Listed = tuple[Items, Items]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """All that scoring needs of the regulation on a day.

    Parameters
    ----------
    on : str
        ISO day.
    basic, quality : CountedSection
    government, policy : GradedSection
    pass_mark : int
        In grid steps.
    rank_limits : tuple of int
        Per tier, highest tier first.
    least_years : int
        Years of industry development that an applicant needs.
    reading_options : tuple of ReadingOptions
        In the order of `READING_NAMES`.
    tiers : tuple of Tier
        As they are called on that day, highest first.
    listed : tuple of tuple of tuple of int, length 2
        Per counted section, per item the positions of the indicators that decide it; two
        where the sheet prints 或.
    catalogue : Catalogue
        What those positions, and the columns of every array of figures, stand for.
    terms : tuple of str, length 4
        Printed titles of the sections.
    own : Scheme or None
        The score sheet of an association（评价体系）that it is; None for the regulation's own.
    """

    on: str
    basic: CountedSection
    quality: CountedSection
    government: GradedSection
    policy: GradedSection
    pass_mark: int
    rank_limits: tuple[int, int, int]
    least_years: int
    reading_options: tuple[ReadingOptions, ...]
    tiers: Tiers = TIERS
    listed: Listed = (ITEMS["basic"], ITEMS["quality"])
    catalogue: Catalogue = PRINTED
    terms: tuple[str, ...] = tuple(SECTION_TERMS.values())
    own: Scheme | None = field(default=None, hash=False)

    def term(self, section: Section) -> str:
        """Return the printed title of a section."""
        return self.terms[SECTIONS.index(section)]

    @property
    def columns(self) -> tuple[int, ...]:
        """Positions of the indicators on the sheet, in the order of the catalogue."""
        return tuple(sorted(side for items in self.listed for item in items for side in item))

    def item_of(self, position: int) -> tuple[Section, int] | None:
        """Return section and number of the item that an indicator decides, None off the sheet."""
        return next(
            (
                (section, number)
                for section, items in zip(COUNTED, self.listed, strict=True)
                for number, item in enumerate(items, 1)
                if position in item
            ),
            None,
        )

    def is_other_side(self, position: int) -> bool:
        """Return whether an indicator stands behind the 或 of its item."""
        return any(position in item[1:] for items in self.listed for item in items)

    @property
    def counted(self) -> tuple[CountedSection, CountedSection]:
        """The two counted sections."""
        return self.basic, self.quality

    @property
    def graded(self) -> tuple[GradedSection, GradedSection]:
        """The two graded sections."""
        return self.government, self.policy

    def readings(self, *overrides: Mapping[str, str]) -> Readings:
        """Return the default readings with overrides, the later ones stronger.

        Raises
        ------
        RuleError
            If a name or a value is unknown.
        """
        chosen = {option.name: option.options[0][0] for option in self.reading_options}
        for values in overrides:
            for name, value in values.items():
                self._check_reading(name, value)
                chosen[name] = value
        return Readings(**chosen)

    def _check_reading(self, name: str, value: str) -> None:
        options = {option.name: dict(option.options) for option in self.reading_options}
        if name not in options:
            raise RuleError("读法", f"没有读法“{name}”", f"{'、'.join(options)}之一")
        if value not in options[name]:
            known = "、".join(options[name])
            raise RuleError(f"读法 {name}", f"没有取值“{value}”", f"{known}之一")

    def rank_limit(self, tier: Tier) -> int:
        """Return the rank limit of a tier, clause 2.2.1."""
        return self.rank_limits[tier]
