"""Styles and shared texts of an .xlsx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from clusterlib.sheets.limits import beyond
from clusterlib.sheets.look import NORMAL, Face, Look, format_of
from clusterlib.sheets.parts import Attributes, Package, local

MOST_STYLES = 100_000
"""Number formats, fonts and styles; Excel itself takes 65,490."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
GROUPS = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
"""Groups of the part of styles, in the order in which they must stand."""
_NO = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share.

    Parameters
    ----------
    looks : sequence of Look
        Styles of cells by number.
    strings : sequence of str
        Shared texts.
    rich : set of int
        Which of them have runs with fonts of their own.
    epoch_1904 : bool
        Whether days are counted from 1904.
    is_uncomputed : bool
        Whether formulas are to be computed when the workbook is opened, so that a 0 in the
        file may stand for no value at all.
    """

    looks: Sequence[Look]
    strings: Sequence[str]
    rich: set[int]
    epoch_1904: bool
    is_uncomputed: bool


class RichText:
    """One text in runs, as its elements begin one after the other."""

    __slots__ = ("_face", "_is_phonetic", "_is_text", "_pieces", "_texts", "is_rich")

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self.begin()

    def begin(self) -> None:
        """Begin a new text."""
        self._pieces: list[str] = []
        self._face = NORMAL
        self._is_text = self._is_phonetic = self.is_rich = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element within the text, by its name without prefix."""
        self._settle()
        if name == "t":
            self._texts.clear()
            self._is_text = not self._is_phonetic
        elif name == "r":
            self._face, self.is_rich, self._is_phonetic = NORMAL, True, False
        elif name == "rPh":
            self._is_phonetic = True
        elif name in ("strike", "vertAlign"):
            self._face = _face_with(self._face, name, attributes)

    def end(self) -> str:
        """Return the text as it is shown."""
        self._settle()
        return "".join(self._pieces)

    def _settle(self) -> None:
        if self._is_text:
            self._pieces.append(self._face.of(text_in(self._texts)))
            self._is_text = False


def text_in(texts: list[str]) -> str:
    """Return the text of the element that began last; spaces after its end are left out."""
    if not texts:
        return ""
    text = texts[0] if len(texts) == 1 or texts[1].isspace() else "".join(texts)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def shared_texts(package: Package, part: str) -> tuple[list[str], set[int]]:
    """Return the shared texts of a workbook, and the positions of those in runs.

    Where the part breaks off, the whole texts before the break keep their positions; a cell
    that asks for a later one finds the workbook damaged.
    """
    texts: list[str] = []
    found: list[str] = []
    rich: set[int] = set()
    text = RichText(texts)
    is_open = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal is_open
        name = local(name)
        if name in ("si", ""):
            if is_open:
                if text.is_rich:
                    rich.add(len(found))
                found.append(text.end())
            text.begin()
            is_open = True
        else:
            text.start(name, attributes)

    ended: list[str] = []
    try:
        package.walk(part, start, texts, ended)
    except ExpatError:
        if sum(local(name) == "si" for name in ended) > len(found):
            start("", {})
    return found, rich


def looks_of(package: Package, part: str) -> list[Look]:
    """Return the styles of cells by their number.

    Raises
    ------
    InputError
        If there are more than a workbook can have.
    """
    spelled: dict[str, str] = {}
    faces: list[Face] = []
    chosen: list[tuple[str, str]] = []
    section = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal section
        name = local(name)
        if name in GROUPS:
            section = name
        elif section == "numFmts" and name == "numFmt":
            spelled[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif section == "fonts" and name == "font":
            faces.append(NORMAL)
        elif section == "fonts" and name in ("strike", "vertAlign") and faces:
            faces[-1] = _face_with(faces[-1], name, attributes)
        elif section == "cellXfs" and name == "xf":
            chosen.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
        if len(spelled) + len(faces) + len(chosen) > 3 * MOST_STYLES:
            raise beyond(package.where, "单元格样式过多", f"不超过{MOST_STYLES}种")

    package.walk(part, start, [])
    known = {str(place): face for place, face in enumerate(faces)}
    return [Look(format_of(form, spelled), known.get(font, NORMAL)) for form, font in chosen]


def _face_with(face: Face, name: str, attributes: Attributes) -> Face:
    value = attributes.get("val", "")
    if name == "strike":
        return Face(value.lower() not in _NO, face.place)
    return Face(face.is_struck, "" if value == "baseline" else value)
