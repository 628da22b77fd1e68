"""Why one applicant scored as it did（得分依据）: from the total down to cell and clause.

Read off the arrays of an assessment of one; nothing is scored a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from clusterlib.errors import RuleError
from clusterlib.rules.indicators import (
    CLAIMS,
    EXCEPTIONS,
    GATES,
    GRADES,
    INDICATORS,
    ITEMS,
    PANEL,
    RANKS,
    SECTIONS,
    Indicator,
    Section,
)
from clusterlib.rules.scoresheet import Band
from clusterlib.rules.standard import Source
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import Unit
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.evidence import Confirmation, Entry
from clusterlib.scoring.figures import UNKNOWN, Bools, Bytes, Floats
from clusterlib.scoring.items import deciding_side, indicator_states, item_states
from clusterlib.scoring.score import NO_TIER, TierScores
from clusterlib.scoring.sections import NO_POINTS, SectionScores

SECTION_CLAUSES: dict[Section, str] = {section: f"A1.3.{section}" for section in SECTIONS}
ROUTE_CLAUSES = {tier: f"2.2.1.{tier.id}" for tier in Tier}
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
    reported : Entry or None
        The entry of the workbook（申报值）with sheet, cell, year and unit.
    confirmed : Confirmation or None
        The verified figure（核定值）, which the scorer takes instead.
    """

    column: str
    value: Decimal | None
    written: str = ""
    reported: Entry | None = None
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
        Tier applied for（申报级别）; None where it cannot be read.
    tiers : tuple of TierTrace, length 3
        Highest tier first.
    outcome : Tier or None
        Highest tier at or below the one applied for that is passed, route met（建议级别）.
    industry_years, major_violation : FactTrace
        The two entry facts; findings, never part of the score.
    """

    applied: Tier | None
    tiers: tuple[TierTrace, TierTrace, TierTrace]
    outcome: Tier | None
    industry_years: FactTrace
    major_violation: FactTrace


def explain(assessment: Assessment) -> Explanation:
    """Return the explanation of an assessment of one applicant.

    Raises
    ------
    RuleError
        If the assessment holds more or fewer than one applicant.
    """
    if len(assessment) != 1:
        raise RuleError("explain", f"{len(assessment)} applicants", "one", "Use assessment.at([i])")
    figures = assessment.cohort.figures
    capital, base, township = (_tier(assessment, tier) for tier in Tier)
    outcome = int(assessment.scores.outcome[0])
    return Explanation(
        applied=assessment.applied(0),
        tiers=(capital, base, township),
        outcome=None if outcome == NO_TIER else Tier(outcome),
        industry_years=_fact(assessment, "industry_years", exact(figures.industry_years[0])),
        major_violation=_fact(assessment, "major_violation", _code(figures.major_violation[0])),
    )


def exact(value: float) -> Decimal | None:
    """Return the decimal of at most fifteen digits that a float stands for; None for nan.

    Examples
    --------
    >>> exact(0.1), exact(float("nan"))
    (Decimal('0.1'), None)
    """
    return None if np.isnan(value) else Decimal(f"{value:.15g}")


def _tier(assessment: Assessment, tier: Tier) -> TierTrace:
    scores = assessment.scores.tiers[tier]
    thresholds = assessment.standard.thresholds[tier]
    exempted = assessment.standard.exempted
    single = indicator_states(assessment.cohort.figures.values, thresholds, exempted)[0]
    one, two = (
        _counted(assessment, tier, section, single, thresholds, exempted)
        for section in ("basic", "quality")
    )
    three, four = (_graded(assessment, scores, position) for position in (2, 3))
    points = int(scores.points[0])
    return TierTrace(
        tier=tier,
        sections=(one, two, three, four),
        total=Interval(
            int(scores.lower[0]), int(scores.upper[0]),
            bool(scores.lower_open[0]), bool(scores.upper_open[0]),
        ),
        points=None if points == NO_POINTS else points,
        verdict=int(scores.verdict[0]),
        route=_route(assessment, tier),
    )


def _counted(
    assessment: Assessment, tier: Tier, section: Section, single: Bytes,
    thresholds: Floats, exempted: Bools,
) -> SectionTrace:
    scores, position = assessment.scores.tiers[tier], SECTIONS.index(section)
    counts = (scores.basic_counts, scores.quality_counts)[position]
    met, missing = int(counts.met[0]), int(counts.missing[0])
    sheet = assessment.sheet.counted[position]
    lowered = sheet.lowered(counts.dropped)
    values = assessment.cohort.figures.values
    states = item_states(section, values, thresholds, exempted, assessment.readings)[0]
    gates = assessment.cohort.figures.gates[0] if section == "quality" else ()
    return SectionTrace(
        section=section,
        clause=SECTION_CLAUSES[section],
        maximum=sheet.maximum,
        **_points(scores.sections[position]),
        met=met,
        missing=missing,
        dropped=counts.dropped,
        bands=(lowered.band_of(met), lowered.band_of(met + missing)),
        items=tuple(
            _item(assessment, tier, number, item, int(state), single)
            for number, (item, state) in enumerate(zip(ITEMS[section], states, strict=True), 1)
        ),
        gates=tuple(
            _fact(assessment, gate, _code(code)) for gate, code in zip(GATES, gates, strict=False)
        ),
        gate=int(scores.gate[0]),
        grade=None,
        panel=_panel(assessment, position),
    )


def _graded(assessment: Assessment, scores: TierScores, position: int) -> SectionTrace:
    sheet = assessment.sheet.graded[position - 2]
    grade = int(assessment.cohort.figures.grades[0, position - 2])
    return SectionTrace(
        section=SECTIONS[position],
        clause=SECTION_CLAUSES[SECTIONS[position]],
        maximum=sheet.maximum,
        **_points(scores.sections[position]),
        met=0,
        missing=0,
        dropped=0,
        bands=() if grade == UNKNOWN else (sheet.bands[grade], sheet.bands[grade]),
        items=(),
        gates=(),
        gate=0,
        grade=_fact(assessment, GRADES[position - 2], _code(grade)),
        panel=_panel(assessment, position),
    )


def _points(section: SectionScores) -> dict[str, Interval | int | bool | None]:
    points = int(section.points[0])
    return {
        "interval": Interval(
            int(section.lower[0]), int(section.upper[0]),
            bool(section.lower_open[0]), bool(section.upper_open[0]),
        ),
        "points": None if points == NO_POINTS else points,
        "refused": bool(section.refused[0]),
    }


def _item(
    assessment: Assessment, tier: Tier, number: int, item: tuple[int, ...], state: int,
    single: Bytes,
) -> ItemTrace:
    standard = assessment.standard
    listed = [p for p in item if standard.stated[p] is not None or standard.exempt[p]]
    judged = [p for p in listed if standard.stated[p] is not None] or listed
    decides = deciding_side(tuple(judged), single)
    sides = tuple(_side(assessment, tier, p, int(single[p])) for p in listed)
    return ItemTrace(number, state, sides, listed.index(decides))


def _side(assessment: Assessment, tier: Tier, position: int, state: int) -> SideTrace:
    indicator, standard = INDICATORS[position], assessment.standard
    stated, values = standard.stated[position], standard.values[position]
    threshold = None
    if stated is not None and values is not None and stated[0].unit is not None:
        threshold = ThresholdTrace(
            values[tier], stated[1].values[tier], stated[0].unit,
            standard.standard.file, stated[1].start, stated[1].source,
        )
    value = exact(float(assessment.cohort.figures.values[0, position]))
    figure = _fact(assessment, indicator.id, value)
    return SideTrace(indicator, state, figure, threshold, standard.exempt[position])


def _route(assessment: Assessment, tier: Tier) -> RouteTrace:
    figures = assessment.cohort.figures
    output, sales, exports = (
        _fact(assessment, column, exact(float(rank)))
        for column, rank in zip(RANKS, figures.ranks[0], strict=True)
    )
    exception = None
    if tier is not Tier.CAPITAL:
        column = EXCEPTIONS[tier - 1]
        exception = _fact(assessment, column, _code(figures.exceptions[0, tier - 1]))
    return RouteTrace(
        state=int(assessment.scores.tiers[tier].route[0]),
        limit=assessment.sheet.rank_limit(tier),
        ranks=(output, sales, exports),
        claim=_fact(assessment, CLAIMS[tier], _code(figures.claims[0, tier])),
        exception=exception,
        clause=ROUTE_CLAUSES[tier],
    )


def _panel(assessment: Assessment, position: int) -> FactTrace:
    return _fact(
        assessment, PANEL[position], _code(assessment.cohort.figures.panel[0, position])
    )


def _fact(assessment: Assessment, column: str, value: Decimal | None) -> FactTrace:
    cohort = assessment.cohort
    evidence = cohort.evidence[0] if cohort.evidence else None
    reported = evidence.entry(column) if evidence else None
    confirmed = evidence.confirmation(column) if evidence else None
    texts = cohort.written.get(column)
    written = reported.text if reported else texts[0] if texts else ""
    return FactTrace(column, value, written, reported, confirmed)


def _code(code: int | np.integer) -> Decimal | None:
    return None if int(code) == UNKNOWN else Decimal(int(code))
