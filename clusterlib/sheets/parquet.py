"""Tables in Parquet."""

from __future__ import annotations

from clusterlib.errors import InputError
from clusterlib.sheets.sheet import Sheet, sheet_of
from clusterlib.sheets.stored import text_of_value


def parquet_sheet(content: bytes, where: str) -> Sheet:
    """Read a table in Parquet; its first row is the names of the columns."""
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
    columns = [[text_of_value(value) for value in column.to_pylist()] for column in table.columns]
    return sheet_of("", [list(table.column_names), *map(list, zip(*columns, strict=True))])
