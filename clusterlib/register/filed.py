"""Annual returns in the store: figures beside their event, contacts outside the chain.

The event of a return carries in its note the hash of its figures, and of its contacts with a
salt; so the chain vouches for both, and contacts can be erased without breaking it.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.register.chain import SHANGHAI
from clusterlib.register.database import CONTACTS, FIGURES
from clusterlib.register.events import Event, counted
from clusterlib.register.store import Store, Writing
from clusterlib.rules.annual import FIRM_COLUMNS, ReturnFigure

_FIGURES_HASH = re.compile(r"数据 sha256:([0-9a-f]{64})")
_CONTACTS_HASH = re.compile(r"联系人 sha256:([0-9a-f]{64})")
_ERASED = re.compile(r"删除联系人：(\S+)")
Contacts = Sequence[tuple[str, str]]
"""Where a personal datum belongs, such as ``firm.2.mobile``, and the text."""


@dataclass(frozen=True, slots=True)
class FiledReturn:
    """A return as the register holds it.

    Parameters
    ----------
    event : Event
        Its event; `date` is the day on which it came.
    figures : dict of line to ReturnFigure
    """

    event: Event
    figures: dict[str, ReturnFigure]


def file_return(
    turn: Writing, event: Event, figures: Iterable[ReturnFigure], contacts: Contacts
) -> Event:
    """Record the event of a return with its figures and contacts, all or nothing."""
    rows = list(figures)
    notes = [event.note] if event.note else []
    notes.append(f"数据 sha256:{digest_of(rows)}")
    salt, content = secrets.token_hex(16), _text(list(contacts))
    if contacts:
        notes.append(f"联系人 sha256:{_digest(salt + content)}")
    recorded = turn.append([event._replace(note="；".join(notes))])[0].event
    named = [{"event_id": recorded.event_id, **row._asdict()} for row in rows]
    if named:
        turn.connection.execute(FIGURES.insert(), named)
    if contacts:
        row = {"event_id": recorded.event_id, "salt": salt, "content": content}
        turn.connection.execute(CONTACTS.insert(), row)
    return recorded


def digest_of(figures: Iterable[ReturnFigure]) -> str:
    """Return the SHA-256 of a return's figures, whatever their order."""
    return _digest(_text(sorted(map(list, figures))))


def figures_digest(event: Event) -> str:
    """Return the hash of its figures that the event of a return carries, blank if none."""
    match = _FIGURES_HASH.search(event.note)
    return match[1] if match else ""


def filed_returns(store: Store, known: date | None = None) -> dict[str, dict[int, FiledReturn]]:
    """Return the returns whose figures are held, by title and year, years increasing.

    Of several for one year the one recorded last counts, whichever came first.
    """
    with store.asking() as connection:
        figures: dict[str, dict[str, ReturnFigure]] = {}
        for event_id, *row in connection.execute(sa.select(FIGURES)):
            figures.setdefault(event_id, {})[row[0]] = ReturnFigure(*row)
    found: dict[str, dict[int, FiledReturn]] = {}
    for event in counted(store.events(known)):
        if event.kind == "return" and event.event_id in figures:
            years = found.setdefault(event.title_id, {})
            years[int(event.year)] = FiledReturn(event, figures[event.event_id])
    return {title: dict(sorted(years.items())) for title, years in found.items()}


CONTACT_COLUMNS = {
    "event_id": "事件编号",
    "title_id": "称号编号",
    "year": "年度",
    "firm": "企业",
    "what": "项目",
    "text": "内容",
    "person": "导出人",
    "reason": "导出事由",
    "moment": "导出时间",
}
"""Columns of an export of contacts with their labels."""


def contact_rows(store: Store, person: str, reason: str, now: datetime) -> list[dict[str, str]]:
    """Return the contacts that are held, each row with who takes them out, when and why.

    Raises
    ------
    InputError
        If person or reason are blank.
    """
    if not person.strip() or not reason.strip():
        raise InputError("联系人", "没有写明导出人或事由", "导出人和事由", "请补写")
    events = {event.event_id: event for event in store.events()}
    with store.asking() as connection:
        held = connection.execute(sa.select(CONTACTS.c.event_id, CONTACTS.c.content)).all()
        names = {
            (event_id, line): value
            for event_id, line, value in connection.execute(
                sa.select(FIGURES.c.event_id, FIGURES.c.line, FIGURES.c.value).where(
                    FIGURES.c.line.like("firm.%.name")
                )
            )
        }
    labels = {column.id: column.label for column in FIRM_COLUMNS}
    return [
        {
            "event_id": event_id,
            "title_id": events[event_id].title_id,
            "year": events[event_id].year,
            "firm": names.get((event_id, f"{place.rpartition('.')[0]}.name"), ""),
            "what": labels[place.rpartition(".")[2]],
            "text": text,
            "person": person,
            "reason": reason,
            "moment": now.astimezone(SHANGHAI).isoformat(sep=" ", timespec="seconds"),
        }
        for event_id, content in sorted(held)
        for place, text in json.loads(content)
    ]


def erase_contacts(store: Store, event_id: str, person: str, reason: str, now: datetime) -> Event:
    """Erase the contacts of a return and record who did it and why; return that event.

    Raises
    ------
    InputError
        If the return has none, or person or reason are blank.
    """
    if not person.strip() or not reason.strip():
        raise InputError(event_id, "没有写明经办人或理由", "经办人和理由", "请补写")
    with store.writing(now) as turn:
        event = next((held for held in turn.events() if held.event_id == event_id), None)
        gone = turn.connection.execute(sa.delete(CONTACTS).where(CONTACTS.c.event_id == event_id))
        if event is None or not gone.rowcount:
            raise InputError(
                event_id, "台账里没有这份年报的联系人", "存有联系人的年报事件", "请核对事件编号"
            )
        erasure = Event(
            title_id=event.title_id,
            kind="return",
            date=now.astimezone(SHANGHAI).date().isoformat(),
            year=event.year,
            note=f"删除联系人：{event_id}",
            reason=reason,
            person=person,
        )
        recorded = turn.append([erasure])[0].event
    store.compact()
    return recorded


def altered_returns(store: Store) -> Iterator[tuple[Event, str]]:
    """Yield the returns whose figures or contacts are not those that the chain vouches for."""
    log = store.events()
    with store.asking() as connection:
        figures: dict[str, list[ReturnFigure]] = {}
        for event_id, *row in connection.execute(sa.select(FIGURES)):
            figures.setdefault(event_id, []).append(ReturnFigure(*row))
        contacts = {row[0]: row[1] + row[2] for row in connection.execute(sa.select(CONTACTS))}
    erased = {match[1] for event in log if (match := _ERASED.search(event.note))}
    for event in log:
        stated = figures_digest(event)
        if stated and event.event_id not in figures:
            yield event, "年报的数据不在本台账（导入的事件不带数据）"
        elif stated and digest_of(figures[event.event_id]) != stated:
            yield event, "年报的数据被改动过"
        personal = _CONTACTS_HASH.search(event.note)
        held = contacts.get(event.event_id)
        if personal and held is not None and _digest(held) != personal[1]:
            yield event, "联系人被改动过"
        if (
            personal
            and held is None
            and event.event_id in figures
            and event.event_id not in erased
        ):
            yield event, "联系人不在，也没有删除记录"


def is_missing_only(told: str) -> bool:
    """Tell whether a finding of `altered_returns` says that data were never here."""
    return told.startswith("年报的数据不在")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
