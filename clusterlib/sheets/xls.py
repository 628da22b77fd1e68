"""Workbooks in the binary form of Excel 97 to 2003（.xls）: what their cells show."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

from clusterlib.errors import InputError
from clusterlib.sheets.formats import number_format
from clusterlib.sheets.look import NORMAL, Face, Look
from clusterlib.sheets.refusals import damaged, encrypted
from clusterlib.sheets.sheet import Sheet, held_sheet
from clusterlib.sheets.stored import stored_text

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLACES = ("", "superscript", "subscript")


def xls_sheets(content: bytes, where: str) -> tuple[Sheet, ...]:
    """Return the sheets of an .xls, those that are hidden last.

    Raises
    ------
    InputError
        If it is damaged, encrypted, or something else that OLE files hold.
    """
    if _ENCRYPTED in content:
        raise encrypted(where)
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        sheets = [_sheet(book, sheet) for sheet in book.sheets()]
    except InputError:
        raise
    # Whatever broken records raise in xlrd: it has no base class of errors.
    except Exception as error:
        raise (encrypted if "encrypted" in str(error) else damaged)(where) from error
    return tuple(sorted(sheets, key=lambda sheet: sheet.is_hidden))


def _sheet(book: Any, sheet: Any) -> Sheet:
    looks: dict[int, Look] = {}
    rows = []
    for at in range(sheet.nrows):
        row = []
        for column, cell in enumerate(sheet.row(at)):
            look = looks.get(cell.xf_index) or looks.setdefault(
                cell.xf_index, _look(book, cell.xf_index)
            )
            row.append(_text(book, cell, look, sheet.rich_text_runlist_map.get((at, column))))
        rows.append(row)
    return held_sheet(
        sheet.name,
        rows,
        list(range(1, len(rows) + 1)),
        merged=tuple(
            (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
        ),
        is_hidden=sheet.visibility != 0,
        hidden_rows=frozenset(at + 1 for at, row in sheet.rowinfo_map.items() if row.hidden),
        hidden_columns=frozenset(at + 1 for at, col in sheet.colinfo_map.items() if col.hidden),
    )


def _text(book: Any, cell: Any, look: Look, runs: list[tuple[int, int]] | None) -> str:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return look.of_number(stored_text(cell.value), epoch_1904=book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
    text = str(cell.value)
    if not runs:
        return look.of_text(text)
    starts = [0, *(start for start, _ in runs), len(text)]
    faces = [look.face, *(_face(book, font) for _, font in runs)]
    pieces = [
        face.of(text[start:stop])
        for face, (start, stop) in zip(faces, pairwise(starts), strict=True)
    ]
    return look.of_text("".join(pieces), is_rich=True)


def _look(book: Any, style: int) -> Look:
    found = book.xf_list[style]
    form = book.format_map.get(found.format_key)
    return Look(
        number_format(form.format_str if form else "General"), _face(book, found.font_index)
    )


def _face(book: Any, font: int) -> Face:
    if not 0 <= font < len(book.font_list):
        return NORMAL
    found = book.font_list[font]
    return Face(bool(found.struck_out), _PLACES[found.escapement % 3])
