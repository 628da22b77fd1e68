"""From a case to its papers（生成文书）: one value per paper and reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from clusterlib.documents import (
    application,
    appraisal,
    award,
    base_tables,
    correction,
    council,
    expert_sheets,
    lists,
    score_sheet,
    steps,
)
from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.kinds import CASE_KINDS, KINDS, VERSIONS, Kind, kind_named
from clusterlib.documents.paper import Gap, Paper, Part
from clusterlib.documents.sources import Sources
from clusterlib.documents.versions import without_contacts
from clusterlib.documents.workspace import lists_of_year
from clusterlib.errors import RuleError
from clusterlib.register.lists import YearlyLists
from clusterlib.resources import regulation_folder
from clusterlib.rule_files.title_rules import read_title_rules
from clusterlib.rules.titles import TitleRules

Content = tuple[tuple[Part, ...], list[Gap]]

_TITLES = {
    "application": "特色区域和产业集群申请报告",
    "examination": "共建授名申请审查意见",
    "submission": "共建授名申请呈报单",
    "association_opinion": "关于共建授名的意见",
    "council_summary": "会长办公会审核事项汇总",
    "plaque": "牌匾文字",
    "base_tables": "特色区域和产业集群基本情况表",
    "score_sheet": score_sheet.TITLE,
    "appraisal_report": "轻工业特色区域和产业集群\n专家考评报告",
    "correction_notice": "关于补正申报材料的通知",
}
_REVIEW_TITLES = {
    "application": "特色区域和产业集群复评报告",
    "examination": "复评申请审查意见",
    "submission": "复评申请呈报单",
    "association_opinion": "关于复评的意见",
}
_OF_AWARD = {"joint_notice": award.notice, "plaque": award.plaque}
_ANNEXES = {
    "application": "附件2",
    "base_tables": "附件3",
    "score_sheet": "附件1",
    "appraisal_report": "附件4",
}
_OF_CASE: dict[str, Callable[[CaseFile, str], Content]] = {
    "base_tables": base_tables.parts_of,
    "score_sheet": expert_sheets.parts_of,
    "application": application.parts_of,
    "examination": steps.examination,
    "submission": steps.submission,
    "association_opinion": steps.association_opinion,
    "appraisal_report": appraisal.parts_of,
}


def kind_of(text: str) -> Kind:
    """Return the kind that an id or a Chinese name names.

    Raises
    ------
    RuleError
        If there is none.
    """
    kind = kind_named(text)
    if kind is None:
        known = "、".join(f"{one.id}（{one.term}）" for one in KINDS.values())
        raise RuleError("--kind", f"没有文书“{text}”", f"{known}之一")
    return kind


def version_of(text: str) -> str:
    """Return the version that an id or a Chinese name names.

    Raises
    ------
    RuleError
        If there is none.
    """
    found = text if text in VERSIONS else {term: one for one, term in VERSIONS.items()}.get(text)
    if found is None:
        known = "、".join(f"{one}（{term}）" for one, term in VERSIONS.items())
        raise RuleError("--version", f"没有版本“{text}”", f"{known}之一")
    return found


def paper_of_case(
    kind: Kind,
    case: CaseFile,
    version: str,
    *,
    by: date | None = None,
    rules: TitleRules | None = None,
) -> Paper:
    """Return one paper of a case for one reader.

    Parameters
    ----------
    kind : Kind
        One that is made for a case.
    case : CaseFile
    version : str
        ``internal``, ``applicant`` or ``public``.
    by : date, optional
        Last day for an answer, of a letter that asks for one.
    rules : TitleRules, optional
        The rules of titles on the day; the shipped ones where they are left out.
    """
    if kind.id == "correction_notice":
        parts, gaps = correction.parts_of(case, by)
    elif kind.id in _OF_AWARD:
        known = rules or read_title_rules(regulation_folder(), case.day)
        parts, gaps = _OF_AWARD[kind.id](case, version, known)
    else:
        parts, gaps = _OF_CASE[kind.id](case, version)
    return _paper(
        kind, version, [case], case.case, case.applicant, _title(kind, case), parts, gaps
    )


def council_paper(cases: Sequence[CaseFile], version: str) -> Paper:
    """Return the summary of cases for the council of presidents."""
    parts, gaps = council.parts_of(cases, version)
    kind = KINDS["council_summary"]
    owner = cases[0].case if len(cases) == 1 else f"{cases[0].day.isoformat()}共{len(cases)}件"
    return _paper(kind, version, cases, owner, owner, _TITLES[kind.id], parts, gaps)


def paper_of_year(kind: Kind, found: YearlyLists, version: str, day: date) -> Paper:
    """Return a list of a year（认定名单、取消公告）."""
    if kind.id == "recognised_list":
        parts, gaps = lists.recognised(found, day)
        title = f"{found.year}年度轻工业特色区域和产业集群认定名单"
    else:
        parts, gaps = lists.withdrawal(found, day)
        title = "关于取消轻工业特色区域和产业集群称号的公告"
    year = f"{found.year}年"
    return _paper(kind, version, [], year, year, title, parts, gaps)


def _paper(
    kind: Kind,
    version: str,
    cases: Sequence[CaseFile],
    owner: str,
    name: str,
    title: str,
    parts: tuple[Part, ...],
    gaps: list[Gap],
) -> Paper:
    if version != "internal":
        for case in cases:
            parts, gaps = without_contacts(parts, gaps, case)
    return Paper(
        kind=kind.id,
        term=kind.term,
        version=version,
        owner=owner,
        name=name,
        title=title,
        parts=parts,
        subtitle=_subtitle(kind, cases[0]) if len(cases) == 1 else "",
        annex=_ANNEXES.get(kind.id, ""),
        marks=marks(version, gaps, fictional=any(case.is_fictional for case in cases)),
        gaps=tuple(gaps),
        layout=kind.layout,
    )


def papers_of(
    kinds: Sequence[Kind] | None,
    cases: Sequence[CaseFile],
    version: str,
    *,
    by: date | None = None,
    rules: TitleRules | None = None,
) -> Iterator[Paper]:
    """Yield papers of cases, one after the other.

    Parameters
    ----------
    kinds : sequence of Kind or None
        Kinds that are made for cases; every kind of one case where None.
    cases : sequence of CaseFile
    version : str
    by, rules
        As of `paper_of_case`.
    """
    chosen = CASE_KINDS if kinds is None else kinds
    for kind in chosen:
        if kind.owner == "cases":
            # What leaves the house names no other applicant.
            groups = [cases] if version == "internal" else [[case] for case in cases]
            for group in groups:
                yield council_paper(group, version)
    for case in cases:
        for kind in chosen:
            if kind.owner == "case":
                yield paper_of_case(kind, case, version, by=by, rules=rules)


def papers_of_years(
    kinds: Sequence[Kind], years: Sequence[str], version: str, sources: Sources, day: date
) -> Iterator[Paper]:
    """Yield the lists of years.

    Raises
    ------
    RuleError
        If a text is no year.
    InputError
        If there is no register.
    """
    for year in years:
        found = lists_of_year(sources, _year(year))
        for kind in kinds:
            yield paper_of_year(kind, found, version, day)


def _year(text: str) -> int:
    if not (text.isdigit() and len(text) == 4):
        raise RuleError(text, "不是年份", "四位年份，如 2025", "名单按年出，CASE 处写年份")
    return int(text)


def _title(kind: Kind, case: CaseFile) -> str:
    if kind.id == "joint_notice":
        name = case.title or "（称号待补）"
        return f"关于{name}复评合格的通知" if case.is_review else f"关于授予{name}称号的通知"
    titles = {**_TITLES, **(_REVIEW_TITLES if case.is_review else {})}
    return titles.get(kind.id, kind.term)


def marks(version: str, gaps: Sequence[Gap], *, fictional: bool) -> tuple[str, ...]:
    """Return what stands above a title: for whom, whether complete, whether made up."""
    lacking = sum(not gap.soft for gap in gaps)
    state = f"未齐备，缺{lacking}处，见末页" if lacking else "齐备"
    return (VERSIONS[version], state, *(("虚构样例",) if fictional else ()))


def _subtitle(kind: Kind, case: CaseFile) -> str:
    if kind.id in ("score_sheet", "correction_notice", "joint_notice", "plaque"):
        return ""
    return f"（{case.purpose}　{case.name}）"
