"""Cells of an .xlsx sheet that its plain values do not tell apart.

A fast reader gives 0.125 for a cell that shows 12.5%, and a blank for a formula error or
for a formula that no program has computed yet. The sheets' XML tells; it is searched
only for these three, which costs little where there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.etree import ElementTree
from zipfile import ZipFile

WORKBOOK = "xl/workbook.xml"
_STYLES = "xl/styles.xml"
_BUILT_IN_PERCENT = {"9", "10"}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL = rb"<(?:\w+:)?c\b(?=[^>]*?\br=[\"']([A-Z]+)([0-9]+)[\"'])"
_ERROR = re.compile(
    _CELL + rb"(?=[^>]*?\bt=[\"']e[\"'])[^>]*>(?:(?!</(?:\w+:)?c>).)*?"
    rb"<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>", re.DOTALL,
)
_UNCOMPUTED = re.compile(
    _CELL + rb"(?![^>]*?\bt=[\"']str[\"'])[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpecialCells:
    """Special cells of one sheet by row and column, both from 0.

    Parameters
    ----------
    percent : set of places
        Cells that show a number as a percentage.
    texts : mapping of place to str
        Error values such as ``#DIV/0!``, and formulas without a value, as ``=…``.
    """

    percent: frozenset[Place] = frozenset()
    texts: dict[Place, str] = field(default_factory=dict)


def special_cells(archive: ZipFile) -> dict[str, SpecialCells]:
    """Return the special cells of each sheet of an open .xlsx archive, by sheet name."""
    percent_styles = _percent_styles(archive)
    return {
        name: _search(archive.read(part), percent_styles)
        for name, part in _sheets(archive)
        if part in archive.NameToInfo
    }


def _sheets(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield name and part of each sheet."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(archive.read(WORKBOOK)).iterfind(".//{*}sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        target = targets.get(key, "")
        yield sheet.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}"


def _percent_styles(archive: ZipFile) -> list[str]:
    """Return the numbers of the cell styles that show percentages."""
    if _STYLES not in archive.NameToInfo:
        return []
    styles = ElementTree.fromstring(archive.read(_STYLES))
    formats = _BUILT_IN_PERCENT | {
        str(known.get("numFmtId"))
        for known in styles.iterfind("{*}numFmts/{*}numFmt")
        if is_percent(known.get("formatCode", ""))
    }
    return [
        str(number)
        for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
        if style.get("numFmtId") in formats
    ]


def is_percent(number_format: str) -> bool:
    """Return whether a number format shows percentages: a % that is not quoted text."""
    return "%" in _QUOTED.sub("", number_format)


def _search(sheet: bytes, percent_styles: list[str]) -> SpecialCells:
    percent: frozenset[Place] = frozenset()
    if percent_styles:
        numbers = "|".join(percent_styles).encode("ascii")
        styled = re.compile(_CELL + rb"(?=[^>]*?\bs=[\"'](?:" + numbers + rb")[\"'])")
        percent = frozenset(_place(*found.groups()) for found in styled.finditer(sheet))
    texts = {}
    if b'"e"' in sheet or b"'e'" in sheet:
        for found in _ERROR.finditer(sheet):
            texts[_place(*found.groups()[:2])] = found[3].decode("utf-8")
    if b"f>" in sheet or b"<f" in sheet:
        for found in _UNCOMPUTED.finditer(sheet):
            formula = unescape((found[3] or b"").decode("utf-8"))
            texts[_place(*found.groups()[:2])] = f"={formula}"
    return SpecialCells(percent, texts)


def _place(letters: bytes, row: bytes) -> Place:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1
