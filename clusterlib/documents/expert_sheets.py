"""The sheets of a panel（专家打分表）: one for each expert, or one for the hand to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clusterlib.documents.case_file import CaseFile, PanelFile
from clusterlib.documents.paper import Block, Gap, PageBreak, Paragraph, Part
from clusterlib.documents.score_sheet import TITLE, gaps_of, sheet
from clusterlib.panel.consolidation import points_written
from clusterlib.panel.records import GRADES
from clusterlib.panel.sheets import ExpertSheet, counting_sheets
from clusterlib.rules.indicators import SECTION_TERMS, SECTIONS, Section
from clusterlib.rules.points import on_grid
from clusterlib.scoring.explanation import TierTrace


def parts_of(case: CaseFile, version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the sheets of a case to sign, and what is missing on them.

    One sheet for each expert, by name only inside; outside without names, and for the public
    the panel's points alone. Without a panel there is one sheet, filled in by hand.
    """
    trace, assessment = case.focus, case.assessment
    if trace is None or assessment is None:
        return (Part("sheets", ()),), [Gap("A1.3.basic", case.unscored or "没有申报数据")]
    gaps = gaps_of(case, trace)
    if case.panel is not None:
        gaps += composition_gaps(case.panel, version)
    if case.panel is None or not case.panel.members or version == "public":
        blocks = list(sheet(case, trace, consolidated(trace)))
    else:
        blocks = list(_by_expert(case, case.panel, trace, version))
        gaps += sheet_gaps(case.panel, version)
    return (Part("sheets", tuple(blocks)),), gaps


def consolidated(trace: TierTrace) -> list[int | None]:
    """Return the points per section that the score rests on, in grid steps."""
    return [
        None if section.panel.value is None or section.refused else int(section.panel.value)
        for section in trace.sections
    ]


def _by_expert(
    case: CaseFile, panel: PanelFile, trace: TierTrace, version: str
) -> Iterator[Block]:
    """Yield a sheet for each expert, each on a page of its own."""
    counting = panel.counting
    if version == "internal":
        held = [(one.name, counting.get(one.member)) for one in panel.members]
    else:
        # In the order of points, which says nothing of who gave them.
        ordered = sorted(counting.values(), key=lambda one: [*map(str, one.points.values())])
        held = [(f"专家评分之{number}", one) for number, one in enumerate(ordered, 1)]
        if not held:
            yield Paragraph("还没有锁定的打分表。")
    for number, (who, own) in enumerate(held):
        if number:
            yield PageBreak()
            yield Paragraph("", "centre", TITLE)
        points = [
            None if own is None or section not in own.points else on_grid(own.points[section])
            for section in SECTIONS
        ]
        notes = tuple(_earlier(panel, own, version)) if own else ()
        yield from sheet(case, trace, points, f"第{panel.round}轮　{who}", notes)


def _earlier(panel: PanelFile, own: ExpertSheet, version: str) -> Iterator[str]:
    """Yield what an expert gave in earlier rounds, and why it was changed."""
    for number in range(1, own.round):
        earlier = counting_sheets(panel.sheets, number).get(own.member)
        if earlier is None:
            continue
        parts = [_given(earlier, section) for section in SECTIONS if section in earlier.points]
        total = points_written(sum(earlier.points.values(), Fraction()))
        when = f"（{earlier.locked[:10]} 锁定）"
        yield f"第{number}轮{when}：{'、'.join(parts)}，合计 {total}，原表另存。"
    reasons = "；".join(dict.fromkeys(own.reasons.values()))
    if reasons:
        yield f"理由：{_without_names(reasons, panel) if version != 'internal' else reasons}"


def _given(one: ExpertSheet, section: Section) -> str:
    grade = f"（{GRADES[one.grades[section]]}）" if section in one.grades else ""
    return f"{points_written(one.points[section])}{grade}"


def _without_names(text: str, panel: PanelFile) -> str:
    for name in sorted({one.name for one in panel.members if one.name}, key=len, reverse=True):
        text = text.replace(name, "某专家")
    return text


def composition_gaps(panel: PanelFile, version: str) -> Iterator[Gap]:
    """Yield what stands against the composition; outside without names, clause 3.2.panel."""
    for finding in panel.findings:
        names = f"（{'、'.join(finding.names)}）" if finding.names and not finding.is_soft else ""
        who = names if version == "internal" else ""
        text = f"专家组：{finding.found}{who}；应为{finding.expected}"
        yield Gap(finding.clause, text, finding.is_soft)


def sheet_gaps(panel: PanelFile, version: str = "internal") -> Iterator[Gap]:
    """Yield which sheets are not locked, and what consolidation says of a section."""
    waiting = [one.name for one in panel.members if one.member not in panel.counting]
    if waiting:
        done = len(panel.members) - len(waiting)
        names = f"（未锁定：{'、'.join(waiting)}）" if version == "internal" else ""
        yield Gap(
            "A4.advice",
            f"第{panel.round}轮打分表锁定{done}份，应有{len(panel.members)}份{names}",
        )
    if panel.consolidation is None:
        if panel.sheets:
            yield Gap("A4.advice", f"第{panel.round}轮还没有收轮，没有合成得分")
        return
    for section in panel.consolidation.sections:
        if section.told:
            told = f"{SECTION_TERMS[section.section]}：{section.told}"
            yield Gap(f"A1.3.{section.section}", told, soft=section.points is not None)
