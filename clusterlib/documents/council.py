"""会长办公会汇总（3.3）: one row a case, with verdict, tier, panel and what is open."""

from __future__ import annotations

from collections.abc import Sequence

from clusterlib.documents.case_file import CaseFile, date_words
from clusterlib.documents.paper import Cell, Gap, Paragraph, Part, Table, headed
from clusterlib.documents.steps import ASKED, verdict_words
from clusterlib.panel.records import CONCLUSIONS
from clusterlib.register.events import RESULTS
from clusterlib.rules.tiers import tier_of

_WIDTHS = (4, 12, 20, 9, 7, 7, 20, 22, 9, 26)


def parts_of(cases: Sequence[CaseFile], version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the summary for the council of presidents, and what is open in each case."""
    rows, gaps = [], []
    for number, case in enumerate(cases, 1):
        lacking = open_gaps(case)
        gaps += [Gap(gap.clause, f"{case.case}　{gap.text}", gap.soft) for gap in lacking]
        rows.append(_row(number, case, lacking))
    headings = headed(
        "序号",
        "办件",
        "称号、申报单位",
        "行业",
        "事由",
        "级别",
        "评价结论",
        "专家组",
        "建议级别",
        "待办",
    )
    passed = sum(not open_gaps(case) for case in cases)
    return (
        Part(
            "summary",
            (
                Paragraph(f"共{len(cases)}件，材料齐备{passed}件。", "plain"),
                Table(_WIDTHS, headings, tuple(rows), small=True),
                Paragraph("会长办公会意见：", "plain"),
                Paragraph("年　　月　　日", "right"),
            ),
        ),
    ), gaps


def open_gaps(case: CaseFile) -> list[Gap]:
    """Return what is still open in a case before the council."""
    gaps = []
    if case.assessment is None:
        gaps.append(Gap("3.1.documents", case.unscored))
    for body in ASKED.get(case.channel, ()):
        if not any(event.by in (body, "") for event in case.steps("examined")):
            name = "行业协会" if body == "association" else "省级组织"
            gaps.append(Gap("3.1.documents", f"缺{name}审查意见"))
    panel = case.panel
    if panel is None:
        gaps.append(Gap("3.2.panel", "没有专家组的记录"))
    else:
        hard = [finding for finding in panel.findings if not finding.is_soft]
        gaps += [Gap(one.clause, f"专家组：{one.found}") for one in hard]
    appraised = case.step("appraised")
    if appraised is None and not (panel and panel.visit and panel.visit.conclusion):
        gaps.append(Gap("3.2.report", "没有考评结论"))
    if case.step("opinion") is None:
        gaps.append(Gap("3.3.opinion", "缺协会正式意见"))
    audited = case.step("audited")
    if audited is None or audited.result != "complete":
        gaps.append(Gap("3.3.audit", "形式审查未通过"))
    return gaps


def _row(number: int, case: CaseFile, lacking: Sequence[Gap]) -> tuple[Cell, ...]:
    names = "\n".join(dict.fromkeys(filter(None, (case.title, case.applicant))))
    outcome = case.explanation.outcome if case.explanation else None
    return (
        Cell(str(number), "centre"),
        Cell(case.case, "centre"),
        Cell(names),
        Cell(case.industry, "centre"),
        Cell(case.purpose, "centre"),
        Cell(case.tier.term if case.tier is not None else "—", "centre"),
        Cell(verdict_words(case)),
        Cell(_panel(case)),
        Cell(outcome.term if outcome is not None else "暂无", "centre"),
        Cell("；".join(gap.text for gap in lacking) or _ready(case)),
    )


def _panel(case: CaseFile) -> str:
    panel, appraised = case.panel, case.step("appraised")
    if panel is None:
        return RESULTS["appraised"].get(appraised.result, "—") if appraised else "—"
    visit = panel.visit
    parts = [f"{len(panel.members)}人"]
    if any(not finding.is_soft for finding in panel.findings):
        parts.append("组成不符")
    if visit and visit.conclusion:
        tier = tier_of(visit.recommended_tier)
        parts.append(CONCLUSIONS[visit.conclusion] + (tier.term if tier else ""))
    return "，".join(parts)


def _ready(case: CaseFile) -> str:
    audited = case.step("audited")
    return f"齐备（形式审查{date_words(audited.date)}）" if audited else "齐备"
