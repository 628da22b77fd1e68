"""The score of a cohort at three tiers: sections, total, verdict, route, outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clusterlib.applicants.figures import UNKNOWN, UNREADABLE, Bools, Bytes, Figures, Steps
from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.rules.standard import StandardOnDay, check_dropped
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.entry import barred, entry_states
from clusterlib.scoring.items import ItemCounts
from clusterlib.scoring.profiles import Profiles, profiles_of
from clusterlib.scoring.route import ROUTE_MET, judge_route
from clusterlib.scoring.sections import (
    GATE_FAILED,
    GATE_UNKNOWN,
    NO_POINTS,
    SectionScores,
    score_basic,
    score_graded,
    score_quality,
)

FAIL, OPEN, PASS = 0, 1, 2
VERDICT_IDS = {FAIL: "fail", OPEN: "open", PASS: "pass"}
NO_TIER = -1


@dataclass(frozen=True, slots=True)
class ProfileScores:
    """The score of m distinct profiles at one tier, points in grid steps.

    Parameters
    ----------
    sections : tuple of SectionScores, length 4
        In the order of `SECTIONS`.
    lower, upper : int64 array, shape (m,)
        Ends of the total（总得分区间）.
    lower_open, upper_open : bool array, shape (m,)
        Whether an end is out of reach.
    points : int64 array, shape (m,)
        Point estimate of the total, `NO_POINTS` where a section has none.
    verdict : int8 array, shape (m,)
        `PASS`, `OPEN` or `FAIL`.
    """

    sections: tuple[SectionScores, SectionScores, SectionScores, SectionScores]
    lower: Steps
    upper: Steps
    lower_open: Bools
    upper_open: Bools
    points: Steps
    verdict: Bytes


@dataclass(frozen=True)
class TierScores:
    """The score of n applicants at one tier; every array is read off their profiles.

    Parameters
    ----------
    profiles : Profiles
        The distinct profiles, and which one each applicant has.
    by_profile : ProfileScores
        Their scores.
    route : int8 array, shape (n,)
        The rank test, see `clusterlib.scoring.route`.
    """

    profiles: Profiles
    by_profile: ProfileScores
    route: Bytes

    @cached_property
    def basic_counts(self) -> ItemCounts:
        """Items of section one met and missing, shape (n,)."""
        return self.profiles.basic_counts.at(self.profiles.of_row)

    @cached_property
    def quality_counts(self) -> ItemCounts:
        """Items of section two met and missing, shape (n,)."""
        return self.profiles.quality_counts.at(self.profiles.of_row)

    @cached_property
    def gate(self) -> Bytes:
        """State of the gates, shape (n,): 0 ok, 1 failed, -1 unknown."""
        return self.profiles.gate.take(self.profiles.of_row)

    @cached_property
    def sections(self) -> tuple[SectionScores, SectionScores, SectionScores, SectionScores]:
        """The four sections in the order of `SECTIONS`, arrays of shape (n,)."""
        one, two, three, four = (
            section.at(self.profiles.of_row) for section in self.by_profile.sections
        )
        return one, two, three, four

    @cached_property
    def lower(self) -> Steps:
        """Lower end of the total, shape (n,)."""
        return self.by_profile.lower.take(self.profiles.of_row)

    @cached_property
    def upper(self) -> Steps:
        """Upper end of the total, shape (n,)."""
        return self.by_profile.upper.take(self.profiles.of_row)

    @cached_property
    def lower_open(self) -> Bools:
        """Whether the lower end is out of reach, shape (n,)."""
        return self.by_profile.lower_open.take(self.profiles.of_row)

    @cached_property
    def upper_open(self) -> Bools:
        """Whether the upper end is out of reach, shape (n,)."""
        return self.by_profile.upper_open.take(self.profiles.of_row)

    @cached_property
    def points(self) -> Steps:
        """Point estimate of the total, shape (n,), `NO_POINTS` where there is none."""
        return self.by_profile.points.take(self.profiles.of_row)

    @cached_property
    def verdict(self) -> Bytes:
        """Verdict（结论）, shape (n,): `PASS`, `OPEN` or `FAIL`."""
        return self.by_profile.verdict.take(self.profiles.of_row)


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of n applicants at all tiers.

    Parameters
    ----------
    tiers : tuple of TierScores, length 3
        Highest tier first.
    entry : int8 array, shape (n,)
        The entry facts together, see `clusterlib.scoring.entry`.
    outcome : int8 array, shape (n,)
        The highest tier, of the one applied for and those below, that is passed with its
        route met and no entry fact against it（建议级别）; `NO_TIER` where none.
    """

    tiers: tuple[TierScores, TierScores, TierScores]
    entry: Bytes
    outcome: Bytes


def score(
    figures: Figures,
    standard: StandardOnDay,
    sheet: ScoreSheet,
    readings: Readings,
    *,
    default_tier: Tier = Tier.CAPITAL,
    profiles: Sequence[Profiles] | None = None,
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
    profiles : sequence of Profiles, length 3, optional
        Those of the same figures, where they are known already.

    Raises
    ------
    ParameterError
        If ``exempt: drops_item`` is read and the standard exempts too many items for it.
    """
    check_dropped(standard.standard, sheet, readings)
    if profiles is None:
        profiles = profiles_of(
            figures, standard.thresholds, standard.exempted, sheet.listed, readings
        )
    tiers = [
        TierScores(
            at_tier,
            score_profiles(at_tier, sheet, readings),
            judge_route(figures, tier, sheet.rank_limit(tier), readings),
        )
        for tier, at_tier in zip(sheet.tiers, profiles, strict=True)
    ]
    capital, base, township = tiers
    entry = entry_states(figures, sheet)
    bars = barred(entry, readings)
    outcome = outcome_tiers(tiers, figures.applied, bars, default_tier, readings)
    return Scores((capital, base, township), entry, outcome)


def score_profiles(profiles: Profiles, sheet: ScoreSheet, readings: Readings) -> ProfileScores:
    """Score profiles: section by section, the total, the verdict.

    Parameters
    ----------
    profiles : Profiles
        Counts, gates, grades and panel points at one tier.
    sheet : ScoreSheet
        Bands, knots, pass mark.
    readings : Readings
        Every reading, resolved.
    """
    panel = profiles.panel
    sections = (
        score_basic(sheet.basic, profiles.basic_counts, panel[:, 0], readings),
        score_quality(
            sheet.quality, profiles.quality_counts, profiles.gate, panel[:, 1], readings
        ),
        score_graded(sheet.government, profiles.grades[:, 0], panel[:, 2], readings),
        score_graded(sheet.policy, profiles.grades[:, 1], panel[:, 3], readings),
    )
    lower, upper, points = total_of(sections)
    upper_open = np.logical_or.reduce([section.upper_open for section in sections])
    return ProfileScores(
        sections=sections,
        lower=lower,
        upper=upper,
        lower_open=np.logical_or.reduce([section.lower_open for section in sections]),
        upper_open=upper_open,
        points=points,
        verdict=judge(lower, upper, upper_open, profiles.gate, sheet.pass_mark, readings),
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


def outcome_tiers(
    tiers: list[TierScores], applied: Bytes, bars: Bools, default_tier: Tier, readings: Readings
) -> Bytes:
    """Return the highest tier that is passed, route met, of those that may come out.

    Parameters
    ----------
    tiers : list of TierScores, length 3
        Highest tier first.
    applied : int8 array, shape (n,)
        Tier applied for, as in `Figures`.
    bars : bool array, shape (n,)
        Whom the entry facts leave without one.
    default_tier : Tier
        Tier applied for where the row names none.
    readings : Readings
        ``outcome``: the tier applied for and those below, or that one alone.
    """
    from_tier = np.where(applied == UNKNOWN, np.int8(default_tier), applied)
    may = ~bars & (applied != UNREADABLE)
    outcome = np.full(len(applied), NO_TIER, np.int8)
    for tier, scores in reversed(list(enumerate(tiers))):
        reached = from_tier == tier if readings.outcome == "applied_only" else from_tier <= tier
        earned = (scores.verdict == PASS) & (scores.route == ROUTE_MET) & reached
        outcome[earned & may] = tier
    return outcome
