"""What a scheme changes of the one that it is based on, in words（与所依据的评价体系不同之处）.

Both schemes are whole values, so that it does not matter in which form the change was
written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clusterlib.rules.points import points_text
from clusterlib.rules.scheme import COMPARISON_SIGNS, PURPOSE_TERMS, Limits, Scheme, Section, Sides
from clusterlib.rules.scheme_words import band_words
from clusterlib.rules.standard import SCHEME


def based_on(base: Scheme, scheme: Scheme) -> Scheme:
    """Return a scheme with its base, what it changes of it, and which of that is fixed."""
    warnings = [*base.warnings]
    if SCHEME in (base.id, *base.bases):
        warnings += _against_regulation(base, scheme)
    if scheme.element and not scheme.filed:
        warnings.append(f"“{scheme.element}”的调整指标未备案，不得据以冠名（二(二)3）")
    return replace(
        scheme,
        based_on=base.id,
        bases=(base.id, *base.bases),
        differences=(*base.differences, *differences(base, scheme)),
        warnings=tuple(warnings),
        decisions=(*base.decisions, scheme.origin),
    )


def differences(base: Scheme, scheme: Scheme) -> tuple[str, ...]:
    """Return what a scheme changes of another one, none where it changes nothing."""
    return tuple(_differences(base, scheme))


def without(section: Section, measure: str) -> Section:
    """Return a section without what asks of an indicator."""
    items = (tuple(side for side in item if side.measure != measure) for item in section.items)
    return replace(
        section,
        items=tuple(item for item in items if item),
        gates=tuple(gate for gate in section.gates if gate != measure),
    )


def with_limits(section: Section, limits: Mapping[str, Limits]) -> Section:
    """Return a section with other limits of some indicators."""
    return replace(
        section,
        items=tuple(
            tuple(replace(side, limits=limits.get(side.measure, side.limits)) for side in item)
            for item in section.items
        ),
    )


def told_apart(shipped: Scheme, scheme: Scheme) -> Scheme:
    """Return a scheme, with a warning where it goes by the code of another one that is shipped."""
    changed = differences(shipped, scheme)
    if not changed:
        return scheme
    words = (
        f"代码与随附的“{shipped.id}”相同，内容不同（{'；'.join(changed)}）；"
        "请另取代码，写明依据的评价体系"
    )
    return replace(scheme, warnings=(*scheme.warnings, words))


def _differences(base: Scheme, scheme: Scheme) -> Iterator[str]:
    for old, new in zip(base.tiers, scheme.tiers, strict=False):
        if (old.id, old.term) != (new.id, new.term):
            yield f"级别：{old.term}改称{new.term}"
    for name, measure in scheme.measures.items():
        if measure != base.measures.get(name):
            yield f"指标：{'改' if name in base.measures else '增'}{measure.label}"
    gone = [name for name in base.measures if name not in scheme.measures]
    for name in gone:
        yield f"删去：{base.measures[name].label}"
    ours = {section.id: section for section in scheme.sections}
    theirs = {section.id: section for section in base.sections}
    for name, section in theirs.items():
        if name not in ours:
            yield f"删去部分：{section.term}"
            continue
        for name_gone in gone:
            section = without(section, name_gone)
        yield from _of_section(section, ours[name], scheme)
    for name, section in ours.items():
        if name not in theirs:
            yield f"增加部分：{section.term}"
    if [name for name in theirs if name in ours] != [name for name in ours if name in theirs]:
        yield "各部分的次序"
    if scheme.pass_mark != base.pass_mark:
        mark = "不计分" if scheme.pass_mark is None else points_text(scheme.pass_mark)
        yield f"及格分：改为{mark}"


def _of_section(old: Section, new: Section, scheme: Scheme) -> Iterator[str]:
    yield from _of_items(old, new, scheme)
    for words, gates, others in (("增", new, old), ("删", old, new)):
        for gate in gates.gates:
            if gate not in others.gates:
                yield f"{words}须为“无”的一项：{scheme.measures[gate].label}"
    if (old.rule, old.points) != (new.rule, new.points):
        yield f"{new.term}：计分办法或满分改变"
    if old.bands != new.bands and new.bands:
        yield f"分档：{new.term}改为{'；'.join(band_words(new))}"
    if old.least != new.least and new.rule == "at_least":
        counts = zip(PURPOSE_TERMS.values(), new.least, strict=True)
        yield f"{new.term}：" + "，".join(f"{word}满足{count}项" for word, count in counts)
    if old.term != new.term:
        yield f"名称：{old.term}改为{new.term}"


def _of_items(old: Section, new: Section, scheme: Scheme) -> Iterator[str]:
    gone = [item for item in old.items if item not in new.items]
    come = [item for item in new.items if item not in old.items]
    for item in come:
        known = next((earlier for earlier in gone if _asked(earlier) == _asked(item)), None)
        if known is None:
            yield f"增项：{_label(item, scheme)}"
            continue
        gone.remove(known)
        for earlier, side in zip(known, item, strict=True):
            label = scheme.measures[side.measure].label
            if earlier.limits != side.limits:
                limits = side.limits and "、".join(map(limit_text, side.limits))
                yield f"界限：{label}改为{limits or '由行业标准定'}"
            if (earlier.comparison, earlier.last) != (side.comparison, side.last):
                years = f"，最近{side.last}年每年" if side.last > 1 else ""
                yield f"要求：{label}改为{COMPARISON_SIGNS[side.comparison]}{years}"
    for item in gone:
        yield f"删项：{_label(item, scheme)}"
    if old.items != new.items and set(old.items) == set(new.items):
        yield f"{new.term}：各项的次序"


def _asked(item: Sides) -> tuple[str, ...]:
    return tuple(side.measure for side in item)


def _label(item: Sides, scheme: Scheme) -> str:
    return "或".join(scheme.measures[side.measure].label for side in item)


def limit_text(limit: object) -> str:
    """Return a limit without zeros at its end, however it was written."""
    text = format(limit, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _against_regulation(base: Scheme, scheme: Scheme) -> Iterator[str]:
    """Yield what a scheme changes of what the regulation itself fixes."""
    if scheme.pass_mark != base.pass_mark:
        yield "及格分与管理办法不同（附件一备注2）"
    if [tier.term for tier in scheme.tiers] != [tier.term for tier in base.tiers]:
        yield "级别名称与管理办法不同（二(二)）"
    gates = {gate for section in scheme.sections for gate in section.gates}
    if any(gate not in gates for section in base.sections for gate in section.gates):
        yield "少了管理办法规定必须符合的一项（附件一三(二)）"
