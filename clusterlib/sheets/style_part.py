"""The part of a workbook that holds its styles: further ones are added, none is changed."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree

from clusterlib.sheets.package import Package
from clusterlib.sheets.xlsx_styles import GROUPS

STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_NO_FILLS = tuple(
    f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125")
)
"""The first two are Excel's own, whatever is written there."""
_LEAST = (
    f'<fonts><font><sz val="11"/></font></fonts><fills>{"".join(_NO_FILLS)}</fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf xfId="0"/></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
_THIN = '<left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'


class Styles:
    """Styles of cells by number."""

    def __init__(self, package: Package, book: str) -> None:
        found = package.related(book, "styles")
        self._space = etree.QName(package.tree(book)).namespace
        if not found:
            name = "xl/styles.xml"
            package.add(
                name, f'<styleSheet xmlns="{self._space}">{_LEAST}</styleSheet>'.encode(), STYLES
            )
            package.relate(book, "styles", name)
        self._root = package.tree(found[0][1] if found else name)
        self._known: dict[object, int] = {}
        for group, least in (("fills", _NO_FILLS), ("cellXfs", ("<xf/>",))):
            if not len(self._group(group)):
                for content in least:
                    self._add(group, content)

    def filled(self, style: int, colour: str) -> int:
        """Return the style that differs from a style in nothing but its colour."""
        return self._kept(("filled", style, colour), lambda: self._coloured(style, colour))

    def fresh(self, *, font: str = "", colour: str = "", is_cell: bool = True) -> int:
        """Return a style of the list: a font's properties, a colour, a frame with wrapped text."""
        return self._kept(
            ("fresh", font, colour, is_cell), lambda: self._new(font, colour, is_cell=is_cell)
        )

    def _kept(self, key: object, make: Callable[[], int]) -> int:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def _coloured(self, style: int, colour: str) -> int:
        styles = self._group("cellXfs")
        copy = deepcopy(styles[style] if 0 <= style < len(styles) else styles[0])
        copy.set("fillId", str(self._fill(colour)))
        copy.set("applyFill", "1")
        styles.append(copy)
        return self._counted(styles)

    def _new(self, font: str, colour: str, *, is_cell: bool) -> int:
        numbers = {
            "fontId": self._add("fonts", f"<font>{font}</font>"),
            "fillId": self._fill(colour) if colour else 0,
            "borderId": self._add("borders", f"<border>{_THIN}</border>") if is_cell else 0,
        }
        aligned = '<alignment vertical="top" wrapText="1"/>' if is_cell else ""
        listed = " ".join(f'{name}="{number}"' for name, number in numbers.items())
        return self._add(
            "cellXfs",
            f'<xf numFmtId="0" {listed} applyFont="1" applyFill="1" applyBorder="1" '
            f'applyAlignment="1">{aligned}</xf>',
        )

    def _fill(self, colour: str) -> int:
        return self._kept(
            ("fill", colour),
            lambda: self._add(
                "fills",
                f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
                "</patternFill></fill>",
            ),
        )

    def _add(self, group: str, content: str) -> int:
        parent = self._group(group)
        parent.append(etree.fromstring(f'<group xmlns="{self._space}">{content}</group>')[0])
        return self._counted(parent)

    def _counted(self, parent: Any) -> int:
        parent.set("count", str(len(parent)))
        return len(parent) - 1

    def _group(self, name: str) -> Any:
        """Return the group of fonts, fills and so on, made where it belongs if need be."""
        found = self._root.find(f"{{{self._space}}}{name}")
        if found is None:
            found = etree.Element(f"{{{self._space}}}{name}")
            before = [
                child
                for child in self._root
                if isinstance(child.tag, str)
                and etree.QName(child).localname in GROUPS[: GROUPS.index(name)]
            ]
            self._root.insert(self._root.index(before[-1]) + 1 if before else 0, found)
        return found
