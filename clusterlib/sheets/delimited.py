"""Tables as text, separated by commas（CSV）."""

from __future__ import annotations

import codecs
import csv
import io

from clusterlib.errors import InputError
from clusterlib.sheets.packed import pack
from clusterlib.sheets.sheet import Sheet, holds_anything

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS_CSV = "请用 Excel 另存为“CSV UTF-8（逗号分隔）”后重试。"


def csv_sheet(content: bytes, where: str) -> Sheet:
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
            if holds_anything(row):
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
