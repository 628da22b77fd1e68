"""专家考评报告（A4）: the visit, opinions with figures, conclusion, suggestions, signatures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from clusterlib.documents.base_tables import growth_gaps
from clusterlib.documents.case_file import CaseFile, PanelFile, date_words, day_words
from clusterlib.documents.comparison import comparison
from clusterlib.documents.expert_sheets import composition_gaps, sheet_gaps
from clusterlib.documents.paper import Block, Cell, Gap, Paragraph, Part, Table, headed, signatures
from clusterlib.panel.composition import seniority
from clusterlib.panel.consolidation import points_written
from clusterlib.panel.records import CONCLUSIONS, ROLES, Opinion, Visit
from clusterlib.reports.numbers import interval_text
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rules.indicators import SECTION_TERMS
from clusterlib.rules.points import points_text
from clusterlib.rules.tiers import tier_of
from clusterlib.scoring.score import PASS

SHORTEST = 60
"""Characters of a paragraph that counts as a detailed one（详细阐述）."""
_NUMBERS = "一二三四五六七八九十"
_COMPANY = {
    "association": "会同有关行业协会",
    "provincial": "会同省级轻工行业组织",
    "both": "会同有关行业协会和省级轻工行业组织",
}


def parts_of(case: CaseFile, version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the report and what Annex 4 asks for that it lacks."""
    panel = case.panel
    if panel is None:
        blank = ("visit", "opinions", "figures", "conclusion", "suggestions", "signatures")
        return tuple(Part(name, ()) for name in blank), [
            Gap("3.2.panel", "没有专家组的记录（专家名册、打分、意见、考评情况）")
        ]
    compared, figure_gaps = comparison(case)
    gaps = [
        *panel_gaps(case, panel, version),
        *opinion_gaps(panel.opinions, "意见", panel.rules.least_opinions, "A4.opinions"),
        *figure_gaps,
        *(growth_gaps(case.tables) if case.tables else ()),
        *conclusion_gaps(case, panel),
        *opinion_gaps(panel.suggestions, "建议", panel.rules.least_suggestions, "A4.advice"),
        *sheet_gaps(panel, version),
    ]
    return (
        Part("visit", tuple(_visit(case, panel, version))),
        Part("opinions", tuple(_numbered("二、考评意见", panel.opinions))),
        Part("figures", tuple(compared)),
        Part("conclusion", tuple(_conclusion(case, panel))),
        Part("suggestions", tuple(_numbered("发展建议", panel.suggestions))),
        Part("signatures", tuple(_signatures(case, panel))),
    ), gaps


def panel_gaps(case: CaseFile, panel: PanelFile, version: str) -> Iterator[Gap]:
    """Yield what stands against the panel and the facts of its visit."""
    yield from composition_gaps(panel, version)
    visit = panel.visit
    yield from visit_gaps(visit)
    if visit and visit.channel and case.channel and visit.channel != case.channel:
        yield Gap("3.1.channels", "考评情况的渠道与台账不同，以台账为准，请核对")


def visit_gaps(visit: Visit | None) -> Iterator[Gap]:
    """Yield what the facts of a visit lack."""
    if visit is None:
        yield Gap("3.2.report", "没有考评情况：时间、地点、考评会议、结论")
        return
    for text, what in (
        (visit.from_, "考评开始日期"),
        (visit.to, "考评结束日期"),
        (visit.place, "考评地点"),
        (visit.meeting, "考评会议"),
    ):
        if not text.strip():
            yield Gap("3.2.report", f"没有写{what}")
    if not visit.conclusion:
        yield Gap("A4.advice", "没有考评结论（推荐或不推荐）")
    if visit.conclusion == "recommended" and not visit.recommended_tier:
        yield Gap("A4.advice", "没有写推荐级别")


def opinion_gaps(opinions: Sequence[Opinion], what: str, least: int, clause: str) -> Iterator[Gap]:
    """Yield what opinions or suggestions lack: their number, a paragraph each, one text once."""
    if len(opinions) < least:
        yield Gap(clause, f"{what}{len(opinions)}条，一般不少于{least}条")
    seen: dict[str, str] = {}
    for opinion in opinions:
        plain = _plain(opinion.text)
        length = len("".join(opinion.text.split()))
        if what == "意见" and length < SHORTEST:
            yield Gap(
                clause,
                f"{what}{opinion.number}的阐述{length}字，须有一段详细阐述（不少于{SHORTEST}字）",
            )
        elif not opinion.text.strip():
            yield Gap(clause, f"{what}{opinion.number}没有内容")
        if plain and plain in seen:
            yield Gap(clause, f"{what}{opinion.number}与{what}{seen[plain]}是同一段文字")
        seen.setdefault(plain, opinion.number)


def conclusion_gaps(case: CaseFile, panel: PanelFile) -> Iterator[Gap]:
    """Yield what the conclusion is at odds with."""
    visit = panel.visit
    if visit is None:
        return
    step = case.step("appraised")
    if step and step.result and visit.conclusion and step.result != visit.conclusion:
        recorded = CONCLUSIONS.get(step.result, step.result)
        yield Gap("A4.advice", f"考评结论与台账（{recorded}）不同，请核对")
    tier = tier_of(visit.recommended_tier)
    outcome = case.explanation.outcome if case.explanation else None
    if visit.conclusion == "recommended" and tier is not None and case.explanation is not None:
        if outcome is None:
            yield Gap("A1.3.note2", f"推荐{tier.term}，按评价没有建议级别，请核对")
        elif outcome > tier:
            yield Gap("A1.3.note2", f"推荐{tier.term}，高于按评价的建议级别{outcome.term}，请核对")


def _visit(case: CaseFile, panel: PanelFile, version: str) -> Iterator[Block]:
    yield Paragraph("一、考评基本情况", "heading")
    visit = panel.visit
    channel = case.channel or (visit.channel if visit else "")
    when, place = "（时间待补）", "（地点待补）"
    if visit is not None:
        days = [date_words(text) for text in (visit.from_, visit.to) if text]
        when = "至".join(dict.fromkeys(days)) or when
        place = visit.place or place
    senior = sum(seniority(one) == "senior" for one in panel.members)
    people = f"专家组由{len(panel.members)}人组成，其中具有高级职称的{senior}人"
    if version == "internal":
        for role in ("leader", "deputy"):
            names = "、".join(one.name for one in panel.members if one.role == role)
            people += f"；{ROLES[role]}{names}" if names else ""
    else:
        people += "，名单见签字表"
    yield Paragraph(
        f"{when}，中国轻工业联合会{_COMPANY.get(channel, '')}组织专家组，在{place}"
        f"对{case.name}进行{case.purpose}实地考评。{people}。"
        + (visit.meeting.strip().rstrip("。") + "。" if visit and visit.meeting.strip() else "")
    )


def _numbered(title: str, opinions: Sequence[Opinion]) -> Iterator[Block]:
    yield Paragraph(title, "heading")
    for number, opinion in enumerate(opinions, 1):
        heading = opinion.heading.strip().rstrip("。")
        yield Paragraph(
            opinion.text.strip(),
            "body",
            f"（{numeral(number)}）" + (f"{heading}。" if heading else ""),
        )
    if not opinions:
        yield Paragraph("（待补）")


def _conclusion(case: CaseFile, panel: PanelFile) -> Iterator[Block]:
    yield Paragraph("三、考评结论和建议", "heading")
    visit, trace = panel.visit, case.focus
    if visit is None or not visit.conclusion:
        yield Paragraph("专家组结论：（待补）")
    else:
        tier = tier_of(visit.recommended_tier)
        level = f"，推荐级别为{tier.term if tier else visit.recommended_tier}"
        words = "推荐" if visit.conclusion == "recommended" else "不推荐"
        what = "通过复评" if case.is_review else "授予称号"
        yield Paragraph(
            f"专家组{words}{case.name}{what}"
            f"{level if visit.recommended_tier and words == '推荐' else ''}。"
        )
    if panel.consolidation is not None:
        yield _points(panel)
    if trace is not None and case.assessment is not None:
        mark = points_text(case.assessment.sheet.pass_mark)
        verb = "达到" if trace.verdict == PASS else "对照"
        yield Paragraph(
            f"按{trace.tier.term}达标值评价，总得分{interval_text(trace.total)}分，"
            f"{verb}{mark}分的基本命名要求，结论为“{VERDICT_WORDS[trace.verdict]}”。"
        )


def _points(panel: PanelFile) -> Table:
    """Return the panel's points by section; of no person."""
    assert panel.consolidation is not None
    rows = tuple(
        (
            Cell(SECTION_TERMS[section.section]),
            Cell(str(len(section.valid)), "centre"),
            *(
                Cell("—" if value is None else points_written(value), "right")
                for value in (section.lowest, section.highest, section.points)
            ),
        )
        for section in panel.consolidation.sections
    )
    return Table(
        (14, 6, 5, 5, 6), headed("部分", "有效评分", "最低", "最高", "合成得分"), rows, height=8
    )


def _signatures(case: CaseFile, panel: PanelFile) -> Iterator[Block]:
    yield Paragraph("附：1．专家组组长、副组长及成员签字表", "heading")
    order = list(ROLES)
    people = sorted(
        panel.members, key=lambda one: order.index(one.role) if one.role in order else len(order)
    )
    rows = [
        (ROLES.get(one.role, one.role), one.name, one.title, one.employer) for one in people
    ] or [("", "", "", "")]
    yield signatures(rows, ("组内职务", "姓名", "职称", "单位", "签字"))
    yield Paragraph(day_words(case.day), "right", dated=True)
    yield Paragraph("　　2．评价体系打分表（附后，由专家组全体成员填写、签字）", "plain")


def numeral(number: int) -> str:
    """Return a number below one hundred in Chinese.

    Examples
    --------
    >>> [numeral(number) for number in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    front = "" if not tens else "十" if tens == 1 else f"{_NUMBERS[tens - 1]}十"
    return front + (_NUMBERS[ones - 1] if ones else "")


def _plain(text: str) -> str:
    """Return a text as it is compared: letters and figures alone."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
