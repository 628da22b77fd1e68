"""The panel table（评审表）: what the federation decides, beside what applicants report.

Points, grades, national ranks, accepted claims and recorded exceptions never stand in a
county's own file; they come in a table of `applicant_id` and those columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from clusterlib.applicants.figures import Cohort, Figures
from clusterlib.intake.cells.other_rows import applicants_of
from clusterlib.intake.cells.values import is_missing
from clusterlib.intake.tables.cohort import (
    PLACES,
    Table,
    in_order,
    read_columns,
    read_table,
    written_in,
)
from clusterlib.problems import Problem
from clusterlib.rules.indicators import CLAIMS, EXCEPTIONS, FACT_BY_ID, GRADES, PANEL, RANKS

DECISIONS = (*PANEL, *GRADES, *RANKS, *CLAIMS, *EXCEPTIONS)
"""Columns that the federation decides."""


def read_panel(path: Path) -> Cohort:
    """Return the federation's decisions, as applicants of whom nothing else is known.

    Columns that are no decisions are not used; those that only name the applicant are
    passed over, the others are warned of. Problems name the file as their sheet.

    Raises
    ------
    InputError
        If the file cannot be read, or has no column of ids or of decisions.
    """
    path = Path(path)
    table = read_table(path, DECISIONS, "评审项目")
    strange = [
        Problem("not_a_decision", "warning", column.id, column.text, row=table.heading_line)
        for column in table.columns
        if column.heading and column.id not in DECISIONS and not _names_applicant(column.id)
    ]
    ids, kept, dropped = applicants_of(table.column("applicant_id"), table.lines)
    columns, table = table.columns, _decisions_of(table).records(kept)
    figures, problems = read_columns(table, ids)
    blanks = ("",) * len(ids)
    found = in_order((*table.problems, *strange, *dropped, *problems), columns)
    return Cohort(
        applicant_id=ids,
        name=blanks,
        region=blanks,
        industry=blanks,
        product=blanks,
        rows=table.lines,
        figures=figures,
        written=written_in(table),
        problems=tuple(problem.at(sheet=table.source) for problem in found),
        source=table.source,
    )


def with_panel(cohort: Cohort, panel: Cohort, *, everyone: bool = True) -> Cohort:
    """Return a cohort with the federation's decisions in place.

    A decision that the panel table states is taken; where the cohort's own file states
    another one, that is a problem. A cell that the panel table leaves blank, or that
    cannot be read, changes nothing.

    Parameters
    ----------
    cohort, panel : Cohort
        Applicants, and the decisions of `read_panel`.
    everyone : bool
        Whether the cohort is everyone whom the panel table is about. If so, its rows for
        others are warned of; if not, they are passed over.
    """
    position_of = {identity: i for i, identity in enumerate(cohort.applicant_id)}
    pairs = [
        (position_of[identity], row)
        for row, identity in enumerate(panel.applicant_id)
        if identity in position_of
    ]
    figures = cohort.figures.rows(np.arange(len(cohort)))
    written = dict(cohort.written)
    problems = list(
        panel.problems
        if everyone
        else (found for found in panel.problems if found.applicant_id in position_of)
    )
    if everyone:
        problems += _strangers(panel, position_of)
    unreadable = {
        (found.applicant_id, found.column) for found in panel.problems if found.severity == "error"
    }
    for column in (column for column in panel.written if column in DECISIONS):
        texts = list(cohort.written.get(column, ("",) * len(cohort)))
        for position, row in pairs:
            text = panel.written[column][row]
            if is_missing(text) or (cohort.applicant_id[position], column) in unreadable:
                continue
            if _differ(figures, position, panel.figures, row, column, texts[position]):
                problems.append(_conflict(cohort, position, column, texts[position], text))
            group, place = PLACES[column]
            getattr(figures, group)[position, place] = getattr(panel.figures, group)[row, place]
            texts[position] = text
        written[column] = tuple(texts)
    return replace(
        cohort, figures=figures, written=written, problems=(*cohort.problems, *problems)
    )


def _names_applicant(column: str) -> bool:
    return column in FACT_BY_ID and FACT_BY_ID[column].kind == "text"


def _decisions_of(table: Table) -> Table:
    """Return a table with only its ids, its decisions and what stands under no heading."""
    taken = [
        (column, cells)
        for column, cells in zip(table.columns, table.cells, strict=True)
        if column.id in ("", "applicant_id", *DECISIONS)
    ]
    columns, cells = zip(*taken, strict=True)
    return replace(table, columns=columns, cells=cells)


def _strangers(panel: Cohort, known: Mapping[str, int]) -> Iterable[Problem]:
    """Yield a warning for each row about nobody in the cohort."""
    for identity, line in zip(panel.applicant_id, panel.rows, strict=True):
        if identity not in known:
            yield Problem(
                "unknown_applicant",
                "warning",
                "applicant_id",
                identity,
                applicant_id=identity,
                row=line,
                sheet=panel.source,
            )


def _differ(
    figures: Figures, position: int, panel: Figures, row: int, column: str, text: str
) -> bool:
    """Return whether the cohort's own file states another decision than the panel table."""
    if is_missing(text):
        return False
    group, place = PLACES[column]
    own = getattr(figures, group)[position, place]
    decided = getattr(panel, group)[row, place]
    # A cell that could not be read states nothing; it has its own problem.
    return bool(own >= 0 and own != decided)


def _conflict(cohort: Cohort, position: int, column: str, own: str, decided: str) -> Problem:
    return Problem(
        "two_decisions",
        "error",
        column,
        own,
        decided,
        applicant_id=cohort.applicant_id[position],
        row=cohort.rows[position],
    )
