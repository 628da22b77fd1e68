"""The figures of an appraisal（A4.figures）: against the last decision, or with national ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from clusterlib.documents.base_tables import percent, year_words
from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.paper import Block, Cell, Gap, Paragraph, Table, headed
from clusterlib.reports.numbers import number_text
from clusterlib.rules.indicators import INDICATOR_BY_ID
from clusterlib.rules.units import UNITS, convert
from clusterlib.scoring.explanation import SideTrace

CLAUSE = "A4.figures"
_OUTPUT = "主导产品产量"
_NO_OUTPUT = "没有主导产品产量（实物量）：申报表没有这一栏，请在考评意见中写明产量和单位"
_OUTPUT_STATED = re.compile("产量[^。；;第0-9]{0,20}[0-9]")
"""An opinion that gives the output as a figure; a rank（第4位）is none."""
_LINES = (
    ("output_value", "特色产业产值", "亿元"),
    ("sales_revenue", "产品销售额", "亿元"),
    ("exports", "出口额", "万美元"),
    ("enterprises", "企业数", "个"),
    ("employees", "从业人员", "人"),
)
_RANKS = {"output": 0, "sales_revenue": 1, "exports": 2}
_FIRST = (
    ("output_value", "特色产业产值", "亿元"),
    ("sales_revenue", "产品销售额", "亿元"),
    ("exports", "出口额", "万美元"),
    ("market_share", "市场占有率", "%"),
    ("employees", "从业人员", "人"),
)


@dataclass(frozen=True, slots=True)
class _Base:
    """The year that a review compares with, and where its figures come from."""

    year: int
    words: str


def comparison(case: CaseFile) -> tuple[list[Block], list[Gap]]:
    """Return the figures that Annex 4 asks for, and which are lacking."""
    if case.assessment is None:
        return [], [Gap(CLAUSE, f"{case.unscored}，没有可列的指标")]
    ranks = _ranks_sentence(case)
    if not case.is_review:
        rows, gaps = _first_rows(case)
        table = Table(
            (12, 6, 9, 9), headed("指标", "单位", _year(case), "全国同行业排名"), rows, whole=True
        )
        return [
            Paragraph("主要指标及排名", "heading"),
            table,
            ranks,
            *_output_noted(case),
        ], [*_output_gaps(case), *gaps]
    base = _base_of(case)
    if base is None:
        return [ranks], [
            *_output_gaps(case),
            Gap(CLAUSE, "没有初评或上一次复评年度的数，不能比较"),
        ]
    rows, gaps = _review_rows(case, base)
    headings = headed("指标", "单位", base.words, _year(case), "增减/%")
    return [
        Paragraph("与初评或上一次复评比较", "heading"),
        Table((11, 6, 11, 8, 7), headings, rows, whole=True),
        ranks,
        *_output_noted(case),
    ], [*_output_gaps(case), *gaps]


def _output_is_stated(case: CaseFile) -> bool:
    """Whether the panel's opinions give the output, for which no form has a line."""
    opinions = case.panel.opinions if case.panel else ()
    return any(_OUTPUT_STATED.search(normalize("NFKC", one.text)) for one in opinions)


def _output_noted(case: CaseFile) -> list[Block]:
    return [Paragraph("主导产品产量见考评意见。", "note")] if _output_is_stated(case) else []


def _output_gaps(case: CaseFile) -> list[Gap]:
    return [] if _output_is_stated(case) else [Gap(CLAUSE, _NO_OUTPUT)]


def decision_year(case: CaseFile) -> tuple[int, str] | None:
    """Return the year of the award or last review before the case, and which it was."""
    applied = case.applied.date or case.day.isoformat()
    found = [
        event
        for event in case.life
        if event.kind in ("awarded", "reviewed") and event.date and event.date[:10] < applied
    ]
    if not found:
        return None
    last = max(found, key=lambda event: event.date)
    return int(last.date[:4]), "初评" if last.kind == "awarded" else "上次复评"


def _base_of(case: CaseFile) -> _Base | None:
    decision = decision_year(case)
    known = set(case.tables.years) if case.tables else set()
    known |= set(case.returns)
    if decision and decision[0] in known:
        return _Base(decision[0], f"{decision[0]}年（{decision[1]}）")
    years = case.tables.years if case.tables else ()
    if len(years) < 2:
        return None
    return _Base(years[0], f"{year_words(years[0])}（申报表第一列）")


def _review_rows(case: CaseFile, base: _Base) -> tuple[tuple[tuple[Cell, ...], ...], list[Gap]]:
    gaps: list[Gap] = []
    dash = Cell("—", "right")
    rows: list[tuple[Cell, ...]] = [(Cell(_OUTPUT), Cell("—", "centre"), dash, dash, dash)]
    for line, label, unit in _LINES:
        before, after = _before(case, line, base, gaps), _now(case, line)
        for value, year in ((before, base.words), (after, _year(case))):
            if value is None:
                gaps.append(Gap(CLAUSE, f"{label}：没有{year}的数，不能比较"))
        shown = (Cell(_written(line, value, unit), "right") for value in (before, after))
        rows.append(
            (Cell(label), Cell(unit, "centre"), *shown, Cell(percent(before, after), "right"))
        )
    if _now(case, "market_share") is None:
        gaps.append(Gap(CLAUSE, "没有市场占有率"))
    return tuple(rows), gaps


def _before(case: CaseFile, line: str, base: _Base, gaps: list[Gap]) -> Decimal | None:
    """Return the figure of the base year: the workbook's, else that of the return of the year."""
    stated = case.tables.value(line, base.year) if case.tables else None
    filed = case.returns.get(base.year, {}).get(line)
    if stated is not None and filed is not None and stated != filed:
        label = INDICATOR_BY_ID[line].label
        unit = INDICATOR_BY_ID[line].unit.term
        gaps.append(
            Gap(
                CLAUSE,
                f"{label}：申报表{base.year}年为 {number_text(stated)}{unit}，"
                f"当年年报为 {number_text(filed)}{unit}，请核对",
            )
        )
    return filed if stated is None else stated


def _first_rows(case: CaseFile) -> tuple[tuple[tuple[Cell, ...], ...], list[Gap]]:
    gaps, rows = [], [_output_row(case)]
    for line, label, unit in _FIRST:
        value = _now(case, line)
        if value is None:
            gaps.append(Gap(CLAUSE, f"{label}：没有{_year(case)}的数"))
        rank = _rank(case, line)
        rows.append(
            (
                Cell(label),
                Cell(unit, "centre"),
                Cell(_written(line, value, unit), "right"),
                Cell(rank, "centre"),
            )
        )
    trace = case.focus
    if trace is not None:
        output, sales, exports = trace.route.ranks
        both = output.value is not None and sales.value is not None
        if not both and exports.value is None:
            gaps.append(Gap(CLAUSE, "没有产量和销售量、或出口在全国同行业的排名"))
    return tuple(rows), gaps


def _output_row(case: CaseFile) -> tuple[Cell, ...]:
    return (
        Cell(_OUTPUT),
        Cell("—", "centre"),
        Cell("—", "right"),
        Cell(_rank(case, "output"), "centre"),
    )


def _rank(case: CaseFile, line: str) -> str:
    if case.focus is None or line not in _RANKS:
        return "—"
    fact = case.focus.route.ranks[_RANKS[line]]
    return "—" if fact.value is None else f"第{number_text(fact.value)}位"


def _ranks_sentence(case: CaseFile) -> Paragraph:
    """Return ranks, market share and jobs in a sentence."""
    words = []
    if case.focus is not None:
        names = ("主导产品产量", "销售量", "出口")
        words += [
            f"{name}列全国同行业第{number_text(fact.value)}位"
            for name, fact in zip(names, case.focus.route.ranks, strict=True)
            if fact.value is not None
        ]
    for line, label, unit in _FIRST[3:]:
        value = _now(case, line)
        if value is not None:
            words.append(f"{label}{_written(line, value, unit)}{unit}")
    return Paragraph("，".join(words) + "。" if words else "排名、市场占有率和从业人员未报。")


def _now(case: CaseFile, line: str) -> Decimal | None:
    """Return a figure of the scored year, as it counts: verified where it was."""
    found = next((s.figure.value for s in _sides(case) if s.indicator.id == line), None)
    evidence = case.assessment.cohort.evidence if case.assessment else ()
    if found is None and case.tables and evidence and evidence[0].year:
        return case.tables.value(line, evidence[0].year)
    return found


def _sides(case: CaseFile) -> Iterator[SideTrace]:
    for section in case.focus.sections[:2] if case.focus else ():
        for item in section.items:
            yield from item.sides


def _written(line: str, value: Decimal | None, unit: str) -> str:
    if value is None:
        return "—"
    return number_text(convert(value, INDICATOR_BY_ID[line].unit, UNITS[unit]))


def _year(case: CaseFile) -> str:
    evidence = case.assessment.cohort.evidence if case.assessment else ()
    year = evidence[0].year if evidence else None
    return f"{year}年" if year else "评分年度"
