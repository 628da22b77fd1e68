"""Lines that stand twice, and rows that look like a line that is not there.

Two sheets of the same table are told once; only figures that differ are told one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.layout import Block
from clusterlib.intake.application.lines import Occurrence
from clusterlib.intake.application.rows import is_part_of_something
from clusterlib.intake.cells.form import LINE_BY_ID, Line
from clusterlib.intake.cells.headings import key_of
from clusterlib.intake.cells.labels import Form, address_of
from clusterlib.intake.cells.synonyms import HINTS
from clusterlib.problems import Problem

LEAST_LINES_OF_A_SHEET = 3
"""Lines repeated on another sheet from which it is told as the same table, once."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same figure at two places."""

    first: Reported
    again: Reported


def conflict(line: Line, first: Reported, again: Reported) -> Problem:
    """Return the problem of a figure that differs from the one of another place."""
    return Problem(
        "repeated_line",
        "error",
        line.id,
        again.text,
        f"{first.sheet} {first.cell} 的“{first.text}”",
        sheet=again.sheet,
        cell=again.cell,
    )


def told_once(repeats: Sequence[Repeat], form: Form) -> Iterator[Problem]:
    """Yield one warning per sheet that repeats another, or per line that stands twice."""
    lines: dict[tuple[str, str], dict[str, Repeat]] = {}
    for repeat in repeats:
        sheets = repeat.first.sheet, repeat.again.sheet
        lines.setdefault(sheets, {}).setdefault(repeat.again.column, repeat)
    for (first, again), found in lines.items():
        if first != again and len(found) >= LEAST_LINES_OF_A_SHEET:
            cell = next(iter(found.values())).again.cell
            yield Problem(
                "repeated_sheet",
                "warning",
                "",
                again,
                f"{first}”有 {len(found)} 项",
                sheet=again,
                cell=cell,
            )
            continue
        for line, repeat in found.items():
            yield Problem(
                "repeated_line_same",
                "warning",
                line,
                repeat.again.text,
                form.by_id[line].label,
                sheet=again,
                cell=repeat.again.cell,
            )


def without_near_doubles(
    line: Line, occurrences: Sequence[Occurrence]
) -> tuple[list[Occurrence], list[Problem]]:
    """Return occurrences without those under a near label where the printed one has figures.

    One that the county calls a part（其中）is read where there is no other, and named.
    """
    printed = [found for found in occurrences if not found.rows[0].is_near]
    has_printed = any(cells for found in printed for row in found.rows for cells in row.cells)
    problems = [
        Problem(
            "near_label_unused" if has_printed else "part_read",
            "warning",
            line.id,
            found.rows[0].label,
            line.label,
            sheet=found.block.sheet.name,
            cell=address_of(found.block.sheet, found.rows[0].place),
        )
        for found in occurrences
        if found.rows[0].is_near
        and (has_printed or is_part_of_something(line.id, found.rows[0].label))
    ]
    return printed if has_printed else list(occurrences), problems


def likely_rows(
    blocks: Sequence[Block], figures: Mapping[str, Mapping[int, Reported]], scored: int | None
) -> Iterator[Problem]:
    """Yield, for each scored line without a figure, the row that may have been meant as it."""
    unread = [(block, row) for block in blocks if not block.is_region for row in block.unread]
    for line, hint in HINTS.items():
        entry = figures.get(line, {}).get(scored) if scored is not None else None
        if entry is not None and entry.text:
            continue
        likely = [
            (block, row)
            for block, row in unread
            if row.line == line or (not row.line and re.search(hint, key_of(row.label)))
        ]
        for block, row in likely[:1]:
            yield Problem(
                "line_likely",
                "warning",
                line,
                row.label,
                LINE_BY_ID[line].label,
                sheet=block.sheet.name,
                cell=address_of(block.sheet, row.place),
            )
