"""All that the landing page of a run shows（批量评价结果）, as plain values and their tallies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from clusterlib.rules.tiers import Tier, Tiers
from clusterlib.scoring.explanation import Interval
from clusterlib.scoring.items import MISSING, NOT_MET
from clusterlib.scoring.score import FAIL, OPEN, PASS

Wait = Literal["panel", "refused", "missing", "gate", "other"]

Names = tuple[tuple[str, ...], tuple[str, ...]]

CROSSING = 0
"""Stands for a band that a blank leaves open（跨档）, beside bands 1 to 3."""


@dataclass(frozen=True, slots=True)
class TierStanding:
    """One applicant at one tier.

    Parameters
    ----------
    met, missing : int
        Items of section one.
    best, worst : int
        Bands of section one within reach, 1 the highest.
    total : Interval
        Total in grid steps.
    verdict, route : int
        Codes of the scorer.
    """

    met: int
    missing: int
    best: int
    worst: int
    total: Interval
    verdict: int
    route: int


@dataclass(frozen=True, slots=True)
class RunApplicant:
    """One finished applicant.

    Parameters
    ----------
    slug : str
        Name of its folder.
    applicant_id, name, industry : str
        As written; `name` falls back to the id.
    applied : Tier or None
        Tier applied for; None where it is blank or cannot be read.
    tier_blank : bool
        Whether it is blank: one is taken for `outcome` alone.
    focus : Tier
        Tier that the row looks at: the one applied for, else the highest.
    tiers : tuple of TierStanding, length 3
        Highest tier first.
    outcome : Tier or None
        Recommended tier（建议级别）.
    entry : int
        Both entry facts together.
    items : tuple of int
        States of the counted items at `focus`, in the order of the run's `listed`, those of
        section one first; `LEFT_OUT` where its own score sheet has no such item.
    gate : int
        State of the gates together.
    points : int or None
        Point estimate at `focus`, in grid steps.
    pass_mark : int
        Of its score sheet, in grid steps.
    waits : tuple of str
        What an open verdict at `focus` waits for: ``panel``, ``refused`` points,
        ``missing`` figures, an unanswered ``gate``, or ``other``.
    """

    slug: str
    applicant_id: str
    name: str
    industry: str
    applied: Tier | None
    tier_blank: bool
    focus: Tier
    tiers: tuple[TierStanding, TierStanding, TierStanding]
    outcome: Tier | None
    entry: int
    items: tuple[int, ...]
    gate: int
    points: int | None
    pass_mark: int
    waits: tuple[Wait, ...]

    @property
    def standing(self) -> TierStanding:
        """Where it stands at the tier that the row looks at."""
        return self.tiers[self.focus]

    @property
    def blanks(self) -> int:
        """Items without a figure, of both counted sections."""
        return sum(state == MISSING for state in self.items)

    @property
    def is_lower(self) -> bool:
        """Whether a lower tier than the one applied for is recommended（低于申报）."""
        return None not in (self.outcome, self.applied) and self.outcome != self.applied

    @property
    def is_passed_alone(self) -> bool:
        """Whether the tier applied for is passed and none is recommended all the same."""
        is_passed = self.applied is not None and self.standing.verdict == PASS
        return is_passed and self.outcome is None

    @property
    def tier_word(self) -> str:
        """The tier applied for in a word."""
        if self.applied is not None:
            return self.applied.term
        return "未填" if self.tier_blank else "认不出"


@dataclass(frozen=True, slots=True)
class RunFailure:
    """An applicant or input without a result: who, and what to do."""

    applicant_id: str
    name: str
    error: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A run.

    Parameters
    ----------
    applicants : tuple of RunApplicant
        Those that finished, in the order of the input.
    failures : tuple of RunFailure
        Those that did not.
    standards : tuple of str
        Every standard used, with its status, in words.
    readings : tuple of str
        Every reading used, in words.
    day : str
        ISO day whose rules applied.
    pass_mark : int
        In grid steps.
    tiers : tuple of Tier
        As they are called on that day, highest first.
    listed : tuple of tuple of str, length 2
        Short names of the items of the two counted sections, of all score sheets used.
    own_sheets : tuple of str
        What each score sheet that is not the regulation's says of itself.
    files : tuple of (str, str)
        Files of the run to link to: what it is, and its name.
    """

    applicants: tuple[RunApplicant, ...]
    failures: tuple[RunFailure, ...]
    standards: tuple[str, ...]
    readings: tuple[str, ...]
    day: str
    pass_mark: int
    tiers: Tiers
    listed: Names
    files: tuple[tuple[str, str], ...] = ()
    own_sheets: tuple[str, ...] = ()

    @property
    def industries(self) -> tuple[str, ...]:
        """Every industry, in the order of the input."""
        return tuple(dict.fromkeys(found.industry for found in self.applicants))

    @property
    def item_words(self) -> tuple[str, ...]:
        """Short names of the counted items, both sides where the sheet prints 或."""
        return tuple(item for items in self.listed for item in items)

    @property
    def item_numbers(self) -> tuple[str, ...]:
        """Their numbers on the score sheet, by section."""
        return tuple(
            f"{section}{number}"
            for section, items in zip("一二", self.listed, strict=True)
            for number in range(1, len(items) + 1)
        )

    @property
    def tier_words(self) -> tuple[str, ...]:
        """The tier applied for in a word, highest first, then who names none."""
        return (*(tier.term for tier in self.tiers), "未填", "认不出")

    def groups(self) -> list[tuple[str, list[RunApplicant]]]:
        """Return applicants by tier applied for, highest first, most items met first.

        Who names no tier, or none that can be read, stands in a group at the end.
        """
        found: list[tuple[str, list[RunApplicant]]] = []
        for word in self.tier_words:
            members = [one for one in self.applicants if one.tier_word == word]
            if members:
                found.append((word, sorted(members, key=_most_met_first)))
        return found


@dataclass(frozen=True, slots=True)
class TierTally:
    """All applicants at one tier: how many in each band, and with each verdict."""

    tier: Tier
    bands: dict[int, int]
    verdicts: dict[int, int]


def verdict_counts(applicants: Iterable[RunApplicant]) -> dict[int, int]:
    """Return how many have each verdict at the tier applied for, of those who name one."""
    counts = Counter(one.standing.verdict for one in applicants if one.applied is not None)
    return {verdict: counts[verdict] for verdict in (PASS, OPEN, FAIL)}


def tier_tally(applicants: Iterable[RunApplicant], tier: Tier) -> TierTally:
    """Return bands and verdicts of all applicants at one tier."""
    standings = [one.tiers[tier] for one in applicants]
    bands = Counter(s.best if s.best == s.worst else CROSSING for s in standings)
    verdicts = Counter(s.verdict for s in standings)
    return TierTally(
        tier,
        {band: bands[band] for band in (1, 2, 3, CROSSING)},
        {verdict: verdicts[verdict] for verdict in (PASS, OPEN, FAIL)},
    )


def outcomes_by_tier(
    applicants: Iterable[RunApplicant],
) -> dict[str, Counter[Tier | None]]:
    """Return the recommended tiers per tier applied for, in words; None is none."""
    found: dict[str, Counter[Tier | None]] = {}
    for one in applicants:
        found.setdefault(one.tier_word, Counter())[one.outcome] += 1
    return found


def open_reasons(applicants: Iterable[RunApplicant]) -> list[tuple[tuple[Wait, ...], list[str]]]:
    """Return why verdicts are open: reasons exclude each other, and their members add up.

    Largest group first.
    """
    found: dict[tuple[Wait, ...], list[str]] = {}
    for one in applicants:
        if one.applied is not None and one.standing.verdict == OPEN:
            found.setdefault(one.waits, []).append(one.name)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def holding_items(applicants: Iterable[RunApplicant]) -> list[tuple[int, int, int]]:
    """Return position, applicants below the threshold and without a figure, most first.

    Only items that hold somebody back, each applicant at the tier applied for.
    """
    not_met: Counter[int] = Counter()
    missing: Counter[int] = Counter()
    for one in (one for one in applicants if one.applied is not None):
        for position, state in enumerate(one.items):
            not_met[position] += state == NOT_MET
            missing[position] += state == MISSING
    held = [(p, not_met[p], missing[p]) for p in not_met if not_met[p] or missing[p]]
    return sorted(held, key=lambda item: (-item[1], -item[2], item[0]))


def _most_met_first(one: RunApplicant) -> tuple[int, int, int]:
    standing = one.standing
    return -standing.met, -standing.missing, -sum(state > 0 for state in one.items)
