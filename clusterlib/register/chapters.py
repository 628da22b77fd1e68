"""What the events of a title amount to, from one turn of its life to the next（称号的各段）."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from clusterlib.register.days import months_before, years_after
from clusterlib.register.events import Event
from clusterlib.rules.titles import TitleRules

DECIDED = ("awarded", "reviewed")
TURNS = frozenset({*DECIDED, "review_failed", "withdrawn", "cultivated", "applied"})
"""Kinds of events that begin a chapter of a life."""


class Decision(NamedTuple):
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


def next_chapter(
    chapter: Chapter,
    event: Event,
    day: date,
    association: str,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Chapter:
    """Return the chapter that an event of `TURNS` begins."""
    kind = event.kind
    asks_review = kind == "applied" and event.purpose in ("", "review")
    if kind in ("applied", "cultivated") and not asks_review:
        return chapter if chapter.opened else chapter._replace(opened=day)
    opened, awarded, last, withdrawn, decision, failures, applications, pending = chapter
    if kind in DECIDED:
        decision = _decision(event, day, association, decision, rules, readings)
        if kind == "awarded":
            awarded, last, withdrawn = awarded or day, day, None
        return Chapter(opened, awarded, last, withdrawn, decision)
    if kind == "review_failed":
        failures, pending = (*failures, day), False
    elif kind == "withdrawn":
        withdrawn = withdrawn or day
    else:
        opened, applications, pending = opened or day, (*applications, day), True
    return Chapter(opened, awarded, last, withdrawn, decision, failures, applications, pending)


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
    return _decision_of(day, start, term, rules.review_due_months, rules.lapse_years)


@lru_cache(maxsize=65536)
def _decision_of(day: date, start: date, term: int, months: int, lapse_years: int) -> Decision:
    expires = years_after(start, term)
    return Decision(
        day, term, expires, months_before(expires, months), years_after(expires, lapse_years)
    )
