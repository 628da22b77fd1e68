"""Saving a draft standard（修改稿）: a new dated version beside the parent, never over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from clusterlib.dashboards.calibrate.sheets import all_effects, changes_of
from clusterlib.dashboards.calibrate.state import State
from clusterlib.dashboards.page.base import XLSX
from clusterlib.dashboards.what_if.assumption import assumption_text
from clusterlib.dashboards.what_if.scenario import mark_of
from clusterlib.dashboards.what_if.thresholds import ThresholdTable
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.rule_files.standard_yaml import read_standard_yaml, write_standard_yaml
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.standard import DatedValues, Draft, Source, Standard, Threshold

FOLDER = "drafts"
_TYPES = {
    ".yaml": "text/yaml",
    ".xlsx": XLSX,
}


@dataclass(frozen=True, slots=True)
class Other:
    """A draft that somebody else saved from the same parent."""

    file: str
    author: str
    reason: str


def save_draft(state: State, *, author: str, reason: str, start: str) -> dict[str, Any]:
    """Save what the page shows as a draft standard, as YAML and in the Excel form.

    Parameters
    ----------
    state : State
        Thresholds, assumption and parent.
    author, reason : str
        Who changed it and why.
    start : str
        ISO day from which the changed thresholds apply.

    Returns
    -------
    dict
        What the dialog shows: text, warning about another draft, files.

    Raises
    ------
    InputError
        If author, reason or day are missing, nothing was changed, or a cell cannot be used.
    """
    day = _checked(state, author, reason, start)
    others = other_drafts(state)
    folder = state.work / FOLDER
    draft = draft_of(state, author.strip(), reason.strip(), day)
    paths = _write(draft, folder, day, state.loaded.sheet)
    return {**told_of(state, [path.name for path in paths]), "warning": _warning(others)}


def told_of(state: State, files: Sequence[str]) -> dict[str, Any]:
    """Return what the dialog shows of a draft saved."""
    return {
        "kind": "saved",
        "text": [
            f"存为 {'和'.join(files)}，在工作文件夹的 {FOLDER} 里。",
            f"原稿 {state.loaded.standard.standard.file} 没有改动。",
            assumption_text(state.now.assumption),
        ],
        "warning": "",
        "files": [_file(state.work / FOLDER / name) for name in files],
    }


def draft_of(state: State, author: str, reason: str, day: date) -> Standard:
    """Return the draft: changed thresholds as new dated values, and what it changes and whom."""
    parent = state.loaded.standard.standard
    changed = {column for column, _ in state.now.table.changed_from(state.parent)}
    thresholds = tuple(
        _changed(threshold, state.now.table, day, reason)
        if state.catalogue.position[threshold.indicator] in changed
        else threshold
        for threshold in parent.thresholds
    )
    notes = (*changes_of(state), *all_effects(state), assumption_text(state.now.assumption))
    if state.blind == "on":
        notes += ("盲评：单位名称未显示",)
    mark = f"{parent.file} {mark_of(state.loaded.standard)}"
    return replace(
        parent, status="draft", thresholds=thresholds, draft=Draft(author, reason, mark, notes)
    )


def other_drafts(state: State) -> tuple[Other, ...]:
    """Return drafts in the folder that come from the same parent and not from this state."""
    mark, found = mark_of(state.loaded.standard), []
    for path in sorted((state.work / FOLDER).glob("*.yaml")):
        if any(path.name in one.files for one in state.saved):
            continue
        try:
            draft = read_standard_yaml(path).draft
        except ClusterlibError:
            continue
        if draft and draft.parent.endswith(mark):
            found.append(Other(path.name, draft.author, draft.reason))
    return tuple(found)


def _checked(state: State, author: str, reason: str, start: str) -> date:
    if not author.strip() or not reason.strip():
        raise InputError("修改人、修改理由", "没有填全", "两项都要填")
    try:
        day = date.fromisoformat(start.strip())
    except ValueError as error:
        raise InputError("生效日", f"“{start}”不是日期", "年-月-日，如 2026-11-25") from error
    if state.now.table.typed:
        cells = "、".join(
            f"{state.indicator(column).short} {tier.term}“{text}”"
            for (column, tier), text in state.now.table.typed
        )
        raise InputError("达标值", f"{cells}用不了", "先改好这些格再保存")
    if not state.now.table.changed_from(state.parent):
        raise InputError("达标值", "没有改动", "至少改一格")
    return day


def _changed(threshold: Threshold, table: ThresholdTable, day: date, reason: str) -> Threshold:
    values = table.values[table.catalogue.position[threshold.indicator]]
    assert values is not None
    new = DatedValues(day, values, Source("agreement", "修改稿", reason))
    kept = tuple(dated for dated in threshold.dated if dated.start != day)
    return replace(threshold, dated=tuple(sorted((*kept, new), key=lambda found: found.start)))


def _write(draft: Standard, folder: Path, day: date, printed: ScoreSheet) -> list[Path]:
    from clusterlib.rule_files.standard_excel import write_standard_excel

    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / f"{draft.industry}-{day.isoformat()}-{number}.yaml"
        try:
            # Of two analysts who save at once, each gets a name of their own.
            path.open("x").close()
            break
        except FileExistsError:
            number += 1
    write_standard_yaml(draft, path)
    write_standard_excel(draft, path.with_suffix(".xlsx"), printed)
    return [path, path.with_suffix(".xlsx")]


def _warning(others: tuple[Other, ...]) -> str:
    if not others:
        return ""
    listed = "；".join(f"{other.file}（{other.author}：{other.reason}）" for other in others[:3])
    return f"注意：同一原稿另有修改稿 {listed}。两份都留着，没有互相覆盖，请商定取舍。"


def _file(path: Path) -> dict[str, Any]:
    return {"name": path.name, "type": _TYPES[path.suffix], "data": path.read_bytes()}
