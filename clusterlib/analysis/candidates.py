"""Candidates side by side（候选对比）: what is said of each, from one pass of the scorer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from clusterlib.analysis.distance import shortfall
from clusterlib.analysis.places import Places
from clusterlib.analysis.what_if import Standing, standings_of
from clusterlib.applicants.evidence import Evidence
from clusterlib.applicants.figures import Bytes
from clusterlib.rules.scoresheet import Items
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.entry import violation_findings, years_findings
from clusterlib.scoring.explanation import Explanation
from clusterlib.scoring.items import (
    EXEMPT,
    LEFT_OUT,
    MET,
    MISSING,
    NOT_MET,
    indicator_states,
    item_states,
)
from clusterlib.scoring.sections import NO_POINTS
from clusterlib.scoring.trace import exact, explain

MOST_YEARS = 3
MOST_NAMED = 3
_HALF = 0.5
_NOT_JUDGED = (EXEMPT, LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over the last years of the applicant's file（走势）.

    Parameters
    ----------
    years : tuple of int
        Increasing, the scored year last; at most three.
    values : tuple of (Decimal or None), same length
        In the unit of the score sheet; None where a year has no figure.
    """

    years: tuple[int, ...]
    values: tuple[Decimal | None, ...]

    @property
    def difference(self) -> Decimal | None:
        """Last minus first figure; None where either is missing."""
        first, last = self.values[0], self.values[-1]
        return None if first is None or last is None else last - first

    @property
    def growth(self) -> Decimal | None:
        """Difference as a share of the first figure; None where that is not above zero."""
        first, difference = self.values[0], self.difference
        return None if difference is None or not first or first < 0 else difference / first


@dataclass(frozen=True, slots=True)
class ItemCell:
    """One figure of one candidate against the thresholds of all tiers.

    Parameters
    ----------
    value : Decimal or None
        In the unit of the score sheet.
    states : tuple of int, length 3
        State at each tier, highest first, of this indicator alone.
    next_tier : Tier or None
        The lowest tier whose threshold is not met; None if all are, or none is judged.
    short_by : Decimal or None
        How far the figure is from that threshold as a share of it, negative.
    place, known : int
        Place among the cohort's figures, and how many there are; place 0 where missing.
    trend : Trend or None
        None where the file has no earlier year of it.
    """

    value: Decimal | None
    states: tuple[int, int, int]
    next_tier: Tier | None
    short_by: Decimal | None
    place: int
    known: int
    trend: Trend | None

    @property
    def ahead_percent(self) -> int:
        """Place as a share of the figures that there are（居前%）, rounded up; 0 if missing."""
        return -(-self.place * 100 // max(self.known, 1))


@dataclass(frozen=True, slots=True)
class Miss:
    """An item not met, by the side nearest to its threshold; no share without a figure."""

    column: int
    short_by: Decimal | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """All that is said of one candidate.

    Parameters
    ----------
    applied : Tier or None
        Tier applied for; None where it is blank or cannot be read.
    aim : Tier
        The tier above it; the highest for who applied for that.
    standings : tuple of Standing, length 3
        Counts, bands, interval, verdict, highest tier first.
    points : tuple of (int or None), length 3
        Point estimate in grid steps.
    cells : tuple of ItemCell, length 20
        In the order of the catalogue.
    strengths, gaps : tuple of int
        Indicators with the best and the worst place in the cohort, three at most; the
        former in its better half, the latter in the other.
    missing : tuple of (int, bool)
        Indicators without a figure, and whether their item is open for it at `applied`.
    misses : tuple of Miss
        Items not met at `aim`, nearest first.
    gates : tuple of int, length 3
        0 无, 1 有, -1 no answer.
    explanation : Explanation
        Recommended tier, route and entry facts, and why.
    facts : tuple of (int, int)
        Findings on years of development and on major violations.
    """

    applied: Tier | None
    aim: Tier
    standings: tuple[Standing, Standing, Standing]
    points: tuple[int | None, int | None, int | None]
    cells: tuple[ItemCell, ...]
    strengths: tuple[int, ...]
    gaps: tuple[int, ...]
    missing: tuple[tuple[int, bool], ...]
    misses: tuple[Miss, ...]
    gates: tuple[int, ...]
    explanation: Explanation
    facts: tuple[int, int]

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the trends; empty without any."""
        return next((cell.trend.years for cell in self.cells if cell.trend), ())


def candidates_of(
    assessment: Assessment, places: Places, positions: Sequence[int]
) -> tuple[Candidate, ...]:
    """Return what is said of each candidate.

    Parameters
    ----------
    assessment : Assessment
        The k candidates alone.
    places : Places
        Of the whole cohort.
    positions : sequence of int, length k
        Where the candidates stand in the cohort.
    """
    single, items = _states(assessment)
    figures = assessment.cohort.figures
    facts = (years_findings(figures, assessment.sheet), violation_findings(figures))
    listed = tuple(item for section in assessment.sheet.listed for item in section)
    standings = [standings_of(tier, assessment.sheet) for tier in assessment.scores.tiers]
    found = []
    for row, position in enumerate(positions):
        cells = tuple(
            _cell(
                assessment,
                row,
                column,
                single[:, row, column],
                (int(places.place[position, column]), int(places.known[column])),
            )
            for column in range(len(assessment.sheet.catalogue))
        )
        explanation = explain(assessment.at([row]))
        applied = explanation.applied
        aim = assessment.sheet.tiers[max((applied or 0) - 1, 0)]
        strengths, gaps = _best_and_worst(cells)
        capital, base, township = (at_tier[row] for at_tier in standings)
        found.append(
            Candidate(
                applied,
                aim,
                (capital, base, township),
                _points(assessment, row),
                cells,
                strengths,
                gaps,
                _missing(listed, cells, items[applied or 0][row]),
                _misses(assessment, cells, aim, items[aim][row]),
                tuple(assessment.cohort.figures.gates[row].tolist()),
                explanation,
                (int(facts[0][row]), int(facts[1][row])),
            )
        )
    return tuple(found)


def trend_of(evidence: Evidence, column: str, value: Decimal | None) -> Trend | None:
    """Return the last years of one figure; None without an earlier figure.

    Parameters
    ----------
    evidence : Evidence
        The applicant's file.
    column : str
        Id of the indicator.
    value : Decimal or None
        What is scored: the confirmed figure where there is one.
    """
    last = evidence.year
    if last is None:
        return None
    years = sorted({entry.year for entry in evidence.earlier if entry.year is not None})
    by_year = {entry.year: entry.value for entry in evidence.earlier if entry.column == column}
    before = [year for year in years if year < last][-(MOST_YEARS - 1) :]
    values = tuple(by_year.get(year) for year in before)
    if all(found is None for found in values):
        return None
    return Trend((*before, last), (*values, value))


def _states(assessment: Assessment) -> tuple[Bytes, list[Bytes]]:
    """Return states of indicators, shape (3, k, 20), and per tier of items, shape (k, 18)."""
    figures, standard = assessment.cohort.figures, assessment.standard
    thresholds, exempted = standard.thresholds, standard.exempted
    seen = [figures.values_at(thresholds[tier]) for tier in TIERS]
    single = np.stack([indicator_states(seen[t], thresholds[t], exempted) for t in TIERS])
    items = [
        np.hstack(
            [
                item_states(items, seen[tier], thresholds[tier], exempted, assessment.readings)
                for items in assessment.sheet.listed
            ]
        )
        for tier in TIERS
    ]
    return single, items


def _cell(
    assessment: Assessment, row: int, column: int, states: Bytes, place: tuple[int, int]
) -> ItemCell:
    indicator = assessment.sheet.catalogue.indicators[column]
    value = exact(float(assessment.cohort.figures.values[row, column]))
    capital, base, township = (int(state) for state in states)
    short = [tier for tier in reversed(assessment.sheet.tiers) if states[tier] == NOT_MET]
    thresholds = assessment.standard.values[column]
    share = None
    if short and value is not None and thresholds is not None:
        share = shortfall(value, thresholds[short[0]], at_most=indicator.at_most)
    evidence = assessment.cohort.evidence[row] if assessment.cohort.evidence else None
    return ItemCell(
        value,
        (capital, base, township),
        short[0] if short else None,
        share,
        *place,
        trend_of(evidence, indicator.id, value) if evidence else None,
    )


def _points(assessment: Assessment, row: int) -> tuple[int | None, int | None, int | None]:
    capital, base, township = (
        None if tier.points[row] == NO_POINTS else int(tier.points[row])
        for tier in assessment.scores.tiers
    )
    return capital, base, township


def _best_and_worst(cells: tuple[ItemCell, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    share = {
        column: cell.place / cell.known
        for column, cell in enumerate(cells)
        if cell.place and cell.known > 1 and cell.states[0] not in _NOT_JUDGED
    }
    order = sorted(share, key=lambda column: share[column])
    strengths = [column for column in order if share[column] <= _HALF]
    gaps = [column for column in reversed(order) if share[column] > _HALF]
    return tuple(strengths[:MOST_NAMED]), tuple(gaps[:MOST_NAMED])


def _missing(
    listed: Items, cells: tuple[ItemCell, ...], states: Bytes
) -> tuple[tuple[int, bool], ...]:
    return tuple(
        (column, bool(states[number] != MET))
        for number, item in enumerate(listed)
        for column in item
        if MISSING in cells[column].states
    )


def _misses(
    assessment: Assessment, cells: tuple[ItemCell, ...], aim: Tier, states: Bytes
) -> tuple[Miss, ...]:
    found = []
    listed = [item for items in assessment.sheet.listed for item in items]
    for number in np.flatnonzero(states == NOT_MET).tolist():
        sides = [
            Miss(column, _share(assessment, column, cells[column], aim))
            for column in listed[number]
            if cells[column].states[aim] not in _NOT_JUDGED
        ]
        found.append(max(sides, key=_nearness))
    return tuple(sorted(found, key=_nearness, reverse=True))


def _share(assessment: Assessment, column: int, cell: ItemCell, aim: Tier) -> Decimal | None:
    thresholds = assessment.standard.values[column]
    if cell.value is None or thresholds is None:
        return None
    at_most = assessment.sheet.catalogue.indicators[column].at_most
    return shortfall(cell.value, thresholds[aim], at_most=at_most)


def _nearness(miss: Miss) -> tuple[bool, Decimal]:
    return miss.short_by is not None, miss.short_by or Decimal(0)
