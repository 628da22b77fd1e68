"""What a verified figure（核定值）pulls along: shares that rest on it, parts against wholes.

A share that the county stated stays as stated; one that was computed is computed anew from
the figures that count. What the reading had flagged of the old figures is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clusterlib.applicants.evidence import Evidence, Reported
from clusterlib.intake.application.checks import part_above_whole
from clusterlib.intake.application.derived import DERIVATIONS, derive
from clusterlib.intake.application.missing import asked_by
from clusterlib.intake.cells.form import PARTS_OF_WHOLES
from clusterlib.intake.cells.labels import APPLICATION
from clusterlib.problems import Problem

SUPPORTING = tuple(
    dict.fromkeys(
        line
        for pair in (*(found.lines for found in DERIVATIONS), *PARTS_OF_WHOLES)
        for line in pair
    )
)
"""Lines of the form that another one rests on or is checked against."""

PULLED_ALONG = frozenset((*SUPPORTING, *(found.share for found in DERIVATIONS)))
"""Lines that a verified figure of another line may change, or must be checked against."""


def figure_that_counts(evidence: Evidence, column: str) -> Reported | None:
    """Return a figure of the scored year as it counts: verified, else as reported."""
    reported, verified = evidence.reported(column), evidence.confirmation(column)
    if verified is None:
        return reported
    blank = Reported(column, "", None)
    return replace(
        reported or blank,
        text=verified.text,
        value=verified.value,
        unit=verified.unit,
        sheet="核定",
        cell=verified.document,
        derivation="",
    )


def derived_anew(evidence: Evidence) -> tuple[Evidence, list[Problem]]:
    """Return an applicant's evidence with the shares that rest on a verified figure anew."""
    entries = {entry.column: entry for entry in evidence.entries}
    problems = []
    for derivation in DERIVATIONS:
        entry = entries.get(derivation.share)
        if entry is None or evidence.confirmation(derivation.share):
            continue
        if any(evidence.confirmation(line) for line in derivation.lines):
            sides = (figure_that_counts(evidence, line) for line in derivation.lines)
            entries[derivation.share], problem = derive(entry, *sides)
            problems += [problem] if problem else []
    return replace(evidence, entries=tuple(entries.values())), problems


def parts_checked_again(evidence: Evidence) -> Iterator[Problem]:
    """Yield parts above their wholes where either of the two was verified."""
    for part, whole in PARTS_OF_WHOLES:
        if evidence.confirmation(part) or evidence.confirmation(whole):
            entry, against = (figure_that_counts(evidence, line) for line in (part, whole))
            if entry and against and (problem := part_above_whole(entry, against)):
                reported = evidence.reported(part)
                yield replace(
                    problem,
                    sheet=reported.sheet if reported else "",
                    cell=reported.cell if reported else "",
                )


def is_out_of_date(problem: Problem, evidence: Evidence) -> bool:
    """Return whether a problem is about figures of which one was verified since."""
    if problem.code == "share_differs":
        lines: tuple[str, ...] = next(
            (found.lines for found in DERIVATIONS if found.share == problem.column), ()
        )
    elif problem.code == "part_above_whole":
        lines = tuple(whole for part, whole in PARTS_OF_WHOLES if part == problem.column)
    elif problem.is_missing:
        alone = (problem.column,)
        asked = next((f for f in asked_by(APPLICATION) if problem.column in f), alone)
        counting = [figure_that_counts(evidence, column) for column in asked]
        return any(entry is not None and entry.value is not None for entry in counting)
    else:
        return False
    return any(evidence.confirmation(line) for line in (problem.column, *lines))
