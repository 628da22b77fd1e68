"""One year's round of annual returns（年报）: who has reported, who is late, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clusterlib.problems import Problem
from clusterlib.register.filed import FiledReturn
from clusterlib.register.return_checks import doubts_of, growth_of
from clusterlib.register.returns import due_day, owes
from clusterlib.register.status import Status, Title
from clusterlib.rules.annual import FIGURE_LINES, RETURN_LINE, ReturnFigure
from clusterlib.rules.titles import TitleRules

STATES = {
    "missing": "未报",
    "late": "迟报",
    "on_time": "按期",
    "awaited": "未到期",
}
"""States of a return with their terms; `awaited` before the last day."""

ROUND_COLUMNS = {
    "title_id": "称号编号",
    "name": "称号",
    "region": "地区",
    "year": "年度",
    "state": "状态",
    "received": "收到",
    "days_late": "迟报天数",
    "doubts": "疑问",
    **{
        f"{line.id}{ending}": f"{line.short}{label}"
        for line in FIGURE_LINES
        for ending, label in (("", f"（{line.unit}）"), ("_stated", "同比"), ("_growth", "重算"))
    },
}
"""Columns of the table of a round with their labels; growth as stated and as recomputed."""


@dataclass(frozen=True, slots=True)
class OwedReturn:
    """One title's return of a year.

    Parameters
    ----------
    title_id : str
    facts : mapping of str
        Name, region, industry, tier and association.
    year : int
    state : str
        Key of `STATES`.
    received : date or None
        Day on which the first return of the year came.
    days_late : int
        Days（日）after the last day for it, up to the day asked about where it is missing.
    figures, before : mapping of line to ReturnFigure
        The return and that of the year before; empty where they are not held.
    doubts : tuple of Problem
        What is implausible, also beside the years before.
    """

    title_id: str
    facts: Mapping[str, str]
    year: int
    state: str
    received: date | None
    days_late: int
    figures: Mapping[str, ReturnFigure]
    before: Mapping[str, ReturnFigure]
    doubts: tuple[Problem, ...]

    def row(self) -> dict[str, str]:
        """Return the row of the table of a round."""
        row = {
            "title_id": self.title_id,
            "name": self.facts["name"],
            "region": self.facts["region"],
            "year": str(self.year),
            "state": self.state,
            "received": self.received.isoformat() if self.received else "",
            "days_late": str(self.days_late or ""),
            "doubts": "；".join(
                f"{RETURN_LINE[found.column].short}{found.reason}"
                if found.column in RETURN_LINE
                else found.reason
                for found in self.doubts
            ),
        }
        for line in FIGURE_LINES:
            now, then = self.figures.get(line.id), self.before.get(line.id)
            growth = growth_of(now, then)
            row[line.id] = now.value if now else ""
            row[f"{line.id}_stated"] = now.growth if now else ""
            row[f"{line.id}_growth"] = "" if growth is None else str(growth)
        return row


def round_of(
    found: Iterable[tuple[Title, Status]],
    filed: Mapping[str, Mapping[int, FiledReturn]],
    year: int,
    on: date,
    rules: TitleRules,
) -> list[OwedReturn]:
    """Return every return that is owed for a year: missing ones first, then late, by title.

    Parameters
    ----------
    found : iterable of (Title, Status)
        Titles with their status on the day.
    filed : mapping of title to year to FiledReturn
        Returns whose figures are held.
    year : int
        Year reported on.
    on : date
        Day that is asked about.
    """
    owed = [
        _owed(title, status, filed.get(title.title_id, {}), year, on, rules)
        for title, status in found
        if year >= rules.returns_since and year < on.year and owes(title.first, year)
    ]
    order = list(STATES)
    return sorted(owed, key=lambda one: (order.index(one.state), not one.doubts, one.title_id))


def summary(owed: Sequence[OwedReturn]) -> str:
    """Return the state of a round in one sentence: its numbers add up."""
    counts = {state: sum(one.state == state for one in owed) for state in STATES}
    doubtful = sum(bool(one.doubts) for one in owed)
    parts = [f"{term} {counts[state]}" for state, term in STATES.items() if counts[state]]
    told = f"应报 {len(owed)} 个" + ("：" + "，".join(parts) if parts else "")
    return f"{told}；收到的里有疑 {doubtful} 份" if doubtful else told


def _owed(
    title: Title,
    status: Status,
    filed: Mapping[int, FiledReturn],
    year: int,
    on: date,
    rules: TitleRules,
) -> OwedReturn:
    due, received = due_day(year, rules), title.first.received(on).get(year)
    reached = received or on
    state = "on_time" if received else "awaited"
    if reached > due:
        state = "late" if received else "missing"
    held = {
        other: own.figures for other, own in filed.items() if own.event in title.first.until(on)
    }
    now = held.get(year, {})
    return OwedReturn(
        title.title_id,
        status.facts,
        year,
        state,
        received,
        max((reached - due).days, 0),
        now,
        held.get(year - 1, {}),
        tuple(doubts_of(now, year, held)) if now else (),
    )
