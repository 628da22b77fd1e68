"""Every title on a day（台账状态）: one row each, from its two computations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from clusterlib.register.chapters import DECIDED, Decision
from clusterlib.register.days import day_text, years_after
from clusterlib.register.events import Event, latest_facts
from clusterlib.register.life import Life, Standing
from clusterlib.register.names import alias_of, parse_name, product_key, region_in
from clusterlib.register.neighbours import Neighbour, neighbour_flags
from clusterlib.register.order import EXACT, FIRST, LAST
from clusterlib.register.returns import Returns, returns_on
from clusterlib.rules.titles import TitleRules

COLUMNS = {
    "title_id": "称号编号",
    "name": "称号",
    "region": "地区",
    "industry": "行业",
    "tier": "级别",
    "association": "协会",
    "state": "状态",
    "reason": "原因",
    "since": "自",
    "awarded": "首次授名",
    "decided": "最近授名或复评",
    "term": "有效期",
    "expires": "到期",
    "apply_by": "复评申请截止",
    "withdraw_after": "取消界限",
    "rectify_by": "整改期满",
    "returns_missing": "缺年报",
    "returns_late": "迟年报",
    "flags": "提示",
    "other_state": "两种算法",
}
"""Columns of the table of status with their labels."""


class Title(NamedTuple):
    """A title as its events tell it.

    Parameters
    ----------
    title_id : str
    events : tuple of Event
        Those that count, in the order of recording.
    first, last : Life
        Inexact dates at their first, and at their last day; one and the same where every
        date is exact.
    """

    title_id: str
    events: tuple[Event, ...]
    first: Life
    last: Life

    @classmethod
    def of(
        cls,
        title_id: str,
        events: Sequence[Event],
        replacements: Sequence[Event],
        rules: TitleRules,
        readings: Mapping[str, str],
    ) -> Title:
        """Compute a title's life; `replacements` are the awards that end it (4.5)."""
        first = Life.of(events, FIRST, replacements, rules, readings)
        dates = [event.date for event in (*events, *replacements)]
        if min(map(len, dates)) == EXACT:
            return cls(title_id, tuple(events), first, first)
        last = Life.of(events, LAST, replacements, rules, readings)
        return cls(title_id, tuple(events), first, last)


class Status(NamedTuple):
    """One title on a day.

    Parameters
    ----------
    title_id : str
    facts : mapping of str
        Name, region, industry, tier and association as last stated.
    first, last : Standing
        The two computations; equal where every date is exact.
    returns : Returns
        Years whose return is missing or came late.
    flags : tuple of str
        In the order of the specification, some with what they name behind a colon.
    """

    title_id: str
    facts: Mapping[str, str]
    first: Standing
    last: Standing
    returns: Returns
    flags: tuple[str, ...]

    @property
    def state(self) -> str:
        """State of the title, ``uncertain`` where the two computations differ."""
        return self.first.state if self.first.state == self.last.state else "uncertain"

    def as_neighbour(self, rules: TitleRules) -> Neighbour | None:
        """Return the title as others see it, None where it is not in force."""
        if not self.first.in_force:
            return None
        name = parse_name(self.facts["name"], rules)
        product = product_key(name) if name else None
        return Neighbour(self.title_id, self.region(rules), self.facts["industry"], product)

    def region(self, rules: TitleRules) -> str:
        """Return the region as stated, else as the name has it behind its dot."""
        name = None if self.facts["region"] else parse_name(self.facts["name"], rules)
        return self.facts["region"] or (name.region if name else "")

    def row(self) -> dict[str, str]:
        """Return the row of the table of status, days in ISO."""
        first, last = self.first, self.last
        uncertain = first.state != last.state
        one = _days(first.decision)
        other = one if last is first else _days(last.decision)
        decided, expires, apply_by, withdraw_after = map(day_text, one, other)
        return {
            "title_id": self.title_id,
            **self.facts,
            "state": "uncertain" if uncertain else first.state,
            "reason": first.reason,
            "since": day_text(first.since, last.since),
            "awarded": day_text(first.awarded, last.awarded),
            "decided": decided,
            "term": str(first.decision.term) if first.decision else "",
            "expires": expires,
            "apply_by": apply_by,
            "withdraw_after": withdraw_after,
            "rectify_by": day_text(first.rectify_by, last.rectify_by),
            "returns_missing": ";".join(map(str, self.returns.missing)),
            "returns_late": ";".join(map(str, self.returns.late)),
            "flags": ";".join(self.flags),
            "other_state": f"{first.state}|{last.state}" if uncertain else "",
        }


def titles_of(
    events_by_title: Iterable[tuple[str, Sequence[Event]]],
    replacements: Mapping[str, Sequence[Event]],
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Iterator[Title]:
    """Yield the titles of a register, in the order given.

    Parameters
    ----------
    events_by_title : iterable of title id and sequence of Event
        Events that count, each title's in the order of recording.
    replacements : mapping of title id to sequence of Event
        The awards that end a title (4.5).
    """
    for title_id, events in events_by_title:
        yield Title.of(title_id, events, replacements.get(title_id, ()), rules, readings)


def status_on(titles: Iterable[Title], on: date, rules: TitleRules) -> list[Status]:
    """Return how every title stands on a day, in the order given.

    A title without any event on or before the day has no row. The two flags that look at
    other titles are added at the end (2.2.4, 2.2.5).
    """
    found, aliases = alone_on(titles, on, rules)
    neighbours = [one for status in found if (one := status.as_neighbour(rules))]
    others = neighbour_flags(neighbours, aliases)
    return [
        status._replace(flags=(*status.flags, *others[status.title_id]))
        if status.title_id in others
        else status
        for status in found
    ]


def with_status(
    titles: Iterable[Title], on: date, rules: TitleRules
) -> list[tuple[Title, Status]]:
    """Return the titles that `status_on` has a row for, each with it."""
    every = list(titles)
    found = {status.title_id: status for status in status_on(every, on, rules)}
    return [(title, found[title.title_id]) for title in every if title.title_id in found]


def alone_on(
    titles: Iterable[Title], on: date, rules: TitleRules
) -> tuple[list[Status], dict[str, str]]:
    """Return how every title stands without regard to others, and the places renamed."""
    found = []
    aliases: dict[str, str] = {}
    for title in titles:
        first = title.first.on(on)
        if first is None:
            continue
        last = first if title.last is title.first else title.last.on(on) or Standing("none")
        events = title.first.until(on)
        aliases.update(_aliases(events))
        flags = [*_own_flags(first, on, rules), *_holes(title.first, on, rules)]
        if first.state == "candidate" and _is_cultivated_too_long(title.first, on):
            flags.append("cultivation_over")
        found.append(
            Status(
                title.title_id,
                latest_facts(events),
                first,
                last,
                returns_on(title.first, on, rules),
                tuple(flags),
            )
        )
    return found, aliases


def places_renamed(titles: Iterable[Title], on: date) -> dict[str, str]:
    """Return the former places of titles renamed up to a day with the later ones, as keys."""
    return dict(pair for title in titles for pair in _aliases(title.first.until(on)))


def _own_flags(standing: Standing, on: date, rules: TitleRules) -> Iterator[str]:
    decision = standing.decision
    if decision is None or not standing.in_force:
        return
    notice = decision.apply_by - timedelta(days=rules.review_notice_days)
    if not standing.applications:
        if standing.state == "in_term" and notice <= on <= decision.apply_by:
            yield "apply_now"
        if on > decision.apply_by:
            yield "application_late"
    if standing.pending:
        yield "review_pending"


def _holes(life: Life, on: date, rules: TitleRules) -> Iterator[str]:
    """Yield decisions further apart than the first's term and the years until it lapses.

    A withdrawal between the two is no hole.
    """
    decisions = life.decisions(on)
    for before, after in pairwise(decisions):
        if years_after(before.day, before.term + rules.lapse_years) < after.day:
            if not _withdrawn_between(life, before.day, after.day):
                yield f"hole:{before.day.year}-{after.day.year}"


def _withdrawn_between(life: Life, before: date, after: date) -> bool:
    """Tell whether a notice stands between the decisions of two days, by the order of events."""
    dated = list(zip(life.events, life.days, strict=True))
    decided = [place for place, (event, _) in enumerate(dated) if event.kind in DECIDED]
    start = max(place for place in decided if dated[place][1] == before)
    end = min(place for place in decided if dated[place][1] == after)
    return any(event.kind == "withdrawn" for event, _ in dated[start:end])


def _is_cultivated_too_long(life: Life, on: date) -> bool:
    """Tell whether a candidate went on for more than the longest cultivation (2.1)."""
    events = life.until(on)
    if any(event.kind in ("applied", "awarded", "reviewed", "withdrawn") for event in events):
        return False
    begun = (
        day for event, day in zip(events, life.days, strict=False) if event.kind == "cultivated"
    )
    first = next(begun, None)
    return first is not None and on > years_after(first, life.rules.cultivation_years)


def _aliases(events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    if not any([event.kind == "renamed" for event in events]):
        return
    region = ""
    for event in events:
        stated = event.region or region_in(event.name)
        if event.kind == "renamed" and stated and (pair := alias_of(region, stated)):
            yield pair
        region = stated or region


def _days(decision: Decision | None) -> tuple[date | None, ...]:
    if decision is None:
        return (None,) * 4
    return decision.day, decision.expires, decision.apply_by, decision.withdraw_after
