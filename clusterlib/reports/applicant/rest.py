"""Last fragments of a report: route, entry conditions, problems of the file, provenance."""

from __future__ import annotations

from clusterlib.problems import Problem, counted
from clusterlib.reports.applicant.view import ApplicantView
from clusterlib.reports.markup import heading, note, raw, section, strong, table, td, th, tr
from clusterlib.reports.own_sheet_words import own_sheet_lines
from clusterlib.reports.provenance import Provenance
from clusterlib.reports.sentences import (
    ANSWER_WORDS,
    CLAIM_WORDS,
    FINDING_WORDS,
    NO_TIME_WINDOW,
    ROUTE_WORDS,
    rank_words,
)
from clusterlib.rules.indicators import PANEL, label_of
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.rules.tiers import tier_of
from clusterlib.scoring.explanation import VIOLATION_CLAUSE, YEARS_CLAUSE, FactTrace


def route(view: ApplicantView) -> str:
    """Return the rank test of all three tiers（名次条件）."""
    routes = [trace.route for trace in view.explanation.tiers]
    output, sales, exports = routes[0].ranks
    rows = [
        tr(
            [
                td("产量、销售量排名"),
                td(f"产量{rank_words(output)}，销售量{rank_words(sales)}"),
                *(td(_within(found.limit, output, sales), "s") for found in routes),
            ]
        ),
        tr(
            [
                td("出口排名"),
                td(rank_words(exports)),
                *(td(_within(found.limit, exports), "s") for found in routes),
            ]
        ),
    ]
    for position, found in enumerate(routes):
        rows.append(_answer_row(found.claim, position))
    for position, found in enumerate(routes):
        if found.exception is not None and found.exception.value:
            rows.append(_answer_row(found.exception, position))
    rows.append(
        tr(
            [
                raw(strong("名次条件")),
                td(""),
                *(raw(strong(ROUTE_WORDS[found.state]), "s") for found in routes),
            ],
            "sum",
        )
    )
    headings = [
        th("途径（任一满足即可）"),
        th("填报或认定"),
        *(
            th(f"{term}：前{found.limit}名", "s")
            for term, found in zip((tier.term for tier in view.sheet.tiers), routes, strict=True)
        ),
    ]
    ranks = next(o for o in view.sheet.reading_options if o.name == "ranks")
    return section(
        "route",
        heading("名次条件"),
        table(headings, rows, "paths"),
        note(
            f"{ranks.wording(view.readings.ranks)}；产量、销售量以数量计。"
            f"条款 {'、'.join(found.clause for found in routes)}。"
        ),
    )


def entry(view: ApplicantView) -> str:
    """Return the entry conditions and the last three items of section two, none a score."""
    years, violation = view.explanation.industry_years, view.explanation.major_violation
    rows = [
        tr(
            [
                td("产业发展年数"),
                td("未填" if years.value is None else f"{years.value:f} 年"),
                td(f"满 {view.sheet.least_years} 年"),
                td(FINDING_WORDS[view.years], "s"),
                td(YEARS_CLAUSE, "soft"),
            ]
        ),
        tr(
            [
                td("有无重大违法经营行为"),
                td(_answer(violation)),
                td("无"),
                td(FINDING_WORDS[view.violation], "s"),
                td(VIOLATION_CLAUSE, "soft"),
            ]
        ),
    ]
    quality = view.focus.sections[1]
    for gate in quality.gates:
        state = "未答" if gate.value is None else "不符合" if gate.value else "符合"
        rows.append(
            tr(
                [
                    td(label_of(gate.column)),
                    td(_answer(gate)),
                    td("无"),
                    td(state, "s"),
                    td(quality.clause, "soft"),
                ]
            )
        )
    headings = [th("条件"), th("填报"), th("要求"), th("认定", "s"), th("条款")]
    return section(
        "entry",
        heading("申报条件和后3项", "申报条件不计分；后3项决定第二部分是否得分"),
        table(headings, rows, "conditions"),
        note(NO_TIME_WINDOW),
    )


def problems(view: ApplicantView) -> str:
    """Return every problem of the file by sheet and cell."""
    if not view.problems:
        return section("problems", heading("申报材料中的问题"), note("没有发现问题。", "plain"))
    ordered = sorted(view.problems, key=lambda found: (found.severity, not found.is_missing))
    rows = [
        tr(
            [
                td(_place(view, found)),
                td(_subject(view, found)),
                td(found.found or "（空）"),
                td(found.reason),
                td(found.kind, "s"),
            ]
        )
        for found in ordered
    ]
    headings = [th("位置"), th("项目"), th("填写"), th("问题和办法"), th("类别", "s")]
    aside = f"{counted(view.problems)}；缺的和须改正的，该数未采用"
    return section("problems", heading("申报材料中的问题", aside), table(headings, rows, "found"))


def provenance(view: ApplicantView, origin: Provenance) -> str:
    """Return what the report was made from, so that it can be made again."""
    status = STATUS_TERMS[view.standard.status]
    lines = [
        ("申报材料", origin.source.name, origin.source.sha256),
        (
            "标准",
            f"{origin.standard.name}（{view.standard.term}，{view.standard.issuer}，"
            f"{status}，按 {view.day}）",
            origin.standard.sha256,
        ),
        *((term, words, "") for term, words in own_sheet_lines(view.sheet)),
        *(("评价体系文件", file.name, file.sha256) for file in origin.schemes),
        ("规则", origin.parameters.name, origin.parameters.sha256),
        *(
            (term, file.name, file.sha256)
            for term, file in (("专家评分表", origin.panel), ("核定表", origin.confirmed))
            if file is not None
        ),
        ("笔记本", origin.notebook.name, origin.notebook.sha256),
        ("软件", "、".join(f"{name} {version}" for name, version in origin.versions), ""),
        ("运行日", origin.day, ""),
        ("评分年度", str(origin.year) if origin.year else "按申报表原样（表中不分年度）", ""),
        ("读法", view.readings.text(), ""),
    ]
    rows = [
        tr(
            [td(term, "w"), td(text), td(sha256, "hash soft")]
            if sha256
            else [td(term, "w"), td(text, "", 2)]
        )
        for term, text, sha256 in lines
    ]
    draft = view.standard.draft
    if draft is not None:
        rows.append(
            tr(
                [
                    td("标准草案", "w"),
                    td(f"{draft.author}：{draft.reason}（原稿 {draft.parent}）"),
                    td("；".join(draft.changes), "soft"),
                ]
            )
        )
    headings = [th("来源"), th("名称"), th("SHA-256")]
    return section("provenance", heading("来源"), table(headings, rows, "made"))


def _answer_row(fact: FactTrace, position: int) -> str:
    """Return the row of an answer that counts for one tier alone."""
    said = "未填" if fact.value is None else CLAIM_WORDS[int(fact.value)]
    met = "未定" if fact.value is None else "满足" if fact.value else "不满足"
    cells = ["—"] * 3
    cells[position] = met
    return tr([td(label_of(fact.column)), td(said), *(td(cell, "s") for cell in cells)])


def _within(limit: int, *ranks: FactTrace) -> str:
    words = []
    for rank in ranks:
        if rank.value is None:
            words.append("未定")
        else:
            words.append(
                f"{rank.value:f}≤{limit}" if rank.value <= limit else f"{rank.value:f}>{limit}"
            )
    return "、".join(words)


def _answer(fact: FactTrace) -> str:
    return "未填" if fact.value is None else ANSWER_WORDS[int(fact.value)]


def _place(view: ApplicantView, found: Problem) -> str:
    if found.column in PANEL and view.evidence is not None:
        return "专家评分表"  # a workbook never holds them
    if found.sheet or found.cell:
        return f"{found.sheet} {found.cell}".strip()
    return "" if found.row is None else f"第{found.row}行"


def _subject(view: ApplicantView, found: Problem) -> str:
    tier = tier_of(found.tier, view.sheet.tiers)
    label = view.sheet.catalogue.label_of(found.column)
    return label + (f"（{tier.term}）" if tier is not None else "")


def footer_lines(view: ApplicantView, origin: Provenance) -> list[str]:
    """Return the lines at the foot of every printed page: provenance and readings in short."""
    status = STATUS_TERMS[view.standard.status]
    options = [
        option.wording(getattr(view.readings, option.name))
        for option in view.sheet.reading_options
    ]
    year = f" · 评分年度 {origin.year}" if origin.year else ""
    versions = dict(origin.versions)
    return [
        f"输入 {origin.source.text} · 标准 {origin.standard.text}（{status}）",
        f"规则 {origin.parameters.text} · "
        f"笔记本 {origin.notebook.text} · "
        f"clusterlib {versions['clusterlib']} · 运行 {origin.day}{year}",
        "读法　" + "；".join(options[:4]),
    ]
