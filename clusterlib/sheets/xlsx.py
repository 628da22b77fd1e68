"""Workbooks in Office Open XML（.xlsx、.xlsm）."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from zipfile import ZipFile

from clusterlib.errors import InputError
from clusterlib.sheets.refusals import SAVE_AS_XLSX, damaged
from clusterlib.sheets.sheet import Sheet, sheet_of
from clusterlib.sheets.stored import text_of_value
from clusterlib.sheets.xlsx_cells import WORKBOOK, SpecialCells, special_cells

LARGEST_UNPACKED = 600 * 10**6
"""Bytes of a workbook's parts when unpacked; against archives made to fill the memory."""
LARGEST_KEPT = 10**6
"""Bytes of a workbook that is kept until the next one is read."""


def xlsx_sheets(content: bytes, where: str) -> tuple[Sheet, ...]:
    """Return the sheets of an .xlsx."""
    # An application is read twice: to see what it is, and what stands in it.
    read = _xlsx_sheets_kept if len(content) <= LARGEST_KEPT else _xlsx_sheets
    return read(content, where)


def _xlsx_sheets(content: bytes, where: str) -> tuple[Sheet, ...]:
    import python_calamine as calamine

    special = _special_cells(content, where)
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        values = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise damaged(where) from error
    return tuple(
        sheet_of(name, _with_special_cells(rows, special.get(name, SpecialCells())))
        for name, rows in values.items()
    )


@lru_cache(maxsize=1)
def _xlsx_sheets_kept(content: bytes, where: str) -> tuple[Sheet, ...]:
    return _xlsx_sheets(content, where)


def _special_cells(content: bytes, where: str) -> dict[str, SpecialCells]:
    """Return the special cells of an .xlsx, after making sure that it is one."""
    if not content.startswith(b"PK"):
        found = "是网页，不是工作簿" if content.lstrip()[:1] == b"<" else "不是 Excel 工作簿"
        raise InputError(where, found, "Excel 工作簿（.xlsx）", SAVE_AS_XLSX)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > LARGEST_UNPACKED:
                raise InputError(
                    where,
                    f"内容展开后过大（{unpacked / 10**6:.0f} MB）",
                    f"不超过 {LARGEST_UNPACKED / 10**6:.0f} MB",
                    "请删去图片、附件和无关的工作表后重试。",
                )
            if WORKBOOK not in archive.NameToInfo:
                raise InputError(
                    where, "不是 Excel 工作簿", "Excel 工作簿（.xlsx）", SAVE_AS_XLSX
                )
            return special_cells(archive)
    except InputError:
        raise
    # Whatever a broken archive raises in zipfile, zlib or the XML parser.
    except Exception as error:
        raise damaged(where) from error


def _with_special_cells(
    rows: Sequence[Sequence[Any]], special: SpecialCells
) -> Iterator[list[str]]:
    """Yield rows of text with percentages as shown and errors and formulas as text."""
    if not special.percent and not special.texts:
        yield from ([text_of_value(value) for value in row] for row in rows)
        return
    height = max([len(rows), *(row + 1 for row, _ in special.texts)])
    width = max([len(rows[0]) if rows else 0, *(column + 1 for _, column in special.texts)])
    for row in range(height):
        values = rows[row] if row < len(rows) else ()
        yield [
            special.texts.get((row, column))
            or text_of_value(
                values[column] if column < len(values) else "",
                is_percent=(row, column) in special.percent,
            )
            for column in range(width)
        ]
