"""A scheme（评价体系）in lines: sections, items with their limits, bands, what it changes."""

from __future__ import annotations

from collections.abc import Iterator

from clusterlib.rules.points import points_text
from clusterlib.rules.scheme import COMPARISON_SIGNS, PURPOSE_TERMS, Condition, Scheme, Section
from clusterlib.rules.scheme_changes import limit_text
from clusterlib.rules.scheme_words import band_words

_RULES = {
    "counted": "按达标项数分档",
    "graded": "按专家组档次",
    "required": "各项都须满足",
    "at_least": "满足若干项",
}


def scheme_lines(scheme: Scheme) -> Iterator[str]:
    """Yield a scheme in words, line by line."""
    origin = scheme.origin
    decided = f"，{origin.decided_by}{origin.decided_on}定" if origin.decided_by else ""
    yield f"{scheme.term}（{scheme.issuer}，{scheme.start}起）"
    yield f"  来源：{origin.ref}{f'　{origin.url}' if origin.url else ''}{decided}"
    yield f"  级别：{'、'.join(tier.term for tier in scheme.tiers)}"
    if scheme.element:
        yield f"  命名元素：{scheme.element}"
    for words in scheme.warnings:
        yield f"  提示：{words}"
    if scheme.differences:
        yield f"  与{scheme.based_on}不同：{'；'.join(scheme.differences)}"
    for section in scheme.sections:
        yield from _section(scheme, section)
    if scheme.pass_mark is not None:
        yield f"及格分：{points_text(scheme.pass_mark)}"


def _section(scheme: Scheme, section: Section) -> Iterator[str]:
    points = f"（{points_text(section.points)}分）" if section.points else ""
    least = "，".join(
        f"{word}{count}项"
        for word, count in zip(PURPOSE_TERMS.values(), section.least, strict=True)
    )
    rule = _RULES[section.rule] + (f"：{least}" if section.rule == "at_least" else "")
    yield f"{section.term}{points}　{rule}"
    for number, item in enumerate(section.items, 1):
        yield f"  {number}　" + "　或　".join(_side(scheme, side) for side in item)
    for gate in section.gates:
        yield f"  　须为“无”：{scheme.measures[gate].label}"
    for words in band_words(section):
        yield f"  　{words}"


def _side(scheme: Scheme, side: Condition) -> str:
    measure = scheme.measures[side.measure]
    unit = measure.unit.term if measure.unit else ""
    years = f"最近{side.last}年每年" if side.last > 1 else ""
    if side.limits is None:
        return f"{measure.label}（{unit}，界限由行业标准定）"
    values = "、".join(map(limit_text, side.limits))
    return f"{measure.label}{years}{COMPARISON_SIGNS[side.comparison]}{values}{unit}"
