"""What the numbers mean, in the regulation's words（结论语句）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clusterlib.analysis.asks import Ask
from clusterlib.analysis.what_if import Standing
from clusterlib.applicants.figures import UNKNOWN
from clusterlib.reports.numbers import (
    inequality_text,
    interval_text,
    number_text,
    range_text,
)
from clusterlib.rules.indicators import GATES, SECTIONS, label_of
from clusterlib.rules.points import points_text
from clusterlib.rules.scoresheet import CountedSection, Readings, ScoreSheet
from clusterlib.scoring.entry import FALLS_SHORT, HOLDS
from clusterlib.scoring.explanation import (
    FactTrace,
    Interval,
    SectionTrace,
    TierTrace,
)
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET
from clusterlib.scoring.route import ROUTE_MET, ROUTE_NOT_MET, ROUTE_UNKNOWN
from clusterlib.scoring.score import FAIL, OPEN, PASS
from clusterlib.scoring.sections import GATE_FAILED, GATE_UNKNOWN

VERDICT_WORDS = {PASS: "符合", OPEN: "未定", FAIL: "不符合"}
ROUTE_WORDS = {ROUTE_MET: "满足", ROUTE_UNKNOWN: "未定", ROUTE_NOT_MET: "不满足"}
STATE_WORDS = {MET: "达标", NOT_MET: "未达", MISSING: "缺", EXEMPT: "免"}
BAND_WORDS = {1: "一档", 2: "二档", 3: "三档"}
GRADE_WORDS = {2: "好", 1: "较好", 0: "一般"}
ANSWER_WORDS = {0: "无", 1: "有"}
CLAIM_WORDS = {0: "否", 1: "是"}
FINDING_WORDS = {HOLDS: "满足", FALLS_SHORT: "不满足", UNKNOWN: "未答"}
ENTRY_WORDS = {HOLDS: "满足", FALLS_SHORT: "不满足", UNKNOWN: "待答"}
BLANK_WORDS = ("", "—", "-", "－", "/", "／", "无")
"""What a cell of figures may hold to say that there is none."""
SECTION_NUMBERS = ("一", "二", "三", "四")

NO_TIME_WINDOW = "“曾发生”没有规定时间范围：凡曾发生过即填“有”，本报告按填报计。"
AS_THE_PANEL_GAVE = "结论按专家组已给的评分、档次原样计算，未给的按全部可能计，不作假设。"


def band_words(best: int, worst: int) -> str:
    """Return the band in a word; 跨 where a blank leaves it open.

    Examples
    --------
    >>> band_words(1, 1), band_words(1, 2), band_words(1, 3)
    ('一档', '跨二档、一档', '跨三档至一档')
    """
    if best == worst:
        return BAND_WORDS[best]
    joint = "、" if worst - best == 1 else "至"
    return f"跨{BAND_WORDS[worst]}{joint}{BAND_WORDS[best]}"


def verdict_sentence(trace: TierTrace, sheet: ScoreSheet, readings: Readings) -> str:
    """Return the verdict at one tier with the gates that failed, then the interval."""
    total = inequality_text(trace.total, "总得分")
    failed = gates_failed(trace.sections[1])
    named = f"，后3项有{len(failed)}项为“有”（{'；'.join(failed)}），第二部分得0分"
    named = named if failed else ""
    return (
        f"按{trace.tier.term}达标值：{VERDICT_WORDS[trace.verdict]}{named}。"
        f"{total}，{_against_mark(trace, sheet, readings)}。"
    )


def gates_failed(section: SectionTrace) -> tuple[str, ...]:
    """Return what each gate that was answered 有 asks for, without its 是否发生过."""
    return tuple(
        label_of(gate.column).removeprefix("是否").removeprefix("曾").removeprefix("发生过")
        for gate in section.gates
        if gate.value
    )


def counts_sentence(trace: TierTrace, sheet: ScoreSheet, standing: Standing) -> str:
    """Return items met, band and what is missing, then the sections in points."""
    basic, quality, government, policy = trace.sections
    items = sheet.basic.items - basic.dropped
    count = range_text(basic.met, basic.met + basic.missing)
    words = band_words(standing.best[0], standing.worst[0])
    missing = _missing_words(basic)
    counted = Interval(
        basic.interval.lower + quality.interval.lower,
        basic.interval.upper + quality.interval.upper,
        basic.interval.lower_open or quality.interval.lower_open,
        basic.interval.upper_open or quality.interval.upper_open,
    )
    return (
        f"{items}项中达标 {count} 项，{words}{missing}。"
        f"一、二两项合计 {interval_text(counted)} 分；{_graded_words(government, policy)}。"
    )


def ceiling_sentence(trace: TierTrace, sheet: ScoreSheet) -> str:
    """Return why nobody is certain of 70 before the panel speaks; blank once it has spoken."""
    if any(section.panel.value is not None for section in trace.sections):
        return ""
    if any(s.grade is not None and s.grade.value is not None for s in trace.sections):
        return ""
    basic, quality = sheet.basic.bands[-1].lower, sheet.quality.bands[-1].lower
    return (
        f"专家组评分之前，任何申报单位至多能确定 {points_text(basic + quality)} 分"
        f"（{points_text(basic)}＋{points_text(quality)}），所以先看达标项数和档次。"
    )


def basis_sentence(section: SectionTrace, sheet: ScoreSheet) -> str:
    """Return what a section's points rest on（依据）."""
    if section.grade is not None:
        return _graded_basis(section) + _panel_words(section)
    counted = sheet.basic if section.section == "basic" else sheet.quality
    counted = counted.lowered(section.dropped)
    exempt = sum(item.state == EXEMPT for item in section.items)
    count = range_text(section.met, section.met + section.missing)
    what = "达标" if section.section == "basic" else f"前{sheet.quality.items}项达标"
    words = f"{what} {count} 项"
    if exempt:
        words += f"（含免{exempt}项）" if not section.dropped else f"（免{exempt}项不计）"
    if section.gate != GATE_FAILED or section.section == "basic":
        words += f"：{_bands_words(section, counted)}"
    return f"{_gate_words(section)}{words}{_panel_words(section)}"


def county_sentence(ask: Ask) -> str:
    """Return one thing that the county is asked for."""
    if ask.kind == "figure":
        sides = ask.item.sides if ask.item else ()
        if any(side.figure.value is not None and side.state == MISSING for side in sides):
            return f"{label_of(ask.columns[0])}：补报地方标准（地标）数量，没有的填0"
        blank = [side.indicator for side in sides if side.indicator.id in ask.columns]
        labels = "，或".join(indicator.label for indicator in blank)
        return f"{labels}：补报确数"
    if ask.kind == "gate":
        if len(ask.columns) == len(GATES):
            return "后3项（重大质量、污染、安全生产事故）：填“无”或“有”"
        return "、".join(f"“{label_of(column)}”" for column in ask.columns) + "：填“无”或“有”"
    return f"{label_of(ask.columns[0])}：待答，请补报（申报条件，不计分，决定可否建议）"


def panel_sentences(asks: Sequence[Ask]) -> Iterator[str]:
    """Yield what the panel and the federation are asked for, sections of one kind together."""
    for kind, words in (
        ("refused", "专家组评分不在允许范围，请核对"),
        ("grade", "专家组评定档次或评分"),
        ("points", "专家组在档内评分"),
    ):
        numbers = [
            SECTION_NUMBERS[SECTIONS.index(ask.section)]
            for ask in asks
            if ask.kind == kind and ask.section
        ]
        if numbers:
            yield f"第{'、'.join(numbers)}部分：{words}"
    open_facts = [
        label_of(column) for ask in asks if ask.kind in ("rank", "claim") for column in ask.columns
    ]
    if open_facts:
        yield f"{'、'.join(open_facts)}：认定（名次条件取决于此）"


def rank_words(fact: FactTrace) -> str:
    """Return a rank, or that it was not given."""
    return "未填" if fact.value is None else f"第{number_text(fact.value)}"


def joined(parts: Sequence[str]) -> str:
    """Return the parts that are not blank, as one line."""
    return " · ".join(part for part in parts if part)


def _against_mark(trace: TierTrace, sheet: ScoreSheet, readings: Readings) -> str:
    mark = points_text(sheet.pass_mark)
    total, gate = trace.total, trace.sections[1].gate
    wholly_below = total.upper < sheet.pass_mark or (
        total.upper == sheet.pass_mark and total.upper_open
    )
    wholly_above = total.lower >= sheet.pass_mark
    if readings.gate == "veto" and gate == GATE_FAILED:
        return "按一票否决的读法不符合"
    if readings.gate == "veto" and gate == GATE_UNKNOWN and wholly_above:
        return "后3项尚有未答，按一票否决的读法不能定为符合"
    if wholly_above:
        return f"达到 {mark} 分"
    return f"不到 {mark} 分" if wholly_below else f"跨 {mark} 分"


def _missing_words(section: SectionTrace) -> str:
    labels = [
        item.deciding.indicator.short
        # A sum of standards without 地标 is there, and lacks only these.
        + ("的地标" if item.deciding.figure.value is not None else "")
        for item in section.items
        if item.state == MISSING
    ]
    if not labels:
        return ""
    if len(labels) <= 3:
        return "：" + "、".join(f"“{label}”" for label in labels) + "未报"
    return f"：{len(labels)}项未报"


def _graded_words(government: SectionTrace, policy: SectionTrace) -> str:
    open_ones = [
        number
        for number, section in (("三", government), ("四", policy))
        if section.panel.value is None and section.grade and section.grade.value is None
    ]
    three, four = interval_text(government.interval), interval_text(policy.interval)
    if len(open_ones) == 2 and three == four:
        return f"三、四项待专家组，各 {three} 分"
    waiting = {number: "待专家组 " if number in open_ones else "" for number in ("三", "四")}
    return f"第三项{waiting['三']} {three} 分，第四项{waiting['四']} {four} 分".replace("  ", " ")


def _graded_basis(section: SectionTrace) -> str:
    if section.grade is None or section.grade.value is None:
        return "待专家组评定" if section.panel.value is None else ""
    grade = GRADE_WORDS[int(section.grade.value)]
    band = section.bands[0]
    allowed = Interval(band.lower, band.upper, band.lower_open, band.upper_open)
    return f"专家组评“{grade}”：{interval_text(allowed)} 分"


def _panel_words(section: SectionTrace) -> str:
    if section.panel.value is None:
        return ""
    given = points_text(int(section.panel.value))
    joint = "；" if section.bands else ""
    if section.refused:
        return f"{joint}专家组评 {given} 分，不在允许范围，未采用"
    if not section.settled:
        return f"{joint}专家组评 {given} 分，缺项未报齐前档次未定，得分仍是区间"
    return f"{joint}专家组评 {given} 分"


def _gate_words(section: SectionTrace) -> str:
    if not section.gates:
        return ""
    if section.gate == GATE_FAILED:
        return f"后3项有{len(gates_failed(section))}项为“有”，不得分；"
    if section.gate == GATE_UNKNOWN:
        blank = sum(gate.value is None for gate in section.gates)
        return f"后3项有{blank}项未答，可能不得分；"
    return "后3项均为“无”；"


def _bands_words(section: SectionTrace, counted: CountedSection) -> str:
    worst, best = section.bands
    reached = [band for band in counted.bands if worst.least <= band.least <= best.least]
    return "，".join(
        f"{_count_words(counted, band.least)} "
        f"{interval_text(Interval(band.lower, band.upper, band.lower_open, band.upper_open))}分"
        for band in reached
    )


def _count_words(counted: CountedSection, least: int) -> str:
    above = [band.least for band in counted.bands if band.least > least]
    if not above:
        return f"{least}项" if least == counted.items else f"{least}项以上"
    if least == 0:
        return f"{above[0] - 1}项以下"
    return f"{range_text(least, above[0] - 1)}项"
