"""First fragments of a report: who, verdict, three tiers, where the points come from."""

from __future__ import annotations

from clusterlib.reports.applicant.view import ApplicantView
from clusterlib.reports.markup import (
    bar_scale,
    escape,
    heading,
    note,
    raw,
    score_bar,
    section,
    strong,
    table,
    td,
    th,
    tr,
)
from clusterlib.reports.numbers import (
    estimate_text,
    interval_text,
    range_text,
)
from clusterlib.reports.own_sheet_words import own_sheet_sentence
from clusterlib.reports.recommendation import bar_sentence, headline_sentence, outcome_sentence
from clusterlib.reports.sentences import (
    ANSWER_WORDS,
    AS_THE_PANEL_GAVE,
    FINDING_WORDS,
    ROUTE_WORDS,
    SECTION_NUMBERS,
    VERDICT_WORDS,
    band_words,
    basis_sentence,
    ceiling_sentence,
    counts_sentence,
    joined,
    rank_words,
)
from clusterlib.rules.points import points_text
from clusterlib.rules.printed import first_items
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.scoring.explanation import SectionTrace, TierTrace

_LONG_NAME = 16
TITLE = "轻工业特色区域和产业集群 指标达标评价报告"


def masthead(view: ApplicantView) -> str:
    """Return who applies for what, and by which standard of which day it is judged."""
    applied = view.explanation.applied
    unknown = "（级别没有填写）" if view.explanation.assumed is not None else "（级别认不出）"
    tier = applied.term if applied is not None else unknown
    purposes = {True: "复评", False: "初次申报", None: ""}
    review = purposes[view.evidence.review if view.evidence else None]
    facts = joined(
        [
            f"申报 {view.industry}{tier}",
            review,
            view.region,
            f"主导产品 {view.product}" if view.product else "",
            f"申报编号 {view.applicant_id}" if view.applicant_id != view.name else "",
        ]
    )
    size = ' class="long"' if len(view.name) > _LONG_NAME else ""
    fiction = '<b class="warn">虚构样例</b>' if view.fictional else ""
    return section(
        "masthead",
        f'<p class="running"><span>{TITLE}</span><span>{escape(view.standard_words)}</span></p>',
        f'<div class="who"><h1{size}>{escape(view.name)}</h1>',
        f'<span class="facts">{escape(facts)}</span>{fiction}</div>',
    )


def verdict(view: ApplicantView) -> str:
    """Return the verdict in one sentence, what it hangs on, and what stands behind it."""
    focus, sheet = view.focus, view.sheet
    standard = ""
    if view.standard.status != "filed":
        standard = (
            f"标准为{'示例、' if view.example_standard else ''}"
            f"{STATUS_TERMS[view.standard.status]}，未经审定备案，结果只供试算。"
        )
    bar = bar_sentence(view.years, view.violation, sheet, view.readings)
    said = headline_sentence(view.explanation, focus, sheet, view.readings)
    counts = (
        f"以下逐项按{focus.tier.term}达标值列示。"
        if view.explanation.applied is None
        else counts_sentence(focus, sheet, view.now[focus.tier])
    )
    return section(
        "verdict",
        f'<p class="say">{strong(said)}</p>',
        note(counts, "plain"),
        f'<p class="warn">{strong(bar)}</p>' if bar else "",
        *(
            note(line)
            for line in (
                ceiling_sentence(focus, sheet),
                f"{AS_THE_PANEL_GAVE}{standard}",
                own_sheet_sentence(sheet),
            )
            if line
        ),
    )


def tiers(view: ApplicantView) -> str:
    """Return the three tiers side by side（三级对照）."""
    with_points = any(_estimated(trace) for trace in view.explanation.tiers)
    headings = [
        th("级别"),
        th("达标项数", "r"),
        th("缺", "r"),
        th("档次"),
        th(f"质量{first_items(view.sheet)}", "r"),
        th("总得分区间", "r"),
        *([th("估分", "r")] if with_points else []),
        f'<th class="c">{bar_scale(view.sheet.pass_mark)}</th>',
        th("结论", "r"),
        th("名次条件", "r"),
    ]
    rows = [_tier_row(view, trace, with_points) for trace in view.explanation.tiers]
    return section(
        "tiers", heading("三级对照"), table(headings, rows, "levels"), note(_beside_score(view))
    )


def sections(view: ApplicantView) -> str:
    """Return where the points come from（得分构成）, at the tier applied for."""
    focus, explanation = view.focus, view.explanation
    estimates = any(_estimated(part) for part in (*focus.sections, focus))
    rows = []
    for number, part in zip(SECTION_NUMBERS, focus.sections, strict=True):
        rows.append(
            tr(
                [
                    td(f"{number}、{view.sheet.term(part.section)}", "w"),
                    td(points_text(part.maximum), "r"),
                    td(basis_sentence(part, view.sheet)),
                    td("" if part.points is None else estimate_text(part.points), "r n")
                    if estimates
                    else "",
                    td(interval_text(part.interval), "r n"),
                ]
            )
        )
    estimate = "—" if focus.points is None else estimate_text(focus.points)
    full = sum(part.maximum for part in focus.sections)
    rows.append(
        tr(
            [
                raw(strong("总得分")),
                raw(strong(points_text(full)), "r"),
                td(f"须 ≥{points_text(view.sheet.pass_mark)} 分", "soft"),
                raw(strong(estimate), "r n") if estimates else "",
                raw(strong(interval_text(focus.total)), "r n"),
            ],
            "sum",
        )
    )
    headings = [
        th("项目"),
        th("满分", "r"),
        th("依据"),
        th("估分", "r") if estimates else "",
        th("得分区间", "r"),
    ]
    aside = outcome_sentence(explanation, view.readings)
    return section(
        "sections",
        heading(f"得分构成（{focus.tier.term}）", aside),
        table(headings, rows, "parts"),
    )


def _estimated(scored: SectionTrace | TierTrace) -> bool:
    """Return whether an estimate says more than the interval."""
    span = scored.total if isinstance(scored, TierTrace) else scored.interval
    return scored.points is not None and span.lower != span.upper


def _tier_row(view: ApplicantView, trace: TierTrace, with_points: bool) -> str:
    basic, quality = trace.sections[:2]
    standing = view.now[trace.tier]
    focus = trace.tier == view.explanation.applied
    name = f"{trace.tier.term}（申报）" if focus else trace.tier.term
    bar = score_bar(trace.total, trace.points, trace.verdict, view.sheet.pass_mark)
    cells = [
        _cell(name, "", focus),
        _cell(range_text(basic.met, basic.met + basic.missing), "r n", focus),
        _cell(str(basic.missing or ""), "r n", focus),
        _cell(band_words(standing.best[0], standing.worst[0]), "", focus),
        _cell(range_text(quality.met, quality.met + quality.missing), "r n", focus),
        _cell(interval_text(trace.total), "r n", focus),
        *(
            [_cell("—" if trace.points is None else estimate_text(trace.points), "r n", focus)]
            if with_points
            else []
        ),
        raw(bar, "c"),
        _cell(VERDICT_WORDS[trace.verdict], "r", focus),
        _cell(ROUTE_WORDS[trace.route.state], "r", focus),
    ]
    return tr(cells, "focus" if focus else "")


def _cell(text: str, kind: str, emphasised: bool) -> str:
    return raw(strong(text), kind) if emphasised else td(text, kind)


def _beside_score(view: ApplicantView) -> str:
    output, sales, exports = view.focus.route.ranks
    years, violation = view.explanation.industry_years.value, view.explanation.major_violation
    had = "未填" if years is None else f"{years:f}年，{FINDING_WORDS[view.years]}"
    answer = "未填" if violation.value is None else ANSWER_WORDS[int(violation.value)]
    return (
        f"名次（全国同行业）：产量{rank_words(output)}、销售量{rank_words(sales)}、"
        f"出口{rank_words(exports)}　　申报条件：产业发展须满{view.sheet.least_years}年"
        f"（{had}）；重大违法经营：{answer}"
    )
