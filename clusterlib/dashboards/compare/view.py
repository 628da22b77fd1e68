"""What the page of candidates shows, put together as texts for the widget's view."""

from __future__ import annotations

from typing import Any

from clusterlib.analysis.candidates import Candidate, ItemCell
from clusterlib.analysis.regions import region_of, shared_of
from clusterlib.analysis.what_if import Standing
from clusterlib.dashboards.compare.lines import line_of_cell, line_of_gates, line_of_tier
from clusterlib.dashboards.compare.state import LEAST, MOST, State
from clusterlib.dashboards.compare.texts import (
    CLAUSE,
    CLAUSE_PLACE,
    applied_text,
    band_text,
    count_text,
    gates_text,
    growth_text,
    in_unit,
    misses_text,
    missing_text,
    outcome_short,
    outcome_text,
    shared_text,
    short_text,
    years_text,
)
from clusterlib.dashboards.what_if.assumption import ASSUMPTIONS, assumption_text, choices_shown
from clusterlib.dashboards.what_if.opening import slot_of
from clusterlib.dashboards.what_if.source import Loaded
from clusterlib.dashboards.what_if.thresholds import grouped
from clusterlib.reports.numbers import estimate_text, interval_text
from clusterlib.reports.own_sheet_words import own_sheet_lines
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rules.points import GRID
from clusterlib.rules.printed import LAST_ITEMS, first_items, mark_text
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.entry import HOLDS
from clusterlib.scoring.items import EXEMPT, LEFT_OUT, MET, MISSING

WIDE = 4
"""From so many candidates on, trend and distance give way."""
FEW = 10
"""With fewer figures than this a share of the cohort says little: the place is shown."""
_SECTIONS = {"basic": "一 基本情况", "quality": "二 质量安全"}
_MARKS = {MET: "1", EXEMPT: "e", LEFT_OUT: "e", MISSING: "m"}
_KINDS = ("fail", "open", "pass")


def texts_of(loaded: Loaded) -> dict[str, Any]:
    """Return the texts that stay as long as cohort and standard do."""
    return {
        "assumptions": choices_shown(),
        "mark": mark_text(loaded.sheet),
        "markAt": loaded.sheet.pass_mark / GRID,
        "last": LAST_ITEMS,
        "limits": [tier.term for tier in reversed(loaded.sheet.tiers)],
        "signs": signs_of(loaded.sheet),
        "least": LEAST,
        "most": MOST,
        "page": "compare",
        "key": slot_of(loaded),
    }


def view_of(state: State) -> dict[str, Any]:
    """Return the trait ``view``: all that is on screen."""
    candidates, hidden = state.comparison, state.blind == "on"
    names = [state.names[row] for row in state.rows]
    wide = len(candidates) >= WIDE
    trends = [years_text(found.years) for found in candidates]
    return {
        "ready": True,
        "title": title_of(state),
        "note": state.note,
        "blind": state.blind,
        "chosen": f"{len(candidates)}/{MOST}",
        "wide": wide,
        "trends": bool(any(trends)) and not wide,
        "about": about_of(state.loaded.sheet, wide=wide, trends=any(trends)),
        "limits": [tier.term for tier in reversed(state.loaded.sheet.tiers)],
        "signs": signs_of(state.loaded.sheet),
        "quality": f"质量{first_items(state.loaded.sheet)}",
        "rank": rank_of(state),
        "hints": hints_of(len(candidates)),
        "assume": {name: getattr(state.now.assumption, name) for name, *_ in ASSUMPTIONS},
        "assumeText": assumption_text(state.now.assumption),
        "flags": flags_of(state, names, hidden),
        "rows": [_row(state, column) for column in range(len(state.catalogue))],
        "candidates": [
            {
                **_head(state, row, candidate, hidden),
                "outcome": outcome_short(candidate, state.readings),
                "years": years,
                "tiers": [_tier(state, row, candidate, tier) for tier in state.loaded.sheet.tiers],
                "cells": [
                    _cell(state, row, column, cell) for column, cell in enumerate(candidate.cells)
                ],
                "gates": {
                    "text": gates_text(candidate.gates),
                    "bad": 1 in candidate.gates,
                    "line": line_of_gates(state, row, candidate),
                },
                "lines": _sentences(
                    candidate,
                    most_named(len(candidates)),
                    state.loaded.sheet,
                    as_not_met=state.now.assumption.missing == "not_met",
                    outcome=outcome_text(candidate, state.loaded.sheet, state.readings),
                ),
            }
            for row, candidate, years in zip(state.rows, candidates, trends, strict=True)
        ],
        "picked": [picked_of(state, row) for row in state.rows],
        "state": state.query(),
        **state.opening(),
    }


def signs_of(sheet: ScoreSheet) -> str:
    """Return the heading over the squares of the tiers: the first character of each."""
    return "".join(tier.term[0] for tier in reversed(sheet.tiers))


def title_of(state: State) -> str:
    """Return standard, day and size of the cohort in one line."""
    loaded, standard = state.loaded, state.loaded.standard.standard
    changed = state.now.table.changed_from(state.parent)
    of_draft = ""
    if changed:
        (column, tier), rest = changed[0], len(changed) - 1
        value = grouped(state.now.table.value(changed[0]))
        of_draft = (
            f"的修改稿（{state.indicator(column).short}{tier.term} {value}"
            + (f"等{rest + 1}格" if rest else "")
            + "），未保存"
        )
    parts = [
        f"{standard.term}（{standard.issuer}）·{standard.file}{of_draft}",
        f"按 {loaded.standard.day.isoformat()}",
        f"全体 {len(loaded.cohort)} 家",
    ]
    return " · ".join(parts)


def about_of(sheet: ScoreSheet, *, wide: bool, trends: bool) -> list[str]:
    """Return the lines that explain the heads."""
    if wide:
        last = "四家以上不列差距、走势。"
    elif trends:
        last = "走势旁为首末两年之变。"
    else:
        last = "没有往年数，不列走势。"
    return [
        f"三级达标项数、档次，质量{first_items(sheet)}达标",
        f"数，得分区间（竖线 {mark_text(sheet)} 分），结论；",
        "申报级别加底色，短竖为估分。",
        "跨：缺项，档未定；免：算达标；",
        f"或：达一即可。{last}",
        *(f"{term}：{words}。" for term, words in own_sheet_lines(sheet)),
    ]


def hints_of(candidates: int) -> dict[str, str]:
    """Return what stands behind the labels of the sentences."""
    most = "三" if most_named(candidates) == 3 else "两"
    return {"best": f"居前{most}项", "worst": f"居后{most}项", "nearest": "近者先列"}


def most_named(candidates: int) -> int:
    """Return how many indicators a sentence names: two where columns are narrow."""
    return 3 if candidates < WIDE + 1 else 2


def rank_of(state: State) -> str:
    """Return the heading of the places: a share, or the place itself in a small cohort."""
    return "居前 %" if len(state.loaded.cohort) >= FEW else "名次"


def flags_of(state: State, names: list[str], hidden: bool) -> list[dict[str, str]]:
    """Return what coincides, and last the clause by which it is to be checked."""
    by_tag: dict[str, list[str]] = {}
    for shared in shared_of(state.loaded.cohort, state.rows):
        tag, text = shared_text(shared, names, hidden=hidden)
        by_tag.setdefault(tag, []).append(text)
    flags = [{"tag": tag, "text": "；".join(texts) + "。"} for tag, texts in by_tag.items()]
    if flags:
        flags.append({"tag": "", "text": f"请按“{CLAUSE}”（{CLAUSE_PLACE}）核对。"})
    return flags


def picked_of(state: State, row: int) -> dict[str, Any]:
    """Return one applicant as the picker lists it; only a number while names are hidden."""
    applied = int(state.loaded.cohort.figures.applied[row])
    tier = state.loaded.sheet.tiers[applied].term if applied >= 0 else "—"
    if state.blind == "on":
        return {"row": row, "name": state.names[row], "tier": tier, "about": ""}
    cohort = state.loaded.cohort
    about = "　".join(
        filter(None, (cohort.applicant_id[row], cohort.region[row], cohort.product[row]))
    )
    return {"row": row, "name": state.names[row], "tier": tier, "about": about}


def _row(state: State, column: int) -> dict[str, Any]:
    indicator, values = state.indicator(column), state.now.table.values[column]
    free = "免" if state.loaded.standard.exempt[column] else "—"
    changed = {
        tier for place, tier in state.now.table.changed_from(state.parent) if place == column
    }
    return {
        "name": indicator.short,
        "label": indicator.label,
        "or": state.loaded.sheet.is_other_side(column),
        "unit": state.now.table.units[column].term,
        "section": f"{_SECTIONS[indicator.section]}，"
        f"{getattr(state.loaded.sheet, indicator.section).items}项",
        "values": [
            {"text": free if values is None else grouped(values[tier]), "changed": tier in changed}
            for tier in reversed(state.loaded.sheet.tiers)
        ],
    }


def _head(state: State, row: int, candidate: Candidate, hidden: bool) -> dict[str, Any]:
    cohort = state.loaded.cohort
    region = region_of(cohort.region[row])
    where = region.province + region.city or region.county
    about = "" if hidden else "·".join(filter(None, (where, cohort.product[row].strip())))
    return {
        "name": state.names[row],
        "about": about,
        "applied": applied_text(candidate),
    }


def _tier(state: State, row: int, candidate: Candidate, tier: Tier) -> dict[str, Any]:
    standing, points = candidate.standings[tier], candidate.points[tier]
    return {
        "term": tier.term,
        "on": tier == candidate.applied,
        "met": count_text(standing, 0) + "项",
        "band": band_text(standing),
        "quality": "质量" + count_text(standing, 1),
        "score": interval_text(standing.total),
        "verdict": VERDICT_WORDS[standing.verdict],
        "line": line_of_tier(state, row, candidate, tier),
        **_bar(standing, points, state.loaded.sheet.pass_mark / GRID),
    }


def _bar(standing: Standing, points: int | None, mark: float) -> dict[str, Any]:
    return {
        "mark": mark,
        "kind": _KINDS[standing.verdict],
        "low": standing.total.lower / GRID,
        "high": standing.total.upper / GRID,
        "estimate": None if points is None else points / GRID,
        "estimateText": "" if points is None else estimate_text(points),
    }


def _cell(state: State, row: int, column: int, cell: ItemCell) -> dict[str, Any]:
    unit, line = state.now.table.units[column], line_of_cell(state, row, column, cell)
    marks = "".join(
        _MARKS.get(cell.states[tier], "0") for tier in reversed(state.loaded.sheet.tiers)
    )
    if marks[0] == "e":
        free = "免" if cell.states[0] == EXEMPT else "—"
        return {
            "value": free,
            "marks": "",
            "next": "",
            "line": line,
            "free": True,
            "words": "免" if free == "免" else "标准未列",
        }
    if cell.value is None:
        return {
            "value": "缺",
            "marks": marks,
            "next": "请县里补报",
            "line": line,
            "missing": True,
            "words": "缺",
        }
    met = "、".join(
        tier.term for tier in reversed(state.loaded.sheet.tiers) if cell.states[tier] == MET
    )
    few = len(state.loaded.cohort) < FEW
    return {
        "value": grouped(in_unit(cell.value, state.indicator(column).unit, unit)),
        "marks": marks,
        "line": line,
        "next": "—"
        if cell.next_tier is None
        else f"{cell.next_tier.term} {short_text(cell.short_by)}",
        "rank": f"{cell.place}/{cell.known}" if few else str(cell.ahead_percent),
        "words": f"达{met}" if met else "三级都未达",
        "spark": _spark(cell),
        "change": growth_text(cell.trend, state.indicator(column)) if cell.trend else "",
    }


def _spark(cell: ItemCell) -> list[list[float]]:
    """Return the points of a trend, x and y from 0 to 1; blank without one."""
    if cell.trend is None:
        return []
    known = [(place, value) for place, value in enumerate(cell.trend.values) if value is not None]
    low, high = min(value for _, value in known), max(value for _, value in known)
    span = high - low
    last = len(cell.trend.values) - 1
    return [[place / last, float((value - low) / span) if span else 0.5] for place, value in known]


def _sentences(
    candidate: Candidate, most: int, sheet: ScoreSheet, *, as_not_met: bool, outcome: str
) -> dict[str, Any]:
    count, nearest = misses_text(candidate, sheet.catalogue, most)
    return {
        "outcome": outcome,
        "barred": candidate.explanation.entry != HOLDS,
        "strengths": _named(sheet, candidate.strengths[:most], "没有居前一半的项"),
        "gaps": _named(sheet, candidate.gaps[:most], "没有居后一半的项"),
        "missing": missing_text(candidate, sheet, as_not_met=as_not_met),
        "isMissing": bool(candidate.missing),
        "count": count,
        "nearest": nearest,
    }


def _named(sheet: ScoreSheet, columns: tuple[int, ...], none: str) -> str:
    return "、".join(sheet.catalogue.indicators[column].short for column in columns) or none
