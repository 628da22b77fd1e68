"""What the page of annual returns shows: a function of its state, ready as texts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clusterlib.dashboards.annual.curve import curve_of
from clusterlib.dashboards.annual.incoming import READY, WORDS
from clusterlib.dashboards.annual.state import Dropped, State
from clusterlib.dashboards.ledger.figures import grouped, signed
from clusterlib.dashboards.ledger.held import short_name
from clusterlib.dashboards.uploads.session import LARGEST_UPLOAD, MOST_UPLOADS
from clusterlib.problems import Problem
from clusterlib.register.return_checks import LARGEST_DIFFERENCE, growth_of, stated_growth
from clusterlib.register.returns import due_day
from clusterlib.register.round import STATES, OwedReturn, summary
from clusterlib.register.warning import RANKS, Warned
from clusterlib.rules.annual import RETURN_LINE, ReturnFigure
from clusterlib.sheets.files import WORKBOOKS

LINES = ("revenue", "profit", "exports", "enterprises", "above_scale_enterprises", "employees")
"""Lines that the table shows; the rest stands in the export."""
_IN_HUNDRED_MILLIONS = ("revenue", "profit")
_MOST_WARNED = 60


def texts_of(store: str) -> dict[str, Any]:
    """Return what stays: the page's name, the key of what the browser keeps, files taken."""
    return {
        "page": "annual",
        "key": f"annual:{store}",
        "endings": list(WORKBOOKS),
        "largest": LARGEST_UPLOAD,
        "most": MOST_UPLOADS,
        "paper": "年报",
        "workbook": "年度报表的工作簿",
        "lines": [
            {
                "label": RETURN_LINE[line].short.replace("数量", "数"),
                "unit": "亿元" if line in _IN_HUNDRED_MILLIONS else RETURN_LINE[line].unit,
            }
            for line in LINES
        ],
    }


def view_of(state: State) -> dict[str, Any]:
    """Return all that is on screen."""
    held = state.held
    plain = [one for one in state.owed if _is_plain(one)]
    shown = sorted(
        (one for one in state.owed if state.choice.whole or not _is_plain(one)), key=_urgency
    )
    ready = sum(one.standing == READY for one in state.dropped)
    return {
        "ready": True,
        "state": state.choice.kept(),
        "year": state.year,
        "years": list(range(held.rules.returns_since, held.on.year)),
        "on": held.on.isoformat(),
        "due": f"{state.year} 年度 · {due_day(state.year, held.rules)} 截止（4.1）",
        "sentence": _sentence(state),
        "curve": curve_of(state.owed, state.year, held.on, held.rules),
        "doubts": [
            {"title": one.title_id, "place": _named(state, one.facts)[0], "text": text}
            for one in state.owed
            for text in _doubts(one)
        ],
        "rows": [_row(state, one) for one in shown],
        "rest": "" if state.choice.whole or not plain else _rest(plain),
        "whole": state.choice.whole,
        "warned": [
            _warning(state, one, place) for place, one in enumerate(state.warned[:_MOST_WARNED], 1)
        ],
        "standards": state.standards,
        "dropped": [_dropped(one) for one in state.dropped],
        "saveable": ready,
        "said": state.said,
    }


def _is_plain(one: OwedReturn) -> bool:
    return one.state in ("on_time", "awaited") and not one.doubts


def _urgency(one: OwedReturn) -> tuple[bool, bool, bool, str]:
    """Return the order of the rows: missing, doubtful, late, the others."""
    return one.state != "missing", not one.doubts, one.state != "late", one.title_id


def _sentence(state: State) -> str:
    if not state.owed:
        return f"{state.year} 年度没有应报年报的称号。"
    told = summary(state.owed)
    return told + ("，先问清再用。" if "有疑" in told else "。")


def _rest(plain: list[OwedReturn]) -> str:
    came = sum(one.received is not None for one in plain)
    waited = len(plain) - came
    parts = [f"收到 {came}，增速与重算一致，无疑问" if came else ""]
    parts.append(f"未到期、还没收到 {waited}" if waited else "")
    return f"另 {len(plain)} 个称号：{'；'.join(filter(None, parts))}。"


def _named(state: State, facts: Any) -> tuple[str, str]:
    return short_name(facts, state.held.rules)


def _doubts(one: OwedReturn) -> list[str]:
    return [_doubt(found) for found in one.doubts]


def _doubt(found: Problem) -> str:
    """Return a doubt with its line in front, unless it speaks of it itself."""
    line = RETURN_LINE.get(found.column)
    if line is None or found.reason.startswith((line.short[:3], "有")):
        return found.reason
    return f"{line.short}{found.reason}"


def _row(state: State, one: OwedReturn) -> dict[str, Any]:
    place, product = _named(state, one.facts)
    doubted = {found.column for found in one.doubts}
    received = one.received.isoformat()[5:] if one.received else ""
    late = f"迟 {one.days_late} 天" if one.days_late else ""
    missing = one.state == "missing"
    return {
        "title": one.title_id,
        "place": place,
        "name": product,
        "state": "doubtful" if one.doubts else one.state,
        "word": "有疑" if one.doubts else "收到" if one.state == "on_time" else STATES[one.state],
        "more": " 迟" if one.doubts and one.state == "late" else "",
        "received": late if missing else received,
        "late": one.state == "late" or missing,
        "note": _note(state, one) if not one.figures else "",
        "cells": [_cell(one, line, line in doubted) for line in LINES] if one.figures else [],
    }


def _note(state: State, one: OwedReturn) -> str:
    if one.received:
        return "只录了事件，没有收到数"
    status = state.held.found[one.title_id][1]
    before = state.year - 1 in status.returns.missing
    if one.state == "missing":
        return ("上年度也未报，" if before else "") + "复评时计入（4.1）"
    return ""


def _cell(one: OwedReturn, line: str, doubted: bool) -> dict[str, Any]:
    now, before = one.figures.get(line), one.before.get(line)
    stated, again = stated_growth(now), growth_of(now, before)
    growth = signed(now.growth) if now else ""
    differs = stated is not None and again is not None and abs(stated - again) > LARGEST_DIFFERENCE
    if differs:
        growth = f"{growth}→{signed(str(again))}"
    return {
        "value": _value(now),
        "growth": growth,
        "doubted": doubted,
        "differs": differs,
        "hint": f"{RETURN_LINE[line].short}：{_told(before)} → {_told(now)}，"
        f"填报 {growth or '空白'}，重算 {'—' if again is None else signed(str(again))}",
    }


def _value(figure: ReturnFigure | None) -> str:
    if figure is None or figure.number is None:
        return ""
    if figure.line in _IN_HUNDRED_MILLIONS:
        number = (figure.number / 10000).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return grouped(f"{number:f}")
    return grouped(f"{figure.number:f}")


def _told(figure: ReturnFigure | None) -> str:
    return f"{grouped(figure.value)}{figure.unit}" if figure and figure.value else "无"


def _warning(state: State, one: Warned, place: int) -> dict[str, Any]:
    where, product = _named(state, one.facts)
    held = [item.state in ("met", "exempt") for item in one.before]
    left = (one.day - state.held.on).days if one.day else None
    before = str(sum(held)) if held else "?"
    return {
        "number": place,
        "title": one.title_id,
        "place": where,
        "name": product,
        "gate": f"{one.gate} {one.day.isoformat()}" if one.day else one.gate,
        "left": "" if left is None else f"{left} 天" if left >= 0 else f"迟 {-left} 天",
        "late": left is not None and left < 0,
        "met": "?" if one.met is None else f"{before} → {one.met}",
        "rank": RANKS[one.rank],
        "risky": one.rank == "at_risk",
        "why": one.why(),
        "ask": list(one.ask),
    }


def _dropped(one: Dropped) -> dict[str, Any]:
    name = one.found.name if one.found else ""
    return {
        "number": one.number,
        "file": one.path.name,
        "name": name,
        "word": WORDS[one.standing],
        "standing": one.standing,
        "reason": one.reason,
        "lines": list(one.lines),
    }
