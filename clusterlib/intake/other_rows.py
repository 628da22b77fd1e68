"""Rows of a table that are no applicants: totals（合计）, notes, signatures, repeated headings."""

from __future__ import annotations

import re

from clusterlib.intake.cells import squeezed

_PERHAPS = re.compile(
    r"[计和均汇总注明源话期人位章字页白:：\x00-\x1f\x7f]|(?:sub)?total|average|sum", re.I
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


def is_no_applicant(text: str, heading: str) -> bool:
    """Return whether the cell of an id says that its row is about no applicant.

    Parameters
    ----------
    text : str
        The cell.
    heading : str
        The heading of its column, which long tables repeat.

    Examples
    --------
    >>> [is_no_applicant(text, "申报编号") for text in ("合　计：", "注：另附", "样1", "申报编号")]
    [True, True, False, True]
    """
    if text == heading:
        return True
    if not _PERHAPS.search(text):
        return False
    cell = squeezed(text)
    return not any(map(str.isprintable, cell)) or bool(
        _TOTAL.fullmatch(cell) or _NOTE.fullmatch(cell)
    )
