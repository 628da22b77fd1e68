"""The packaged Chinese font: for charts, and cut to measure for one report.

Both weights cover the 8,105 characters of the official table（通用规范汉字表）, GB2312 and
the symbols of reports, so that neither a machine without Chinese fonts nor a rare place
name leaves an empty box. Where the files come from stands in ``font_files/README.md``.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Literal

from clusterlib.errors import InputError

FAMILY = "Clusterlib Noto Sans SC"
Weight = Literal["regular", "bold"]

_FOLDER = Path(__file__).with_name("font_files")
_FILES: dict[Weight, str] = {
    "regular": "NotoSansSC-Regular.ttf",
    "bold": "NotoSansSC-Bold.ttf",
}


def use_chinese_font() -> None:
    """Let matplotlib draw with the packaged font and no other.

    Raises
    ------
    InputError
        If a font file is missing.
    """
    import matplotlib

    _register()
    matplotlib.rcParams["font.family"] = [FAMILY]
    matplotlib.rcParams["axes.unicode_minus"] = False
    # Even spacing at small sizes; fitting Chinese glyphs to pixels costs a quarter of a chart.
    matplotlib.rcParams["text.hinting"] = "none"


def missing_glyphs(text: str) -> str:
    """Characters of `text` that the packaged font can't draw, each once, in order.

    Line ends and other control characters are not drawn and don't count.

    Examples
    --------
    >>> missing_glyphs("鄠邑区瀍河浉河区：92.3%")
    ''
    """
    known = _face("regular").glyph_by_code
    return "".join(c for c in dict.fromkeys(text) if ord(c) not in known and c.isprintable())


def subset_data_uri(text: str, weight: Weight = "regular") -> str:
    """A font that holds just the characters of `text`, as a data URI for ``@font-face``.

    It is a WOFF of about 160 bytes per distinct character; its base64 form goes into the
    report, which then shows the same glyphs everywhere. The same characters give the same
    bytes.

    Parameters
    ----------
    text : str
        All that the report shows in this weight; order and repetition don't matter.
    weight : {"regular", "bold"}
        Which of the two packaged weights.

    Returns
    -------
    str
        ``data:font/woff;base64,…``

    Raises
    ------
    InputError
        If the font file is missing.
    """
    return _subset_data_uri(frozenset(map(ord, text)), weight)


def font_file(weight: Weight = "regular") -> Path:
    """Path of a packaged font.

    Raises
    ------
    InputError
        If it is missing.
    """
    path = _FOLDER / _FILES[weight]
    if not path.is_file():
        raise InputError(
            f"font_files/{path.name}",
            "缺少中文字体文件",
            "随附的字体文件",
            "请重新安装 clusterlib",
        )
    return path


@cache
def _register() -> None:
    from matplotlib import font_manager

    for weight in _FILES:
        font_manager.fontManager.addfont(font_file(weight))


@lru_cache(maxsize=16)
def _subset_data_uri(codes: frozenset[int], weight: Weight) -> str:
    woff = _face(weight).subset(codes)
    return "data:font/woff;base64," + base64.b64encode(woff).decode("ascii")


@dataclass(frozen=True, slots=True)
class _Face:
    """A font taken apart, so that a subset is a matter of joining byte strings.

    fontTools' own subsetter takes ten times as long, which counts when every report
    carries its font. It relies on what the packaged files are: no composite glyphs, long offsets.
    """

    tables: dict[str, bytes]
    outlines: tuple[bytes, ...]
    metrics: tuple[bytes, ...]
    glyph_by_code: dict[int, int]

    def subset(self, codes: frozenset[int]) -> bytes:
        """WOFF file with the glyphs of `codes` and the box for unknown characters."""
        from fontTools.ttLib.sfnt import SFNTWriter

        known = sorted(codes & self.glyph_by_code.keys())
        glyphs = [0, *(self.glyph_by_code[code] for code in known)]
        outlines = [self.outlines[glyph] for glyph in glyphs]
        tables = self.tables | {
            "cmap": _character_map(known),
            "glyf": b"".join(outlines) or b"\0",
            "loca": _offsets(outlines),
            "hmtx": b"".join(self.metrics[glyph] for glyph in glyphs),
            "hhea": _with_uint16(self.tables["hhea"], 34, len(glyphs)),
            "maxp": _with_uint16(self.tables["maxp"], 4, len(glyphs)),
        }
        file = BytesIO()
        writer = SFNTWriter(file, len(tables), flavor="woff")
        for tag in sorted(tables):
            writer[tag] = tables[tag]
        writer.close()
        return file.getvalue()


@cache
def _face(weight: Weight) -> _Face:
    from fontTools.ttLib import TTFont

    with TTFont(font_file(weight), lazy=True) as font:
        raw = {tag: font.reader[tag] for tag in ("head", "hhea", "maxp", "OS/2", "name", "post")}
        order = font.getGlyphOrder()
        outlines = font.reader["glyf"]
        ends = font["loca"].locations
        metrics = font["hmtx"].metrics
        number = font.getReverseGlyphMap()
        return _Face(
            raw,
            tuple(_padded(outlines[start:end]) for start, end in pairwise(ends)),
            tuple(struct.pack(">Hh", *metrics[name]) for name in order),
            {code: number[name] for code, name in font.getBestCmap().items()},
        )


def _character_map(codes: list[int]) -> bytes:
    groups = b"".join(
        struct.pack(">III", code, code, glyph) for glyph, code in enumerate(codes, start=1)
    )
    head = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    return head + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups


def _offsets(outlines: list[bytes]) -> bytes:
    offsets = [0]
    for outline in outlines:
        offsets.append(offsets[-1] + len(outline))
    return struct.pack(f">{len(offsets)}I", *offsets)


def _padded(outline: bytes) -> bytes:
    return outline + b"\0" * (-len(outline) % 4)


def _with_uint16(table: bytes, at: int, value: int) -> bytes:
    return table[:at] + struct.pack(">H", value) + table[at + 2 :]
