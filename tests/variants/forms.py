"""Variants of the application form as counties write it, each with the truth it stands for.

A variant is chosen by its number alone: labels, units, years, layout and cells are drawn
from what people do to a form. The truth of each figure is kept in the unit of the score
sheet; where a variant says two things at once, the truth is that nothing can be read.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusterlib.intake.application.lines import unit_of_line
from clusterlib.intake.cells.form import CLUSTER, COVER, LINE_BY_ID, SUPPLEMENT, Line
from clusterlib.rules.indicators import INDICATOR_BY_ID
from clusterlib.rules.units import UNITS, Unit

YEARS = (2023, 2024, 2025)
UNREADABLE = None
"""Truth of a figure of which a variant says two things: no value is right."""
GRID = {
    CLUSTER: (
        "output_value",
        "output_share",
        "sales_revenue",
        "exports",
        "profit_tax",
        "enterprises",
        "above_scale_enterprises",
        "employees",
        "brands",
        "standards",
        "iso9000",
        "iso14000",
    ),
    SUPPLEMENT: (
        "main_revenue",
        "profit_margin",
        "valid_patents",
        "rd_intensity",
        "market_share",
        "product_pass_rate",
        "safety_accident",
        "industry_years",
    ),
}
NEAR = {
    "above_scale_enterprises": ("规上企业数量", "规上企业数", "规模以上工业企业数"),
    "employees": ("从业人员数", "从业人员总数"),
    "enterprises": ("企业总数", "企业数"),
    "iso9000": ("通过ISO9001认证企业比例", "通过ISO9000认证企业占比"),
    "sales_revenue": ("产品销售额", "特色产品销售收入"),
    "valid_patents": ("有效专利数量",),
    "main_revenue": ("主营业务总收入",),
    "product_pass_rate": ("产品质量合格率",),
    "industry_years": ("产业发展年限",),
    "exports": ("产品出口额",),
}
DOUBTFUL = {
    "sales_revenue": "销售收入",
    "employees": "用工人数",
    "valid_patents": "专利拥有量",
    "brands": "品牌数量",
    "exports": "出口交货值",
    "main_revenue": "营业收入",
    "profit_tax": "利润和税收",
    "above_scale_enterprises": "其中：规上",
}
Cell = tuple[Any, str]
"""A value and its number format, blank for none."""
Truth = dict[tuple[str, int], Decimal | None]


@dataclass
class Variant:
    """Sheets of cells, the truth by line and year, and what was done."""

    number: int
    sheets: dict[str, list[list[Cell]]] = field(default_factory=dict)
    truth: Truth = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)


def variant(number: int) -> Variant:
    """Return the variant of a number, always the same."""
    rng = random.Random(number)
    found = Variant(number)
    way = _way(rng, found)
    order = list(GRID)
    for name in order:
        _write_table(found, name, way, rng)
    _layout(found, rng)
    found.sheets = {COVER: _cover(), **found.sheets}
    if rng.random() < 0.3:
        found.sheets = dict(sorted(found.sheets.items(), key=lambda _: rng.random()))
        found.done.append("order of sheets")
    return found


@dataclass
class _Way:
    """How one county writes."""

    label: str
    unit: str
    money: Unit
    year: str
    cell: str
    extra: str
    source: bool
    shift: int
    odd: str


def _way(rng: random.Random, found: Variant) -> _Way:
    way = _Way(
        label=rng.choice(
            (
                "printed",
                "printed",
                "score sheet",
                "near",
                "numbered",
                "marked",
                "invisible",
                "spaced",
                "brackets",
                "doubtful",
                "behind a slash",
            )
        ),
        unit=rng.choice(
            (
                "label",
                "label",
                "column",
                "column right",
                "note",
                "title",
                "headings",
                "each year",
                "row below",
                "name",
                "nowhere",
                "against the label",
                "unknown",
                "behind each year",
            )
        ),
        money=UNITS[rng.choice(("元", "万元", "亿元"))],
        year=rng.choice(
            (
                "年",
                "年",
                "bare",
                "number",
                "chinese",
                "date",
                "two digits",
                "FY",
                "wide",
                "words",
                "backwards",
                "merged",
                "1-12",
            )
        ),
        cell=rng.choice(("number", "number", "text", "commas", "wide", "spaced", "binary")),
        extra=rng.choice(("", "", "plan", "parts", "growth", "rank", "next year E", "second row")),
        source=rng.random() < 0.2,
        shift=rng.choice((0, 0, 0, 1, 2)),
        odd=rng.choice(("", "", "", "约", "unit in cell", "sub-lines", "narrowed", "invisible")),
    )
    found.done += [f"{name}={value}" for name, value in vars(way).items() if name != "money"]
    return way


def _write_table(found: Variant, name: str, way: _Way, rng: random.Random) -> None:
    lines = [LINE_BY_ID[line] for line in GRID[name]]
    years = YEARS[::-1] if way.year == "backwards" else YEARS
    units = {
        year: UNITS[rng.choice(("元", "万元", "亿元"))] if way.unit == "each year" else way.money
        for year in years
    }
    rows: list[list[Cell]] = [[(f"{name}　样县{_title_unit(way)}", "")]]
    if way.unit == "note":
        rows.append([("", ""), (f"单位：{way.money.term}", "")])
    head = [
        "项目",
        "分项",
        "单位" if way.unit != "column right" else "",
        *(["数据来源"] * way.source),
    ]
    width = 2 if way.year == "merged" else 1
    headings: list[Any] = [*head]
    for year in years:
        headings += [_year(year, units[year], way), *[""] * (width - 1)]
    extras, below = _extras(way)
    headings += [*extras, *(["单位"] if way.unit == "column right" else []), "填报要求"]
    rows.append([_cell(text) for text in headings])
    if way.unit == "row below":
        rows.append(
            [
                _cell(text)
                for text in (
                    *[""] * len(head),
                    *(
                        text
                        for year in years
                        for text in (f"（{units[year].term}）", *[""] * (width - 1))
                    ),
                )
            ]
        )
    if below:
        rows.append(
            [_cell(text) for text in (*[""] * len(head), *[""] * len(years) * width, *below)]
        )
    for at, line in enumerate(lines):
        rows += _rows_of(found, line, way, years, units, rng, at)
    sheet = f"{name}（{way.money.term}）" if way.unit == "name" else name
    found.sheets[sheet] = [[("", "")] * way.shift + row for row in rows]
    found.places |= {line.id: sheet for line in lines}


def _title_unit(way: _Way) -> str:
    return (
        f"（金额单位：{way.money.term}）"
        if way.unit == "title"
        else ("（单位：千元）" if way.unit == "unknown" else "")
    )


def _year(year: int, unit: Unit, way: _Way) -> Any:
    text: Any = {
        "bare": str(year),
        "number": year,
        "chinese": f"{_chinese(year)}年",
        "date": f"{year}-12-31",
        "two digits": f"{year % 100}年",
        "FY": f"FY{year}",
        "wide": f"{year}年".translate(_WIDE),
        "words": f"{year}年实际完成数",
        "1-12": f"{year}年1-12月",
    }.get(way.year, f"{year}年")
    if way.unit in ("headings", "each year"):
        return f"{text}（{unit.term}）"
    if way.unit == "against the label":
        return f"{text}（{_contrary(unit).term}）"
    return f"{text}/{unit.term}" if way.unit == "behind each year" else text


def _contrary(unit: Unit) -> Unit:
    return UNITS["亿元" if unit.term == "万元" else "万元"]


def _extras(way: _Way) -> tuple[list[str], list[str]]:
    """Return further headings behind the years, and a second row below them."""
    plain = {
        "plan": ["2026年（目标）"],
        "parts": ["2025年一季度", "2025年上半年"],
        "growth": ["同比增长（%）"],
        "rank": ["2025年全国排名"],
        "next year E": ["2026E"],
    }
    return (
        (["2026年", ""], ["预计", "同比"])
        if way.extra == "second row"
        else (plain.get(way.extra, []), [])
    )


def _rows_of(
    found: Variant,
    line: Line,
    way: _Way,
    years: tuple[int, ...],
    units: dict[int, Unit],
    rng: random.Random,
    at: int,
) -> list[list[Cell]]:
    """Return the rows of one line, and keep its truth."""
    target = unit_of_line(line)
    parts = line.parts or ("",)
    label, own = _label(line, way, rng)
    kind = target.kind if target else ""
    is_outside = kind == "money" and way.unit not in ("label", "column", "column right")
    unit = (
        target
        if target and kind not in ("money", "dollars", "people")
        else (UNITS[line.unit] if kind else None)
    )
    if kind == "money" and way.unit in ("label", "column", "column right"):
        unit = way.money
    if way.unit == "nowhere" and unit is not None:
        unit = UNITS[_unstated(line, label)]
    numbers = {year: _number(line, rng) for year in years}
    rows = []
    for part in parts:
        cells: list[Cell] = []
        for year in years:
            written = (
                units[year]
                if is_outside and way.unit not in ("nowhere", "unknown", "against the label")
                else unit
            )
            cells += [
                *([_cell("")] if way.year == "merged" else []),
                _figure(numbers[year], part, line, written, way, rng),
            ]
        text = label
        if (
            own
            and unit is not None
            and not (is_outside and way.unit != "against the label")
            and (way.unit not in ("column", "column right", "nowhere"))
        ):
            text = {
                "behind a slash": f"{label}/{unit.term}",
                "brackets": f"{label}【{unit.term}】",
            }.get(way.label, f"{label}（{unit.term}）")
        column = unit.term if way.unit == "column" and unit is not None else ""
        first = [
            text if part == parts[0] else "",
            part,
            column if way.unit != "column right" else "",
        ]
        extra: list[Any] = [7] * len(_extras(way)[0])
        right = [unit.term if unit else ""] if way.unit == "column right" else []
        rows.append(
            [
                *map(_cell, (*first, *(["统计局"] * way.source))),
                *cells,
                *map(_cell, (*extra, *right)),
            ]
        )
    for year in years:
        is_ambiguous = (
            way.unit == "against the label" and kind == "money" and unit != _contrary(units[year])
        )
        found.truth[line.id, year] = UNREADABLE if is_ambiguous else numbers[year]
    return _odd(rows, line, way, at)


def _label(line: Line, way: _Way, rng: random.Random) -> tuple[str, bool]:
    """Return a label without unit, and whether the unit stands behind it."""
    label = line.label
    if way.label == "score sheet" and line.id in INDICATOR_BY_ID:
        label = INDICATOR_BY_ID[line.id].label
    elif way.label == "near" and line.id in NEAR:
        label = rng.choice(NEAR[line.id])
    elif way.label == "doubtful" and line.id in DOUBTFUL and rng.random() < 0.5:
        label = DOUBTFUL[line.id]
    elif way.label == "numbered":
        label = rng.choice(("1、", "（3）", "①", "2.1 ", "三、")) + label
    elif way.label == "marked":
        label = rng.choice(("*{}", "★{}", "其中：{}")).format(label)
    elif way.label == "invisible":
        label = f"\u202d{label[:2]}\u2060{label[2:]}\u200e"
    elif way.label == "spaced":
        label = f" {label[:2]} {label[2:4]}\n{label[4:]}　"
    return label, line.kind != "answer" and line.id != "industry_years"


def _unstated(line: Line, label: str) -> str:
    indicator = INDICATOR_BY_ID.get(line.id)
    is_score_sheets = indicator is not None and label == indicator.label != line.label
    return indicator.unit.term if indicator and is_score_sheets else line.unit


def _number(line: Line, rng: random.Random) -> Decimal:
    """Return a figure in the unit of the score sheet."""
    if line.kind == "answer":
        return Decimal(rng.randint(0, 1))
    if line.parts:
        return Decimal(rng.randint(3, 30))
    target = unit_of_line(line)
    kind = target.kind if target else "years"
    if kind == "share":
        return Decimal(rng.randint(100, 9999)).scaleb(-2)
    if kind in ("count", "years"):
        return Decimal(rng.randint(2, 900))
    if kind == "people":
        return Decimal(rng.randint(10, 4000)) * 100
    return Decimal(rng.randint(10**4, 10**7)).scaleb(-2)


def _figure(
    number: Decimal, part: str, line: Line, unit: Unit | None, way: _Way, rng: random.Random
) -> Cell:
    if line.kind == "answer":
        return ("有" if number else "无", "")
    if part:
        parts = line.parts
        number = number - (len(parts) - 1) if part == parts[0] else Decimal(1)
    target = unit_of_line(line)
    if unit is not None and target is not None and unit.kind == target.kind:
        number = number.scaleb(target.power - unit.power)
    text = format(number.normalize(), "f")
    if way.odd in ("约", "unit in cell", "invisible") and rng.random() < 0.2:
        return (
            {"约": f"约{text}", "unit in cell": f"{text}亿元", "invisible": f"\u202d{text}\u202c"}[
                way.odd
            ],
            "",
        )
    if way.cell == "number":
        return (float(number), "")
    if way.cell == "binary":
        return (float(number) * 3 / 3, "")
    shown = {
        "commas": f"{number:,f}",
        "wide": text.translate(_WIDE),
        "spaced": f" {text[:1]} {text[1:]} ",
    }
    return (shown.get(way.cell, text), "@")


def _odd(rows: list[list[Cell]], line: Line, way: _Way, at: int) -> list[list[Cell]]:
    """Add sub-lines around a line, or a word beside it that makes it one."""
    if at % 3 or line.kind == "answer" or line.parts:
        return rows
    if way.odd == "sub-lines":
        sub = [_cell(text) for text in (f"其中：规上企业{line.label}", "", "")]
        women = [_cell(text) for text in (f"{line.label}（女性）", "", "")]
        width = len(rows[0]) - 3
        return [[*women, *[_cell(3)] * width], *rows, [*sub, *[_cell(5)] * width]]
    if way.odd == "narrowed":
        rows[0][1] = _cell("其中：外资")
    return rows


def _layout(found: Variant, rng: random.Random) -> None:
    changes: dict[str, Callable[[list[list[Cell]]], list[list[Cell]]]] = {
        "": lambda rows: rows,
        "blank rows": lambda rows: [row for one in rows for row in (one, [])],
        "notes": lambda rows: [*rows, [_cell("注：以上数据由样县统计局提供，详见附件")]],
        "rows above": lambda rows: [[_cell("填报单位（盖章）：样县")], [], *rows],
        "column of numbers": lambda rows: [
            [_cell("" if at < 3 else at), *row] for at, row in enumerate(rows)
        ],
    }
    name = rng.choice(list(changes))
    found.sheets = {sheet: changes[name](rows) for sheet, rows in found.sheets.items()}
    found.done.append(f"layout={name}")
    doubled = rng.random()
    if doubled < 0.1:
        first = next(iter(found.sheets))
        found.sheets["副本"] = [list(row) for row in found.sheets[first]]
        found.done.append("doubled sheet")


def _cover() -> list[list[Cell]]:
    facts = (
        ("申报编号", "YX-001"),
        ("申报单位", "样县人民政府"),
        ("所在地区", "样省"),
        ("行业", "家具"),
        ("主导产品", "样椅"),
        ("申报级别", "基地"),
        ("申报类型", "初次申报"),
    )
    title = [_cell("中国轻工业特色区域和产业集群申报数据表")]
    return [title, *([_cell(label), _cell(fact)] for label, fact in facts)]


def _cell(value: Any) -> Cell:
    return value, ""


def _chinese(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


_WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
