"""From a case to its papers（生成文书）: one value per paper and reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from clusterlib.documents import appraisal, base_tables, correction, expert_sheets
from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.kinds import KINDS, VERSIONS, Kind, kind_named
from clusterlib.documents.paper import Gap, Paper, Part
from clusterlib.documents.sources import Sources, case_files
from clusterlib.documents.versions import without_contacts
from clusterlib.errors import RuleError

Content = tuple[tuple[Part, ...], list[Gap]]

_TITLES = {
    "base_tables": "特色区域和产业集群基本情况表",
    "score_sheet": "指标达标评价体系打分表",
    "appraisal_report": "轻工业特色区域和产业集群\n专家考评报告",
    "correction_notice": "关于补正申报材料的通知",
}
_ANNEXES = {"base_tables": "附件3", "score_sheet": "附件1", "appraisal_report": "附件4"}
_OF_CASE: dict[str, Callable[[CaseFile, str], Content]] = {
    "base_tables": base_tables.parts_of,
    "score_sheet": expert_sheets.parts_of,
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


def paper_of_case(kind: Kind, case: CaseFile, version: str, *, by: date | None = None) -> Paper:
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
    """
    if kind.id == "correction_notice":
        parts, gaps = correction.parts_of(case, by)
    else:
        parts, gaps = _OF_CASE[kind.id](case, version)
    if version != "internal":
        parts, gaps = without_contacts(parts, gaps, case)
    return Paper(
        kind=kind.id,
        term=kind.term,
        version=version,
        owner=case.case,
        name=case.applicant,
        title=_TITLES.get(kind.id, kind.term),
        parts=parts,
        subtitle=_subtitle(kind, case),
        annex=_ANNEXES.get(kind.id, ""),
        marks=marks(version, gaps, fictional=case.is_fictional),
        gaps=tuple(gaps),
        layout=kind.layout,
    )


def papers_of(
    kinds: Sequence[Kind] | None,
    owners: Sequence[str],
    version: str,
    sources: Sources,
    day: date,
    *,
    by: date | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Paper]:
    """Yield papers of cases, one after the other.

    Parameters
    ----------
    kinds : sequence of Kind or None
        Kinds of one owner; every kind of a case where None.
    owners : sequence of str
        Cases, ids of applications, or years.
    version : str
    sources : Sources
    day : date
        Day of the papers.
    by : date, optional
        Last day for an answer.
    tell : function
        Is told of files that could not be read.
    """
    chosen = [kind for kind in KINDS.values() if kind.owner == "case"] if kinds is None else kinds
    cases = case_files(sources, day, owners, tell=tell)
    for case in cases:
        for kind in chosen:
            yield paper_of_case(kind, case, version, by=by)


def marks(version: str, gaps: Sequence[Gap], *, fictional: bool) -> tuple[str, ...]:
    """Return what stands above a title: for whom, whether complete, whether made up."""
    lacking = sum(not gap.soft for gap in gaps)
    state = f"未齐备，缺{lacking}处，见末页" if lacking else "齐备"
    return (VERSIONS[version], state, *(("虚构样例",) if fictional else ()))


def _subtitle(kind: Kind, case: CaseFile) -> str:
    if kind.id in ("score_sheet", "correction_notice"):
        return ""
    return f"（{case.purpose}　{case.name}）"
