"""基本情况表一、二、四（A3）, as read from the county's workbook."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.paper import Block, Cell, Gap, Paragraph, Part, Table, headed, words
from clusterlib.intake.application.base_tables import CONTACT_LABELS, FIRM_LABELS, BaseTables, Firm
from clusterlib.intake.cells.form import CLUSTER_LINES, REGION_LINES, TITLES, Line, label_on_form

_WITHHELD = "（不公开）"
_FINANCE = ("年份", "总资产", "净资产", "销售收入", "利税总额", "利润总额", "研发费用")
_PRODUCTS = ("产品名称", "年产能力（双班）", "销售收入", "产量", "出口量")
GROWTH_TOLERANCE = Decimal("0.5")
"""Points by which a stated growth may differ from the computed one."""


def parts_of(case: CaseFile, version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the three tables and what they lack; contacts only in the internal version."""
    tables = case.tables
    if tables is None:
        empty = tuple(Part(name, ()) for name in ("one", "two", "four"))
        return empty, [Gap("A3.2", "没有找到申报表（.xlsx），三张表都缺")]
    gaps = [*_gaps(tables), *year_gaps(case, tables), *growth_gaps(tables)]
    return (
        Part("one", (Paragraph(TITLES["基本情况表一"], "heading"), _region(tables))),
        Part("two", tuple(_cluster(tables, case))),
        Part("four", tuple(_firms(tables, version))),
    ), gaps


def year_words(key: int) -> str:
    """Return a year as a heading; one that no heading named is told by its place."""
    return f"{key}年" if key > 0 else f"倒数第{-key}列（未填年份）"


def growth_gaps(tables: BaseTables) -> Iterator[Gap]:
    """Yield each stated growth that is not what the two years' figures give."""
    for growth in tables.growth:
        held = ((key, tables.value(growth.line, key)) for key in tables.years)
        known = [(key, value) for key, value in held if value is not None]
        if len(known) < 2 or known[-2][1] == 0 or growth.value is None:
            continue
        (earlier, before), (later, after) = known[-2:]
        computed = (after - before) / before * 100
        if abs(computed - growth.value) > GROWTH_TOLERANCE:
            first, last = year_words(earlier), year_words(later)
            yield Gap(
                "A4.figures",
                f"{label_on_form(growth.line)}：填报增长 {growth.text}，按{first}和{last}的数"
                f"算得 {percent(before, after)}%（{growth.sheet} {growth.cell}）",
            )


def percent(before: Decimal | None, after: Decimal | None) -> str:
    """Return a change in percent to one decimal, half away from zero; ``—`` without a base.

    Examples
    --------
    >>> percent(Decimal(412), Decimal(468)), percent(Decimal(0), Decimal(5)), percent(None, None)
    ('+13.6', '—', '—')
    >>> percent(Decimal(1000), Decimal("1000.5")), percent(Decimal(221), Decimal(208))
    ('+0.1', '−5.9')
    """
    if before is None or after is None or before == 0:
        return "—"
    # A base below zero turns no growth into a fall.
    tenths, rest = divmod(abs(after - before) * 1000, abs(before))
    tenths += rest * 2 >= abs(before)
    sign = "" if not tenths else "+" if after > before else "−"
    return f"{sign}{tenths // 10}.{tenths % 10}"


def year_gaps(case: CaseFile, tables: BaseTables) -> Iterator[Gap]:
    """Yield what stands against the years: three, and for a review that of the last decision."""
    if len(tables.years) < 3:
        shown = "、".join(map(year_words, tables.years)) or "没有"
        yield Gap("A3.2", f"年份列不足三列（{shown}）")
    if any(key < 0 for key in tables.years):
        yield Gap("A3.2", "有年份列没有填年份")
    if not case.is_review or not tables.years or tables.years[0] < 0:
        return
    decisions = [
        event.date[:4]
        for event in case.life
        if event.kind in ("awarded", "reviewed") and event.date
    ]
    if decisions and decisions[-1] != str(tables.years[0]):
        yield Gap(
            "A3.2",
            f"复评第一列应为初评或上一次复评年度（{decisions[-1]}年），现为{tables.years[0]}年",
        )


def _gaps(tables: BaseTables) -> Iterator[Gap]:
    blank = [line.label for line in REGION_LINES if not _region_text(tables, line)]
    if blank:
        yield Gap("A3.1", f"基本情况表一未填：{'、'.join(blank)}")
    last = tables.years[-1] if tables.years else 0
    blank = [
        line.label
        for line in CLUSTER_LINES
        if not any(_text(tables, line, part, last) for part in line.parts or ("",))
    ]
    if blank:
        yield Gap("A3.2", f"基本情况表二最近一年未填：{'、'.join(blank)}")
    if not tables.firms:
        yield Gap("A3.4", "基本情况表四没有填写重点企业")


def _region(tables: BaseTables) -> Table:
    rows = tuple(
        (Cell(line.printed), Cell(line.unit, "centre"), Cell(_region_text(tables, line), "right"))
        for line in REGION_LINES
    )
    return Table((12, 5, 8), headed("项目", "单位", "数值"), rows, height=8)


def _region_text(tables: BaseTables, line: Line) -> str:
    written = tables.region.get(line.id)
    return written.text if written else ""


def _cluster(tables: BaseTables, case: CaseFile) -> Iterator[Block]:
    years = tables.years[-3:]
    yield Paragraph(TITLES["基本情况表二"], "heading")
    yield Paragraph("填报单位（盖章）：", "note")
    headings = headed("项目", *map(year_words, years), "最近一年占全国同行业比重（%）")
    rows = []
    for line in CLUSTER_LINES:
        for number, part in enumerate(line.parts or ("",)):
            label = f"{line.printed}" if number == 0 else ""
            name = f"{label}　{part}".strip("　") if part else label
            texts = (_with_unit(tables, line, part, key) for key in years)
            share = tables.industry_share.get(line.id, "") if number == 0 else ""
            rows.append(
                (Cell(name), *(Cell(text, "right") for text in texts), Cell(share, "right"))
            )
    widths = (16, *((8,) * len(years)), 8)
    yield Table(widths, headings, tuple(rows), small=True)
    evidence = case.assessment.cohort.evidence if case.assessment else ()
    for found in evidence[0].confirmations if evidence else ():
        label = label_on_form(found.column) if found.column else found.label
        yield Paragraph(f"核定：{label} {found.text}{found.unit}（{found.reason}）", "note")
    yield Paragraph(
        "备注：1、本表中的数据均指申请命名的特色产业的基本情况；2、新申报的填报近三年的数据；"
        "3、复评的第一列为初评或上一次复评年度，后两列为近两年。表中为填报原样。",
        "note",
    )


def _text(tables: BaseTables, line: Line, part: str, key: int) -> str:
    written = tables.cluster.get((line.id, part, key))
    if written is None and part and part == line.parts[0]:
        written = tables.cluster.get((line.id, "", key))
    return written.text if written else ""


def _with_unit(tables: BaseTables, line: Line, part: str, key: int) -> str:
    """Return a cell's text; a unit other than the printed one stands behind it."""
    text = _text(tables, line, part, key)
    written = tables.cluster.get((line.id, part, key))
    if not text or written is None or not written.unit:
        return text
    printed = line.unit if line.bracketed else ""
    return text if written.unit == printed else f"{text} {written.unit}"


def _firms(tables: BaseTables, version: str) -> Iterator[Block]:
    yield Paragraph("基本情况表三：所据办法文本中没有此表，未列。", "note")
    yield Paragraph(TITLES["基本情况表四"], "heading")
    if not tables.firms:
        yield Paragraph("没有填写。", "note")
    for firm in tables.firms:
        yield _facts(firm, version)
        if firm.finance:
            rows = tuple(words(*row, align="right") for row in firm.finance)
            yield Table((6, *((9,) * 6)), headed(*_FINANCE), rows, small=True)
        if firm.business:
            yield Paragraph(f"业务类型：{firm.business}", "note")
        if firm.products:
            head = (*_PRODUCTS[:2], *(f"上两年度{name}" for name in _PRODUCTS[2:]))
            head += tuple(f"上年度{name}" for name in _PRODUCTS[2:])
            rows = tuple((Cell(row[0]), *words(*row[1:], align="right")) for row in firm.products)
            yield Table((12, *((9,) * 7)), headed(*head), rows, small=True)
    if tables.firms:
        yield Paragraph("占地面积单位为平方米，财务类指标单位为万元。", "note")


def _facts(firm: Firm, version: str) -> Table:
    facts = [(label, firm.facts.get(label, "")) for label in FIRM_LABELS]
    if version != "internal":
        facts = [
            (label, _WITHHELD if text and label in CONTACT_LABELS else text)
            for label, text in facts
        ]
    first, *rest = facts
    rows: list[tuple[Cell, ...]] = [(Cell(first[0], "centre"), Cell(first[1], columns=3))]
    for left, right in zip(rest[::2], [*rest[1::2], ("", "")], strict=False):
        rows.append(
            (Cell(left[0], "centre"), Cell(left[1]), Cell(right[0], "centre"), Cell(right[1]))
        )
    return Table((7, 11, 7, 11), (), tuple(rows), small=True)
