"""File names that every system can hold（文件名）, made from names as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 60
"""Characters of a name without its ending: paths on Windows end at 260."""

_RESERVED_SIGNS = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def safe_name(text: str, fallback: str = "未命名") -> str:
    """Return a name, without an ending, that Windows and others can hold.

    Examples
    --------
    >>> safe_name("样一市/甲县：<2026>. "), safe_name("con.样县"), safe_name("")
    ('样一市_甲县：_2026_', 'con_.样县', '未命名')
    """
    plain = _RESERVED_SIGNS.sub("_", unicodedata.normalize("NFC", text))
    # Signs that are not seen, such as those that turn the direction of a text.
    seen = "".join(
        " " if char.isspace() else char
        for char in plain
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    name = " ".join(seen.split()).strip(" .")[:LONGEST].strip(" .") or fallback
    first, dot, rest = name.partition(".")
    return f"{first.rstrip()}_{dot}{rest}" if _DEVICES.fullmatch(first.rstrip()) else name


def safe_file_name(text: str, endings: Container[str], fallback: str = "申报表") -> str:
    """Return the last part of a path as a safe file name; a foreign ending becomes part of it.

    Examples
    --------
    >>> safe_file_name("../../甲县?.XLSX", (".xlsx",)), safe_file_name("甲县.exe", (".xlsx",))
    ('甲县_.xlsx', '甲县.exe')
    """
    last = re.split(r"[/\\]", text)[-1]
    stem, dot, ending = last.rpartition(".")
    if dot and f".{ending.lower()}" in endings:
        return f"{safe_name(stem, fallback)}.{ending.lower()}"
    return safe_name(last, fallback)


def distinct(names: Container[str], name: str) -> str:
    """Return the name, numbered if it is among `names`, which are compared without case."""
    number, found = 1, name
    while found.casefold() in names:
        number += 1
        found = f"{name}({number})"
    return found
