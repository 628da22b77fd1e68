"""Mutated files: bytes, words, lines, and the parts and tags inside a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

WORDS = (
    "",
    " ",
    "-",
    "—",
    "0",
    "-1",
    "1e999",
    "1E400",
    "NaN",
    "inf",
    "9" * 30,
    "0." + "0" * 40 + "1",
    "12,34",
    "1,234",
    "１２３",
    "约500",
    "13¹",
    "50%",
    "'=1",
    "=1+1",
    "'",
    '"',
    '""',
    ";",
    "\t",
    "\r",
    "\n",
    "\x1a",
    "\x00",
    "\x7f",
    "\ufeff",
    "\u202e",
    "\u200b",
    "\ud800",
    "合计",
    "注：",
    "有",
    "无",
    "都",
    "产业基地",
    "2025年",
    "23年",
    "2026年（目标）",
    "（万元）",
    "单位：亿元",
    "万美元",
    "元/吨",
    "((((",
    "))))",
    "[[[[",
    "{{{{",
    "- " * 9,
    "&a",
    "*a",
    "!!",
    "<<",
    "|",
    ">",
    "%YAML",
    "---",
    "...",
    "#REF!",
    "A" * 40_000,
    "（" * 3_000,
    "1." * 3_000,
    "其中：" * 3_000,
    ":" * 99,
    "applicant_id",
    "申报编号",
    "output_value",
    "2024-02-30",
    "9999-99-99",
    "2024-01-01",
    "true",
    "null",
    "~",
)
NUMBERS = (
    "0",
    "-1",
    "1",
    "2",
    "99",
    "65536",
    "1048576",
    "16777216",
    "2147483648",
    "4294967295",
    "18446744073709551616",
    "1e308",
    "NaN",
    "",
)
PLACES = (
    "A1",
    "XFD1048576",
    "A1048576",
    "XFD1",
    "XFE1",
    "A0",
    "AAAA1",
    "1",
    "A1:XFD1048576",
    "B2:A1",
    "A1:A1",
    "$A$1",
    "F4",
    "",
)
_TAG = re.compile(rb"<[^<>]{1,300}>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"<>]{0,200})"')
_TEXT = re.compile(rb">([^<>]{1,200})<")
_LARGEST = 10**6
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800]")
_WORD = re.compile(r"[^\s,;:{}\[\]\"']+")
_ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY x "%s">]>' % (b"y" * 999),
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
)


def mutated(kind: str, wholes: list[bytes], random: Random) -> bytes:
    """Return a file made from one of the whole ones by one to four changes.

    Parameters
    ----------
    kind : str
        Key of `tests.fuzz.seeds.seeds`.
    wholes : list of bytes
        Whole files of the kind.
    random : Random
        Decides everything; the same state gives the same file.
    """
    content = random.choice(wholes)
    inside = kind.endswith("xlsx") and random.random() < 0.9
    for _ in range(random.choice((1, 1, 2, 4))):
        if inside:
            content = _in_package(content, random)
        elif kind.endswith(("csv", "yaml")) and random.random() < 0.8:
            content = _in_text(content, random)
        else:
            content = _in_bytes(content, random, kind.endswith("parquet"))
        if len(content) > _LARGEST:  # what is changed again grows again
            break
    return content


def _in_bytes(content: bytes, random: Random, at_the_end: bool = False) -> bytes:
    """Change, drop, repeat, insert or cut bytes; of Parquet mostly those of its foot."""
    if not content:
        return bytes(random.randrange(256) for _ in range(9))
    start = max(len(content) - 3_000, 0) if at_the_end and random.random() < 0.7 else 0
    place = random.randrange(start, len(content))
    length = random.choice((1, 1, 2, 4, 8, 50, 500))
    new = random.choice(
        (
            bytes(random.randrange(256) for _ in range(min(length, 8))),
            random.choice((b"\0", b"\xff", b"\x7f", b"\x80")) * length,
            content[place : place + length] * random.choice((2, 3, 1000)),
            bytes([content[place] ^ 1 << random.randrange(8)]),
            b"",
        )
    )
    if random.random() < 0.05:
        return content[:place]
    return content[:place] + new + content[place + random.choice((0, len(new), length)) :]


def _in_text(content: bytes, random: Random) -> bytes:
    """Replace a word, drop, repeat, swap or indent a line, or begin or end otherwise."""
    text = content.decode("utf-8", "surrogateescape")
    word = random.choice(WORDS)
    words = list(_WORD.finditer(text))
    lines = text.splitlines(keepends=True) or [""]
    line = random.randrange(len(lines))
    choice = random.randrange(9)
    if choice < 4 and words:
        found = random.choice(words)
        text = text[: found.start()] + word + text[found.end() :]
    elif choice == 4:
        del lines[line]
    elif choice == 5:
        lines[line] *= random.choice((2, 2, 3, 500, 20_000))
    elif choice == 6:
        lines[line] = random.choice((" ", "\t", "  ", ",", "- ", word)) + lines[line]
    elif choice == 7:
        other = random.randrange(len(lines))
        lines[line], lines[other] = lines[other], lines[line]
    else:
        place = random.randrange(len(text) + 1)
        text = text[:place] + word * random.choice((1, 1, 2, 300)) + text[place:]
    if 4 <= choice <= 7:
        text = "".join(lines)
    return text.encode("utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape")


def _in_package(content: bytes, random: Random) -> bytes:
    """Change one part of a workbook, or the parts as a whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return _in_bytes(content, random)
    # Sheets, styles and texts hold what is read.
    chosen = [name for name in parts if re.search("sheet|styles|shared|workbook", name)]
    name = random.choice(chosen if chosen and random.random() < 0.9 else [*parts, "x.xml"])
    choice = random.randrange(12)
    if choice == 0:
        parts.pop(name, None)
    elif choice == 1:
        new = random.choice((name.replace("/", "\\"), name.upper(), f"/{name}", f"x/../{name}"))
        parts = {new if part == name else part: data for part, data in parts.items()}
    else:
        parts[name] = _in_xml(parts.get(name, b"<x/>"), random)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", random.choice((0, 8, 8))) as package:
        for part, data in parts.items():
            package.writestr(part, data)
    return target.getvalue()


def _in_xml(part: bytes, random: Random) -> bytes:
    """Change an attribute, a text or a tag of a part of a workbook, or its bytes."""
    choice = random.randrange(10)
    pattern = (_ATTRIBUTE, _ATTRIBUTE, _ATTRIBUTE, _TEXT, _TEXT, _TAG, _TAG, _TAG)[choice % 8]
    found = list(pattern.finditer(part))
    if choice >= 8 or not found:
        if choice == 9:
            place = part.find(b"?>") + 2
            return part[:place] + random.choice(_ENTITIES) + part[place:]
        return _in_bytes(part, random)
    one = random.choice(found)
    if pattern is _TAG:
        other = random.choice(found)[0]
        new = random.choice(
            (
                b"",
                one[0] * 2,
                other,
                one[0] * 3000,
                other + one[0],
                one[0].replace(b"<", b"<x:", 1),
                one[0][:-1] + b"/>",
            )
        )
        return part[: one.start()] + new + part[one.end() :]
    text = random.choice((*WORDS, *NUMBERS, *PLACES, *NUMBERS, *PLACES))
    clean = _FORBIDDEN.sub("", text) if random.random() < 0.9 else text
    escaped = clean.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    place = 2 if pattern is _ATTRIBUTE else 1
    return (
        part[: one.start(place)]
        + escaped.encode("utf-8", "surrogatepass")
        + part[one.end(place) :]
    )
