"""Headings of a cohort table under the notes and periods that hold for their columns.

单位：万元 above the headings holds for amounts whose heading names no unit of its own; one
that contradicts a heading, or that is none of ours, leaves the column's figures missing.
"""

from __future__ import annotations

from dataclasses import replace

from clusterlib.intake.cells.unit_words import concerning, unit_under, units_in_note
from clusterlib.intake.cells.years import is_part_of_year
from clusterlib.intake.tables.headings import Column, Layout
from clusterlib.problems import Problem
from clusterlib.rules.indicators import Indicator

Note = tuple[str, ...]
Judged = tuple[Column, Problem | None]


def columns_under_notes(layout: Layout, sheet: str) -> tuple[tuple[Column, ...], list[Problem]]:
    """Return the columns in the units that hold for them, and what is doubtful of headings.

    Parameters
    ----------
    layout : Layout
        Columns as their headings name them, and the notes above.
    sheet : str
        Name of the sheet, which may name a unit too.
    """
    judged = [_judged(column, layout, units_in_note(sheet)) for column in layout.columns]
    problems = [problem for _, problem in judged if problem is not None]
    known = layout.catalogue.by_id
    kinds = {known[column.id].unit.kind for column in layout.columns if column.id in known}
    kinds |= {"money"} if "dollars" in kinds else set()
    problems += [
        Problem("unit_unused", "warning", "", "、".join(units))
        for _, _, units in layout.notes
        if not any(concerning(units, kind) for kind in kinds)
    ]
    return tuple(column for column, _ in judged), problems


def _judged(column: Column, layout: Layout, title: Note) -> Judged:
    indicator = layout.catalogue.by_id.get(column.id)
    if indicator is None or column.heading is None:
        return column, None
    if is_part_of_year(column.text):
        return _refused(column, "part_year_line", column.text)
    notes = [units for first, stop, units in layout.notes if first <= column.position < stop]
    notes += [title] if title else []
    own = column.heading.unit_of(indicator)
    if column.heading.unit_text and own is None:
        return column, None  # refused by `unit_of_column`
    unit, code, texts = unit_under(own, notes, indicator.unit.kind)
    if code:
        where = "表上方" if code != "unit_against_heading" else f"表上方的“{'、'.join(texts)}”"
        found = column.heading.unit_text if code == "unit_against_heading" else "、".join(texts)
        return _refused(column, code, found, where)
    if unit is None:
        return column, _other_currency(indicator, notes)
    return replace(column, heading=replace(column.heading, unit_text=unit.term)), None


def _refused(column: Column, code: str, found: str, expected: str = "") -> Judged:
    return replace(column, is_refused=True), Problem(code, "error", column.id, found, expected)


def _other_currency(indicator: Indicator, notes: list[Note]) -> Problem | None:
    """Return a warning where a note names yuan only and the column is in dollars."""
    if indicator.unit.kind == "dollars" and any(concerning(note, "money") for note in notes):
        return Problem(
            "unit_unstated", "warning", indicator.id, indicator.label, indicator.unit.term
        )
    return None
