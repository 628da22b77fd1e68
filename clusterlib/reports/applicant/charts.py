"""Charts of a report（图）: the years of each indicator as a line beside its figures."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from html import escape
from io import BytesIO

from clusterlib.applicants.evidence import Evidence
from clusterlib.reports.applicant.view import ApplicantView
from clusterlib.reports.markup import heading, note, raw, section, table, td, th, tr
from clusterlib.reports.numbers import number_text, signed_text
from clusterlib.rules.units import Unit, convert
from clusterlib.scoring.explanation import SideTrace

_WIDTH, _HEIGHT, _DPI, _SHADES = 384, 64, 256, 20
"""Pixels of one line, twice the size in which it is shown."""
_MARGIN = 0.2
Point = tuple[float, float]
_SOFT, _ACCENT = "#56606B", "#0F5C8C"


@dataclass(frozen=True, slots=True)
class TrendChart:
    """One indicator over the years, in the unit of the standard.

    Parameters
    ----------
    label, unit : str
        Short label and unit.
    years : tuple of int
        Increasing, the year scored last.
    values : tuple of (Decimal or None), same length
        None where a year has no figure.
    threshold : Decimal or None
        Of the tier that the report looks at.
    """

    label: str
    unit: str
    years: tuple[int, ...]
    values: tuple[Decimal | None, ...]
    threshold: Decimal | None

    @property
    def change(self) -> str:
        """Change of the last year against the one before, in words; — where it has none.

        In percent with one decimal; shares change by percentage points.
        """
        before, last = self.values[-2:]
        if before is None or last is None:
            return "—"
        if self.unit == "%":
            return f"{signed_text(last - before)}个百分点"
        if before <= 0:
            return "—"
        percent = ((last - before) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{signed_text(percent)}%"


def trends(view: ApplicantView) -> str:
    """Return chart and table of the years; a sentence where the file has but one."""
    found = trends_of(view)
    if not found:
        return section(
            "trends",
            heading("历年走势"),
            note("材料中只有评分年度的数，没有往年数。", "plain"),
        )
    years = found[0].years
    headings = [
        th("指标"),
        th("单位", "r"),
        *(th(f"{year}年", "r") for year in years),
        th("最近一年比上年", "r"),
        th("走势", "r"),
    ]
    rows = [
        tr(
            [
                td(trend.label),
                td(trend.unit, "r soft"),
                *(
                    td("—" if value is None else number_text(value), "r n")
                    for value in trend.values
                ),
                td(trend.change, "r n"),
                raw(_image(trend, line), "r"),
            ]
        )
        for trend, line in zip(found, lines_png(found), strict=True)
    ]
    return section(
        "trends",
        heading("历年走势", "往年数只供参看，不计分；虚线为达标值"),
        table(headings, rows, "tried"),
    )


def _image(trend: TrendChart, line: bytes) -> str:
    data = base64.b64encode(line).decode("ascii")
    return (
        f'<img alt="{escape(trend.label)}历年的线" width="180" height="30" '
        f'src="data:image/png;base64,{data}">'
    )


def trends_of(view: ApplicantView) -> list[TrendChart]:
    """Return the indicators of which the file has at least two years."""
    evidence = view.evidence
    if evidence is None or not evidence.earlier:
        return []
    scored = [entry.year for entry in evidence.entries if entry.year is not None]
    years = sorted({entry.year for entry in evidence.earlier if entry.year} | set(scored))
    sides = [
        side for part in view.focus.sections[:2] for item in part.items for side in item.sides
    ]
    found = [_trend(side, evidence, tuple(years)) for side in sides]
    return [trend for trend in found if sum(value is not None for value in trend.values) > 1]


def lines_png(found: Sequence[TrendChart]) -> list[bytes]:
    """Return the line of each trend as a PNG, its threshold dashed where it is in reach."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    # One picture, cut afterwards, and few artists: a chart spends its time on their number.
    figure = Figure(figsize=(_WIDTH / _DPI, _HEIGHT * len(found) / _DPI), dpi=_DPI)
    lines, thresholds = zip(
        *(_placed(trend, row, len(found)) for row, trend in enumerate(found)), strict=True
    )
    figure.add_artist(
        LineCollection(
            [ends for ends in thresholds if ends],
            colors=_SOFT,
            linewidths=0.7,
            linestyles=(0, (3, 2)),
            transform=figure.transFigure,
        )
    )
    figure.add_artist(
        LineCollection(lines, colors=_ACCENT, linewidths=1.2, transform=figure.transFigure)
    )
    xs, ys = zip(*(point for line in lines for point in line), strict=True)
    figure.add_artist(Line2D(xs, ys, color=_ACCENT, ls="", marker="o", ms=2.6))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return _cut(bytes(canvas.buffer_rgba()), len(found))


def _cut(pixels: bytes, rows: int) -> list[bytes]:
    """Return each row as a PNG in shades of the two inks: a quarter of the size."""
    from PIL import Image

    palette = Image.new("P", (1, 1))
    palette.putpalette(_shades())
    size = (_WIDTH, _HEIGHT * rows)
    colours = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1).convert("RGB")
    whole = colours.quantize(palette=palette, dither=Image.Dither.NONE)
    found = []
    for row in range(rows):
        buffer = BytesIO()
        line = whole.crop((0, row * _HEIGHT, _WIDTH, (row + 1) * _HEIGHT))
        line.save(buffer, "png", transparency=0)  # white: the rules of the table go through
        found.append(buffer.getvalue())
    return found


@cache
def _shades() -> bytes:
    """Return a palette: white, and steps from white to each ink."""
    steps = range(_SHADES)
    return bytes(
        255 - (255 - channel) * step // (_SHADES - 1)
        for ink in (_SOFT, _ACCENT)
        for step in steps
        for channel in bytes.fromhex(ink[1:])
    )


def _trend(side: SideTrace, evidence: Evidence, years: tuple[int, ...]) -> TrendChart:
    column = side.indicator.id
    by_year = {
        entry.year: entry.value
        for entry in (*evidence.earlier, *evidence.entries)
        if entry.column == column
    }
    unit = side.threshold.unit if side.threshold else side.indicator.unit
    if side.figure.confirmed is not None:
        by_year[years[-1]] = side.figure.value
    values = tuple(_converted(by_year.get(year), side.indicator.unit, unit) for year in years)
    threshold = side.threshold.stated if side.threshold else None
    return TrendChart(side.indicator.short, unit.term, years, values, threshold)


def _converted(value: Decimal | None, source: Unit, target: Unit) -> Decimal | None:
    return None if value is None else convert(value, source, target)


def _placed(trend: TrendChart, row: int, rows: int) -> tuple[list[Point], list[Point]]:
    """Return the points of a trend and the ends of its threshold, in fractions of the figure."""
    known = [value for value in trend.values if value is not None]
    shown = trend.threshold if _in_reach(trend.threshold, known) else None
    reach = known if shown is None else [*known, shown]
    low, high = float(min(reach)), float(max(reach))
    side = _MARGIN * _HEIGHT / _WIDTH

    def place(position: int, value: Decimal) -> Point:
        height = (float(value) - low) / ((high - low) or 1.0)
        return (
            side + (1 - 2 * side) * position / max(len(trend.years) - 1, 1),
            (rows - row - 1 + _MARGIN + (1 - 2 * _MARGIN) * height) / rows,
        )

    points = [place(at, value) for at, value in enumerate(trend.values) if value is not None]
    ends = [] if shown is None else [place(at, shown) for at in (0, len(trend.years) - 1)]
    return points, ends


def _in_reach(threshold: Decimal | None, known: Sequence[Decimal]) -> bool:
    """Return whether a threshold can be drawn without flattening the line."""
    if threshold is None:
        return False
    low, high = min(known), max(known)
    room = max((high - low) * 4, abs(high) / 2)
    return low - room <= threshold <= high + room
