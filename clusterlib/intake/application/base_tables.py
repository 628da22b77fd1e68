"""The base tables of Annex 3 as read（基本情况表一、二、四）: every cell as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.layout import Block
from clusterlib.intake.application.reading import Growth, Reading
from clusterlib.intake.application.timeline import Timeline
from clusterlib.intake.cells.form import LINE_BY_ID, REGION_LINES
from clusterlib.intake.cells.labels import text_at
from clusterlib.intake.cells.values import is_missing, squeezed
from clusterlib.sheets.sheet import Sheet

FIRM_LABELS = (
    "企业名称",
    "通讯地址",
    "邮政编码",
    "电话",
    "传真",
    "网址",
    "电子信箱",
    "企业类型",
    "法人代表",
    "注册资本",
    "建厂时间",
    "是否为上市公司",
    "品牌情况",
    "企业占地面积及建筑面积",
    "从业人数",
    "工程技术人员人数",
    "技术工人人数",
    "有否国家/省级技术中心",
)
"""What table four asks of a firm, in the order in which it is printed."""
CONTACT_LABELS = ("通讯地址", "邮政编码", "电话", "传真", "网址", "电子信箱", "法人代表")
"""Those that are persons' or lead to persons."""
_LISTED = frozenset(("主导产品", "产品", "营业收入(万元)", "营业收入", "年份", *FIRM_LABELS[1:]))
"""Headings beside 企业名称 where firms stand below it, one a row."""
_NOTE = re.compile("(备?注|说明)(:|$)")
_REGION_IDS = frozenset(line.id for line in REGION_LINES)


@dataclass(frozen=True, slots=True)
class Written:
    """One cell of a yearly table: its text, the unit beside it, and its place."""

    text: str
    unit: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm of table four（行业重点企业）; blank where nothing is written.

    Parameters
    ----------
    facts : mapping of label to text
        In the order of `FIRM_LABELS`.
    finance : tuple of tuple of str
        Year, total and net assets, sales, 利税, profit, research; in 万元.
    business : str
        Kind of business as ticked.
    products : tuple of tuple of str
        Name, capacity, then sales, output and export volume of two years.
    """

    facts: Mapping[str, str]
    finance: tuple[tuple[str, ...], ...] = ()
    business: str = ""
    products: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """Name of the firm."""
        return self.facts.get("企业名称", "")


@dataclass(frozen=True, slots=True)
class BaseTables:
    """Tables one, two and four of one workbook.

    Parameters
    ----------
    source : str
        Name of the file.
    years : tuple of int
        Keys of the years, earliest first; one that no heading names is negative.
    region : mapping of line to Written
        Table one.
    cluster : mapping of (line, part, year) to Written
        Table two and the supplement; `part` is blank for the line itself.
    industry_share : mapping of line to text
        Share of the national industry in the last year（占全国同行业比重）.
    figures : mapping of line to mapping of year to Reported
        The same as figures, in the units of the score sheet.
    growth : tuple of Growth
        Growth as the county states it.
    firms : tuple of Firm
        Table four.
    """

    source: str
    years: tuple[int, ...] = ()
    region: Mapping[str, Written] = field(default_factory=dict)
    cluster: Mapping[tuple[str, str, int], Written] = field(default_factory=dict)
    industry_share: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Mapping[int, Reported]] = field(default_factory=dict)
    growth: tuple[Growth, ...] = ()
    firms: tuple[Firm, ...] = ()

    @property
    def firm_names(self) -> tuple[str, ...]:
        """Names of the key firms, each once."""
        return tuple(dict.fromkeys(firm.name for firm in self.firms if firm.name))

    def value(self, line: str, year: int) -> Decimal | None:
        """Return a figure in the unit of the score sheet, None where it is missing."""
        entry = self.figures.get(line, {}).get(year)
        return entry.value if entry else None


def base_tables_of(
    source: str,
    sheets: Sequence[Sheet],
    blocks: Sequence[Block],
    timeline: Timeline,
    read: Reading,
) -> BaseTables:
    """Return the base tables of a workbook that was read; what is not found is blank.

    Parameters
    ----------
    source : str
        Name of the file.
    sheets : sequence of Sheet
        Those that are not hidden.
    blocks, timeline, read
        The tables on them, their years, and the figures as they are written.
    """
    region: dict[str, Written] = {}
    cluster: dict[tuple[str, str, int], Written] = {}
    shares: dict[str, str] = {}
    for block, keys in zip(blocks, timeline.keys, strict=True):
        for line, part, key, written in _cells(block, keys):
            if block.is_region and line in _REGION_IDS:
                region.setdefault(line, written)
            elif not block.is_region:
                cluster.setdefault((line, part, key), written)
        for line, share in _shares(block):
            shares.setdefault(line, share)
    return BaseTables(
        source,
        tuple(sorted({key for _, _, key in cluster})),
        region,
        cluster,
        shares,
        {line: dict(series) for line, series in read.figures.items()},
        tuple(read.growth),
        tuple(firm for sheet in sheets for firm in firms_on(sheet)),
    )


def firms_on(sheet: Sheet) -> Iterator[Firm]:
    """Yield the firms of table four on a sheet, one form or one row each.

    A form that nobody filled in is none.
    """
    starts = [at for at, row in enumerate(sheet.rows) if any(map(_is_first, row))]
    for start, stop in pairwise([*starts, len(sheet.rows)]):
        if _is_list(sheet.rows[start]):
            yield from _listed(sheet, start, stop)
            continue
        firm = _firm(sheet, start, stop)
        if any(firm.facts.values()) or firm.finance or firm.products:
            yield firm


def _is_list(row: Sequence[str]) -> bool:
    """Whether what stands beside 企业名称 are further headings, not its value."""
    place = next(at for at, text in enumerate(row) if _is_first(text))
    beside = [squeezed(text) for text in row[place + 1 :] if text.strip()]
    return bool(beside) and all(text in _LISTED for text in beside)


def _listed(sheet: Sheet, start: int, stop: int) -> Iterator[Firm]:
    headings = [squeezed(text).rstrip(":") for text in sheet.rows[start]]
    for row in sheet.rows[start + 1 : stop]:
        found = {
            name: text.strip()
            for name, text in zip(headings, row, strict=False)
            if name in FIRM_LABELS
        }
        name = found.get(FIRM_LABELS[0], "")
        if is_missing(name) or _NOTE.match(squeezed(name)):
            return
        yield Firm({**dict.fromkeys(FIRM_LABELS, ""), **found})


def _is_first(text: str) -> bool:
    return squeezed(text).rstrip(":") == FIRM_LABELS[0]


def _firm(sheet: Sheet, start: int, stop: int) -> Firm:
    rows = [[text.strip() for text in sheet.rows[at]] for at in range(start, stop)]
    facts: dict[str, str] = dict.fromkeys(FIRM_LABELS, "")
    finance: list[tuple[str, ...]] = []
    products: list[tuple[str, ...]] = []
    business, columns = "", [0]
    target: list[tuple[str, ...]] | None = None
    for row in rows:
        plain = [squeezed(text).rstrip(":") for text in row]
        if "总资产" in plain:
            first = plain.index("年份") if "年份" in plain else plain.index("总资产") - 1
            columns, target = list(range(first, first + 7)), finance
        elif "产品名称" in plain:
            first = plain.index("产品名称")
            columns, target = list(range(first, first + 8)), products
        elif "业务类型" in plain:
            business = next(
                (text for text in row if "□" in text or "√" in text or "☑" in text), ""
            )
            target = None
        elif target is not None:
            texts = tuple(row[at] if at < len(row) else "" for at in columns)
            if any(texts) and "产量" not in plain and not _is_note(texts):
                target.append(texts)
        else:
            facts.update(_facts(row, plain))
    return Firm(facts, tuple(finance), business, tuple(products))


def _facts(row: Sequence[str], plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    labels = [at for at, text in enumerate(plain) if text in FIRM_LABELS]
    for at, end in pairwise([*labels, len(row)]):
        value = next((text for text in row[at + 1 : end] if text), "")
        yield plain[at], value


def _is_note(texts: Sequence[str]) -> bool:
    return texts[0].startswith(("注", "备注"))


def _cells(block: Block, keys: Sequence[int | None]) -> Iterator[tuple[str, str, int, Written]]:
    for row in block.rows:
        if row.is_growth:
            continue
        for position, key in enumerate(keys):
            if key is None:
                continue
            text = " ".join(text_at(block.sheet, place) for place in row.cells[position])
            beside = row.units_beside[position] or row.unit_texts
            unit = beside[0] if beside else LINE_BY_ID[row.line].unit
            yield row.line, row.part, key, Written(text, unit, block.sheet.name)


def _shares(block: Block) -> Iterator[tuple[str, str]]:
    heading = block.sheet.rows[block.columns[0].place[0]]
    at = next((at for at, text in enumerate(heading) if "占全国" in text), None)
    for row in block.rows if at is not None else ():
        if not row.is_growth and (text := text_at(block.sheet, (row.at, at or 0))):
            yield row.line, text
