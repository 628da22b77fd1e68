"""Scores applicants by any scheme（评价体系）.

Points come from the same sections as those of the regulation's own sheet; beside them stand
verdicts of sections that only hold or do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import UNKNOWN, Bools, Bytes, Floats, Steps
from clusterlib.rules.scheme import COMPARISONS, Condition, Scheme, Section
from clusterlib.rules.scoresheet import CountedSection, GradedSection, Readings
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET, ItemCounts
from clusterlib.scoring.score import FAIL, OPEN, PASS, judge
from clusterlib.scoring.sections import (
    GATE_OK,
    SectionScores,
    gate_states,
    score_basic,
    score_graded,
    score_quality,
)

Limits = Mapping[str, tuple[float, ...] | None]
"""Per indicator whose limits a standard states: those of the tiers, None where exempt."""


@dataclass(frozen=True, slots=True)
class SchemeFigures:
    """What is known of n applicants under a scheme.

    Parameters
    ----------
    values : mapping of str to float64 array, shape (n, columns)
        Per indicator with a number, the scored year first, then the years before it; nan
        where missing.
    answers : mapping of str to int8 array, shape (n,)
        0 无, 1 有, -1 no answer.
    grades : mapping of str to int8 array, shape (n,)
        Per graded section 0 to 2, -1 without one.
    panel : mapping of str to int64 array, shape (n,)
        Per section with points those of the panel in grid steps, -1 without.
    reviewed : bool array, shape (n,)
        Who applies for the review（复评）.
    """

    values: Mapping[str, Floats]
    answers: Mapping[str, Bytes]
    grades: Mapping[str, Bytes]
    panel: Mapping[str, Steps]
    reviewed: Bools

    def __len__(self) -> int:
        """Return the number of applicants."""
        return len(self.reviewed)


@dataclass(frozen=True, slots=True)
class SectionResult:
    """One section of n applicants; points and gate only where the section has them.

    Parameters
    ----------
    states : int8 array, shape (n, items)
        `MET`, `NOT_MET`, `MISSING` or `EXEMPT`.
    gate : int8 array, shape (n,)
        As `gate_states` gives it.
    points : SectionScores or None
    verdict : int8 array, shape (n,)
        `PASS`, `OPEN` or `FAIL` of a section that holds or does not; `PASS` of another.
    """

    states: Bytes
    gate: Bytes
    points: SectionScores | None
    verdict: Bytes

    @property
    def met(self) -> NDArray[np.int64]:
        """Items met, exempt ones included, shape (n,)."""
        counts: NDArray[np.int64] = np.isin(self.states, (MET, EXEMPT)).sum(axis=1)
        return counts

    @property
    def missing(self) -> NDArray[np.int64]:
        """Items without a figure, shape (n,)."""
        counts: NDArray[np.int64] = (self.states == MISSING).sum(axis=1)
        return counts


@dataclass(frozen=True, slots=True)
class SchemeScores:
    """n applicants at one tier.

    Parameters
    ----------
    sections : mapping of str to SectionResult
    lower, upper : int64 array, shape (n,)
        Ends of the total in grid steps; 0 for a scheme without points.
    verdict : int8 array, shape (n,)
    """

    sections: Mapping[str, SectionResult]
    lower: Steps
    upper: Steps
    verdict: Bytes


def score_scheme(
    scheme: Scheme, figures: SchemeFigures, limits: Limits, tier: Tier, readings: Readings
) -> SchemeScores:
    """Score applicants by a scheme at one tier.

    Parameters
    ----------
    scheme : Scheme
    figures : SchemeFigures
        n applicants.
    limits : mapping
        Of the indicators in `Scheme.stated_elsewhere`; one that is absent is not asked.
    tier : Tier
        One of the scheme's.
    readings : Readings
        ``gate``, ``missing`` and ``panel_missing`` are used.
    """
    # A point estimate is no part of this; the ends of the bands are.
    readings = replace(readings, points_within_band="lowest")
    found = {
        section.id: _section(section, figures, limits, tier, readings)
        for section in scheme.sections
    }
    verdict = np.minimum.reduce([part.verdict for part in found.values()])
    lower = np.zeros(len(figures), np.int64)
    upper, upper_open = lower.copy(), np.zeros(len(figures), np.bool_)
    gate = gate_states(np.column_stack([part.gate for part in found.values()]))
    for part in found.values():
        if part.points is not None:
            lower, upper = lower + part.points.lower, upper + part.points.upper
            upper_open |= part.points.upper_open
    if scheme.pass_mark is not None:
        judged = judge(lower, upper, upper_open, gate, scheme.pass_mark, readings)
        verdict = np.minimum(verdict, judged)
    return SchemeScores(found, lower, upper, verdict)


def _section(
    section: Section, figures: SchemeFigures, limits: Limits, tier: Tier, readings: Readings
) -> SectionResult:
    n = len(figures)
    states = np.empty((n, len(section.items)), np.int8)
    for column, item in enumerate(section.items):
        states[:, column] = _item(item, figures, limits, tier)
    if section.points and readings.missing == "not_met":
        states[states == MISSING] = NOT_MET
    gates = [figures.answers[gate] for gate in section.gates]
    gate = gate_states(np.column_stack(gates)) if gates else np.full(n, GATE_OK, np.int8)
    part = SectionResult(states, gate, None, np.full(n, PASS, np.int8))
    if section.rule == "graded":
        graded = GradedSection(section.points, section.bands, ())
        panel = figures.panel[section.id]
        return replace(
            part, points=score_graded(graded, figures.grades[section.id], panel, readings)
        )
    if section.rule == "counted":
        counts = ItemCounts(part.met.astype(np.int8), part.missing.astype(np.int8), 0)
        counted = CountedSection(section.points, len(section.items), section.bands, ())
        panel = figures.panel[section.id]
        points = (
            score_quality(counted, counts, gate, panel, readings)
            if section.gates
            else score_basic(counted, counts, panel, readings)
        )
        return replace(part, points=points)
    needed = np.full(n, len(section.items))
    if section.rule == "at_least":
        needed = np.where(figures.reviewed, section.least[1], section.least[0])
    verdict = np.full(n, OPEN, np.int8)
    verdict[part.met >= needed] = PASS
    verdict[part.met + part.missing < needed] = FAIL
    return replace(part, verdict=verdict)


def _item(
    item: tuple[Condition, ...], figures: SchemeFigures, limits: Limits, tier: Tier
) -> Bytes:
    """Return the state of one item: one side that is met is enough."""
    asked = [side for side in item if side.limits is not None or limits.get(side.measure)]
    if not asked:
        return np.full(len(figures), EXEMPT, np.int8)
    states = [_side(side, figures, limits, tier) for side in asked]
    met = np.logical_or.reduce([state == MET for state in states])
    missing = np.logical_or.reduce([state == MISSING for state in states])
    return np.where(met, MET, np.where(missing, MISSING, NOT_MET)).astype(np.int8)


def _side(side: Condition, figures: SchemeFigures, limits: Limits, tier: Tier) -> Bytes:
    """Return the state of one side; one of the years asked that fails decides."""
    stated = side.limits if side.limits is not None else limits[side.measure]
    assert stated is not None
    values = figures.values[side.measure][:, : side.last]
    holds = COMPARISONS[side.comparison](values, float(stated[tier]))
    missing = np.isnan(values)
    failed = (~holds & ~missing).any(axis=1)
    state = np.where(failed, NOT_MET, np.where(missing.any(axis=1), MISSING, MET))
    return state.astype(np.int8)


def nothing_known(scheme: Scheme, n: int) -> SchemeFigures:
    """Return n applicants of whom nothing is known."""
    blank = np.full(n, UNKNOWN, np.int8)
    return SchemeFigures(
        {
            name: np.full((n, scheme.most_columns), np.nan)
            for name, measure in scheme.measures.items()
            if measure.kind != "answer"
        },
        {name: blank.copy() for name, found in scheme.measures.items() if found.kind == "answer"},
        {section.id: blank.copy() for section in scheme.sections if section.rule == "graded"},
        {section.id: np.full(n, UNKNOWN, np.int64) for section in scheme.scored},
        np.zeros(n, np.bool_),
    )
