"""The score of a cohort at three tiers: counts, bands, sections, total, verdict, route, outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.figures import UNKNOWN, UNREADABLE, Bools, Bytes, Figures, Floats, Steps
from clusterlib.scoring.items import ItemCounts, count_items
from clusterlib.scoring.route import ROUTE_MET, judge_route
from clusterlib.scoring.sections import (
    GATE_FAILED,
    GATE_UNKNOWN,
    NO_POINTS,
    SectionScores,
    gate_states,
    score_basic,
    score_graded,
    score_quality,
)

FAIL, OPEN, PASS = 0, 1, 2
VERDICT_IDS = {FAIL: "fail", OPEN: "open", PASS: "pass"}
NO_TIER = -1


@dataclass(frozen=True, slots=True)
class TierScores:
    """The score of n applicants at one tier.

    Parameters
    ----------
    basic_counts, quality_counts : ItemCounts
        Items met and missing.
    gate : int8 array, shape (n,)
        0 ok, 1 failed, -1 unknown.
    sections : tuple of SectionScores, length 4
        In the order of `SECTIONS`.
    lower, upper : int64 array, shape (n,)
        Ends of the total in grid steps（总得分区间）.
    lower_open, upper_open : bool array, shape (n,)
        Whether an end is out of reach.
    points : int64 array, shape (n,)
        Point estimate of the total, `NO_POINTS` where a section has none.
    verdict : int8 array, shape (n,)
        `PASS`, `OPEN` or `FAIL`.
    route : int8 array, shape (n,)
        The rank test, see `clusterlib.scoring.route`.
    """

    basic_counts: ItemCounts
    quality_counts: ItemCounts
    gate: Bytes
    sections: tuple[SectionScores, SectionScores, SectionScores, SectionScores]
    lower: Steps
    upper: Steps
    lower_open: Bools
    upper_open: Bools
    points: Steps
    verdict: Bytes
    route: Bytes


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of n applicants at all tiers.

    Parameters
    ----------
    tiers : tuple of TierScores, length 3
        Highest tier first.
    outcome : int8 array, shape (n,)
        The highest tier, of the one applied for and those below, that is passed with its
        route met（建议级别）; `NO_TIER` where none.
    """

    tiers: tuple[TierScores, TierScores, TierScores]
    outcome: Bytes


def score(
    figures: Figures,
    standard: StandardOnDay,
    sheet: ScoreSheet,
    readings: Readings,
    *,
    default_tier: Tier = Tier.CAPITAL,
) -> Scores:
    """Score a cohort against one standard at all three tiers.

    Parameters
    ----------
    figures : Figures
        n applicants.
    standard : StandardOnDay
        Thresholds of the three tiers.
    sheet : ScoreSheet
        The regulation on the same day.
    readings : Readings
        Every reading, resolved.
    default_tier : Tier
        Tier applied for where the row names none.
    """
    thresholds, exempted = standard.thresholds, standard.exempted
    tiers = [
        score_tier(figures, tier, thresholds[tier], exempted, sheet, readings) for tier in Tier
    ]
    capital, base, township = tiers
    return Scores((capital, base, township), outcome_tiers(tiers, figures.applied, default_tier))


def score_tier(
    figures: Figures,
    tier: Tier,
    thresholds: Floats,
    exempted: Bools,
    sheet: ScoreSheet,
    readings: Readings,
) -> TierScores:
    """Score a cohort at one tier.

    Parameters
    ----------
    figures : Figures
        n applicants.
    tier : Tier
        Which rank limit and claim apply.
    thresholds : float64 array, shape (20,)
        Thresholds of the tier in the unit of the score sheet, nan where there is none.
    exempted : bool array, shape (20,)
        Indicators that the standard exempts.
    sheet : ScoreSheet
        Bands, knots, pass mark, rank limits.
    readings : Readings
        Every reading, resolved.
    """
    basic_counts = count_items("basic", figures.values, thresholds, exempted, readings)
    quality_counts = count_items("quality", figures.values, thresholds, exempted, readings)
    gate = gate_states(figures.gates)
    within = readings.points_within_band
    sections = (
        score_basic(sheet.basic, basic_counts, figures.panel[:, 0], within),
        score_quality(sheet.quality, quality_counts, gate, figures.panel[:, 1], within),
        score_graded(sheet.government, figures.grades[:, 0], figures.panel[:, 2], within),
        score_graded(sheet.policy, figures.grades[:, 1], figures.panel[:, 3], within),
    )
    lower, upper, points = total_of(sections)
    upper_open = np.logical_or.reduce([section.upper_open for section in sections])
    return TierScores(
        basic_counts=basic_counts,
        quality_counts=quality_counts,
        gate=gate,
        sections=sections,
        lower=lower,
        upper=upper,
        lower_open=np.logical_or.reduce([section.lower_open for section in sections]),
        upper_open=upper_open,
        points=points,
        verdict=judge(lower, upper, upper_open, gate, sheet.pass_mark, readings),
        route=judge_route(figures, tier, sheet.rank_limit(tier), readings),
    )


def total_of(sections: tuple[SectionScores, ...]) -> tuple[Steps, Steps, Steps]:
    """Return lower end, upper end and point estimate of the total（总得分）, in grid steps."""
    lower = sections[0].lower + sections[1].lower + sections[2].lower + sections[3].lower
    upper = sections[0].upper + sections[1].upper + sections[2].upper + sections[3].upper
    points = sections[0].points + sections[1].points + sections[2].points + sections[3].points
    for section in sections:
        points[section.points == NO_POINTS] = NO_POINTS
    return lower, upper, points


def judge(
    lower: Steps, upper: Steps, upper_open: Bools, gate: Bytes, mark: int, readings: Readings
) -> Bytes:
    """Return the verdict: wholly at or above the pass mark, wholly below it, or open.

    References
    ----------
    附件一，备注2（A1.3.note2）: 总得分须≥70分.
    """
    passed = lower >= mark
    failed = (upper < mark) | ((upper == mark) & upper_open)
    if readings.gate == "veto":
        failed |= gate == GATE_FAILED
        passed &= gate != GATE_UNKNOWN
    verdict = np.full(len(lower), OPEN, np.int8)
    verdict[passed] = PASS
    verdict[failed] = FAIL
    return verdict


def outcome_tiers(tiers: list[TierScores], applied: Bytes, default_tier: Tier) -> Bytes:
    """Return the highest tier at or below the one applied for that is passed, route met."""
    from_tier = np.where(applied == UNKNOWN, default_tier, applied)
    outcome = np.full(len(applied), NO_TIER, np.int8)
    for tier, scores in reversed(list(zip(Tier, tiers, strict=True))):
        earned = (scores.verdict == PASS) & (scores.route == ROUTE_MET) & (from_tier <= tier)
        outcome[earned & (applied != UNREADABLE)] = tier
    return outcome
