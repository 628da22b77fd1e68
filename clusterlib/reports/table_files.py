"""Tables of texts as files（CSV、XLSX、Parquet）, chosen by extension."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from clusterlib.errors import InputError
from clusterlib.saving import save_beside
from clusterlib.sheets.formula_signs import FORMULA_SIGNS, guarded

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

SUFFIXES = (".csv", ".xlsx", ".parquet")
MOST_XLSX_ROWS = 1_048_575

NO_TIME = datetime(2022, 1, 1)
"""Stands for the time at which a workbook is made: the same content, the same bytes."""

_MARK = b"\xef\xbb\xbf"
_QUOTED_FOR = ',"\r\n'
_ROWS_AT_ONCE = 20_000


def check_suffix(path: Path) -> None:
    """Refuse a result whose extension names no format.

    Raises
    ------
    InputError
        Naming the formats.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            path.name,
            f"结果文件的扩展名是{path.suffix or '空白'}",
            "、".join(SUFFIXES) + "之一",
            "请改用其中一种扩展名",
        )


def write_table(
    columns: Mapping[str, Sequence[str]],
    path: Path,
    *,
    counts: Sequence[str] = (),
    points: Sequence[str] = (),
) -> Path:
    """Write columns of texts as CSV, XLSX or Parquet; return the path really written.

    Parameters
    ----------
    columns : mapping of heading to texts
        All of one length.
    path : Path
        Its extension names the format.
    counts, points : sequence of str
        Columns that become whole numbers, and numbers, where the format has them.

    Raises
    ------
    InputError
        If the extension is unknown, the rows do not fit, or nothing can be written.
    """
    check_suffix(path)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return save_beside(path, csv_parts(columns))
    if suffix == ".xlsx":
        return write_book({"结果": columns}, path, frozenset((*counts, *points)))
    buffer = BytesIO()
    frame_of(columns, counts=counts, points=points).to_parquet(buffer, index=False)
    return save_beside(path, buffer.getvalue())


def csv_parts(columns: Mapping[str, Sequence[str]]) -> Iterator[bytes]:
    """Give the parts of a CSV file: UTF-8 with a mark for Excel, lines ended as Excel does.

    A text that a spreadsheet would take for a formula is guarded against it.
    """
    yield _MARK + (",".join(_quoted(columns.keys())) + "\r\n").encode("utf-8")
    texts = [_quoted(cells) for cells in columns.values()]
    rows = map(",".join, zip(*texts, strict=True))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield "\r\n".join([*some, ""]).encode("utf-8")


def _quoted(cells: Iterable[str]) -> list[str]:
    """Return cells guarded, and those quoted that hold a separator, a quote or a line end."""
    cells = list(cells)
    together = "\0" + "\0".join(set(cells))
    if any(f"\0{sign}" in together for sign in FORMULA_SIGNS):
        cells = list(map(guarded, cells))
    if not any(sign in together for sign in _QUOTED_FOR):
        return cells
    return [
        '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in _QUOTED_FOR) else cell
        for cell in cells
    ]


def frame_of(
    columns: Mapping[str, Sequence[str]], *, counts: Sequence[str], points: Sequence[str]
) -> pd.DataFrame:
    """Return columns of texts as a DataFrame: ``Int64``, ``float64`` or text, blanks missing."""
    import pandas as pd

    table = {}
    for name, cells in columns.items():
        if name in counts or name in points:
            codes, distinct = pd.factorize(np.array(cells, object))
            numbers = pd.Series(pd.to_numeric(distinct), dtype="float64").to_numpy()[codes]
            table[name] = pd.Series(numbers, dtype="Int64" if name in counts else "float64")
        else:
            table[name] = pd.Series([cell or None for cell in cells], dtype="str")
    return pd.DataFrame(table)


def write_book(
    sheets: Mapping[str, Mapping[str, Sequence[str]]],
    path: Path,
    numbers: frozenset[str],
    *,
    opens_on: str = "",
) -> Path:
    """Write tables of texts as the sheets of a workbook; return the path really written.

    Parameters
    ----------
    sheets : mapping of title to columns
        Each as in `write_table`.
    path : Path
        The file.
    numbers : frozenset of str
        Headings of columns that hold numbers.
    opens_on : str
        Title of the sheet that is shown first; the first one where blank.

    Raises
    ------
    InputError
        If the rows do not fit, or nothing can be written.
    """
    import xlsxwriter

    if any(len(next(iter(columns.values()))) > MOST_XLSX_ROWS for columns in sheets.values()):
        raise InputError(
            path.name,
            "结果行数超过一张工作表的上限",
            f"不超过{MOST_XLSX_ROWS}行",
            "请改用 .csv 或 .parquet",
        )
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    book.set_properties({"created": NO_TIME})
    for title, columns in sheets.items():
        sheet = book.add_worksheet(title)
        _fill(sheet, columns, numbers)
        if title == opens_on:
            sheet.activate()
    book.close()
    return save_beside(path, buffer.getvalue())


def _fill(sheet: Worksheet, columns: Mapping[str, Sequence[str]], numbers: frozenset[str]) -> None:
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name)
    whole = [name in numbers for name in columns]
    for line, cells in enumerate(zip(*columns.values(), strict=True), 1):
        for column, (cell, number) in enumerate(zip(cells, whole, strict=True)):
            if cell and number:
                sheet.write_number(line, column, float(cell))
            elif cell:
                sheet.write_string(line, column, cell)
