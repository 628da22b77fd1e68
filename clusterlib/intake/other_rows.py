"""Rows of a table that are no applicants: totals（合计）, notes, signatures, repeated headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clusterlib.intake.cells import squeezed, text_of
from clusterlib.intake.headings import CATALOGUE, key_of
from clusterlib.problems import Problem, Severity
from clusterlib.sheets.stored import Stored

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


def applicants_of(
    ids: Sequence[str], lines: Sequence[int]
) -> tuple[tuple[str, ...], list[int], list[Problem]]:
    """Return unique ids, the positions of their records, and what is wrong with the ids.

    A row with a blank or repeated id, a total or a note is dropped, never silently.

    Parameters
    ----------
    ids : sequence of n texts
        The cells of the column of ids.
    lines : sequence of n int
        First line of each record.
    """
    kept: dict[str, int] = {}
    problems = []
    for position, (text, line) in enumerate(zip(ids, lines, strict=True)):
        identity = text_of(text)
        code = (
            "no_applicant"
            if is_no_applicant(text)
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
            whose = "" if code == "no_applicant" else identity
            problems.append(
                Problem(code, severity, "applicant_id", text, applicant_id=whose, row=line)
            )
    return tuple(kept), list(kept.values()), problems
