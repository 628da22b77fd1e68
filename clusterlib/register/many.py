"""The status of very many titles（大台账）: parts of the register at once, each in a process.

A title's status depends on no other but for the flags that name neighbours, which are added
when all parts are there. The parts read the log up to one place, so they are of one moment.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import pairwise
from multiprocessing import cpu_count
from operator import attrgetter
from typing import Any, NamedTuple

from clusterlib.register.events import Event
from clusterlib.register.neighbours import Neighbour, neighbour_flags
from clusterlib.register.status import COLUMNS, Status, alone_on, titles_of
from clusterlib.register.store import open_store
from clusterlib.rules.titles import TitleRules

LEAST_TITLES = 10_000
"""Titles from which more than one process pays."""
_AT_ONCE = 500
"""Titles that are asked for by their ids at a time."""
_FLAGS = list(COLUMNS).index("flags")


class _Question(NamedTuple):
    """What one process is asked."""

    place: str
    ids: list[str]
    last: int
    known: date | None
    replacements: dict[str, list[Event]]
    on: date
    rules: TitleRules
    readings: Mapping[str, str]


_Answer = tuple[list[tuple[str, ...]], list[Neighbour], dict[str, str]]


def status_rows(
    place: str,
    on: date,
    known: date | None,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Iterator[dict[str, str]]:
    """Yield the rows of the table of status of a whole register, by title.

    Parameters
    ----------
    place : str
        Where the register is, as `clusterlib.register.store.open_store` takes it.
    on : date
        Day that is asked about.
    known : date or None
        Only what was recorded by the end of this day.
    """
    store = open_store(place)
    last, replacements, ids = store.last_place(), store.replacements(known), store.title_ids()
    parts = cpu_count() if len(ids) >= LEAST_TITLES else 1
    limits = [len(ids) * part // parts for part in range(parts + 1)]
    questions = [
        _Question(place, ids[start:stop], last, known, replacements, on, rules, readings)
        for start, stop in pairwise(limits)
        if stop > start
    ]
    if len(questions) < 2:
        answers = [_answer(question) for question in questions]
    else:
        with ProcessPoolExecutor(len(questions)) as pool:
            answers = list(pool.map(_answer, questions))
    aliases: dict[str, str] = {}
    for _, _, own in answers:
        aliases.update(own)
    others = neighbour_flags((one for answer in answers for one in answer[1]), aliases)
    for rows, _, _ in answers:
        for row in rows:
            told = dict(zip(COLUMNS, row, strict=True))
            if row[0] in others:
                told["flags"] = ";".join([*filter(None, [row[_FLAGS]]), *others[row[0]]])
            yield told


def _answer(asked: _Question) -> _Answer:
    """Return the rows of a part, what its neighbours need of it, and the places renamed."""
    gc.disable()  # nothing here refers to itself, and there may be a million events
    between = asked.ids[0], asked.ids[-1]
    found, aliases = _found(asked, between=between)
    seen = {status.title_id for status in found}
    lacking = [title_id for title_id in asked.ids if title_id not in seen]
    for start in range(0, len(lacking), _AT_ONCE):
        found += _found(asked, among=lacking[start : start + _AT_ONCE])[0]
    if lacking:
        found.sort(key=attrgetter("title_id"))
    neighbours = [one for status in found if (one := status.as_neighbour(asked.rules))]
    rows = [tuple(status.row().values()) for status in found]
    gc.enable()
    return rows, neighbours, aliases


def _found(asked: _Question, **which: Any) -> tuple[list[Status], dict[str, str]]:
    store = open_store(asked.place)
    events = store.titles(asked.known, brief=True, last=asked.last, **which)
    titles = titles_of(events, asked.replacements, asked.rules, asked.readings)
    return alone_on(titles, asked.on, asked.rules)
