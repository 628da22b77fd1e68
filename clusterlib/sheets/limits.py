"""What a file may hold at most, set before it is read.

A cohort of 100,000 applicants with every column stays far below; what is within the limits
is read in less than ten seconds and 1 GB.
"""

from __future__ import annotations

from clusterlib.errors import InputError

LARGEST_WORKBOOK = 50 * 10**6
"""Bytes; a county's workbook has less than a hundredth of it."""
LARGEST_TABLE = 150 * 10**6
"""Bytes of a CSV or Parquet table."""
LARGEST_UNPACKED = 600 * 10**6
"""Bytes of a file's parts when unpacked; against archives made to fill the memory."""
LONGEST_LINE = 10**6
"""Bytes of a line of a CSV."""
LONGEST_CELL = 32_767
"""Characters of a cell, as in Excel."""
MOST_ROWS = 400_000
MOST_COLUMNS = 1_000
MOST_CELLS = 6_000_000
"""Cells of a sheet: its rows times its widest row."""

MOST_SHEETS = 250


def check_extent(where: str, rows: int, columns: int) -> None:
    """Refuse a sheet or table of more rows, columns or cells than are read.

    Raises
    ------
    InputError
        Naming what there is and the limit.
    """
    if rows > MOST_ROWS:
        raise beyond(where, f"有{rows}行", f"不超过{MOST_ROWS}行")
    if columns > MOST_COLUMNS:
        raise beyond(where, f"有{columns}列", f"不超过{MOST_COLUMNS}列")
    if rows * columns > MOST_CELLS:
        raise beyond(where, f"有{rows}行、{columns}列，格数过多", f"不超过{MOST_CELLS}格")


def beyond(where: str, found: str, most: str) -> InputError:
    """Return the refusal of what is beyond a limit."""
    return InputError(where, found, most, "请删去无关的内容后重试，或拆成几个文件。")
