"""The life of one title（称号）: its events in order, and its state on any day.

A date known only to the month or year is taken once at its first and once at its last day,
so a life is computed twice; where both agree, that is the answer. Source: parts 二 to 四,
clauses 2.2, 4.1, 4.3.review, 4.3.rectify, 4.4.lapse, 4.5.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from clusterlib.register.days import months_before, span_of, years_after
from clusterlib.register.events import ORDER, Event
from clusterlib.rules.titles import TitleRules

FIRST, LAST = 0, 1
"""Sides of a life: inexact dates at their first day, or at their last."""

STATES = {
    "withdrawn": "已取消",
    "replaced": "已提升或变更",
    "candidate": "培育中",
    "none": "无记录",
    "due_for_withdrawal": "应公告取消",
    "rectifying": "整改中",
    "in_term": "有效",
    "overdue": "到期未复评",
    "uncertain": "待查",
}
"""States of a title with their terms; the first eight in the order in which they hold."""

REASONS = {
    "rectification_failed": "整改后仍不合格",
    "rectification_over": "整改期满未通过",
    "lapsed": "到期未复评超过两年",
}
"""Why a title is due for withdrawal."""

IN_FORCE = frozenset({"in_term", "overdue", "rectifying"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """An award or a passed review, and the days that follow from it（有效期）.

    Parameters
    ----------
    day : date
    term : int
        Years（年）.
    expires : date
        First day that is no longer covered (2.2).
    apply_by : date
        Last day on which a review is applied for in time (4.3).
    withdraw_after : date
        Day after which a title without review is not recognised (4.4).
    """

    day: date
    term: int
    expires: date
    apply_by: date
    withdraw_after: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What is so of a title on a day, in one of the two computations.

    Parameters
    ----------
    state, reason : str
        Ids of `STATES` and `REASONS`; the reason only of a title due for withdrawal.
    since : date or None
        First day of the state, None for ``none``.
    awarded : date or None
        Day of the first award.
    decision : Decision or None
        The last award or passed review.
    rectify_by : date or None
        End of the year for rectification, after a failure since the decision.
    applications : tuple of date
        Days of applications for a review since the decision.
    pending : bool
        Whether the last of them is undecided.
    """

    state: str
    reason: str = ""
    since: date | None = None
    awarded: date | None = None
    decision: Decision | None = None
    rectify_by: date | None = None
    applications: tuple[date, ...] = ()
    pending: bool = False

    @property
    def in_force(self) -> bool:
        """Whether the title is in term, overdue or rectifying."""
        return self.state in IN_FORCE


class Chapter(NamedTuple):
    """What the events up to one of them amount to, until the next.

    Parameters
    ----------
    opened : date or None
        First day of cultivation or application.
    awarded, last_award, withdrawn : date or None
        First and last award, and the first notice of withdrawal after the last award.
    decision : Decision or None
        The last award or passed review.
    failures, applications : tuple of date
        Since that decision: failed reviews, and applications for a review.
    pending : bool
        Whether the last application is undecided.
    """

    opened: date | None = None
    awarded: date | None = None
    last_award: date | None = None
    withdrawn: date | None = None
    decision: Decision | None = None
    failures: tuple[date, ...] = ()
    applications: tuple[date, ...] = ()
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One computation of a title's life.

    Parameters
    ----------
    events : tuple of Event
        Events that count, in their order.
    days : tuple of date
        Their days, increasing.
    chapters : tuple of Chapter
        What is so after each of them.
    replaced : tuple of date
        Days of other titles' awards that replace this one (4.5), increasing.
    rules, readings
        The rules of titles, and the value of each reading.
    """

    events: tuple[Event, ...]
    days: tuple[date, ...]
    chapters: tuple[Chapter, ...]
    replaced: tuple[date, ...]
    rules: TitleRules
    readings: Mapping[str, str]

    @classmethod
    def of(
        cls,
        events: Sequence[Event],
        side: int,
        replacements: Iterable[Event],
        rules: TitleRules,
        readings: Mapping[str, str],
    ) -> Life:
        """Put a title's events in order, inexact dates at their `FIRST` or `LAST` day.

        Parameters
        ----------
        events : sequence of Event
            Events of the title that count, in the order of recording.
        replacements : iterable of Event
            Awards of other titles that replace this one.
        """
        ordered, days = in_order(events, side)
        replaced = tuple(sorted(span_of(event.date)[side] for event in replacements))
        chapter, chapters, association = Chapter(), [], ""
        for event, day in zip(ordered, days, strict=True):
            association = event.association or association
            chapter = _next(chapter, event, day, association, rules, readings)
            chapters.append(chapter)
        return cls(ordered, days, tuple(chapters), replaced, rules, readings)

    def until(self, on: date) -> tuple[Event, ...]:
        """Return the events on or before a day."""
        return self.events[: bisect_right(self.days, on)]

    def decisions(self, on: date) -> list[Decision]:
        """Return the awards and passed reviews up to a day, in order."""
        chapters = self.chapters[: bisect_right(self.days, on)]
        found = (chapter.decision for chapter in chapters if chapter.decision)
        return list(dict.fromkeys(found))

    def on(self, on: date) -> Standing | None:
        """Return how the title stands on a day; None before its first event."""
        count = bisect_right(self.days, on)
        if not count:
            return None
        chapter = self.chapters[count - 1]
        decision, failures = chapter.decision, chapter.failures
        rectify_by = None
        if decision and failures:
            rectify_by = years_after(failures[0], self.rules.rectification_years)
        state, reason, since = self._state(on, chapter, rectify_by)
        return Standing(
            state,
            reason,
            since,
            chapter.awarded,
            decision,
            rectify_by,
            chapter.applications,
            chapter.pending,
        )

    def received(self, on: date) -> dict[int, date]:
        """Return the earliest day on which each year's return（年报）came, up to a day."""
        found: dict[int, date] = {}
        for event, day in zip(self.until(on), self.days, strict=False):
            if event.kind == "return":
                found.setdefault(int(event.year), day)
        return found

    def _state(
        self, on: date, chapter: Chapter, rectify_by: date | None
    ) -> tuple[str, str, date | None]:
        """Return state, reason and since: the first of `STATES` that holds."""
        decision = chapter.decision
        if chapter.withdrawn:
            return "withdrawn", "", chapter.withdrawn
        if decision is None:
            return ("candidate", "", chapter.opened) if chapter.opened else ("none", "", None)
        for day in self.replaced:
            if (chapter.last_award or day) <= day <= on:
                return "replaced", "", day
        if rectify_by:
            return self._after_failure(on, chapter.failures, rectify_by)
        waits = chapter.pending and self.readings["lapse"] == "applied"
        if on > decision.withdraw_after and not waits:
            return "due_for_withdrawal", "lapsed", decision.withdraw_after + _ONE_DAY
        if on < decision.expires:
            return "in_term", "", decision.day
        return "overdue", "", decision.expires

    def _after_failure(
        self, on: date, failures: Sequence[date], rectify_by: date
    ) -> tuple[str, str, date | None]:
        over = rectify_by + _ONE_DAY
        if len(failures) > 1 and self.readings["second_failure"] == "at_once":
            return "due_for_withdrawal", "rectification_failed", min(failures[1], over)
        if on < over:
            return "rectifying", "", failures[0]
        reason = "rectification_failed" if len(failures) > 1 else "rectification_over"
        return "due_for_withdrawal", reason, over


def _next(
    chapter: Chapter,
    event: Event,
    day: date,
    association: str,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Chapter:
    """Return the chapter that an event begins; the same one where it changes nothing."""
    kind = event.kind
    if kind == "awarded" or kind == "reviewed":
        decision = _decision(event, day, association, chapter.decision, rules, readings)
        decided = chapter._replace(decision=decision, failures=(), applications=(), pending=False)
        if kind == "reviewed":
            return decided
        return decided._replace(awarded=chapter.awarded or day, last_award=day, withdrawn=None)
    if kind == "review_failed":
        return chapter._replace(failures=(*chapter.failures, day), pending=False)
    if kind == "withdrawn":
        return chapter._replace(withdrawn=chapter.withdrawn or day)
    if kind == "cultivated":
        return chapter._replace(opened=chapter.opened or day)
    if kind == "applied":
        opened = chapter._replace(opened=chapter.opened or day)
        if event.purpose in ("", "review"):
            return opened._replace(applications=(*chapter.applications, day), pending=True)
        return opened
    return chapter


def _decision(
    event: Event,
    day: date,
    association: str,
    before: Decision | None,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Decision:
    term = int(event.term) if event.term else rules.term_on(day, association)
    start = day
    if event.kind == "reviewed" and before and readings["term_from"] == "expiry":
        start = before.expires
    expires = years_after(start, term)
    return Decision(
        day,
        term,
        expires,
        months_before(expires, rules.review_due_months),
        years_after(expires, rules.lapse_years),
    )


def in_order(events: Sequence[Event], side: int) -> tuple[tuple[Event, ...], tuple[date, ...]]:
    """Return events in the order in which they count, with their days.

    By day, then by the order of kinds, then by recording. Events of one inexact date share
    out among them, in the order of recording, the places that this gives them.
    """
    ranked = sorted(
        [
            (span_of(event.date)[side], ORDER[event.kind], place)
            for place, event in enumerate(events)
        ]
    )
    places = [place for _, _, place in ranked]
    for group in _of_one_inexact_date(events):
        held = [at for at, place in enumerate(places) if place in group]
        for at, place in zip(held, sorted(group), strict=True):
            places[at] = place
    ordered = tuple(events[place] for place in places)
    return ordered, tuple(day for day, _, _ in ranked)


def _of_one_inexact_date(events: Sequence[Event]) -> list[set[int]]:
    """Return the places of events that share an inexact date with another."""
    by_date: dict[str, set[int]] = {}
    for place, event in enumerate(events):
        if len(event.date) < len("2023-09-05"):
            by_date.setdefault(event.date, set()).add(place)
    return [group for group in by_date.values() if len(group) > 1]
