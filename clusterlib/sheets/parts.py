"""The parts of an .xlsx: a ZIP archive of XML, walked element by element within limits.

Parts are read in blocks that end before a tag, so that a text is whole when its element
ends. Entities are refused (no document of Excel's declares one); elements, depth and the
length of a text are limited before anything is made of them.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import unquote
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from clusterlib.sheets.limits import beyond
from clusterlib.sheets.refusals import damaged

LARGEST_UNPACKED = 600 * 10**6
"""Bytes of all parts when unpacked; pictures are counted and never read."""
LARGEST_XML = 300 * 10**6
"""Bytes of the parts that are read."""
MOST_MEMBERS = 10_000
MOST_ELEMENTS = 16_000_000
"""Elements of all parts that are read; 100,000 rows of 45 cells have some nine millions."""
DEEPEST = 10_000
"""Elements within elements, looked at between blocks; a sheet has about ten."""
LONGEST_TEXT = 4 * 10**6
"""Bytes between two tags; a cell holds 32,767 characters at most."""

_BLOCK = 1 << 16
_COUNTED_FROM = 8 * 10**6
"""Bytes from which elements are counted before they are read; fewer cannot be too many."""
_ENCODING = re.compile(rb"""<\?xml [^<>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")

NO = ("", "0", "false", "off")
"""Ways to write that something is not so."""
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
Sieve = Callable[[Iterator[bytes]], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of the kind, and the other part's name."""

    kind: str
    target: str


@dataclass(slots=True)
class _Spent:
    """What has been read of an archive so far."""

    bytes: int = 0
    elements: int = 0


@dataclass(frozen=True, slots=True)
class Package:
    """An open archive whose parts are found as Excel finds them.

    Parameters
    ----------
    archive : ZipFile
        The archive.
    parts : mapping of name to member
        Names with ``/`` and in lower case.
    where : str
        Name of the file, for refusals.
    """

    archive: ZipFile
    parts: Mapping[str, ZipInfo]
    where: str
    spent: _Spent = field(default_factory=_Spent)

    @classmethod
    def opened(cls, content: bytes, where: str) -> Package:
        """Return the archive in a file's bytes, after a look at its size.

        Raises
        ------
        InputError
            If it has too many parts, or would become too large.
        """
        archive = ZipFile(io.BytesIO(content))
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise beyond(where, f"压缩包内有{len(members)}个文件", f"不超过{MOST_MEMBERS}个")
        unpacked = sum(member.file_size for member in members)
        if unpacked > LARGEST_UNPACKED:
            raise beyond(
                where,
                f"内容展开后过大（{unpacked / 10**6:.0f} MB）",
                f"不超过 {LARGEST_UNPACKED / 10**6:.0f} MB",
            )
        return cls(archive, {_named(member.orig_filename): member for member in members}, where)

    def has(self, part: str) -> bool:
        """Return whether the archive has a part."""
        return _named(part) in self.parts

    def walk(
        self,
        part: str,
        start: Start,
        texts: list[str],
        ended: list[str] | None = None,
        sieve: Sieve | None = None,
    ) -> None:
        """Call `start` at each element of a part, with the texts since the one before.

        Parameters
        ----------
        part : str
            Its name; an absent part has no elements.
        start : callable
            Takes name and attributes; called with a blank name at the end.
        texts : list of str
            Filled with the texts; `start` empties it.
        ended : list of str, optional
            Filled with the names of the elements that have ended.
        sieve : callable, optional
            Gets the blocks of a part in UTF-8 and yields what is left for the parser.
        """
        member = self.parts.get(_named(part))
        if member is None:
            return
        self._spend(part, member)
        with self.archive.open(member) as stream:
            self._parse(stream, start, texts, [] if ended is None else ended, sieve)
        start("", {})

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part refers to, by id."""
        found: dict[str, Relation] = {}
        folder, name = posixpath.split(part)

        def start(tag: str, attributes: Attributes) -> None:
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = unquote(attributes.get("Target", "")).replace("\\", "/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Relation(
                    kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                )

        self.walk(posixpath.join(folder, "_rels", f"{name}.rels"), start, [])
        return found

    def workbook(self) -> str:
        """Return the name of the part that Excel opens first, if the archive has one."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                return relation.target
        return "xl/workbook.xml"

    def _spend(self, part: str, member: ZipInfo) -> None:
        """Refuse what would take too long, before anything is made of it."""
        self.spent.bytes += member.file_size
        if self.spent.bytes > LARGEST_XML:
            unpacked = f"（{self.spent.bytes / 10**6:.0f} MB）"
            raise beyond(
                self.where,
                f"“{part}”内容展开后过大{unpacked}",
                f"不超过 {LARGEST_XML / 10**6:.0f} MB",
            )
        if self.spent.bytes > _COUNTED_FROM:
            with self.archive.open(member) as stream:
                while block := stream.read(_BLOCK * 16):
                    self.spent.elements += block.count(b"<") - block.count(b"</")
        if self.spent.elements > MOST_ELEMENTS:
            raise beyond(
                self.where,
                f"“{part}”内容过多（{self.spent.elements} 个元素）",
                "不超过十万行的表格",
            )

    def _parse(
        self,
        stream: IO[bytes],
        start: Start,
        texts: list[str],
        ended: list[str],
        sieve: Sieve | None,
    ) -> None:
        begun = 0
        blocks = _blocks(stream)
        first = next(blocks, b"")
        is_utf16 = first.startswith(_UTF16)
        parser = expat.ParserCreate("utf-8" if is_utf16 else None)
        parser.buffer_text = True
        parser.buffer_size = 4 * _BLOCK
        parser.StartElementHandler = start
        parser.EndElementHandler = ended.append
        parser.CharacterDataHandler = texts.append
        parser.StartDoctypeDeclHandler = self._refuse_entities
        rest = b""
        joined = _joined(first, blocks, is_utf16=is_utf16)
        if sieve and (is_utf16 or not _ENCODING.match(first)):
            joined = sieve(joined)
        for block in joined:
            whole, tag, begins = (rest + block).rpartition(b"<")
            parser.Parse(whole)
            # Never fewer than there are: in a text no < stands but in a comment or CDATA.
            begun += whole.count(b"<") - sum(map(whole.count, (b"</", b"<!", b"<?")))
            rest = tag + begins
            if len(rest) > LONGEST_TEXT:
                raise beyond(self.where, "有一处内容过长", f"不超过 {LONGEST_TEXT} 字节")
            if begun - len(ended) > DEEPEST:
                raise beyond(self.where, "内部结构嵌套过深", f"不超过 {DEEPEST} 层")
        parser.Parse(rest, True)

    def _refuse_entities(self, *_: object) -> None:
        raise damaged(self.where)


def local(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rpartition(":")[2]


def _named(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


def _joined(first: bytes, blocks: Iterator[bytes], *, is_utf16: bool) -> Iterator[bytes]:
    """Yield a part's blocks in UTF-8."""
    if not is_utf16:
        yield first
        yield from blocks
        return
    big = first.startswith((codecs.BOM_UTF16_BE, b"\0<"))
    decoder = codecs.getincrementaldecoder("utf-16-be" if big else "utf-16-le")()
    yield decoder.decode(first).removeprefix("\ufeff").encode()
    for block in blocks:
        yield decoder.decode(block).encode()
