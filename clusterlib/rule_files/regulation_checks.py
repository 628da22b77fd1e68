"""Whether the parameters of one day fit together（评价体系打分表的合理性）.

A file of the regulation is checked as strictly as a standard: what would score wrongly
without a word is refused here, with the line of the value that does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from clusterlib.errors import RuleError
from clusterlib.rule_files.regulation_values import (
    FULL_POINTS,
    GRADE_COUNT,
    bands,
    grade_points,
    knots,
    listed_items,
    number_within,
    tier_terms,
)
from clusterlib.rule_files.strict_yaml import YamlNode
from clusterlib.rules.indicators import ITEMS, SECTION_TERMS, SECTIONS, Section
from clusterlib.rules.points import GRID, points_text
from clusterlib.rules.scoresheet import Band, CountedSection, GradedSection, Items, Listed
from clusterlib.rules.tiers import TIERS, Tiers, terms_of

COUNTED: tuple[Section, ...] = ("basic", "quality")
GRADED: tuple[Section, ...] = ("government", "policy")


@dataclass(frozen=True, slots=True)
class Sections:
    """The four sections and the pass mark of one day."""

    basic: CountedSection
    quality: CountedSection
    government: GradedSection
    policy: GradedSection
    pass_mark: int
    tiers: Tiers
    listed: Listed


def sections_of(values: Mapping[str, YamlNode]) -> Sections:
    """Return the sections of one day, which fit together.

    Parameters
    ----------
    values : mapping of name to YamlNode
        Every parameter's value on that day.

    Raises
    ------
    ParameterError
        Naming file and line of what does not fit.
    """
    _check_sum(values)
    basic, quality = (_counted(name, values) for name in COUNTED)
    government, policy = (_graded(name, values) for name in GRADED)
    _check_ranks(values)
    _check_panel(values)
    _check_term(values)
    return Sections(
        basic,
        quality,
        government,
        policy,
        number_within(FULL_POINTS)(values["pass_mark"]),
        _tiers(values),
        (_listed("basic", values), _listed("quality", values)),
    )


def _tiers(values: Mapping[str, YamlNode]) -> Tiers:
    return tier_terms(values["tier_terms"]) if "tier_terms" in values else TIERS


def _listed(name: Section, values: Mapping[str, YamlNode]) -> Items:
    stated = values.get(f"{name}_listed")
    return listed_items(name)(stated) if stated is not None else ITEMS[name]


def _counted(name: Section, values: Mapping[str, YamlNode]) -> CountedSection:
    found, entry = bands(values[f"{name}_bands"]), values[f"{name}_bands"]
    items, listed = values[f"{name}_items"], len(_listed(name, values))
    if items.whole() != listed:
        raise items.error(
            f"“{SECTION_TERMS[name]}”写{items.whole()}项，打分表列有{listed}项",
            f"{listed}",
            "请使项数与所列各项一致",
        )
    if found[-1].least > listed:
        raise entry.error(
            f"最高一档要{found[-1].least}项，打分表只有{listed}项",
            f"至多{listed}项",
            "请改正各档的 least",
        )
    section = CountedSection(found[-1].upper, listed, found, knots(values[f"{name}_knots"]))
    _check_knots(section, values[f"{name}_knots"])
    return section


def _check_knots(section: CountedSection, entry: YamlNode) -> None:
    full = (section.items, section.maximum)
    if section.knots[-1] != full:
        count, steps = section.knots[-1]
        raise entry.error(
            f"匀取的折线止于 [{count}, {points_text(steps)}]",
            f"[{section.items}, {points_text(section.maximum)}]",
            "请使折线止于项数与满分",
        )
    for count in range(section.items + 1):
        band = section.band_of(count)
        try:
            steps = section.even_points(count)
        except RuleError as error:
            raise entry.error(
                f"匀取在{count}项处除不尽", "相邻两点的项数相差不超过8", "请补上中间的点"
            ) from error
        if not _lies_in(steps, band):
            raise entry.error(
                f"匀取在{count}项处得{points_text(steps)}分，不在这一档"
                f"（{points_text(band.lower)}至{points_text(band.upper)}分）之内",
                "各项数的得分都在该项数的档内",
                "请改正折线或各档",
            )


def _graded(name: Section, values: Mapping[str, YamlNode]) -> GradedSection:
    entry = values[f"{name}_bands"]
    found, even = bands(entry), values["grade_points"]
    if [band.least for band in found] != list(range(GRADE_COUNT)):
        raise entry.error(
            f"各档是{'、'.join(str(band.least) for band in found)}",
            "0、1、2（一般、较好、好）",
            "请每个档次写一档",
        )
    points = grade_points(even)
    for steps, band in zip(points, found, strict=True):
        if not _lies_in(steps, band):
            raise even.error(
                f"{points_text(steps)}分不在{points_text(band.lower)}至"
                f"{points_text(band.upper)}分这一档之内（“{SECTION_TERMS[name]}”）",
                "每个档次的得分在该档之内",
                "请改正这一处或各档",
            )
    return GradedSection(found[-1].upper, found, points)


def _lies_in(steps: int, band: Band) -> bool:
    above = steps > band.lower or (steps == band.lower and not band.lower_open)
    below = steps < band.upper or (steps == band.upper and not band.upper_open)
    return above and below


def _check_sum(values: Mapping[str, YamlNode]) -> None:
    parts = [bands(values[f"{name}_bands"])[-1].upper // GRID for name in SECTIONS]
    if sum(parts) != FULL_POINTS:
        lines = "、".join(values[f"{name}_bands"].where for name in SECTIONS[1:])
        raise values["basic_bands"].error(
            f"四部分满分合计{sum(parts)}分（{'＋'.join(map(str, parts))}）",
            f"合计{FULL_POINTS}分",
            f"请核对各部分最高一档的上限（另见{lines}）",
        )


def _check_ranks(values: Mapping[str, YamlNode]) -> None:
    tiers = _tiers(values)
    limits = {tier: values[f"rank_limit_{tier.id}"] for tier in tiers}
    for higher, lower in pairwise(tiers):
        if limits[higher].whole() >= limits[lower].whole():
            raise limits[lower].error(
                f"{lower.term}的名次{limits[lower].whole()}不大于{higher.term}的"
                f"{limits[higher].whole()}",
                f"{terms_of(tiers)}的名次依次放宽",
                "请核对三级的名次",
            )


def _check_panel(values: Mapping[str, YamlNode]) -> None:
    members, senior = values["least_panel_members"], values["least_senior_members"]
    if senior.whole() > members.whole():
        raise senior.error(
            f"高级职称{senior.whole()}名多于专家组的{members.whole()}名",
            f"不多于{members.whole()}",
            "请核对两个人数",
        )
    least, full = values["least_panel_points"], values["full_panel_points"]
    # Without the highest and the lowest one has to be left.
    if full.whole() < max(least.whole(), 3):
        raise full.error(
            f"有效评分{full.whole()}份即足够，合成至少要{max(least.whole(), 3)}份",
            f"不少于{max(least.whole(), 3)}",
            "请核对两个份数",
        )


def _check_term(values: Mapping[str, YamlNode]) -> None:
    due, years = values["review_due_months"], values["title_years"]
    if due.whole() >= 12 * years.whole():
        raise due.error(
            f"提前{due.whole()}个月申请复评，有效期只有{years.whole()}年",
            f"少于{12 * years.whole()}",
            "请核对两个期限",
        )
