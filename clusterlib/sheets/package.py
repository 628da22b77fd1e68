"""An .xlsx as a package of parts: what is not changed keeps its bytes."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TIME = (2022, 1, 1, 0, 0, 0)
"""A fixed time: the same content, the same bytes."""


@dataclass(slots=True)
class Package:
    """Parts of a workbook by name; a part that is asked for as a tree may be changed.

    Parameters
    ----------
    infos : dict of part name to ZipInfo
        How each part is stored; names with ``/``, in the order of the file.
    parts : dict of part name to bytes
        Content of each part.
    """

    infos: dict[str, ZipInfo]
    parts: dict[str, bytes]
    _trees: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def opened(cls, content: bytes) -> Package:
        """Open a package.

        Raises
        ------
        ValueError
            If two parts have one name; whatever zipfile raises for a broken archive.
        """
        with ZipFile(BytesIO(content)) as archive:
            infos = {_plain(info.filename): info for info in archive.infolist()}
            if len(infos) < len(archive.infolist()):
                raise ValueError("two parts of one name")
            return cls(infos, {name: archive.read(info) for name, info in infos.items()})

    def tree(self, name: str) -> Any:
        """Return the root of a part; what is done to it is written."""
        if name not in self._trees:
            self._trees[name] = parsed(self.parts[name])
        return self._trees[name]

    def related(self, source: str, kind: str) -> list[tuple[str, str]]:
        """Return id and part of each relation of a kind, such as ``worksheet``."""
        relations = _relations_of(source)
        if relations not in self.parts:
            return []
        return [
            (
                found.get("Id"),
                self.named(posixpath.join(posixpath.dirname(source), found.get("Target"))),
            )
            for found in parsed(
                self.parts[relations]
                if relations not in self._trees
                else etree.tostring(self._trees[relations])
            )
            if isinstance(found.tag, str)
            and found.get("Type", "").endswith(f"/{kind}")
            and found.get("TargetMode") != "External"
        ]

    def named(self, name: str) -> str:
        """Return a part's name as stored; names differ in nothing but case and slashes."""
        wanted = posixpath.normpath(_plain(name)).lstrip("/")
        return next((part for part in self.parts if part.lower() == wanted.lower()), wanted)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relation, of the same family as the package's others; return its id."""
        relations = _relations_of(source)
        if relations not in self.parts:
            self.parts[relations] = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        root = self.tree(relations)
        taken = {found.get("Id") for found in root}
        fresh = next(name for n in range(1, 10**6) if (name := f"rIdC{n}") not in taken)
        etree.SubElement(
            root,
            f"{{{_RELATIONS}}}Relationship",
            Id=fresh,
            Type=f"{self.family}/{kind}",
            Target=f"/{target}",
        )
        return fresh

    @property
    def family(self) -> str:
        """Beginning of the types of relations: of the transitional form, or the strict one."""
        kinds = [found.get("Type", "") for found in parsed(self.parts["_rels/.rels"])]
        kind = next(kind for kind in kinds if kind.endswith("/officeDocument"))
        return str(kind).rpartition("/")[0]

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part that is not there yet."""
        self.parts[name] = content
        types = self.tree(CONTENT_TYPES)
        etree.SubElement(
            types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type
        )

    def free(self, pattern: str) -> str:
        """Return a part's name that is not taken; the pattern has a ``{}`` for a number."""
        taken = {name.lower() for name in self.parts}
        return next(
            name for n in range(1, 10**6) if (name := pattern.format(n)).lower() not in taken
        )

    def content_type(self, name: str) -> str:
        """Return the type that is stated for a part, blank if none is."""
        for found in parsed(self.parts[CONTENT_TYPES]):
            part = found.get("PartName", "") if isinstance(found.tag, str) else ""
            if part.lower() == f"/{name}".lower():
                return str(found.get("ContentType", ""))
        return ""

    def packed(self) -> bytes:
        """Return the package as a file."""
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                if name in self._trees:
                    content = etree.tostring(
                        self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True
                    )
                info = ZipInfo(name, self.infos[name].date_time if name in self.infos else _TIME)
                info.compress_type = ZIP_DEFLATED
                archive.writestr(info, content)
        return buffer.getvalue()


def parsed(content: bytes) -> Any:
    """Return the root of a part; no entity is resolved and nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(content, parser)


def _plain(name: str) -> str:
    return name.replace("\\", "/")


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
