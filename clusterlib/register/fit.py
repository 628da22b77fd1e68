"""Whether an event fits the life of its title so far, and the holes of a history.

An event that is added and does not fit is refused; one imported as history is taken, and
what does not fit is a finding of the title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clusterlib.register.cases import next_step, standing_steps
from clusterlib.register.days import span_of
from clusterlib.register.events import DECISIONS, KINDS, STEPS, Event, latest_facts
from clusterlib.register.life import IN_FORCE, STATES
from clusterlib.register.names import name_key, parse_name
from clusterlib.register.status import Title
from clusterlib.rules.titles import TitleRules

NO_APPLICATION = "no_application"
"""Code of a decision whose application is not on record."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why an event does not fit: what was found, what was expected, what to do, the clause."""

    code: str
    found: str
    expected: str
    remedy: str
    clause: str = ""

    def sentence(self) -> str:
        """Return the reason and what to do, in Chinese."""
        clause = f"（{self.clause}）" if self.clause else ""
        return f"{self.found}；应为{self.expected}{clause}。{self.remedy}。"


@dataclass(frozen=True, slots=True)
class Filing:
    """What is known where an event is added.

    Parameters
    ----------
    title : Title or None
        The title's life so far; None for one without events.
    today : date
        Today in Asia/Shanghai.
    rules : TitleRules
    of_case : tuple of Event or None
        Events of the case that count, other titles' too (an upgrade may be applied for under
        the title that it ends); the title's own where left out.
    """

    title: Title | None
    today: date
    rules: TitleRules
    of_case: tuple[Event, ...] | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """Events of the title that count."""
        return self.title.events if self.title else ()

    def states(self, on: date) -> set[str]:
        """Return the states of the title on a day in the two computations."""
        if self.title is None:
            return {"none"}
        standings = (self.title.first.on(on), self.title.last.on(on))
        return {standing.state if standing else "none" for standing in standings}

    def stated(self, fact: str, day: str) -> set[str]:
        """Return a fact as the two computations have it on a day, else as last stated."""
        if self.title is None:
            return set()
        lives = zip((self.title.first, self.title.last), span_of(day), strict=True)
        known = {latest_facts(life.until(on))[fact] for life, on in lives}
        return {text for text in known if text} or {latest_facts(self.events)[fact]} - {""}

    def steps_of(self, case: str) -> list[Event]:
        """Return the events of a case that count."""
        known = self.events if self.of_case is None else self.of_case
        return [event for event in known if case and event.case == case]


def misfits(event: Event, filing: Filing, readings: Mapping[str, str]) -> list[Misfit]:
    """Return every reason why an event does not fit; an empty list where it does.

    A life that is uncertain for want of exact dates refuses only what neither of its two
    computations allows.
    """
    checks: tuple[Callable[[Event, Filing], Misfit | None], ...] = (
        _in_the_future,
        _award_in_force,
        _never_decided,
        _after_the_end,
        _return_not_in_force,
        _another_name,
        _another_tier,
        _element_not_filed,
    )
    found = [misfit for check in checks if (misfit := check(event, filing))]
    return [*found, *_out_of_order(event, filing, readings)]


def holes_of(title: Title) -> list[Misfit]:
    """Return what a history lacks: awards and reviews without a case, dates that coincide."""
    found = []
    applied = {event.case for event in title.events if event.kind == "applied" and event.case}
    awarded = False
    for event in title.first.events:
        term = KINDS[event.kind]
        if event.kind in DECISIONS and event.case not in applied:
            told = f"{event.date}{term}没有申请"
            found.append(Misfit(NO_APPLICATION, told, "同一办件的申请", "请补录申请"))
        if event.kind in ("reviewed", "review_failed") and not awarded:
            told = f"{event.date}{term}之前没有授名"
            found.append(Misfit("no_award", told, "先有授名", "请补录授名"))
        awarded = awarded or event.kind == "awarded"
    dates = [event.date for event in title.events if len(event.date) < len("2023-09-05")]
    for text in dict.fromkeys(dates):
        if dates.count(text) > 1:
            found.append(
                Misfit(
                    "same_inexact_date",
                    f"{text}有{dates.count(text)}个事件，先后按录入次序",
                    "确切的日期",
                    "请更正日期",
                )
            )
    return found


def told_findings(findings: Sequence[tuple[str, Misfit]]) -> Iterator[str]:
    """Yield findings in words: one line each, but one a title for decisions without a case.

    A history has hardly ever the applications, and they must not hide the rest.
    """
    lacking: dict[str, list[str]] = {}
    for title_id, finding in findings:
        if finding.code == NO_APPLICATION:
            lacking.setdefault(title_id, []).append(finding.found.removesuffix("没有申请"))
        else:
            yield f"{title_id} {finding.sentence()}"
    for title_id, decisions in lacking.items():
        yield f"{title_id} 没有申请：{'、'.join(decisions)}"


def _in_the_future(event: Event, filing: Filing) -> Misfit | None:
    if span_of(event.date)[0] <= filing.today:
        return None
    return Misfit(
        "in_the_future", f"日期{event.date}晚于今天", f"不晚于{filing.today}", "请核对日期"
    )


def _award_in_force(event: Event, filing: Filing) -> Misfit | None:
    states = filing.states(span_of(event.date)[0])
    if event.kind != "awarded" or not states <= IN_FORCE:
        return None
    return Misfit(
        "award_in_force",
        f"称号{_named(states)}，不能再授名",
        "未授名或已取消的称号",
        "复评请记“复评合格”；提升、变更请用新的称号编号，并在“替代”中写本称号",
        "2.2",
    )


def _never_decided(event: Event, filing: Filing) -> Misfit | None:
    if event.kind not in ("reviewed", "review_failed"):
        return None
    before = span_of(event.date)[1]
    if any(
        other.kind in ("awarded", "reviewed") and span_of(other.date)[0] <= before
        for other in filing.events
    ):
        return None
    return Misfit(
        "never_decided",
        "此前没有授名或复评，不能复评",
        "已授名的称号",
        "请先补录授名",
        "4.3.review",
    )


def _after_the_end(event: Event, filing: Filing) -> Misfit | None:
    states = filing.states(span_of(event.date)[0])
    if not states <= {"withdrawn", "replaced"} or event.kind == "awarded" or event.corrects:
        return None
    if event.kind in STEPS and _purpose_of(event, filing) == "award":
        return None
    return Misfit(
        "after_the_end",
        f"称号{_named(states)}，不能再记“{KINDS[event.kind]}”",
        "重新申请授名的办件、新的授名或更正",
        "请核对称号编号和日期",
        "4.5",
    )


def _return_not_in_force(event: Event, filing: Filing) -> Misfit | None:
    if event.kind != "return":
        return None
    states = filing.states(date(int(event.year), 12, 31))
    if states & IN_FORCE:
        return None
    return Misfit(
        "return_not_in_force",
        f"{event.year}年12月31日称号{_named(states)}，不须报该年度",
        "称号在册的年度",
        "请核对年度",
        "4.1",
    )


def _another_name(event: Event, filing: Filing) -> Misfit | None:
    known = filing.stated("name", event.date)
    if not event.name or not known or name_key(event.name) in map(name_key, known):
        return None
    current = max(known)
    if event.kind == "awarded" and event.replaces:
        return None
    if event.kind == "renamed":
        if _same_but_for_the_place(event.name, current, filing.rules):
            return None
        expected, remedy = "只有地名不同的名称", "提升或变更须重新报批：请另记替代本称号的授名"
    else:
        expected, remedy = f"“{current}”", "地名更改请记“更名”，提升或变更请记替代本称号的授名"
    return Misfit("another_name", f"名称“{event.name}”与“{current}”不同", expected, remedy, "4.5")


def _another_tier(event: Event, filing: Filing) -> Misfit | None:
    known = filing.stated("tier", event.date)
    if not event.tier or not known or event.tier in known:
        return None
    current = "、".join(sorted(known))
    if event.kind == "awarded" and event.replaces:
        return None
    return Misfit(
        "another_tier",
        f"级别{event.tier}与{current}不同",
        current,
        "提升或变更须重新报批：请另记替代本称号的授名",
        "4.5",
    )


def _element_not_filed(event: Event, filing: Filing) -> Misfit | None:
    name = parse_name(event.name, filing.rules) if event.kind in ("awarded", "applied") else None
    lacking = [
        element
        for element in (name.claimed(filing.rules) if name else ())
        if element not in filing.rules.filed_elements
    ]
    if not lacking:
        return None
    return Misfit(
        "element_not_filed",
        f"名称含“{'、'.join(lacking)}”，没有已备案的相应考核指标",
        "已备案的考核指标",
        "请先报备该元素的考核指标",
        "2.2.3",
    )


def _out_of_order(event: Event, filing: Filing, readings: Mapping[str, str]) -> list[Misfit]:
    """Return why a step does not follow the steps of its case so far."""
    if not event.case or event.kind not in (*STEPS, *DECISIONS):
        return []
    all_steps = filing.steps_of(event.case)
    steps = standing_steps(all_steps)
    if not steps and event.kind == "applied":
        return []
    due = next_step(steps, readings["opinion"])
    if not due:
        return [
            Misfit(
                "case_ended",
                f"办件{event.case}已有结论，不能再记“{KINDS[event.kind]}”",
                "尚无结论的办件",
                "请核对办件编号",
            )
        ]
    found = []
    allowed = {"reviewed", "review_failed"} if due == "reviewed" else {due}
    reached = max((STEPS.index(step.kind) for step in steps), default=-1)
    after = STEPS.index(event.kind) if event.kind in ("examined", "opinion") else -1
    if 0 <= after >= reached and (due not in STEPS or after < STEPS.index(due)):
        allowed.add(event.kind)  # another body's paper, or one that nobody asked for
    if event.kind not in allowed:
        found.append(
            Misfit(
                "out_of_order",
                f"办件{event.case}的“{KINDS[event.kind]}”次序不对",
                f"下一步“{KINDS[due]}”",
                "请补录前面的步骤",
            )
        )
    latest = max((span_of(other.date)[0] for other in all_steps), default=None)
    if latest and span_of(event.date)[1] < latest:
        found.append(
            Misfit(
                "before_the_last_step",
                f"{event.date}早于办件{event.case}已记的步骤",
                f"不早于{latest}",
                "请核对日期",
            )
        )
    return found


def _purpose_of(event: Event, filing: Filing) -> str:
    if event.kind == "applied":
        return event.purpose
    applied = (other for other in filing.steps_of(event.case) if other.kind == "applied")
    return next((other.purpose for other in applied), "")


def _same_but_for_the_place(name: str, current: str, rules: TitleRules) -> bool:
    one, other = parse_name(name, rules), parse_name(current, rules)
    if one is None or other is None:
        return False
    return (one.elements, one.product, one.suffix) == (other.elements, other.product, other.suffix)


def _named(states: set[str]) -> str:
    return "或".join(f"“{term}”" for state, term in STATES.items() if state in states)
