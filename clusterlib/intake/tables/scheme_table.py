"""Reads a cohort table by the indicators of any scheme（评价体系）.

A figure of an earlier year has a column of its own: 产值（前1年）, or ``output_1``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

import numpy as np

from clusterlib.applicants.figures import Floats
from clusterlib.errors import InputError
from clusterlib.intake.cells.cover import review_of
from clusterlib.intake.cells.headings import vocabulary_of
from clusterlib.intake.cells.other_rows import applicants_of
from clusterlib.intake.cells.values import fact_column, figure_column, text_of
from clusterlib.intake.tables.cohort import Table, read_table
from clusterlib.problems import Problem
from clusterlib.rules.indicators import Fact, Indicator
from clusterlib.rules.scheme import Measure, Scheme
from clusterlib.rules.units import UNITS, Unit
from clusterlib.scoring.schemes import SchemeFigures, nothing_known

_FACTS = {"applicant_id": ("申报编号",), "name": ("申报单位",), "purpose": ("申报类型",)}
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class SchemeCohort:
    """n applicants as read: ids, names, figures, and every problem."""

    applicant_id: tuple[str, ...]
    name: tuple[str, ...]
    figures: SchemeFigures
    problems: tuple[Problem, ...]


def read_scheme_cohort(path: Path, scheme: Scheme) -> SchemeCohort:
    """Return the applicants of a table under a scheme.

    Raises
    ------
    InputError
        If the file cannot be read, names none of the scheme's indicators, or names a unit of
        another kind than the indicator's.
    """
    columns = _columns(scheme)
    table = read_table(path, tuple(columns), "指标", vocabulary_of(columns | _labels(scheme)))
    ids, kept, problems = applicants_of(
        table.column("applicant_id"), table.lines, table.column("name")
    )
    table = table.records(kept)
    figures = nothing_known(scheme, len(ids))
    found = [*table.problems, *problems]
    for column, cells in zip(table.columns, table.cells, strict=True):
        if column.heading is None:
            continue
        faults = _take(figures, scheme, column.id, column.heading.unit_text, cells, table)
        found += [problem.at(applicant_id=ids[at], row=table.lines[at]) for at, problem in faults]
    for row, text in enumerate(table.column("purpose")):
        figures.reviewed[row] = review_of(text) is True
    _derive(figures, scheme)
    names = tuple(map(text_of, table.column("name")))
    found.sort(key=lambda problem: problem.row or 0)
    return SchemeCohort(ids, names, figures, tuple(found))


def _columns(scheme: Scheme) -> dict[str, Sequence[str]]:
    """Return the labels of every figure and answer, those of earlier years too."""
    found: dict[str, Sequence[str]] = {}
    for name, measure in scheme.measures.items():
        unit = "" if measure.unit is None or measure.unit.term in UNITS else measure.unit.term
        for back in range(scheme.most_columns if measure.kind != "answer" else 1):
            years = f"（前{back}年）" if back else ""
            labels = [label + years for label in measure.labels]
            # A unit that the scheme declares is known in its brackets alone.
            labels += [f"{label}（{unit}）" for label in labels if unit]
            found[f"{name}_{back}" if back else name] = labels
    return found


def _labels(scheme: Scheme) -> dict[str, Sequence[str]]:
    """Return the labels of what is no figure."""
    graded = {
        f"grade_{section.id}": (f"{section.term}档次",)
        for section in scheme.sections
        if section.rule == "graded"
    }
    panel = {f"panel_{section.id}": (f"{section.term}评分",) for section in scheme.scored}
    return {**_FACTS, **graded, **panel}


def _take(
    figures: SchemeFigures,
    scheme: Scheme,
    column: str,
    unit_text: str,
    cells: Sequence[str],
    table: Table,
) -> list[tuple[int, Problem]]:
    """Put one column among the figures and return what is wrong with its cells."""
    kind, _, section = column.partition("_")
    if column in figures.answers:
        codes, faults = fact_column(cells, Fact(column, "gate", (column,)))
        figures.answers[column][:] = codes
    elif kind == "grade" and section in figures.grades:
        codes, faults = fact_column(cells, Fact(column, "grade", (column,)))
        figures.grades[section][:] = codes
    elif kind == "panel" and section in figures.panel:
        steps, faults = fact_column(cells, Fact(column, "points", (column,)))
        figures.panel[section][:] = steps
    else:
        name, _, back = (
            column.rpartition("_") if column not in scheme.measures else (column, "", 0)
        )
        measure = scheme.measures.get(name)
        if measure is None:
            return []
        indicator = _indicator(measure)
        unit = _unit(unit_text, indicator, scheme, table.source)
        values, faults = figure_column(cells, indicator, unit)
        figures.values[name][:, int(back)] = values
    return faults


def _indicator(measure: Measure) -> Indicator:
    assert measure.unit is not None
    kind = (
        "count" if measure.kind == "count" and measure.unit.kind != "people" else measure.unit.kind
    )
    if measure.kind == "growth":
        kind = "growth"  # no upper end, as a share has
    unit = Unit(measure.unit.term, kind, measure.unit.power)
    signed = measure.signed or measure.kind == "growth"
    return Indicator(measure.id, "basic", 1, measure.labels, measure.label, unit, 1, signed)


def _unit(text: str, indicator: Indicator, scheme: Scheme, source: str) -> Unit | None:
    """Return the unit in brackets of a heading, None where it names none."""
    own = indicator.unit
    if not text or text == own.term:
        return None
    unit = UNITS.get(text)
    if unit is None or unit.kind != own.kind:
        kin = [known.term for known in UNITS.values() if known.kind == own.kind] or [own.term]
        raise InputError(
            source,
            f"“{indicator.label}”的单位“{text}”不对",
            "、".join(kin),
            f"请按{scheme.term}改正表头的单位",
        )
    return unit


def _derive(figures: SchemeFigures, scheme: Scheme) -> None:
    """Fill in shares and growths that are not reported, rounded half up to four decimals."""
    for name, measure in scheme.measures.items():
        if measure.kind == "answer" or not (measure.share_of or measure.growth_of):
            continue
        own = figures.values[name]
        for row in np.flatnonzero(np.isnan(own[:, 0])).tolist():
            own[row, 0] = _derived(measure, figures.values, row)


def _derived(measure: Measure, values: Mapping[str, Floats], row: int) -> float:
    if measure.share_of:
        part, whole = (_exact(values[name][row, 0]) for name in measure.share_of)
        if part is None or not whole:
            return np.nan
        return float((part / whole * 100).quantize(_PLACES, ROUND_HALF_UP))
    known = [_exact(value) for value in values[measure.growth_of][row]]
    known = known[: known.index(None)] if None in known else known
    if len(known) < 2 or known[0] is None or not known[-1] or known[-1] < 0 or known[0] < 0:
        return np.nan
    with localcontext() as context:
        context.prec = 40
        ratio = (known[0] / known[-1]) ** (Decimal(1) / (len(known) - 1))
        return float(((ratio - 1) * 100).quantize(_PLACES, ROUND_HALF_UP))


def _exact(value: float) -> Decimal | None:
    return None if np.isnan(value) else Decimal(f"{value:.15g}")
