"""Writes schemes as YAML: whole, or only what they change of the one that they are based on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from clusterlib.rule_files.scheme_yaml import UNCHANGED
from clusterlib.rule_files.strict_yaml import scalar_text
from clusterlib.rules.points import points_text
from clusterlib.rules.scheme import (
    PURPOSES,
    TO_FILL,
    Condition,
    Limits,
    Measure,
    Origin,
    Scheme,
    Section,
    Sides,
)
from clusterlib.rules.scheme_changes import limit_text, with_limits, without
from clusterlib.rules.scoresheet import Band
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import UNITS

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+")
_OPEN = {(False, False): "none", (True, False): "lower", (False, True): "upper"}


def yaml_text(editions: Sequence[tuple[Scheme, Scheme | None]]) -> str:
    """Return the text of a scheme's file.

    Parameters
    ----------
    editions : sequence of (Scheme, Scheme or None)
        One for each day, with the scheme that it is based on.
    """
    first = editions[0][0]
    lines = [f"scheme: {_text(first.id)}", f"term: {_text(first.term)}"]
    lines.append(f"issuer: {_text(first.issuer)}")
    if first.based_on:
        lines.append(f"based_on: {_text(first.based_on)}")
    lines.append("values:")
    for scheme, base in editions:
        lines.append(f"  {scheme.start.isoformat()}:")
        parts = _whole(scheme) if base is None else _changes(base, scheme)
        lines += [f"    {line}" for line in (f"origin: {_origin(scheme)}", *parts)]
    return "\n".join(lines) + "\n"


def begun(base: Scheme, name: str, start: date) -> Scheme:
    """Return a scheme that changes nothing yet of another, for whose workbook it stands."""
    origin = Origin("article", TO_FILL, "", TO_FILL, start.isoformat())
    return replace(
        base,
        id=name,
        term=f"{base.term}（改动稿）",
        issuer=TO_FILL,
        start=start,
        origin=origin,
        based_on=base.id,
        element="",
        filed=True,
    )


def new_scheme(base: Scheme, name: str, start: date) -> str:
    """Return the text of a file that begins a scheme based on another."""
    place = next((part for part in base.sections if part.items), base.sections[0])
    first = place.items[0][0].measure if place.items else next(iter(base.measures))
    tiers = _limits([1] * len(base.tiers), base.tiers)
    listed = [f"#   {part.id}: {part.term}（{len(part.items)}项）" for part in base.sections]
    lines = [
        f"# 改自 {base.term}（clusterlib schemes show {base.id}）。只写不同之处：",
        "# 用得到的几行去掉开头的 #，照着改；其余的删去。各部分的代码：",
        *listed,
        f"scheme: {_text(name)}",
        f"term: {_text(f'{base.term}（改动稿）')}",
        f"issuer: {TO_FILL}",
        f"based_on: {_text(base.id)}",
        "values:",
        f"  {start.isoformat()}:",
        "    # 依据：文件名称；由谁、哪天定",
        f"    origin: {{kind: article, ref: {TO_FILL}, by: {TO_FILL}, on: {start.isoformat()}}}",
        "    # 增加的指标；kind 是 amount 数额、count 个数、share 比重、growth 增长、answer 有无",
        "    # indicators:",
        "    #   new_id: {labels: [名称, 别的写法], unit: 个, kind: count}",
        "    # 不用的指标",
        f"    # leave_out: [{_text(first)}]",
        "    # 增加的项；is 是 >= > <= < = 之一",
        "    # add:",
        f"    #   {_text(place.id)}:",
        f'    #     - {{indicator: new_id, is: ">=", limits: {tiers}}}',
    ]
    if place.bands:
        lines += ["    # 项数变了，各档跟着改", "    # bands:", f"    #   {_text(place.id)}:"]
        lines += [f"    #     - {_band(band)}" for band in place.bands]
    return "\n".join(lines) + "\n"


def _whole(scheme: Scheme) -> Iterator[str]:
    yield f"tiers: {_tiers(scheme.tiers)}"
    yield from _measures(scheme.measures.values())
    yield "sections:"
    for section in scheme.sections:
        yield from _section(section, scheme.tiers)
    yield from _points(scheme)


def _points(scheme: Scheme) -> Iterator[str]:
    if scheme.pass_mark is not None:
        yield f"total: {points_text(sum(section.points for section in scheme.sections))}"
        yield f"pass_mark: {points_text(scheme.pass_mark)}"


def _changes(base: Scheme, scheme: Scheme) -> Iterator[str]:
    """Yield what differs; a section that no single change makes is listed anew."""
    if scheme.element:
        filed = "yes" if scheme.filed else "no"
        yield f'element: {{name: {_text(scheme.element)}, filed: "{filed}"}}'
    if _tiers(base.tiers) != _tiers(scheme.tiers):
        yield f"tiers: {_tiers(scheme.tiers)}"
    gone = [name for name in base.measures if name not in scheme.measures]
    if gone:
        yield f"leave_out: [{', '.join(map(_text, gone))}]"
    come = [found for name, found in scheme.measures.items() if base.measures.get(name) != found]
    if come:
        yield from _measures(come)
    limits = _new_limits(base, scheme)
    if limits:
        yield "limits:"
        yield from (f"  {_text(n)}: {_limits(v, scheme.tiers)}" for n, v in limits.items())
    known = {section.id: _prepared(section, gone, limits) for section in base.sections}
    if list(known) != [section.id for section in scheme.sections] or any(
        _single_changes(known[section.id], section) is None for section in scheme.sections
    ):
        yield "sections:"
        for section in scheme.sections:
            if known.get(section.id) == section:
                yield f"  {_text(section.id)}: {UNCHANGED}"
            else:
                yield from _section(section, scheme.tiers)
    else:
        yield from _by_key(known, scheme)
    if scheme.pass_mark != base.pass_mark and scheme.pass_mark is not None:
        yield f"pass_mark: {points_text(scheme.pass_mark)}"


def _new_limits(base: Scheme, scheme: Scheme) -> dict[str, Limits]:
    """Return the limits that are others than in the base, of indicators that have one each."""
    ours, theirs = _stated(scheme), _stated(base)
    found: dict[str, Limits] = {}
    for name, stated in ours.items():
        limits = next(iter(stated))
        if name in theirs and stated != theirs[name] and len(stated) == 1 and limits:
            found[name] = limits
    return found


def _stated(scheme: Scheme) -> dict[str, set[Limits | None]]:
    found: dict[str, set[Limits | None]] = {}
    for section in scheme.sections:
        for side in (side for item in section.items for side in item):
            found.setdefault(side.measure, set()).add(side.limits)
    return found


def _prepared(section: Section, gone: Sequence[str], limits: Mapping[str, Limits]) -> Section:
    """Return a section of the base without what is left out and with its other limits."""
    for name in gone:
        section = without(section, name)
    return with_limits(section, limits)


def _single_changes(old: Section, new: Section) -> Mapping[str, object] | None:
    """Return what single keys change of a section, None where they cannot."""
    found: dict[str, object] = {}
    added = new.items[len(old.items) :]
    if added:
        found["add"] = added
    for key, name in (("bands", "bands"), ("least", "least"), ("terms", "term")):
        if getattr(new, name) != getattr(old, name):
            found[key] = getattr(new, name)
    if new.rule != "at_least" and "least" in found:
        return None
    same = replace(
        old, items=(*old.items, *added), bands=new.bands, least=new.least, term=new.term
    )
    return found if same == new else None


def _by_key(known: Mapping[str, Section], scheme: Scheme) -> Iterator[str]:
    changes = {part.id: _single_changes(known[part.id], part) or {} for part in scheme.sections}
    for key in ("add", "bands", "least", "terms"):
        parts = [part for part in scheme.sections if key in changes[part.id]]
        if parts:
            yield f"{key}:"
        for part in parts:
            name = _text(part.id)
            if key == "add":
                yield f"  {name}:"
                added = part.items[len(known[part.id].items) :]
                yield from (f"    - {_item(item, scheme.tiers)}" for item in added)
            elif key == "bands":
                yield f"  {name}:"
                yield from (f"    - {_band(band)}" for band in part.bands)
            else:
                yield f"  {name}: {_text(part.term) if key == 'terms' else _least(part)}"


def _section(section: Section, tiers: Sequence[Tier]) -> Iterator[str]:
    yield f"  {_text(section.id)}:"
    yield f"    term: {_text(section.term)}"
    yield f"    rule: {section.rule}"
    if section.points:
        yield f"    points: {points_text(section.points)}"
    if section.rule == "at_least":
        yield f"    least: {_least(section)}"
    if section.items:
        yield "    items:"
        yield from (f"      - {_item(item, tiers)}" for item in section.items)
    if section.gates:
        yield f"    gates: [{', '.join(map(_text, section.gates))}]"
    if section.bands:
        yield "    bands:"
        yield from (f"      - {_band(band)}" for band in section.bands)


def _measures(measures: Iterable[Measure]) -> Iterator[str]:
    listed = list(measures)
    units = {m.unit.term: m.unit.kind for m in listed if m.unit and m.unit.term not in UNITS}
    if units:
        said = ", ".join(f"{_text(term)}: {_text(kind)}" for term, kind in units.items())
        yield f"units: {{{said}}}"
    yield "indicators:"
    for measure in listed:
        parts = [f"labels: [{', '.join(map(_text, measure.labels))}]"]
        if measure.unit:
            parts.append(f"unit: {_text(measure.unit.term)}")
        parts.append(f"kind: {measure.kind}")
        if measure.signed:
            parts.append("signed: true")
        if measure.share_of:
            parts.append(f"share_of: [{', '.join(map(_text, measure.share_of))}]")
        if measure.growth_of:
            parts.append(f"growth_of: {_text(measure.growth_of)}")
        yield f"  {_text(measure.id)}: {{{', '.join(parts)}}}"


def _item(item: Sides, tiers: Sequence[Tier]) -> str:
    if all(side == Condition(side.measure) for side in item):
        return f"[{', '.join(_text(side.measure) for side in item)}]"
    sides = [_side(side, tiers) for side in item]
    return sides[0] if len(sides) == 1 else f"any: [{', '.join(sides)}]"


def _side(side: Condition, tiers: Sequence[Tier]) -> str:
    parts = [f"indicator: {_text(side.measure)}"]
    if side.comparison != ">=":
        parts.append(f'is: "{side.comparison}"')
    if side.limits is not None:
        parts.append(f"limits: {_limits(side.limits, tiers)}")
    if side.last > 1:
        parts.append(f"last: {side.last}")
    return f"{{{', '.join(parts)}}}"


def _limits(limits: Iterable[object], tiers: Sequence[Tier]) -> str:
    pairs = zip(tiers, limits, strict=True)
    return f"{{{', '.join(f'{_text(tier.id)}: {limit_text(limit)}' for tier, limit in pairs)}}}"


def _band(band: Band) -> str:
    ends = f"lower: {points_text(band.lower)}, upper: {points_text(band.upper)}"
    is_open = _OPEN.get((band.lower_open, band.upper_open), "both")
    return f"{{least: {band.least}, {ends}, open: {is_open}}}"


def _least(section: Section) -> str:
    pairs = zip(PURPOSES, section.least, strict=True)
    return f"{{{', '.join(f'{purpose}: {count}' for purpose, count in pairs)}}}"


def _tiers(tiers: Sequence[Tier]) -> str:
    return f"{{{', '.join(f'{_text(tier.id)}: {_text(tier.term)}' for tier in tiers)}}}"


def _origin(scheme: Scheme) -> str:
    origin = scheme.origin
    named = {"ref": origin.ref, "url": origin.url, "by": origin.decided_by}
    parts = [f"kind: {origin.kind}", *(f"{k}: {_text(v)}" for k, v in named.items() if v)]
    if origin.decided_on:
        parts.append(f"on: {origin.decided_on}")
    return f"{{{', '.join(parts)}}}"


def _text(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else scalar_text(text)
