"""The table of a scheme's workbook（打分表）: tiers, sections, items, gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from clusterlib.errors import RuleError
from clusterlib.rule_files.excel_cells import Faults, FormCell, half_width
from clusterlib.rule_files.scheme_form import (
    BY_STANDARD,
    FIRST,
    HEADER_LABELS,
    LAST,
    NO_ACCIDENT,
    NUMERAL,
    OR,
    RULE_FORMS,
    TIER_IDS,
    TITLE,
    YEARS,
    rule_of,
)
from clusterlib.rule_files.scheme_header import SchemeHeader
from clusterlib.rule_files.scheme_measures import MeasureTable, name_from
from clusterlib.rule_files.sheet_pen import SIGNED
from clusterlib.rules.points import on_grid
from clusterlib.rules.scheme import (
    COMPARISON_SIGNS,
    COMPARISONS,
    MOST_COLUMNS,
    MOST_ITEMS,
    MOST_SECTIONS,
    Condition,
    Measure,
    Section,
    Sides,
)
from clusterlib.rules.scheme_words import bands_of
from clusterlib.rules.scoresheet import Band
from clusterlib.rules.tiers import Tier

_SIGNED = frozenset(half_width(text) for line in SIGNED for text in line)
_COMPARISONS = {half_width(sign): name for name, sign in COMPARISON_SIGNS.items()} | {
    name: name for name in COMPARISONS
}
Cells = dict[str, FormCell]


@dataclass(slots=True)
class _Part:
    """A section as far as it is read."""

    cells: Cells
    items: list[list[Condition]] = field(default_factory=list)
    places: list[FormCell] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    is_whole: bool = True


@dataclass(slots=True)
class ScoreTable:
    """What is read of the sheet, and every fault of it."""

    heading: list[FormCell]
    measures: MeasureTable
    faults: Faults
    header: SchemeHeader = field(default_factory=SchemeHeader)
    columns: dict[str, int] = field(default_factory=dict)
    tiers: list[FormCell] = field(default_factory=list)
    tier_ids: list[FormCell] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    has_strays: bool = False

    def __post_init__(self) -> None:
        """Find the columns by their headings; the tiers stand between the others."""
        for position, cell in enumerate(self.heading):
            if not cell.text:
                continue
            if cell.label in self.columns or cell.label in (one.label for one in self.tiers):
                raise cell.fault(f"表头“{cell.text}”重复", "每栏一个表头", "请改正或删去一栏")
            if cell.label in (*FIRST, *LAST):
                self.columns[cell.label] = position
            elif FIRST[-1] in self.columns and LAST[0] not in self.columns:
                self.tiers.append(cell)
            else:
                words = "、".join((*FIRST, "各级", *LAST))
                raise cell.fault(f"不认识的表头“{cell.text}”", words, "请改正或删去这一栏")
        missing = [name for name in (*FIRST, *LAST[:-1]) if name not in self.columns]
        if missing or not self.tiers:
            words = "、".join((*FIRST, "各级", *LAST))
            lack = "、".join(missing) or "各级"
            raise self.heading[0].fault(f"表头缺“{lack}”", words, "请补上这一栏")

    def take(self, row: list[FormCell]) -> None:
        """Read one row; faults are kept and the next row is read."""
        filled = [cell for cell in row if cell.text]
        first = filled[0]
        hidden = next((cell for cell in filled if cell.is_hidden), None)
        if hidden is not None:
            self.faults.append(hidden.fault("在隐藏的行或列里", "看得见的格", "请取消隐藏"))
        if first.label.endswith(TITLE) or all(cell.label in _SIGNED for cell in filled):
            return
        if first.label in HEADER_LABELS:
            self.header.take(row, self.faults)
            return
        known = {*self.columns.values(), *(tier.column - 1 for tier in self.tiers)}
        cells = {name: row[at] for name, at in self.columns.items()}
        cells.setdefault(LAST[-1], row[0].blank_beside())
        tiers = [row[tier.column - 1] for tier in self.tiers]
        is_section = bool(NUMERAL.fullmatch(cells["序号"].label))
        for cell in filled:
            if cell.column - 1 not in known or cell.row < self.heading[0].row:
                self.faults.append(cell.fault(f"“{cell.text}”在表外，不会读取", "空格", "请删去"))
        if not any(cell.text for cell in (*cells.values(), *tiers)):
            return
        if cells["序号"].row < self.heading[0].row:
            return
        if first.label == TIER_IDS:
            if self.tier_ids:
                self.faults.append(first.fault("级别代码写了两行", "一行", "请删去一行"))
            self.tier_ids = tiers
        elif is_section:
            self.parts.append(_Part(cells))
            self.faults.extend(
                cell.fault(f"部分的一行里写了“{cell.text}”", "空格", "请删去，或移到指标的行")
                for cell in (cells["要求"], *tiers, cells["最近几年"])
                if cell.text
            )
        else:
            with self.faults.kept():
                self._take_item(cells, tiers)

    def _take_item(self, cells: Cells, tiers: list[FormCell]) -> None:
        if not self.parts:
            if self.has_strays:
                return
            self.has_strays = True
            raise cells["序号"].fault(
                "这一行在第一个部分之前",
                "先有序号为一的一个部分",
                "请补上部分的一行，或移到部分之下",
            )
        part = self.parts[-1]
        is_whole, part.is_whole = part.is_whole, False
        if not cells["指标"].text:
            place = next(cell for cell in (*cells.values(), *tiers) if cell.text)
            raise place.fault("这一行没有指标", "指标表的名称", "请填上指标，或删去这一行")
        is_other = cells["序号"].label == OR
        if not is_other and cells["序号"].text and not cells["序号"].label.isdigit():
            raise cells["序号"].fault(
                f"序号“{cells['序号'].text}”看不懂", f"数字、“{OR}”或空格", "请改正"
            )
        if is_other and not part.items:
            raise cells["序号"].fault("“或”之上没有指标", "接在一个指标之下", "请改正序号")
        if not is_other:
            part.items.append([])
            part.places.append(cells["指标"])
        self._check_blank(cells, part)
        measure = self.measures.find(cells["指标"])
        if measure is None:  # its fault stands in the other sheet
            return
        if measure.kind == "answer":
            if is_other:
                raise cells["序号"].fault("有无类的指标不能用“或”", "单独一行", "请改正序号")
            part.items.pop()
            part.places.pop()
            self._take_gate(measure, cells, tiers, part)
        else:
            condition = _condition(measure, cells, tiers)
            if any(side.measure == measure.id for side in part.items[-1]):
                raise cells["指标"].fault(
                    "“或”的两边是同一个指标", "不同的指标", "请删去一行，或改正序号"
                )
            part.items[-1].append(condition)
        part.is_whole = is_whole

    def _check_blank(self, cells: Cells, part: _Part) -> None:
        for name in LAST[1:]:
            cell = cells[name]
            # A text merged over several rows stands in each of them.
            if cell.text and cell.raw != part.cells[name].raw:
                raise cell.fault(
                    f"指标行里写了“{cell.text}”", "写在部分的一行", f"请把{name}移到部分的一行"
                )

    def _take_gate(
        self, measure: Measure, cells: Cells, tiers: list[FormCell], part: _Part
    ) -> None:
        for name in ("单位", "要求", "最近几年"):
            if cells[name].text:
                raise cells[name].fault(f"有无类的指标写了{name}", "空格", "请删去")
        for cell in tiers:
            if cell.label != NO_ACCIDENT:
                raise cell.fault(
                    f"有无类的指标填了“{cell.text}”", f"各级都填“{NO_ACCIDENT}”", "请改正"
                )
        if measure.id in part.gates:
            raise cells["指标"].fault("这一项列了两次", "每项列一次", "请删去一行")
        part.gates.append(measure.id)

    def read_tiers(self) -> tuple[Tier, ...]:
        """Return the tiers, highest first, each under its own id."""
        found: list[Tier] = []
        ids = self.tier_ids or [cell.blank_beside() for cell in self.tiers]
        for heading, cell in zip(self.tiers, ids, strict=True):
            with self.faults.kept():
                name = name_from(FormCell(cell.sheet, cell.row, cell.column, cell.raw), heading)
                if any(tier.id == name for tier in found):
                    raise cell.fault(f"级别代码“{name}”重复", "各级代码不同", "请改正")
                found.append(Tier(len(found), name, heading.text))
        return tuple(found)

    def read_sections(self) -> tuple[Section, ...]:
        """Return the sections, each of its own name and id."""
        found: list[Section] = []
        for part in self.parts:
            with self.faults.kept():
                section = self._section(part)
                for what, place in (("id", "代码"), ("term", "指标")):
                    if any(getattr(one, what) == getattr(section, what) for one in found):
                        cell = part.cells[place]
                        word = "部分的代码" if what == "id" else "部分的名称"
                        raise (cell if cell.text else part.cells["指标"]).fault(
                            f"{word}“{getattr(section, what)}”重复", "各部分不同", "请改正"
                        )
                found.append(section)
        if not 1 <= len(self.parts) <= MOST_SECTIONS:
            self.faults.append(
                self.heading[0].fault(
                    f"有{len(self.parts)}个部分",
                    f"1至{MOST_SECTIONS}个，各是序号为一、二……的一行",
                    "请补上或删去",
                )
            )
        return tuple(found)

    def _section(self, part: _Part) -> Section:
        term, phrase = part.cells["指标"], part.cells["单位"]
        if not term.text:
            raise part.cells["序号"].fault("这一部分没有名称", "指标栏写名称", "请填上名称")
        name = name_from(part.cells[LAST[-1]], term)
        stated = rule_of(phrase.label)
        if stated is None:
            found = f"看不懂计分办法“{phrase.text}”" if phrase.text else "没有写计分办法"
            raise phrase.fault(found, RULE_FORMS, "请照样写")
        rule, points, least = stated
        if rule in ("counted", "graded") and not points:
            raise phrase.fault("满分为0分", "大于0的整数", "请改正分数，或写作“各项都须满足”")
        words = part.cells["评价分值"]
        if rule in ("required", "at_least") and words.text:
            raise words.fault("不计分的部分写了评价分值", "空格", "请删去，或改正计分办法")
        items = tuple(tuple(item) for item in part.items)
        if part.is_whole:
            _check_items(part, items, rule, least, phrase)
        bands: tuple[Band, ...] = ()
        if rule in ("counted", "graded") and (part.is_whole or rule == "graded"):
            try:
                bands = bands_of(words.raw, rule, on_grid(points), len(items))
            except RuleError as error:
                raise words.fault(error.found, error.expected, error.remedy) from None
        return Section(
            name, term.text, rule, on_grid(points), items, bands, tuple(part.gates), least
        )


def _check_items(
    part: _Part, items: tuple[Sides, ...], rule: str, least: tuple[int, int], phrase: FormCell
) -> None:
    """Check that items are there where the rule asks them, each once."""
    term = part.cells["指标"].text
    if rule == "graded" and (items or part.gates):
        place = part.places[0] if part.places else phrase
        raise place.fault(
            f"“{term}”按专家组档次评，又列了指标", "不列指标", "请删去这些行，或改正计分办法"
        )
    if rule != "counted" and part.gates:
        raise phrase.fault(
            f"“{term}”列了须为“无”的指标", "按达标项数的部分才有", "请移到那里，或改正计分办法"
        )
    if len(items) > MOST_ITEMS:
        raise part.places[MOST_ITEMS].fault(
            f"“{term}”有{len(items)}项", f"至多{MOST_ITEMS}项", "请删去一些行"
        )
    if rule != "graded" and not items:
        raise part.cells["指标"].fault(f"“{term}”没有一项", "至少一项", "请补上指标的行")
    for count in least if rule == "at_least" else ():
        if not 1 <= count <= len(items):
            raise phrase.fault(
                f"要满足{count}项，只列有{len(items)}项", f"1至{len(items)}", "请改正项数"
            )
    for at, item in enumerate(items):
        if item in items[:at]:
            raise part.places[at].fault("这一项列了两次", "每项列一次", "请删去一处")


def _condition(measure: Measure, cells: Cells, tiers: Sequence[FormCell]) -> Condition:
    assert measure.unit is not None
    unit, sign, years = cells["单位"], cells["要求"], cells["最近几年"]
    if unit.label != half_width(measure.unit.term):
        found = f"单位“{unit.text}”与指标表不同" if unit.text else "没有写单位"
        raise unit.fault(found, measure.unit.term, "请改正，各级的数按这个单位填")
    if not sign.text:
        raise sign.fault("没有写要求", "≥、＞、≤、＜、＝之一", "请从下拉列表选")
    comparison = sign.choice(_COMPARISONS)
    last = years.whole(YEARS, 1, MOST_COLUMNS) if years.text else 1
    said = [cell.label == BY_STANDARD for cell in tiers]
    if all(said):
        return Condition(measure.id, comparison, None, last)
    limits: list[Decimal] = []
    for cell in tiers:
        if not cell.text or cell.label == BY_STANDARD:
            found = f"“{measure.label}”缺这一级的数" if not cell.text else "只有这一级由行业标准定"
            raise cell.fault(found, f"各级都填数，或都填“{BY_STANDARD}”", "请补上")
        limit = cell.number(measure.unit)
        if fault := measure.limit_fault(limit):
            raise cell.fault(*fault)
        limits.append(limit)
    return Condition(measure.id, comparison, tuple(limits), last)
