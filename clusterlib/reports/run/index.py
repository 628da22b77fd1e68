"""The landing page of a run（批量评价结果）, each part an object that a notebook shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.reports.fonts import FAMILY
from clusterlib.reports.page import report_page
from clusterlib.reports.run.index_table import matrix_table
from clusterlib.reports.run.view import (
    RunApplicant,
    RunView,
    Wait,
    holding_items,
    open_reasons,
    outcomes_by_tier,
    tier_tally,
    verdict_counts,
)
from clusterlib.reports.sentences import AS_THE_PANEL_GAVE, BAND_WORDS, VERDICT_WORDS
from clusterlib.scoring.entry import HOLDS
from clusterlib.scoring.route import ROUTE_MET
from clusterlib.scoring.score import FAIL, OPEN, PASS

TITLE = "批量评价结果"

_WAIT_WORDS: dict[Wait, str] = {
    "panel": "待专家组",
    "refused": "专家评分不在允许范围",
    "missing": "缺数",
    "gate": "后3项未答",
    "other": "其他",
}
_NAMES_SHOWN = 12
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RunPart:
    """A part of the page as HTML."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


class RunIndex:
    """The landing page of a run; every property is a part that shows itself in a notebook.

    Parameters
    ----------
    view : RunView
        The run.
    """

    def __init__(self, view: RunView) -> None:
        self.view = view

    def _repr_html_(self) -> str:
        """Return styles, title, links and the run in one sentence: what a notebook shows first."""
        return style_element() + head(self.view)

    @property
    def todo(self) -> RunPart:
        """What failed and what to do, then the tallies of the run."""
        return RunPart(aside(self.view))

    @property
    def matrix(self) -> RunPart:
        """Who stands where at which tier, items met as applicants × items（达标矩阵）."""
        return RunPart(matrix_table(self.view) + script_element())

    def page(self) -> str:
        """Return the page that stands alone."""
        return report_page([self._repr_html_(), self.todo.html, self.matrix.html], TITLE)


@cache
def style_element() -> str:
    """Return the styles of the page as one element."""
    css = (_FOLDER / "index.css").read_text(encoding="utf-8").replace("FAMILY", f'"{FAMILY}"')
    return f"<style>{''.join(line.strip() for line in css.splitlines())}</style>"


@cache
def script_element() -> str:
    """Return the behaviour of the page as one element: the line, the filter, the arrow keys."""
    return f"<script>{(_FOLDER / 'index.js').read_text(encoding='utf-8')}</script>"


def head(view: RunView) -> str:
    """Return title, day and standards, links, the sentence, and what verdicts rest on."""
    links = "".join(
        f'<a href="{quote(name)}">{escape(what)} {escape(name)}</a>' for what, name in view.files
    )
    facts = f"标准：{'；'.join(view.standards)} · 按 {view.day}" if view.applicants else ""
    return (
        '<section class="run head">'
        f'<div class="top"><h1>{TITLE}</h1><span class="facts">{escape(facts)}</span>'
        f"<nav>{links}</nav></div>"
        f'<p class="say">{escape(run_sentence(view))}</p>'
        f'<p class="note">{escape(AS_THE_PANEL_GAVE)}所用读法列在页末。</p>'
        + "".join(f'<p class="note">{escape(words)}</p>' for words in view.own_sheets)
        + "</section>"
    )


def run_sentence(view: RunView) -> str:
    """Return the run in one sentence: done, failed, verdicts, recommendations."""
    done, failed = len(view.applicants), len(view.failures)
    counts = verdict_counts(view.applicants)
    words = "，".join(f"{VERDICT_WORDS[verdict]} {counts[verdict]} 家" for verdict in counts)
    return (
        f"{done + failed} 份中完成 {done} 份，失败 {failed} 份。"
        f"按各自申报级别：{words}；{_recommended(view.applicants)}。"
    )


def _recommended(applicants: tuple[RunApplicant, ...]) -> str:
    """Return how many are recommended, and who is not though passed, or has yet to answer."""
    named = [one for one in applicants if one.outcome is not None]
    lower = sum(one.is_lower for one in applicants)
    waiting = sum(one.entry == UNKNOWN for one in named)
    alone = [one for one in applicants if one.is_passed_alone]
    barred = sum(one.entry != HOLDS and one.standing.route == ROUTE_MET for one in alone)
    nameless = sum(one.applied is None for one in applicants)
    of_named = "，".join(
        (
            *((f"{lower} 家低于申报级别",) if lower else ()),
            *((f"{waiting} 家申报条件待答",) if waiting else ()),
        )
    )
    return "；".join(
        (
            f"可建议授名 {len(named)} 家" + (f"，其中 {of_named}" if of_named else ""),
            *(
                (
                    f"符合而暂不建议 {len(alone)} 家（名次条件 {len(alone) - barred} 家，"
                    f"申报条件 {barred} 家）",
                )
                if alone
                else ()
            ),
            *((f"申报级别没有填写或认不出 {nameless} 家，不计入申报级别",) if nameless else ()),
        )
    )


def aside(view: RunView) -> str:
    """Return failures first, then the tallies, where there is anything to tally."""
    parts = [failures(view)]
    if view.applicants:
        parts += [
            outcomes(view),
            all_tiers(view),
            why_open(view.applicants),
            holds(view),
            readings(view),
        ]
    return f'<section class="run aside">{"".join(parts)}</section>'


def failures(view: RunView) -> str:
    """Return what failed and what to do; blank where nothing did."""
    if not view.failures:
        return ""
    entries = "".join(
        f"<li><b>{escape(found.applicant_id)}</b>{escape(_other_name(found.name))}"
        f"<span>{escape(found.error)}</span></li>"
        for found in view.failures
    )
    return (
        f'<div class="block failed"><h2>先处理：失败 {len(view.failures)} 份</h2>'
        f"<ul>{entries}</ul></div>"
    )


def outcomes(view: RunView) -> str:
    """Return tiers applied for against tiers recommended（申报级别→建议级别）."""
    found = outcomes_by_tier(view.applicants)
    rows = []
    for number, word in enumerate(view.tier_words):
        counts = found.get(word, Counter())
        if counts or number < len(view.tiers):
            rows.append((word, [sum(counts.values()), *(counts[t] for t in (*view.tiers, None))]))
    return _block(
        "申报级别 → 建议级别",
        _numbers(("申报", *(tier.term for tier in view.tiers), "暂无"), rows),
    )


def all_tiers(view: RunView) -> str:
    """Return bands and verdicts of everybody at each tier（三级各算一遍）."""
    rows = []
    for tier in view.tiers:
        tally = tier_tally(view.applicants, tier)
        rows.append((tier.term, [*tally.bands.values(), *tally.verdicts.values()]))
    headings = (
        *(BAND_WORDS[band] for band in (1, 2, 3)),
        "跨档",
        *(VERDICT_WORDS[verdict] for verdict in (PASS, OPEN, FAIL)),
    )
    title = f"{len(view.applicants)} 家按三级各算一遍"
    return _block(title, _numbers(headings, rows))


def why_open(applicants: tuple[RunApplicant, ...]) -> str:
    """Return why verdicts are open; the reasons exclude each other and add up."""
    reasons = open_reasons(applicants)
    total = sum(len(names) for _, names in reasons)
    if not total:
        return ""
    entries = []
    for waits, names in reasons:
        shown = "、".join(names[:_NAMES_SHOWN])
        more = f"，另 {len(names) - _NAMES_SHOWN} 家" if len(names) > _NAMES_SHOWN else ""
        entries.append(
            f"<li><b>{len(names)} 家</b>{escape(reason_words(waits))}"
            f"<span>{escape(shown + more)}</span></li>"
        )
    return _block(f"未定 {total} 家，为什么", f'<ul class="why">{"".join(entries)}</ul>')


def reason_words(waits: tuple[Wait, ...]) -> str:
    """Return what a group of open verdicts waits for, such as ``待专家组，且缺数``."""
    words = [_WAIT_WORDS[wait] for wait in waits]
    if len(words) == 1:
        return f"只{words[0]}" if waits[0] != "other" else words[0]
    return f"{words[0]}，且{'、'.join(words[1:])}"


def holds(view: RunView) -> str:
    """Return the items that hold most applicants back, at the tiers applied for."""
    held = holding_items(view.applicants)
    if not held:
        return ""
    most = max(not_met for _, not_met, _ in held) or 1
    rows = "".join(
        f"<tr><th>{escape(view.item_words[position])}</th>"
        f'<td class="bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M0 0H{not_met * 100 / most:.1f}V8H0z"/></svg></td>'
        f"<td>{not_met}</td><td{_warned(missing)}>{missing or '·'}</td></tr>"
        for position, not_met, missing in held
    )
    return _block(
        "卡住最多家的指标（按申报级别）",
        '<table class="holds"><thead><tr><th></th><td></td><td>未达</td><td>缺</td></tr></thead>'
        f"<tbody>{rows}</tbody></table>",
    )


def readings(view: RunView) -> str:
    """Return the readings that every verdict of the run rests on（读法）."""
    lines = "".join(f'<p class="note">{escape(words)}。</p>' for words in view.readings)
    return _block("所用读法", lines) if lines else ""


def _block(title: str, body: str, kind: str = "") -> str:
    return f'<div class="block {kind}"><h2>{escape(title)}</h2>{body}</div>'


def _numbers(headings: tuple[str, ...], rows: list[tuple[str, list[int]]]) -> str:
    head = "".join(f"<td>{escape(heading)}</td>" for heading in headings)
    body = "".join(
        f"<tr><th>{escape(term)}</th>"
        + "".join(f"<td{_pale(count)}>{count}</td>" for count in counts)
        + "</tr>"
        for term, counts in rows
    )
    return (
        f'<table class="tally"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _pale(count: int) -> str:
    return "" if count else ' class="zero"'


def _warned(count: int) -> str:
    return ' class="warn"' if count else ' class="zero"'


def _other_name(name: str) -> str:
    return f"　{name}" if name else ""
