"""Confirmed figures（核定值）: what was verified after an applicant had reported.

A reported figure（申报值）is never edited. The table of confirmed figures says who put
which figure in its place, for which year, on what evidence and when; the scorer takes the
confirmed one, and the report prints both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from clusterlib.errors import InputError
from clusterlib.intake.cells import read_figure, squeezed, text_of
from clusterlib.intake.headings import Heading, recognise, units_for, vocabulary_of
from clusterlib.intake.table import read_table
from clusterlib.problems import Problem
from clusterlib.rules.indicators import INDICATOR_BY_ID, POSITION, Indicator
from clusterlib.scoring.evidence import Confirmation, Evidence
from clusterlib.scoring.figures import Cohort

LABELS = {
    "applicant_id": ("申报编号",),
    "item": ("指标", "核定指标", "指标名称"),
    "year": ("年度", "年份"),
    "value": ("核定值",),
    "unit": ("单位", "计量单位"),
    "reason": ("理由", "核定理由"),
    "document": ("依据文件", "依据"),
    "person": ("核定人",),
    "day": ("日期", "核定日期"),
}
"""Columns of the table by id, with the Chinese headings that name them."""

_VOCABULARY = vocabulary_of({**LABELS, "name": ("申报单位",)})
_YEAR = re.compile(r"([0-9]{4})年?")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_DIGITS_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class ConfirmedFigure:
    """One line of the table: whose figure it is, its line, and the figure with its evidence."""

    applicant_id: str
    line: int
    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A table of confirmed figures as read, with every problem of it."""

    source: str
    figures: tuple[ConfirmedFigure, ...]
    problems: tuple[Problem, ...] = ()


def read_confirmed(path: Path) -> Confirmed:
    """Return the confirmed figures（核定值）of a table.

    The columns are `applicant_id, item, year, value, unit, reason, document, person, day`,
    or 申报编号, 指标, 年度, 核定值, 单位, 理由, 依据文件, 核定人, 日期; an item is an
    indicator's id or printed label. A line that lacks one of them is not used.

    Raises
    ------
    InputError
        If the file cannot be read or lacks one of the columns.
    """
    table = read_table(Path(path), ("item",), "核定指标", _VOCABULARY)
    there = {column.id for column in table.columns}
    if missing := [labels[0] for column, labels in LABELS.items() if column not in there]:
        wanted = "、".join(labels[0] for labels in LABELS.values())
        raise InputError(table.source, f"缺少列：{'、'.join(missing)}", wanted, "请补上这些列。")
    figures: dict[tuple[str, str, int | None], ConfirmedFigure] = {}
    problems = list(table.problems)
    for position, line in enumerate(table.lines):
        record = {column: table.column(column)[position] for column in LABELS}
        figure, found = _read_record(record, line)
        if figure is not None:
            confirmation = figure.confirmation
            key = (figure.applicant_id, confirmation.column, confirmation.year)
            first = figures.setdefault(key, figure)
            if first is not figure:
                found = [_problem("confirmed_twice", confirmation.column, record, line,
                                  first.confirmation.text)]
        problems += found
    return Confirmed(
        table.source,
        tuple(figures.values()),
        tuple(problem.at(sheet=table.source) for problem in problems),
    )


def with_confirmed(
    cohort: Cohort, confirmed: Confirmed, year: int | None = None, *, everyone: bool = True
) -> Cohort:
    """Return a cohort with confirmed figures in place of the reported ones.

    A confirmed figure replaces exactly the figure that it names: a share that was derived
    from others stays as it was. What was reported stays in `written` and in the entries of
    the evidence.

    Parameters
    ----------
    cohort : Cohort
        Applicants as reported.
    confirmed : Confirmed
        The table, see `read_confirmed`.
    year : int, optional
        Year that is scored; where none is given, the year of the applicant's evidence, and
        where that says none (a cohort table), the last year confirmed for the item. Figures
        of other years are warned of and not used.
    everyone : bool
        Whether the cohort is everyone whom the table is about. If so, its lines for others
        are warned of; if not, they are passed over.
    """
    position_of = {identity: i for i, identity in enumerate(cohort.applicant_id)}
    last_year = _last_years(confirmed.figures)
    figures = cohort.figures.rows(np.arange(len(cohort)))
    evidence = list(cohort.evidence)
    problems = [
        found for found in confirmed.problems if everyone or found.applicant_id in position_of
    ]
    for figure in confirmed.figures:
        confirmation, identity = figure.confirmation, figure.applicant_id
        position = position_of.get(identity)
        if position is None:
            if everyone:
                problems.append(_unused("unknown_applicant", figure, confirmed.source))
            continue
        scored = year or (evidence[position].year if evidence else None)
        scored = scored or last_year[identity, confirmation.column]
        if confirmation.year != scored:
            problems.append(_unused("other_year", figure, confirmed.source, str(scored)))
            continue
        figures.values[position, POSITION[confirmation.column]] = float(confirmation.value)
        if evidence:
            evidence[position] = _with_confirmation(evidence[position], confirmation)
    return replace(
        cohort,
        figures=figures,
        evidence=tuple(evidence),
        problems=(*cohort.problems, *problems),
    )


def _read_record(
    record: dict[str, str], line: int
) -> tuple[ConfirmedFigure | None, list[Problem]]:
    """Return one line's figure, or None with what keeps it from being used."""
    if not text_of(record["applicant_id"]):
        return None, [Problem("blank_id", "error", "applicant_id", row=line)]
    if blank := [column for column in LABELS if not text_of(record[column])]:
        labels = "、".join(LABELS[column][0] for column in blank)
        return None, [_problem("left_blank", blank[0], record, line, labels)]
    item = recognise(record["item"])
    indicator = INDICATOR_BY_ID.get(item.column) if item else None
    if item is None or indicator is None:
        return None, [_problem("unknown_item", "item", record, line)]
    year = _YEAR.fullmatch(squeezed(record["year"]))
    if year is None:
        return None, [_problem("not_a_year", "year", record, line)]
    day = _day_of(record["day"])
    if day is None:
        return None, [_problem("not_a_day", "day", record, line)]
    return _read_value(record, line, item, indicator, int(year[1]), day)


def _read_value(
    record: dict[str, str], line: int, item: Heading, indicator: Indicator, year: int, day: date
) -> tuple[ConfirmedFigure | None, list[Problem]]:
    unit_text = squeezed(record["unit"])
    unit = Heading(indicator.id, unit_text).unit
    if unit is None or (item.unit_text and item.unit != unit):
        fitting = item.unit_text or units_for(indicator)
        return None, [_problem("unfit_unit", "unit", record, line, fitting)]
    identity = text_of(record["applicant_id"])
    value, problem = read_figure(record["value"], indicator, unit)
    problems = [problem.at(applicant_id=identity, row=line)] if problem else []
    if value is None:
        return None, problems
    confirmation = Confirmation(
        column=indicator.id,
        year=year,
        text=record["value"].strip(),
        value=value,
        unit=unit_text,
        reason=record["reason"].strip(),
        document=record["document"].strip(),
        person=record["person"].strip(),
        day=day.isoformat(),
    )
    return ConfirmedFigure(identity, line, confirmation), problems


def _day_of(text: str) -> date | None:
    """Return the day that a text names: 2026-03-15, 2026/3/15, 2026年3月15日 or 20260315."""
    cell = squeezed(text)
    found = _DAY.fullmatch(cell) or _DIGITS_DAY.fullmatch(cell)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _last_years(figures: Sequence[ConfirmedFigure]) -> dict[tuple[str, str], int]:
    """Return the last year confirmed per applicant and item."""
    years: dict[tuple[str, str], int] = {}
    for figure in figures:
        key = (figure.applicant_id, figure.confirmation.column)
        years[key] = max(years.get(key, 0), figure.confirmation.year or 0)
    return years


def _with_confirmation(evidence: Evidence, confirmation: Confirmation) -> Evidence:
    kept = (*evidence.confirmations, confirmation)
    ordered = sorted(kept, key=lambda found: POSITION[found.column])
    return replace(evidence, confirmations=tuple(ordered))


def _problem(
    code: str, column: str, record: dict[str, str], line: int, expected: str = ""
) -> Problem:
    found = record.get(column, record["value"])
    identity = text_of(record["applicant_id"])
    return Problem(code, "error", column, found, expected, applicant_id=identity, row=line)


def _unused(code: str, figure: ConfirmedFigure, source: str, expected: str = "") -> Problem:
    """Return the warning for a confirmed figure that is not used."""
    about_whom = code == "unknown_applicant"
    return Problem(
        code,
        "warning",
        "applicant_id" if about_whom else figure.confirmation.column,
        figure.applicant_id if about_whom else str(figure.confirmation.year),
        expected,
        applicant_id=figure.applicant_id,
        row=figure.line,
        sheet=source,
    )
