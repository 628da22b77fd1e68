"""The status of very many titles（大台账）: parts of the register at once, each in a process.

A title's status depends on no other but for the flags that name neighbours, which are added
when all parts are there. The parts read the log up to one place, so they are of one moment.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
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


_Columns = list[tuple[Any, ...]]
_Answer = tuple[_Columns, _Columns, dict[str, str]]
"""Columns of the table of status, those of `Neighbour`, and places renamed: between processes
few long sequences are much less work than many short ones."""


def status_columns(
    place: str,
    on: date,
    known: date | None,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> dict[str, list[str]]:
    """Return the columns of the table of status of a whole register, rows by title.

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
    return _joined(answers)


def _joined(answers: Sequence[_Answer]) -> dict[str, list[str]]:
    """Return the columns of all parts, with the flags that look at other titles."""
    aliases: dict[str, str] = {}
    for _, _, own in answers:
        aliases.update(own)
    pairs = (one for _, columns, _ in answers for one in zip(*columns, strict=True))
    others = neighbour_flags((Neighbour(*one) for one in pairs), aliases)
    parts = [columns for columns, _, _ in answers if columns]
    found = {
        name: [text for columns in parts for text in columns[place]]
        for place, name in enumerate(COLUMNS)
    }
    flags = found["flags"]
    for place, title_id in enumerate(found["title_id"]):
        if title_id in others:
            flags[place] = ";".join([*filter(None, [flags[place]]), *others[title_id]])
    return found


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
    rows = (status.row().values() for status in found)
    columns, of_neighbours = list(zip(*rows, strict=True)), list(zip(*neighbours, strict=True))
    gc.enable()
    return columns, of_neighbours, aliases


def _found(asked: _Question, **which: Any) -> tuple[list[Status], dict[str, str]]:
    store = open_store(asked.place)
    events = store.titles(asked.known, brief=True, last=asked.last, **which)
    titles = titles_of(events, asked.replacements, asked.rules, asked.readings)
    return alone_on(titles, asked.on, asked.rules)
