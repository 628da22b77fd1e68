"""Tables as text, separated by commas（CSV）."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import zip_longest
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.sheets.encodings import decoded
from clusterlib.sheets.formula_signs import unguarded
from clusterlib.sheets.limits import LONGEST_CELL, LONGEST_LINE, beyond, check_extent
from clusterlib.sheets.packed import pack
from clusterlib.sheets.refusals import SAVE_AS_CSV
from clusterlib.sheets.sheet import Sheet, holds_anything

_SEPARATORS = {";": "分号", "\t": "制表符", "|": "竖线", "，": "全角逗号", "；": "全角分号"}
_QUOTED = re.compile(r'"[^"]*"')
_LINES_LOOKED_AT = 8
_LOOKED_AT = 10**5


def csv_sheet(content: bytes, where: str) -> Sheet:
    """Read a CSV in UTF-8 or GB18030; a record may run over several lines.

    Raises
    ------
    InputError
        If it is in another encoding, separated by another sign, beyond a limit, or if its
        quotes do not match.
    """
    _check_lines(content, where)
    text, encoding = decoded(content, where)
    _refuse_other_separators(text, where)
    packed = pack(content.removeprefix(codecs.BOM_UTF8), encoding)
    if packed is not None:
        check_extent(where, len(packed), len(packed.columns))
        for column in packed.columns:
            if (row := column.longer_than(LONGEST_CELL)) is not None:
                raise _cell_too_long(f"{where}，第{packed.lines[row]}行")
        return Sheet("", packed, packed.lines)
    return _sheet_with_quotes(text, where)


def read_records(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV that this package has written, by their headings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return records_of(file.read())[1]


def records_of(text: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the headings of a CSV, and its rows by them, blank where a row is short."""
    reader = csv.reader(io.StringIO(text, newline=""))
    headings, *rows = [list(map(unguarded, row)) for row in reader if row] or [[]]
    return headings, [
        dict(zip_longest(headings, row[: len(headings)], fillvalue="")) for row in rows
    ]


def _sheet_with_quotes(text: str, where: str) -> Sheet:
    rows: list[list[str]] = []
    lines: list[int] = []
    last = widest = 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if holds_anything(row):
                rows.append([unguarded(cell) if cell[:1] == "'" else cell for cell in row])
                lines.append(last + 1)
                widest = max(widest, len(row))
                check_extent(where, len(rows), widest)
                if any(len(cell) > LONGEST_CELL for cell in row):
                    raise _cell_too_long(f"{where}，第{last + 1}行")
            last = reader.line_num
    except csv.Error as error:
        line = f"{where}，第{last + 1}行"
        found = "引号有误，不成对或后面不是逗号"
        raise InputError(line, found, "逗号分隔的表格", SAVE_AS_CSV) from error
    return Sheet("", rows, lines)


def _check_lines(content: bytes, where: str) -> None:
    """Refuse a file with a line of more bytes than are read, without taking it apart."""
    start = 0
    while len(content) - start > LONGEST_LINE:
        within = start, start + LONGEST_LINE
        end = max(content.rfind(b"\n", *within), content.rfind(b"\r", *within))
        if end < 0:
            line = max(content.count(b"\n", 0, start), content.count(b"\r", 0, start)) + 1
            most = f"每行不超过 {LONGEST_LINE // 10**6} MB"
            raise beyond(f"{where}，第{line}行", "这一行过长", most)
        start = end + 1


def _refuse_other_separators(text: str, where: str) -> None:
    """Refuse a table whose first lines are separated by another sign than commas."""
    bare = _QUOTED.sub("…", text[:_LOOKED_AT]).replace("\r", "\n").split("\n")
    lines = [line for line in bare if line.strip()][:_LINES_LOOKED_AT]
    most_commas = max((line.count(",") for line in lines), default=0)
    for sign, name in _SEPARATORS.items():
        heading = max(lines, key=lambda line: line.count(sign), default="")
        if "," not in heading and heading.count(sign) >= max(most_commas, 1):
            raise InputError(where, f"各列之间是{name}，不是逗号", "逗号分隔的表格", SAVE_AS_CSV)


def _cell_too_long(where: str) -> InputError:
    return beyond(where, "有一格文字过长", f"每格不超过{LONGEST_CELL}字")
