"""What is late or coming（待办）: one list by day over titles, returns and cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clusterlib.register.cases import Case
from clusterlib.register.days import day_text, told_day, years_after
from clusterlib.register.events import KINDS
from clusterlib.register.life import Life, Standing
from clusterlib.register.returns import due_day, owes
from clusterlib.register.status import Status, Title
from clusterlib.rules.titles import TitleRules

DUE_COLUMNS = {
    "day": "日期",
    "what": "事项",
    "title_id": "称号编号",
    "name": "称号",
    "case": "办件",
    "clause": "条款",
    "days_left": "剩余天数",
}
"""Columns of the table of what is due with their labels."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be done by a day.

    Parameters
    ----------
    first, last : date
        The day, where dates are inexact at their first and at their last day.
    what : str
        What is due, in Chinese.
    title_id, name : str
    clause : str
        Clause that sets the day.
    case : str
        Id of the case, blank for others.
    provisional : bool
        Whether holidays on the way are not known yet（暂按）.
    """

    first: date
    last: date
    what: str
    title_id: str
    name: str
    clause: str
    case: str = ""
    provisional: bool = False

    def row(self, on: date) -> dict[str, str]:
        """Return the row of the table; days left are negative where it is late."""
        left = sorted({(self.first - on).days, (self.last - on).days})
        return {
            "day": day_text(self.first, self.last) + ("暂按" if self.provisional else ""),
            "what": self.what,
            "title_id": self.title_id,
            "name": self.name,
            "case": self.case,
            "clause": self.clause,
            "days_left": "|".join(map(str, left)),
        }

    def line(self, on: date) -> str:
        """Return the thing in words, in Chinese: the day, what, which, by how many days."""
        day = told_day(day_text(self.first, self.last)) + ("暂按" if self.provisional else "")
        left = [(end - on).days for end in sorted({self.first, self.last})]
        told = "至".join(f"迟{-count}天" if count < 0 else f"还有{count}天" for count in left)
        named = self.case or self.title_id
        return "  ".join(filter(None, (day, self.what, named, self.name, told, self.clause)))


def due_within(
    found: Iterable[tuple[Title, Status]],
    cases: Iterable[tuple[Case, Case]],
    on: date,
    days: int,
    rules: TitleRules,
) -> list[Due]:
    """Return everything that is late on a day or due within some days（日）, by day.

    Parameters
    ----------
    found : iterable of (Title, Status)
        Titles with their status on the day.
    cases : iterable of (Case, Case)
        Cases on the day, in their two computations.
    """
    names = {}
    due: list[Due] = []
    until = on + timedelta(days=days)
    for title, status in found:
        names[title.title_id] = status.facts["name"]
        firsts = dict(_of_title(title.first, status.first, on, until, rules))
        lasts = dict(_of_title(title.last, status.last, on, until, rules))
        for what, clause in firsts | lasts:
            day, other = firsts.get((what, clause)), lasts.get((what, clause))
            begin, end = (day or other), (other or day)
            if begin and end:
                name = status.facts["name"]
                due.append(Due(begin, end, what, title.title_id, name, clause))
    for first, last in cases:
        if first.due:
            due.append(
                Due(
                    first.due,
                    last.due or first.due,
                    KINDS[first.next_step],
                    first.title_id,
                    names.get(first.title_id, ""),
                    first.clause,
                    first.case,
                    first.provisional or last.provisional,
                )
            )
    return sorted(
        (item for item in due if item.first <= until),
        key=lambda item: (item.first, item.what, item.title_id),
    )


def _of_title(
    life: Life, standing: Standing, on: date, until: date, rules: TitleRules
) -> Iterator[tuple[tuple[str, str], date]]:
    """Yield what a title owes, with its clause and day, in one of the two computations.

    A return of a year that has not ended is owed by what is known of the title by the day.
    """
    decision = standing.decision
    if standing.state == "due_for_withdrawal" and standing.since:
        clause = "4.4.lapse" if standing.reason == "lapsed" else "4.3.rectify"
        yield ("公告取消", clause), standing.since
    if standing.state == "rectifying" and standing.rectify_by:
        yield ("整改期满", "4.3.rectify"), standing.rectify_by
    if decision and standing.state in ("in_term", "overdue"):
        if not standing.applications:
            yield ("提出复评申请", "4.3.review"), decision.apply_by
        if standing.state == "in_term":
            yield ("有效期届满", "2.2"), decision.expires
        else:
            yield ("到期未复评满两年", "4.4.lapse"), decision.withdraw_after
    received = life.received(on)
    for year in range(rules.returns_since, until.year):
        if year not in received and (year < on.year or standing.in_force) and owes(life, year):
            yield (f"报送{year}年度报表", "4.1"), due_day(year, rules)
    if standing.state == "candidate":
        yield from _of_candidate(life, on, rules)


def _of_candidate(
    life: Life, on: date, rules: TitleRules
) -> Iterator[tuple[tuple[str, str], date]]:
    """Yield the yearly records of a cultivation that lack, and its end (2.1)."""
    events = life.until(on)
    known = list(zip(events, life.days, strict=False))
    if any(event.kind == "applied" for event in events):
        return
    begun = next((day for event, day in known if event.kind == "cultivated"), None)
    if begun is None:
        return
    recorded = [day for event, day in known if event.kind == "guided"]
    for year in range(1, rules.cultivation_years + 1):
        start, end = years_after(begun, year - 1), years_after(begun, year)
        if not any(start <= day < end for day in recorded):
            yield (f"第{year}年培育记录", "2.1"), end
    yield ("培育期满", "2.1"), years_after(begun, rules.cultivation_years)
