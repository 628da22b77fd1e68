"""The parts of a scheme's file: tiers, units, indicators, items, sections（评价体系文件）."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from clusterlib.rule_files.excel_cells import label_key
from clusterlib.rule_files.regulation_values import ANY_ENDS, GRADE_COUNT, bands
from clusterlib.rule_files.strict_yaml import YamlNode
from clusterlib.rules.points import on_grid, points_text
from clusterlib.rules.scheme import (
    COMPARISON_SIGNS,
    COMPARISONS,
    KINDS,
    MOST_COLUMNS,
    MOST_ITEMS,
    MOST_POINTS,
    MOST_SECTIONS,
    ORIGIN_TERMS,
    PURPOSES,
    RULES,
    Condition,
    Measure,
    Origin,
    Section,
    Sides,
    label_fault,
    name_fault,
)
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import UNITS, Unit

_SIGNS = {sign: comparison for comparison, sign in COMPARISON_SIGNS.items()}


def read_origin(entry: YamlNode, *, decided: bool) -> Origin:
    """Return where the words come from; a scheme that changes another says who decided."""
    who = ("by", "on")
    required = ("kind", "ref", *(who if decided else ()))
    parts = entry.mapping(required, ("url", *(() if decided else who)))
    if "on" in parts:
        parts["on"].day()
    return Origin(
        parts["kind"].choice(tuple(ORIGIN_TERMS)),
        parts["ref"].filled_text(),
        parts["url"].filled_text() if "url" in parts else "",
        parts["by"].filled_text() if "by" in parts else "",
        parts["on"].text() if "on" in parts else "",
    )


def read_tiers(entry: YamlNode) -> tuple[Tier, ...]:
    """Return the tiers, highest first, each of its own name."""
    found: list[Tier] = []
    for key, term in entry.items():
        called = term.filled_text()
        check_name(key)
        if called in (tier.term for tier in found):
            raise term.error(f"“{called}”也是另一级的名称", "各级名称不同", "请改用别的名称")
        found.append(Tier(len(found), key.text(), called))
    if not found:
        raise entry.error("没有一级", "至少一级", "请补上")
    return tuple(found)


def check_name(key: YamlNode) -> None:
    """Check that a key can name a column of a table."""
    if fault := name_fault(key.text()):
        raise key.error(*fault)


def read_units(entry: YamlNode | None) -> dict[str, Unit]:
    """Return the known units and those that the file declares, each alone of its kind."""
    units = dict(UNITS)
    for key, kind in entry.items() if entry is not None else ():
        if key.filled_text() in units:
            raise key.error(f"单位“{key.text()}”已有", "还没有的单位", "请删去这一行")
        if kind.filled_text() in {unit.kind for unit in UNITS.values()}:
            known = "、".join(unit.term for unit in UNITS.values() if unit.kind == kind.text())
            raise kind.error(
                f"“{key.text()}”不能与{known}换算", "自己的一类，如 area", "请改正类别"
            )
        units[key.text()] = Unit(key.text(), kind.text(), 0)
    return units


def read_measures(
    entry: YamlNode, units: Mapping[str, Unit], known: Mapping[str, Measure]
) -> dict[str, Measure]:
    """Return indicators by id; a label belongs to one indicator only."""
    found = dict(known)
    changed = {key.text() for key, _ in entry.items()}
    labels = {
        label_key(label): measure.id
        for measure in known.values()
        if measure.id not in changed
        for label in measure.labels
    }
    for key, value in entry.items():
        check_name(key)
        name = key.text()
        parts = value.mapping(("labels", "kind"), ("unit", "signed", "share_of", "growth_of"))
        kind = parts["kind"].choice(KINDS)
        words = [label.filled_text() for label in parts["labels"].sequence()]
        if not words:
            raise parts["labels"].error("没有名称", "至少一个名称", "请补上")
        for word, node in zip(words, parts["labels"].sequence(), strict=True):
            if fault := label_fault(word):
                raise node.error(*fault)
            other = labels.setdefault(label_key(word), name)
            if other != name or list(map(label_key, words)).count(label_key(word)) > 1:
                raise parts["labels"].error(
                    f"名称“{word}”也是指标“{other}”的", "各指标名称不同", "请改用别的名称"
                )
        found[name] = Measure(
            name,
            tuple(words),
            kind,
            _unit(kind, parts, value, units),
            "signed" in parts and parts["signed"].choice(("true", "false")) == "true",
            _share_of(parts.get("share_of")),
            parts["growth_of"].filled_text() if "growth_of" in parts else "",
        )
        if kind == "growth" and not found[name].growth_of:
            raise value.error("没有写由哪个指标算增长", "growth_of: 指标", "请补上")
        for part, of in (("share_of", "share"), ("growth_of", "growth")):
            if part in parts and kind != of:
                raise parts[part].error(
                    f"{kind} 的指标写了“{part}”", f"kind: {of}", "请改正或删去"
                )
    return found


def check_derived(measures: Mapping[str, Measure], entry: YamlNode) -> None:
    """Check that what shares and growths are made of is there and is a figure itself."""
    for measure in measures.values():
        for needed in measure.made_of:
            if needed not in measures:
                raise entry.error(
                    f"“{measure.id}”要用的指标“{needed}”没有列出", "已列的指标", "请补上"
                )
            if measures[needed].kind == "answer" or measures[needed].made_of:
                raise entry.error(
                    f"“{measure.id}”由“{needed}”算出，它不是填报的数",
                    "填报的数额、个数等指标",
                    "请改正",
                )
        earlier = measure.id.rpartition("_")
        if earlier[0] in measures and earlier[2].isdigit():
            raise entry.error(
                f"“{measure.id}”是“{earlier[0]}”前{earlier[2]}年的列名", "别的代码", "请改名"
            )


def _unit(
    kind: str, parts: Mapping[str, YamlNode], whole: YamlNode, units: Mapping[str, Unit]
) -> Unit | None:
    if kind == "answer":
        if "unit" in parts:
            raise parts["unit"].error("有无类的指标写了单位", "不写单位", "请删去")
        return None
    if "unit" not in parts:
        raise whole.error("没有写单位", f"{'、'.join(units)}之一", "请补上")
    unit = units.get(parts["unit"].text())
    if unit is None:
        raise parts["unit"].error(
            f"不认识的单位“{parts['unit'].text()}”",
            f"{'、'.join(units)}之一",
            "请改正，或在 units 里写明这个单位",
        )
    if (unit.kind == "share") != (kind in ("share", "growth")):
        raise parts["unit"].error(
            f"单位“{unit.term}”不适用于{kind}", "share、growth 用 %，其余不用", "请改正单位或类别"
        )
    return unit


def _share_of(entry: YamlNode | None) -> tuple[str, str] | None:
    if entry is None:
        return None
    parts = [node.filled_text() for node in entry.sequence()]
    if len(parts) != 2:
        raise entry.error(f"有{len(parts)}个指标", "分子、分母两个指标", "请改正")
    return parts[0], parts[1]


def read_items(
    entry: YamlNode, measures: Mapping[str, Measure], tiers: Sequence[Tier]
) -> tuple[Sides, ...]:
    """Return items: a list of ids joined by 或, one condition, or several under ``any``."""
    return tuple(_item(node, measures, tiers) for node in entry.sequence())


def _item(node: YamlNode, measures: Mapping[str, Measure], tiers: Sequence[Tier]) -> Sides:
    if node.is_text:
        raise node.error(f"“{node.text()}”不是一项", "[指标]，或 {indicator: 指标, …}", "请改正")
    if any(isinstance(member, tuple) for member in node.node.value):
        keys = [key.text() for key, _ in node.items()]
        nodes = node.mapping(("any",))["any"].sequence() if "any" in keys else [node]
        sides = tuple(_condition(side, measures, tiers) for side in nodes)
    else:
        sides = tuple(Condition(_measure(side, measures).id) for side in node.sequence())
    if not sides:
        raise node.error("这一项没有指标", "至少一个指标", "请补上或删去")
    asked = [side.measure for side in sides]
    if len(set(asked)) < len(asked):
        raise node.error("“或”的两边是同一个指标", "不同的指标", "请删去一边")
    return sides


def _condition(
    node: YamlNode, measures: Mapping[str, Measure], tiers: Sequence[Tier]
) -> Condition:
    parts = node.mapping(("indicator",), ("is", "limits", "last"))
    measure = _measure(parts["indicator"], measures)
    last = parts["last"].whole() if "last" in parts else 1
    if not 1 <= last <= MOST_COLUMNS:
        raise parts["last"].error(f"最近{last}年", f"1至{MOST_COLUMNS}", "请改正")
    comparison = ">="
    if "is" in parts:
        sign = _SIGNS.get(parts["is"].text())
        comparison = sign or parts["is"].choice(tuple(COMPARISONS))
    limits = read_limits(parts["limits"], measure, tiers) if "limits" in parts else None
    return Condition(measure.id, comparison, limits, last)


def _measure(node: YamlNode, measures: Mapping[str, Measure]) -> Measure:
    found = measures.get(node.text())
    if found is None:
        raise node.error(f"不认识的指标“{node.text()}”", "indicators 里列的指标", "请改正或补列")
    if found.kind == "answer":
        raise node.error(f"“{found.id}”答有无，不能与数比", "有数的指标", "请写在 gates 里")
    return found


def read_limits(entry: YamlNode, measure: Measure, tiers: Sequence[Tier]) -> tuple[Decimal, ...]:
    """Return the limits of all tiers, each a number that the indicator can have."""
    parts = entry.mapping(tuple(tier.id for tier in tiers))
    limits = tuple(parts[tier.id].number() for tier in tiers)
    for tier, limit in zip(tiers, limits, strict=True):
        if fault := measure.limit_fault(limit):
            raise parts[tier.id].error(*fault)
    return limits


def read_section(
    key: YamlNode, entry: YamlNode, measures: Mapping[str, Measure], tiers: Sequence[Tier]
) -> Section:
    """Return one section, whose parts fit its rule."""
    check_name(key)
    parts = entry.mapping(("term", "rule"), ("points", "items", "bands", "gates", "least"))
    rule = parts["rule"].choice(RULES)
    wanted = {
        "counted": ("points", "items", "bands"),
        "graded": ("points", "bands"),
        "required": ("items",),
        "at_least": ("items", "least"),
    }[rule]
    for part in ("points", "items", "bands", "least"):
        if (part in parts) != (part in wanted):
            found = "多了" if part in parts else "缺"
            raise parts.get(part, entry).error(
                f"{rule} 的部分{found}“{part}”", f"{'、'.join(wanted)}", "请补上或删去"
            )
    section = Section(
        key.text(),
        parts["term"].filled_text(),
        rule,
        on_grid(parts["points"].whole()) if "points" in parts else 0,
        read_items(parts["items"], measures, tiers) if "items" in parts else (),
        bands(parts["bands"], ANY_ENDS) if "bands" in parts else (),
        _gates(parts["gates"], rule, measures) if "gates" in parts else (),
        read_least(parts["least"]) if "least" in parts else (0, 0),
    )
    return checked_section(section, entry)


def _gates(entry: YamlNode, rule: str, measures: Mapping[str, Measure]) -> tuple[str, ...]:
    if rule != "counted":
        raise entry.error(f"{rule} 的部分写了 gates", "counted 的部分才有", "请删去")
    found = []
    for node in entry.sequence():
        measure = measures.get(node.text())
        if measure is None or measure.kind != "answer":
            raise node.error(f"“{node.text()}”不是答有无的指标", "kind: answer 的指标", "请改正")
        found.append(measure.id)
    return tuple(found)


def read_least(entry: YamlNode) -> tuple[int, int]:
    """Return how many items are needed for the award and for the review."""
    parts = entry.mapping(PURPOSES)
    return parts["award"].whole(), parts["review"].whole()


def check_sections(sections: Sequence[Section], entry: YamlNode) -> None:
    """Check that the sections of a scheme fit together."""
    if not 1 <= len(sections) <= MOST_SECTIONS:
        found = f"有{len(sections)}个部分" if sections else "没有一个部分"
        raise entry.error(found, f"1至{MOST_SECTIONS}个部分", "请补上或删去")
    terms = [section.term for section in sections]
    for term in terms:
        if terms.count(term) > 1:
            raise entry.error(f"两个部分都叫“{term}”", "各部分名称不同", "请改正 term")
    total = sum(section.points for section in sections)
    if total > on_grid(MOST_POINTS):
        raise entry.error(
            f"各部分满分合计{points_text(total)}分", f"不超过{MOST_POINTS}分", "请改正 points"
        )


def checked_section(section: Section, entry: YamlNode) -> Section:
    """Return a section whose counts and points fit together."""
    count = len(section.items)
    if count > MOST_ITEMS:
        raise entry.error(f"“{section.term}”有{count}项", f"至多{MOST_ITEMS}项", "请删去一些")
    if section.rule != "graded" and not count:
        raise entry.error(f"“{section.term}”没有一项", "至少一项", "请补上")
    if section.bands and section.bands[-1].upper != section.points:
        raise entry.error(
            f"“{section.term}”最高一档的上限不是满分", "上限等于 points", "请改正 points 或各档"
        )
    if section.rule == "graded" and [b.least for b in section.bands] != list(range(GRADE_COUNT)):
        raise entry.error("各档不是0、1、2（一般、较好、好）", "每个档次一档", "请改正 least")
    if section.rule == "counted" and section.bands[-1].least > count:
        raise entry.error(
            f"最高一档要{section.bands[-1].least}项，“{section.term}”只有{count}项",
            f"至多{count}项",
            "请改正各档的 least",
        )
    for least in section.least if section.rule == "at_least" else ():
        if not 1 <= least <= count:
            raise entry.error(f"要满足{least}项，只列有{count}项", f"1至{count}", "请改正 least")
    seen: set[Sides] = set()
    for item in section.items:
        if item in seen:
            raise entry.error(f"“{item[0].measure}”这一项列了两次", "每项列一次", "请删去一处")
        seen.add(item)
    return section
