"""What is due first（待办）: late, within thirty days, within ninety, each by day.

Old lapses and missing returns are one line each with a count: what is years late would bury
what is late since last week and can still be saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from clusterlib.dashboards.ledger.held import Held, brief_day, short_name
from clusterlib.register.due import Due, due_within

NEAR, FAR = 30, 90
"""Days（日）ahead of the two groups of what comes."""
_RETURN, _WITHDRAWAL = "报送", "公告取消"
_TERMS = {
    "公告取消": "应公告取消",
    "提出复评申请": "复评申请截止",
    "有效期届满": "到期",
    "到期未复评满两年": "满两年，应取消",
    "培育期满": "培育满三年",
}


@dataclass(frozen=True, slots=True, eq=False)
class Worklist:
    """What is late, and what comes within thirty and ninety days.

    Parameters
    ----------
    late, near, far : tuple of Due
        Late ones the latest first, without old lapses and missing returns.
    old : tuple of Due
        Withdrawals due for more than ninety days.
    missing : tuple of Due
        Returns that are missing.
    """

    late: tuple[Due, ...]
    near: tuple[Due, ...]
    far: tuple[Due, ...]
    old: tuple[Due, ...]
    missing: tuple[Due, ...]


def worklist_of(held: Held) -> Worklist:
    """Return what is due on the day that is asked about."""
    on = held.on
    all_of = list(_told(held))
    late, old, missing = [], [], []
    for due in (due for due in all_of if due.first < on):
        if due.what.startswith(_RETURN):
            missing.append(due)
        elif due.what == _WITHDRAWAL and due.last < on - timedelta(days=FAR):
            old.append(due)
        else:
            late.append(due)
    # The latest first, and behind them what may not be late yet.
    late.sort(key=lambda due: (due.last < on, due.last), reverse=True)
    near = on + timedelta(days=NEAR)
    coming = [due for due in all_of if due.first >= on]
    return Worklist(
        tuple(late),
        tuple(due for due in coming if due.first <= near),
        tuple(due for due in coming if due.first > near),
        tuple(old),
        tuple(missing),
    )


def groups_of(held: Held, work: Worklist) -> list[dict[str, Any]]:
    """Return the groups as texts; a line of many leads to the titles that it counts."""
    on = held.on
    near, far = (on + timedelta(days=days) for days in (NEAR, FAR))
    bundled = [*_bundled_returns(held, work), *_bundled_old(work)]
    late = [_row(held, due) for due in work.late] + bundled
    return [
        {
            "kind": "late",
            "head": f"已迟 {len(work.late)} 件",
            "note": "近的在前，还来得及的先办",
            "rows": late,
        },
        {
            "kind": "near",
            "head": f"{NEAR} 天内 {len(work.near)} 件",
            "note": f"到 {near.isoformat()[5:]}",
            "rows": [_row(held, due) for due in work.near],
        },
        {
            "kind": "far",
            "head": f"{NEAR + 1}–{FAR} 天 {len(work.far)} 件",
            "note": f"到 {far.isoformat()}",
            "rows": [_row(held, due) for due in work.far],
        },
    ]


def left_text(due: Due, held: Held) -> tuple[str, bool]:
    """Return the days left in words, and whether it is late for sure."""
    first, last = sorted(((due.first - held.on).days, (due.last - held.on).days))
    if last < 0:
        return (f"迟 {-last} 天" if first == last else f"迟 ≥{-last} 天"), True
    if first < 0:
        return "或已迟", True
    return (f"还 {first} 天" if first == last else f"还 {first}–{last} 天"), False


def day_of(due: Due, held: Held) -> str:
    """Return the day of what is due, without the year where it is this one."""
    first, last = sorted((due.first, due.last))
    text = brief_day(first.isoformat() if first == last else f"{first}|{last}")
    if text.startswith(f"{held.on.year}-") and len(text) > len("2026-09"):
        text = text.removeprefix(f"{held.on.year}-")
    return text + ("暂按" if due.provisional else "")


def _told(held: Held) -> Iterator[Due]:
    """Yield what is due; an overdue title once, by the day on which its term ended."""
    for due in due_within(held.found.values(), held.cases, held.on, FAR, held.rules):
        standing = held.found[due.title_id][1].first if due.title_id in held.found else None
        overdue = standing is not None and standing.state == "overdue" and standing.decision
        if not overdue or due.what != "提出复评申请":
            yield due
    for title_id, (_, status) in held.found.items():
        one, other = status.first, status.last
        if one.state == "overdue" and one.decision:
            last = other.decision.expires if other.decision else one.decision.expires
            name = status.facts["name"]
            yield Due(one.decision.expires, last, "到期未复评", title_id, name, "4.3.review")


def _row(held: Held, due: Due) -> dict[str, Any]:
    left, late = left_text(due, held)
    pending = False
    place, product = "", due.name
    if due.title_id in held.found:
        status = held.found[due.title_id][1]
        place, product = short_name(status.facts, held.rules)
        pending = "review_pending" in status.flags
    told = pending and due.what in ("到期未复评", "有效期届满")
    return {
        "day": day_of(due, held),
        "left": left,
        "late": late,
        "what": _TERMS.get(due.what, due.what),
        "note": "在办" if told else "",
        "place": place,
        "name": product,
        "title": due.title_id,
        "hint": f"{due.name}：{due.what}，条款 {clause(due.clause)}",
    }


def clause(text: str) -> str:
    """Return the number of a clause without the word behind it: 4.3.review is 4.3."""
    return ".".join(part for part in text.split(".") if part[:1].isdigit()) or text


def _bundled_returns(held: Held, work: Worklist) -> Iterator[dict[str, Any]]:
    if not work.missing:
        return
    newest = max(due.first for due in work.missing)
    now = sum(due.first == newest for due in work.missing)
    before = len(work.missing) - now
    told = f"{newest.year - 1} 年 {now} 个" + (f"，以前 {before} 份" if before else "")
    due = replace(work.missing[0], first=newest, last=newest)
    yield {
        **_many(day_of(due, held), "年报未报", told, "missing"),
        "left": left_text(due, held)[0],
    }


def _bundled_old(work: Worklist) -> Iterator[dict[str, Any]]:
    if work.old:
        told = f"{len(work.old)} 个，先核有无漏录"
        yield _many(f"{FAR} 天以前", "应公告取消", told, "due_for_withdrawal")


def _many(day: str, what: str, told: str, state: str) -> dict[str, Any]:
    return {
        "day": day,
        "left": "",
        "late": True,
        "what": what,
        "note": "",
        "place": "",
        "name": told,
        "title": "",
        "state": state,
        "hint": f"列出这些称号：{told}",
    }
