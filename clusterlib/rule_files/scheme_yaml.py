"""Reads schemes（评价体系）, ``parameters/schemes/<id>.yaml``, strictly, with file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.regulation import value_on
from clusterlib.rule_files.regulation_values import ANY_ENDS, bands, number_within
from clusterlib.rule_files.scheme_excel import edition_on, read_editions
from clusterlib.rule_files.scheme_parts import (
    check_derived,
    check_name,
    check_sections,
    checked_section,
    read_items,
    read_least,
    read_limits,
    read_measures,
    read_origin,
    read_section,
    read_tiers,
    read_units,
)
from clusterlib.rule_files.strict_yaml import YamlNode, read_strict
from clusterlib.rules.points import on_grid, points_text
from clusterlib.rules.scheme import MOST_POINTS, Measure, Scheme, Section, name_fault
from clusterlib.rules.scheme_changes import based_on, told_apart, with_limits, without
from clusterlib.rules.tiers import Tier

SUFFIX, WORKBOOK = ".yaml", ".xlsx"
_MOST_BASES = 5
UNCHANGED = "unchanged"
"""A section of the base among those that are listed anew."""
_CHANGES = (
    "tiers", "units", "indicators", "leave_out", "add", "bands", "terms", "limits", "least",
    "sections", "pass_mark",
)  # fmt: skip


def schemes_folder() -> Path:
    """Folder of the schemes that are shipped."""
    return parameters_folder() / "schemes"


def scheme_file(name: str, beside: Path | None = None) -> Path:
    """Return the file of a scheme: a path as it stands, or an id among those known.

    Parameters
    ----------
    name : str
        Path of a file, or the id of a scheme.
    beside : Path, optional
        A folder that is looked into first.

    Raises
    ------
    ParameterError
        If there is none.
    """
    if "." in name or Path(name).name != name:
        return Path(name)
    folders = [folder for folder in (beside, schemes_folder()) if folder is not None]
    for folder in folders:
        for suffix in (SUFFIX, WORKBOOK):
            if (folder / f"{name}{suffix}").is_file():
                return folder / f"{name}{suffix}"
    known = sorted({file.stem for folder in folders for file in folder.glob(f"*{SUFFIX}")})
    raise ParameterError("评价体系", f"没有“{name}”", f"{'、'.join(known)}之一", "请核对名称")


def read_scheme(path: Path, on: date) -> Scheme:
    """Return the scheme of a file, in its YAML or its Excel form, as it stands on a day.

    Raises
    ------
    ParameterError
        Naming file and line, or sheet and cell, of what is unknown, missing, doubled or does
        not fit.
    """
    scheme = _read(path, on, ())
    shipped = schemes_folder() / f"{scheme.id}{SUFFIX}"
    if not shipped.is_file() or shipped.resolve() == path.resolve():
        return scheme
    return told_apart(_read(shipped, on, ()), scheme)


def read_days(path: Path) -> tuple[Scheme, ...]:
    """Return a scheme's every edition as it stands on its first day, in order."""
    if path.suffix.lower() == WORKBOOK:
        days = [edition.scheme.start for edition in read_editions(path)]
    else:
        days = [key.day() for key, _ in _head(path)["values"].items()]
    return tuple(read_scheme(path, day) for day in sorted(days))


def with_pack(scheme: Scheme, path: Path, on: date) -> Scheme:
    """Return a scheme with what an element's adjusted indicators change, clause 2.2.3."""
    if path.suffix.lower() == WORKBOOK:
        raise ParameterError(
            path.name,
            "命名元素的调整指标是工作簿，不能加在另一个评价体系上",
            f"{SUFFIX} 文件",
            "请用 clusterlib schemes import 另存，再移走这个工作簿",
        )
    parts = _head(path)
    if "based_on" not in parts:
        raise parts["scheme"].error("不是改动另一个评价体系的", "有 based_on", "请改正")
    pack = _changed(scheme, _edition(parts, on))
    term = f"{scheme.term}，{pack.term}"
    return replace(pack, id=f"{scheme.id}+{pack.id}", term=term)


@dataclass(frozen=True, slots=True)
class _Edition:
    """What a file says of itself, and its entries from one day on."""

    id: str
    term: str
    issuer: str
    start: date
    entry: YamlNode


def _head(path: Path) -> dict[str, YamlNode]:
    return read_strict(path).mapping(("scheme", "term", "issuer", "values"), ("based_on",))


def _read(path: Path, on: date, above: tuple[str, ...]) -> Scheme:
    if path.suffix.lower() == WORKBOOK:
        return _read_workbook(path, on, above)
    if path.suffix.lower() != SUFFIX:
        found, remedy = f"扩展名是“{path.suffix}”", f"请在 Excel 里另存为 {WORKBOOK}"
        raise ParameterError(path.name, found, f"{SUFFIX} 或 {WORKBOOK}", remedy)
    parts = _head(path)
    name = parts["scheme"].filled_text()
    check_name(parts["scheme"])
    if name != path.stem:
        raise parts["scheme"].error(f"写作“{name}”，文件名是“{path.stem}”", "两处一致", "请改正")
    if not list(parts["values"].items()):
        raise parts["values"].error("没有值", "生效日和那时起的内容", "请补上")
    edition = _edition(parts, on)
    if "based_on" not in parts:
        return _whole(edition)
    base = parts["based_on"]
    return _changed(_base(base.filled_text(), (*above, name), path, on, base.error), edition)


def _read_workbook(path: Path, on: date, above: tuple[str, ...]) -> Scheme:
    edition = edition_on(path, on)
    scheme = edition.scheme
    if not scheme.based_on:
        return scheme
    base = _base(scheme.based_on, (*above, scheme.id), path, on, edition.base.fault)
    if len(base.tiers) != len(scheme.tiers):
        raise edition.heading.fault(*_tier_counts(base.tiers, scheme.tiers))
    return based_on(base, scheme)


def _base(
    base: str,
    above: tuple[str, ...],
    path: Path,
    on: date,
    error: Callable[[str, str, str], ParameterError],
) -> Scheme:
    """Return the scheme that another one changes; `above` are those that are being read."""
    if base in above or len(above) > _MOST_BASES:
        raise error(f"“{base}”又回到了自己", "另一个评价体系", "请改正")
    if fault := name_fault(base):
        raise error(*fault)
    try:
        file = scheme_file(base, path.parent)
    except ParameterError as missing:
        raise error(missing.found, missing.expected, missing.remedy) from missing
    return _read(file, on, above)


def _tier_counts(base: Sequence[Tier], own: Sequence[Tier]) -> tuple[str, str, str]:
    return f"有{len(own)}级，所依据的有{len(base)}级", f"{len(base)}级", "请增减级别"


def _edition(parts: Mapping[str, YamlNode], on: date) -> _Edition:
    start, entry = value_on(parts["values"], on, lambda node: node)
    name, term, issuer = (parts[key].filled_text() for key in ("scheme", "term", "issuer"))
    return _Edition(name, term, issuer, start, entry)


def _whole(edition: _Edition) -> Scheme:
    parts = edition.entry.mapping(
        ("origin", "tiers", "indicators", "sections"), ("units", "total", "pass_mark")
    )
    tiers = read_tiers(parts["tiers"])
    measures = read_measures(parts["indicators"], read_units(parts.get("units")), {})
    check_derived(measures, parts["indicators"])
    sections = tuple(
        read_section(key, value, measures, tiers) for key, value in parts["sections"].items()
    )
    check_sections(sections, parts["sections"])
    has_points = any(section.points for section in sections)
    for name in ("total", "pass_mark"):
        if (name in parts) != has_points:
            words = "计分的评价体系缺" if has_points else "不计分的评价体系多了"
            raise parts.get(name, edition.entry).error(f"{words}“{name}”", "", "请补上或删去")
    if has_points:
        total = sum(section.points for section in sections)
        if total != on_grid(parts["total"].whole()):
            raise parts["total"].error(
                f"各部分满分合计{points_text(total)}分",
                f"{parts['total'].text()}分",
                "请核对各部分",
            )
    mark = number_within(MOST_POINTS)(parts["pass_mark"]) if has_points else None
    return Scheme(
        edition.id,
        edition.term,
        edition.issuer,
        edition.start,
        read_origin(parts["origin"], decided=False),
        tiers,
        measures,
        sections,
        mark,
    )


def _changed(base: Scheme, edition: _Edition) -> Scheme:
    """Return a scheme with what another file changes, and those changes in words."""
    parts = edition.entry.mapping(("origin",), (*_CHANGES, "element"))
    tiers = _renamed(base.tiers, parts["tiers"]) if "tiers" in parts else base.tiers
    sections = {section.id: section for section in base.sections}
    measures, mark = dict(base.measures), base.pass_mark
    for node in parts["leave_out"].sequence() if "leave_out" in parts else ():
        if node.text() not in measures:
            raise node.error(f"没有一项用“{node.text()}”", "所依据的评价体系里的指标", "请改正")
        sections = {name: without(found, node.text()) for name, found in sections.items()}
        del measures[node.text()]
    if "indicators" in parts:
        measures = read_measures(parts["indicators"], read_units(parts.get("units")), measures)
    check_derived(measures, parts.get("indicators", edition.entry))
    for name, value in _each(parts.get("limits"), measures):
        limits = read_limits(value, measures[name], tiers)
        sections = {key: with_limits(s, {name: limits}) for key, s in sections.items()}
    for name, value in _each(parts.get("add"), sections):
        added = read_items(value, measures, tiers)
        sections[name] = replace(sections[name], items=(*sections[name].items, *added))
    for name, value in _each(parts.get("bands"), sections):
        sections[name] = replace(sections[name], bands=bands(value, ANY_ENDS))
    for name, value in _each(parts.get("least"), sections):
        sections[name] = replace(sections[name], least=read_least(value))
    for name, value in _each(parts.get("terms"), sections):
        sections[name] = replace(sections[name], term=value.filled_text())
    if "sections" in parts:
        sections = {
            key.filled_text(): _relisted(key, value, sections, measures, tiers)
            for key, value in parts["sections"].items()
        }
    if "pass_mark" in parts:
        mark = number_within(MOST_POINTS)(parts["pass_mark"])
    element, filed = "", True
    if "element" in parts:
        stated = parts["element"].mapping(("name", "filed"))
        element = stated["name"].filled_text()
        filed = stated["filed"].choice(("yes", "no")) == "yes"
    changed = tuple(checked_section(section, edition.entry) for section in sections.values())
    check_sections(changed, parts.get("sections", parts.get("terms", edition.entry)))
    if not any(section.points for section in changed):
        if "pass_mark" in parts:
            raise parts["pass_mark"].error("各部分都不计分，又有及格分", "不写", "请删去")
        mark = None
    elif mark is None:
        raise edition.entry.error("计分的评价体系缺“pass_mark”", "及格分", "请补上")
    scheme = Scheme(
        edition.id,
        edition.term,
        edition.issuer,
        edition.start,
        read_origin(parts["origin"], decided=True),
        tiers,
        measures,
        changed,
        mark,
        element=element,
        filed=filed,
    )
    return based_on(base, scheme)


def _relisted(
    key: YamlNode,
    value: YamlNode,
    known: Mapping[str, Section],
    measures: Mapping[str, Measure],
    tiers: Sequence[Tier],
) -> Section:
    """Return a section that is listed anew, or that of the base under ``unchanged``."""
    if not value.is_text:
        return read_section(key, value, measures, tiers)
    value.choice((UNCHANGED,))
    if key.text() not in known:
        raise key.error(f"不认识的“{key.text()}”", f"{'、'.join(known)}之一", "请改正或删去")
    return known[key.text()]


def _each(entry: YamlNode | None, known: Mapping[str, object]) -> list[tuple[str, YamlNode]]:
    """Return name and value of each entry of a mapping by known names."""
    found = []
    for key, value in entry.items() if entry is not None else ():
        if key.text() not in known:
            raise key.error(f"不认识的“{key.text()}”", f"{'、'.join(known)}之一", "请改正或删去")
        found.append((key.text(), value))
    return found


def _renamed(tiers: tuple[Tier, ...], entry: YamlNode) -> tuple[Tier, ...]:
    found = read_tiers(entry)
    if len(found) != len(tiers):
        raise entry.error(*_tier_counts(tiers, found))
    return found
