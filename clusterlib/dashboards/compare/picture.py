"""The comparison as a picture（导出 PNG）, with the packaged font, the same on every machine.

A page draws it in a process of its own, ``python -m`` this module: matplotlib with a picture
of this size takes as much memory as a visitor's kernel, which would keep it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

from clusterlib.rules.printed import LAST_ITEMS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _SOFT, _RULE, _ACCENT, _WARN = "#1B1F24", "#56606B", "#C5CCD3", "#0F5C8C", "#B3470E"
_PALE, _TINT = "#A6C4D9", "#E9F0F5"
_LABELS, _COLUMN = 280, 350
"""Widths in pixels: thresholds at the left, then one column per candidate."""
_MARGIN, _LINE = 14, 21
SENTENCES = (
    ("建议级别", "outcome"),
    ("长处", "strengths"),
    ("短板", "gaps"),
    ("缺的数", "missing"),
    ("到上一级未达", "count"),
    ("近者先列", "nearest"),
)
"""What stands below the table: label, and name in the view."""
_SHOWN_AT = 100
"""Pixels to an inch; the picture has twice as many."""


class DrawingError(RuntimeError):
    """The process that draws has failed; its error output is the message."""


def picture_aside(view: dict[str, Any]) -> bytes:
    """Return `picture` of a view, drawn in another process.

    Raises
    ------
    DrawingError
        If that process fails.
    """
    drawn = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "clusterlib.dashboards.compare.picture"],
        input=json.dumps(view).encode(),
        capture_output=True,
        check=False,
    )
    if drawn.returncode:
        raise DrawingError(drawn.stderr.decode("utf-8", "replace"))
    return drawn.stdout


def picture(view: dict[str, Any]) -> bytes:
    """Return what the page shows as a PNG.

    Parameters
    ----------
    view : dict
        The trait ``view`` of the page.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from clusterlib.reports.fonts import use_chinese_font

    use_chinese_font()
    candidates = view["candidates"]
    width = _LABELS + _COLUMN * len(candidates) + 2 * _MARGIN
    flags, sentences = _flag_lines(view, width), _sentence_lines(view)
    below = sum(len(lines) for lines in flags) + sum(max(map(len, row)) for row in sentences)
    height = (below + len(view["rows"]) + 12) * _LINE + 2 * _MARGIN
    figure = Figure(figsize=(width / _SHOWN_AT, height / _SHOWN_AT), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    pen = _Pen(axes)
    top = _draw_head(pen, view, flags, width)
    top = _draw_tiers(pen, view, top)
    top = _draw_items(pen, view, top, width)
    _draw_sentences(pen, view, sentences, top, width)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=2 * _SHOWN_AT, metadata={"Software": None})
    return buffer.getvalue()


class _Pen:
    """Writes and draws at pixels from the upper left corner."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        color: str = _INK,
        size: float = 8.5,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        self._axes.text(
            x,
            y,
            text,
            color=color,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            ha="right" if right else "left",
            va="center",
            parse_math=False,
        )

    def rule(self, y: float, left: float, right: float, color: str = _RULE) -> None:
        self._axes.plot([left, right], [y, y], color=color, linewidth=0.8)

    def spark(self, x: float, y: float, points: list[list[float]]) -> None:
        """Draw a trend, its last year as a dot."""
        if points:
            xs, ys = [x + 32 * at for at, _ in points], [y + 5 - 10 * level for _, level in points]
            self._axes.plot(xs, ys, color=_SOFT, linewidth=1)
            self._axes.plot(xs[-1:], ys[-1:], color=_INK, marker="o", markersize=2.4)

    def upright(self, x: float, top: float, bottom: float, width: float = 0.8) -> None:
        self._axes.plot([x, x], [top, bottom], color=_INK, linewidth=width)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str,
        edge: str,
        dashed: bool = False,
    ) -> None:
        from matplotlib.patches import Rectangle

        self._axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill,
                edgecolor=edge,
                linewidth=0.8,
                linestyle="dashed" if dashed else "solid",
            )
        )


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """Return a text in lines that fit a width in pixels; a letter is half a Chinese sign."""
    room = width / (size * _SHOWN_AT / 72)
    lines, used = [""], 0.0
    for sign in text:
        wide = 0.6 if ord(sign) < 0x2E80 else 1.0
        if used + wide > room:
            lines.append("")
            used = 0.0
        lines[-1] += sign
        used += wide
    return lines


def _flag_lines(view: dict[str, Any], width: float) -> list[list[str]]:
    flags = [*view["flags"]]
    if view["blind"] == "on":
        flags.append({"tag": "盲评", "text": "单位名称未显示。"})
    return [
        _wrapped(f"{flag['tag']}　{flag['text']}".strip("　"), width - 2 * _MARGIN, 8.5)
        for flag in flags
    ]


def _sentence_lines(view: dict[str, Any]) -> list[list[list[str]]]:
    """Return per sentence and candidate its lines."""
    return [
        [_wrapped(candidate["lines"][name], _COLUMN - 24, 8) for candidate in view["candidates"]]
        for _, name in SENTENCES
    ]


def _left_of(number: int) -> float:
    return _MARGIN + _LABELS + number * _COLUMN


def _draw_head(pen: _Pen, view: dict[str, Any], flags: list[list[str]], width: float) -> float:
    y = _MARGIN + _LINE / 2
    pen.write(_MARGIN, y, "候选对比", size=13, bold=True)
    pen.write(_MARGIN + 100, y, view["title"], color=_SOFT)
    y += _LINE
    pen.write(_MARGIN, y, view["assumeText"], color=_SOFT)
    for lines in flags:
        for line in lines:
            y += _LINE
            pen.write(_MARGIN, y, line, color=_WARN if "　" in lines[0] else _INK)
    y += _LINE / 2 + 4
    pen.rule(y, _MARGIN, width - _MARGIN)
    return y + 4


def _draw_tiers(pen: _Pen, view: dict[str, Any], top: float) -> float:
    """Draw per candidate its name and a line per tier with the interval against the pass mark."""
    for number, candidate in enumerate(view["candidates"]):
        left, y = _left_of(number), top + _LINE * 0.7
        pen.write(left, y, candidate["name"], size=12, bold=True)
        y += _LINE
        pen.write(left, y, f"申报{candidate['applied']}　{candidate['about']}", color=_SOFT)
        for tier in candidate["tiers"]:
            y += _LINE
            if tier["on"]:
                pen.box(left - 4, y - _LINE / 2, _COLUMN - 14, _LINE, fill=_TINT, edge=_TINT)
            bold = bool(tier["on"])
            pen.write(left, y, tier["term"], bold=bold)
            pen.write(left + 82, y, tier["met"], right=True, bold=bold)
            pen.write(left + 88, y, tier["band"], bold=bold)
            pen.write(left + 128, y, tier["quality"], color=_SOFT)
            _draw_bar(pen, left + 162, y, tier)
            pen.write(left + 284, y, tier["score"], right=True)
            pen.write(left + _COLUMN - 22, y, tier["verdict"], right=True, bold=bold)
    return top + _LINE * 6


def _draw_bar(pen: _Pen, left: float, y: float, tier: dict[str, Any]) -> None:
    scale = 0.7
    fill = {"pass": _ACCENT, "open": _PALE, "fail": "white"}[tier["kind"]]
    low, high = left + tier["low"] * scale, left + tier["high"] * scale
    pen.box(
        low,
        y - 3,
        max(high - low, 2),
        6,
        fill=fill,
        edge=_SOFT if tier["kind"] == "fail" else fill,
    )
    pen.upright(left + tier["mark"] * scale, y - 9, y + 9)
    if tier["estimate"] is not None:
        pen.upright(left + tier["estimate"] * scale, y - 5, y + 5, width=1.6)


def _draw_items(pen: _Pen, view: dict[str, Any], top: float, width: float) -> float:
    y, section = top, ""
    for item, line in enumerate(view["rows"]):
        if line["section"] != section:
            section = line["section"]
            _draw_headings(pen, view, y, section)
            pen.rule(y + _LINE - 4, _MARGIN, width - _MARGIN, _SOFT)
            y += _LINE
        middle = y + _LINE / 2
        name = f"{'或 ' if line['or'] else ''}{line['name']} {line['unit']}"
        pen.write(_MARGIN, middle, name)
        for place, value in enumerate(line["values"]):
            pen.write(
                _MARGIN + 150 + 58 * place,
                middle,
                value["text"],
                right=True,
                color=_WARN if value["changed"] else _INK,
            )
        for number, candidate in enumerate(view["candidates"]):
            _draw_cell(pen, _left_of(number), middle, candidate["cells"][item])
        pen.rule(y + _LINE, _MARGIN, width - _MARGIN, "#E4E8EC")
        y += _LINE
    middle = y + _LINE / 2
    pen.write(_MARGIN, middle, f"{LAST_ITEMS}（重大事故）")
    for number, candidate in enumerate(view["candidates"]):
        gates = candidate["gates"]
        pen.write(_left_of(number), middle, gates["text"], color=_WARN if gates["bad"] else _INK)
    return y + _LINE + 6


def _draw_headings(pen: _Pen, view: dict[str, Any], y: float, section: str) -> None:
    middle = y + _LINE / 2 - 2
    pen.write(_MARGIN, middle, section, bold=True)
    for place, term in enumerate(view["limits"]):
        pen.write(_MARGIN + 150 + 58 * place, middle, term, right=True, bold=True)
    for number in range(len(view["candidates"])):
        left = _left_of(number)
        pen.write(left + 70, middle, "最近一年", right=True, color=_SOFT)
        pen.write(left + 84, middle, view["signs"], color=_SOFT)
        pen.write(left + 190, middle, "差到上一级", right=True, color=_SOFT)
        pen.write(left + 276, middle, view["candidates"][number]["years"], right=True, color=_SOFT)
        pen.write(left + _COLUMN - 22, middle, view["rank"], right=True, color=_SOFT)


def _draw_cell(pen: _Pen, left: float, y: float, cell: dict[str, Any]) -> None:
    missing = bool(cell.get("missing"))
    pen.write(
        left + 70, y, cell["value"], right=True, bold=missing, color=_WARN if missing else _INK
    )
    for place, mark in enumerate(cell["marks"]):
        met = mark == "1"
        pen.box(
            left + 84 + 14 * place,
            y - 5,
            10,
            10,
            fill=_ACCENT if met else "white",
            edge=_WARN if mark == "m" else _ACCENT if met else _SOFT,
            dashed=mark == "m",
        )
    pen.write(left + 190, y, cell.get("next", ""), right=True, color=_WARN if missing else _SOFT)
    pen.write(left + 276, y, cell.get("change", ""), right=True, color=_SOFT)
    pen.spark(left + 199, y, cell.get("spark") or [])
    pen.write(left + _COLUMN - 22, y, cell.get("rank", ""), right=True)


def _draw_sentences(
    pen: _Pen, view: dict[str, Any], sentences: list[list[list[str]]], top: float, width: float
) -> None:
    pen.rule(top, _MARGIN, width - _MARGIN, _SOFT)
    y = top + _LINE / 2 + 2
    for (label, name), row in zip(SENTENCES, sentences, strict=True):
        pen.write(_MARGIN, y, label, bold=True)
        for number, (candidate, lines) in enumerate(zip(view["candidates"], row, strict=True)):
            warned = name == "missing" and candidate["lines"]["isMissing"]
            for place, line in enumerate(lines):
                pen.write(
                    _left_of(number),
                    y + place * _LINE,
                    line,
                    color=_WARN if warned else _INK,
                    size=8,
                )
        y += max(map(len, row)) * _LINE


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(json.load(sys.stdin.buffer)))
