"""What follows from a scheme whatever is reported: its finite space of bands, walked whole.

The outcomes of all combinations of bands, results that nobody can reach or miss, and items
that never decide anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product, zip_longest
from typing import Literal

from clusterlib.rules.findings import Finding, Severity
from clusterlib.rules.points import Band, points_text
from clusterlib.rules.printed import count_text
from clusterlib.rules.scheme import (
    COMPARISONS,
    PURPOSE_TERMS,
    TO_FILL,
    Condition,
    Scheme,
    Section,
    Sides,
)
from clusterlib.rules.scheme_changes import limit_text
from clusterlib.rules.tiers import Tier

_NOTHING = Band(0, 0, 0, False, False)
"""The points of a section whose gate failed."""
_STEP = Fraction(1, 10**40)
"""Nearer to a limit than any other limit or figure."""
GATE_READINGS = {"section_zero": "该部分得0分", "veto": "一票否决"}


def check_scheme(scheme: Scheme) -> tuple[Finding, ...]:
    """Return what is doubtful in a scheme, and what follows from it."""
    return (
        *_changes(scheme),
        *_outcomes(scheme),
        *_reach(scheme),
        *_sections(scheme),
        *_tiers(scheme),
    )


def combinations(scheme: Scheme, *, veto: bool = False) -> Counter[str]:
    """Return how many combinations of bands pass, fail, or hang on points inside the bands.

    A section with gates has one more outcome, no points; under `veto` that one fails.

    Examples
    --------
    >>> combinations(light_industry_2022)  # doctest: +SKIP
    Counter({'open': 57, 'fail': 39, 'pass': 12})
    """
    assert scheme.pass_mark is not None
    found: Counter[str] = Counter()
    for bands in product(*(_outcomes_of(section) for section in scheme.scored)):
        if veto and any(band is _NOTHING for band in bands):
            found["fail"] += 1
            continue
        lower, upper = sum(band.lower for band in bands), sum(band.upper for band in bands)
        is_open = any(band.upper_open for band in bands)
        if lower >= scheme.pass_mark:
            found["pass"] += 1
        elif upper < scheme.pass_mark or (upper == scheme.pass_mark and is_open):
            found["fail"] += 1
        else:
            found["open"] += 1
    return found


def _outcomes_of(section: Section) -> tuple[Band, ...]:
    return (*section.bands, _NOTHING) if section.gates else section.bands


def _changes(scheme: Scheme) -> Iterator[Finding]:
    if scheme.origin.kind == "example":
        yield Finding("warning", scheme.term, "虚构的示例，不得用于评价")
    if TO_FILL in (scheme.issuer, scheme.origin.ref, scheme.origin.decided_by):
        yield Finding("warning", scheme.term, f"制定单位、来源或决定者还写着“{TO_FILL}”")
    if scheme.based_on and not scheme.differences:
        yield Finding("warning", scheme.term, f"与{scheme.based_on}没有不同")
    for words in scheme.warnings:
        yield Finding("warning", scheme.term, words)
    for words in scheme.differences:
        yield Finding("note", f"与{scheme.based_on}不同", words)


def _outcomes(scheme: Scheme) -> Iterator[Finding]:
    if scheme.pass_mark is None:
        return
    has_gates = any(section.gates for section in scheme.scored)
    for veto in (False, True) if has_gates else (False,):
        found = combinations(scheme, veto=veto)
        reading = f"（读法 gate={tuple(GATE_READINGS)[veto]}）" if has_gates else ""
        yield Finding(
            "note",
            f"各档组合{reading}",
            f"共{sum(found.values())}种：{found['pass']}种必定符合，{found['fail']}种必定不符合，"
            f"{found['open']}种取决于档内评分",
        )
        for outcome, words in (("pass", "没有一种组合必定符合"), ("fail", "没有一种必定不符合")):
            if not found[outcome]:
                yield Finding("warning", f"各档组合{reading}", words)


def _reach(scheme: Scheme) -> Iterator[Finding]:
    if scheme.pass_mark is None:
        return
    mark = points_text(scheme.pass_mark)
    most = sum(section.points for section in scheme.scored)
    if most < scheme.pass_mark:
        yield Finding("error", "及格分", f"满分{points_text(most)}分，谁也达不到{mark}分")
    has_gates = any(section.gates for section in scheme.scored)
    for reading in GATE_READINGS if has_gates else ("",):
        least = _least_points(scheme, gates_fail=reading == "section_zero")
        if least >= scheme.pass_mark:
            under = "后几项都符合的，" if reading == "veto" else ""
            place = f"及格分（读法 gate={reading}）" if reading else "及格分"
            severity: Severity = "warning" if reading == "veto" else "error"
            yield Finding(severity, place, f"{under}至少得{points_text(least)}分，都达到{mark}分")


def _least_points(scheme: Scheme, *, gates_fail: bool) -> int:
    return sum(
        0 if section.gates and gates_fail else min(band.lower for band in section.bands)
        for section in scheme.scored
    )


def _sections(scheme: Scheme) -> Iterator[Finding]:
    """Yield counts that nobody reaches or misses, tier by tier, and what counts decide."""
    for section in scheme.sections:
        if section.rule == "graded":
            continue
        yield from _counts(scheme, section)
        steps = [band.least for band in section.bands[1:]]
        if steps and steps[-1] < len(section.items):
            words = f"满足{steps[-1]}项已到最高一档，再多的项只在档内"
            yield Finding("note", section.term, words)
        if section.rule == "at_least":
            if section.least == (len(section.items),) * 2:
                yield Finding("note", section.term, "各项都须满足，与 required 相同")
            for word, least in zip(PURPOSE_TERMS.values(), section.least, strict=True):
                words = f"{word}须满足{len(section.items)}项中的{least}项"
                yield Finding("note", section.term, words)


def _counts(scheme: Scheme, section: Section) -> Iterator[Finding]:
    for tier in scheme.tiers:
        fates = [fate_of(item, scheme, tier) for item in section.items]
        low, high = fates.count("always"), len(fates) - fates.count("never")
        where = f"{section.term}，{tier.term}" if len(scheme.tiers) > 1 else section.term
        for number, (item, fate) in enumerate(zip(section.items, fates, strict=True), 1):
            label = "或".join(scheme.measures[side.measure].label for side in item)
            if fate == "always":
                words = f"第{number}项“{label}”填报了就满足，不起作用"
                yield Finding("warning", where, words)
            elif fate == "never":
                words = f"第{number}项“{label}”谁也不能满足"
                yield Finding("warning", where, words)
        for band, above in zip_longest(section.bands, section.bands[1:]):
            if band.least > high or (above is not None and above.least <= low):
                which = count_text(section.bands, len(section.items), band.least)
                yield Finding("warning", where, f"“{which}”这一档谁也不会得到")
        if section.rule == "counted":
            continue
        needed = section.least if section.rule == "at_least" else (len(fates),) * 2
        if high < max(needed):
            yield Finding("error", where, f"至多满足{high}项，谁也达不到{max(needed)}项")
        elif low >= min(needed):
            yield Finding("error", where, f"至少满足{low}项，谁都达到{min(needed)}项")
        yield from _contradictions(scheme, section, tier, where, len(fates) == max(needed))


def _contradictions(
    scheme: Scheme, section: Section, tier: Tier, where: str, all_needed: bool
) -> Iterator[Finding]:
    """Yield figures of which a section that needs every item asks two things at once."""
    if not all_needed:
        return
    asked: dict[str, list[Condition]] = {}
    for item in section.items:
        if len(item) == 1 and item[0].limits is not None:
            asked.setdefault(item[0].measure, []).append(item[0])
    for measure, sides in asked.items():
        # On the limits and beside them lies every kind of figure there is.
        tried = [_limit(side, tier) + step for side in sides for step in (-_STEP, 0, _STEP)]
        met = [[_holds(side, value, tier) for side in sides] for value in tried]
        label = scheme.measures[measure].label
        if not any(all(row) for row in met):
            yield Finding("error", where, f"“{label}”的几项互相矛盾，谁也不能都满足")
        elif any(
            all(row[at] for row in met if all(row[:at] + row[at + 1 :]))
            for at in range(len(sides))
            if len(sides) > 1
        ):
            yield Finding("warning", where, f"“{label}”的一项已含在另一项里，不起作用")


def _limit(side: Condition, tier: Tier) -> Fraction:
    assert side.limits is not None
    return Fraction(side.limits[tier])


def _holds(side: Condition, value: Fraction, tier: Tier) -> bool:
    return bool(COMPARISONS[side.comparison](value, _limit(side, tier)))


def fate_of(item: Sides, scheme: Scheme, tier: Tier) -> Literal["always", "never", ""]:
    """Return whether every figure meets an item, or none does, whatever is reported."""
    fates = []
    for side in item:
        if side.limits is None:
            return ""
        measure, limit = scheme.measures[side.measure], _limit(side, tier)
        lowest = None if measure.signed or measure.kind == "growth" else 0
        highest = 100 if measure.kind == "share" else None
        ends = [Fraction(end) for end in (lowest, highest) if end is not None]
        possible = [
            value
            for value in (limit - _STEP, limit, limit + _STEP, *ends)
            if (lowest is None or value >= lowest) and (highest is None or value <= highest)
        ]
        met = [_holds(side, value, tier) for value in possible]
        fates.append("always" if all(met) else "" if any(met) else "never")
    return "always" if "always" in fates else "never" if set(fates) == {"never"} else ""


def _tiers(scheme: Scheme) -> Iterator[Finding]:
    """Yield limits that ask more of a lower tier than of a higher one."""
    for section in scheme.sections:
        for side in (side for item in section.items for side in item):
            if side.limits is None or side.comparison == "=":
                continue
            rising = side.comparison in ("<=", "<")
            pairs = zip(pairwise(side.limits), pairwise(scheme.tiers), strict=True)
            for (high, low), (above, below) in pairs:
                if (low < high) if rising else (low > high):
                    label = scheme.measures[side.measure].label
                    words = (
                        f"{below.term}的界限{limit_text(low)}严于{above.term}的{limit_text(high)}"
                    )
                    yield Finding("warning", label, words)
