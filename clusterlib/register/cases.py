"""Cases（办件）: the steps from application to decision, what comes next and by when; part 三."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clusterlib.register.days import Calendar, day_text, working_days_after
from clusterlib.register.events import DECISIONS, STEPS, Event, counted
from clusterlib.register.order import FIRST, LAST, in_order
from clusterlib.rules.titles import TitleRules

CASE_COLUMNS = {
    "case": "办件",
    "title_id": "称号编号",
    "purpose": "事由",
    "channel": "渠道",
    "step": "已办",
    "since": "自",
    "next": "下一步",
    "due": "期限",
    "late_days": "逾期天数",
}
"""Columns of the table of cases with their labels."""

_EXAMINED_BY = {
    "association": ("association",),
    "provincial": ("provincial",),
    "both": ("association", "provincial"),
    "federation": (),
}
_CLAUSES = {"reported": "3.2.accept", "audited": "3.3.audit"}


@dataclass(frozen=True, slots=True)
class Case:
    """One case on a day, in one of the two computations of its dates.

    Parameters
    ----------
    case, title_id, purpose, channel : str
        As its application states them; blank where history has none.
    step : str
        Kind of the last step that stands.
    since : date
        Its day.
    next_step : str
        What comes next; blank where the case has ended.
    due : date or None
        Last day for the next step where the regulation sets one.
    provisional : bool
        Whether holidays of a year on the way are not known yet（暂按）.
    """

    case: str
    title_id: str
    purpose: str
    channel: str
    step: str
    since: date
    next_step: str
    due: date | None
    provisional: bool

    @property
    def clause(self) -> str:
        """Clause that sets the day."""
        return _CLAUSES.get(self.next_step, "") if self.due else ""

    def late_days(self, on: date) -> int:
        """Return the days（日）by which the next step is late."""
        return max((on - self.due).days, 0) if self.due else 0


def cases_on(
    events: Iterable[Event],
    on: date,
    rules: TitleRules,
    readings: Mapping[str, str],
    calendar: Calendar,
) -> list[tuple[Case, Case]]:
    """Return every case with a step on or before a day, by id as text.

    Parameters
    ----------
    events : iterable of Event
        Events in the order of recording, corrections and what they correct included: a case
        whose application is taken back（撤回）is none any more, whatever steps it has.

    Returns
    -------
    list of (Case, Case)
        With inexact dates at their first, and at their last day; where nothing has happened
        yet in the second, it is the first.
    """
    log = list(events)
    taken_back = _taken_back(log)
    by_case: dict[str, list[Event]] = {}
    for event in counted(log):
        if event.case and event.case not in taken_back:
            by_case.setdefault(event.case, []).append(event)
    found = []
    for _, steps in sorted(by_case.items()):
        first, last = (
            _case_on(steps, side, on, rules, readings, calendar) for side in (FIRST, LAST)
        )
        if first:
            found.append((first, last or first))
    return found


def case_row(first: Case, last: Case, on: date) -> dict[str, str]:
    """Return the row of the table of cases; a day that differs is written ``first|last``."""
    due = day_text(first.due, last.due)
    return {
        "case": first.case,
        "title_id": first.title_id,
        "purpose": first.purpose,
        "channel": first.channel,
        "step": first.step,
        "since": day_text(first.since, last.since),
        "next": first.next_step,
        "due": f"{due}暂按" if due and (first.provisional or last.provisional) else due,
        "late_days": str(first.late_days(on) or ""),
    }


def standing_steps(events: Sequence[Event]) -> list[Event]:
    """Return the steps that stand: an incomplete audit（形式审查不齐全）sends the case back."""
    return [
        event
        for event in events
        if event.kind in (*STEPS, *DECISIONS)
        and not (event.kind == "audited" and event.result == "incomplete")
    ]


def next_step(steps: Sequence[Event], opinion: str) -> str:
    """Return the kind of the step that comes next; blank where the case has ended.

    Parameters
    ----------
    steps : sequence of Event
        The steps that stand, in order.
    opinion : {"always", "channel"}
        Reading: whether the association's formal opinion is asked whatever the channel.
    """
    done = {event.kind: event for event in steps}
    applied = done.get("applied", Event())
    if any(kind in done for kind in DECISIONS):
        return ""
    if "council" in done:
        if done["council"].result != "rejected":
            return "reviewed" if applied.purpose == "review" else "awarded"
        return "review_failed" if applied.purpose == "review" else ""
    lacking = {
        "examined": _lacks(steps, "examined", _EXAMINED_BY.get(applied.channel, ("",))),
        "opinion": _lacks(steps, "opinion", _opinion_of(applied.channel, opinion)),
    }
    reached = max((STEPS.index(kind) for kind in done), default=-1)
    return next(
        kind
        for place, kind in enumerate(STEPS)
        if place >= reached and lacking.get(kind, place > reached)
    )


def _taken_back(log: Sequence[Event]) -> set[str]:
    """Return the cases whose application was corrected to nothing and not made anew."""
    emptied = {event.corrects for event in log if event.corrects and not event.kind}
    applied = [event for event in log if event.kind == "applied" and event.case]
    gone = {event.case for event in applied if event.event_id in emptied}
    return gone - {event.case for event in counted(log) if event.kind == "applied"}


def _opinion_of(channel: str, opinion: str) -> tuple[str, ...]:
    asked = opinion == "always" or channel in ("", "association", "both")
    return ("association",) if asked else ()


def _lacks(steps: Sequence[Event], kind: str, asked: Sequence[str]) -> bool:
    """Tell whether a body's paper is lacking; one that names no body counts for any one."""
    given = [event.by for event in steps if event.kind == kind]
    if set(asked) == {""}:
        return not given
    return len(set(asked) - set(given)) > given.count("")


def _case_on(
    events: Sequence[Event],
    side: int,
    on: date,
    rules: TitleRules,
    readings: Mapping[str, str],
    calendar: Calendar,
) -> Case | None:
    ordered, days = in_order(events, side)
    known = [(event, day) for event, day in zip(ordered, days, strict=True) if day <= on]
    steps = standing_steps([event for event, _ in known])
    if not steps:
        return None
    day_of = {event: day for event, day in known}
    applied = next((event for event in steps if event.kind == "applied"), steps[0])
    following = next_step(steps, readings["opinion"])
    due, provisional = None, False
    if following == "reported":
        accepted = max(day_of[event] for event in steps if event.kind == "accepted")
        if readings["five_days"] == "working":
            due, provisional = working_days_after(accepted, rules.acceptance_days, calendar)
        else:
            due = accepted + timedelta(days=rules.acceptance_days)
    elif following == "audited":
        basis = max(
            (day_of[event] for event in steps if event.kind == "opinion"),
            default=day_of[steps[-1]],
        )
        due, provisional = working_days_after(basis, rules.audit_working_days, calendar)
    return Case(
        applied.case,
        applied.title_id,
        applied.purpose,
        applied.channel,
        steps[-1].kind,
        day_of[steps[-1]],
        following,
        due,
        provisional,
    )
