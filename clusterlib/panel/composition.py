"""Whether a panel is made up as clause 3.2.panel asks（专家组组成）; it blocks nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clusterlib.panel.places import overlap
from clusterlib.panel.records import FIELDS, Member
from clusterlib.panel.seniority import seniority_of
from clusterlib.rules.panels import PanelRules

CLAUSE = "3.2.panel"
_NONE_DECLARED = ("", "无", "没有", "否", "—", "-", "/", "无利益关系")
_SHORTEST_FIRM = 4
"""Characters of a firm's name from which an employer that begins with it is that firm."""


@dataclass(frozen=True, slots=True)
class CompositionFinding:
    """What a panel lacks, or what stands against it.

    Parameters
    ----------
    code : str
        What kind of finding.
    clause : str
    names : tuple of str
        Whom it concerns; for a missing field the fields.
    found, expected : str
    is_soft : bool
        Whether the text only says "and the like".
    """

    code: str
    clause: str
    names: tuple[str, ...]
    found: str
    expected: str
    is_soft: bool = False

    def sentence(self) -> str:
        """Return the finding in Chinese, with names and clause."""
        names = f"（{'、'.join(self.names)}）" if self.names else ""
        return f"{self.found}{names}；应为{self.expected}（{self.clause}）。"


def seniority(member: Member) -> str:
    """Return ``senior`` or ``other`` as stated, else as the title says; blank where unknown."""
    return member.seniority or seniority_of(member.title)


def composition(
    members: Sequence[Member], rules: PanelRules, region: str = "", key_firms: Iterable[str] = ()
) -> tuple[CompositionFinding, ...]:
    """Return what stands against a panel, the soft finding last.

    Parameters
    ----------
    members : sequence of Member
        Everyone on the panel of one case.
    rules : PanelRules
        The regulation of the day.
    region : str
        The applicant's place as written.
    key_firms : iterable of str
        Names of the applicant's key firms（基本情况表四）.

    References
    ----------
    三（二）（3.2.panel）: 人数不少于5名，其中具有高级职称的专家不少于3名.
    """
    return (
        *_numbers(members, rules),
        *_leaders(members),
        *_repeated(members),
        *_interested(members, region, tuple(map(_plain, key_firms))),
        *_fields(members),
    )


def _numbers(members: Sequence[Member], rules: PanelRules) -> Iterator[CompositionFinding]:
    persons = {_plain(member.name): member for member in members}.values()
    if len(persons) < rules.least_members:
        yield _finding(
            "too_few_members",
            persons,
            f"专家组{len(persons)}人",
            f"不少于{rules.least_members}名",
        )
    senior = [member for member in persons if seniority(member) == "senior"]
    unknown = [member for member in persons if not seniority(member)]
    if len(senior) < rules.least_senior:
        yield _finding(
            "too_few_senior",
            senior,
            f"具有高级职称的{len(senior)}人",
            f"不少于{rules.least_senior}名",
        )
    if unknown:
        yield _finding(
            "seniority_unknown", unknown, "看不出是否高级职称，未计入", "写明职称或职称级别"
        )


def _leaders(members: Sequence[Member]) -> Iterator[CompositionFinding]:
    leaders = [member for member in members if member.role == "leader"]
    if not leaders:
        yield _finding("no_leader", (), "没有组长", "1名组长")
    elif len(leaders) > 1:
        yield _finding("several_leaders", leaders, f"有{len(leaders)}名组长", "1名组长")


def _repeated(members: Sequence[Member]) -> Iterator[CompositionFinding]:
    names = [_plain(member.name) for member in members]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        own = [member for member in members if _plain(member.name) == name]
        yield CompositionFinding(
            "repeated_person", CLAUSE, (own[0].name,), f"同一人列了{len(own)}次", "每人一次"
        )


def _interested(
    members: Sequence[Member], region: str, firms: Sequence[str]
) -> Iterator[CompositionFinding]:
    near = [member for member in members if overlap(member.region, region)]
    if near:
        places = "、".join(dict.fromkeys(member.region for member in near))
        yield _finding(
            "region",
            near,
            f"所在地（{places}）与申报地区（{region}）相同或互相包含",
            "其他地区的专家",
        )
    employed = [member for member in members if _is_of(member.employer, firms)]
    if employed:
        yield _finding(
            "employer", employed, "单位是申报单位的重点企业（基本情况表四）", "其他单位的专家"
        )
    for member in members:
        if member.interest.strip().rstrip("。") not in _NONE_DECLARED:
            yield _finding(
                "interest", (member,), f"申报有利益关系：{member.interest.strip()}", "没有利益关系"
            )


def _fields(members: Sequence[Member]) -> Iterator[CompositionFinding]:
    held = {member.field for member in members}
    missing = tuple(term for field, term in FIELDS.items() if field not in (*held, "other"))
    if missing:
        yield CompositionFinding(
            "field",
            CLAUSE,
            missing,
            f"没有{'、'.join(missing)}领域的专家",
            "行业管理、政策研究、科技、环保、标准等领域（“等”，只作提示）",
            is_soft=True,
        )


def _finding(
    code: str, members: Iterable[Member], found: str, expected: str
) -> CompositionFinding:
    return CompositionFinding(
        code, CLAUSE, tuple(member.name for member in members), found, expected
    )


def _is_of(employer: str, firms: Sequence[str]) -> bool:
    plain = _plain(employer)
    return bool(plain) and any(
        plain == firm or (len(firm) >= _SHORTEST_FIRM and plain.startswith(firm)) for firm in firms
    )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
