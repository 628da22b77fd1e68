"""The YAML form of a standard, ``parameters/standards/<industry>.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.rule_files.editions import listed_always, shipped_editions
from clusterlib.rule_files.own_schemes import own_standard, schemes_named, sheets_under
from clusterlib.rule_files.standard_form import READING_TERMS
from clusterlib.rule_files.strict_yaml import YamlNode, read_strict, scalar_text
from clusterlib.rules.findings import is_reason
from clusterlib.rules.indicators import Catalogue
from clusterlib.rules.own_sheet import catalogue_of
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
    readings = parts["readings"].items() if "readings" in parts else ()
    standard = Standard(
        industry=parts["industry"].filled_text(),
        term=parts["term"].filled_text(),
        issuer=parts["issuer"].filled_text(),
        status=parts["status"].choice(tuple(STATUS_TERMS)),
        thresholds=(),
        readings=tuple(_reading(key, value) for key, value in readings),
        draft=_draft(parts["draft"]) if "draft" in parts else None,
        file=path.name,
        scheme=parts["scheme"].filled_text() if "scheme" in parts else SCHEME,
        elements=tuple(node.filled_text() for node in parts["elements"].sequence())
        if "elements" in parts
        else (),
    )
    standard = _on_own_sheet(standard, parts, path)
    sheets = sheets_under(standard, editions or shipped_editions())
    try:
        check_complete(standard, listed_always(sheets), sheets[0].terms)
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
    ]
    if standard.scheme != SCHEME:
        lines.append(f"scheme: {scalar_text(standard.scheme)}")
    if standard.elements:
        lines.append(f"elements: [{', '.join(map(scalar_text, standard.elements))}]")
    lines.append("thresholds:")
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


def _reading(key: YamlNode, value: YamlNode) -> tuple[str, str]:
    name = key.choice(READING_NAMES)
    _, values = READING_TERMS[name]
    return name, value.choice(tuple(values))


def _threshold(key: YamlNode, entry: YamlNode, catalogue: Catalogue) -> Threshold:
    indicator = catalogue.by_id.get(key.text())
    if indicator is None:
        raise key.error(f"不认识的指标“{key.text()}”", f"{'、'.join(catalogue.by_id)}之一")
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
    unit = indicator.unit_called(parts["unit"].text())
    if unit is None:
        kin = [known.term for known in indicator.units]
        found = f"{indicator.id}（{indicator.label}）的单位“{parts['unit'].text()}”不对"
        raise parts["unit"].error(found, "、".join(kin))
    dated = [_dated(day, value) for day, value in parts["values"].items()]
    if not dated:
        raise parts["values"].error("没有达标值", "生效日和三级达标值")
    return Threshold(indicator.id, unit, tuple(sorted(dated, key=lambda found: found.start)))


def _dated(day: YamlNode, entry: YamlNode) -> DatedValues:
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


def _on_own_sheet(standard: Standard, parts: dict[str, YamlNode], path: Path) -> Standard:
    """Return the standard with its thresholds, in the columns of the score sheet it names."""
    try:
        own = schemes_named(standard.scheme, standard.elements, path.resolve().parent)
        standard = replace(standard, own=own)
        catalogue = catalogue_of([standard])
    except ParameterError as error:
        if error.where not in ("评价体系", "命名元素"):
            raise
        where = parts["scheme" if error.where == "评价体系" else "elements"]
        raise where.error(error.found, error.expected, error.remedy) from error
    read = [_threshold(key, entry, catalogue) for key, entry in parts["thresholds"].items()]
    return own_standard(replace(standard, thresholds=tuple(read)))


def _draft(entry: YamlNode) -> Draft:
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
