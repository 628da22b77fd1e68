"""Fills the workbook that `clusterlib template` writes, by printed label, as a county does."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from clusterlib.cli import main

YEARS = ("2023年", "2024年", "2025年")
MAIN, REST, REGION, COVER = "基本情况表二", "打分表补充", "基本情况表一", "封面"
FACTS = {
    "申报编号": "A",
    "申报单位": "样县人民政府",
    "所在地区": "样省样县",
    "行业": "家具",
    "主导产品": "样椅",
    "申报级别": "基地",
    "申报类型": "初次申报",
}
FIGURES: dict[str, Sequence[Any]] = {
    "特色产业总产值": (290, 300, 320),
    "特色产业总产值占本地区工业总产值比重": (39, 39.5, 40),
    "特色产品销售额": (270, 280, 300),
    "特色产品出口额": (27000, 29000, 31000),
    "利税总额": (18, 19, 21),
    "企业数量": (800, 850, 900),
    "规模以上企业数量": (100, 110, 120),
    "科研投入（含企业和政府）": (70000, 75000, 81000),
    "从业人员": (5.5, 5.8, 6),
    "省市以上知名品牌数量": (20, 22, 25),
    "国标": (3, 4, 5),
    "行标": (8, 9, 10),
    "团标": (15, 18, 20),
    "通过ISO9000认证企业比例": (93, 94, 95),
    "通过ISO14000认证企业比例": (93, 94, 95),
    "通过ISO22000认证企业比例": (93, 94, 95),
    "主营业务收入": (2400000, 2500000, 2700000),
    "主营业务收入利润率": (8, 8.5, 9),
    "有效期内专利数量": (2300, 2400, 2500),
    "研发资金投入占主营业务收入比重": (2.9167, 3, 3),
    "主导产品具有较高市场占有率和影响力": (38, 39, 40),
    "行业相关的安全认证比例": (93, 94, 95),
    "产品合格率": (98, 98.5, 99),
    "产业发展年数": (10, 11, 12),
    "是否曾发生过重大批量产品质量事故、产品假冒、伪造案件": ("无",) * 3,
    "是否发生过重大污染事故": ("无",) * 3,
    "是否曾发生过重大安全生产事故": ("无",) * 3,
    "有无重大违法经营行为": ("无",) * 3,
    "工业总产值（当年价）": (8000000,),
}


def command(*arguments: object) -> tuple[int, str, str]:
    """Run the command line in this process: its status, and what it said."""
    before, sys.argv = sys.argv, ["clusterlib", *map(str, arguments)]
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        sys.argv = before
    return status, out.getvalue(), err.getvalue()


def row_of(sheet: Any, label: str) -> int:
    """The row of a printed label, its unit in brackets left aside."""
    for row in range(1, sheet.max_row + 1):
        for cell in (sheet.cell(row, 1).value, sheet.cell(row, 2).value):
            text = str(cell or "").replace("全（市、区、镇、乡）", "")
            if label in (text, text.rpartition("（")[0]):
                return row
    raise LookupError(label)


def fill(
    template: Path,
    path: Path,
    *,
    facts: Mapping[str, str | None] | None = None,
    years: Sequence[str] = YEARS,
    change: Callable[[Any], None] | None = None,
    **figures: Any,
) -> Path:
    """Fill a copy of the template; `figures` change a line: three values, or the last year's."""
    book = openpyxl.load_workbook(template)
    for label, text in (FACTS | dict(facts or {})).items():
        book[COVER].cell(row_of(book[COVER], label), 2).value = text
    for name, first in ((MAIN, 4), (REST, 3)):
        for place, year in enumerate(years):
            book[name].cell(3, first + place).value = year
    for label, values in FIGURES.items():
        given = figures.pop(label, values)
        three = given if isinstance(given, tuple) else (*values[:-1], given)
        put(book, label, three)
    assert not figures
    if change is not None:
        change(book)
    book.save(path)
    return path


def put(book: Any, label: str, values: Sequence[Any]) -> None:
    """Write one line's values, earliest year first."""
    for name, first in ((MAIN, 4), (REST, 3), (REGION, 3)):
        with contextlib.suppress(LookupError):
            row = row_of(book[name], label)
            for place, value in enumerate(values):
                book[name].cell(row, first + place).value = value
            return
    raise LookupError(label)
