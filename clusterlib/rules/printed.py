"""The words of a score sheet in which its numbers stand（打分表的文字）, Annex 1, three.

Every text that names a count of items, a band or the pass mark takes it from here, so that
a sheet of another day is printed with its own numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from clusterlib.rules.indicators import COUNTED, GATES, Section
from clusterlib.rules.points import points_text
from clusterlib.rules.scoresheet import Band, CountedSection, GradedSection, ScoreSheet

_NUMBERS = ("一", "二", "三", "四")
_PANEL_TITLES = (
    "区域内政府有关职能部门和地方行业组织开展工作的情况",
    "地方政府批准的特色产业发展规划及相关优惠政策及扶持措施等方面的情况",
)
_GRADES = (("好", "较好", "一般"), ("完善", "较好", "一般"))

LAST_ITEMS = f"后{len(GATES)}项"
"""What the sheet calls the items of section two that must hold."""


def mark_text(sheet: ScoreSheet) -> str:
    """Return the pass mark as a plain number."""
    return points_text(sheet.pass_mark)


def first_items(sheet: ScoreSheet) -> str:
    """Return what the sheet calls the counted items of section two（前5项）."""
    return f"前{sheet.quality.items}项"


def group_lines(sheet: ScoreSheet) -> dict[Section, str]:
    """Return the printed line over each counted section: number, title, points, bands."""
    basic, quality = sheet.basic, sheet.quality
    return {
        "basic": f"一、{_titled(sheet, 'basic')}　{_counted_bands(basic, '{}项以上符合达标值')}",
        "quality": f"二、{_titled(sheet, 'quality')}　{LAST_ITEMS}必须符合达标值，否则不得分；"
        + _counted_bands(quality, f"{first_items(sheet)}中{{}}项以上符合", first_items(sheet)),
    }


def panel_lines(sheet: ScoreSheet) -> tuple[str, ...]:
    """Return the printed line of each section that the panel grades."""
    return tuple(
        f"{number}、{title}（{points_text(section.maximum)}分）　{_graded_bands(section, grades)}"
        for number, title, section, grades in zip(
            _NUMBERS[2:], _PANEL_TITLES, sheet.graded, _GRADES, strict=True
        )
    )


def short_headings(sheet: ScoreSheet) -> tuple[str, str]:
    """Return a short heading of each counted section, with points and items."""
    basic, quality = sheet.counted
    return (
        f"一、{sheet.term('basic')}（{points_text(basic.maximum)}分）{basic.items}项",
        f"二、质量安全（{points_text(quality.maximum)}分）{quality.items}项",
    )


def best_count(section: CountedSection) -> str:
    """Return the count that reaches the highest band（11项以上）."""
    return count_text(section.bands, section.items, section.bands[-1].least)


def _titled(sheet: ScoreSheet, name: Section) -> str:
    section = sheet.counted[COUNTED.index(name)]
    return f"{sheet.term(name)}（{points_text(section.maximum)}分）"


def _counted_bands(section: CountedSection, best: str, all_items: str = "") -> str:
    """Return the bands, highest first; `best` words the count of the highest."""
    parts = []
    for band in reversed(section.bands):
        if band is not section.bands[-1]:
            count = count_text(section.bands, section.items, band.least)
        elif all_items and band.least == section.items:
            count = f"{all_items}均符合"
        else:
            count = best.format(band.least)
        parts.append(f"{count}，{band_points(section.bands, band)}")
    return "；".join(parts)


def count_text(bands: Sequence[Band], items: int, least: int) -> str:
    """Return the counts of the band that begins at `least`, of so many items."""
    above = [band.least for band in bands if band.least > least]
    if not above:
        return f"{least}项以上" if least < items else f"{least}项"
    if least == 0:
        return f"{above[0] - 1}项以下"
    return f"{least}-{above[0] - 1}项" if above[0] - 1 > least else f"{least}项"


def _graded_bands(section: GradedSection, grades: tuple[str, ...]) -> str:
    return "；".join(
        f"{grade}，{band_points(section.bands, band)}"
        for grade, band in zip(grades, reversed(section.bands), strict=True)
    )


def band_points(bands: Sequence[Band], band: Band) -> str:
    """Return the points of a band; ends that are those of the section are left out."""
    lower, upper = points_text(band.lower), points_text(band.upper)
    if band is bands[-1]:
        return f"得分{'＞' if band.lower_open else '≥'}{lower}分"
    if band is bands[0]:
        return f"得分{'＜' if band.upper_open else '≤'}{upper}分"
    below, above = ("＜" if is_open else "≤" for is_open in (band.lower_open, band.upper_open))
    return f"{lower}分{below}得分{above}{upper}分"
