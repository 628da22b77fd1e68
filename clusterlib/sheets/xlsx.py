"""Workbooks in Office Open XML（.xlsx、.xlsm）: what their cells show."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from clusterlib.sheets.limits import MOST_SHEETS, beyond
from clusterlib.sheets.parts import NO, Attributes, Package, Relation, local
from clusterlib.sheets.refusals import damaged, no_workbook
from clusterlib.sheets.sheet import Sheet
from clusterlib.sheets.xlsx_cells import cells_of
from clusterlib.sheets.xlsx_styles import Book, looks_of, shared_texts

LARGEST_KEPT = 10**6
"""Bytes of a workbook that is kept until the next one is read."""


@dataclass(slots=True)
class _Contents:
    """What a workbook's first part says: its sheets as name, relation and whether hidden."""

    root: str = ""
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    epoch_1904: bool = False
    is_uncomputed: bool = False


def xlsx_sheets(content: bytes, where: str) -> tuple[Sheet, ...]:
    """Return the sheets of an .xlsx, those that are hidden last.

    Raises
    ------
    InputError
        If it is damaged, of another kind, or beyond the limits of `clusterlib.sheets.parts`.
    """
    # An application is read twice: to see what it is, and what stands in it.
    read = _kept if len(content) <= LARGEST_KEPT else _xlsx_sheets
    return read(content, where)


def _xlsx_sheets(content: bytes, where: str) -> tuple[Sheet, ...]:
    if not content.startswith(b"PK"):
        is_page = content.lstrip()[:1] == b"<"
        raise no_workbook(where, "是网页，不是工作簿" if is_page else "不是 Excel 工作簿")
    try:
        return _read(Package.opened(content, where))
    # What a broken archive raises in zipfile, zlib and the XML parser, or lacks.
    except (
        BadZipFile,
        ExpatError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        UnicodeError,
        ValueError,
        zlib.error,
    ) as error:
        raise damaged(where) from error


_kept = lru_cache(maxsize=1)(_xlsx_sheets)


def _read(package: Package) -> tuple[Sheet, ...]:
    part = package.workbook()
    if part.lower().endswith(".bin"):
        raise no_workbook(package.where, "是二进制工作簿（.xlsb）")
    contents = _contents(package, part)
    if contents.root != "workbook":
        raise no_workbook(package.where)
    if len(contents.sheets) > MOST_SHEETS:
        raise beyond(package.where, f"有{len(contents.sheets)}张工作表", f"不超过{MOST_SHEETS}张")
    related = package.relations(part)
    strings, rich = shared_texts(package, _target(related, "sharedStrings"))
    book = Book(
        looks_of(package, _target(related, "styles")),
        strings,
        rich,
        contents.epoch_1904,
        contents.is_uncomputed,
    )
    sheets = [
        cells_of(package, related[key].target, name, book, is_hidden=is_hidden)
        for name, key, is_hidden in contents.sheets
        if key not in related or related[key].kind == "worksheet"
    ]
    return tuple(sorted(sheets, key=lambda sheet: sheet.is_hidden))


def _target(related: dict[str, Relation], kind: str) -> str:
    return next((found.target for found in related.values() if found.kind == kind), "")


def _contents(package: Package, part: str) -> _Contents:
    contents = _Contents()

    def start(name: str, attributes: Attributes) -> None:
        name = local(name)
        contents.root = contents.root or name
        if name == "sheet":
            key = next((text for known, text in attributes.items() if known.endswith(":id")), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            contents.sheets.append((attributes.get("name", ""), key, is_hidden))
        elif name == "workbookPr":
            contents.epoch_1904 = attributes.get("date1904", "") not in NO
        elif name == "calcPr":
            contents.is_uncomputed = attributes.get("fullCalcOnLoad", "") not in NO

    package.walk(part, start, [])
    return contents
