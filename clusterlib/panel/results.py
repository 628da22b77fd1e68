"""Consolidated cases as tables of texts: decisions, what they rest on, experts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from clusterlib.panel.consolidation import points_written, rounded
from clusterlib.panel.records import GRADES, ROLES
from clusterlib.panel.review import Review
from clusterlib.panel.verdicts import decisions
from clusterlib.rules.indicators import GRADES as GRADE_COLUMNS
from clusterlib.rules.indicators import PANEL, SECTION_TERMS

DECIDED = (*PANEL, *GRADE_COLUMNS)

SECTION_COLUMNS = {
    "applicant_id": "申报编号",
    "round": "轮次",
    "consolidate": "合成",
    "section": "部分",
    "valid": "有效评分份数",
    "lowest": "最低",
    "highest": "最高",
    "range": "极差",
    "points": "合成得分",
    "grade": "档次",
    "votes": "各档票数",
    "alpha": "一致性",
    "verdict": "结论",
    "total": "总得分",
    "note": "说明",
}
MEMBER_COLUMNS = {
    "applicant_id": "申报编号",
    "round": "轮次",
    "member": "专家编号",
    "name": "姓名",
    "role": "职务",
    "sheet": "打分表编号",
    "sum": "合计",
    "severity": "与他人均差（占满分）",
    "verdict_without": "去掉后结论",
    "total_without": "去掉后总得分",
}


def panel_columns(
    reviews: Mapping[str, Review], federation: Mapping[str, Sequence[str]] | None = None
) -> dict[str, list[str]]:
    """Return a panel table: one row per applicant, in the order of the federation's table.

    Parameters
    ----------
    reviews : mapping of case to Review
    federation : mapping of column to texts, optional
        The federation's own table with `applicant_id`; its columns stay as they are, and
        so do points and grades of those whom no panel has reviewed.
    """
    own = dict(federation or {"applicant_id": []})
    ids = list(own.pop("applicant_id"))
    rows = [
        {"applicant_id": found, **{name: texts[at] for name, texts in own.items()}}
        for at, found in enumerate(ids)
    ]
    rows += [{"applicant_id": case} for case in reviews if case not in ids]
    for row in rows:
        if row["applicant_id"] in reviews:
            row |= decisions(reviews[row["applicant_id"]].consolidation)
    names = ("applicant_id", *DECIDED, *(name for name in own if name not in DECIDED))
    return {name: [row.get(name, "") for row in rows] for name in names}


def section_rows(reviews: Iterable[Review]) -> list[dict[str, str]]:
    """Return one row per case and section, what stands beside the consolidated points."""
    rows = []
    for one in reviews:
        found = one.consolidation
        for section in found.sections:
            rows.append(
                {
                    "applicant_id": found.case,
                    "round": str(found.round or ""),
                    "consolidate": found.reading,
                    "section": SECTION_TERMS[section.section],
                    "valid": str(len(section.valid)),
                    "lowest": _points(section.lowest),
                    "highest": _points(section.highest),
                    "range": _points(section.range),
                    "points": _points(section.points),
                    "grade": GRADES.get(section.grade, ""),
                    "votes": "、".join(f"{GRADES[name]}{n}" for name, n in section.votes.items()),
                    "alpha": alpha_text(found.alpha),
                    "verdict": one.verdict.verdict,
                    "total": one.verdict.total,
                    "note": section.told,
                }
            )
    return rows


def member_rows(reviews: Iterable[Review]) -> list[dict[str, str]]:
    """Return one row per case and expert: the own sum, severity, the verdict without."""
    rows = []
    for one in reviews:
        found = one.consolidation
        members = {member.member: member for member in one.case.members}
        for member in dict.fromkeys((*members, *found.sheets)):
            sheet, person = found.sheets.get(member), members.get(member)
            without = one.without.get(member)
            rows.append(
                {
                    "applicant_id": found.case,
                    "round": str(found.round or ""),
                    "member": member,
                    "name": person.name if person else "",
                    "role": ROLES.get(person.role, "") if person else "",
                    "sheet": sheet.id if sheet else "",
                    "sum": _points(sum(sheet.points.values(), Fraction())) if sheet else "",
                    "severity": _share(found.severity.get(member)),
                    "verdict_without": without.verdict if without else "",
                    "total_without": without.total if without else "",
                }
            )
    return rows


def alpha_text(alpha: float | None) -> str:
    """Return agreement to two decimals, — where every value is the same."""
    return "—" if alpha is None else f"{alpha:.2f}"


def severity_text(severity: Fraction | None) -> str:
    """Return severity in percent of the maximum, signed, to one decimal; — without one."""
    if severity is None:
        return "—"
    tenths = rounded(severity * 10)
    return f"{float(tenths * 10):+.1f}%"


def _share(share: Fraction | None) -> str:
    return "" if share is None else f"{float(rounded(share * 100) / 100):.4f}"


def _points(points: Fraction | None) -> str:
    return "" if points is None else points_written(points)
