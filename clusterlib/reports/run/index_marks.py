"""Drawn marks of the landing page: the matrix row, the score bar, the sign of a verdict.

Filled holds, hollow fails, a framed ？ is missing, 免 is exempt: shape and word carry the
meaning. One drawing per row keeps a page of thousands light.
"""

from __future__ import annotations

from collections.abc import Sequence

from clusterlib.reports.run.view import Names, RunApplicant
from clusterlib.rules.points import GRID
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET
from clusterlib.scoring.score import FAIL, PASS

PITCH, CELL, GAP, HEIGHT = 13, 11, 7, 20
"""Drawing units: one per pixel at the base size of text."""
BAR_WIDTH = 118

_VERDICT_PATHS = {
    PASS: '<circle cx="5" cy="5" r="4.2" class="f"/>',
    FAIL: '<circle cx="5" cy="5" r="3.6" class="h"/>',
}
_HALF = (
    '<circle cx="5" cy="5" r="3.6" class="h"/><path d="M5 1.4a3.6 3.6 0 0 0 0 7.2z" class="f"/>'
)
_BAR_CLASS = {PASS: "holds", FAIL: "fails"}


def matrix_heading(listed: Names) -> str:
    """Return the numbers of the items over the matrix, as on the score sheet."""
    places, width = _places(listed), _width(listed)
    printed = [number for items in listed for number in range(1, len(items) + 1)]
    numbers = [
        f'<text x="{place + CELL / 2:g}" y="11">{number}</text>'
        for place, number in zip(places, printed, strict=True)
    ]
    return (
        f'<svg class="mx" viewBox="0 0 {width} 15" style="width:{width / 12:.3g}em;'
        f'height:1.25em" aria-hidden="true">{"".join(numbers)}</svg>'
    )


def matrix_row(states: Sequence[int], listed: Names, label: str) -> str:
    """Return one applicant's counted items; `label` says the same in words."""
    places, width = _places(listed), _width(listed)
    parts = [
        f'<path class="{name}" d="{_squares(states, places, state)}"/>'
        for name, state in (("met", MET), ("not", NOT_MET), ("mis", MISSING), ("exe", EXEMPT))
        if state in states
    ]
    signs = {MISSING: ("?", "q"), EXEMPT: ("免", "e")}
    parts += [
        f'<text x="{place + CELL / 2:g}" y="14" class="{signs[state][1]}">{signs[state][0]}</text>'
        for place, state in zip(places, states, strict=True)
        if state in signs
    ]
    return (
        f'<svg class="mx" viewBox="0 0 {width} {HEIGHT}" role="img" aria-label="{label}" '
        f'style="width:{width / 12:.3g}em;height:{HEIGHT / 12:.3g}em">'
        f"{''.join(parts)}</svg>"
    )


def total_bar(one: RunApplicant, pass_mark: int) -> str:
    """Return the total as a thin bar from 0 to 100, as a dot where it is one number.

    Filled where the verdict holds, pale where open, hollow where it fails; the tick is the
    estimate, the line the pass mark.
    """
    total, middle = one.standing.total, HEIGHT / 2
    lower, upper, line = (_bar_x(steps) for steps in (total.lower, total.upper, pass_mark))
    shape = _BAR_CLASS.get(one.standing.verdict, "open")
    if total.lower == total.upper:
        drawn = f'<circle cx="{lower:g}" cy="{middle:g}" r="3.4" class="{shape}"/>'
    else:
        drawn = (
            f'<rect x="{lower:g}" y="{middle - 3:g}" width="{upper - lower:g}" height="6" '
            f'class="{shape}"/>'
        )
        if one.points is not None:
            drawn += f'<path class="tick" d="M{_bar_x(one.points):g} {middle - 6:g}v12"/>'
    return (
        f'<svg class="tb" viewBox="-4 0 {BAR_WIDTH + 8} {HEIGHT}" aria-hidden="true" '
        f'style="width:{(BAR_WIDTH + 8) / 12:.3g}em;height:{HEIGHT / 12:.3g}em">'
        f'<path class="axis" d="M0 {middle:g}H{BAR_WIDTH}"/>'
        f'<path class="mark" d="M{line:g} -6V{HEIGHT + 6}"/>{drawn}</svg>'
    )


def bar_heading(pass_mark: int) -> str:
    """Return the scale over the bars: 0, the pass mark, 100."""
    return (
        f'<svg class="tb" viewBox="-4 0 {BAR_WIDTH + 8} 15" aria-hidden="true" '
        f'style="width:{(BAR_WIDTH + 8) / 12:.3g}em;height:1.25em">'
        '<text x="0" y="11">0</text>'
        f'<text x="{_bar_x(pass_mark):g}" y="11" class="at">{pass_mark // GRID}</text>'
        f'<text x="{BAR_WIDTH}" y="11" class="end">100</text></svg>'
    )


def verdict_sign(verdict: int) -> str:
    """Return the sign of a verdict: a full, a half or a hollow circle."""
    drawn = _VERDICT_PATHS.get(verdict, _HALF)
    return f'<svg class="vs" viewBox="0 0 10 10" aria-hidden="true">{drawn}</svg>'


def _places(listed: Names) -> list[float]:
    """Return where the square of each item begins, a gap before each further section."""
    sections = [section for section, items in enumerate(listed) for _ in items]
    return [
        position * PITCH + GAP * section + (PITCH - CELL) / 2
        for position, section in enumerate(sections)
    ]


def _width(listed: Names) -> int:
    return sum(map(len, listed)) * PITCH + GAP * (len(listed) - 1)


def _bar_x(steps: int) -> float:
    return round(steps * BAR_WIDTH / (100 * GRID), 1)


def _squares(states: Sequence[int], places: Sequence[float], state: int) -> str:
    return "".join(
        f"M{place:g} 3h{CELL}v14h-{CELL}z"
        for place, found in zip(places, states, strict=True)
        if found == state
    )
