"""Confirmed figures（核定值）: what was verified after an applicant had reported.

A reported figure（申报值）is never edited. The table of confirmed figures says who put
which figure in its place, for which year, on what evidence and when; the scorer takes the
confirmed one, and the report prints both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from clusterlib.applicants.evidence import Confirmation, Evidence, Reported
from clusterlib.applicants.figures import Cohort
from clusterlib.errors import InputError
from clusterlib.intake.application.lines import unit_of_line, value_of
from clusterlib.intake.application.verified import (
    SUPPORTING,
    derived_anew,
    is_out_of_date,
    parts_checked_again,
)
from clusterlib.intake.cells.form import LINE_BY_ID
from clusterlib.intake.cells.headings import Heading, headings_for, recognise, vocabulary_of
from clusterlib.intake.cells.labels import Form, application_form
from clusterlib.intake.cells.unit_words import unit_like
from clusterlib.intake.cells.values import squeezed, text_of
from clusterlib.intake.tables.cohort import read_table
from clusterlib.problems import Problem
from clusterlib.rules.indicators import FACT_BY_ID, INDICATOR_BY_ID, PRINTED, Catalogue
from clusterlib.rules.units import UNITS
from clusterlib.scoring.trace import exact

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

_LINES = vocabulary_of(
    {
        line: (LINE_BY_ID[line].label, *LINE_BY_ID[line].others)
        for line in (*SUPPORTING, *INDICATOR_BY_ID)
    }
)
"""Labels of the form for what may be verified: indicators, and lines that shares rest on."""
CONFIRMED_VOCABULARY = vocabulary_of({**LABELS, "name": ("申报单位",)})
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


def read_confirmed(path: Path, catalogue: Catalogue = PRINTED) -> Confirmed:
    """Return the confirmed figures（核定值）of a table.

    The columns are `applicant_id, item, year, value, unit, reason, document, person, day`,
    or 申报编号, 指标, 年度, 核定值, 单位, 理由, 依据文件, 核定人, 日期; an item is an
    indicator's id or printed label. A line that lacks one of them is not used.

    Raises
    ------
    InputError
        If the file cannot be read or lacks one of the columns.
    """
    table = read_table(Path(path), ("item",), "核定指标", CONFIRMED_VOCABULARY)
    form = application_form(catalogue)
    there = {column.id for column in table.columns}
    if missing := [labels[0] for column, labels in LABELS.items() if column not in there]:
        wanted = "、".join(labels[0] for labels in LABELS.values())
        raise InputError(table.source, f"缺少列：{'、'.join(missing)}", wanted, "请补上这些列。")
    figures: dict[tuple[str, str, int | None], ConfirmedFigure] = {}
    problems = list(table.problems)
    for position, line in enumerate(table.lines):
        record = {column: table.column(column)[position] for column in LABELS}
        figure, found = _read_record(record, line, form)
        if figure is not None:
            confirmation = figure.confirmation
            key = (figure.applicant_id, confirmation.column, confirmation.year)
            first = figures.setdefault(key, figure)
            if first is not figure:
                found = [
                    _problem(
                        "confirmed_twice",
                        confirmation.column,
                        record,
                        line,
                        first.confirmation.text,
                    )
                ]
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

    A confirmed figure replaces the figure that it names; shares that were computed from it
    are computed anew, and parts are checked against wholes again. What was reported stays in
    `written` and in the entries of the evidence.

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
    place = figures.catalogue.position
    evidence = list(cohort.evidence)
    taken: dict[int, list[Confirmation]] = {}
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
        if confirmation.column in place:
            figures.values[position, place[confirmation.column]] = float(confirmation.value)
            if confirmation.column == "standards":
                figures.without_local[position] = False
        if evidence:
            evidence[position] = _with_confirmation(evidence[position], confirmation, place)
        taken.setdefault(position, []).append(confirmation)
    verified: dict[str, Evidence] = {}
    for position, confirmations in taken.items():
        identity = cohort.applicant_id[position]
        before = evidence[position] if evidence else _as_table(cohort, position, confirmations)
        own, found = derived_anew(before)
        found += parts_checked_again(own)
        verified[identity] = own
        row = None if evidence else cohort.rows[position]
        problems += [problem.at(applicant_id=identity, row=row) for problem in found]
        for entry, old in zip(own.entries, before.entries, strict=True):
            if entry is not old:
                value = np.nan if entry.value is None else float(entry.value)
                figures.values[position, place[entry.column]] = value
        if evidence:
            evidence[position] = own
    read = [
        found
        for found in cohort.problems
        if found.applicant_id not in verified
        or not is_out_of_date(found, verified[found.applicant_id])
    ]
    return replace(cohort, figures=figures, evidence=tuple(evidence), problems=(*read, *problems))


def _as_table(cohort: Cohort, position: int, confirmations: Sequence[Confirmation]) -> Evidence:
    """Return what a row of a table says of firms, whose parts stand in it too."""
    entries = []
    place = cohort.figures.catalogue.position
    for column in SUPPORTING:
        if column in cohort.written and column in place:
            value = exact(float(cohort.figures.values[position, place[column]]))
            text = cohort.written[column][position]
            entries.append(Reported(column, text, value))
    return Evidence(cohort.source, entries=tuple(entries), confirmations=tuple(confirmations))


def _read_record(
    record: dict[str, str], line: int, form: Form
) -> tuple[ConfirmedFigure | None, list[Problem]]:
    """Return one line's figure, or None with what keeps it from being used."""
    if not any(text_of(text) for column, text in record.items() if column != "applicant_id"):
        return None, []  # a row that only names an applicant, to be filled in
    if not text_of(record["applicant_id"]):
        return None, [Problem("blank_id", "error", "applicant_id", row=line)]
    if blank := [column for column in LABELS if not text_of(record[column])]:
        labels = "、".join(LABELS[column][0] for column in blank)
        return None, [_problem("left_blank", blank[0], record, line, labels)]
    words = headings_for(form.catalogue)
    item = recognise(record["item"], words) or recognise(record["item"], _LINES)
    if item is None or item.column not in form.by_id or item.column in FACT_BY_ID:
        return None, [_problem("unknown_item", "item", record, line)]
    year = _YEAR.fullmatch(squeezed(record["year"]))
    if year is None:
        return None, [_problem("not_a_year", "year", record, line)]
    day = _day_of(record["day"])
    if day is None:
        return None, [_problem("not_a_day", "day", record, line)]
    return _read_value(record, line, form, item, int(year[1]), day)


def _read_value(
    record: dict[str, str], line: int, form: Form, item: Heading, year: int, day: date
) -> tuple[ConfirmedFigure | None, list[Problem]]:
    form_line = form.by_id[item.column]
    own = unit_of_line(form_line)
    assert own is not None  # lines that can be verified all have a unit
    unit_text = squeezed(record["unit"])
    unit = unit_like(unit_text, own)
    if unit is None or (item.unit_text and unit_like(item.unit_text, own) != unit):
        kin = (other.term for other in UNITS.values() if other.kind == own.kind)
        known = "、".join(dict.fromkeys((own.term, *kin) if form_line.own else kin))
        return None, [_problem("unfit_unit", "unit", record, line, item.unit_text or known)]
    identity = text_of(record["applicant_id"])
    value, problem = value_of(form_line, record["value"], unit)
    problems = [problem.at(applicant_id=identity, row=line)] if problem else []
    if value is None:
        return None, problems
    confirmation = Confirmation(
        column=item.column,
        year=year,
        text=record["value"].strip(),
        value=value,
        unit=unit_text,
        reason=record["reason"].strip(),
        document=record["document"].strip(),
        person=record["person"].strip(),
        day=day.isoformat(),
        label="" if item.column in form.catalogue.position else form_line.label,
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


def _with_confirmation(
    evidence: Evidence, confirmation: Confirmation, place: Mapping[str, int]
) -> Evidence:
    kept = (*evidence.confirmations, confirmation)
    ordered = sorted(kept, key=lambda found: place.get(found.column, len(place)))
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
