"""Adds events to a register: single ones that fit, corrections, and whole tables of history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clusterlib.errors import InputError
from clusterlib.register.cells import Refusal
from clusterlib.register.chain import SHANGHAI
from clusterlib.register.events import (
    COLUMNS,
    Event,
    by_title,
    counted,
    latest_facts,
    replacements_of,
)
from clusterlib.register.fit import Filing, Misfit, holes_of, misfits
from clusterlib.register.names import name_key, parse_name, region_key
from clusterlib.register.status import Title
from clusterlib.register.store import Store
from clusterlib.register.tables import EventTable
from clusterlib.rules.titles import TitleRules


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Parameters
    ----------
    added, held : int
        Events that are new, and that the register held already.
    refusals : tuple of Refusal
        Why the file was not taken; then nothing was added.
    findings : tuple of (str, Misfit)
        Title and what its history lacks.
    """

    added: int
    held: int
    refusals: tuple[Refusal, ...] = ()
    findings: tuple[tuple[str, Misfit], ...] = ()


def add_event(
    store: Store,
    event: Event,
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Event:
    """Record one event, or a correction, that fits the life of its title so far.

    Raises
    ------
    InputError
        If it does not fit, with every reason and what to do.
    """
    with store.writing(now) as turn:
        check_fit(event, turn.events(), now, rules, readings)
        return turn.append([event])[0].event


def check_fit(
    event: Event,
    log: Sequence[Event],
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> None:
    """Refuse an event that does not fit the life of its title in a log.

    Raises
    ------
    InputError
        With every reason and what to do.
    """
    if found := misfits_in(event, log, now, rules, readings):
        raise InputError(
            event.title_id,
            "；".join(misfit.found for misfit in found),
            "；".join(dict.fromkeys(misfit.expected for misfit in found)),
            "；".join(dict.fromkeys(misfit.remedy for misfit in found)),
        )


def misfits_in(
    event: Event,
    log: Sequence[Event],
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> list[Misfit]:
    """Return why an event does not fit the life of its title in a log; see `check_fit`."""
    if event.corrects:
        _check_correction(event, log)
    if event.event_id and any(held.event_id == event.event_id for held in log):
        raise InputError(
            event.event_id, "已有这个事件编号", "新的编号", "请另写编号，或不写，由台账编号"
        )
    others = counted([*log, Event(corrects=event.corrects)])
    if not event.kind:
        return []
    title = _title(event.title_id, others, rules, readings)
    of_case = tuple(held for held in others if event.case and held.case == event.case)
    today = now.astimezone(SHANGHAI).date()
    return misfits(event, Filing(title, today, rules, of_case), readings)


def import_events(
    store: Store,
    table: EventTable,
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Imported:
    """Record a table of history, all of it or nothing; what is held already adds nothing.

    An event equal in every column of the table is the same event; one of the same id with
    other content refuses the table. What does not fit the life of a title is a finding.
    """
    if table.refusals:
        return Imported(0, 0, table.refusals)
    with store.writing(now) as turn:
        log = turn.events()
        events = _with_title_ids(table.events, log)
        fresh, refusals = _fresh(events, table, log)
        if refusals:
            return Imported(0, 0, tuple(refusals))
        turn.append(fresh)
        added = turn.events()
    touched = {event.title_id for event in fresh}
    today = now.astimezone(SHANGHAI).date()
    findings = tuple(
        (title_id, finding)
        for title_id, own in by_title(counted(added)).items()
        if title_id in touched
        for finding in _findings(title_id, own, added, today, rules, readings)
    )
    return Imported(len(fresh), len(events) - len(fresh), (), findings)


def _check_correction(event: Event, log: Sequence[Event]) -> None:
    """Refuse a correction of nothing, of what is corrected, or without reason and person."""
    known = {held.event_id for held in log}
    if event.corrects not in known:
        raise InputError(event.corrects, "台账里没有这个事件", "已有的事件编号", "请核对事件编号")
    by = next((held for held in log if held.corrects == event.corrects), None)
    if by is not None:
        raise InputError(
            event.corrects, "这个事件已经更正过", f"更正它的事件“{by.event_id}”", "请更正那一个"
        )
    for name in ("reason", "person"):
        if not getattr(event, name):
            raise InputError(event.corrects, f"没有写{COLUMNS[name]}", COLUMNS[name], "请补写")


def _title(
    title_id: str, events: Sequence[Event], rules: TitleRules, readings: Mapping[str, str]
) -> Title | None:
    own = [event for event in events if event.title_id == title_id]
    if not own:
        return None
    replacements = replacements_of(events).get(title_id, ())
    return Title.of(title_id, own, replacements, rules, readings)


def _with_title_ids(events: Sequence[Event], log: Sequence[Event]) -> list[Event]:
    """Give ids to titles of a table that has none: that of the same name and place, or a new."""
    by_name: dict[tuple[tuple[str, str], str], str] = {}
    for title_id, own in by_title(log).items():
        for place, event in enumerate(own):
            if event.name or event.region:  # by what it was called before, too
                facts = latest_facts(own[: place + 1])
                key = name_key(facts["name"]), region_key(facts["region"], {})
                by_name.setdefault(key, title_id)
    taken = {event.title_id for event in (*log, *events)}
    number, current, named = 0, "", []
    for event in events:
        if not event.title_id:
            if event.name:
                key = name_key(event.name), region_key(event.region, {})
                while key not in by_name:
                    number += 1
                    if (title_id := f"T{number:04d}") not in taken:
                        by_name[key] = title_id
                current = by_name[key]
            event = event._replace(title_id=current)
        named.append(event)
    return named


def _fresh(
    events: Sequence[Event], table: EventTable, log: Sequence[Event]
) -> tuple[list[Event], list[Refusal]]:
    """Return the events that the register does not hold yet, and why others are refused."""
    columns = [name for name in Event._fields if name in table.columns or name in _OF_TITLES]
    given = [name for name in columns if name != "event_id"]
    by_id = {event.event_id: event for event in log}
    seen = {tuple(getattr(event, name) for name in given) for event in log}
    corrected = {event.corrects for event in log if event.corrects}
    fresh, refusals = [], []
    for event, row in zip(events, table.rows, strict=True):
        content = tuple(getattr(event, name) for name in given)
        held = by_id.get(event.event_id) if event.event_id else None
        if held is not None:
            if content != tuple(getattr(held, name) for name in given):
                told = f"事件编号“{event.event_id}”已有不同的内容"
                refusals.append(Refusal(row, "", told, "相同的内容或新的编号"))
            continue
        if content in seen and not event.event_id:
            continue
        if event.corrects and (event.corrects not in by_id or event.corrects in corrected):
            told = f"要更正的事件“{event.corrects}”不存在或已更正"
            refusals.append(Refusal(row, "", told, "前面已有的事件编号"))
        seen.add(content)
        by_id[event.event_id] = event
        corrected.add(event.corrects)
        fresh.append(event)
    return fresh, refusals


def _findings(
    title_id: str,
    own: Sequence[Event],
    log: Sequence[Event],
    today: date,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> list[Misfit]:
    """Return what a title's history lacks and what in it does not fit what came before."""
    found = []
    replacements = replacements_of(counted(log)).get(title_id, ())
    title = Title.of(title_id, own, replacements, rules, readings)
    for place, event in enumerate(title.first.events):
        before = title.first.events[:place]
        life = Title.of(title_id, before, replacements, rules, readings) if before else None
        found += misfits(event, Filing(life, today, rules), readings)
    names = dict.fromkeys(event.name for event in own if event.name)
    found += [
        Misfit("name_not_parsed", f"称号“{name}”不合命名格式，照录", _FORM, "请核对名称", "2.2.2")
        for name in names
        if parse_name(name, rules) is None
    ]
    return [*found, *holes_of(title)]


_OF_TITLES = ("title_id", "kind", "date")
_FORM = "中国＋产品＋（之）＋级别用语"
