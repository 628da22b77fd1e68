"""The yearly lists（认定名单、应公告取消名单）as of 31 December, clause 4.4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clusterlib.register.days import day_text, told_day
from clusterlib.register.life import REASONS, STATES
from clusterlib.register.status import Status
from clusterlib.rules.tiers import TIERS

LIST_COLUMNS = {
    "industry": "行业",
    "tier": "级别",
    "name": "称号",
    "region": "地区",
    "title_id": "称号编号",
    "association": "协会",
    "decided": "最近授名或复评",
    "expires": "到期",
    "note": "备注",
}
"""Columns of a list with their labels."""


@dataclass(frozen=True, slots=True)
class YearlyLists:
    """The lists of one year, each of status with a note, in the order of the list.

    Parameters
    ----------
    year : int
        Year whose 31 December counts.
    recognised, due_for_withdrawal, uncertain : tuple of (Status, str)
        Recognised titles（认定）, those due for withdrawal（应公告取消）, and those whose state
        hangs on an inexact date（待查）.
    """

    year: int
    recognised: tuple[tuple[Status, str], ...]
    due_for_withdrawal: tuple[tuple[Status, str], ...]
    uncertain: tuple[tuple[Status, str], ...]


def lists_of(statuses: Iterable[Status], year: int, readings: Mapping[str, str]) -> YearlyLists:
    """Return the lists of a year.

    Parameters
    ----------
    statuses : iterable of Status
        Every title as of 31 December of the year.
    readings : mapping
        Its ``overdue_listed`` says whether overdue and rectifying titles are recognised.
    """
    ordered = sorted(statuses, key=_place)
    listed = {"in_term", "rectifying", "overdue"}
    if readings["overdue_listed"] == "no":
        listed = {"in_term"}
    return YearlyLists(
        year,
        tuple((status, _note(status)) for status in ordered if status.state in listed),
        tuple(
            (status, _note(status)) for status in ordered if status.state == "due_for_withdrawal"
        ),
        tuple((status, _note(status)) for status in ordered if status.state == "uncertain"),
    )


def list_row(status: Status, note: str) -> dict[str, str]:
    """Return the row of a list."""
    row = status.row()
    row.update({name: told_day(row[name]) for name in ("decided", "expires")})
    return {column: note if column == "note" else row[column] for column in LIST_COLUMNS}


def pinyin_key(text: str) -> tuple[tuple[int, bytes | int], ...]:
    """Return a key by which texts sort in the order of pinyin.

    GB2312 holds its 3,755 commonest characters in that order; what it lacks comes after.
    """
    return tuple(map(_character_key, text))


def _character_key(character: str) -> tuple[int, bytes | int]:
    try:
        return 0, character.encode("gb2312")
    except UnicodeEncodeError:
        return 1, ord(character)


def _place(status: Status) -> tuple[object, ...]:
    tiers = [tier.id for tier in TIERS]
    tier = status.facts["tier"]
    rank = tiers.index(tier) if tier in tiers else len(tiers)
    name = pinyin_key(status.facts["name"])
    return pinyin_key(status.facts["industry"]), rank, name, status.title_id


def _note(status: Status) -> str:
    first, last = status.first, status.last
    if status.state == "uncertain":
        return f"{STATES[first.state]}或{STATES[last.state]}，取决于未录到日的日期"
    if status.state == "rectifying":
        return f"整改中，{_days(first.rectify_by, last.rectify_by)}期满"
    if status.state == "overdue":
        return f"到期未复评，{_days(first.since, last.since)}到期"
    if status.state == "due_for_withdrawal":
        return f"{REASONS[first.reason]}，自{_days(first.since, last.since)}"
    return ""


def _days(first: date | None, last: date | None) -> str:
    return told_day(day_text(first, last))
