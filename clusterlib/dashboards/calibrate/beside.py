"""Saved drafts（修改稿）opened again by name, two of them side by side, and all who move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from clusterlib.dashboards.calibrate.drafts import FOLDER
from clusterlib.dashboards.calibrate.state import State
from clusterlib.dashboards.calibrate.texts import movers_lines
from clusterlib.dashboards.what_if.scenario import Scenario, mark_of
from clusterlib.dashboards.what_if.thresholds import ThresholdTable, grouped
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rule_files.standard_yaml import read_standard_yaml
from clusterlib.rules.standard import Standard
from clusterlib.rules.units import convert

NOW = "本页现在"
"""Among the drafts, what the page holds and nobody has saved."""


def saved_drafts(state: State) -> dict[str, Standard]:
    """Return the drafts of this industry in the working folder by file name, newest first."""
    found = {}
    for path in sorted(
        (state.work / FOLDER).glob("*.yaml"), key=lambda path: path.stat().st_mtime, reverse=True
    ):
        try:
            standard = read_standard_yaml(path)
        except ClusterlibError:
            continue
        if standard.draft and standard.industry == state.loaded.standard.standard.industry:
            found[path.name] = standard
    return found


def drafts_of(state: State) -> dict[str, Any]:
    """Return what the dialog shows: each draft by name, who made it and why."""
    mark = mark_of(state.loaded.standard)
    files = []
    for name, standard in saved_drafts(state).items():
        draft = standard.draft
        assert draft is not None
        other = "" if draft.parent.endswith(mark) else "；出自另一份原稿"
        files.append({"name": name, "about": f"{draft.author}：{draft.reason}{other}"})
    return {"kind": "drafts", "files": files, "now": NOW, "folder": FOLDER}


def table_of(state: State, name: str) -> ThresholdTable:
    """Return the parent's table with the thresholds of a draft.

    Raises
    ------
    InputError
        If there is no such draft, or it lists other indicators than the parent.
    """
    if name == NOW:
        return state.now.table
    standard = saved_drafts(state).get(name)
    if standard is None:
        raise InputError("修改稿", f"没有“{name}”", f"工作文件夹的 {FOLDER} 里已有的修改稿")
    # What a draft changes applies from a day of its own, which may be still to come.
    last = max(dated.start for threshold in standard.thresholds for dated in threshold.dated)
    table = state.parent
    draft = ThresholdTable.of(standard.on(max(last, state.loaded.standard.day)), table.tiers)
    for cell in table.cells():
        value, own = draft.value(cell), table.value(cell)
        if (value is None) != (own is None):
            short = state.indicator(cell[0]).short
            raise InputError(
                "修改稿", f"“{name}”的{short}一项与原稿的免评、列项不同", "同一套指标"
            )
        if value is not None:
            value = convert(value, draft.units[cell[0]], table.units[cell[0]])
            table = table if value == own else table.with_value(cell, value)
    return table


def opened_draft(state: State, name: str) -> State:
    """Return the state with a draft's thresholds, as one step that can be undone."""
    table = table_of(state, name)
    n = len(table.changed_from(state.parent))
    closed = replace(state, history=state.history.closed()).with_table(table).sorted()
    return replace(closed, note=f"已打开修改稿 {name}（与原稿不同{n}格），不要可按“撤销”。")


def beside(state: State, names: Sequence[str]) -> dict[str, Any]:
    """Return two drafts beside the parent: the cells that differ, and the counts per tier.

    Raises
    ------
    InputError
        If they are not two.
    """
    if len(set(names)) != 2:
        raise InputError("并排看", f"选了 {len(set(names))} 份", "两份")
    tables = [state.parent, *(table_of(state, name) for name in names)]
    rows = []
    for cell in state.parent.cells():
        values = [table.value(cell) for table in tables]
        if len(set(values)) > 1:
            column, tier = cell
            unit = state.parent.units[column].term
            rows.append(
                [f"{state.indicator(column).short} {tier.term}（{unit}）", *map(grouped, values)]
            )
    counts = []
    for tier in state.loaded.sheet.tiers:
        matrices = [
            state.scorer.matrix(Scenario(table, state.now.assumption), tier) for table in tables
        ]
        counts.append([tier.term, *(_counted(matrix.verdict) for matrix in matrices)])
    return {"kind": "beside", "heads": ["原稿", *names], "rows": rows, "counts": counts}


def movers_sheet(state: State) -> dict[str, Any]:
    """Return all who move, beside the last change and beside the parent, to be copied."""
    parent = Scenario(state.parent, state.now.assumption)
    now = state.matrices()
    parts = []
    for title, scenario in (("本次改动前后", state.before), ("原稿与现在", parent)):
        before, lines = state.matrices(scenario), []
        for tier in state.loaded.sheet.tiers:
            for line in movers_lines(state.names, now[tier], before[tier]):
                lines.append("\t".join((tier.term, *line)))
        head = "\t".join(("级别", "申报单位", "达标项数", "档次", "结论"))
        parts.append({"title": f"{title}：{len(lines)} 行", "text": "\n".join([head, *lines])})
    return {"kind": "movers", "parts": parts}


def _counted(verdicts: np.ndarray[Any, Any]) -> str:
    counted = np.bincount(verdicts, minlength=3)
    return "　".join(f"{VERDICT_WORDS[code]} {counted[code]} 家" for code in (2, 1, 0))
