"""Texts put into blank cells of a workbook; all else in it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from clusterlib.sheets.marked import book_of, sheets_of
from clusterlib.sheets.marks import Grid, clean
from clusterlib.sheets.package import Package


def with_texts(content: bytes, sheet: str, texts: Mapping[tuple[int, int], str]) -> bytes:
    """Return an .xlsx with texts in blank cells of one sheet.

    Parameters
    ----------
    content : bytes
        The workbook.
    sheet : str
        Name of the sheet.
    texts : mapping of (row, column), both from 1, to text
        What to put in; a cell that holds anything is left alone.

    Raises
    ------
    KeyError
        If there is no such sheet; whatever zipfile and lxml raise for a broken workbook.
    """
    package = Package.opened(content)
    root = package.tree(dict(sheets_of(package, book_of(package)))[sheet])
    grid = Grid(root)
    space = f"{{{etree.QName(root).namespace}}}"
    for place, text in texts.items():
        cell, style = grid.cell(place)
        if len(cell):
            continue
        cell.set("s", str(style))
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t").text = clean(text)
    return package.packed()
