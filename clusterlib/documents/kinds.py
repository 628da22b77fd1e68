"""The kinds of papers（文书种类）: names, clauses, parts, and whose each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VERSIONS = {"internal": "内部", "applicant": "申报单位", "public": "公开"}
"""Readers of a paper with their terms."""
Owner = Literal["case", "cases", "year"]
Layout = Literal["official", "form", "wide"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    Parameters
    ----------
    id, term : str
        Identifier in commands and its name in Chinese.
    clause : str
        Ids of the clauses that ask for it.
    parts : tuple of str
        Names of its parts, which a template may place one by one.
    owner : {"case", "cases", "year"}
        Whether one is made for a case, for several together, or for a year.
    layout : {"official", "form", "wide"}
        Official layout, that of a dense form, or A4 across.
    """

    id: str
    term: str
    clause: str
    parts: tuple[str, ...]
    owner: Owner = "case"
    layout: Layout = "official"


KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            "application",
            "申请（复评）报告",
            "A2",
            (
                "area",
                "firms",
                "progress",
                "plan",
                "difficulties",
                "measures",
                "attachments",
                "tables",
                "signatures",
            ),
        ),
        Kind("base_tables", "基本情况表", "A3.1 A3.2 A3.4", ("one", "two", "four"), layout="form"),
        Kind(
            "score_sheet",
            "评价体系打分表",
            "A1.3.basic A1.3.quality A4.advice",
            ("sheets",),
            layout="form",
        ),
        Kind(
            "appraisal_report",
            "专家考评报告",
            "A4.opinions A4.figures A4.advice 3.2.report",
            ("visit", "opinions", "figures", "conclusion", "suggestions", "signatures"),
        ),
        Kind("examination", "审查意见", "3.1.documents", ("facts", "opinion", "signatures")),
        Kind("submission", "呈报单", "3.2.accept", ("facts", "signatures")),
        Kind("association_opinion", "协会正式意见", "3.3.opinion", ("opinion", "signatures")),
        Kind("council_summary", "会长办公会汇总", "3.3.audit", ("summary",), "cases", "wide"),
        Kind("joint_notice", "联合发文", "3.4", ("notice", "signatures")),
        Kind("plaque", "牌匾文字", "2.2 2.2.2", ("wording",)),
        Kind("correction_notice", "补正通知", "3.1.documents", ("notice", "items", "signatures")),
        Kind("recognised_list", "认定名单", "4.4.recognise", ("list", "signatures"), "year"),
        Kind("withdrawal_notice", "取消公告", "4.4.lapse", ("notice", "signatures"), "year"),
    )
}
"""Every kind by its id, in the order of the work."""

CASE_KINDS = tuple(kind for kind in KINDS.values() if kind.owner == "case")
"""Those that are made for one case."""


def kind_named(text: str) -> Kind | None:
    """Return the kind that an id or a Chinese name names, None where there is none."""
    return KINDS.get(text) or next((kind for kind in KINDS.values() if kind.term == text), None)
