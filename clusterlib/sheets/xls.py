"""Workbooks in the binary form of Excel 97 to 2003（.xls）."""

from __future__ import annotations

import io
from typing import Any

from clusterlib.sheets.refusals import damaged, encrypted
from clusterlib.sheets.sheet import Sheet, sheet_of
from clusterlib.sheets.stored import text_of_value
from clusterlib.sheets.xlsx_cells import is_percent

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def xls_sheets(content: bytes, where: str) -> tuple[Sheet, ...]:
    """Return the sheets of an .xls, or refuse what else an OLE file holds."""
    if _ENCRYPTED in content:
        raise encrypted(where)
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO()
        )
        return tuple(_xls_sheet(book, sheet) for sheet in book.sheets())
    # Whatever broken records raise in xlrd: it has no base class of errors.
    except Exception as error:
        raise (encrypted if "encrypted" in str(error) else damaged)(where) from error


def _xls_sheet(book: Any, sheet: Any) -> Sheet:
    import xlrd

    def text(cell: Any) -> str:
        if cell.ctype == xlrd.XL_CELL_NUMBER:
            style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
            as_percent = bool(style and is_percent(style.format_str))
            return text_of_value(cell.value, is_percent=as_percent)
        if cell.ctype == xlrd.XL_CELL_DATE:
            return text_of_value(xlrd.xldate_as_datetime(cell.value, book.datemode))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return text_of_value(bool(cell.value))
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
        return str(cell.value)

    return sheet_of(sheet.name, ([text(cell) for cell in row] for row in sheet.get_rows()))
