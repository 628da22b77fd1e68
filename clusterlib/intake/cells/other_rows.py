"""Rows of a table that are no applicants: totals（合计）, notes, signatures, repeated headings."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from clusterlib.intake.cells.headings import CATALOGUE, key_of
from clusterlib.intake.cells.unit_words import units_in_row
from clusterlib.intake.cells.values import half_width, invisible_in, squeezed, text_of
from clusterlib.problems import Problem, Severity
from clusterlib.sheets.stored import Stored

MOST_ROWS_BELOW = 6
"""Rows at the end of a table that may hold notes."""
_PERHAPS = re.compile(
    r"[计和均汇总注明源话期人位章字页白编:：\x00-\x1f\x7f]|total|average|sum|applicant", re.I
)
"""What every such text has; ids that have none of it are passed over quickly."""
_TOTAL = re.compile(
    r"\W*(?:.{0,8}?(?:合计|小计|总计|共计|累计|总和)|平均|均值|汇总|(?:sub|grand)?total|average|sum)"
    r"(?:数|值|\W.*|[0-9]+[家个户].*)?",
    re.I,
)
_ROLES = "填表|填报|制表|审核|复核|经办|统计|报送|编制|审批|负责"
_NOTE = re.compile(
    rf"\W*(?:附?注|备注|说明|(?:数据|资料)来源|联系人|(?:联系)?电话|日期|单位|(?:单位)?(?:{_ROLES})人?)"
    rf"[0-9]*[:.、(].*|\W*(?:单位)?(?:{_ROLES})(?:人|员|日期|时间|单位|部门).*"
    r"|\W*(?:单位|负责人)?\(?(?:盖章|公章|签字|签章)\)?\W*.*|\W*第[0-9]+页.*|\W*以下空白\W*"
)


def is_no_applicant(text: str) -> bool:
    """Return whether the cell of an id says that its row is about no applicant.

    Examples
    --------
    >>> [is_no_applicant(text) for text in ("合　计：", "注：另附", "样1", "申报编号")]
    [True, True, False, True]
    """
    if not _PERHAPS.search(text):
        return False
    cell = squeezed(text)
    return (
        not any(map(str.isprintable, cell))
        or CATALOGUE.get(key_of(cell)) == "applicant_id"
        or bool(_TOTAL.fullmatch(cell) or _NOTE.fullmatch(cell))
    )


def notes_below(rows: Sequence[Sequence[str]], first_record: int) -> tuple[tuple[str, ...], ...]:
    """Return the units that rows at the end of a table name which are no applicants."""
    ends = range(max(first_record, len(rows) - MOST_ROWS_BELOW), len(rows))
    return tuple(
        units
        for at in ends
        if is_no_applicant(next((text for text in rows[at] if text.strip()), ""))
        for _, units in units_in_row(rows[at])
    )


def applicants_of(
    ids: Sequence[str], lines: Sequence[int], names: Sequence[str] = ()
) -> tuple[tuple[str, ...], list[int], list[Problem]]:
    """Return unique ids, the positions of their records, and what is wrong with the ids.

    A row with a blank or repeated id, a total or a note is dropped, never silently.

    Parameters
    ----------
    ids : sequence of n texts
        The cells of the column of ids.
    lines : sequence of n int
        First line of each record.
    names : sequence of n texts, optional
        The cells of the column of names, of which 合计 is none.
    """
    kept: dict[str, int] = {}
    problems = []
    totals = {at: name for at, name in enumerate(names) if _is_total(name)}
    for position, (text, line) in enumerate(zip(ids, lines, strict=True)):
        identity = text_of(text)
        code = (
            "no_applicant"
            if is_no_applicant(text) or position in totals
            else "blank_id"
            if not identity
            else "repeated_id"
            if identity in kept
            else "rounded_id"
            if isinstance(text, Stored)
            else ""
        )
        if code in ("", "rounded_id"):
            kept[identity] = position
        if code:
            severity: Severity = "error" if code in ("blank_id", "repeated_id") else "warning"
            is_nobody = code == "no_applicant"
            found = totals.get(position, text) if is_nobody else text
            whose = "" if is_nobody else identity
            problems.append(
                Problem(code, severity, "applicant_id", found, applicant_id=whose, row=line)
            )
    for identity, position in kept.items():
        if problem := doubtful_id(identity, kept):
            problems.append(problem.at(applicant_id=identity, row=lines[position]))
    return tuple(kept), list(kept.values()), problems


def doubtful_id(identity: str, others: Container[str] = ()) -> Problem | None:
    """Return the warning for an id that is not what it looks like, None if it is.

    Parameters
    ----------
    identity : str
        The id as written.
    others : container of str
        Ids beside it.
    """
    if identity.isascii() or (alike := half_width(identity)) == identity:
        return None
    if alike in others:
        return Problem("like_id", "warning", "applicant_id", identity, alike)
    if characters := invisible_in(identity):
        return Problem("invisible_id", "warning", "applicant_id", identity, characters)
    return None


def _is_total(name: str) -> bool:
    return bool(_PERHAPS.search(name) and _TOTAL.fullmatch(squeezed(name)))
