"""Explains one applicant's score（得分依据）: read off the arrays of an assessment of one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from clusterlib.applicants.figures import UNKNOWN, Bools, Bytes, Floats, Steps
from clusterlib.errors import RuleError
from clusterlib.rules.indicators import (
    CLAIMS,
    EXCEPTIONS,
    GATES,
    GRADES,
    PANEL,
    RANKS,
    SECTIONS,
    Section,
)
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.explanation import (
    ROUTE_CLAUSES,
    SECTION_CLAUSES,
    Explanation,
    FactTrace,
    Interval,
    ItemTrace,
    RouteTrace,
    SectionTrace,
    SideTrace,
    ThresholdTrace,
    TierTrace,
)
from clusterlib.scoring.items import deciding_side, indicator_states, item_states
from clusterlib.scoring.score import NO_TIER, TierScores
from clusterlib.scoring.sections import NO_POINTS, SectionScores


def explain(assessment: Assessment) -> Explanation:
    """Return the explanation of an assessment of one applicant.

    Raises
    ------
    RuleError
        If the assessment holds more or fewer than one applicant.
    """
    if len(assessment) != 1:
        raise RuleError("explain", f"{len(assessment)} applicants", "one of them: .at([i])")
    figures = assessment.cohort.figures
    capital, base, township = (_tier(assessment, tier) for tier in assessment.sheet.tiers)
    outcome = int(assessment.scores.outcome[0])
    is_blank = int(figures.applied[0]) == UNKNOWN
    return Explanation(
        applied=None if is_blank else assessment.applied(0),
        assumed=assessment.applied(0) if is_blank else None,
        tiers=(capital, base, township),
        outcome=None if outcome == NO_TIER else assessment.sheet.tiers[outcome],
        entry=int(assessment.scores.entry[0]),
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
    single = indicator_states(
        assessment.cohort.figures.values_at(thresholds), thresholds, exempted
    )[0]
    one, two = (
        _counted(assessment, tier, section, single, thresholds, exempted)
        for section in ("basic", "quality")
    )
    three, four = (_graded(assessment, scores, position) for position in (2, 3))
    points = int(scores.points[0])
    return TierTrace(
        tier=tier,
        sections=(one, two, three, four),
        total=_interval(scores.lower, scores.upper, scores.lower_open, scores.upper_open),
        points=None if points == NO_POINTS else points,
        verdict=int(scores.verdict[0]),
        route=_route(assessment, tier),
    )


def _counted(
    assessment: Assessment,
    tier: Tier,
    section: Section,
    single: Bytes,
    thresholds: Floats,
    exempted: Bools,
) -> SectionTrace:
    scores, position = assessment.scores.tiers[tier], SECTIONS.index(section)
    counts = (scores.basic_counts, scores.quality_counts)[position]
    met, missing = int(counts.met[0]), int(counts.missing[0])
    sheet = assessment.sheet.counted[position]
    items = assessment.sheet.listed[position]
    lowered = sheet.lowered(counts.dropped)
    values = assessment.cohort.figures.values_at(thresholds)
    states = item_states(items, values, thresholds, exempted, assessment.readings)[0]
    gates = assessment.cohort.figures.gates[0] if section == "quality" else ()
    interval, points, refused = _points(scores.sections[position])
    bands = (lowered.band_of(met), lowered.band_of(met + missing))
    given = int(assessment.cohort.figures.panel[0, position]) != UNKNOWN
    is_known = bands[0] == bands[1] or assessment.readings.panel_missing == "any_count"
    return SectionTrace(
        section=section,
        clause=SECTION_CLAUSES[section],
        maximum=sheet.maximum,
        interval=interval,
        points=points,
        met=met,
        missing=missing,
        dropped=counts.dropped,
        bands=bands,
        items=tuple(
            _item(assessment, tier, number, item, int(state), single)
            for number, (item, state) in enumerate(zip(items, states, strict=True), 1)
        ),
        gates=tuple(
            _fact(assessment, gate, _code(code)) for gate, code in zip(GATES, gates, strict=False)
        ),
        gate=int(scores.gate[0]),
        grade=None,
        panel=_panel(assessment, position),
        refused=refused,
        settled=given and not refused and is_known,
    )


def _graded(assessment: Assessment, scores: TierScores, position: int) -> SectionTrace:
    sheet = assessment.sheet.graded[position - 2]
    grade = int(assessment.cohort.figures.grades[0, position - 2])
    interval, points, refused = _points(scores.sections[position])
    return SectionTrace(
        section=SECTIONS[position],
        clause=SECTION_CLAUSES[SECTIONS[position]],
        maximum=sheet.maximum,
        interval=interval,
        points=points,
        met=0,
        missing=0,
        dropped=0,
        bands=() if grade == UNKNOWN else (sheet.bands[grade], sheet.bands[grade]),
        items=(),
        gates=(),
        gate=0,
        grade=_fact(assessment, GRADES[position - 2], _code(grade)),
        panel=_panel(assessment, position),
        refused=refused,
        settled=not refused and int(assessment.cohort.figures.panel[0, position]) != UNKNOWN,
    )


def _points(section: SectionScores) -> tuple[Interval, int | None, bool]:
    points = int(section.points[0])
    return (
        _interval(section.lower, section.upper, section.lower_open, section.upper_open),
        None if points == NO_POINTS else points,
        bool(section.refused[0]),
    )


def _interval(lower: Steps, upper: Steps, lower_open: Bools, upper_open: Bools) -> Interval:
    return Interval(int(lower[0]), int(upper[0]), bool(lower_open[0]), bool(upper_open[0]))


def _item(
    assessment: Assessment,
    tier: Tier,
    number: int,
    item: tuple[int, ...],
    state: int,
    single: Bytes,
) -> ItemTrace:
    standard = assessment.standard
    listed = [p for p in item if standard.stated[p] is not None or standard.exempt[p]]
    decides = deciding_side(tuple(listed), single)
    sides = tuple(_side(assessment, tier, p, int(single[p])) for p in listed)
    return ItemTrace(number, state, sides, listed.index(decides))


def _side(assessment: Assessment, tier: Tier, position: int, state: int) -> SideTrace:
    indicator, standard = assessment.sheet.catalogue.indicators[position], assessment.standard
    stated, values = standard.stated[position], standard.values[position]
    threshold = None
    if stated is not None and values is not None and stated[0].unit is not None:
        threshold = ThresholdTrace(
            values[tier],
            stated[1].values[tier],
            stated[0].unit,
            standard.standard.file,
            stated[1].start,
            stated[1].source,
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
    if tier > 0:
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
    return _fact(assessment, PANEL[position], _code(assessment.cohort.figures.panel[0, position]))


def _fact(assessment: Assessment, column: str, value: Decimal | None) -> FactTrace:
    cohort = assessment.cohort
    evidence = cohort.evidence[0] if cohort.evidence else None
    reported = evidence.reported(column) if evidence else None
    confirmed = evidence.confirmation(column) if evidence else None
    texts = cohort.written.get(column)
    written = reported.text if reported else texts[0] if texts else ""
    return FactTrace(column, value, written, reported, confirmed)


def _code(code: int | np.integer[Any]) -> Decimal | None:
    return None if int(code) == UNKNOWN else Decimal(int(code))
