"""Events in the order in which they count, inexact dates at their first or last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from clusterlib.register.days import span_of
from clusterlib.register.events import ORDER, Event

FIRST, LAST = 0, 1
"""Sides of a life: inexact dates at their first day, or at their last."""
EXACT = len("2023-09-05")
"""Characters of a date that is known to the day."""


def in_order(events: Sequence[Event], side: int) -> tuple[tuple[Event, ...], tuple[date, ...]]:
    """Return events in the order in which they count, with their days.

    By day, then by the order of kinds, then by recording. Events of one inexact date share
    out among them, in the order of recording, the places that this gives them.
    """
    marks = [_mark(event.date, event.kind, side) for event in events]
    places = sorted(range(len(marks)), key=marks.__getitem__)
    days = tuple([marks[place][1] for place in places])
    inexact = [event.date for event in events if len(event.date) < EXACT]
    if len(inexact) > 1 and len(set(inexact)) < len(inexact):
        for group in _of_one_inexact_date(events):
            held = [at for at, place in enumerate(places) if place in group]
            for at, place in zip(held, sorted(group), strict=True):
                places[at] = place
    return tuple([events[place] for place in places]), days


@lru_cache(maxsize=1 << 18)
def _mark(text: str, kind: str, side: int) -> tuple[int, date]:
    """Return what puts an event in order, day and kind in one number, and its day."""
    day = span_of(text)[side]
    return day.toordinal() * len(ORDER) + ORDER[kind], day


def _of_one_inexact_date(events: Sequence[Event]) -> list[set[int]]:
    """Return the places of events that share an inexact date with another."""
    by_date: dict[str, set[int]] = {}
    for place, event in enumerate(events):
        if len(event.date) < EXACT:
            by_date.setdefault(event.date, set()).add(place)
    return [group for group in by_date.values() if len(group) > 1]
