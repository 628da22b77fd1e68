"""In which encoding a table as text is, told by its bytes."""

from __future__ import annotations

import codecs
import re

from clusterlib.errors import InputError
from clusterlib.sheets.refusals import SAVE_AS_CSV

_KINDS = {
    b"PK\x03\x04": "是 Excel 工作簿或压缩文件，只是扩展名为 .csv",
    bytes.fromhex("d0cf11e0a1b11ae1"): "是 Excel 97-2003 工作簿，只是扩展名为 .csv",
    b"PAR1": "是 Parquet 文件，只是扩展名为 .csv",
    b"%PDF": "是 PDF 文件，只是扩展名为 .csv",
}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIGNS = re.compile(rb"[\x00-\x80]+|([\x81-\xfe])([\x40-\xfe])|.", re.DOTALL)
_LOOKED_AT = 30_000
_ENOUGH_FOR_UTF8 = 6
"""Longer characters in a row that no text in GB18030 happens to form."""


def decoded(content: bytes, where: str) -> tuple[str, str]:
    """Return a table as text without its byte order mark, and its encoding.

    Raises
    ------
    InputError
        If it is neither in UTF-8 nor in GB18030, naming what it is.
    """
    for start, found in _KINDS.items():
        if content.startswith(start):
            raise InputError(where, found, "逗号分隔的文本", "请改回原来的扩展名，或另存为 CSV。")
    if content.startswith(_UTF16) or b"\0" in content:
        is_utf16 = content.startswith(_UTF16) or content[:2000].count(0) > len(content[:2000]) / 8
        found = "是 UTF-16 编码（“Unicode 文本”）" if is_utf16 else "不是文本文件（含空字节）"
        raise InputError(where, found, "UTF-8 或 GB18030 编码的 CSV", SAVE_AS_CSV)
    marked = content.startswith(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if marked or _is_utf8_so_far(content[: error.start]):
            line = content.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"{where}，第{line}行",
                "有不是 UTF-8 的字节，文件可能被截断或拼接过",
                "全文同一种编码",
                SAVE_AS_CSV,
            ) from error
    if _is_big5(content[:_LOOKED_AT]):
        raise InputError(where, "是 Big5 编码（繁体中文）", "UTF-8 或 GB18030", SAVE_AS_CSV)
    try:
        return content.decode("gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        raise InputError(where, "文字编码认不出", "UTF-8 或 GB18030", SAVE_AS_CSV) from error


def _is_utf8_so_far(content: bytes) -> bool:
    longer = sum(1 for byte in content[-_LOOKED_AT:] if byte >= 0xC0)
    return longer >= _ENOUGH_FOR_UTF8


def _is_big5(content: bytes) -> bool:
    """Return whether a text has more everyday characters of Big5 than of GB18030."""
    pairs = [(found[1][0], found[2][0]) for found in _SIGNS.finditer(content) if found[1]]
    as_big5 = sum(0xA4 <= lead <= 0xC6 and not 0x7F <= trail <= 0xA0 for lead, trail in pairs)
    as_gb = sum(0xB0 <= lead <= 0xD7 and trail >= 0xA1 for lead, trail in pairs)
    return bool(as_big5 > as_gb)
