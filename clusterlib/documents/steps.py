"""Papers of the steps（审查意见、呈报单、协会正式意见）, clauses 3.1, 3.2.accept and 3.3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from clusterlib.documents.case_file import CaseFile, date_words, day_words, facts_of
from clusterlib.documents.expert_sheets import composition_gaps
from clusterlib.documents.paper import Block, Cell, Gap, Paragraph, Part, Table, pairs
from clusterlib.panel.records import CONCLUSIONS
from clusterlib.register.days import span_of
from clusterlib.register.events import CHOICES
from clusterlib.reports.numbers import interval_text
from clusterlib.reports.recommendation import outcome_sentence
from clusterlib.reports.sentences import ROUTE_WORDS, VERDICT_WORDS

ASKED = {
    "association": ("association",),
    "provincial": ("provincial",),
    "both": ("association", "provincial"),
    "federation": (),
}
"""Bodies whose opinion each channel asks for before acceptance, clause 3.1."""
_BODIES = {"association": "行业协会", "provincial": "省级地方轻工行业组织"}


def examination(case: CaseFile, version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the opinions on an application by channel（审查意见）, clause 3.1."""
    channel = case.channel
    gaps = [] if channel else [Gap("3.1.channels", "台账没有写渠道，按行业协会出意见列出")]
    asked = ASKED.get(channel, ("association",))
    blocks: list[Block] = []
    for body in asked:
        given = next((one for one in case.steps("examined") if one.by in (body, "")), None)
        blocks.append(Paragraph(f"{_BODIES[body]}审查意见", "heading"))
        if given is None:
            gaps.append(Gap("3.1.documents", f"没有{_BODIES[body]}的审查意见"))
            blocks.append(Paragraph("（待出具：是否符合行业情况和命名条件，是否同意受理）"))
        else:
            said = f"，文号{given.document}" if given.document else ""
            note = f"{given.note.strip().rstrip('。')}。" if given.note.strip() else ""
            blocks.append(Paragraph(f"已于{date_words(given.date)}出具{said}。{note}"))
        blocks += (Paragraph("（盖章）　　　　", "right"), Paragraph("年　　月　　日", "right"))
    if not asked:
        blocks.append(Paragraph("本件由申报单位直接向中国轻工业联合会申请，不须附审查意见。"))
    return (
        Part("facts", (_case_table(case), *_score(case))),
        Part("opinion", tuple(blocks)),
        Part("signatures", ()),
    ), [*gaps, *application_gaps(case)]


def submission(case: CaseFile, version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the report to the leadership within five days（呈报单）, clause 3.2."""
    accepted, reported = case.step("accepted"), case.step("reported")
    gaps = application_gaps(case)
    when = "（待受理）"
    if accepted is None:
        gaps.append(Gap("3.2.accept", "台账没有受理记录，呈报期限算不出"))
    else:
        due = case.report_by or span_of(accepted.date)[1] + timedelta(days=5)
        when = f"{date_words(accepted.date)}，五日内即{day_words(due)}前呈报"
        done = span_of(reported.date)[0] if reported and reported.date else case.day
        if done > due:
            verb = "已于" if reported else "至"
            late = (done - due).days
            gaps.append(Gap("3.2.accept", f"{verb}{day_words(done)}，逾期{late}天"))
    facts = [
        ("受理", when),
        ("渠道", CHOICES["channel"].get(case.channel, "（未录）")),
        ("呈报", date_words(reported.date) if reported else "（待呈报）"),
    ]
    boxes = Table(
        (3, 9),
        (),
        tuple(
            (
                Cell(name, "centre", strong=True),
                Cell("\n\n签字：　　　　　　年　　月　　日", "right"),
            )
            for name in ("主管部门意见", "会领导批示")
        ),
        height=24,
        whole=True,
    )
    return (
        Part(
            "facts",
            (
                pairs(facts_of(case, facts)),
                *_score(case),
                Paragraph("拟组织专家组实地考评（不少于5人，其中高级职称不少于3人），请批示。"),
            ),
        ),
        Part("signatures", (boxes,)),
    ), gaps


def association_opinion(case: CaseFile, version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the formal opinion to the federation after the appraisal, clause 3.3."""
    appraised, given = case.step("appraised"), case.step("opinion")
    visit = case.panel.visit if case.panel else None
    result = appraised.result if appraised else visit.conclusion if visit else ""
    gaps = []
    if not result:
        gaps.append(Gap("3.3.opinion", "还没有考评结论"))
    if case.panel is not None:
        gaps += composition_gaps(case.panel, version)
    if given is None:
        gaps.append(Gap("3.3.opinion", "协会正式意见未出"))
    body = case.association or "（协会名称待补）"
    if not case.association:
        gaps.append(Gap("3.3.opinion", "台账没有写协会"))
    when = f"{date_words(appraised.date)}" if appraised and appraised.date else "（日期待补）"
    concluded = CONCLUSIONS.get(result, "（待考评）")
    said = (
        f"我会于{date_words(given.date)}出具正式意见"
        + (f"（{given.document}）" if given.document else "")
        + (f"：{given.note.strip().rstrip('。')}" if given.note.strip() else "")
        if given
        else f"经研究，（同意／不同意）{case.name}{case.purpose}，请审核"
    )
    return (
        Part(
            "opinion",
            (
                Paragraph("中国轻工业联合会：", "plain"),
                Paragraph(
                    f"{case.applicant}申请{case.name}{case.purpose}。专家组已于{when}完成实地考评，"
                    f"结论为{concluded}。{said}。"
                ),
                *_score(case),
            ),
        ),
        Part(
            "signatures",
            (
                Paragraph(f"{body}（盖章）", "right"),
                Paragraph(day_words(case.day), "right", dated=True),
            ),
        ),
    ), gaps


def application_gaps(case: CaseFile) -> list[Gap]:
    """Return what an application lacks that every paper of its steps rests on."""
    gaps = []
    if case.assessment is None:
        gaps.append(Gap("3.1.documents", case.unscored))
    if not case.events:
        gaps.append(Gap("3.1.documents", "台账没有这个办件的申请记录"))
    missing = sum(found.is_missing for found in case.problems)
    if missing:
        gaps.append(Gap("A3.2", f"申报表缺{missing}处，见补正通知"))
    return gaps


def verdict_words(case: CaseFile) -> str:
    """Return verdict, total and route at the tier applied for."""
    trace = case.focus
    if trace is None:
        return case.unscored
    return (
        f"{VERDICT_WORDS[trace.verdict]}（{interval_text(trace.total)}分，"
        f"名次条件{ROUTE_WORDS[trace.route.state]}）"
    )


def _case_table(case: CaseFile) -> Table:
    applied = case.step("applied")
    return pairs(
        facts_of(
            case,
            [
                ("申请日期", date_words(applied.date) if applied else "（未录）"),
                ("渠道", CHOICES["channel"].get(case.channel, "（未录）")),
            ],
        )
    )


def _score(case: CaseFile) -> Iterator[Block]:
    trace, assessment = case.focus, case.assessment
    if trace is None or assessment is None or case.explanation is None:
        yield Paragraph(f"评价：{case.unscored}。")
        return
    outcome = outcome_sentence(case.explanation, assessment.readings)
    yield Paragraph(f"按{trace.tier.term}达标值评价：{verdict_words(case)}；{outcome}。")
