"""An explanation as plain values（得分依据）: from the total down to cell and clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterlib.applicants.evidence import Confirmation, Reported
from clusterlib.rules.indicators import SECTIONS, Indicator, Section
from clusterlib.rules.scoresheet import Band
from clusterlib.rules.standard import Source
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.rules.units import Unit

SECTION_CLAUSES: dict[Section, str] = {section: f"A1.3.{section}" for section in SECTIONS}
ROUTE_CLAUSES = {tier: f"2.2.1.{tier.id}" for tier in TIERS}
TOTAL_CLAUSE, THRESHOLD_CLAUSE, STANDARD_CLAUSE = "A1.3.note2", "A1.3.note1", "1.1"
YEARS_CLAUSE, VIOLATION_CLAUSE = "1.2.1a", "1.2.2-8"


@dataclass(frozen=True, slots=True)
class Interval:
    """Points as an interval（得分区间）, ends in grid steps."""

    lower: int
    upper: int
    lower_open: bool = False
    upper_open: bool = False


@dataclass(frozen=True, slots=True)
class FactTrace:
    """One figure or answer: what is scored, what was reported, what was verified.

    Parameters
    ----------
    column : str
        Id of the indicator or fact.
    value : Decimal or None
        What the scorer takes, in the unit of the score sheet; an answer as its code.
    written : str
        The cell as written, blank where nothing stands.
    reported : Reported or None
        The entry of the workbook（申报值）with sheet, cell, year and unit.
    confirmed : Confirmation or None
        The verified figure（核定值）, which the scorer takes instead.
    """

    column: str
    value: Decimal | None
    written: str = ""
    reported: Reported | None = None
    confirmed: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class ThresholdTrace:
    """One threshold（达标值）: exact, as stated, and where it is stated.

    Parameters
    ----------
    value : Decimal
        In the unit of the score sheet.
    stated : Decimal
        As stated, in `unit`.
    unit : Unit
        Unit of the standard.
    file : str
        File of the standard.
    start : date
        First day of the value（生效日）.
    source : Source
        Its source（依据）.
    """

    value: Decimal
    stated: Decimal
    unit: Unit
    file: str
    start: date
    source: Source


@dataclass(frozen=True, slots=True)
class SideTrace:
    """One indicator of an item; two where the sheet prints 或.

    Parameters
    ----------
    indicator : Indicator
        Of the catalogue.
    state : int
        `MET`, `NOT_MET`, `MISSING` or `EXEMPT`, of this side alone.
    figure : FactTrace
        What stands against the threshold.
    threshold : ThresholdTrace or None
        None for an exempt side.
    exempt : str
        Reason of the exemption, blank where there is none.
    """

    indicator: Indicator
    state: int
    figure: FactTrace
    threshold: ThresholdTrace | None
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class ItemTrace:
    """One counted item: its state, its sides, and which of them decides."""

    number: int
    state: int
    sides: tuple[SideTrace, ...]
    decides: int

    @property
    def deciding(self) -> SideTrace:
        """The side that decides the state."""
        return self.sides[self.decides]


@dataclass(frozen=True, slots=True)
class SectionTrace:
    """One section of the score sheet.

    Parameters
    ----------
    section : {"basic", "quality", "government", "policy"}
        Which one.
    clause : str
        Where the regulation states it.
    maximum : int
        Full points in grid steps.
    interval : Interval
        Its points.
    points : int or None
        Point estimate in grid steps.
    met, missing, dropped : int
        Counts of items; `dropped` under the reading ``exempt: drops_item``.
    bands : tuple of Band
        Lowest and highest band that the count or the grade selects; empty without either.
    items : tuple of ItemTrace
        Empty for a graded section.
    gates : tuple of FactTrace
        The three gates（后3项）, of section two only.
    gate : int
        State of the gates together, see `clusterlib.scoring.sections`.
    grade : FactTrace or None
        The panel's grade, of sections three and four.
    panel : FactTrace
        The panel's points, as written.
    refused : bool
        Whether those points are not allowed and were left out.
    settled : bool
        Whether those points settle the section: every count that missing figures leave open
        allows them, or one does and that is enough as read.
    """

    section: Section
    clause: str
    maximum: int
    interval: Interval
    points: int | None
    met: int
    missing: int
    dropped: int
    bands: tuple[Band, ...]
    items: tuple[ItemTrace, ...]
    gates: tuple[FactTrace, ...]
    gate: int
    grade: FactTrace | None
    panel: FactTrace
    refused: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class RouteTrace:
    """The rank test of a tier（名次条件）."""

    state: int
    limit: int
    ranks: tuple[FactTrace, FactTrace, FactTrace]
    claim: FactTrace
    exception: FactTrace | None
    clause: str


@dataclass(frozen=True, slots=True)
class TierTrace:
    """One applicant against the thresholds of one tier."""

    tier: Tier
    sections: tuple[SectionTrace, SectionTrace, SectionTrace, SectionTrace]
    total: Interval
    points: int | None
    verdict: int
    route: RouteTrace


@dataclass(frozen=True, slots=True)
class Explanation:
    """One applicant's score with all that it rests on.

    Parameters
    ----------
    applied : Tier or None
        Tier applied for（申报级别）; None where it is blank or cannot be read.
    assumed : Tier or None
        Tier that a blank one takes, for `outcome` alone; None where one is stated, readable
        or not.
    tiers : tuple of TierTrace, length 3
        Highest tier first.
    outcome : Tier or None
        Highest tier at or below the one applied for that is passed, route met（建议级别）.
    entry : int
        Both entry facts together, see `clusterlib.scoring.entry`.
    industry_years, major_violation : FactTrace
        The two entry facts; never part of the score.
    """

    applied: Tier | None
    assumed: Tier | None
    tiers: tuple[TierTrace, TierTrace, TierTrace]
    outcome: Tier | None
    entry: int
    industry_years: FactTrace
    major_violation: FactTrace
