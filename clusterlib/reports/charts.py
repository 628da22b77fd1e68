"""Charts of a report（图）: the years beside each other, each indicator in its own small panel."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO

from clusterlib.reports.applicant_view import ApplicantView
from clusterlib.reports.markup import heading, note, section, table, td, th, tr
from clusterlib.reports.numbers import number_text, signed_text
from clusterlib.rules.units import Unit, convert
from clusterlib.scoring.evidence import Evidence
from clusterlib.scoring.explanation import SideTrace

_PANELS_IN_A_ROW = 5
_WIDTH, _ROW_HEIGHT, _DPI, _SHADES = 7.2, 0.7, 170, 20
Point = tuple[float, float]
_INK, _SOFT, _ACCENT = "#1B1F24", "#56606B", "#0F5C8C"


@dataclass(frozen=True, slots=True)
class Trend:
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


@dataclass(frozen=True, slots=True)
class _Panel:
    """One panel, in fractions of the figure."""

    caption: str
    caption_at: Point
    points: list[Point]
    thresholds: list[list[Point]]


def trends(view: ApplicantView) -> str:
    """Return chart and table of the years; a sentence where the file has but one."""
    found = trends_of(view)
    if not found:
        return section(
            "trends", heading("历年走势"),
            note("材料中只有评分年度的数，没有往年数。", "plain"),
        )
    years = found[0].years
    headings = [
        th("指标"), th("单位", "r"), *(th(f"{year}年", "r") for year in years),
        th("最近一年比上年", "r"),
    ]
    rows = [
        tr([
            td(trend.label), td(trend.unit, "r soft"),
            *(td("—" if value is None else number_text(value), "r n") for value in trend.values),
            td(trend.change, "r n"),
        ])
        for trend in found
    ]
    image = base64.b64encode(trends_png(found)).decode("ascii")
    words = "历年走势图，与下表同一组数"
    return section(
        "trends", heading("历年走势", "往年数只供参看，不计分；虚线为达标值"),
        f'<img alt="{words}" src="data:image/png;base64,{image}">',
        table(headings, rows, "tried"),
    )


def trends_of(view: ApplicantView) -> list[Trend]:
    """Return the indicators of which the file has at least two years."""
    evidence = view.evidence
    if evidence is None or not evidence.earlier:
        return []
    scored = [entry.year for entry in evidence.entries if entry.year is not None]
    years = sorted({entry.year for entry in evidence.earlier if entry.year} | set(scored))
    sides = [side for part in view.focus.sections[:2] for item in part.items
             for side in item.sides]
    found = [_trend(side, evidence, tuple(years)) for side in sides]
    return [trend for trend in found if sum(value is not None for value in trend.values) > 1]


def trends_png(found: Sequence[Trend]) -> bytes:
    """Return the small panels as PNG, drawn at the size they are shown in."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

    from clusterlib.reports.fonts import use_chinese_font

    use_chinese_font()
    rows = -(-len(found) // _PANELS_IN_A_ROW)
    figure = Figure(figsize=(_WIDTH, _ROW_HEIGHT * rows), dpi=_DPI)
    panels = [_panel(trend, number, rows) for number, trend in enumerate(found)]
    # Few artists for all panels: a chart spends its time on their number.
    marks = [line for panel in panels for line in panel.thresholds]
    figure.add_artist(LineCollection(marks, colors=_SOFT, linewidths=0.7, linestyles=(0, (3, 2)),
                                     transform=figure.transFigure))
    figure.add_artist(LineCollection([panel.points for panel in panels], colors=_ACCENT,
                                     linewidths=1.2, transform=figure.transFigure))
    xs, ys = zip(*(point for panel in panels for point in panel.points), strict=True)
    figure.add_artist(Line2D(xs, ys, color=_ACCENT, ls="", marker="o", ms=2.6))
    for panel in panels:
        figure.add_artist(Text(*panel.caption_at, panel.caption, color=_INK, fontsize=6.4,
                               va="top", ha="left"))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return _small_png(canvas.buffer_rgba(), canvas.get_width_height())


def _small_png(pixels: memoryview, size: tuple[int, int]) -> bytes:
    """Return an image as PNG in shades of the chart's three inks: a quarter of the size."""
    from PIL import Image

    palette = Image.new("P", (1, 1))
    palette.putpalette(_shades())
    colours = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1).convert("RGB")
    image = colours.quantize(palette=palette, dither=Image.Dither.NONE)
    buffer = BytesIO()
    image.save(buffer, "png", compress_level=4)
    return buffer.getvalue()


@cache
def _shades() -> bytes:
    """Return a palette: white, and steps from white to each ink."""
    steps = range(_SHADES)
    return bytes(
        255 - (255 - channel) * step // (_SHADES - 1)
        for ink in (_INK, _SOFT, _ACCENT)
        for step in steps
        for channel in bytes.fromhex(ink[1:])
    )


def _trend(side: SideTrace, evidence: Evidence, years: tuple[int, ...]) -> Trend:
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
    return Trend(side.indicator.short, unit.term, years, values, threshold)


def _converted(value: Decimal | None, source: Unit, target: Unit) -> Decimal | None:
    return None if value is None else convert(value, source, target)


def _panel(trend: Trend, number: int, rows: int) -> _Panel:
    """Place one panel in the figure, without axes: caption, the years, the threshold."""
    row, column = divmod(number, _PANELS_IN_A_ROW)
    width, height = 1 / _PANELS_IN_A_ROW, 1 / rows
    left, bottom = column * width, 1 - (row + 1) * height
    x0, x1 = left + 0.05 * width, left + 0.86 * width
    y0, y1 = bottom + 0.14 * height, bottom + 0.66 * height
    known = [value for value in trend.values if value is not None]
    shown = trend.threshold if _in_reach(trend.threshold, known) else None
    reach = known if shown is None else [*known, shown]
    low, high = float(min(reach)), float(max(reach))

    def place(position: int, value: Decimal) -> Point:
        return (x0 + (x1 - x0) * position / max(len(trend.years) - 1, 1),
                y0 + (y1 - y0) * (float(value) - low) / ((high - low) or 1.0))

    at = None if shown is None else place(0, shown)[1]
    return _Panel(
        caption=_caption(trend, known),
        caption_at=(left + 0.03 * width, bottom + 0.96 * height),
        points=[place(i, value) for i, value in enumerate(trend.values) if value is not None],
        thresholds=[] if at is None else [[(x0, at), (x1, at)]],
    )


def _caption(trend: Trend, known: Sequence[Decimal]) -> str:
    first, last = number_text(known[0]), number_text(known[-1])
    missing = "→缺" if trend.values[-1] is None else ""
    return f"{trend.label}  {first}→{last}{trend.unit}{missing}"


def _in_reach(threshold: Decimal | None, known: Sequence[Decimal]) -> bool:
    """Return whether a threshold can be drawn without flattening the line."""
    if threshold is None:
        return False
    low, high = min(known), max(known)
    room = max((high - low) * 4, abs(high) / 2)
    return low - room <= threshold <= high + room
