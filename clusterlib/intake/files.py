"""Files as they come: tables and workbooks into rows of text, or a clear refusal.

What a file is, its content says, not its name: a workbook saved as ``.xls`` may be an
.xlsx inside, and the other way round. Numbers that are stored in binary become text at
fifteen significant digits; percentages become what the cell shows.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from clusterlib.errors import InputError
from clusterlib.intake.cells import plain, stored_text
from clusterlib.intake.headings import FIGURE_COLUMNS, find_layout
from clusterlib.intake.packed import PackedRows, pack
from clusterlib.intake.xlsx_cells import WORKBOOK, SpecialCells, is_percent, special_cells

LARGEST_WORKBOOK = 50 * 10**6
"""Bytes; a county's workbook has less than a hundredth of it."""
LARGEST_TABLE = 1000 * 10**6
"""Bytes of a CSV or Parquet table."""
LARGEST_UNPACKED = 600 * 10**6
"""Bytes of a workbook's parts when unpacked; against archives made to fill the memory."""
LARGEST_KEPT = 10**6
"""Bytes of a workbook that is kept until the next one is read."""

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
TABLES = (".csv", ".parquet")

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重试。"
_SAVE_AS_CSV = "请用 Excel 另存为“CSV UTF-8（逗号分隔）”后重试。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one table or sheet that hold anything.

    Parameters
    ----------
    name : str
        Name of the sheet, blank for a file without sheets.
    rows : sequence of n rows of cells as text
        Rows may differ in length; cells stand in their columns, the first is column A.
    lines : sequence of n int
        Per row, its first line in the file or its row number in the sheet, from 1.
    """

    name: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]

    def columns(self, start: int) -> list[Sequence[str]]:
        """Return the cells by columns, from the row at position `start` on."""
        if isinstance(self.rows, PackedRows):
            return [column[start:] for column in self.rows.columns]
        return list(zip_longest(*self.rows[start:], fillvalue=""))


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
    content = _content(path, LARGEST_WORKBOOK if ending in WORKBOOKS else LARGEST_TABLE)
    if ending == ".csv":
        return (_csv_sheet(content, path.name),)
    if ending == ".parquet":
        return (_parquet_sheet(content, path.name),)
    if content.startswith(_OLE):
        return _xls_sheets(content, path.name)
    # An application is read twice: to see what it is, and what stands in it.
    read = _xlsx_sheets_kept if len(content) <= LARGEST_KEPT else _xlsx_sheets
    return read(content, path.name)


def is_table(path: Path) -> bool:
    """Return whether a file is a cohort table, not one applicant's workbook.

    A workbook is a table if a sheet has headings that name an applicant's id and figures
    side by side. A file that cannot be read is no table.
    """
    if path.suffix.lower() in TABLES:
        return True
    try:
        layouts = [find_layout(sheet.rows, path.name) for sheet in read_sheets(path)]
    except InputError:
        return False
    return any(found.has("applicant_id") and found.has(*FIGURE_COLUMNS)
               for found in layouts if found)


def _content(path: Path, largest: int) -> bytes:
    """Return a file's bytes; its size is looked at before it is opened."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise InputError(
                path.name,
                f"文件过大（{size / 10**6:.0f} MB）",
                f"不超过 {largest / 10**6:.0f} MB",
                "请删去图片、附件和无关的工作表后重试。",
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(path.name, "没有这个文件", "", "请核对文件名和所在文件夹。") from error
    except OSError as error:
        raise InputError(
            path.name, f"文件打不开（{error.strerror}）", "", "请关闭正在使用它的程序后重试。"
        ) from error
    if not content:
        raise InputError(path.name, "文件是空的", "有内容的文件", "请重新保存或重新报送。")
    return content


def _csv_sheet(content: bytes, where: str) -> Sheet:
    """Read a CSV in UTF-8 or GB18030; a record may run over several lines."""
    content = content.removeprefix(codecs.BOM_UTF8)
    text, encoding = _decoded(content, where)
    packed = pack(content, encoding)
    if packed is not None:
        return Sheet("", packed, packed.lines)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    last = 0
    try:
        for row in reader:
            if _holds_anything(row):
                rows.append(row)
                lines.append(last + 1)
            last = reader.line_num
    except csv.Error as error:
        line = f"{where}，第{last + 1}行"
        raise InputError(line, f"引号有误（{error}）", "逗号分隔的表格", _SAVE_AS_CSV) from error
    return Sheet("", rows, lines)


def _decoded(content: bytes, where: str) -> tuple[str, str]:
    """Return a CSV as text, and its encoding."""
    if content.startswith(_UTF16) or b"\0" in content[:4096]:
        raise InputError(
            where, "不是逗号分隔的文本，或存成了“Unicode 文本”", "UTF-8 或 GB18030", _SAVE_AS_CSV
        )
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(where, "文字编码认不出", "UTF-8 或 GB18030", _SAVE_AS_CSV)


def _parquet_sheet(content: bytes, where: str) -> Sheet:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(
            where, "读取 Parquet 的组件没有安装", "", "请运行 pip install clusterlib[parquet]。"
        ) from error
    try:
        table = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            where, "不是 Parquet 文件，或已损坏", "完整的 .parquet 文件", "请重新导出。"
        ) from error
    columns = [[_text(value) for value in column.to_pylist()] for column in table.columns]
    return _sheet("", [list(table.column_names), *map(list, zip(*columns, strict=True))])


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
        raise _damaged(where) from error
    return tuple(
        _sheet(name, _with_special_cells(rows, special.get(name, SpecialCells())))
        for name, rows in values.items()
    )


@lru_cache(maxsize=1)
def _xlsx_sheets_kept(content: bytes, where: str) -> tuple[Sheet, ...]:
    return _xlsx_sheets(content, where)


def _special_cells(content: bytes, where: str) -> dict[str, SpecialCells]:
    """Return the special cells of an .xlsx, after making sure that it is one."""
    if not content.startswith(b"PK"):
        found = "是网页，不是工作簿" if content.lstrip()[:1] == b"<" else "不是 Excel 工作簿"
        raise InputError(where, found, "Excel 工作簿（.xlsx）", _SAVE_AS_XLSX)
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
                    where, "不是 Excel 工作簿", "Excel 工作簿（.xlsx）", _SAVE_AS_XLSX
                )
            return special_cells(archive)
    except InputError:
        raise
    # Whatever a broken archive raises in zipfile, zlib or the XML parser.
    except Exception as error:
        raise _damaged(where) from error


def _with_special_cells(
    rows: Sequence[Sequence[Any]], special: SpecialCells
) -> Iterator[list[str]]:
    """Yield rows of text with percentages as shown and errors and formulas as text."""
    if not special.percent and not special.texts:
        yield from ([_text(value) for value in row] for row in rows)
        return
    height = max([len(rows), *(row + 1 for row, _ in special.texts)])
    width = max([len(rows[0]) if rows else 0, *(column + 1 for _, column in special.texts)])
    for row in range(height):
        values = rows[row] if row < len(rows) else ()
        yield [
            special.texts.get((row, column))
            or _text(
                values[column] if column < len(values) else "",
                is_percent=(row, column) in special.percent,
            )
            for column in range(width)
        ]


def _xls_sheets(content: bytes, where: str) -> tuple[Sheet, ...]:
    if _ENCRYPTED in content:
        raise _encrypted(where)
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO()
        )
        return tuple(_xls_sheet(book, sheet) for sheet in book.sheets())
    # Whatever broken records raise in xlrd: it has no base class of errors.
    except Exception as error:
        raise (_encrypted if "encrypted" in str(error) else _damaged)(where) from error


def _xls_sheet(book: Any, sheet: Any) -> Sheet:
    import xlrd

    def text(cell: Any) -> str:
        if cell.ctype == xlrd.XL_CELL_NUMBER:
            style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
            return _text(cell.value, is_percent=bool(style and is_percent(style.format_str)))
        if cell.ctype == xlrd.XL_CELL_DATE:
            return _text(xlrd.xldate_as_datetime(cell.value, book.datemode))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return _text(bool(cell.value))
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
        return str(cell.value)

    return _sheet(sheet.name, ([text(cell) for cell in row] for row in sheet.get_rows()))


def _text(value: Any, *, is_percent: bool = False) -> str:
    """Return a value that a file stores as the text of a cell."""
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        text = stored_text(value)
        return plain(Decimal(text).scaleb(2)) if is_percent else text
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _sheet(name: str, rows: Iterable[list[str]]) -> Sheet:
    held = [(row, line) for line, row in enumerate(rows, 1) if _holds_anything(row)]
    return Sheet(name, [row for row, _ in held], [line for _, line in held])


def _holds_anything(row: Sequence[str]) -> bool:
    for cell in row:
        if cell and not cell.isspace():
            return True
    return False


def _damaged(where: str) -> InputError:
    return InputError(where, "文件已损坏或不完整", "完整的 Excel 工作簿", "请重新保存或重新报送。")


def _encrypted(where: str) -> InputError:
    return InputError(where, "文件有密码保护", "没有密码的工作簿", "请取消打开密码后重试。")
