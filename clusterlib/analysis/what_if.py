"""What would change a band or a verdict（什么会改变档次和结论）, found by scoring again.

Every "if" is one more row of figures: all of them are scored in one pass by the scorer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from clusterlib.analysis.bands import bands_at
from clusterlib.analysis.distance import shortfall
from clusterlib.applicants.figures import UNKNOWN, Figures
from clusterlib.rules.indicators import COUNTED, POSITION, Section
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.explanation import Interval, ItemTrace, SideTrace, TierTrace
from clusterlib.scoring.items import MET, MISSING, NOT_MET
from clusterlib.scoring.score import TierScores, score

_COUNTED: tuple[Section, Section] = ("basic", "quality")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an applicant stands at one tier: counts, bands, total, verdict.

    Parameters
    ----------
    met, missing : tuple of (int, int)
        Items met and missing, of sections one and two.
    best, worst : tuple of (int, int)
        Bands within reach of the two sections, 1 the highest.
    total : Interval
        Total in grid steps.
    verdict : int
        `PASS`, `OPEN` or `FAIL`.
    """

    met: tuple[int, int]
    missing: tuple[int, int]
    best: tuple[int, int]
    worst: tuple[int, int]
    total: Interval
    verdict: int

    def same_bands(self, other: Standing) -> bool:
        """Return whether neither section's bands differ."""
        return (self.best, self.worst) == (other.best, other.worst)


@dataclass(frozen=True, slots=True)
class Fork:
    """An open question and the two standings that its answers lead to.

    Parameters
    ----------
    section, item : str and ItemTrace, or None for what is no single item
        The missing item.
    better, worse : Standing
        If it is met (or a gate is answered 无), and if not.
    """

    section: Section | None
    item: ItemTrace | None
    better: Standing
    worse: Standing


@dataclass(frozen=True, slots=True)
class Turn:
    """One item that turns: the standing after it, and how far its figure is from turning.

    Parameters
    ----------
    section : {"basic", "quality"}
        Section of the item.
    item : ItemTrace
        The item as it is now.
    distance : Decimal or None
        Share of the threshold by which the nearest side misses it (negative) or by which
        the last side holds; None without a figure.
    after : Standing
        If it turns.
    """

    section: Section
    item: ItemTrace
    distance: Decimal | None
    after: Standing


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change the band or the verdict of one applicant at one tier.

    Parameters
    ----------
    tier : Tier
        The tier asked about.
    now : Standing
        As it is.
    missing : tuple of Fork
        Each missing item alone.
    all_missing : Fork or None
        All of them together; None with less than two.
    gates : Fork or None
        The unanswered gates together.
    within_reach : tuple of Turn
        Items not met, nearest first, each if it were met.
    at_risk : tuple of Turn
        Items met, smallest margin first, each if it were lost.
    """

    tier: Tier
    now: Standing
    missing: tuple[Fork, ...]
    all_missing: Fork | None
    gates: Fork | None
    within_reach: tuple[Turn, ...]
    at_risk: tuple[Turn, ...]


def what_if(assessment: Assessment, trace: TierTrace) -> WhatIf:
    """Return what would change band or verdict of an assessment of one, at a trace's tier."""
    items = [
        (name, item)
        for name, part in zip(_COUNTED, trace.sections, strict=False)
        for item in part.items
    ]
    missing = [found for found in items if found[1].state == MISSING]
    not_met = [found for found in items if found[1].state == NOT_MET]
    met = [found for found in items if found[1].state == MET]
    rows = _Rows(assessment)
    for found in missing:
        rows.add([found], np.inf)
        rows.add([found], -np.inf)
    rows.add(missing, np.inf)
    rows.add(missing, -np.inf)
    rows.answer_gates(0)
    rows.answer_gates(1)
    for found in not_met:
        rows.add([found], np.inf)
    for found in met:
        rows.add([found], -np.inf)
    now, *standings = rows.standings(trace.tier)
    after = iter(standings)
    forks = tuple(Fork(name, item, next(after), next(after)) for name, item in missing)
    together = Fork(None, None, next(after), next(after))
    gates = Fork(None, None, next(after), next(after))
    unanswered = any(gate.value is None for gate in trace.sections[1].gates)
    reach = [Turn(name, item, _nearest(item), next(after)) for name, item in not_met]
    risk = [Turn(name, item, _nearest(item), next(after)) for name, item in met]
    return WhatIf(
        tier=trace.tier,
        now=now,
        missing=forks,
        all_missing=together if len(missing) > 1 else None,
        gates=gates if unanswered else None,
        within_reach=tuple(sorted(reach, key=_by_nearness)),
        at_risk=tuple(sorted(risk, key=_by_margin)),
    )


def standings_of(scores: TierScores, sheet: ScoreSheet) -> list[Standing]:
    """Return where each of n applicants stands at one tier."""
    counts = (scores.basic_counts, scores.quality_counts)
    (basic_best, basic_worst), (quality_best, quality_worst) = (
        bands_at(scores, sheet, section) for section in _COUNTED
    )
    return [
        Standing(
            met=(int(counts[0].met[row]), int(counts[1].met[row])),
            missing=(int(counts[0].missing[row]), int(counts[1].missing[row])),
            best=(int(basic_best[row]), int(quality_best[row])),
            worst=(int(basic_worst[row]), int(quality_worst[row])),
            total=total_at(scores, row),
            verdict=int(scores.verdict[row]),
        )
        for row in range(len(scores.verdict))
    ]


def nearest_side(item: ItemTrace) -> SideTrace | None:
    """Return the side of an item that is nearest to its threshold, or furthest above it."""
    shares = [(share, side) for side in item.sides if (share := _share(side)) is not None]
    return max(shares, key=lambda pair: pair[0])[1] if shares else None


class _Rows:
    """The applicant as it is, and once more for every "if"."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._figures: list[Figures] = [assessment.cohort.figures]

    def add(self, items: list[tuple[Section, ItemTrace]], value: float) -> None:
        figures = self._figures[0]
        values = figures.values.copy()
        for section, item in items:
            positions = list(self._sides(section, item))
            if value > 0:
                positions = [figures.catalogue.position[item.deciding.indicator.id]]
            at_most = set(figures.catalogue.at_most)
            values[0, positions] = [-value if at in at_most else value for at in positions]
        whole = any(POSITION["standards"] in self._sides(section, item) for section, item in items)
        without_local = figures.without_local & ~np.bool_(whole)
        self._figures.append(replace(figures, values=values, without_local=without_local))

    def _sides(self, section: Section, item: ItemTrace) -> tuple[int, ...]:
        return self._assessment.sheet.listed[COUNTED.index(section)][item.number - 1]

    def answer_gates(self, answer: int) -> None:
        figures = self._figures[0]
        gates = np.where(figures.gates == UNKNOWN, np.int8(answer), figures.gates)
        self._figures.append(replace(figures, gates=gates.astype(np.int8)))

    def standings(self, tier: Tier) -> list[Standing]:
        first = self._assessment
        figures = _stacked(self._figures)
        scores = score(
            figures, first.standard, first.sheet, first.readings, default_tier=first.default_tier
        )
        return standings_of(scores.tiers[tier], first.sheet)


def _stacked(parts: list[Figures]) -> Figures:
    first = parts[0]
    everyone = first.rows(np.zeros(len(parts), np.int64))
    return replace(
        everyone,
        values=np.concatenate([part.values for part in parts]),
        without_local=np.concatenate([part.without_local for part in parts]),
        gates=np.concatenate([part.gates for part in parts]),
    )


def total_at(scores: TierScores, row: int) -> Interval:
    """Return the total of one applicant at one tier."""
    return Interval(
        int(scores.lower[row]),
        int(scores.upper[row]),
        bool(scores.lower_open[row]),
        bool(scores.upper_open[row]),
    )


def _nearest(item: ItemTrace) -> Decimal | None:
    """Return the share by which the best side misses or holds its threshold."""
    side = nearest_side(item)
    return None if side is None else _share(side)


def _share(side: SideTrace) -> Decimal | None:
    if side.threshold is None or side.figure.value is None:
        return None
    at_most = side.indicator.at_most
    return shortfall(side.figure.value, side.threshold.value, at_most=at_most)


def _by_nearness(turn: Turn) -> tuple[bool, Decimal]:
    return turn.distance is None, -(turn.distance or Decimal(0))


def _by_margin(turn: Turn) -> tuple[bool, Decimal]:
    return turn.distance is None, turn.distance or Decimal(0)
