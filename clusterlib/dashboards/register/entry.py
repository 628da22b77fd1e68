"""Entering and correcting events（记一笔、更正）: what they would change, then the record.

The consequences are shown before anything is saved, by the rules by which the store takes or
refuses the event. An entry is confirmed when the store has it; the same entry again, as one
that is sent a second time after a lost connection, adds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from clusterlib.dashboards.ledger.held import Held, Ledger, standings
from clusterlib.errors import InputError
from clusterlib.register.adding import check_fit, misfits_in
from clusterlib.register.days import told_day
from clusterlib.register.events import CHOICES, COLUMNS, KINDS, RESULTS, Event, counted
from clusterlib.register.life import REASONS, STATES
from clusterlib.register.status import COLUMNS as OF_STATUS
from clusterlib.register.status import Status
from clusterlib.register.tables import event_of_fields
from clusterlib.rules.tiers import TIERS, tier_of

_FACTS = ("name", "region", "industry", "tier", "association")
_ENDS = ("document", "source", "note", "person")
FIELDS = {
    "cultivated": _FACTS,
    "guided": ("year",),
    "applied": ("purpose", "case", "channel", "name", "applicant_id"),
    "examined": ("case", "by"),
    "accepted": ("case",),
    "reported": ("case",),
    "appraised": ("case", "result"),
    "opinion": ("case", "by"),
    "audited": ("case", "result"),
    "council": ("case", "result"),
    "awarded": (*_FACTS, "term", "replaces", "case"),
    "plaque": (),
    "reviewed": ("case", "term"),
    "review_failed": ("case",),
    "return": ("year",),
    "renamed": ("name", "region"),
    "withdrawn": (),
}
"""Columns that are asked for beside title and date, by kind of event."""
_ASKED = ("reason", "person")
_SHOWN = (
    "state",
    "since",
    "decided",
    "expires",
    "apply_by",
    "withdraw_after",
    "rectify_by",
    "returns_missing",
    "name",
    "region",
)


def forms() -> dict[str, Any]:
    """Return what the form needs: kinds, labels of columns, values to choose from."""
    return {
        "kinds": [[name, term] for name, term in KINDS.items()],
        "labels": COLUMNS,
        "ends": _ENDS,
        "choices": {name: list(terms.items()) for name, terms in CHOICES.items()},
        "results": {name: list(terms.items()) for name, terms in RESULTS.items()},
        "tiers": [tier.term for tier in TIERS],
    }


def event_typed(typed: Mapping[str, Any]) -> Event:
    """Return the event that was typed, read as strictly as a row of a table.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    texts = {name: str(typed.get(name, "")).strip() for name in COLUMNS if name != "event_id"}
    return event_of_fields({name: text for name, text in texts.items() if text})


def consequences(held: Held, typed: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what an entry would do: why it is refused, or what it changes on the day.

    Returns
    -------
    dict
        ``refused``: why, blank where it would be taken; ``lacks``: what a correction must
        still say; ``changes``: per title what is before
        and after; ``sentence``: the same in one sentence.
    """
    try:
        event = event_typed(typed)
        lacks = [name for name in _ASKED if event.corrects and not getattr(event, name)]
        tried = event._replace(**dict.fromkeys(lacks, "—"))
        misfits = misfits_in(tried, held.events, now, held.rules, held.readings)
    except InputError as error:
        return {"refused": [_words(error)], "lacks": "", "changes": [], "sentence": ""}
    refused = [misfit.sentence() for misfit in misfits]
    changes = [] if refused else _changes(held, event)
    told = "、".join(COLUMNS[name] for name in lacks)
    return {
        "refused": refused,
        "lacks": f"保存前还要写：{told}。" if told else "",
        "changes": changes,
        "sentence": _told(event, changes, refused),
    }


def record(ledger: Ledger, held: Held, typed: Mapping[str, Any]) -> str:
    """Record an entry and return what was done; it is in the store when this returns.

    Raises
    ------
    InputError
        If it cannot be read, does not fit, or the store cannot be written.
    """
    event, now = event_typed(typed), datetime.now(UTC)
    with ledger.store.writing(now) as turn:
        log = turn.events()
        same = next((one for one in _standing(log) if one._replace(event_id="") == event), None)
        if same:
            return f"台账里已有相同的一条（{same.event_id}），没有重复记。"
        check_fit(event, log, now, held.rules, held.readings)
        recorded = turn.append([event])[0].event
    if event.corrects:
        return f"已更正：{event.corrects} 由 {recorded.event_id} 代替，原条划去仍在。"
    return f"已记入台账：{recorded.event_id} {KINDS[recorded.kind]} {recorded.date}。"


def typed_of(event: Event) -> dict[str, str]:
    """Return an event as the form holds it, for its correction."""
    given = event._asdict()
    kept = {name: text for name, text in given.items() if text and name != "event_id"}
    for name in ("corrects", "reason", "person"):
        kept.pop(name, None)
    if (tier := tier_of(event.tier)) is not None:
        kept["tier"] = tier.term
    return {**kept, "corrects": event.event_id}


def next_title(held: Held) -> str:
    """Return an id that no title has, for a new one."""
    taken = {event.title_id for event in held.events}
    number = len(taken) + 1
    while f"T{number:04d}" in taken:
        number += 1
    return f"T{number:04d}"


def _standing(log: list[Event]) -> list[Event]:
    """Return the events that count, and corrections that put nothing in a place."""
    return [*counted(log), *(event for event in log if event.corrects and not event.kind)]


def _words(error: InputError) -> str:
    expected = f"；应为{error.expected}" if error.expected else ""
    return f"{error.found}{expected}。{error.remedy}".rstrip("。") + "。"


def _changes(held: Held, event: Event) -> list[dict[str, Any]]:
    """Return per title what the event changes on the day that is asked about."""
    before = held.found
    log = [*held.events, event._replace(event_id="?")]
    after = standings(log, held.on, held.rules, held.readings)
    changed = []
    for title_id in dict.fromkeys([event.title_id, event.replaces, *before, *after]):
        one, other = before.get(title_id), after.get(title_id)
        if not title_id or (one and other and one[1].row() == other[1].row()):
            continue
        if one is None and other is None:
            continue
        changed.append(
            {
                "title": title_id,
                "name": (other or one)[1].facts["name"],  # type: ignore[index]
                "rows": _rows(one[1] if one else None, other[1] if other else None),
            }
        )
    return [change for change in changed if change["rows"]]


def _rows(before: Status | None, after: Status | None) -> list[dict[str, str]]:
    one, other = _texts(before), _texts(after)
    return [
        {"what": OF_STATUS[name], "before": one[name] or "—", "after": other[name] or "—"}
        for name in _SHOWN
        if one[name] != other[name]
    ]


def _texts(status: Status | None) -> dict[str, str]:
    if status is None:
        return dict.fromkeys(_SHOWN, "")
    row = status.row()
    texts = {
        name: told_day(row[name]) if row[name][:1].isdigit() else row[name] for name in _SHOWN
    }
    reason = REASONS.get(row["reason"], "")
    texts["state"] = STATES[row["state"]] + (f"（{reason}）" if reason else "")
    texts["returns_missing"] = row["returns_missing"].replace(";", "、")
    return texts


def _told(event: Event, changes: list[dict[str, Any]], refused: list[str]) -> str:
    if refused:
        return "台账不收这一条，没有保存。"
    if not changes:
        return "可以记；当日的状态、期限都不变。"
    first = changes[0]
    state = next((row for row in first["rows"] if row["what"] == OF_STATUS["state"]), None)
    told = f"{state['before']} → {state['after']}" if state else "状态不变，日期有变"
    others = f"；另有 {len(changes) - 1} 个称号随之变动" if len(changes) > 1 else ""
    return f"可以记。{first['name'] or first['title']}：{told}{others}。"
