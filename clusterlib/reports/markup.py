"""Pieces of HTML that the fragments are made of: cells, tables, marks, bars, dots.

Shape and word carry every meaning, colour only repeats it. ✓ and ✗ are drawn paths, so
they need no glyph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as escape

from clusterlib.rules.points import GRID
from clusterlib.scoring.explanation import Interval
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET
from clusterlib.scoring.score import FAIL, PASS

DOTS_END = 200
"""Percent of the threshold at which dots stop."""

_PATHS = {
    MET: '<path d="M1.5 5.4 4 8 8.6 2.4" class="v"/>',
    NOT_MET: '<path d="M2 2 8 8M8 2 2 8" class="x"/>',
}
_BAR_CLASS = {PASS: "holds", FAIL: "fails"}


def section(kind: str, *parts: str) -> str:
    """Return a fragment of the report: one block that stands for itself in a notebook."""
    return f'<section class="clr {kind}">{"".join(parts)}</section>'


def heading(text: str, aside: str = "") -> str:
    """Return a heading with a remark at its right end."""
    note = f'<span class="aside">{escape(aside)}</span>' if aside else ""
    return f"<h2>{escape(text)}{note}</h2>"


def note(text: str, kind: str = "note") -> str:
    """Return a paragraph of plain text."""
    return f'<p class="{kind}">{escape(text)}</p>'


def th(text: str, kind: str = "", span: int = 1) -> str:
    """Return a cell of headings."""
    return f"<th{_class(kind)}{_span(span)}>{escape(text)}</th>"


def td(text: str, kind: str = "", span: int = 1) -> str:
    """Return a cell of plain text."""
    return f"<td{_class(kind)}{_span(span)}>{escape(text)}</td>"


def raw(markup: str, kind: str = "", rows: int = 1) -> str:
    """Return a cell of markup, over several rows if need be."""
    over = f' rowspan="{rows}"' if rows > 1 else ""
    return f"<td{_class(kind)}{over}>{markup}</td>"


def strong(text: str) -> str:
    """Return emphasised text."""
    return f"<b>{escape(text)}</b>"


def tr(cells: Iterable[str], kind: str = "") -> str:
    """Return a row."""
    return f"<tr{_class(kind)}>{''.join(cells)}</tr>"


def table(headings: Sequence[str], rows: Iterable[str], kind: str = "") -> str:
    """Return a table; `headings` are cells as `th` gives them, none for a table without."""
    head = f"<thead><tr>{''.join(headings)}</tr></thead>" if headings else ""
    return f'<table class="t {kind}">{head}<tbody>{"".join(rows)}</tbody></table>'


def mark(state: int) -> str:
    """Return the drawn sign of a state: a tick, a cross, ？ or 免."""
    if state in _PATHS:
        return f'<svg class="m" viewBox="0 0 10 10" aria-hidden="true">{_PATHS[state]}</svg>'
    if state == EXEMPT:
        return '<span class="m">免</span>'
    return '<b class="m q">?</b>' if state == MISSING else ""


def score_bar(total: Interval, points: int | None, verdict: int, mark_at: int) -> str:
    """Return the score as a thin bar from 0 to 100 with the line at the pass mark.

    Filled where it holds, pale where open, hollow where it fails; a tick is the estimate.
    """
    lower, upper, line = (_tenths(steps) for steps in (total.lower, total.upper, mark_at))
    tick = ""
    if points is not None:
        x = _tenths(points)
        tick = f'<path d="M{x} 3V15" class="tick"/>'
    shape = _BAR_CLASS.get(verdict, "open")
    return (
        '<svg class="bar" viewBox="0 0 1000 18" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="M0 9H1000" class="axis"/>'
        f'<rect x="{lower}" y="5.5" width="{max(upper - lower, 6)}" height="7" class="{shape}"/>'
        f'<path d="M{line} 0V18" class="mark"/>{tick}</svg>'
    )


def bar_scale(mark_at: int) -> str:
    """Return the scale over the bars: 0, the pass mark, 100."""
    at = _tenths(mark_at) / 10
    return (
        '<span class="scale"><span style="left:0">0</span>'
        f'<b style="left:{at:g}%">{mark_at // GRID}</b>'
        '<span style="left:100%">100</span></span>'
    )


def dot(percent: int | None, state: int) -> str:
    """Return a figure as a dot against its threshold in the middle; it stops at 200 %."""
    shape = ""
    if percent is not None:
        x = dot_position(percent)
        shape = f'<circle cx="{x:g}" cy="9" r="2.9" class="{"on" if state == MET else "off"}"/>'
    return (
        '<svg class="dot" viewBox="-4 0 108 18" aria-hidden="true">'
        f'<path d="M0 9H100" class="axis"/><path d="M50 0V18" class="mid"/>{shape}</svg>'
    )


def dot_position(percent: int) -> float:
    """Return where a dot is drawn on a scale of 0 to 100; the threshold is at 50."""
    return min(max(percent, 0), DOTS_END) * 100 / DOTS_END


def _tenths(steps: int) -> int:
    return round(steps * 10 / GRID)


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _span(span: int) -> str:
    return f' colspan="{span}"' if span > 1 else ""
