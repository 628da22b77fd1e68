"""Marks in a workbook（标注）: coloured cells with comments, put into its parts as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from clusterlib.sheets.package import Package
from clusterlib.sheets.style_part import Styles

MOST_CELLS = 500
"""Cells of one range that are coloured."""
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = " ".join(
    (
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:o="urn:schemas-microsoft-com:office:office"',
        'xmlns:x="urn:schemas-microsoft-com:office:excel"',
    )
)
_BOX = (
    f'<v:shapetype {_VML} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_AFTER_DRAWING = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
)
"""Elements of a sheet that stand behind the drawing of comments."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Cells of a sheet to colour, such as ``F4`` or ``F18:F20``, and why, told at the first."""

    sheet: str
    cells: str
    colour: str
    text: str


def clean(text: str) -> str:
    """Return a text without what no XML can hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def mark_sheet(
    package: Package, part: str, marks: Sequence[Mark], styles: Styles, author: str
) -> None:
    """Colour the cells of the marks on one sheet and put a comment at the first cell of each."""
    grid = Grid(package.tree(part))
    texts: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        places = list(_places(mark.cells))
        if places:
            texts.setdefault(grid.shown.get(places[0], places[0]), []).append(mark.text)
        for place in places:
            cell, style = grid.cell(place)
            cell.set("s", str(styles.filled(style, mark.colour)))
    if texts:
        _comment(package, part, {place: "\n".join(said) for place, said in texts.items()}, author)


def _places(cells: str) -> Iterator[tuple[int, int]]:
    """Yield row and column, from 1, of the cells of an address."""
    first, _, last = cells.partition(":")
    found, end = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last or first)
    if found is None or end is None:
        return
    left, right = column_number(found[1]), column_number(end[1])
    places = (
        (row, column)
        for row in range(int(found[2]), int(end[2]) + 1)
        for column in range(left, right + 1)
    )
    for _, place in zip(range(MOST_CELLS), places, strict=False):
        yield place


def column_number(letters: str) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Grid:
    """The cells of a sheet's part by place; one that is not there is put where it belongs."""

    def __init__(self, root: Any) -> None:
        self._space = f"{{{etree.QName(root).namespace}}}"
        self._data = root.find(f"{self._space}sheetData")
        self._rows = self._by_number(self._data, "row")
        self._columns = list(root.iterfind(f"{self._space}cols/{self._space}col"))
        self.shown: dict[tuple[int, int], tuple[int, int]] = {}
        for area in root.iterfind(f"{self._space}mergeCells/{self._space}mergeCell"):
            covered = list(_places(area.get("ref", "")))
            self.shown.update(dict.fromkeys(covered, covered[0]) if covered else {})

    def cell(self, place: tuple[int, int]) -> tuple[Any, int]:
        """Return the cell at a row and column, and its style as it is or as it is inherited."""
        number, column = place
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = self._inserted(self._data, "row", number, str(number))
        cells = self._by_number(row, "c")
        if column in cells:
            return cells[column], int(cells[column].get("s", 0))
        row.attrib.pop("spans", None)
        address = f"{column_letters(column)}{number}"
        return self._inserted(row, "c", column, address), self._inherited(row, column)

    def _inherited(self, row: Any, column: int) -> int:
        if row.get("customFormat") in ("1", "true"):
            return int(row.get("s", 0))
        for found in self._columns:
            if int(found.get("min")) <= column <= int(found.get("max")):
                return int(found.get("style", 0))
        return 0

    def _by_number(self, parent: Any, tag: str) -> dict[int, Any]:
        """Return rows or cells by number; one without an address follows the one before."""
        found, number = {}, 0
        for child in parent.iterfind(f"{self._space}{tag}"):
            address = child.get("r", "")
            if not address:
                number += 1
            elif tag == "row":
                number = int(address)
            else:
                number = column_number(address.rstrip("0123456789"))
            found[number] = child
        return found

    def _inserted(self, parent: Any, tag: str, number: int, address: str) -> Any:
        before = [child for at, child in self._by_number(parent, tag).items() if at < number]
        fresh = etree.Element(f"{self._space}{tag}", r=address)
        if before:
            before[-1].addnext(fresh)
        else:
            parent.insert(0, fresh)
        return fresh


def _comment(package: Package, part: str, texts: dict[tuple[int, int], str], author: str) -> None:
    """Add comments to a sheet; where a cell has one, it is lengthened."""
    space = etree.QName(package.tree(part)).namespace
    comments = package.related(part, "comments")
    name = comments[0][1] if comments else package.free("xl/commentsC{}.xml")
    if not comments:
        content = f'<comments xmlns="{space}"><authors/><commentList/></comments>'
        package.add(name, content.encode(), _COMMENTS)
        package.relate(part, "comments", name)
    root = package.tree(name)
    authors, listed = (root.find(f"{{{space}}}{tag}") for tag in ("authors", "commentList"))
    etree.SubElement(authors, f"{{{space}}}author").text = author
    there = {comment.get("ref"): comment for comment in listed}
    fresh = []
    for place, text in texts.items():
        address = f"{column_letters(place[1])}{place[0]}"
        if address in there:
            _lengthen(there[address].find(f"{{{space}}}text"), f"\n{clean(text)}")
            continue
        fresh.append(place)
        comment = etree.SubElement(
            listed, f"{{{space}}}comment", ref=address, authorId=str(len(authors) - 1)
        )
        _lengthen(etree.SubElement(comment, f"{{{space}}}text"), clean(text))
    _draw(package, part, {place: texts[place] for place in fresh})


def _lengthen(rich: Any, text: str) -> None:
    """Append a run to a text; a text without runs becomes its first."""
    space = f"{{{etree.QName(rich).namespace}}}"
    plain = rich.find(f"{space}t")
    if plain is not None:
        run = etree.Element(f"{space}r")
        plain.addprevious(run)
        run.append(plain)
    run = etree.Element(f"{space}r")
    etree.SubElement(run, f"{space}t").text = text
    run[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    runs = rich.findall(f"{space}r")
    if runs:
        runs[-1].addnext(run)
    else:
        rich.insert(0, run)


def _draw(package: Package, part: str, texts: dict[tuple[int, int], str]) -> None:
    """Draw the boxes of comments; without one a comment is not shown."""
    root = package.tree(part)
    space = etree.QName(root).namespace
    drawing = root.find(f"{{{space}}}legacyDrawing")
    identifier = f"{{{package.family}}}id"
    if drawing is None:
        name = package.free("xl/drawings/vmlDrawingC{}.vml")
        package.add(name, f"<xml {_VML}>{_BOX}</xml>".encode(), _DRAWING)
        drawing = etree.Element(f"{{{space}}}legacyDrawing")
        drawing.set(identifier, package.relate(part, "vmlDrawing", name))
        behind = [
            child
            for child in root
            if isinstance(child.tag, str) and etree.QName(child).localname in _AFTER_DRAWING
        ]
        if behind:
            behind[0].addprevious(drawing)
        else:
            root.append(drawing)
    else:
        name = dict(package.related(part, "vmlDrawing"))[drawing.get(identifier)]
    content = package.parts[name]
    before, end, after = content.rpartition(b"</xml>")
    if not end:
        raise ValueError("the drawing of comments has no end")
    numbers = [int(found) for found in re.findall(rb"_x0000_s([0-9]{1,9})", content)]
    last = max(numbers, default=1024)
    boxes = "".join(
        _box(last + 1 + number, place, text) for number, (place, text) in enumerate(texts.items())
    )
    kind = "" if b"_x0000_t202" in content else _BOX
    package.parts[name] = before + (kind + boxes).encode() + end + after


def _box(number: int, place: tuple[int, int], text: str) -> str:
    height = 45 + 15 * (len(text) // 20)
    return (
        f'<v:shape {_VML} id="_x0000_s{number}" type="#_x0000_t202" '
        f'style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:240pt;'
        f'height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{place[0] - 1}</x:Row><x:Column>{place[1] - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )
