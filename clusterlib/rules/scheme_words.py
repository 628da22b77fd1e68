"""评价分值 of a section in words, and those words parsed strictly back to bands.

One line a band, the highest first, as the score sheet of the regulation prints them:
11项以上，得分＞48分；8-10项，36分≤得分≤48分；7项以下，得分＜36分.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from clusterlib.errors import RuleError
from clusterlib.rules.points import Band, on_grid, points_text
from clusterlib.rules.printed import band_points, count_text
from clusterlib.rules.scheme import GRADE_TERMS, Section

_POINTS = "([0-9]{1,4})分"
_ABOVE = re.compile(f"得分([>≥]){_POINTS}")
_BELOW = re.compile(f"得分([<≤]){_POINTS}")
_BETWEEN = re.compile(f"{_POINTS}([<≤])得分([<≤]){_POINTS}")
_COUNT = re.compile("([0-9]{1,3})(?:[-~–—至到]([0-9]{1,3}))?项(以上|以下)?")
_LIKE_GOOD = {"完善": "好"}
_FORMS = {
    "counted": "如“11项以上，得分＞48分”“8-10项，36分≤得分≤48分”“7项以下，得分＜36分”",
    "graded": "如“好，得分＞8分”“较好，6分≤得分≤8分”“一般，得分＜6分”",
}
_BEYOND = 10**6


def band_words(section: Section) -> tuple[str, ...]:
    """Return a line per band, the highest first."""
    return tuple(
        f"{_which(section, band)}，{band_points(section.bands, band)}"
        for band in reversed(section.bands)
    )


def _which(section: Section, band: Band) -> str:
    if section.rule == "graded":
        return GRADE_TERMS[band.least]
    return count_text(section.bands, len(section.items), band.least)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as written: counts or grades from least to most, points from lower to upper."""

    text: str
    least: int
    most: int
    lower: int
    upper: int
    lower_open: bool
    upper_open: bool


def bands_of(text: str, rule: str, points: int, items: int) -> tuple[Band, ...]:
    """Return the bands that words say, lowest first.

    Parameters
    ----------
    text : str
        Lines, or parts between semicolons.
    rule : {"counted", "graded"}
    points : int
        Full points in grid steps.
    items : int
        Items of a counted section.

    Raises
    ------
    RuleError
        Naming the first line that cannot be read, or counts or points that no line says or
        that two say.
    """
    parts = [part for part in re.split("[;\n]", unicodedata.normalize("NFKC", text))]
    lines = [_line("".join(part.split()), rule, points) for part in parts if part.strip(" .。")]
    if len(lines) < 2:
        found = "只写了一档" if lines else "没有写各档的分值"
        raise _fault(found, f"至少两档，{_FORMS[rule]}", "请每档写一行")
    lines.sort(key=lambda line: line.least)
    _check_counts(lines, rule, items)
    _check_points(lines, points)
    return tuple(
        Band(line.least, line.lower, line.upper, line.lower_open, line.upper_open)
        for line in lines
    )


def _line(text: str, rule: str, points: int) -> _Line:
    which, _, worth = text.replace("，", ",").strip("。.").partition(",")
    form = _FORMS[rule]
    least, most = _grade(which, text) if rule == "graded" else _counts(which, text)
    if found := _ABOVE.fullmatch(worth):
        lower, upper, ends = on_grid(int(found[2])), points, (found[1] == ">", False)
    elif found := _BELOW.fullmatch(worth):
        lower, upper, ends = 0, on_grid(int(found[2])), (False, found[1] == "<")
    elif found := _BETWEEN.fullmatch(worth):
        lower, upper = on_grid(int(found[1])), on_grid(int(found[4]))
        ends = found[2] == "<", found[3] == "<"
    else:
        raise _fault(f"看不懂“{text}”的分值", form, "请写作“得分”、＞≥＜≤和整数")
    if lower >= upper:
        raise _fault(f"“{text}”不含任何分数", f"0至{points_text(points)}分之间", "请改正分数")
    return _Line(text, least, most, lower, upper, *ends)


def _grade(which: str, text: str) -> tuple[int, int]:
    called = _LIKE_GOOD.get(which, which)
    if called not in GRADE_TERMS:
        raise _fault(f"看不懂“{text}”的档次", _FORMS["graded"], "请以好、较好、一般开头")
    return (GRADE_TERMS.index(called),) * 2


def _counts(which: str, text: str) -> tuple[int, int]:
    found = _COUNT.fullmatch(which)
    if not found or (found[2] and found[3]):
        raise _fault(f"看不懂“{text}”的项数", _FORMS["counted"], "请以项数开头")
    least = int(found[1])
    if found[3] == "以下":
        return 0, least
    most = _BEYOND if found[3] else int(found[2] or least)
    if most < least:
        raise _fault(f"“{text}”的项数前大后小", "如“8-10项”", "请改正项数")
    return least, most


def _check_counts(lines: list[_Line], rule: str, items: int) -> None:
    """Check that every count, or every grade, is in one line alone."""
    if rule == "graded":
        said = [line.least for line in lines]
        for at, term in enumerate(GRADE_TERMS):
            if said.count(at) != 1:
                raise _fault(f"“{term}”写了{said.count(at)}次", "好、较好、一般各一行", "请改正")
        return
    if lines[0].least != 0:
        below = lines[0].least - 1
        raise _fault(f"没有写{below}项以下得几分", "从0项起每个项数都有一行", "请补一行")
    for low, high in pairwise(lines):
        if high.least <= low.most:
            raise _fault(
                f"“{low.text}”与“{high.text}”都含{high.least}项", "每个项数只在一行", "请改正项数"
            )
        if high.least > low.most + 1:
            raise _fault(f"没有写{low.most + 1}项得几分", "每个项数都有一行", "请改正或补一行")
    last = lines[-1]
    if last.least > items or (last.most > items and last.most != _BEYOND):
        raise _fault(f"“{last.text}”超过这一部分的{items}项", f"至多{items}项", "请改正项数")
    if last.most < items:
        raise _fault(
            f"没有写{last.most + 1}项得几分", f"最高一档写作“{last.least}项以上”", "请改正"
        )


def _check_points(lines: list[_Line], points: int) -> None:
    """Check that every number of points from 0 to the full points is in one line alone."""
    first, last = lines[0], lines[-1]
    full = points_text(points)
    if first.lower or first.lower_open:
        raise _fault(f"最低一档“{first.text}”没有从0分开始", "如“得分＜36分”", "请改正")
    if last.upper != points or last.upper_open:
        raise _fault(f"最高一档“{last.text}”没有到满分{full}分", "如“得分＞48分”", "请改正")
    for low, high in pairwise(lines):
        if low.upper != high.lower:
            raise _fault(
                f"“{low.text}”到{points_text(low.upper)}分，“{high.text}”从"
                f"{points_text(high.lower)}分",
                "相邻两档首尾相接",
                "请改正分数",
            )
        if low.upper_open == high.lower_open:
            is_in_none = high.lower_open
            whose, signs = ("哪一档都不含", "≤或≥") if is_in_none else ("两档都含", "＜或＞")
            raise _fault(
                f"{points_text(low.upper)}分这一点{whose}",
                "相邻两档只有一档含这一点",
                f"请把“{low.text}”或“{high.text}”的一个符号改为{signs}",
            )


def _fault(found: str, expected: str, remedy: str) -> RuleError:
    return RuleError("评价分值", found, expected, remedy)
