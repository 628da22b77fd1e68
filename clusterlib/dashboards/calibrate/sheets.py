"""Sheets of the calibration page: what a draft changes and whom, the preview, the print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clusterlib.dashboards.calibrate.texts import assumption_text, change_text, effects_of
from clusterlib.dashboards.what_if.scenario import Scenario
from clusterlib.dashboards.what_if.thresholds import grouped
from clusterlib.rules.indicators import INDICATORS
from clusterlib.rules.tiers import Tier

if TYPE_CHECKING:
    from clusterlib.dashboards.calibrate.page import CalibratePage


MOST_PRINTED = 12
"""Lines on whom a change concerns, so that the sheet to sign stays one page."""


def changes_of(page: CalibratePage) -> list[str]:
    """Return all changes beside the parent, one line each."""
    table = page.now.table
    return [change_text(cell, table, page.parent) for cell in table.changed_from(page.parent)]


def all_effects(page: CalibratePage) -> list[str]:
    """Return whom the changes concern beside the parent, tier by tier."""
    before = page.matrices(Scenario(page.parent, page.now.assumption))
    now, lines = page.matrices(), []
    for tier in Tier:
        effects = effects_of(page.names, now[tier], before[tier])
        lines += [f"{tier.term}：{text}" for text in effects]
    return lines or ["没有一家的项数、档次、结论随之变化"]


def preview_of(page: CalibratePage) -> dict[str, Any]:
    """Return what the dialog for saving shows."""
    return {
        "kind": "preview", "author": "", "reason": "",
        "start": page.loaded.standard.day.isoformat(),
        "parent": page.loaded.standard.standard.file, "changes": changes_of(page),
        "effects": all_effects(page),
    }


def print_of(page: CalibratePage) -> dict[str, Any]:
    """Return the sheet to sign: old value beside new, assumption, whom it concerns."""
    rows = []
    for column, indicator in enumerate(INDICATORS):
        values = [
            [grouped(side.value((column, tier))) or "免" for side in (page.parent, page.now.table)]
            for tier in Tier
        ]
        rows.append({"name": indicator.label, "unit": page.parent.units[column].term,
                     "values": values})
    effects = all_effects(page)
    if len(effects) > MOST_PRINTED:
        effects[MOST_PRINTED - 1:] = [f"另有{len(effects) - MOST_PRINTED + 1}条，见保存的修改稿"]
    notes = [assumption_text(page.now.assumption), *effects]
    if page.blind == "on":
        notes.append("盲评：单位名称未显示。")
    return {"kind": "print", "title": f"{page.loaded.standard.standard.term}达标值修改稿",
            "about": title_of(page), "rows": rows, "notes": notes,
            "signatures": ["起草人", "审核人", "协会负责人"]}


def title_of(page: CalibratePage) -> str:
    """Return standard, day and number of applicants in one line."""
    loaded, standard = page.loaded, page.loaded.standard.standard
    changed = bool(page.now.table.changed_from(page.parent))
    parts = [f"{standard.term}（{standard.issuer}）·{standard.file}"
             + ("的修改稿，未保存" if changed else "，未改动"),
             f"按 {loaded.standard.day.isoformat()}", f"申报单位 {len(loaded.cohort)} 家"]
    if loaded.others:
        parts.append(f"另有 {loaded.others} 家其他行业未列")
    return " · ".join(parts)


