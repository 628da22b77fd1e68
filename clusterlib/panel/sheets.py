"""Experts' sheets（打分表）: which of them count, and in which round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clusterlib.panel.records import Line, Round
from clusterlib.rules.indicators import Section


@dataclass(frozen=True, slots=True)
class ExpertSheet:
    """The points of one expert in one round.

    Parameters
    ----------
    id, case, member : str
    round : int
        From 1.
    recorded, locked : str
        UTC; `locked` is blank while the sheet is open.
    corrects : str
        The sheet that no longer counts once this one is locked.
    points : mapping of section to Fraction
        Points as written; a section without any is absent.
    grades : mapping of section to str
        ``good``, ``fair`` or ``average``; a section without one is absent.
    reasons : mapping of section to str
        Why this point, or why a correction; absent where none is given.
    """

    id: str
    case: str
    member: str
    round: int
    recorded: str
    locked: str
    corrects: str
    points: Mapping[Section, Fraction]
    grades: Mapping[Section, str]
    reasons: Mapping[Section, str]


def sheets_of(lines: Iterable[Line]) -> tuple[ExpertSheet, ...]:
    """Return the sheets that lines make up, in the order of their first lines."""
    by_sheet: dict[str, list[Line]] = {}
    for line in lines:
        by_sheet.setdefault(line.sheet, []).append(line)
    return tuple(_sheet(own) for own in by_sheet.values())


def counting_sheets(sheets: Iterable[ExpertSheet], number: int) -> dict[str, ExpertSheet]:
    """Return the locked sheet of each expert that counts in a round（轮次）.

    A correction takes the place of the sheet that it names as soon as it is locked; of
    several that stand, the one recorded last counts.
    """
    locked = [sheet for sheet in sheets if sheet.round == number and sheet.locked]
    corrected = {sheet.corrects for sheet in locked if sheet.corrects}
    standing = (sheet for sheet in locked if sheet.id not in corrected)
    return {sheet.member: sheet for sheet in sorted(standing, key=lambda one: one.recorded)}


def last_closed(rounds: Iterable[Round]) -> int | None:
    """Return the number of the last round that its leader has closed, None where none is."""
    return max((int(one.round) for one in rounds if one.closed), default=None)


def may_see(
    sheets: Sequence[ExpertSheet], rounds: Iterable[Round], member: str, *, leads: bool
) -> tuple[ExpertSheet, ...]:
    """Return the sheets that an expert may see: the own ones, and others' locked ones.

    Those of a round are open to members when its leader has closed it; to the leader once
    the own sheet of that round is locked.
    """
    seen = {int(one.round) for one in rounds if one.closed}
    if leads:
        seen |= {sheet.round for sheet in sheets if sheet.member == member and sheet.locked}
    return tuple(
        sheet
        for sheet in sheets
        if sheet.member == member or (sheet.locked and sheet.round in seen)
    )


def _sheet(lines: Sequence[Line]) -> ExpertSheet:
    first = lines[0]
    sections: dict[Section, Line] = {}
    for line in lines:
        sections[line.section] = line  # type: ignore[index]
    return ExpertSheet(
        id=first.sheet,
        case=first.case,
        member=first.member,
        round=int(first.round),
        recorded=first.recorded,
        locked=first.locked,
        corrects=first.corrects,
        points={name: Fraction(line.points) for name, line in sections.items() if line.points},
        grades={name: line.grade for name, line in sections.items() if line.grade},
        reasons={name: line.reason for name, line in sections.items() if line.reason},
    )
