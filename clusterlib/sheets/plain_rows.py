"""Rows of a sheet in the one form in which nearly every program writes them.

A table of 100,000 rows has some four million cells, too many to take one element after
the other. A row whose XML is exactly of that form needs no parser: each of its cells is
known by how it is written, and read once however often it is written so. Every other row
goes to the parser, which alone says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from clusterlib.sheets import parts
from clusterlib.sheets.limits import MOST_COLUMNS
from clusterlib.sheets.parts import NO, Attributes

MOST_KEPT = 100_000
"""Cells that are remembered by how they are written."""

_END = b"</row>"
_BEGIN = '<row r="'
# What XML allows in a text, and a parser hands on unchanged.
_CHARACTERS = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*"
_TEXT = rf"{_CHARACTERS}(?:&[a-z]+;{_CHARACTERS}|&#[0-9]+;{_CHARACTERS})*"
_NEXT = re.compile('<c r="([A-Z]{1,3})')
_LINE = re.compile(r"[1-9][0-9]{0,6}")
_HEAD = re.compile(r"([^<>&\x00-\x1f\ufffe\uffff]*)>(.*)")
_ATTRIBUTE = re.compile(r' ([A-Za-z][A-Za-z0-9:]*)="([^"]*)"')
_NUMBER = re.compile(r"-?[1-9][0-9]{0,8}(?:\.[0-9]{0,4}[1-9])?|0|-?0\.[0-9]{0,4}[1-9]")
"""Numbers that are read as they are written."""
_WORDS = re.compile(_CHARACTERS)
_CELL = re.compile(
    r'(?P<attributes>(?: [st]="[0-9A-Za-z]+")*)(?: ?/>|>(?:'
    r'(?:<f(?: t="shared")?(?: ref="[A-Z0-9:]+")?(?: si="[0-9]+")?(?: aca="[a-z]+")?'
    rf"(?:>(?P<f>{_TEXT})</f>|(?P<no_f>/>)))?(?:<v>(?P<v>{_TEXT})</v>)?"
    rf'|<is><t(?: xml:space="preserve")?>(?P<is>{_TEXT})</t></is>)</c>)(?P<next>.*)'
)
_REFERENCE = re.compile("&(?:#([0-9]+)|([a-z]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

Read = Callable[[Attributes, str | None, str | None, str | None], str]
"""Gives a cell's text from its attributes, formula, value and inline text."""


class PlainCells(dict[str, tuple[str, int]]):
    """Text of a cell and column of the next one, -1 for none, by what is written of both.

    From behind the cell's row number to before the next one's.
    """

    def __init__(self, read: Read, plain: Set[str], columns: dict[str, int]) -> None:
        super().__init__()
        self._read = read
        styles = ("", *(f' s="{style}"' for style in plain))
        self._plain = {f"{style}{kind}>" for style in styles for kind in ("", ' t="n"')}
        self._inline = {f'{style} t="inlineStr">' for style in styles}
        self._next = _Next(columns)

    def __missing__(self, written: str) -> tuple[str, int]:
        """Read a cell.

        Raises
        ------
        ValueError
            If it is written in another form.
        """
        cell, _, behind = written.partition("</v></c>")
        before, _, number = cell.partition("<v>")
        if before in self._plain and _NUMBER.fullmatch(number):
            self[written] = known = number, self._next[behind]
            return known
        cell, _, behind = written.partition("</t></is></c>")
        before, _, text = cell.partition("<is><t>")
        if before in self._inline and _WORDS.fullmatch(text) and "_x" not in text:
            self[written] = known = "" if text.isspace() else text, self._next[behind]
            return known
        found = _CELL.fullmatch(written)
        if found is None:
            raise ValueError(written)
        attributes = _attributes(found["attributes"])
        formula = "" if found["no_f"] else _resolved(found["f"])
        text = self._read(attributes, formula, _resolved(found["v"]), _resolved(found["is"]))
        self[written] = known = "" if text.isspace() else text, self._next[found["next"]]
        return known


class _Next(dict[str, int]):
    """Column of the next cell, -1 for none, by what is written from a cell's end to there."""

    def __init__(self, columns: dict[str, int]) -> None:
        super().__init__({"": -1})
        self._columns = columns

    def __missing__(self, written: str) -> int:
        """Read a column; ValueError if it is of another form."""
        found = _NEXT.fullmatch(written)
        if found is None:
            raise ValueError(written)
        self[written] = self._columns[found[1]]
        return self[written]


class _Heads(dict[str, int]):
    """Column of a row's first cell, -1 for none, by what is written from its number to there."""

    def __init__(self, columns: dict[str, int]) -> None:
        super().__init__()
        self._next = _Next(columns)

    def __missing__(self, written: str) -> int:
        """Read what stands before a row's first cell; ValueError if it is of another form."""
        found = _HEAD.fullmatch(written)
        attributes = _attributes(found[1]) if found else {"r": ""}
        if found is None or "r" in attributes or attributes.get("hidden", "") not in NO:
            raise ValueError(written)
        self[written] = self._next[found[2]]
        return self[written]


def _attributes(written: str) -> Attributes:
    """Return attributes by name; ValueError if they are of another form, or one comes twice."""
    found = _ATTRIBUTE.findall(written)
    attributes = dict(found)
    if len(attributes) < len(found) or _ATTRIBUTE.sub("", written):
        raise ValueError(written)
    return attributes


def _resolved(written: str | None) -> str | None:
    """Return a text with its references resolved; ValueError if one is of another kind."""
    return written and _REFERENCE.sub(_character, written) if "&" in (written or "") else written


def _character(reference: re.Match[str]) -> str:
    number, name = reference.groups()
    if name in _NAMED:
        return _NAMED[name]
    code = int(number or 0)
    if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code >= 0x10000:
        return chr(code)
    raise ValueError(reference[0])


class PlainRows:
    """Takes rows apart that are of the form."""

    def __init__(self, cells: PlainCells, columns: dict[str, int]) -> None:
        self._cells, self._heads = cells, _Heads(columns)

    def row_of(self, written: str) -> tuple[int, list[str]] | None:
        """Return a row's line and texts, None where it is not of the form."""
        line = written[len(_BEGIN) : written.find('"', len(_BEGIN))]
        # The line ends each cell's address; elsewhere it only makes the row another form.
        begin, *pieces = written.split(f'{line}"')
        if begin != _BEGIN or not pieces or not _LINE.fullmatch(line):
            return None
        for known in (self._heads, self._cells):
            if len(known) > MOST_KEPT:
                known.clear()
        try:
            first = self._heads[pieces[0]]
            found = [*map(self._cells.__getitem__, pieces[1:])]
        except (LookupError, ValueError):
            return None
        texts, following = zip(*found, strict=True) if found else ((), ())
        places = [first, *following]
        last = places.pop()
        if last >= 0 or places != sorted({*places}) or (places and not 0 <= places[0]):
            return None
        row = _in_places(places, texts)
        return None if len(row) > MOST_COLUMNS else (int(line), row)


def _in_places(places: list[int], texts: Sequence[str]) -> list[str]:
    """Return texts in their columns, up to the last one that is not blank."""
    width = places[-1] + 1 if places else 0
    if width == len(texts):
        row = list(texts)
    else:
        row = [""] * width
        for place, text in zip(places, texts, strict=True):
            row[place] = text
    while row and not row[-1]:
        row.pop()
    return row


def left(blocks: Iterable[bytes], take: Callable[[str], bool]) -> Iterator[bytes]:
    """Yield a sheet's XML without the rows that `take` takes, in its order.

    Parameters
    ----------
    blocks : iterable of bytes
        The sheet's part in UTF-8.
    take : callable
        Gets a row without its end tag, after all that stands before it was yielded; what it
        takes is not yielded.
    """
    rest = b""
    is_regular = True
    for block in blocks:
        rest += block
        if not is_regular or len(rest) > parts.LONGEST_TEXT:
            is_regular = False
            yield rest
            rest = b""
            continue
        whole, end, behind = rest.rpartition(_END)
        if not end:
            continue
        rest = behind
        # In a comment, in CDATA and the like no tag is a tag.
        is_regular = b"<!" not in whole and whole.count(b"<?") == whole.startswith(b"<?xml ")
        try:
            rows = whole.decode().split("</row>") if is_regular else []
        except UnicodeDecodeError:
            is_regular = False
        if not is_regular:
            yield whole + end
        else:
            for row in rows:
                if not take(row):
                    yield row.encode() + _END
    yield rest
