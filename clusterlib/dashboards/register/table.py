"""The table of titles（称号一览）: which are listed, in what order, each with its life line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from clusterlib.dashboards.ledger.held import Held, brief_day, short_name
from clusterlib.dashboards.register.lines import Stretch, marks, stretches
from clusterlib.dashboards.register.state import Choice
from clusterlib.dashboards.register.worklist import Worklist
from clusterlib.register.days import day_text, told_day
from clusterlib.register.life import STATES
from clusterlib.register.names import parse_name
from clusterlib.register.returns import due_day, owes
from clusterlib.register.status import Status, Title

PAGE = 100
"""Titles on one page of the table."""
MISSING = "missing"
FLAGS = {
    "application_late": "申请已迟",
    "apply_now": "可申请",
    "review_pending": "复评在办",
    "hole": "断档",
    "same_region_industry": "同区同业",
    "same_title_elsewhere": "异地同名",
    "cultivation_over": "培育已满",
}
_SEGMENTS = ("in_term", "overdue", "rectifying", "due_for_withdrawal", "candidate", "uncertain")
_ENDED = ("withdrawn", "replaced")
_RETURN_YEARS = 4
_FIRST_YEAR = 2000


def listed(held: Held, choice: Choice, work: Worklist) -> list[tuple[Title, Status]]:
    """Return the titles under a choice: late ones first, then by the end of their term.

    Those that lapsed long ago come behind, and those that have ended last.
    """
    order: dict[str, int] = {}
    for due in (*work.late, *reversed(work.old)):
        order.setdefault(due.title_id, len(order))
    shown = [pair for pair in _searched(held, choice) if _in_state(pair[1], choice.state)]

    def place(pair: tuple[Title, Status]) -> tuple[bool, bool, int, date, str]:
        status = pair[1]
        decision = status.first.decision
        return (
            status.state in ("withdrawn", "replaced", "none"),
            status.state == "due_for_withdrawal" and status.title_id in old,
            order.get(status.title_id, len(order)),
            decision.expires if decision else date.max,
            status.title_id,
        )

    old = {due.title_id for due in work.old}
    return sorted(shown, key=place)


def segments(held: Held, choice: Choice) -> list[dict[str, Any]]:
    """Return the states to choose from, with the count of titles in each."""
    found = [status for _, status in _searched(held, choice)]
    states = [status.state for status in found]
    told = [("", "全部", len(found))]
    told += [(state, STATES[state], states.count(state)) for state in _SEGMENTS]
    told.append(("ended", "已取消、已提升", sum(state in _ENDED for state in states)))
    told.append((MISSING, "缺年报", sum(bool(status.returns.missing) for status in found)))
    return [
        {"id": name, "term": term, "count": count, "on": name == choice.state}
        for name, term, count in told
        if count or name in ("", choice.state)
    ]


def choices_of(held: Held, fact: str) -> list[str]:
    """Return the values of a fact that titles have, in the order of their text."""
    return sorted({status.facts[fact] for _, status in held.found.values()} - {""})


def scale_of(held: Held) -> tuple[int, int]:
    """Return first and last year（年）of the scale of the life lines; one for all rows."""
    years = [
        status.first.awarded.year for _, status in held.found.values() if status.first.awarded
    ]
    return min([_FIRST_YEAR, *years]), held.on.year + 6


def row_of(held: Held, title: Title, status: Status, scale: tuple[int, int]) -> dict[str, Any]:
    """Return one row as texts; places on the line are shares（%）of the scale."""
    facts, row = status.facts, status.row()
    name = parse_name(facts["name"], held.rules)
    word, more = flags_of(status)
    return {
        "id": title.title_id,
        "name": facts["name"] or title.title_id,
        "place": "" if name and name.region else short_name(facts, held.rules)[0],
        "state": STATES[status.state],
        "kind": status.state,
        "since": brief_day(row["since"]),
        "expires": brief_day(row["expires"]) if status.first.in_force else "",
        "apply_by": brief_day(row["apply_by"]) if status.first.in_force else "",
        "returns": [_return(title, year, held) for year in return_years(held)],
        "line": [drawn(one, scale) for one in stretches(title, held.on)],
        "marks": [
            {
                "kind": mark.event.kind,
                "at": share(mark.first, scale),
                "wide": round(share(mark.last, scale) - share(mark.first, scale), 2),
            }
            for mark in marks(title, held.on)
        ],
        "flag": word,
        "more": f"+{more}" if more else "",
    }


def return_years(held: Held) -> list[int]:
    """Return the years（年度）of the last returns that could be owed."""
    last = held.on.year - 1
    return list(range(max(held.rules.returns_since, last - _RETURN_YEARS + 1), last + 1))


def flags_of(status: Status) -> tuple[str, int]:
    """Return the first flag in words, and how many more there are."""
    names = [flag.partition(":")[0] for flag in status.flags]
    kinds = [name for name in FLAGS if name in names]
    if not kinds:
        return "", 0
    word = FLAGS[kinds[0]]
    if kinds[0] == "hole":
        word = f"{word} {names.count('hole')}"
    return word, len(kinds) - 1


def drawn(stretch: Stretch, scale: tuple[int, int]) -> dict[str, Any]:
    """Return a stretch as it is drawn: kind, where it begins and how wide it is."""
    start, end = share(stretch.first, scale), share(stretch.last, scale)
    return {"kind": stretch.kind, "at": start, "wide": round(max(end - start, 0.2), 2)}


def share(day: date, scale: tuple[int, int]) -> float:
    """Return where a day lies on a scale of years, in percent（%）."""
    start, end = date(scale[0], 1, 1).toordinal(), date(scale[1], 1, 1).toordinal()
    return round(min(max((day.toordinal() - start) / (end - start), 0), 1) * 100, 2)


def years_on(scale: tuple[int, int], step: int) -> list[dict[str, Any]]:
    """Return the years that are written along a scale."""
    return [
        {"text": str(year) if step == 1 else f"{year % 100:02d}",
         "at": share(date(year, 1, 1), scale)}
        for year in range(scale[0], scale[1])
        if (year - scale[0]) % step == 0 or year == scale[0]
    ]  # fmt: skip


def _return(title: Title, year: int, held: Held) -> dict[str, str]:
    """Return how the return of a year stands: on time, late, missing, awaited, not owed."""
    received, due = title.first.received(held.on).get(year), due_day(year, held.rules)
    if received:
        kind, word = ("late", "迟报") if received > due else ("on_time", "按期")
    elif not owes(title.first, year):
        kind, word = "none", "不欠"
    else:
        kind, word = ("missing", "未报") if held.on > due else ("awaited", "未到期")
    day = f"，{received.isoformat()} 收到" if received else ""
    return {"kind": kind, "hint": f"{year} 年度{word}{day}"}


def _searched(held: Held, choice: Choice) -> list[tuple[Title, Status]]:
    words = choice.query.split()
    found = []
    for title, status in held.found.values():
        facts = status.facts
        if choice.industry and facts["industry"] != choice.industry:
            continue
        if choice.association and facts["association"] != choice.association:
            continue
        if all(word in _text_of(title, status) for word in words):
            found.append((title, status))
    return found


def _text_of(title: Title, status: Status) -> str:
    documents: Sequence[str] = [event.document for event in title.events]
    names = [event.name for event in title.events]
    return "\n".join([title.title_id, *status.facts.values(), *documents, *names])


def _in_state(status: Status, state: str) -> bool:
    if state == MISSING:
        return bool(status.returns.missing)
    if state == "ended":
        return status.state in _ENDED
    return not state or status.state == state


def told_span(first: date | None, last: date | None) -> str:
    """Return a day of the two computations for a reader."""
    return told_day(day_text(first, last))
