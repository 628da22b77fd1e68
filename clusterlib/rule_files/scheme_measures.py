"""The indicators of a scheme's workbook（指标表）: kinds, units, derivations, further labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from clusterlib.rule_files.excel_cells import Faults, FormCell, label_key
from clusterlib.rule_files.scheme_form import HEADER_LABELS, MAY, MEASURE_HEADINGS, MEASURES_TITLE
from clusterlib.rules.scheme import KIND_TERMS, Measure, label_fault, name_fault
from clusterlib.rules.units import UNITS, Unit

_KINDS = {term: kind for kind, term in KIND_TERMS.items()}
_OTHERS = MEASURE_HEADINGS[-1]
_SPOILED = ""
"""Id of a label as long as its row has none."""


@dataclass(slots=True)
class MeasureTable:
    """The indicators of one edition, by id and by label.

    Parameters
    ----------
    measures : dict of str to Measure
    ids : dict of str to str
        Id by label, as `label_key` gives it; of a faulty row too.
    day : FormCell or None
        From when it holds, where it says so.
    is_lost : bool
        Whether there was no table to read.
    """

    measures: dict[str, Measure] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    day: FormCell | None = None
    is_lost: bool = True

    def find(self, cell: FormCell) -> Measure | None:
        """Return the indicator of a label, None where its own row is faulty."""
        if self.is_lost:
            return None
        name = self.ids.get(label_key(cell.raw))
        if name is None:
            near = [label for label in self.ids if label.startswith(cell.label[:2].casefold())]
            alike = f"，相近的有“{'”“'.join(near[:3])}”" if near and cell.label else ""
            raise cell.fault(
                f"指标表里没有“{cell.text}”{alike}", "指标表的名称", "请改正，或在指标表里加一行"
            )
        return self.measures.get(name)


def name_from(cell: FormCell, label: FormCell) -> str:
    """Return a code as filled in, else what a label gives."""
    text = cell.text or re.sub(r"[^\w-]", "", label.label)
    if fault := name_fault(text):
        place = cell if cell.text else label
        raise place.fault(*fault[:2], fault[2] if cell.text else "请填一个代码")
    return text


def read_measures(rows: list[list[FormCell]], faults: Faults) -> MeasureTable:
    """Return the indicators of a sheet; what is wrong with it is kept among the faults."""
    table = MeasureTable()
    heading = next((row for row in rows if _is_heading(row)), None)
    if heading is None:
        words = "、".join(MEASURE_HEADINGS)
        faults.append(rows[0][0].fault("没有指标表的表头", words, "请补上表头一行"))
        return table
    columns, others = _columns(heading, faults)
    table.is_lost = False
    found: list[dict[str, FormCell]] = []
    for row in rows:
        if row is heading or any(cell.label.endswith(MEASURES_TITLE) for cell in row):
            continue
        first = next(cell for cell in row if cell.text)
        if HEADER_LABELS.get(first.label) == "start":
            table.day = next((cell for cell in row[first.column :] if cell.text), None)
            continue
        known = {*columns.values(), *others}
        for cell in row:
            if cell.text and (cell.column - 1 not in known or cell.row < heading[0].row):
                faults.append(cell.fault(f"“{cell.text}”在表外，不会读取", "空格", "请删去"))
            elif cell.text and cell.is_hidden:
                faults.append(cell.fault("单元格在隐藏的行或列里", "看得见的格", "请取消隐藏"))
        cells = {name: row[at] for name, at in columns.items()}
        if any(cell.text for cell in cells.values()) and cells["名称"].row > heading[0].row:
            found.append(cells | {f"{_OTHERS}{at}": row[at] for at in others})
    _read(found, table, faults)
    return table


def _is_heading(row: list[FormCell]) -> bool:
    return len(set(MEASURE_HEADINGS) & {cell.label for cell in row}) >= 4


def _columns(heading: list[FormCell], faults: Faults) -> tuple[dict[str, int], list[int]]:
    columns: dict[str, int] = {}
    others = []
    for position, cell in enumerate(heading):
        if cell.label == _OTHERS:
            others.append(position)
        elif cell.label in columns:
            faults.append(cell.fault(f"表头“{cell.text}”重复", "每栏一个表头", "请删去一栏"))
        elif cell.label in MEASURE_HEADINGS:
            columns[cell.label] = position
        elif cell.text:
            words = "、".join(MEASURE_HEADINGS)
            faults.append(cell.fault(f"不认识的表头“{cell.text}”", words, "请改正或删去这一栏"))
    missing = [name for name in MEASURE_HEADINGS[:3] if name not in columns]
    if missing:
        words = "、".join(MEASURE_HEADINGS)
        raise heading[0].fault(f"表头缺“{'、'.join(missing)}”", words, "请补上")
    return columns, others


def _read(rows: list[dict[str, FormCell]], table: MeasureTable, faults: Faults) -> None:
    units = _units(rows, faults)
    named: list[tuple[str, dict[str, FormCell]]] = []
    for cells in rows:
        with faults.kept():
            named.append((_take_names(cells, table), cells))
    for name, cells in named:
        with faults.kept():
            table.measures[name] = _measure(name, cells, units, table)
    for name, cells in named:
        with faults.kept():
            _check_derived(name, cells, table)


def _units(rows: list[dict[str, FormCell]], faults: Faults) -> dict[str, Unit]:
    """Return the known units and those that rows declare with their class."""
    units = dict(UNITS)
    for cells in rows:
        kind = cells.get("单位类别")
        if kind is None or not kind.text:
            continue
        unit = cells["单位"]
        with faults.kept():
            known = units.setdefault(unit.text, Unit(unit.text, kind.text, 0))
            if unit.label in UNITS:
                raise kind.fault(f"单位“{unit.text}”是通用的，又写了类别", "空格", "请删去类别")
            if kind.text in {known.kind for known in UNITS.values()}:
                raise kind.fault(
                    f"类别“{kind.text}”是通用单位的", "自己的一类，如面积", "请改正类别"
                )
            if known.kind != kind.text:
                raise kind.fault(
                    f"单位“{unit.text}”的类别另写作“{known.kind}”", "各行一致", "请改正"
                )
    return units


def _take_names(cells: dict[str, FormCell], table: MeasureTable) -> str:
    """Return the id of a row and take its labels, each of this row alone."""
    label = cells["名称"]
    if not label.text:
        place = next(cell for cell in cells.values() if cell.text)
        raise place.fault("这一行没有指标名称", "名称", "请填上名称，或删去这一行")
    table.ids.setdefault(label_key(label.raw), _SPOILED)
    name = name_from(cells.get("代码", label.blank_beside()), label)
    if name in table.ids.values():
        raise cells.get("代码", label).fault(f"代码“{name}”重复", "每个指标一个代码", "请改正")
    for cell in (label, *_others(cells)):
        if fault := label_fault(cell.text):
            raise cell.fault(*fault)
        other = table.ids.get(label_key(cell.raw), _SPOILED)
        if other != _SPOILED:
            whose = "这一行已有的" if other == name else f"指标“{other}”的"
            raise cell.fault(f"名称“{cell.text}”也是{whose}", "各名称不同", "请改用别的名称")
        table.ids[label_key(cell.raw)] = name
    return name


def _others(cells: Mapping[str, FormCell]) -> list[FormCell]:
    return [cell for name, cell in cells.items() if name.startswith(_OTHERS) and cell.text]


def _measure(
    name: str, cells: dict[str, FormCell], units: Mapping[str, Unit], table: MeasureTable
) -> Measure:
    if not cells["类别"].text:
        raise cells["类别"].fault("没有写类别", f"{'、'.join(_KINDS)}之一", "请从下拉列表选")
    kind = cells["类别"].choice(_KINDS)
    may = cells.get("可为负")
    if may is not None and may.label not in ("", MAY):
        raise may.fault(f"“{may.text}”不在可选之列", f"“{MAY}”或空格", "请改正")
    made_of = [_made_of(cells.get(part), table) for part in ("由指标", "除以指标")]
    _check_made_of(kind, cells, made_of)
    return Measure(
        name,
        (cells["名称"].text, *(cell.text for cell in _others(cells))),
        kind,
        _unit(kind, cells, units),
        may is not None and bool(may.text),
        (made_of[0], made_of[1]) if made_of[1] else None,
        made_of[0] if kind == "growth" else "",
    )


def _unit(kind: str, cells: dict[str, FormCell], units: Mapping[str, Unit]) -> Unit | None:
    cell = cells["单位"]
    if kind == "answer":
        if cell.text:
            raise cell.fault("有无类的指标写了单位", "空格", "请删去单位")
        return None
    unit = units.get(cell.text) or units.get(cell.label)
    if not cell.text or unit is None:
        found = f"不认识的单位“{cell.text}”" if cell.text else "没有写单位"
        raise cell.fault(
            found, f"{'、'.join(units)}之一", "请改正，或在“单位类别”栏写它量什么，如面积"
        )
    if (unit.kind == "share") != (kind in ("share", "growth")):
        raise cell.fault(
            f"单位“{unit.term}”不适用于{KIND_TERMS[kind]}",
            "比重、增长用 %，其余不用",
            "请改正单位或类别",
        )
    return unit


def _made_of(cell: FormCell | None, table: MeasureTable) -> str:
    if cell is None or not cell.text:
        return ""
    table.find(cell)
    return table.ids[label_key(cell.raw)]


def _check_made_of(kind: str, cells: dict[str, FormCell], made_of: list[str]) -> None:
    needed = {"share": (0, 2), "growth": (1,)}.get(kind, (0,))
    count = len([name for name in made_of if name])
    if count in needed and (made_of[0] or not made_of[1]):
        return
    place = next(
        (cells[part] for part in ("由指标", "除以指标") if part in cells and cells[part].text),
        cells.get("由指标", cells["类别"]),
    )
    expected = {
        "share": "两栏都空着，或写分子、分母两个指标",
        "growth": "“由指标”一个指标，“除以指标”空着",
    }.get(kind, "两栏都空着")
    raise place.fault(f"{KIND_TERMS[kind]}写了{count}个来源指标", expected, "请改正")


def _check_derived(name: str, cells: dict[str, FormCell], table: MeasureTable) -> None:
    measure = table.measures.get(name)
    if measure is None:
        return
    earlier, _, back = name.rpartition("_")
    if earlier in table.measures and back.isdigit():
        raise _place(cells, "代码").fault(
            f"“{name}”是“{earlier}”前{back}年的列名", "别的代码", "请改名"
        )
    for needed, part in zip(measure.made_of, ("由指标", "除以指标"), strict=False):
        other = table.measures.get(needed)
        if other is not None and (other.kind == "answer" or other.made_of):
            raise cells[part].fault(
                f"“{other.label}”不是填报的数", "填报的数额、个数等指标", "请改正"
            )


def _place(cells: dict[str, FormCell], name: str) -> FormCell:
    cell = cells.get(name)
    return cell if cell is not None and cell.text else cells["名称"]
