"""Whether a professional title（职称）is a senior one, clause 3.2.panel."""

from __future__ import annotations

import re
import unicodedata

_SENIOR = re.compile(
    r"正高级?|副高级?|高级|正高级.+|副高级.+|副?教授(?:级.+)?|研究员级.+|副?研究员|副?研究馆员"
    r"|高工|副?编审|译审|副?主任[医药护技]师|高级(?!技)[^人员]*师|特级教师|[一二]级.+(?:师|员|编剧|导演)"
    r"|.*院士"
)
_OTHER = re.compile(
    r"中级|初级|助理级|员级|讲师|助教|助理研究员|研究实习员|(?:助理)?馆员|编辑|助理编辑|翻译|技术员"
    r"|(?:助理|中级|初级)?(?:工程|经济|会计|统计|审计|农艺|实验|工艺美术|美术|设计|政工|主管.?|主治医|医|药)师"
    r"|高级技师|技师|高级工|[三四]级.+(?:师|员)"
)


def seniority_of(title: str) -> str:
    """Return ``senior`` or ``other``, blank where the title is not known.

    Of several titles in one cell the highest counts.

    Examples
    --------
    >>> [seniority_of(title) for title in ("教授级高级工程师", "副研究员", "工程师", "处长")]
    ['senior', 'senior', 'other', '']
    """
    plain = "".join(unicodedata.normalize("NFKC", title).split())
    found = {_one(part) for part in re.split(r"[、,;/()]", plain) if part}
    return next((level for level in ("senior", "other") if level in found), "")


def _one(title: str) -> str:
    if _SENIOR.fullmatch(title):
        return "senior"
    return "other" if _OTHER.fullmatch(title) else ""
