"""Names of an applicant's key firms（基本情况表四）, for who may sit on its panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from clusterlib.intake.cells import is_missing, squeezed
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.sheet import Sheet

_NAME = "企业名称"
_BESIDE = ("主导产品", "产品", "通讯地址", "营业收入(万元)", "营业收入", "年份")
"""Headings beside 企业名称 where the firms stand below it, one a row."""


def read_key_firms(path: Path) -> tuple[str, ...]:
    """Return the names of firms in table four of a workbook, one form or one row each.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    return tuple(dict.fromkeys(name for sheet in read_sheets(path) for name in _of_sheet(sheet)))


def _of_sheet(sheet: Sheet) -> Iterator[str]:
    for at, row in enumerate(sheet.rows):
        cells = [squeezed(cell) for cell in row]
        if _NAME not in cells:
            continue
        place = cells.index(_NAME)
        beside = [cell for cell in cells[place + 1 :] if cell]
        if any(cell in _BESIDE for cell in beside):
            yield from _below(sheet.rows[at + 1 :], place)
        else:
            filled = (cell.strip() for cell in row[place + 1 :])
            yield from (cell for cell in filled if not is_missing(cell))


def _below(rows: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    for row in rows:
        name = row[place].strip() if len(row) > place else ""
        if is_missing(name):
            return
        yield name
