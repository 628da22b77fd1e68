"""Tables in Parquet."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from clusterlib.errors import InputError
from clusterlib.sheets.limits import LARGEST_UNPACKED, LONGEST_CELL, beyond, check_extent
from clusterlib.sheets.sheet import Sheet, sheet_of
from clusterlib.sheets.stored import Stored, plain, text_of_value

_MIDNIGHT = re.compile(r"[ T]00:00:00(?:\.0+)?Z?$")
_WHOLE_IN_SINGLE = 7
"""Digits that a whole number in single precision is sure to keep."""
_EXPORT_ANEW = "请重新导出。"


def parquet_sheet(content: bytes, where: str) -> Sheet:
    """Read a table in Parquet; its first row is the names of the columns.

    Raises
    ------
    InputError
        If it is damaged or beyond a limit, which its head tells before anything is read; if
        pyarrow is not installed; if a column holds no single values or text that is not UTF-8.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise InputError(
            where, "读取 Parquet 的组件没有安装", "", "请运行 pip install clusterlib[parquet]。"
        ) from error
    try:
        table = _table(content, where)
        names = list(table.column_names)
        columns = [
            _texts(column, f"{where}，列“{name}”")
            for name, column in zip(names, table.columns, strict=True)
        ]
    except UnicodeDecodeError as error:
        raise InputError(where, "列名不是 UTF-8 编码", "UTF-8 文字", _EXPORT_ANEW) from error
    # A broken file fails in as many ways as it has parts; MemoryError is one of Arrow's own.
    except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError) as error:
        raise InputError(
            where, "不是 Parquet 文件，或已损坏", "完整的 .parquet 文件", _EXPORT_ANEW
        ) from error
    return sheet_of("", [names, *map(list, zip(*columns, strict=True))])


def _table(content: bytes, where: str) -> Any:
    """Return the table with its texts as dictionaries, so that each is held once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    head = pq.ParquetFile(pa.BufferReader(content))
    found = head.metadata
    check_extent(where, found.num_rows + 1, found.num_columns)
    unpacked = sum(found.row_group(n).total_byte_size for n in range(found.num_row_groups))
    if unpacked > LARGEST_UNPACKED:
        raise beyond(
            where,
            f"内容展开后过大（{unpacked / 10**6:.0f} MB）",
            f"不超过 {LARGEST_UNPACKED / 10**6:.0f} MB",
        )
    texts = []
    for field in head.schema_arrow:
        if pa.types.is_nested(field.type):
            raise InputError(
                f"{where}，列“{field.name}”",
                f"每格不是单个值（{field.type}）",
                "数、文字、日期或是否",
                "请删去这一列，或改为单个值后重新导出。",
            )
        if pa.types.is_large_string(field.type) or pa.types.is_string(field.type):
            texts.append(field.name)
    return pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts).read()


def _texts(column: Any, where: str) -> list[str]:
    """Return the cells of a column as text."""
    import pyarrow as pa

    texts: list[str] = []
    for chunk in column.chunks:
        if pa.types.is_dictionary(chunk.type):
            distinct = [*_cells(chunk.dictionary, where), ""]
            texts += [
                distinct[-1 if place is None else place] for place in chunk.indices.to_pylist()
            ]
        else:
            texts += _cells(chunk, where)
    return texts


def _cells(values: Any, where: str) -> list[str]:
    import pyarrow as pa

    kind = values.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind):
        return _words(values, where)
    if pa.types.is_float64(kind):
        return _fifteen_digits(values.to_numpy(zero_copy_only=False).tolist())
    if pa.types.is_float32(kind):
        return [
            text if text and "." in text and "e" not in text else _short_decimal(text or "nan")
            for text in values.cast(pa.string()).to_pylist()
        ]
    if pa.types.is_float16(kind):
        return [_short_decimal(str(value)) for value in values.to_numpy(zero_copy_only=False)]
    if pa.types.is_boolean(kind):
        return [text_of_value(value) for value in values.to_pylist()]
    if pa.types.is_decimal(kind):
        return ["" if value is None else plain(value) for value in values.to_pylist()]
    try:
        shown = values.cast(pa.string()).to_pylist()
    except (pa.ArrowException, ValueError) as error:
        raise InputError(
            where,
            f"这一列的类型（{kind}）不能读成文字",
            "数、文字、日期或是否",
            "请删去这一列，或改为文字后重新导出。",
        ) from error
    if pa.types.is_timestamp(kind):
        return [_MIDNIGHT.sub("", text or "") for text in shown]
    return [text or "" for text in shown]


def _words(values: Any, where: str) -> list[str]:
    try:
        texts = [
            value.decode("utf-8") if isinstance(value, bytes) else value or ""
            for value in values.to_pylist()
        ]
    except UnicodeDecodeError as error:
        raise InputError(where, "有不是 UTF-8 编码的文字", "UTF-8 文字", _EXPORT_ANEW) from error
    if max(map(len, texts), default=0) > LONGEST_CELL:
        raise beyond(where, "有一格文字过长", f"每格不超过{LONGEST_CELL}字")
    return texts


def _fifteen_digits(values: list[float]) -> list[str]:
    """Return numbers in double precision as `text_of_value` does, many at once."""
    texts = map("{:.15g}".format, values)
    return [
        text_of_value(value) if "e" in text or "n" in text else text
        for value, text in zip(values, texts, strict=True)
    ]


def _short_decimal(text: str) -> str:
    """Return a number in single or half precision by its shortest decimal: 118.37f is 118.37."""
    if text == "nan":
        return ""
    if "inf" in text:
        return text
    text = plain(Decimal(text))
    return Stored(text) if "." not in text and len(text) > _WHOLE_IN_SINGLE else text
