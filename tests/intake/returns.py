"""Annual returns to read: the blank workbook, filled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from clusterlib.intake.template.annual_template import write_return_template

FIGURES = {
    "营业收入": 1_098_000,
    "利润总额": 52_000,
    "出口额": 13_600,
    "企业数量": 398,
    "规上企业数量": 47,
    "龙头企业数量": 3,
    "设立工会组织的企业占比": 61.5,
    "从业人员": 23_600,
    "技术工人占比": 38,
    "市场占有率": 12.5,
    "上市公司及挂牌企业数量": 1,
    "科研投入": 26_350,
    "重点实验室及工程技术研究中心": (1, 3),
    "有效期内发明专利数量": 210,
    "近三年科技奖项数量": (0, 2),
    "绿色设计产品": 8,
    "绿色工厂": 2,
}
FIRMS = [
    (
        "样甲家具",
        "沙发",
        120_000,
        9_000,
        4_000,
        2_000,
        4_500,
        30,
        800,
        "某甲",
        "13000000000",
        "a@b",
    ),
    ("样乙家具", "床", 30_000, -500, 900, 0, 1_200, 9, 300, "某乙", "13000000001", ""),
]


def write_filled(path: Path, changes: dict[str, Any] | None = None, year: int = 2025) -> Path:
    """Write a filled return; `changes` by label, or by address of the first sheet."""
    write_return_template(path, year=year)
    book = openpyxl.load_workbook(path)
    sheet, firms = book.worksheets
    values = {**FIGURES, "产业集群所在地": "东样省柳河样县", "产业集群名称": "中国户外家具之城"}
    changes = changes or {}
    values |= {label: value for label, value in changes.items() if not label.isascii()}
    for row in range(1, 31):
        text = str(sheet.cell(row, 1).value or "").removeprefix("其中：")
        label = next((label for label in values if text.startswith(label)), None)
        if label is None:
            continue
        value = values[label]
        for offset, part in enumerate(value if isinstance(value, tuple) else (value,)):
            sheet.cell(row + offset, 2 if text.endswith("：") else 4, part)
    for row, firm in enumerate(FIRMS, 4):
        for column, value in enumerate(firm, 2):
            firms.cell(row, column, value)
    for address, value in changes.items():
        if address.isascii():
            sheet[address] = value
    book.save(path)
    return path
