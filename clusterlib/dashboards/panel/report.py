"""What the leader writes for the report（考评报告）: the visit, opinions, suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clusterlib.dashboards.panel.seat import Seat
from clusterlib.dashboards.panel.texts import kept_text
from clusterlib.documents.appraisal import opinion_gaps, visit_gaps
from clusterlib.errors import InputError
from clusterlib.panel.cells import value_of
from clusterlib.panel.checks import visit_differences
from clusterlib.panel.records import CHOICES, TABLES, Opinion, Visit
from clusterlib.panel.store import PanelStore
from clusterlib.register.events import counted
from clusterlib.rules.panels import PanelRules
from clusterlib.rules.tiers import TIERS

Request = Mapping[str, Any]
_KINDS = CHOICES["opinion", "kind"]
_MOST = 30
_COLUMNS = tuple(column for column in TABLES["visit"].labels if column != "case")
_HINTS = {"from_": "年-月-日", "to": "年-月-日", "meeting": "何时何地开考评会议，听取汇报、质询"}


def save_opinion(store: PanelStore, now: datetime, seat: Seat, request: Request) -> str:
    """Record an opinion or a suggestion; one without heading and text is taken back."""
    _only_for_leaders(seat)
    kind, number = str(request.get("kind", "")), str(request.get("number", ""))
    if kind not in _KINDS or not number.isdigit() or not 1 <= int(number) <= _MOST:
        raise InputError("意见、建议", "没有这一条", f"第1至{_MOST}条", "请重新打开本页")
    heading, text = (kept_text(request.get(name, "")) for name in ("heading", "text"))
    store.append([Opinion(seat.case.case, kind, str(int(number)), heading, text)], now)
    return ""


def save_visit(store: PanelStore, now: datetime, seat: Seat, request: Request) -> str:
    """Record one fact of the visit; tell where it differs from the register's case."""
    _only_for_leaders(seat)
    column = str(request.get("column", ""))
    if column not in _COLUMNS:
        raise InputError("考评情况", "没有这一项", "", "请重新打开本页")
    label = TABLES["visit"].labels[column][0]
    try:
        value = value_of("visit", column, kept_text(request.get("text", "")), now)
    except InputError as error:
        raise InputError(label, f"{error.found}，没有存入", error.expected) from error
    visit = (seat.case.visit or Visit(seat.case.case))._replace(**{column: value})
    if visit.from_ and visit.to and visit.to < visit.from_:
        raise InputError(label, f"考评结束（{visit.to}）早于开始（{visit.from_}），没有存入", "")
    store.append([visit], now)
    events = [one for one in counted(store.store.events()) if one.case == visit.case]
    channels = [one.channel for one in events if one.kind == "applied"]
    results = [one.result for one in events if one.kind == "appraised"]
    told = visit_differences(visit, (channels or [""])[-1], (results or [""])[-1])
    return next((f"{name}{found}，请核对" for name, found in told if name == label), "")


def report_view(seat: Seat, rules: PanelRules) -> dict[str, Any]:
    """Return what is written for the report, and what it still lacks."""
    visit = seat.case.visit
    least = {"opinion": rules.least_opinions, "suggestion": rules.least_suggestions}
    clauses = {"opinion": "A4.opinions", "suggestion": "A4.advice"}
    gaps = [*visit_gaps(visit)]
    kinds = []
    for kind, term in _KINDS.items():
        own = [one for one in seat.case.opinions if one.kind == kind]
        gaps += opinion_gaps(own, term, least[kind], clauses[kind])
        written = {int(one.number): one for one in own}
        numbers = range(1, min(_MOST, max(least[kind], *written, 0) + 1) + 1)
        kinds.append(
            {
                "id": kind,
                "term": term,
                "written": f"{len(own)} 条",
                "asked": f"一般不少于 {least[kind]} 条（{clauses[kind].split('.')[0]}）",
                "rows": [_row(number, written.get(number)) for number in numbers],
            }
        )
    return {
        "visit": [_fact(column, visit) for column in _COLUMNS],
        "kinds": kinds,
        "gaps": [gap.sentence for gap in gaps],
    }


def _row(number: int, one: Opinion | None) -> dict[str, str]:
    text = one.text if one else ""
    length = len("".join(text.split()))
    return {
        "number": str(number),
        "heading": one.heading if one else "",
        "text": text,
        "length": f"{length} 字" if length else "未写",
    }


def _fact(column: str, visit: Visit | None) -> dict[str, Any]:
    choices = dict(CHOICES.get(("visit", column), {}))
    if column == "recommended_tier":
        choices = {tier.id: tier.term for tier in TIERS}
    return {
        "id": column,
        "label": TABLES["visit"].labels[column][0],
        "value": getattr(visit, column) if visit else "",
        "choices": list(choices.items()),
        "long": column == "meeting",
        "hint": _HINTS.get(column, ""),
    }


def _only_for_leaders(seat: Seat) -> None:
    if not seat.leads:
        raise InputError("考评报告", "只有组长可以写", "组长")
