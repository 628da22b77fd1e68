"""What the calibration page shows, put together for the widget's traits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from clusterlib.analysis.moves import TierMatrix, turned
from clusterlib.dashboards.calibrate.sheets import title_of
from clusterlib.dashboards.calibrate.state import State
from clusterlib.dashboards.calibrate.strip import (
    Axis,
    axis_of,
    dots_of,
    in_unit_of,
    share_text,
    summary_table,
)
from clusterlib.dashboards.calibrate.texts import (
    effects_of,
    movers_of,
    sentence_of,
    tab_of,
)
from clusterlib.dashboards.what_if.assumption import ASSUMPTIONS, assumption_text, choices_shown
from clusterlib.dashboards.what_if.opening import slot_of
from clusterlib.dashboards.what_if.source import Loaded
from clusterlib.dashboards.what_if.thresholds import Cell, Mark, ThresholdTable, grouped
from clusterlib.reports.own_sheet_words import own_sheet_lines
from clusterlib.rules.indicators import GATES
from clusterlib.rules.points import GRID
from clusterlib.rules.printed import best_count, first_items, mark_text, short_headings
from clusterlib.rules.standard import SOURCE_TERMS

MOST_CHECKS = 6
"""Cells whose fault is told in full; the others are named."""
# Labels over two lines, so that a column of 34 px holds them.
_BROKEN = (
    "产值占比",
    "销售收入",
    "主营收入",
    "利税总额",
    "规上企业",
    "有效专利",
    "参与标准",
    "知名品牌",
    "从业人数",
    "研发占比",
    "市场占有",
    "安全认证",
)


def _lines(short: str) -> tuple[str, ...]:
    if short.startswith("ISO"):
        return "ISO", short.removeprefix("ISO")
    return (short[:2], short[2:]) if short in _BROKEN else (short,)


def texts_of(parent: ThresholdTable, loaded: Loaded) -> dict[str, Any]:
    """Return the texts that stay as long as cohort and standard do."""
    columns = []
    sheet = loaded.sheet
    quality = min(side for item in sheet.listed[1] for side in item)
    for place, indicator in enumerate(sheet.catalogue.indicators):
        # What a sheet adds to section one stands behind section two, and says so.
        added = place > quality and indicator.section == "basic"
        short = f"一·{indicator.short}" if added else indicator.short
        columns.append(
            {
                "id": indicator.id,
                "name": short,
                "lines": _lines(short),
                "unit": parent.units[place].term,
                "wide": _width(parent, place),
                "section": int(place >= quality),
                "or": sheet.is_other_side(place + 1),
                "alternative": sheet.is_other_side(place),
            }
        )
    return {
        "columns": columns,
        "tiers": [tier.term for tier in loaded.sheet.tiers],
        "sections": short_headings(loaded.sheet),
        "mark": mark_text(loaded.sheet),
        "markAt": loaded.sheet.pass_mark / GRID,
        "first": first_items(loaded.sheet),
        "last": len(GATES),
        "assumptions": choices_shown(),
        "page": "calibrate",
        "key": slot_of(loaded),
    }


def view_of(
    state: State, now: Sequence[TierMatrix], before: Sequence[TierMatrix]
) -> dict[str, Any]:
    """Return the trait ``view``."""
    names, tier, marks = state.names, state.tier, state.now.table.marks(state.parent)
    cells_changed = state.changed_cells()
    # A change of another tier than the one shown is told of its own tier.
    told = (
        cells_changed[0][1]
        if cells_changed and all(cell[1] != tier for cell in cells_changed)
        else tier
    )
    what = state.change_words()
    effects = effects_of(names, now[told], before[told], 2) if what else []
    sentence = sentence_of(what, effects) if what or not state.note else ""
    return {
        "ready": True,
        "tier": int(tier),
        "title": title_of(state),
        "tabs": [
            tab_of(each, now[each], before[each], state.limits)
            for each in state.loaded.sheet.tiers
        ],
        "table": _table(state.now.table),
        "marks": _marks(marks),
        "turned": [f"{column},{int(at)}" for column, at in cells_changed],
        "head": _head(state, now[tier], before[tier]),
        "gateShare": share_text(*(int((now[tier].gate == code).sum()) for code in (0, 1))),
        "within": dict(ASSUMPTIONS[2][3])[state.now.assumption.points],
        "groups": _groups(state, now[tier]),
        "sentence": state.note + sentence,
        "movers": movers_of(names, now[tier], before[tier]),
        "assume": {name: getattr(state.now.assumption, name) for name, *_ in ASSUMPTIONS},
        "assumeText": assumption_text(state.now.assumption),
        "undo": state.history.position > 0 and state.blind != "frozen",
        "redo": state.history.position + 1 < len(state.history.steps) and state.blind != "frozen",
        "blind": state.blind,
        "frozen": state.blind == "frozen",
        "checks": _checks(state, marks, now),
        "state": state.link_state(),
        **state.opening(),
    }


def strip_of(
    state: State, now: Sequence[TierMatrix], before: Sequence[TierMatrix]
) -> dict[str, Any]:
    """Return the traits ``strip`` and ``dots`` of the column under the cursor."""
    column, tier, table = state.column, state.tier, state.now.table
    figures = in_unit_of(table, column, state.loaded.cohort.figures.values)
    axis = axis_of_column(state, column)
    dots, stacked = dots_of(
        axis, figures, now[tier].cells[:, column], before[tier].cells[:, column]
    )
    summary = summary_table(column, table, now, before)
    lines = []
    for each in state.loaded.sheet.tiers:
        value = table.value((column, each))
        lines.append(
            {
                "term": each.term,
                "text": grouped(value),
                "unit": table.units[column].term,
                "x": _fraction(axis, value),
                "met": summary[each]["met"],
                "metChanged": summary[each]["metChanged"],
            }
        )
    old, new = state.before.table.value((column, tier)), table.value((column, tier))
    active = summary[tier]
    strip = {
        "column": column,
        "name": state.indicator(column).short,
        "unit": table.units[column].term,
        "scale": "对数刻度" if axis.is_log else "",
        "bars": stacked,
        "ticks": [{"x": _fraction(axis, tick), "label": _tick(tick)} for tick in axis.ticks()],
        "lines": lines,
        "table": summary,
        "missing": int(np.isnan(figures).sum()),
        "was": {"x": _fraction(axis, old), "text": grouped(old)} if old != new else None,
        "summary": f"{tier.term}达标值 {active['value']}，达标 {active['met']} 家，"
        f"未达标 {active['unmet']} 家，缺 {active['missing']} 家",
    }
    return {"strip": strip, "dots": dots.tobytes()}


def axis_of_column(state: State, column: int) -> Axis:
    """Return the axis of a column: it holds all figures and the parent's lines, and stays."""
    figures = in_unit_of(state.parent, column, state.loaded.cohort.figures.values)
    parent = state.parent.values[column] or ()
    now = state.now.table.values[column] or ()
    axis = axis_of(figures, np.array([float(value) for value in parent]))
    if all(axis.low <= float(value) <= axis.high for value in now):
        return axis
    return axis_of(figures, np.array([float(value) for value in (*parent, *now)]))


def _width(parent: ThresholdTable, column: int) -> int:
    longest = max(len(grouped(parent.value((column, tier)))) for tier in parent.tiers)
    return 0 if longest < 6 else 1 if longest < 7 else 2


def _table(table: ThresholdTable) -> list[list[dict[str, Any]]]:
    typed = dict(table.typed)
    rows: list[list[dict[str, Any]]] = [[] for _ in table.values]
    for cell in table.cells():
        value = table.value(cell)
        rows[cell[0]].append(
            {
                "text": table.text(cell),
                "shown": typed.get(cell, grouped(value) or "免"),
                "locked": value is None,
            }
        )
    return rows


def _marks(marks: dict[Cell, Mark]) -> dict[str, dict[str, Any]]:
    return {
        f"{column},{int(tier)}": {"text": mark.text, "error": mark.error}
        for (column, tier), mark in marks.items()
    }


def _head(state: State, now: TierMatrix, before: TierMatrix) -> list[dict[str, Any]]:
    changed = {column for column, tier in state.changed_cells() if tier == state.tier}
    columns = []
    for column, stated in enumerate(state.loaded.standard.stated):
        exempt = state.loaded.standard.exempt[column]
        share, was = (_share(side, column) for side in (now, before))
        lit = column in changed
        old = state.before.table.value((column, state.tier))
        if stated is None:
            columns.append(
                {
                    "share": "—",
                    "source": "不适用" if exempt else "未列",
                    "free": "免" if exempt else "—",
                    "turned": False,
                }
            )
            continue
        columns.append(
            {
                "share": f"{was}→{share}" if share != was else share,
                "source": f"原{grouped(old)}" if lit else SOURCE_TERMS[stated[1].source.kind],
                "free": "",
                "turned": lit or bool(turned(now, before)[:, column].any()),
            }
        )
    return columns


def _share(matrix: TierMatrix, column: int) -> str:
    codes = matrix.cells[:, column] & 7
    return share_text(int((codes == 1).sum()), int((codes == 0).sum()))


def _groups(state: State, now: TierMatrix) -> list[dict[str, Any]]:
    counted = np.bincount(np.minimum(now.band, 3), minlength=4)
    spanned = int(counted[3])
    by_name = {"一档": int(counted[0]), "二档": int(counted[1]), "三档": int(counted[2])}
    groups = []
    for name, start, size in state.order.groups:
        label = [name, f"{by_name.get(name, size)}家"]
        if name == "二档" and spanned:
            label += ["跨档", f"{spanned}家"]
        groups.append({"start": start, "size": size, "label": label})
    return groups


def _checks(
    state: State, marks: dict[Cell, Mark], now: Sequence[TierMatrix]
) -> list[dict[str, str]]:
    table = state.now.table
    errors = [(cell, mark) for cell, mark in marks.items() if mark.error]
    odd = [(cell, mark) for cell, mark in marks.items() if not mark.error]
    checks = [{"title": "逐格检查", "text": "", "kind": ""}]
    told = (*errors, *odd)
    for cell, mark in told[:MOST_CHECKS]:
        checks.append(
            {
                "title": "",
                "kind": "bad",
                "text": f"{state.indicator(cell[0]).short} {cell[1].term}：{mark.text}",
            }
        )
    rest = [f"{state.indicator(cell[0]).short} {cell[1].term}" for cell, _ in told[MOST_CHECKS:]]
    if rest:
        checks.append(
            {"title": "", "kind": "bad", "text": f"另有{len(rest)}格：{'、'.join(rest)}"}
        )
    if not marks:
        checks.append({"title": "", "text": "各格都是数，各级依次不增", "kind": ""})
    for term, words in own_sheet_lines(state.loaded.sheet):
        checks.append({"title": term, "text": "", "kind": ""})
        checks.append({"title": "", "text": words, "kind": ""})
    changed = table.changed_from(state.parent)
    checks.append(
        {
            "title": "",
            "kind": "bad" if changed else "",
            "text": f"改动：{len(changed)}格，其余同原稿" if changed else "没有改动",
        }
    )
    checks.append(
        {
            "title": f"各级一档（{best_count(state.loaded.sheet.basic)}）家数",
            "text": "",
            "kind": "",
        }
    )
    for tier, matrix in zip(state.loaded.sheet.tiers, now, strict=True):
        text = f"{tier.term}　{int((matrix.band == 0).sum())} 家，共 {len(matrix)}"
        checks.append({"title": "", "kind": "", "text": text})
    return checks


def _fraction(axis: Axis, value: Decimal | float | None) -> float:
    if value is None:
        return 0.0
    return round(float(axis.fraction(np.array([float(value)]))[0]), 5)


def _tick(value: float) -> str:
    return grouped(Decimal(f"{value:.6g}"))
