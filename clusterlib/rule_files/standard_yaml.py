"""The YAML form of a standard, ``parameters/standards/<industry>.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.rule_files.editions import listed_always, shipped_editions
from clusterlib.rule_files.standard_form import READING_TERMS
from clusterlib.rule_files.strict_yaml import Entry, read_strict, scalar_text
from clusterlib.rules.findings import is_reason
from clusterlib.rules.indicators import INDICATOR_BY_ID, POSITION
from clusterlib.rules.scoresheet import READING_NAMES, ScoreSheet
from clusterlib.rules.standard import (
    SCHEME,
    SOURCE_TERMS,
    STATUS_TERMS,
    DatedValues,
    Draft,
    Source,
    Standard,
    Threshold,
    check_complete,
)
from clusterlib.rules.tiers import TIERS
from clusterlib.rules.units import UNITS

_TIERS = tuple(tier.id for tier in TIERS)


def read_standard_yaml(path: Path, editions: Sequence[ScoreSheet] = ()) -> Standard:
    """Return the standard of a YAML file.

    Parameters as in `clusterlib.rule_files.standard_excel.read_standard_excel`.

    Raises
    ------
    ParameterError
        Naming file and line: unknown or duplicate key, missing item, wrong unit, undated
        value, a number that is none.
    """
    root = read_strict(path)
    parts = root.mapping(
        ("industry", "term", "issuer", "status", "thresholds"),
        ("readings", "draft", "scheme", "elements"),
    )
    _check_scheme(parts)
    thresholds = [_threshold(key, entry) for key, entry in parts["thresholds"].items()]
    readings = parts["readings"].items() if "readings" in parts else ()
    standard = Standard(
        industry=parts["industry"].filled_text(),
        term=parts["term"].filled_text(),
        issuer=parts["issuer"].filled_text(),
        status=parts["status"].choice(tuple(STATUS_TERMS)),
        thresholds=tuple(sorted(thresholds, key=lambda found: POSITION[found.indicator])),
        readings=tuple(_reading(key, value) for key, value in readings),
        draft=_draft(parts["draft"]) if "draft" in parts else None,
        file=path.name,
    )
    try:
        check_complete(standard, listed_always(editions or shipped_editions()))
    except ParameterError as error:
        raise parts["thresholds"].error(error.found, error.expected, "请补上") from error
    return standard


def write_standard_yaml(standard: Standard, path: Path) -> None:
    """Write a standard so that reading it gives the same value."""
    lines = [
        f"industry: {scalar_text(standard.industry)}",
        f"term: {scalar_text(standard.term)}",
        f"issuer: {scalar_text(standard.issuer)}",
        f"status: {standard.status}",
        "thresholds:",
    ]
    for threshold in standard.thresholds:
        lines.append(f"  {threshold.indicator}:")
        if threshold.exempt:
            lines.append(f"    exempt: {scalar_text(threshold.exempt)}")
            continue
        assert threshold.unit is not None
        lines += [f"    unit: {scalar_text(threshold.unit.term)}", "    values:"]
        lines += [f"      {from_day.start}: {_values(from_day)}" for from_day in threshold.dated]
    if standard.readings:
        pairs = ", ".join(f"{name}: {value}" for name, value in standard.readings)
        lines.append(f"readings: {{{pairs}}}")
    if standard.draft:
        lines += _draft_lines(standard.draft)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _reading(key: Entry, value: Entry) -> tuple[str, str]:
    name = key.choice(READING_NAMES)
    _, values = READING_TERMS[name]
    return name, value.choice(tuple(values))


def _threshold(key: Entry, entry: Entry) -> Threshold:
    indicator = INDICATOR_BY_ID.get(key.text())
    if indicator is None:
        raise key.error(f"不认识的指标“{key.text()}”", f"{'、'.join(INDICATOR_BY_ID)}之一")
    if any(part.text() == "exempt" for part, _ in entry.items()):
        reason = entry.mapping(("exempt",))["exempt"]
        if not is_reason(reason.filled_text()):
            raise reason.error(
                f"{indicator.id}（{indicator.label}）的免评理由“{reason.text()}”不是理由",
                "文字写明的理由，如“食品安全认证不适用于家具”",
                "请写明理由；本行业适用这一项的，改填三级达标值",
            )
        return Threshold(indicator.id, exempt=reason.text())
    parts = entry.mapping(("unit", "values"))
    unit = UNITS.get(parts["unit"].text())
    if unit is None or unit.kind != indicator.unit.kind:
        kin = [known.term for known in UNITS.values() if known.kind == indicator.unit.kind]
        found = f"{indicator.id}（{indicator.label}）的单位“{parts['unit'].text()}”不对"
        raise parts["unit"].error(found, "、".join(kin))
    dated = [_dated(day, value) for day, value in parts["values"].items()]
    if not dated:
        raise parts["values"].error("没有达标值", "生效日和三级达标值")
    return Threshold(indicator.id, unit, tuple(sorted(dated, key=lambda found: found.start)))


def _dated(day: Entry, entry: Entry) -> DatedValues:
    start = day.day()
    parts = entry.mapping((*_TIERS, "source"))
    source = parts["source"].mapping(("kind", "ref"), ("reason",))
    capital, base, township = (parts[tier].number() for tier in _TIERS)
    return DatedValues(
        start,
        (capital, base, township),
        Source(
            source["kind"].choice(tuple(SOURCE_TERMS)),
            source["ref"].filled_text(),
            source["reason"].text() if "reason" in source else "",
        ),
        (parts["capital"].where, parts["base"].where, parts["township"].where),
    )


def _check_scheme(parts: dict[str, Entry]) -> None:
    """Refuse a score sheet and packs of adjusted indicators that are not there."""
    if "scheme" in parts and parts["scheme"].text() != SCHEME:
        raise parts["scheme"].error(
            f"没有“{parts['scheme'].text()}”这张打分表",
            SCHEME,
            f"请改为 {SCHEME}，或删去这一行；自定的评价体系用 clusterlib schemes score 评",
        )
    for element in parts["elements"].sequence() if "elements" in parts else ():
        raise element.error(
            f"命名元素“{element.filled_text()}”没有已备案的调整指标",
            "中国轻工业联合会与行业协（学）会共同确定并备案的指标",
            "请先备案，或删去这一项",
        )


def _draft(entry: Entry) -> Draft:
    parts = entry.mapping(("author", "reason", "parent", "changes"))
    return Draft(
        parts["author"].text(),
        parts["reason"].text(),
        parts["parent"].text(),
        tuple(change.text() for change in parts["changes"].sequence()),
    )


def _values(dated: DatedValues) -> str:
    tiers = ", ".join(
        f"{tier}: {_plain(value)}" for tier, value in zip(_TIERS, dated.values, strict=True)
    )
    reason = f", reason: {scalar_text(dated.source.reason)}" if dated.source.reason else ""
    source = f"{{kind: {dated.source.kind}, ref: {scalar_text(dated.source.ref)}{reason}}}"
    return f"{{{tiers}, source: {source}}}"


def _draft_lines(draft: Draft) -> list[str]:
    lines = ["draft:"]
    lines += [
        f"  {name}: {scalar_text(getattr(draft, name))}" for name in ("author", "reason", "parent")
    ]
    changes = [f"    - {scalar_text(change)}" for change in draft.changes]
    return [*lines, "  changes:", *changes] if changes else [*lines, "  changes: []"]


def _plain(value: Decimal) -> str:
    return format(value, "f")
