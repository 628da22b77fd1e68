"""A reviewed case in words（合成结果）: sections, experts, what would be without each."""

from __future__ import annotations

from collections.abc import Iterator

from clusterlib.panel.consolidation import SectionPoints, points_written
from clusterlib.panel.records import GRADES
from clusterlib.panel.results import alpha_text, severity_text
from clusterlib.panel.review import Review
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rules.indicators import SECTION_TERMS
from clusterlib.scoring.score import VERDICT_IDS

_VERDICTS = {VERDICT_IDS[code]: word for code, word in VERDICT_WORDS.items()}
READING_TERMS = {"mean": "平均", "median": "中位", "trimmed": "去掉最高最低后平均"}


def told_review(review: Review) -> Iterator[str]:
    """Yield a case line by line."""
    found = review.consolidation
    name = f"{found.case} {review.applicant.name}".strip()
    if found.round is None:
        yield f"{name}：没有收轮，没有合成"
        return
    verdict = verdict_text(review.verdict.verdict)
    yield (
        f"{name}：第{found.round}轮，{len(found.sheets)}份打分表，取{READING_TERMS[found.reading]}；"
        f"总得分{review.verdict.total}，{verdict}"
    )
    for section in found.sections:
        yield f"  {section_text(section)}"
    yield f"  一致性（Krippendorff α，等距，按满分折算）{alpha_text(found.alpha)}"
    names = {member.member: member.name for member in review.case.members}
    for member in found.sheets:
        without = review.without[member]
        yield (
            f"  {names.get(member, member)}：与他人均差{severity_text(found.severity[member])}；"
            f"去掉后{without.total}，{verdict_text(without.verdict)}"
        )
    missing = [person.name for person in review.case.members if person.member not in found.sheets]
    if missing:
        yield f"  没有锁定的打分表：{'、'.join(missing)}"
    for finding in review.composition:
        yield f"  {'提示' if finding.is_soft else '不合'}：{finding.sentence()}"


def section_text(section: SectionPoints) -> str:
    """Return one section in words: point, grade, valid points, range, what is said."""
    parts = [SECTION_TERMS[section.section]]
    if section.grade:
        parts.append(f"定为“{GRADES[section.grade]}”")
    parts.append("无分" if section.points is None else f"{points_written(section.points)}分")
    parts.append(f"计入{len(section.valid)}份")
    if section.lowest is not None and section.highest is not None and section.range is not None:
        lowest, highest = points_written(section.lowest), points_written(section.highest)
        parts.append(f"{lowest}–{highest}，极差{points_written(section.range)}")
    if section.outside:
        parts.append(f"{len(section.outside)}份不在档内，不计")
    return "，".join(parts) + (f"（{section.told}）" if section.told else "")


def verdict_text(verdict: str) -> str:
    """Return a verdict's term; — where no tier is known."""
    return _VERDICTS.get(verdict, "—")
