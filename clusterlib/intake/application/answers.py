"""Answers that hold for all years（事故、违法、年数）where the county writes them only once.

The form asks for them per year, but 是否曾发生过 knows no years: counties merge the three
cells, or write the answer beside its question on a sheet without years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.lines import value_of
from clusterlib.intake.application.reading import FigureTable
from clusterlib.intake.application.timeline import year_of
from clusterlib.intake.cells.form import LINE_BY_ID
from clusterlib.intake.cells.labels import (
    YEARLY_VOCABULARY,
    address_of,
    is_problem_list,
    labels_elsewhere,
    text_at,
)
from clusterlib.intake.cells.values import is_missing
from clusterlib.problems import Problem
from clusterlib.rules.indicators import GATES
from clusterlib.sheets.sheet import Area, Sheet, place_of

ANSWERS = (*GATES, "industry_years", "major_violation")
"""Facts of a county's workbook beside its figures."""

_VOCABULARY = {label: column for label, column in YEARLY_VOCABULARY.items() if column in ANSWERS}


def fill_answers(
    figures: FigureTable, sheets: Sequence[Sheet], *, scored: int | None
) -> list[Problem]:
    """Fill answers written once, and return the problems of those that cannot be read."""
    if scored is None:
        return []
    _spread_merged(figures, sheets, scored)
    problems = []
    for sheet in sheets:
        for column, place in labels_elsewhere(sheet, _VOCABULARY):
            if column in figures or is_problem_list(sheet):
                continue
            entry, problem = _beside(sheet, column, place, scored)
            if entry is not None:
                figures[column] = {scored: entry}
                problems += [problem] if problem else []
    return problems


def _beside(
    sheet: Sheet, column: str, label: tuple[int, int], scored: int
) -> tuple[Reported | None, Problem | None]:
    """Return the answer in the first filled cell right of a question."""
    at, first = label
    for position in range(first + 1, len(sheet.rows[at])):
        text = text_at(sheet, (at, position))
        if not text:
            continue
        line = LINE_BY_ID[column]
        value, problem = value_of(line, text, None)
        cell = address_of(sheet, (at, position))
        entry = Reported(column, text, value, line.unit, year_of(scored), sheet.name, cell)
        return entry, problem.at(sheet=sheet.name, cell=cell) if problem else None
    return None, None


def _spread_merged(figures: FigureTable, sheets: Sequence[Sheet], scored: int) -> None:
    """Take the answer of an earlier year for the scored one where their cells are merged."""
    merged = {sheet.name: sheet.merged for sheet in sheets}
    for column in ANSWERS:
        series = figures.get(column, {})
        now = series.get(scored)
        if now is None or now.value is not None or not is_missing(now.text):
            continue
        for entry in list(series.values()):
            if (
                entry.value is not None
                and entry.sheet == now.sheet
                and _are_in_one(
                    merged.get(now.sheet, ()), place_of(entry.cell), place_of(now.cell)
                )
            ):
                series[scored] = replace(now, text=entry.text, value=entry.value, cell=entry.cell)


def _are_in_one(areas: Sequence[Area], *places: tuple[int, int]) -> bool:
    """Return whether places stand in one merged area."""
    return any(
        all(top <= row <= bottom and left <= column <= right for row, column in places)
        for top, left, bottom, right in areas
    )
