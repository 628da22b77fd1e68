"""Blank tables of what the federation decides and verifies（专家评分表、核定表）.

They are drawn with headings, choices and notes; applicants are put in below what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from clusterlib.errors import InputError
from clusterlib.intake.cells.form import LINES, label_on_form
from clusterlib.intake.cells.headings import CATALOGUE
from clusterlib.intake.tables.confirmed import CONFIRMED_VOCABULARY, LABELS
from clusterlib.intake.tables.headings import find_layout
from clusterlib.intake.tables.panel import DECISIONS
from clusterlib.rules.indicators import (
    CLAIMS,
    EXCEPTIONS,
    GRADES,
    INDICATORS,
    PANEL,
    RANKS,
    label_of,
)
from clusterlib.rules.units import UNITS
from clusterlib.saving import save_beside
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.filling import with_texts

ROWS = 2000
"""Rows that have choices."""
NOTES = "填写说明"
_UNIT_OF_FORM = {line.id: line.unit for line in LINES}


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """One table: its sheet, its columns by id, and how they are recognised."""

    sheet: str
    labels: Mapping[str, str]
    needed: tuple[str, ...]
    vocabulary: Mapping[str, str]


PANEL_TABLE = DecisionTable(
    "专家评分",
    {
        column: label_of(column)
        for column in ("applicant_id", "name", *GRADES, *PANEL, *RANKS, *CLAIMS, *EXCEPTIONS)
    },
    DECISIONS,
    CATALOGUE,
)
CONFIRMED_TABLE = DecisionTable(
    "核定数值",
    {
        "applicant_id": "申报编号",
        "name": "申报单位",
        **{column: labels[0] for column, labels in LABELS.items() if column != "applicant_id"},
    },
    ("item",),
    CONFIRMED_VOCABULARY,
)

_PANEL_NOTES = {
    **dict.fromkeys(GRADES, "好、较好、一般，任选其一"),
    **dict.fromkeys(PANEL, "专家组评分；没有评的留空"),
    **dict.fromkeys(RANKS, "全国名次，产量、销售量以数量计；不清楚的留空"),
    **dict.fromkeys(CLAIMS, "认定的填“是”，不认定的填“否”"),
    **dict.fromkeys(EXCEPTIONS, "作为例外受理的填“是”，须有记录；其余留空"),
}


def write_panel_table(path: Path) -> Path:
    """Write a blank table of panel points, ranks and claims; return the path really written."""
    choices: dict[str, str | Sequence[str]] = {
        **dict.fromkeys(GRADES, ("好", "较好", "一般")),
        **dict.fromkeys((*CLAIMS, *EXCEPTIONS), ("是", "否")),
    }
    notes = [
        ("栏目", "怎么填"),
        *((label_of(column), text) for column, text in _PANEL_NOTES.items()),
    ]
    numbers = {
        **dict.fromkeys(PANEL, ("decimal", 0, 60)),
        **dict.fromkeys(RANKS, ("integer", 1, 9999)),
    }
    return _write(path, PANEL_TABLE, choices, numbers, notes)


def write_confirmed_table(path: Path) -> Path:
    """Write a blank table of verified figures; return the path really written."""
    items = [
        (
            label_on_form(indicator.id),
            "、".join(dict.fromkeys((_UNIT_OF_FORM[indicator.id], indicator.unit.term))),
        )
        for indicator in INDICATORS
    ]
    notes = [
        ("可以核定的指标", "单位"),
        *items,
        ("", ""),
        ("一行核定一个指标；一家有几个指标的，复制申报编号另起一行。", ""),
        ("只有申报编号和申报单位的行不使用；用到的行每栏都要填。", ""),
        ("年度填四位数，如 2025；日期如 2026-03-15。原来的申报值不改，报告里两个数都列出。", ""),
    ]
    choices: dict[str, str | Sequence[str]] = {
        "item": f"={NOTES}!$A$2:$A${1 + len(items)}",
        "unit": tuple(UNITS),
    }
    return _write(path, CONFIRMED_TABLE, choices, {"year": ("integer", 1990, 2100)}, notes)


def add_applicants(
    path: Path, table: DecisionTable, applicants: Iterable[tuple[str, str]]
) -> tuple[Path, int]:
    """Add rows with id and name for those who have none; return the path and how many.

    What stands in the table is left as it is; rows go below the last that holds anything.

    Raises
    ------
    InputError
        If the table cannot be read or lacks its headings.
    """
    refused = InputError(
        path.name,
        "不是原来的表，没有补入申报单位",
        f"有“申报编号”一栏的{table.sheet}表",
        "请保存为 .xlsx，或把这个文件移开后重试",
    )
    for sheet in read_sheets(path):
        layout = find_layout(sheet.rows, path.name, table.vocabulary)
        if layout and layout.has("applicant_id") and layout.has(*table.needed):
            break
    else:
        raise refused
    columns = {column.id: at for at, column in enumerate(layout.columns, 1) if column.heading}
    there = {
        row[columns["applicant_id"] - 1].strip()
        for row in sheet.rows[layout.first_record :]
        if len(row) >= columns["applicant_id"]
    }
    fresh = [found for found in dict(applicants).items() if found[0] not in there]
    texts = {
        (line, columns[column]): text
        for line, given in enumerate(fresh, sheet.lines[-1] + 1)
        for column, text in zip(("applicant_id", "name"), given, strict=True)
        if column in columns and text
    }
    if not texts:
        return path, 0
    try:
        content = with_texts(path.read_bytes(), sheet.name, texts)
    except (BadZipFile, KeyError, ValueError) as error:
        raise refused from error
    return save_beside(path, content), len(fresh)


def _write(
    path: Path,
    table: DecisionTable,
    choices: Mapping[str, str | Sequence[str]],
    numbers: Mapping[str, tuple[str, int, int]],
    notes: Sequence[tuple[str, str]],
) -> Path:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": table.sheet, "created": datetime(2022, 1, 1)})
    plain = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
    cell, heading = (
        book.add_format({**plain, **more})
        for more in (
            {"border": 1},
            {"border": 1, "bold": True, "align": "center", "bg_color": "#E4E8EC"},
        )
    )
    text = book.add_format({**plain, "border": 1, "num_format": "@"})
    sheet = book.add_worksheet(table.sheet)
    for column, (name, label) in enumerate(table.labels.items()):
        is_text = name in ("applicant_id", "day")
        sheet.set_column(
            column,
            column,
            22 if name in ("name", "item", "reason", "document") else 13,
            text if is_text else cell,
        )
        sheet.write_string(0, column, label, heading)
        if name in choices:
            _offer(sheet, column, {"validate": "list", "source": _source(choices[name])}, label)
        elif name in numbers:
            kind, least, most = numbers[name]
            _offer(
                sheet,
                column,
                {"validate": kind, "criteria": "between", "minimum": least, "maximum": most},
                label,
            )
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2)
    told = book.add_worksheet(NOTES)
    told.set_column(0, 0, 46)
    told.set_column(1, 1, 40)
    for row, texts in enumerate(notes):
        for column, written in enumerate(texts):
            told.write_string(row, column, written)
    book.close()
    return save_beside(path, buffer.getvalue())


def _source(choices: str | Sequence[str]) -> str | list[str]:
    return choices if isinstance(choices, str) else list(choices)


def _offer(sheet: Any, column: int, check: Mapping[str, object], label: str) -> None:
    sheet.data_validation(
        1,
        column,
        ROWS,
        column,
        {
            **check,
            "error_title": label,
            "error_message": f"请按“{NOTES}”表填写，没有的留空",
            "error_type": "warning",
        },
    )
