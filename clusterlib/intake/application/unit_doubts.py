"""What is doubtful about units, told once: for all years of a line, for all lines of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from clusterlib.intake.application.lines import Doubt, Occurrence
from clusterlib.intake.cells.form import Line
from clusterlib.intake.cells.labels import Form, address_of
from clusterlib.problems import Problem

_OF_SEVERAL = {
    "unit_against_heading": "units_against_heading",
    "unit_unknown": "unit_unknown",
    "units_above_differ": "units_above_differ",
}
"""Codes of what a heading or note is the reason of, and their codes for several lines."""
_ADDRESS = re.compile("单元格([A-Z]+[0-9]+)")


def unit_problems(
    line: Line, occurrence: Occurrence, doubts: Mapping[Doubt, bool]
) -> Iterator[Problem]:
    """Yield what is doubtful about a line's units, once for all years that it concerns.

    Parameters
    ----------
    line : Line
        The line.
    occurrence : Occurrence
        Where it stands.
    doubts : mapping of Doubt to bool
        Each with whether it costs a figure that is scored.
    """
    row, sheet = occurrence.rows[0], occurrence.block.sheet
    merged: dict[tuple[str, str, bool], list[str]] = {}
    severe: dict[tuple[str, str, bool], bool] = {}
    for doubt, is_severe in doubts.items():
        kind = doubt.code, doubt.found, doubt.is_usable
        merged.setdefault(kind, []).append(doubt.where)
        severe[kind] = severe.get(kind, False) or is_severe
    for (code, found, is_usable), where in merged.items():
        yield Problem(
            code,
            "error" if not is_usable and severe[code, found, is_usable] else "warning",
            line.id,
            found,
            "、".join(dict.fromkeys(where)),
            sheet=sheet.name,
            cell=address_of(sheet, row.place),
        )


def units_told_once(problems: Sequence[Problem], form: Form) -> list[Problem]:
    """Return problems with those of one heading or note as one, whatever lines it concerns."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for found in problems:
        if found.code in _OF_SEVERAL:
            groups.setdefault((found.code, found.sheet, found.expected), []).append(found)
    several = {key: group for key, group in groups.items() if len(group) > 1}
    kept = []
    for found in problems:
        key = found.code, found.sheet, found.expected
        if key not in several:
            kept.append(found)
        elif found is several[key][0]:
            kept.append(_as_one(several[key], form))
    return kept


def _as_one(group: Sequence[Problem], form: Form) -> Problem:
    """Return one problem for several lines, at the heading or note that is the reason."""
    first = group[0]
    is_error = any(found.severity == "error" for found in group)
    lines = dict.fromkeys(f"{form.by_id[found.column].label}（{found.found}）" for found in group)
    address = _ADDRESS.search(first.expected)
    return replace(
        first,
        code=_OF_SEVERAL[first.code],
        severity="error" if is_error else "warning",
        column="",
        found="、".join(lines) if first.code == "unit_against_heading" else first.found,
        cell=address[1] if address else first.cell,
    )
