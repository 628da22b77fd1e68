"""What an application lacks（缺）: items, last three items and entry facts without a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.answers import ANSWERS
from clusterlib.intake.application.reading import FigureTable
from clusterlib.intake.cells.form import CLUSTER, CLUSTER_LINES, SUPPLEMENT
from clusterlib.intake.cells.labels import Form
from clusterlib.problems import Problem

_BLANK = ("line_likely", "scored_year_blank", "line_missing")
"""Codes of problems that say of an item that it is missing."""
_OF_HEADINGS = (
    "heading_unread",
    "part_year",
    "repeated_year",
    "year_absent",
    "year_absent_here",
    "year_unclear",
)
"""Codes of problems of a heading that leave every line below it without a figure."""
_IN_TABLE_TWO = frozenset(line.id for line in CLUSTER_LINES)


def with_missing(
    problems: Sequence[Problem],
    figures: FigureTable,
    scored: int | None,
    standing: Mapping[str, str],
    form: Form,
) -> list[Problem]:
    """Return the problems, and one for each item without a usable figure that has none yet.

    The problems of the kind 缺 are the items that are missing, one each. What is wrong with a
    cell is told beside that; cells that only a faulty heading keeps from being read are told by
    the heading, once.

    Parameters
    ----------
    problems : sequence of Problem
        What was found so far.
    figures : mapping of line id to mapping of year to Reported
        What was read.
    scored : int or None
        The scored year.
    standing : mapping of line id to str
        The sheet on which each line stands, whether or not it could be read.
    form : Form
        What is asked for.
    """
    told = list(problems)
    for columns in asked_by(form):
        entries = [
            figures[column].get(scored) if column in figures and scored is not None else None
            for column in columns
        ]
        if any(entry is not None and entry.value is not None for entry in entries):
            continue
        said = _said(told, columns, is_there=any(entries))
        if said is not None:
            told[said] = replace(told[said], severity="error", is_missing=True)
        elif not _is_told_by_a_heading(told, columns, entries, standing):
            told.append(_line(columns, entries, form))
    return told


def asked_by(form: Form) -> Iterator[tuple[str, ...]]:
    """Yield the lines that a county is asked for, answers among them; either of two joined."""
    yield from form.items
    yield from ((column,) for column in ANSWERS)


def lines_not_found(
    figures: FigureTable, standing: Mapping[str, str], form: Form
) -> Iterator[Problem]:
    """Yield lines that a sheet lacks though the other side of their item is reported."""
    for columns in asked_by(form):
        absent = [column for column in columns if column not in {*figures, *standing}]
        if absent and len(absent) < len(columns):
            for column in absent:
                yield Problem("line_missing", "warning", column, "", form.by_id[column].label)


def _said(problems: Sequence[Problem], columns: Sequence[str], *, is_there: bool) -> int | None:
    """Return which problem says of an item that it is missing, None if none does.

    Of two lines joined by 或 none says it alone.
    """
    # The row that may be meant is where a line belongs that is not there under its own label.
    codes = _BLANK if is_there else (*_BLANK, "line_likely")
    return (
        None
        if len(columns) > 1
        else next(
            (
                at
                for at, found in enumerate(problems)
                if found.column in columns
                and (
                    found.code in codes
                    or (found.code == "part_blank" and found.severity == "error")
                )
            ),
            None,
        )
    )


def _is_told_by_a_heading(
    problems: Sequence[Problem],
    columns: Sequence[str],
    entries: Sequence[Reported | None],
    standing: Mapping[str, str],
) -> bool:
    """Return whether lines stand there, sound as they are, under a heading that is at fault."""
    sheets = {entry.sheet for entry in entries if entry is not None and entry.text}
    if not any(entries):
        sheets = {standing[column] for column in columns if column in standing}
        sheets |= {""} if sheets else set()  # of every sheet: a year that none has
    errors = [found for found in problems if found.severity == "error"]
    return not any(found.column in columns for found in errors) and any(
        found.code in _OF_HEADINGS and found.sheet in sheets for found in errors
    )


def _line(columns: Sequence[str], entries: Sequence[Reported | None], form: Form) -> Problem:
    """Return the line for one item: what is not reported, cannot be used or was not found."""
    labels = "”或“".join(form.by_id[column].label for column in columns)
    found = [entry for entry in entries if entry is not None]
    if not found:
        sheet = CLUSTER if columns[0] in _IN_TABLE_TWO else SUPPLEMENT
        return Problem(
            "line_missing", "error", columns[0], "", labels, sheet=sheet, is_missing=True
        )
    first = next((entry for entry in found if entry.text), found[0])
    return Problem(
        "unused" if first.text else "unreported",
        "error",
        first.column,
        first.text,
        labels,
        sheet=first.sheet,
        cell=first.cell,
        is_missing=True,
    )
