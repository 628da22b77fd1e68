"""Tables that visitors take out of the register's pages（导出）."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from clusterlib.reports.table_files import write_table


def workbook_of(columns: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as a workbook; `columns` gives the heading of each column by its id."""
    held = list(rows)
    texts = {label: [row[column] for row in held] for column, label in columns.items()}
    with tempfile.TemporaryDirectory(prefix="clusterlib_table_") as folder:
        return write_table(texts, Path(folder) / "table.xlsx").read_bytes()
