"""One title（一个称号）: its life on one axis, its events, returns, what comes, what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from clusterlib.dashboards.ledger.figures import grouped, signed
from clusterlib.dashboards.ledger.held import Held, standings
from clusterlib.dashboards.register.lines import Stretch, marks, stretches
from clusterlib.dashboards.register.table import drawn, share, told_span, years_on
from clusterlib.dashboards.register.worklist import clause, left_text
from clusterlib.register.chain import SHANGHAI, Recorded, end_of
from clusterlib.register.days import span_of, told_day
from clusterlib.register.due import due_within
from clusterlib.register.events import CHOICES, KINDS, RESULTS, Event
from clusterlib.register.fit import holes_of
from clusterlib.register.life import REASONS, STATES
from clusterlib.register.return_checks import LARGEST_DIFFERENCE, growth_of, stated_growth
from clusterlib.register.returns import due_day, owes
from clusterlib.register.status import Status, Title
from clusterlib.rules.annual import FIGURE_LINES
from clusterlib.rules.tiers import tier_of

AHEAD = 3650
"""Days（日）ahead for which the title's days are listed."""
_WORDS = {
    "overdue": "到期未复评",
    "rectify": "整改",
    "due": "断档：无复评，应公告取消",
    "candidate": "培育",
    "unknown": "",
}
_SHORT = {"overdue": "未复评", "rectify": "改", "due": "断档"}
_NARROW = 6, 14
"""Shares（%）of the axis below which the words are shorter: of gaps the latter."""


def life_of(held: Held, title: Title, status: Status) -> dict[str, Any]:
    """Return all that is shown of a title, as texts."""
    facts = status.facts
    scale = _scale(held, title)
    own = [row for row in held.recorded if row.event.title_id == title.title_id]
    return {
        "id": title.title_id,
        "name": facts["name"] or title.title_id,
        "facts": " · ".join(filter(None, _facts(title, status))),
        "sentence": _sentence(held, title, status),
        "axis": {
            "years": years_on(scale, 1 if scale[1] - scale[0] <= 30 else 5),
            "today": share(held.on, scale),
            "day": held.on.isoformat(),
            "names": _names(title, held.on, scale),
            "states": [_told(one, scale) for one in stretches(title, held.on)],
            "marks": [
                {
                    "at": share(mark.first, scale),
                    "wide": round(share(mark.last, scale) - share(mark.first, scale), 2),
                    "text": f"{KINDS[mark.event.kind]} {mark.event.date}",
                }
                for mark in marks(title, held.on)
            ],
            "ahead": _ahead(held, status, scale),
            "returns": list(_returns(held, title, scale)),
        },
        "events": [_event(row, held) for row in own],
        "figures": _figures(held, title.title_id),
        "next": _next(held, title, status),
        "holes": _holes(held, title, status),
        "views": _views(held, title.title_id, own),
        "recorded": list(_days_of(own)),
    }


def _facts(title: Title, status: Status) -> Iterator[str]:
    facts = status.facts
    yield facts["region"]
    yield facts["industry"]
    yield tier_term(facts["tier"])
    former = dict.fromkeys(event.name for event in title.events if event.name)
    others = [name for name in former if name != facts["name"]]
    yield f"曾用名 {'、'.join(others)}" if others else ""
    yield f"称号编号 {title.title_id}"


def tier_term(text: str) -> str:
    """Return the term of a tier that is kept as an id."""
    tier = tier_of(text)
    return text if tier is None else tier.term


def _sentence(held: Held, title: Title, status: Status) -> str:
    """Return the state in figures, and the one thing to do or to doubt."""
    first, last = status.first, status.last
    told = STATES[status.state]
    if status.state == "uncertain":
        told += f"：{STATES[first.state]}或{STATES[last.state]}，要看确切的日期"
    reason = f"（{REASONS[first.reason]}）" if first.reason else ""
    since = told_span(first.since, last.since)
    told += f"{reason}，自 {since}" if since else reason
    ahead = (row for row in _next(held, title, status) if row["clause"] != "4.1")
    nearest = next(ahead, None)
    told += f"。{nearest['what']}：{nearest['day']}，{nearest['left']}" if nearest else ""
    missing = len(status.returns.missing)
    told += f"；缺年报 {missing} 份" if missing else ""
    gaps = sum(flag.startswith("hole:") for flag in status.flags)
    return told + (f"；以前有 {gaps} 处断档。" if gaps else "。")


def _scale(held: Held, title: Title) -> tuple[int, int]:
    first = min(title.first.days[0], title.last.days[0]).year
    ends = [
        standing.decision.expires.year
        for standing in (title.first.on(held.on), title.last.on(held.on))
        if standing and standing.decision
    ]
    return first - 1, max([held.on.year, *ends]) + 3


def _told(stretch: Stretch, scale: tuple[int, int]) -> dict[str, Any]:
    years = f"有效 {stretch.years} 年" if stretch.kind in ("term", "now") else ""
    place = drawn(stretch, scale)
    narrow = place["wide"] < _NARROW[stretch.kind == "due"]
    words = _SHORT if narrow else _WORDS
    return {**place, "text": years or words.get(stretch.kind, "")}


def _names(title: Title, on: date, scale: tuple[int, int]) -> list[dict[str, Any]]:
    stated = [
        (event.name, span_of(event.date)[0]) for event in title.first.until(on) if event.name
    ]
    found: list[tuple[str, date]] = []
    for name, day in stated:
        if not found or found[-1][0] != name:
            found.append((name, day))
    ends = [day for _, day in found[1:]] + [on]
    return [
        {**drawn(Stretch("name", day, end), scale), "text": name}
        for (name, day), end in zip(found, ends, strict=True)
    ]


def _ahead(held: Held, status: Status, scale: tuple[int, int]) -> list[dict[str, Any]]:
    one, other = status.first.decision, status.last.decision
    if status.state != "in_term" or one is None or other is None:
        return []
    days = (
        ("申请截止", one.apply_by, other.apply_by),
        ("到期", one.expires, other.expires),
    )
    return [
        {"at": share(first, scale), "text": f"{term} {told_span(first, last)}"}
        for term, first, last in days
        if first >= held.on
    ]


def _returns(held: Held, title: Title, scale: tuple[int, int]) -> Iterator[dict[str, Any]]:
    received = title.first.received(held.on)
    for year in range(held.rules.returns_since, held.on.year):
        due, came = due_day(year, held.rules), received.get(year)
        if came:
            kind = "late" if came > due else "on_time"
        elif not owes(title.first, year):
            continue
        else:
            kind = "missing" if held.on > due else "awaited"
        yield {"kind": kind, "at": share(due, scale), "text": f"{year % 100:02d}"}


def _event(row: Recorded, held: Held) -> dict[str, Any]:
    event = row.event
    by = next((one.event_id for one in held.events if one.corrects == event.event_id), "")
    return {
        "id": event.event_id,
        "date": event.date,
        "kind": KINDS.get(event.kind, "撤去"),
        "what": _content(event),
        "source": " ".join(filter(None, (event.document, event.source))),
        "recorded": _day_of(row),
        "corrected": by,
        "corrects": event.corrects,
        "reason": event.reason,
        "person": event.person,
    }


def _content(event: Event) -> str:
    named = [event.name, event.region, event.industry]
    named.append(f"级别 {tier_term(event.tier)}" if event.tier else "")
    named.append(f"{event.year} 年度" if event.year else "")
    named.append(f"有效期 {event.term} 年" if event.term else "")
    named.append(f"替代 {event.replaces}" if event.replaces else "")
    for column, terms in CHOICES.items():
        named.append(terms.get(getattr(event, column), ""))
    named.append(RESULTS.get(event.kind, {}).get(event.result, ""))
    named.append(f"办件 {event.case}" if event.case else "")
    note = event.note.partition("数据 sha256")[0].rstrip("；")
    return "；".join(filter(None, (*named, note)))


def _figures(held: Held, title_id: str) -> dict[str, Any]:
    """Return the figures of the returns, growth as stated and as recomputed."""
    filed = held.filed.get(title_id, {})
    years = sorted(filed)[-3:]
    rows = []
    for line in FIGURE_LINES:
        cells = []
        for year in years:
            now = filed[year].figures.get(line.id)
            before = filed[year - 1].figures.get(line.id) if year - 1 in filed else None
            stated, again = stated_growth(now), growth_of(now, before)
            differs = (
                stated is not None
                and again is not None
                and abs(stated - again) > LARGEST_DIFFERENCE
            )
            cells.append(
                {
                    "value": grouped(now.value) if now else "",
                    "stated": signed(now.growth) if now else "",
                    "again": "" if again is None else signed(str(again)),
                    "differs": differs,
                }
            )
        if any(cell["value"] for cell in cells):
            rows.append({"label": line.short, "unit": line.unit, "cells": cells})
    return {"years": years, "rows": rows}


def _next(held: Held, title: Title, status: Status) -> list[dict[str, Any]]:
    cases = [pair for pair in held.cases if pair[0].title_id == title.title_id]
    rows = []
    for due in due_within([(title, status)], cases, held.on, AHEAD, held.rules):
        first, last = sorted((due.first, due.last))
        left, late = left_text(due, held)
        rows.append(
            {
                "day": first.isoformat() if first == last else f"{first} 至 {last}",
                "what": due.what,
                "left": left,
                "late": late,
                "clause": clause(due.clause),
            }
        )
    return rows


def _holes(held: Held, title: Title, status: Status) -> list[dict[str, str]]:
    years = [flag.partition(":")[2] for flag in status.flags if flag.startswith("hole:")]
    told = "超过有效期再加两年，其间无复评、无取消公告"
    found = [{"kind": "断档", "text": f"{gap.replace('-', ' → ')}：{told}"} for gap in years]
    return found + [{"kind": "待补", "text": hole.sentence()} for hole in holes_of(title)]


def _views(held: Held, title_id: str, own: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Return the days of the decision as they were known each time something was recorded."""
    rows: list[dict[str, Any]] = []
    for day in sorted({date.fromisoformat(_day_of(row)) for row in own}):
        known = [row.event for row in held.recorded if row.recorded < end_of(day)]
        one = [
            event for event in known if event.title_id == title_id or event.replaces == title_id
        ]
        pair = standings(one, held.on, held.rules, held.readings).get(title_id)
        if pair is None:
            continue
        told = _decided(pair[1])
        if not rows or rows[-1]["told"] != told:
            rows.append({"known": day.isoformat(), "told": told})
    return [
        {**row, "moved": [bool(at) and rows[at - 1]["told"][place] != text
                          for place, text in enumerate(row["told"])]}
        for at, row in enumerate(rows)
    ]  # fmt: skip


def _decided(status: Status) -> list[str]:
    row = status.row()
    days = (told_day(row[name]) for name in ("decided", "apply_by", "expires"))
    return [STATES[status.state], *days]


def _days_of(own: Sequence[Recorded]) -> Iterator[dict[str, Any]]:
    """Yield the days on which something of the title was recorded, and what."""
    by_day: dict[str, list[Event]] = {}
    for row in own:
        by_day.setdefault(_day_of(row), []).append(row.event)
    for day, events in list(by_day.items())[-4:]:
        corrected = any(event.corrects for event in events)
        yield {"day": day, "text": f"{day[5:]} {'更正' if corrected else '录入'}"}


def _day_of(row: Recorded) -> str:
    moment = datetime.fromisoformat(row.recorded)
    return moment.astimezone(SHANGHAI).date().isoformat()


def shifted(on: date, by: str) -> date:
    """Return a day moved by ``-1y``, ``-1m``, ``+1m`` or ``+1y``."""
    number = int(by[:-1])
    moved: date = (
        on + relativedelta(years=number) if by.endswith("y") else on + relativedelta(months=number)
    )
    return moved
