"""Builds events and asks how titles stand, for the tests of the register."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

from clusterlib.register.events import Event, by_title, counted, replacements_of
from clusterlib.register.status import Status, status_on, titles_of
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.title_rules import read_title_rules
from clusterlib.rules.titles import TitleRules

_numbers = count(1)


@cache
def the_rules() -> TitleRules:
    return read_title_rules(Path(parameters_folder()) / "regulation", date(2026, 11, 28))


def an_event(kind: str, day: str, title_id: str = "T1", **changes: str) -> Event:
    return Event(
        event_id=changes.pop("event_id", f"E{next(_numbers)}"),
        title_id=title_id,
        kind=kind,
        date=day,
        **changes,
    )


def life(text: str, title_id: str = "T1", **facts: str) -> list[Event]:
    """Return the events written as ``kind day, kind day, …``, facts on the first."""
    events = [an_event(*part.split(), title_id=title_id) for part in text.split(",")]
    return [events[0]._replace(**facts), *events[1:]]


def statuses(events: list[Event], on: str, **readings: str) -> dict[str, Status]:
    rules = the_rules()
    counts = counted(events)
    titles = titles_of(
        by_title(counts).items(), replacements_of(counts), rules, rules.readings(readings)
    )
    found = status_on(titles, date.fromisoformat(on), rules)
    return {status.title_id: status for status in found}


def row(events: list[Event], on: str, title_id: str = "T1", **readings: str) -> dict[str, str]:
    return statuses(events, on, **readings)[title_id].row()
