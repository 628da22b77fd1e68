"""What each parameter of the regulation may hold: its unit, and values that make sense alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from clusterlib.rule_files.standard_form import READING_TERMS
from clusterlib.rule_files.strict_yaml import YamlNode
from clusterlib.rules.indicators import INDICATORS, ITEMS, POSITION, Section
from clusterlib.rules.points import band as points_band
from clusterlib.rules.points import on_grid
from clusterlib.rules.scoresheet import Band, Items
from clusterlib.rules.tiers import TIERS, Tiers, tier_of

FULL_POINTS = 100
"""Points of all four sections together."""
GRADE_COUNT = 3
MOST_DECIMALS = 4
_OPEN_ENDS = ("lower", "upper", "none")
ANY_ENDS = (*_OPEN_ENDS, "both")
"""Ends of a band that is no band of the regulation."""
_WITHIN = "请改正这个数"

Check = Callable[[YamlNode], Any]


def whole_within(least: int, most: int) -> Check:
    """Return a check that a value is a whole number between two limits, which belong to it."""

    def check(entry: YamlNode) -> int:
        number = entry.whole()
        if not least <= number <= most:
            raise entry.error(f"{number}不合理", f"{least}至{most}的整数", _WITHIN)
        return number

    return check


def number_within(most: int) -> Check:
    """Return a check that a value is a number above zero and not above a limit."""

    def check(entry: YamlNode) -> int:
        number = entry.number()
        if not 0 < number <= most or number != round(number, MOST_DECIMALS):
            expected = f"大于0、不超过{most}的数，至多{MOST_DECIMALS}位小数"
            raise entry.error(f"{number}不合理", expected, _WITHIN)
        return on_grid(number)

    return check


def years_span(entry: YamlNode) -> tuple[int, int]:
    """Return the shortest and the longest number of years."""
    shortest, longest = whole_numbers(entry, 2)
    if not 0 <= shortest <= longest:
        raise entry.error(f"{shortest}至{longest}年不合理", "先短后长的两个年数", _WITHIN)
    return shortest, longest


def years_by_name(entry: YamlNode) -> dict[str, int]:
    """Return whole years by name; none is allowed."""
    return {key.filled_text(): whole_within(1, 50)(years) for key, years in entry.items()}


def words(entry: YamlNode) -> tuple[str, ...]:
    """Return words that differ, at least one."""
    found = [node.filled_text() for node in entry.sequence()]
    if not found or len(set(found)) < len(found):
        raise entry.error("没有词，或有重复的词", "至少一个词，各写一次", "请补上或删去")
    return tuple(found)


def bands(entry: YamlNode, open_ends: tuple[str, ...] = _OPEN_ENDS) -> tuple[Band, ...]:
    """Return bands without gap or overlap, each point in exactly one of them."""
    found: list[Band] = []
    for node in entry.sequence():
        parts = node.mapping(("least", "lower", "upper", "open"))
        least, lower, upper = (parts[name].whole() for name in ("least", "lower", "upper"))
        band = points_band(least, lower, upper, parts["open"].choice(open_ends))
        if lower >= upper:
            raise node.error(f"这一档的下限{lower}不低于上限{upper}", "下限低于上限", _WITHIN)
        _check_beginning(node, band, found, lower)
        found.append(band)
    if len(found) < 2:
        raise entry.error(f"只有{len(found)}档", "至少两档", "请补上各档")
    if found[-1].upper_open:
        raise entry.error(
            "最高一档不含满分", "最高一档的 open 为 lower 或 none", "请改正最高一档的 open"
        )
    return tuple(found)


def _check_beginning(node: YamlNode, band: Band, before: list[Band], lower: int) -> None:
    if not before:
        if (band.least, band.lower) != (0, 0) or band.lower_open:
            raise node.error(
                "最低一档没有从0项、0分开始",
                "least: 0，lower: 0，open 为 upper 或 none",
                "请改正最低一档",
            )
        return
    last = before[-1]
    if band.least <= last.least:
        raise node.error(
            f"各档的项数没有递增（{last.least}之后是{band.least}）",
            "每档的 least 大于前一档",
            "请按由低到高的次序写各档",
        )
    if band.lower != last.upper:
        raise node.error("各档有重叠或空缺", "每档从前一档的上限开始", "请改正上下限")
    if band.lower_open == last.upper_open:
        whose = "哪一档都不含" if band.lower_open else "两档都含"
        raise node.error(
            f"{lower}分这一点{whose}", "相邻两档只有一档含这一点", "请改正这两档的 open"
        )


def knots(entry: YamlNode) -> tuple[tuple[int, int], ...]:
    """Return counts of items and points that begin at zero and rise together."""
    found = []
    for node in entry.sequence():
        count, points = whole_numbers(node, 2)
        found.append((count, points))
    if len(found) < 2 or found[0] != (0, 0):
        raise entry.error("匀取的折线没有从 [0, 0] 开始", "[0, 0] 到 [项数, 满分]", "请补上")
    for (count, points), (next_count, next_points) in pairwise(found):
        if next_count <= count or next_points < points:
            raise entry.error(
                f"匀取的折线在 [{next_count}, {next_points}] 处下降或停住",
                "项数递增，得分不减",
                "请改正折线",
            )
    return tuple((count, on_grid(points)) for count, points in found)


def grade_points(entry: YamlNode) -> tuple[int, ...]:
    """Return the points of the three grades, lowest first, in grid steps."""
    return tuple(on_grid(points) for points in whole_numbers(entry, GRADE_COUNT))


def listed_items(section: Section) -> Callable[[YamlNode], Items]:
    """Return a reader of the items of a counted section, as positions of their indicators."""
    known = {INDICATORS[side].id: item for item in ITEMS[section] for side in item}

    def read(entry: YamlNode) -> Items:
        found: list[tuple[int, ...]] = []
        for node in entry.sequence():
            sides = [side.choice(tuple(known)) for side in node.sequence()]
            item = tuple(POSITION[side] for side in sides)
            if not item or len({known[side] for side in sides}) > 1:
                raise node.error(
                    f"“{'、'.join(sides)}”不是打分表的一项",
                    "一项的指标，有“或”的写在一起",
                    "请改正",
                )
            if any(side in other for other in found for side in known[sides[0]]):
                raise node.error(f"“{sides[0]}”这一项列了两次", "每项列一次", "请删去一处")
            found.append(item)
        if not found:
            raise entry.error("没有列出任何一项", "至少一项", "请补上")
        return tuple(found)

    return read


def tier_terms(entry: YamlNode) -> Tiers:
    """Return the tiers under the names that are given for them."""
    parts = entry.mapping(tuple(tier.id for tier in TIERS))
    capital, base, township = (tier.named(parts[tier.id].filled_text()) for tier in TIERS)
    tiers = (capital, base, township)
    for tier in tiers:
        others = [other for other in tiers if other != tier]
        if tier_of(tier.term, others) is not None:
            raise parts[tier.id].error(
                f"“{tier.term}”也是另一级的名称", "各级名称不同", "请改用别的名称"
            )
    return tiers


def whole_numbers(entry: YamlNode, length: int) -> list[int]:
    """Return a list of so many whole numbers."""
    numbers = [node.whole() for node in entry.sequence()]
    if len(numbers) != length:
        raise entry.error(f"有{len(numbers)}个数", f"{length}个整数", "请补上或删去")
    return numbers


_SCORE_SHEET: dict[str, tuple[str, Check]] = {
    "basic_items": ("项", whole_within(1, 99)),
    "basic_bands": ("分", bands),
    "basic_knots": ("分", knots),
    "quality_items": ("项", whole_within(1, 99)),
    "quality_bands": ("分", bands),
    "quality_knots": ("分", knots),
    "government_bands": ("分", bands),
    "policy_bands": ("分", bands),
    "grade_points": ("分", grade_points),
    "pass_mark": ("分", number_within(FULL_POINTS)),
    "basic_listed": ("", listed_items("basic")),
    "quality_listed": ("", listed_items("quality")),
}
_TIERS: dict[str, tuple[str, Check]] = {
    "tier_terms": ("", tier_terms),
    "rank_limit_capital": ("名", whole_within(1, 999)),
    "rank_limit_base": ("名", whole_within(1, 999)),
    "rank_limit_township": ("名", whole_within(1, 999)),
    "least_industry_years": ("年", whole_within(0, 100)),
    "least_panel_members": ("名", whole_within(1, 99)),
    "least_senior_members": ("名", whole_within(0, 99)),
    "least_opinions": ("条", whole_within(0, 99)),
    "least_suggestions": ("条", whole_within(0, 99)),
    "leading_firm_revenue": ("亿元", number_within(10**6)),
}
_REGISTER: dict[str, tuple[str, Check]] = {
    "title_years": ("年", whole_within(1, 50)),
    "title_years_by_association": ("年", years_by_name),
    "review_due_months": ("月", whole_within(0, 120)),
    "review_notice_days": ("日", whole_within(0, 3650)),
    "rectification_years": ("年", whole_within(0, 20)),
    "lapse_years": ("年", whole_within(0, 20)),
    "returns_since": ("年度", whole_within(1950, 9999)),
    "annual_return_month": ("月", whole_within(1, 12)),
    "cultivation_years": ("年", years_span),
    "acceptance_days": ("日", whole_within(1, 365)),
    "audit_working_days": ("工作日", whole_within(1, 365)),
    "name_elements": ("", words),
    "name_suffixes_capital": ("", words),
    "name_suffixes_base": ("", words),
    "name_suffixes_township": ("", words),
}
_PANEL: dict[str, tuple[str, Check]] = {
    "least_panel_points": ("份", whole_within(1, 99)),
    "full_panel_points": ("份", whole_within(1, 99)),
}
OPTIONAL = frozenset({"basic_listed", "quality_listed", "tier_terms"})
"""Parameters that a folder may leave out: then the edition of 2022 holds."""
PARAMETERS = {**_SCORE_SHEET, **_TIERS, **_REGISTER, **_PANEL}
"""Per parameter that is no reading: its unit, blank where it has none, and its check."""

_SCORE_READINGS = {name: tuple(values) for name, (_, values) in READING_TERMS.items()}
_TITLE_READINGS = {
    "term_from": ("decision", "expiry"),
    "lapse": ("decided", "applied"),
    "second_failure": ("at_once", "at_end"),
    "five_days": ("calendar", "working"),
    "opinion": ("always", "channel"),
    "overdue_listed": ("yes", "no"),
}
_PANEL_READINGS = {"consolidate": ("mean", "median", "trimmed")}
READINGS = {**_SCORE_READINGS, **_TITLE_READINGS, **_PANEL_READINGS}
"""Per reading（读法）: the values that it has."""

HOME = {
    **dict.fromkeys(_SCORE_READINGS, "readings.yaml"),
    **dict.fromkeys(_SCORE_SHEET, "scoresheet.yaml"),
    **dict.fromkeys(_TIERS, "tiers.yaml"),
    **dict.fromkeys((*_REGISTER, *_TITLE_READINGS), "register.yaml"),
    **dict.fromkeys((*_PANEL, *_PANEL_READINGS), "panel.yaml"),
}
"""Per parameter: the shipped file that holds it. Every one of them must be there."""
