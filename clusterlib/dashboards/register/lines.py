"""The life of a title as a line（生命线）: what it was from day to day, in stretches.

Where the two computations of a life agree the stretch is that state; else only month or year
is known, and it is told so. Beyond the day asked about only a term that runs is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from clusterlib.register.days import span_of
from clusterlib.register.events import Event
from clusterlib.register.life import Life, Standing
from clusterlib.register.status import Title

KINDS = {
    "in_term": "term",
    "overdue": "overdue",
    "rectifying": "rectify",
    "due_for_withdrawal": "due",
    "candidate": "candidate",
}
"""What a stretch is drawn as, by state; other states are not drawn."""
MARKED = ("awarded", "reviewed", "review_failed", "withdrawn")
"""Events that have a mark on the line."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one kind: ``term``, ``now`` (the term that runs), ``unknown`` or as `KINDS`.

    `last` is the first day that it no longer covers; `years` is the length of a term, `begun`
    the day of its decision.
    """

    kind: str
    first: date
    last: date
    years: int = 0
    begun: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision on the line, with the first and the last day that it may stand for."""

    event: Event
    first: date
    last: date


def stretches(title: Title, on: date) -> list[Stretch]:
    """Return the life of a title up to a day, and the term that runs beyond it."""
    turns = sorted({day for life in (title.first, title.last) for day in _turns(life, on)})
    until = on + _ONE_DAY
    found: list[Stretch] = []
    for start, end in pairwise([*turns, until]):
        found = _joined(found, _stretch(title, start, end))
    runs = title.first.on(on), title.last.on(on)
    return _running(found, runs, until) if found and found[-1].last == until else found


def marks(title: Title, on: date) -> list[Mark]:
    """Return the awards, reviews and notices of a title up to a day."""
    return [
        Mark(event, *span_of(event.date))
        for event in title.first.until(on)
        if event.kind in MARKED
    ]


def _turns(life: Life, on: date) -> list[date]:
    """Return the days on which a life may take another state, up to a day."""
    days = [*life.days, *life.replaced]
    for chapter in life.chapters:
        if chapter.decision:
            days += [chapter.decision.expires, chapter.decision.withdraw_after + _ONE_DAY]
        if chapter.failures:
            standing = life.on(chapter.failures[-1])
            if standing and standing.rectify_by:
                days.append(standing.rectify_by + _ONE_DAY)
    return [day for day in days if day <= on]


def _stretch(title: Title, start: date, end: date) -> Stretch | None:
    first, last = title.first.on(start), title.last.on(start)
    one, other = (_drawn(standing) for standing in (first, last))
    if one != other:
        return Stretch("unknown", start, end)
    if one == "term" and first and first.decision:
        return Stretch(one, start, end, first.decision.term, first.decision.day)
    return Stretch(one, start, end) if one else None


def _drawn(standing: Standing | None) -> str:
    return KINDS.get(standing.state, "") if standing else ""


def _joined(found: list[Stretch], new: Stretch | None) -> list[Stretch]:
    """Put a stretch behind others, one with the last where it goes on."""
    if new is None:
        return found
    last = found[-1] if found else None
    if last and replace(last, first=new.first, last=new.last) == new and last.last == new.first:
        return [*found[:-1], replace(last, last=new.last)]
    return [*found, new]


def _running(
    found: list[Stretch], runs: tuple[Standing | None, Standing | None], until: date
) -> list[Stretch]:
    """Carry the term that runs on to its end: dashed where its end is not known to the day."""
    last = found[-1]
    ends = sorted(run.decision.expires for run in runs if run and run.decision)
    if last.kind != "term" or not ends:
        return found
    now = replace(last, kind="now", last=max(ends[0], until))
    rest = [Stretch("unknown", now.last, ends[-1])] if ends[-1] > now.last else []
    return [*found[:-1], now, *rest]
