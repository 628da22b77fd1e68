"""What the store asks of its database: the log, and the events of it that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from clusterlib.register.chain import end_of
from clusterlib.register.chapters import TURNS
from clusterlib.register.database import EVENTS
from clusterlib.register.events import Event
from clusterlib.register.order import EXACT

OF_EVENT = [EVENTS.c[name] for name in Event._fields]
_BRIEF = (
    *("title_id", "kind", "date", "name", "region", "industry", "tier", "association"),
    *("term", "purpose", "year"),
)
BRIEF_COLUMNS = [EVENTS.c[name] for name in _BRIEF]
whole = itemgetter(
    *(_BRIEF.index(name) if name in _BRIEF else len(_BRIEF) for name in Event._fields)
)
"""Fills the other columns of an event with the blank that ends a brief row."""
TELLING = sa.or_(
    EVENTS.c.kind.in_((*TURNS, "return", "renamed")),
    sa.func.length(EVENTS.c.date) < EXACT,  # such events share out places among them
    *(EVENTS.c[name] > "" for name in ("name", "region", "industry", "tier", "association")),
)
"""Whether an event says anything of a title's status beyond that the title exists."""


def events_in(
    connection: sa.Connection, *, title_id: str | None = None, known: date | None = None
) -> Iterator[Event]:
    """Yield the events recorded so far, of one title or all, as known by the end of a day."""
    asked = sa.select(*OF_EVENT).order_by(EVENTS.c.place)
    if title_id is not None:
        asked = asked.where(EVENTS.c.title_id == title_id)
    if known is not None:
        asked = asked.where(EVENTS.c.recorded < end_of(known))
    return (Event._make(row) for row in connection.execute(asked))


def counting(known: date | None, last: int | None = None) -> sa.Select[Any]:
    """Return the question for the events that count, as `clusterlib.register.events.counted`."""
    corrects = sa.select(EVENTS.c.corrects).where(EVENTS.c.corrects > "")
    asked = sa.select(*OF_EVENT).where(EVENTS.c.kind != "")
    if last is not None:
        corrects = corrects.where(EVENTS.c.place <= last)
        asked = asked.where(EVENTS.c.place <= last)
    if known is not None:
        corrects = corrects.where(EVENTS.c.recorded < end_of(known))
        asked = asked.where(EVENTS.c.recorded < end_of(known))
    return asked.where(EVENTS.c.event_id.not_in(corrects))
