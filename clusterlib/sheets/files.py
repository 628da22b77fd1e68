"""Files as they come: tables and workbooks into rows of text, or a clear refusal.

What a file is, its content says, not its name: a workbook saved as ``.xls`` may be an
.xlsx inside, and the other way round.
"""

from __future__ import annotations

from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.sheets.delimited import csv_sheet
from clusterlib.sheets.limits import LARGEST_TABLE, LARGEST_WORKBOOK
from clusterlib.sheets.parquet import parquet_sheet
from clusterlib.sheets.sheet import Sheet
from clusterlib.sheets.source import content_of
from clusterlib.sheets.xls import xls_sheets
from clusterlib.sheets.xlsx import xlsx_sheets

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
TABLES = (".csv", ".parquet")

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, or a table as its only sheet.

    Raises
    ------
    InputError
        If the file is missing, empty, too large, damaged, encrypted or of another kind.
    """
    ending = path.suffix.lower()
    if ending not in (*WORKBOOKS, *TABLES):
        raise InputError(
            path.name,
            f"不认识的文件类型“{path.suffix}”",
            "、".join((*TABLES, *WORKBOOKS)),
            "请用 Excel 或 WPS 打开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”后重试。",
        )
    if ending in WORKBOOKS:
        return workbook_sheets(path)
    content = content_of(path, LARGEST_TABLE)
    if ending == ".csv":
        return (csv_sheet(content, path.name),)
    return (parquet_sheet(content, path.name),)


def workbook_sheets(path: Path, largest: int | None = None) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook of at most `largest` bytes, those that are hidden last.

    Raises
    ------
    InputError
        As `read_sheets`.
    """
    content = content_of(path, LARGEST_WORKBOOK if largest is None else largest)
    if content.startswith(_OLE):
        return xls_sheets(content, path.name)
    return xlsx_sheets(content, path.name)
