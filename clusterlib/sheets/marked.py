"""A workbook with marks and a list put before its sheets, and proof that nothing else differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from clusterlib.sheets.marks import Mark, clean, column_letters, mark_sheet
from clusterlib.sheets.package import CONTENT_TYPES, Package, parsed
from clusterlib.sheets.style_part import Styles

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FAMILY = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LONGEST = 2000
"""Characters of one cell of the list."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of the list: its cells, the colour of one of them, and where it links to."""

    cells: tuple[str | int, ...]
    colour: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list to put before the sheets: the linked and the coloured column count from 0."""

    name: str
    title: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[ListRow, ...]
    linked: int
    coloured: int


def with_marks(content: bytes, marks: Sequence[Mark], listed: ListSheet, author: str) -> bytes:
    """Return a workbook with its cells marked and a list before its sheets.

    Raises
    ------
    ValueError
        If anything but the marks would differ, or the package cannot be marked; whatever
        zipfile and lxml raise for a broken one.
    """
    package = Package.opened(content)
    if any(name.lower().startswith("_xmlsignatures") for name in package.parts):
        raise ValueError("a mark would break the signature")
    book = book_of(package)
    styles = Styles(package, book)
    sheets = sheets_of(package, book)
    for name, part in sheets:
        here = [mark for mark in marks if mark.sheet == name]
        if here:
            mark_sheet(package, part, here, styles, author)
        if b"tabSelected" in package.parts[part]:
            for view in package.tree(part).iter("{*}sheetView"):
                view.attrib.pop("tabSelected", None)
    _put_list_first(package, book, listed, styles)
    marked = package.packed()
    if difference := _difference(Package.opened(content), Package.opened(marked)):
        raise ValueError(difference)
    return marked


def list_alone(listed: ListSheet) -> bytes:
    """Return a workbook that holds the list and nothing else."""
    parts = {
        CONTENT_TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_FAMILY}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_FAMILY}"><bookViews>'
        "<workbookView/></bookViews><sheets/></workbook>",
    }
    package = Package({}, {name: part.encode() for name, part in parts.items()})
    book = "xl/workbook.xml"
    _put_list_first(package, book, listed, Styles(package, book))
    return package.packed()


def is_macro_workbook(content: bytes) -> bool:
    """Return whether a package says that it holds macros, whatever its name ends with."""
    package = Package.opened(content)
    return "macroEnabled" in package.content_type(book_of(package))


def book_of(package: Package) -> str:
    """Return the part of the workbook."""
    return package.related("", "officeDocument")[0][1]


def sheets_of(package: Package, book: str) -> list[tuple[str, str]]:
    """Return name and part of each sheet of cells, in the order of the workbook."""
    parts = dict(package.related(book, "worksheet"))
    return [
        (sheet.get("name"), parts[identifier])
        for sheet in package.tree(book).iterfind("{*}sheets/{*}sheet")
        if (identifier := sheet.get(f"{{{package.family}}}id")) in parts
    ]


def _put_list_first(package: Package, book: str, listed: ListSheet, styles: Styles) -> None:
    root = package.tree(book)
    space, sheets = etree.QName(root).namespace, root.find("{*}sheets")
    name = package.free("xl/worksheets/sheetC{}.xml")
    package.add(name, _drawn(listed, space, styles), _SHEET)
    taken = {sheet.get("name", "").lower() for sheet in sheets}
    free = next(
        found
        for n in range(1, 10**6)
        if (found := f"{listed.name}{n if n > 1 else ''}").lower() not in taken
    )
    number = max((int(sheet.get("sheetId", 0)) for sheet in sheets), default=0) + 1
    fresh = etree.Element(f"{{{space}}}sheet", name=free, sheetId=str(number))
    fresh.set(f"{{{package.family}}}id", package.relate(book, "worksheet", name))
    sheets.insert(0, fresh)
    for view in root.iterfind("{*}bookViews/{*}workbookView"):
        view.attrib.pop("activeTab", None)
        view.attrib.pop("firstSheet", None)
    for defined in root.iterfind("{*}definedNames/{*}definedName"):
        if defined.get("localSheetId"):
            defined.set("localSheetId", str(int(defined.get("localSheetId")) + 1))


def _drawn(listed: ListSheet, space: str, styles: Styles) -> bytes:
    """Return the part of the list, set up to be printed."""
    title = styles.fresh(font='<b/><sz val="14"/>', is_cell=False)
    heading = styles.fresh(font='<b/><sz val="11"/>', colour="E4E8EC")
    plain = styles.fresh(font='<sz val="11"/>')
    linked = styles.fresh(font='<u/><sz val="11"/><color rgb="FF0F5C8C"/>')
    root = etree.fromstring(
        f'<worksheet xmlns="{space}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="2" topLeftCell="A3" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols/><sheetData/>'
        '<hyperlinks/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "</worksheet>"
    )
    columns, data, links = (
        root.find(f"{{{space}}}{tag}") for tag in ("cols", "sheetData", "hyperlinks")
    )
    for position, width in enumerate(listed.widths, 1):
        etree.SubElement(
            columns,
            f"{{{space}}}col",
            min=str(position),
            max=str(position),
            width=str(width),
            customWidth="1",
        )
    _row(data, 1, [(listed.title, title)])
    _row(data, 2, [(text, heading) for text in listed.headings])
    for number, row in enumerate(listed.rows, 3):
        of_colour = styles.fresh(font='<sz val="11"/>', colour=row.colour) if row.colour else plain
        of_column = {listed.coloured: of_colour, listed.linked: linked if row.link else plain}
        _row(
            data,
            number,
            [(text, of_column.get(position, plain)) for position, text in enumerate(row.cells)],
        )
        if row.link:
            etree.SubElement(
                links,
                f"{{{space}}}hyperlink",
                location=row.link,
                ref=f"{column_letters(listed.linked + 1)}{number}",
            )
    if not len(links):
        root.remove(links)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _row(data: Any, number: int, cells: Sequence[tuple[str | int, int]]) -> None:
    """Write a row; a text is kept as text, whatever it begins with."""
    space = f"{{{etree.QName(data).namespace}}}"
    row = etree.SubElement(data, f"{space}row", r=str(number))
    for position, (text, style) in enumerate(cells, 1):
        cell = etree.SubElement(
            row, f"{space}c", r=f"{column_letters(position)}{number}", s=str(style)
        )
        if isinstance(text, int):
            etree.SubElement(cell, f"{space}v").text = str(text)
        elif text:
            cell.set("t", "inlineStr")
            held = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
            held.text = clean(text[:_LONGEST])
            held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _difference(before: Package, after: Package) -> str:
    """Return what differs beside the marks, blank where nothing does."""
    book = book_of(before)
    sheets, copied = sheets_of(before, book), sheets_of(after, book_of(after))
    if copied[1:] != sheets or len(_names(after)) != len(_names(before)) + 1:
        return "sheets differ"
    for name, part in sheets:
        if _without_marks(before.parts[part]) != _without_marks(after.parts[part]):
            return f"sheet {name} differs"
    marked = {
        book,
        CONTENT_TYPES,
        *(part for _, part in sheets),
        *(part for _, part in before.related(book, "styles")),
    }
    for part in (part for _, part in sheets):
        comments = before.related(part, "comments")
        for _, name in comments:
            if not set(_comments(before.parts[name])) <= set(_comments(after.parts[name])):
                return "comments differ"
        marked |= {name for _, name in (*comments, *before.related(part, "vmlDrawing"))}
    for name, content in before.parts.items():
        is_marked = name in marked or name.endswith(".rels")
        if name not in after.parts or (not is_marked and after.parts[name] != content):
            return f"part {name} differs"
    return ""


def _names(package: Package) -> list[str]:
    return [sheet.get("name") for sheet in package.tree(book_of(package)).find("{*}sheets")]


def _comments(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield address and beginning of each comment, as far as it was there before."""
    for comment in parsed(content).iter("{*}comment"):
        runs = ["".join(run.itertext()) for run in comment.find("{*}text")]
        for end in range(len(runs) + 1):
            yield comment.get("ref", ""), "".join(runs[:end])


def _without_marks(content: bytes) -> bytes:
    """Return a sheet without what a mark changes: colours, drawing of comments, selection."""
    root = parsed(content)
    for cell in list(root.iter("{*}c")):
        cell.attrib.pop("s", None)
        if not len(cell) and set(cell.attrib) <= {"r"}:
            cell.getparent().remove(cell)
    for row in list(root.iter("{*}row")):
        row.attrib.pop("spans", None)
        if not len(row) and set(row.attrib) <= {"r"}:
            row.getparent().remove(row)
    for drawing in root.findall("{*}legacyDrawing"):
        root.remove(drawing)
    for view in root.iter("{*}sheetView"):
        view.attrib.pop("tabSelected", None)
    return bytes(etree.tostring(root, method="c14n"))
