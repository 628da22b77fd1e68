"""A paper as data（文书内容）: parts, paragraphs, tables; nothing of how it is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

Style = Literal["heading", "body", "plain", "note", "right", "centre", "large"]
"""``heading`` 一、; ``body`` with the first line indented; ``plain`` without; ``note`` small."""
Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Parameters
    ----------
    text : str
        As it is printed; never markup.
    style : Style
        What kind of paragraph it is.
    lead : str
        Bold words that the paragraph begins with（（一）…。）.
    dated : bool
        Whether it says the day on which the paper is made, or what follows from it alone: made
        again another day, the paper is still the same.
    """

    text: str
    style: Style = "body"
    lead: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Parameters
    ----------
    text : str
        As it is printed; a line end begins a new line.
    align : Align
        Left for words, right for numbers.
    rows, columns : int
        How many rows and columns it covers.
    strong : bool
        Whether it is bold.
    """

    text: str = ""
    align: Align = "left"
    rows: int = 1
    columns: int = 1
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings; a row never breaks across pages.

    Parameters
    ----------
    widths : tuple of int
        Relative widths of the columns.
    headings : tuple of Cell
        Repeated on each page; empty for none.
    rows : tuple of tuple of Cell
        Cells from left to right; places that a cell above covers are left out.
    height : int
        Least height of a row in millimetres（mm）, 0 for that of its text.
    whole : bool
        Whether all of it stands on one page, as a table of signatures does.
    small : bool
        Whether it is set small, so that a long form stays on its page.
    """

    widths: tuple[int, ...]
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    height: int = 0
    whole: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block = Paragraph | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a paper: a field that a template may place."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What a clause requires and the case lacks（待补）.

    Parameters
    ----------
    clause : str
        Id of the clause, blank where none asks for it.
    text : str
        What is missing or doubtful, and what to do.
    soft : bool
        Whether the text only recommends it: it is told, and the paper is complete without.
    """

    clause: str
    text: str
    soft: bool = False

    @property
    def sentence(self) -> str:
        """The gap with its clause, as it is listed."""
        return f"{self.text}（{self.clause}）" if self.clause else self.text


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper for one reader.

    Parameters
    ----------
    kind : str
        Id of the kind, see `clusterlib.documents.kinds`.
    term : str
        Its name in Chinese.
    version : str
        ``internal``, ``applicant`` or ``public``.
    owner : str
        Whose it is: id of the case, or the year of a list.
    name : str
        Whose it is in words, for the name of the file.
    title, subtitle : str
        Lines at its head.
    annex : str
        Mark of an annex, such as ``附件3``.
    marks : tuple of str
        What stands above the title: version, what is missing, whether it is made up.
    parts : tuple of Part
        Its content in order.
    gaps : tuple of Gap
        What is missing; listed at its end, never hidden.
    replaces : str
        Which paper this one replaces and why; blank for a first one.
    layout : str
        Official layout, that of a dense form, or A4 across.
    """

    kind: str
    term: str
    version: str
    owner: str
    name: str
    title: str
    parts: tuple[Part, ...]
    subtitle: str = ""
    annex: str = ""
    marks: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    replaces: str = ""
    layout: str = "official"

    @property
    def lacking(self) -> int:
        """How many gaps keep it from being complete（齐备）."""
        return sum(not gap.soft for gap in self.gaps)

    @property
    def closing(self) -> tuple[Block, ...]:
        """What ends every paper: the list of what is missing, and what it replaces."""
        found: list[Block] = []
        hard = [gap for gap in self.gaps if not gap.soft]
        soft = [gap for gap in self.gaps if gap.soft]
        for word, gaps in (("待补", hard), ("提示", soft)):
            if gaps:
                found.append(Paragraph(f"{word}（{len(gaps)}处）", "heading"))
                found += [
                    Paragraph(f"{number}．{gap.sentence}", "note")
                    for number, gap in enumerate(gaps, 1)
                ]
        if self.replaces:
            found.append(Paragraph(self.replaces, "note"))
        return tuple(found)

    def with_days(self, texts: Sequence[str]) -> Paper:
        """Return the paper with other texts where it says the day on which it is made."""
        given = iter(texts)

        def of(block: Block) -> Block:
            if isinstance(block, Paragraph) and block.dated:
                return replace(block, text=next(given, block.text))
            return block

        parts = tuple(replace(part, blocks=tuple(map(of, part.blocks))) for part in self.parts)
        return replace(self, parts=parts)

    @property
    def check(self) -> str:
        """SHA-256 over all that is printed: what was signed is what is stored."""
        return digest([self.kind, self.owner, self.version, *self.texts()])

    def texts(self) -> Iterator[str]:
        """Yield every text that is printed, from top to bottom."""
        yield from filter(None, (*self.marks, self.annex, self.title, self.subtitle))
        for block in (*(block for part in self.parts for block in part.blocks), *self.closing):
            yield from texts_of(block)


def digest(content: object) -> str:
    """Return the SHA-256 of plain data in canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def texts_of(block: Block) -> Iterator[str]:
    """Yield the texts of a block."""
    if isinstance(block, Paragraph):
        yield block.lead + block.text
    elif isinstance(block, Table) and block.rows:
        for row in (block.headings, *block.rows):
            yield from (cell.text for cell in row if cell.text)


def words(*texts: str, align: Align = "left") -> tuple[Cell, ...]:
    """Return texts as the cells of a row."""
    return tuple(Cell(text, align) for text in texts)


def headed(*texts: str) -> tuple[Cell, ...]:
    """Return texts as headings."""
    return tuple(Cell(text, "centre", strong=True) for text in texts)


def pairs(facts: Sequence[tuple[str, str]], widths: tuple[int, int] = (3, 9)) -> Table:
    """Return names and values as a table of two columns."""
    return Table(
        widths,
        (),
        tuple((Cell(name, "centre", strong=True), Cell(value)) for name, value in facts),
        height=10,
    )


def signatures(people: Iterable[tuple[str, ...]], headings: Sequence[str]) -> Table:
    """Return a table to sign in, whole on one page; the last column is left to the hand."""
    rows = tuple((*words(*person, align="centre"), Cell()) for person in people)
    narrow = 3 if len(headings) > 3 else 4
    widths = (*((narrow,) * (len(headings) - 1)), 5)
    return Table(widths, headed(*headings), rows, height=11, whole=True)
