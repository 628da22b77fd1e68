"""The table of the landing page: one row per applicant, grouped by tier applied for."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from clusterlib.reports.numbers import interval_text, range_text
from clusterlib.reports.run.index_marks import (
    bar_heading,
    matrix_heading,
    matrix_row,
    total_bar,
    verdict_sign,
)
from clusterlib.reports.run.view import RunApplicant, RunView
from clusterlib.reports.run.words import row_words, states_words
from clusterlib.reports.sentences import ENTRY_WORDS, ROUTE_WORDS, VERDICT_WORDS
from clusterlib.rules.points import points_text
from clusterlib.rules.printed import LAST_ITEMS
from clusterlib.scoring.entry import HOLDS
from clusterlib.scoring.route import ROUTE_MET
from clusterlib.scoring.score import FAIL, OPEN, PASS, VERDICT_IDS
from clusterlib.scoring.sections import GATE_FAILED, GATE_UNKNOWN

_LINE_SIGNS = "按一二总得分名次申报条件级别满足不全部达标待答未填认不出，三级各算"
_NO_TIER = '<td class="mx"></td><td></td><td></td><td></td><td></td><td>—</td><td></td>'
FILTERED_FROM = 41
"""Applicants from which on the table has a filter and headings of groups."""

_GATE_WORDS = {GATE_FAILED: "有", GATE_UNKNOWN: "?"}
_LEGEND = (
    "格：蓝底 达标　空框 未达　橙框? 缺　免 不适用；序号为打分表项次。"
    "区间条：实 符合　浅 未定　空 不符合，竖线 {mark} 分。"
)


def matrix_table(view: RunView) -> str:
    """Return the table with its filter, and the fixed line that a row fills; blank for nobody."""
    if not view.applicants:
        return ""
    large = len(view.applicants) >= FILTERED_FROM
    legend = _LEGEND.format(mark=points_text(view.pass_mark))
    groups = "".join(_group(view, word, members, large) for word, members in view.groups())
    return (
        '<section class="run matrix">'
        + (_filter(view) if large else "")
        + f'<table class="rows">{_heading(view)}{groups}</table>'
        + f'<p class="line" aria-live="polite">{escape(legend)}</p>'
        # Characters of the line that stand nowhere else; the font is cut to the page's text.
        + f"<p hidden>{escape(''.join(view.item_words))}{_LINE_SIGNS}</p>"
        + "</section>"
    )


def _heading(view: RunView) -> str:
    industry = "<th></th>" if _shows_industry(view) else ""
    tiers = "".join(f'<th class="r">{escape(tier.term)}</th>' for tier in view.tiers)
    named = "<th>行业</th>" if _shows_industry(view) else ""
    return (
        f'<thead><tr class="over"><th></th><th></th>{industry}'
        '<th colspan="3" class="r">达标项数</th>'
        '<th class="mx"><span>申报级别：一 基本情况</span><span>二 质量</span></th>'
        '<th></th><th></th><th colspan="2" class="in">总得分区间</th>'
        '<th></th><th colspan="2">条件</th><th></th></tr>'
        f"<tr><th>申报单位（报告）</th><th>申报</th>{named}"
        f"{tiers}"
        f'<th class="mx">{matrix_heading(view.listed)}</th><th class="c">{LAST_ITEMS[:-1]}</th>'
        '<th class="c">缺</th>'
        f'<th class="in">{bar_heading(view.pass_mark)}</th><th></th>'
        "<th>结论</th><th>名次</th><th>申报</th><th>建议级别</th></tr></thead>"
    )


def _group(view: RunView, word: str, members: list[RunApplicant], titled: bool) -> str:
    title = ""
    if titled:
        applied = members[0].applied
        term = f"申报{word}" if applied is not None else f"申报级别{word}"
        place = applied.id if applied is not None else word
        title = (
            f'<tr class="title"><th colspan="15" id="{place}">{term}　{len(members)} 家</th></tr>'
        )
    return f"<tbody>{title}{''.join(_row(view, one) for one in members)}</tbody>"


def _row(view: RunView, one: RunApplicant) -> str:
    named = one.applied is not None
    counts = "".join(
        _count(range_text(found.met, found.met + found.missing), tier == one.applied)
        for tier, found in zip(view.tiers, one.tiers, strict=True)
    )
    standing = one.standing
    industry = f"<td>{escape(one.industry)}</td>" if _shows_industry(view) else ""
    return (
        f'<tr data-say="{escape(row_words(one, view))}"'
        f' data-v="{VERDICT_IDS[standing.verdict] if named else "none"}"'
        f'{" data-low" if one.is_lower else ""} data-i="{view.industries.index(one.industry)}"'
        f' data-n="{escape(f"{one.name} {one.applicant_id}")}">'
        f'<th><a href="applicants/{quote(one.slug)}/report.html">{escape(one.name)}</a></th>'
        f"<td>{one.tier_word}</td>{industry}{counts}"
        + (_at_applied(view, one) if named else _NO_TIER)
        + f"<td{_warned(one.entry != HOLDS)}>{ENTRY_WORDS[one.entry]}</td>"
        f"<td>{_outcome(one)}</td></tr>"
    )


def _at_applied(view: RunView, one: RunApplicant) -> str:
    """Return the cells of the tier applied for: items, gates, blanks, total, verdict, route."""
    standing, gate = one.standing, _GATE_WORDS.get(one.gate)
    matrix = matrix_row(one.items, view.listed, escape(states_words(one, view)))
    blanks = f'<td class="c warn">{one.blanks}</td>' if one.blanks else '<td class="c">·</td>'
    return (
        f'<td class="mx">{matrix}</td>'
        + (f'<td class="c warn">{gate}</td>' if gate else '<td class="c">无</td>')
        + blanks
        + f'<td class="in">{total_bar(one, one.pass_mark)}</td>'
        f'<td class="r">{escape(interval_text(standing.total))}</td>'
        f"<td>{verdict_sign(standing.verdict)} {VERDICT_WORDS[standing.verdict]}</td>"
        f"<td{_warned(one.is_passed_alone and standing.route != ROUTE_MET)}>"
        f"{ROUTE_WORDS[standing.route]}</td>"
    )


def _warned(is_warned: bool) -> str:
    return ' class="warn"' if is_warned else ""


def _count(text: str, is_focus: bool) -> str:
    return f'<td class="r"><b>{text}</b></td>' if is_focus else f'<td class="r soft">{text}</td>'


def _outcome(one: RunApplicant) -> str:
    if one.outcome is None:
        return "—"
    lower = ' <span class="warn">低于申报</span>' if one.is_lower else ""
    return f"<b>{one.outcome.term}</b>{lower}"


def _filter(view: RunView) -> str:
    verdicts = "".join(
        f'<button type="button" data-v="{VERDICT_IDS[verdict]}" aria-pressed="false">'
        f"{VERDICT_WORDS[verdict]}</button>"
        for verdict in (PASS, OPEN, FAIL)
    )
    industries = "".join(
        f'<option value="{number}">{escape(name)}</option>'
        for number, name in enumerate(view.industries)
    )
    choice = (
        f'<label>行业 <select><option value="">全部</option>{industries}</select></label>'
        if _shows_industry(view)
        else ""
    )
    return (
        '<div class="filter" hidden><label>查找 <input type="search" placeholder="单位或编号">'
        f"</label>{choice}"
        f'<span role="group" aria-label="结论"><button type="button" data-v="" '
        f'aria-pressed="true">全部</button>{verdicts}'
        '<button type="button" data-v="low" aria-pressed="false">低于申报</button></span>'
        f"<output>显示 {len(view.applicants)} 家</output></div>"
    )


def _shows_industry(view: RunView) -> bool:
    return len(view.industries) > 1
