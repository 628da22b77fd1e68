"""What is recorded of a panel（专家组）: one frozen row each, as its table has it.

Cells are texts: ids for choices, plain decimals for points, whole numbers for rounds, UTC in
ISO for times; blank where nothing is stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from clusterlib.rules.indicators import SECTION_TERMS

SENIORITY = {"senior": "高级", "other": "其他"}
FIELDS = {
    "industry": "行业管理",
    "policy": "政策研究",
    "technology": "科技",
    "environment": "环保",
    "standards": "标准",
    "other": "其他",
}
"""Fields of experts with their terms; the first five are those that clause 3.2.panel names."""
ROLES = {"leader": "组长", "deputy": "副组长", "member": "成员"}
GRADES = {"good": "好", "fair": "较好", "average": "一般"}
"""Grades with their terms, best first."""
INDICATORS = {
    "influence": "行业影响力",
    "regional_position": "区域经济地位",
    "chain": "产业链状况",
    "international": "国际竞争力状况",
    "leading_firms": "龙头企业地位",
    "upgrading": "产业转型升级",
    "research": "科技开发和知识产权情况",
    "culture": "企业文化与社会责任",
    "environment": "环境保护、绿色低碳发展",
    "government": "政府作用",
}
"""The ten qualitative indicators of Annex 1 with their terms, clause A1.1."""
CHANNELS = {
    "association": "行业协会",
    "provincial": "省级组织",
    "both": "协会和省级组织",
    "federation": "联合会",
}
CONCLUSIONS = {"recommended": "推荐", "not_recommended": "不推荐"}


class Member(NamedTuple):
    """One expert of a case's panel（专家）."""

    case: str = ""
    member: str = ""
    name: str = ""
    title: str = ""
    seniority: str = ""
    field: str = ""
    role: str = ""
    employer: str = ""
    region: str = ""
    interest: str = ""


class Line(NamedTuple):
    """One section of an expert's sheet（打分）."""

    sheet: str = ""
    case: str = ""
    member: str = ""
    round: str = ""
    recorded: str = ""
    locked: str = ""
    corrects: str = ""
    section: str = ""
    points: str = ""
    grade: str = ""
    reason: str = ""


class Round(NamedTuple):
    """One round of a case（轮次）; `closed` by its leader, blank while open."""

    case: str = ""
    round: str = ""
    closed: str = ""


class Finding(NamedTuple):
    """What an expert writes on one qualitative indicator（评语）, clause A1.1."""

    case: str = ""
    member: str = ""
    round: str = ""
    indicator: str = ""
    text: str = ""


class Opinion(NamedTuple):
    """One opinion or suggestion of the panel（意见、建议）, clauses A4.opinions and A4.advice."""

    case: str = ""
    kind: str = ""
    number: str = ""
    heading: str = ""
    text: str = ""


class Visit(NamedTuple):
    """The facts of the visit（考评情况）, Annex 4, one and three."""

    case: str = ""
    from_: str = ""
    to: str = ""
    place: str = ""
    meeting: str = ""
    channel: str = ""
    conclusion: str = ""
    recommended_tier: str = ""


Record = Member | Line | Round | Finding | Opinion | Visit


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the panel.

    Parameters
    ----------
    kind : str
        Name in the store.
    term : str
        Name of its sheet.
    row : type
        What one row is.
    labels : mapping of field to labels
        Printed label first; a field's id is its name without the underscore.
    needed : tuple of str
        Fields that no row leaves blank.
    key : tuple of str
        Fields that tell rows apart: of two with the same, the later recorded counts.
    """

    kind: str
    term: str
    row: type[Record]
    labels: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def headings(self) -> dict[str, str]:
        """Printed label by id of the column."""
        return {name.rstrip("_"): labels[0] for name, labels in self.labels.items()}


_CASE = ("办件", "申报编号", "案号")
_MEMBER = ("专家编号", "编号")
_ROUND = ("轮次",)

TABLES = {
    table.kind: table
    for table in (
        Table(
            "member",
            "专家名册",
            Member,
            {
                "case": _CASE,
                "member": _MEMBER,
                "name": ("姓名", "专家姓名"),
                "title": ("职称",),
                "seniority": ("职称级别", "职称等级"),
                "field": ("领域", "专业领域"),
                "role": ("职务", "组内职务", "角色"),
                "employer": ("单位", "工作单位"),
                "region": ("所在地", "所在地区"),
                "interest": ("利益关系",),
            },
            ("case", "member", "name", "field", "role"),
            ("case", "member"),
        ),
        Table(
            "line",
            "打分",
            Line,
            {
                "sheet": ("打分表编号", "打分表"),
                "case": _CASE,
                "member": _MEMBER,
                "round": _ROUND,
                "recorded": ("记录时间",),
                "locked": ("锁定时间", "锁定"),
                "corrects": ("更正",),
                "section": ("部分",),
                "points": ("得分", "评分"),
                "grade": ("档次", "工作情况"),
                "reason": ("理由",),
            },
            ("sheet", "case", "member", "round", "section"),
            ("sheet", "section"),
        ),
        Table(
            "round",
            "轮次",
            Round,
            {"case": _CASE, "round": _ROUND, "closed": ("收轮时间", "收轮")},
            ("case", "round"),
            ("case", "round"),
        ),
        Table(
            "finding",
            "评语",
            Finding,
            {
                "case": _CASE,
                "member": _MEMBER,
                "round": _ROUND,
                "indicator": ("定性指标", "指标"),
                "text": ("评语",),
            },
            ("case", "member", "round", "indicator"),
            ("case", "member", "round", "indicator"),
        ),
        Table(
            "opinion",
            "意见建议",
            Opinion,
            {
                "case": _CASE,
                "kind": ("类别",),
                "number": ("序号",),
                "heading": ("标题",),
                "text": ("内容",),
            },
            ("case", "kind", "number"),
            ("case", "kind", "number"),
        ),
        Table(
            "visit",
            "考评情况",
            Visit,
            {
                "case": _CASE,
                "from_": ("考评开始", "开始日期"),
                "to": ("考评结束", "结束日期"),
                "place": ("地点", "考评地点"),
                "meeting": ("会议", "考评会议"),
                "channel": ("渠道",),
                "conclusion": ("结论", "考评结论"),
                "recommended_tier": ("推荐级别",),
            },
            ("case",),
            ("case",),
        ),
    )
}
"""The tables of a panel by kind, in the order of the work."""

CHOICES: dict[tuple[str, str], Mapping[str, str]] = {
    ("member", "seniority"): SENIORITY,
    ("member", "field"): FIELDS,
    ("member", "role"): ROLES,
    ("line", "section"): {name: term for name, term in SECTION_TERMS.items()},
    ("line", "grade"): GRADES,
    ("finding", "indicator"): INDICATORS,
    ("opinion", "kind"): {"opinion": "意见", "suggestion": "建议"},
    ("visit", "channel"): CHANNELS,
    ("visit", "conclusion"): CONCLUSIONS,
}
"""Values of a column with their terms, by kind of table and column."""
