"""Sheets of the calibration page: what a draft changes and whom, the preview, the print."""

from __future__ import annotations

from typing import Any

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.dashboards.calibrate.state import State
from clusterlib.dashboards.calibrate.texts import change_text, effects_of
from clusterlib.dashboards.what_if.assumption import assumption_text
from clusterlib.dashboards.what_if.scenario import Scenario
from clusterlib.dashboards.what_if.thresholds import grouped
from clusterlib.reports.own_sheet_words import own_sheet_lines
from clusterlib.reports.sentences import ENTRY_WORDS
from clusterlib.rules.tiers import TIERS
from clusterlib.scoring.entry import FALLS_SHORT, entry_states

MOST_PRINTED = 12
"""Lines on whom a change concerns, so that the sheet to sign stays one state."""


def changes_of(state: State) -> list[str]:
    """Return all changes beside the parent, one line each."""
    table = state.now.table
    return [change_text(cell, table, state.parent) for cell in table.changed_from(state.parent)]


def all_effects(state: State) -> list[str]:
    """Return whom the changes concern beside the parent, tier by tier."""
    before = state.matrices(Scenario(state.parent, state.now.assumption))
    now, lines = state.matrices(), []
    for tier in state.loaded.sheet.tiers:
        effects = effects_of(state.names, now[tier], before[tier])
        lines += [f"{tier.term}：{text}" for text in effects]
    return lines or ["没有一家的项数、档次、结论随之变化"]


def preview_of(state: State) -> dict[str, Any]:
    """Return what the dialog for saving shows."""
    return {
        "kind": "preview",
        "author": "",
        "reason": "",
        "start": state.loaded.standard.day.isoformat(),
        "parent": state.loaded.standard.standard.file,
        "changes": changes_of(state),
        "effects": all_effects(state),
    }


def print_of(state: State) -> dict[str, Any]:
    """Return the sheet to sign: old value beside new, assumption, whom it concerns."""
    rows, tables = [], (state.parent, state.now.table)
    for column, indicator in enumerate(state.catalogue.indicators):
        values = [
            [grouped(table.value((column, tier))) or "免" for table in tables] for tier in TIERS
        ]
        rows.append(
            {"name": indicator.label, "unit": state.parent.units[column].term, "values": values}
        )
    effects = all_effects(state)
    if len(effects) > MOST_PRINTED:
        effects[MOST_PRINTED - 1 :] = [f"另有{len(effects) - MOST_PRINTED + 1}条，见保存的修改稿"]
    own = [f"{term}：{words}" for term, words in own_sheet_lines(state.loaded.sheet)]
    notes = [assumption_text(state.now.assumption), *own, *effects]
    if state.blind == "on":
        notes.append("盲评：单位名称未显示。")
    return {
        "kind": "print",
        "title": f"{state.loaded.standard.standard.term}达标值修改稿",
        "about": title_of(state),
        "rows": rows,
        "notes": notes,
        "signatures": ["起草人", "审核人", "协会负责人"],
    }


def title_of(state: State) -> str:
    """Return standard, day and number of applicants in one line."""
    loaded, standard = state.loaded, state.loaded.standard.standard
    changed = bool(state.now.table.changed_from(state.parent))
    saved = f"已存为 {state.saved_as}" if state.saved_as else "未保存"
    parts = [
        f"{standard.term}（{standard.issuer}）·{standard.file}"
        + (f"的修改稿，{saved}" if changed else "，未改动"),
        f"按 {loaded.standard.day.isoformat()}",
        f"申报单位 {len(loaded.cohort)} 家",
    ]
    entry = entry_states(loaded.cohort.figures, loaded.sheet)
    facts = [
        f"{ENTRY_WORDS[code]} {count} 家"
        for code in (FALLS_SHORT, UNKNOWN)
        if (count := int((entry == code).sum()))
    ]
    if facts:
        parts.append(f"申报条件（不计分）{'、'.join(facts)}")
    if loaded.others:
        parts.append(f"另有 {loaded.others} 家其他行业未列")
    return " · ".join(parts)
