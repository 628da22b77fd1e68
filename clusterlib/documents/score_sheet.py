"""评价体系打分表（A1.3）, for signature: every item with figure, threshold and state."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.paper import (
    Block,
    Cell,
    Gap,
    Paragraph,
    Table,
    digest,
    headed,
)
from clusterlib.reports.numbers import number_text
from clusterlib.rules.indicators import label_of
from clusterlib.rules.points import points_text
from clusterlib.rules.scoresheet import Band, CountedSection, GradedSection, ScoreSheet
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.rules.units import convert
from clusterlib.scoring.explanation import FactTrace, SectionTrace, SideTrace, TierTrace
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET
from clusterlib.scoring.sections import GATE_FAILED

TITLE = "指标达标评价体系打分表"
_MARKS = {MET: "√", NOT_MET: "×", MISSING: "缺", EXEMPT: "免"}
_TITLES = {
    "basic": "一、\n特色产业\n基本情况",
    "quality": "二、\n质量安全\n情况",
    "government": "三、区域内政府有关职能部门和地方行业组织开展工作的情况",
    "policy": "四、地方政府批准的特色产业发展规划及相关优惠政策及扶持措施等方面的情况",
}
_GRADES = ("一般", "较好", "好")
_WIDTHS = (14, 40, 11, 14, 15, 9, 20, 9)


def sheet(
    case: CaseFile,
    trace: TierTrace,
    points: list[int | None],
    who: str = "",
    notes: tuple[str, ...] = (),
) -> Iterator[Block]:
    """Yield one sheet: its head, the table, the line to sign on and the hash of what is signed.

    Parameters
    ----------
    case : CaseFile
        With an assessment.
    trace : TierTrace
        The score at the tier of the sheet.
    points : list of int or None, length 4
        Points per section in grid steps; None where the hand fills them in.
    who : str
        Whose sheet it is, blank for any.
    notes : tuple of str
        What is said below the table, such as an earlier round.
    """
    assert case.assessment is not None
    standard, rules = case.assessment.standard.standard, case.assessment.sheet
    evidence = case.assessment.cohort.evidence
    year = f"数据年度 {evidence[0].year}　" if evidence and evidence[0].year else ""
    head = "　".join(
        filter(None, (case.name, case.purpose, f"按{trace.tier.term}达标值", who, case.case))
    )
    example = "示例，" if standard.issuer == "示例" else f"{standard.issuer}，"
    yield Paragraph(head, "centre")
    yield Paragraph(
        f"标准：{standard.term}（{example}{STATUS_TERMS[standard.status]}）　"
        f"{year}带*的为核定值，其余为申报值",
        "note",
    )
    rows = (
        *_counted(trace.sections[0], rules.basic, points[0]),
        *_counted(trace.sections[1], rules.quality, points[1]),
        _graded(trace.sections[2], rules.government, points[2]),
        _graded(trace.sections[3], rules.policy, points[3]),
        _total(rules, points),
    )
    headings = headed(
        "部分", "本行业指标项目", "单位", "达标值", "数值", "达标", "评价分值", "得分"
    )
    table = Table(_WIDTHS, headings, rows, height=5, small=True)
    yield table
    for note in notes:
        yield Paragraph(note, "note")
    yield Paragraph("专家签字：　　　　　　　　　　　　　　　　　　　年　　月　　日", "plain")
    check = _spaced(sheet_hash(case, trace, points, who))
    yield Paragraph(
        f"校验码 SHA-256：{check}\n签字前核对：电脑重算校验码与此一致，则表中数值、分数未改。",
        "note",
    )


def sheet_hash(case: CaseFile, trace: TierTrace, points: list[int | None], who: str = "") -> str:
    """Return the SHA-256 over what is signed: case, tier, figures, thresholds, states, points."""
    return digest(
        {
            "case": case.case,
            "tier": trace.tier.id,
            "who": who,
            "figures": [
                [side.indicator.id, *_texts(side)]
                for section in trace.sections
                for item in section.items
                for side in item.sides
            ],
            "gates": [[gate.column, _answer(gate)] for gate in trace.sections[1].gates],
            "points": ["" if given is None else points_text(given) for given in points],
        }
    )


def gaps_of(case: CaseFile, trace: TierTrace) -> list[Gap]:
    """Return which figures, answers and grades a sheet lacks."""
    found = []
    for section in trace.sections[:2]:
        for item in section.items:
            if item.state == MISSING:
                label = "，或".join(side.indicator.label for side in item.sides)
                found.append(Gap(section.clause, f"{label}：未报确数"))
        for gate in section.gates:
            if gate.value is None:
                found.append(Gap(section.clause, f"{label_of(gate.column)}：未答“无”或“有”"))
    for section in trace.sections[2:]:
        if section.panel.value is None and (section.grade is None or section.grade.value is None):
            found.append(
                Gap(section.clause, f"{_TITLES[section.section]}：专家组未评档次、未评分")
            )
    for section in trace.sections:
        if section.refused:
            given = points_text(int(section.panel.value or 0))
            found.append(Gap(section.clause, f"专家组评 {given} 分，不在允许的档内，未采用"))
    if case.explanation is not None and case.explanation.applied is None:
        found.append(Gap("A1.3.note1", f"申报级别没有填写或认不出，暂按{trace.tier.term}达标值"))
    return found


def _counted(
    section: SectionTrace, counted: CountedSection, points: int | None
) -> Iterator[tuple[Cell, ...]]:
    sides = [
        (side, number > 0) for item in section.items for number, side in enumerate(item.sides)
    ]
    total = len(sides) + len(section.gates)
    first = Cell(
        f"{_TITLES[section.section]}\n（{points_text(section.maximum)}分）", "centre", total
    )
    last = (
        Cell(_bands(section, counted), "centre", total),
        Cell("" if points is None else points_text(points), "centre", total, strong=True),
    )
    for at, (side, is_second) in enumerate(sides):
        cells = (
            Cell(_label(side, is_second)),
            Cell(_unit(side), "centre"),
            *(Cell(text, "right") for text in _texts(side)[:2]),
            Cell(_texts(side)[2], "centre"),
        )
        yield (first, *cells, *last) if at == 0 else cells
    for gate in section.gates:
        answer = _answer(gate)
        mark = {"无": "√", "有": "×"}.get(answer, "缺")
        yield (
            Cell(label_of(gate.column)),
            *(Cell(text, "centre") for text in ("", "无", answer, mark)),
        )


def _label(side: SideTrace, is_second: bool) -> str:
    if is_second:
        return f"或：{side.indicator.label}"
    part = side.indicator.id == "above_scale_enterprises"
    return f"其中：{side.indicator.label}" if part else side.indicator.label


def _unit(side: SideTrace) -> str:
    return (side.threshold.unit if side.threshold else side.indicator.unit).term


def _texts(side: SideTrace) -> tuple[str, str, str]:
    """Return threshold, figure and state as they are printed."""
    mark = _MARKS.get(side.state, "")
    if side.threshold is None:
        return "免", "—", mark
    value: Decimal | None = side.figure.value
    figure = "—"
    if value is not None:
        figure = number_text(convert(value, side.indicator.unit, side.threshold.unit))
        figure += "*" if side.figure.confirmed is not None else ""
    return number_text(side.threshold.stated), figure, mark


def _answer(gate: FactTrace) -> str:
    return "未报" if gate.value is None else ("有" if gate.value else "无")


def _bands(section: SectionTrace, counted: CountedSection) -> str:
    """Return items met, the band that holds, and the others in brackets."""
    lowered = counted.lowered(section.dropped)
    exempt = sum(item.state == EXEMPT for item in section.items)
    lines = []
    if section.gates:
        bad = sum(bool(gate.value) for gate in section.gates)
        blank = sum(gate.value is None for gate in section.gates)
        said = f"后3项有{bad}项为“有”，不得分" if bad else "后3项均为无"
        lines.append(f"后3项有{blank}项未答" if blank and not bad else said)
    count = str(section.met)
    if section.missing:
        count = f"{section.met}–{section.met + section.missing}"
    front = f"前{counted.items}项达标" if section.gates else "达标"
    lines.append(f"{front} {count} 项")
    if exempt:
        lines.append(f"（含免{exempt}项）")
    if section.gate != GATE_FAILED or not section.gates:
        held = {band.least for band in section.bands}
        worst, best = min(held), max(held)
        reached = [band for band in reversed(lowered.bands) if worst <= band.least <= best]
        others = [band for band in reversed(lowered.bands) if band not in reached]
        lines += (f"{_count(lowered, band)}：\n{_points(band)}" for band in reached)
        said = "；\n".join(f"{_count(lowered, band)}：{_briefly(band)}" for band in others)
        lines += [f"（{said}）"] if said else []
    return "\n".join(lines)


def _count(counted: CountedSection, band: Band) -> str:
    above = [other.least for other in counted.bands if other.least > band.least]
    if not above:
        return f"{band.least}项以上" if band.least < counted.items else f"{band.least}项"
    most = min(above) - 1
    if band.least == 0:
        return f"{most}项以下"
    return f"{band.least}–{most}项" if band.least < most else f"{most}项"


def _points(band: Band) -> str:
    lower, upper = points_text(band.lower), points_text(band.upper)
    if band.lower_open:
        return f"得分＞{lower}分"
    if band.upper_open:
        return f"得分＜{upper}分"
    return f"{lower}分≤得分≤{upper}分"


def _briefly(band: Band) -> str:
    lower, upper = points_text(band.lower), points_text(band.upper)
    if band.lower_open:
        return f">{lower}分"
    return f"<{upper}分" if band.upper_open else f"{lower}–{upper}分"


def _graded(section: SectionTrace, graded: GradedSection, points: int | None) -> tuple[Cell, ...]:
    title = f"{_TITLES[section.section]}（{points_text(section.maximum)}分）"
    grade = None if section.grade is None or section.grade.value is None else section.grade.value
    bands = [f"{name}：{_points(band)}" for name, band in zip(_GRADES, graded.bands, strict=True)]
    said = bands[int(grade)] if grade is not None else "\n".join(reversed(bands))
    given = "" if points is None else points_text(points)
    return (
        Cell(title, columns=6),
        Cell(said, "centre"),
        Cell(given, "centre", strong=True),
    )


def _total(rules: ScoreSheet, points: list[int | None]) -> tuple[Cell, ...]:
    known = [given for given in points if given is not None]
    total = points_text(sum(known)) if len(known) == len(points) else ""
    mark = points_text(rules.pass_mark)
    return (
        Cell(f"总得分（须≥{mark}分方可符合基本的命名要求；结论以全组合成为准）", columns=7),
        Cell(total, "centre", strong=True),
    )


def _spaced(text: str) -> str:
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))
