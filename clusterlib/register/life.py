"""The life of one title（称号）: its events in order, and its state on any day.

A date known only to the month or year is taken once at its first and once at its last day,
so a life is computed twice; where both agree, that is the answer. Source: parts 二 to 四,
clauses 2.2, 4.1, 4.3.review, 4.3.rectify, 4.4.lapse, 4.5.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from clusterlib.register.chapters import DECIDED, TURNS, Chapter, Decision, next_chapter
from clusterlib.register.days import span_of, years_after
from clusterlib.register.events import Event
from clusterlib.register.order import in_order
from clusterlib.rules.titles import TitleRules

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


class Standing(NamedTuple):
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


class Life(NamedTuple):
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
    made : tuple of (date, Decision)
        Awards and passed reviews with their days, increasing.
    returned : tuple of (int, date)
        Years and days of annual returns, days increasing.
    rules, readings
        The rules of titles, and the value of each reading.
    """

    events: tuple[Event, ...]
    days: tuple[date, ...]
    chapters: tuple[Chapter, ...]
    replaced: tuple[date, ...]
    made: tuple[tuple[date, Decision], ...]
    returned: tuple[tuple[int, date], ...]
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
        replaced = tuple(sorted([span_of(event.date)[side] for event in replacements]))
        chapter, association = Chapter(), ""
        chapters: list[Chapter] = []
        made: list[tuple[date, Decision]] = []
        returned: list[tuple[int, date]] = []
        for event, day in zip(ordered, days, strict=True):
            kind = event.kind
            if event.association:
                association = event.association
            if kind in TURNS:
                chapter = next_chapter(chapter, event, day, association, rules, readings)
                if chapter.decision and kind in DECIDED:
                    made.append((day, chapter.decision))
            elif kind == "return":
                returned.append((int(event.year), day))
            chapters.append(chapter)
        return cls(
            ordered,
            days,
            tuple(chapters),
            replaced,
            tuple(made),
            tuple(returned),
            rules,
            readings,
        )

    def until(self, on: date) -> tuple[Event, ...]:
        """Return the events on or before a day."""
        return self.events[: bisect_right(self.days, on)]

    def decisions(self, on: date) -> list[Decision]:
        """Return the awards and passed reviews up to a day, in order."""
        return list(dict.fromkeys(decision for day, decision in self.made if day <= on))

    def on(self, on: date) -> Standing | None:
        """Return how the title stands on a day; None before its first event."""
        count = bisect_right(self.days, on)
        if not count:
            return None
        chapter = self.chapters[count - 1]
        rectify_by = self._rectify_by(chapter)
        state, reason, since = self._state(on, chapter, rectify_by)
        return Standing(
            state,
            reason,
            since,
            chapter.awarded,
            chapter.decision,
            rectify_by,
            chapter.applications,
            chapter.pending,
        )

    def received(self, on: date) -> dict[int, date]:
        """Return the earliest day on which each year's return（年报）came, up to a day."""
        found: dict[int, date] = {}
        for year, day in self.returned:
            if day <= on and year not in found:
                found[year] = day
        return found

    def in_force_on(self, on: date) -> bool:
        """Tell whether the title is in force on a day; see `Standing.in_force`."""
        count = bisect_right(self.days, on)
        if not count:
            return False
        chapter = self.chapters[count - 1]
        return self._state(on, chapter, self._rectify_by(chapter))[0] in IN_FORCE

    def _rectify_by(self, chapter: Chapter) -> date | None:
        if chapter.decision and chapter.failures:
            return years_after(chapter.failures[0], self.rules.rectification_years)
        return None

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
