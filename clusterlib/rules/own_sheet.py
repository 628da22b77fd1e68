"""A score sheet of an association（评价体系）as the score sheet of a day, clause 1.1 and Annex 4.

A scheme whose sections are those of the regulation — two counted, two graded — takes the
place of the regulation's own sheet wherever that one is used; its indicators come after the
twenty printed ones, whose places never change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import cast

from clusterlib.errors import InputError, ParameterError
from clusterlib.rules.indicators import GATES, PRINTED, Catalogue, Indicator, Section
from clusterlib.rules.scheme import Condition, Scheme
from clusterlib.rules.scheme import Section as Part
from clusterlib.rules.scoresheet import Band, CountedSection, GradedSection, Items, ScoreSheet
from clusterlib.rules.standard import DatedValues, Source, Standard, Threshold
from clusterlib.rules.tiers import TIERS, Tiers

_SHAPE = (("basic", "counted"), ("quality", "counted"), ("government", "graded"),
          ("policy", "graded"))  # fmt: skip
_KINDS = ("amount", "count", "share")
_REMEDY = "这样的评价体系用 clusterlib schemes score 评"
_LONGEST_SHORT = 10


def own_indicators(scheme: Scheme) -> tuple[Indicator, ...]:
    """Return the indicators of a scheme's items as columns, changed printed ones among them.

    Raises
    ------
    ParameterError
        If its sections, or what an item asks, are not of the regulation's kind.
    """
    _check_shape(scheme)
    found: dict[str, Indicator] = {}
    for section in scheme.sections[:2]:
        for side in (side for item in section.items for side in item):
            if side.measure in found:
                label = scheme.measures[side.measure].label
                raise _refusal(scheme, f"指标“{label}”列了两次", "每个指标列一次")
            found[side.measure] = _indicator(scheme, section, side)
    return tuple(indicator for indicator in found.values() if not _is_printed(indicator))


def catalogue_of(standards: Iterable[Standard]) -> Catalogue:
    """Return the columns that some standards need together.

    Raises
    ------
    ParameterError
        If an id means one indicator here and another there.
    """
    found = dict(PRINTED.by_id)
    for standard in standards:
        for scheme in standard.own:
            for indicator in own_indicators(scheme):
                if found.setdefault(indicator.id, indicator) != indicator:
                    raise ParameterError(
                        f"评价体系“{scheme.id}”",
                        f"指标“{indicator.id}”（{indicator.label}）在别处有不同的名称、单位或方向",
                        "同一代码各处一致",
                        "请改用别的代码",
                    )
    return Catalogue(tuple(found.values()))


def in_columns(standard: Standard, catalogue: Catalogue) -> Standard:
    """Return a standard in the columns of a cohort, which may hold more than its own.

    Raises
    ------
    InputError
        If they lack one of its own.
    """
    if standard.catalogue == catalogue:
        return standard
    if missing := [own for own in standard.catalogue.own if own not in catalogue.own]:
        raise InputError(
            standard.file or standard.term,
            f"读入的数据没有评价体系增列的指标“{missing[0].label}”",
            "按这份标准读入的数据",
            "请按标准重新读入：read_cohort(文件, 标准.catalogue)",
        )
    return replace(standard, catalogue=catalogue)


def edition_on(standard: Standard, day: date) -> Scheme | None:
    """Return the edition of a standard's own score sheet on a day, None for the regulation's.

    Raises
    ------
    ParameterError
        If its first edition begins later.
    """
    if not standard.own:
        return None
    in_force = [scheme for scheme in standard.own if scheme.start <= day]
    if not in_force:
        first = standard.own[0]
        raise ParameterError(
            standard.file,
            f"评价体系“{first.id}”在{day.isoformat()}没有值",
            f"{first.start.isoformat()}起的日期",
            "请用 --on 指定较晚的日期",
        )
    return in_force[-1]


def sheet_for(standard: Standard, sheet: ScoreSheet, day: date | None = None) -> ScoreSheet:
    """Return the score sheet that a standard is scored by on the day of the regulation's.

    Readings, rank limits and years stay those of the regulation.

    Parameters
    ----------
    standard : Standard
        With the editions of its own score sheet.
    sheet : ScoreSheet
        The regulation of the day.
    day : date, optional
        Another day of the standard's.
    """
    sheet = replace(sheet, catalogue=standard.catalogue)
    scheme = edition_on(standard, day or date.fromisoformat(sheet.on))
    if scheme is None:
        return sheet
    place = standard.catalogue.position
    basic, quality, government, policy = scheme.sections
    listed = tuple(
        tuple(tuple(place[side.measure] for side in item) for item in section.items)
        for section in (basic, quality)
    )
    assert scheme.pass_mark is not None
    return replace(
        sheet,
        basic=_counted(basic, sheet.basic),
        quality=_counted(quality, sheet.quality),
        government=_graded(government, sheet.government),
        policy=_graded(policy, sheet.policy),
        pass_mark=scheme.pass_mark,
        tiers=cast(Tiers, scheme.tiers),
        listed=cast("tuple[Items, Items]", listed),
        terms=tuple(section.term for section in scheme.sections),
        own=scheme,
    )


def fixed_thresholds(schemes: Iterable[Scheme], stated: Iterable[str]) -> tuple[Threshold, ...]:
    """Return the limits that editions of a scheme fix and a standard does not state itself."""
    dated: dict[str, list[DatedValues]] = {}
    units = {}
    for scheme in schemes:
        source = Source("standard", f"{scheme.term}（{scheme.origin.ref}）")
        for section in scheme.sections[:2]:
            for item in section.items:
                for side in item:
                    if side.limits is not None:
                        capital, base, township = side.limits
                        values = DatedValues(scheme.start, (capital, base, township), source)
                        dated.setdefault(side.measure, []).append(values)
                        units[side.measure] = scheme.measures[side.measure].unit
    kept = set(dated) - set(stated)
    return tuple(
        Threshold(name, units[name], tuple(dated[name])) for name in dated if name in kept
    )


def _check_shape(scheme: Scheme) -> None:
    shape = tuple((section.id, section.rule) for section in scheme.sections)
    if shape != _SHAPE or scheme.pass_mark is None or not all(s.points for s in scheme.sections):
        raise _refusal(
            scheme,
            "各部分不是管理办法的结构",
            "basic、quality 两个计项部分和 government、policy 两个评档部分，都计分",
        )
    if [tier.id for tier in scheme.tiers] != [tier.id for tier in TIERS]:
        found = "、".join(tier.id for tier in scheme.tiers)
        raise _refusal(scheme, f"各级是{found}", "、".join(tier.id for tier in TIERS))
    for section, gates in zip(scheme.sections, ((), GATES, (), ()), strict=True):
        if section.gates != gates:
            raise _refusal(scheme, f"“{section.term}”的否决项与管理办法不同", "第二部分的后3项")
    for section in scheme.sections[2:]:
        if [band.least for band in section.bands] != [0, 1, 2]:
            raise _refusal(scheme, f"“{section.term}”不是三档", "好、较好、一般三档")


def _indicator(scheme: Scheme, section: Part, side: Condition) -> Indicator:
    measure = scheme.measures[side.measure]
    if measure.kind not in _KINDS or measure.share_of or side.last > 1 or measure.unit is None:
        raise _refusal(
            scheme, f"“{measure.label}”要由几年的数或别的指标算出", "填报的量、个数或比例"
        )
    if side.comparison not in (">=", "<="):
        raise _refusal(scheme, f"“{measure.label}”的比较是“{side.comparison}”", ">= 或 <=")
    at_most = side.comparison == "<="
    printed = PRINTED.by_id.get(measure.id)
    if printed is not None and _is_same(printed, measure.labels[0], measure.unit.term):
        if not at_most:
            return printed
        raise _refusal(scheme, f"“{measure.label}”的比较是“<=”", "管理办法各项用 >=")
    return Indicator(
        measure.id,
        cast(Section, section.id),
        0,
        measure.labels,
        measure.label if len(measure.label) <= _LONGEST_SHORT else f"{measure.label[:9]}…",
        measure.unit,
        0,
        measure.signed,
        at_most,
    )


def _is_same(printed: Indicator, label: str, unit: str) -> bool:
    return label in printed.labels and printed.unit.term == unit


def _is_printed(indicator: Indicator) -> bool:
    return PRINTED.by_id.get(indicator.id) is indicator


def _counted(part: Part, printed: CountedSection) -> CountedSection:
    if (part.bands, len(part.items)) == (printed.bands, printed.items):
        return printed
    return CountedSection.evenly(len(part.items), part.bands)


def _graded(part: Part, printed: GradedSection) -> GradedSection:
    if part.bands == printed.bands:
        return printed
    even = tuple(_middle(band) for band in part.bands)
    return GradedSection(part.bands[-1].upper, part.bands, even)


def _middle(band: Band) -> int:
    return (band.lower + band.upper) // 2


def _refusal(scheme: Scheme, found: str, expected: str) -> ParameterError:
    return ParameterError(f"评价体系“{scheme.id}”", found, expected, _REMEDY)
