"""Make the packaged fonts from the npm package they come from.

The result is the same bytes for the same source and the pinned fontTools:

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && tar xzf expo-google-fonts-*.tgz
    python tests/reports/build_fonts.py package clusterlib/reports/font_files
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = ("400Regular", "700Bold")
# An own name, or matplotlib could take another font of the same name on the reader's machine.
FAMILY = "Clusterlib Noto Sans SC"
SYMBOLS = (
    "€‐‑‒–—―‘’“”„†‡•‥…‧‰′″‹›※‼⁴™℃℉ℓ№Ω←↑→↓↔↕↖↗↘↙⇒⇔∆−∕√∝∞∠∣∥∧∨∩∪∴∵∶∷≈≌≒≠≡≤≥≦≧≪≫⊕⊙⊥"
    "■□▢▣▪▫▲△▶▷▼▽◀◁◆◇◉○◎●◐◑◒◓◢◣◤◥◦◯★☆☑✓✚❖❶❷❸❹❺❻❼❽❾❿⚠"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩㊀㎎㎏㎜㎝㎞㎡㏄㏎㏑㏒㏕〇〡々﹣￥￠￡￢￣"
)
SPACES = {0x2009: 200, 0x200A: 100, 0x202F: 200, 0x2005: 250, 0x2006: 167, 0x200B: 0, 0x2060: 0}
ALIASES = {0x2717: "×", 0x2715: "×", 0x2718: "×"}


def regulation_characters() -> str:
    """The 8,105 characters of the official table（通用规范汉字表）."""
    path = Path(__file__).parents[1] / "data" / "tgh2013.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def gb2312_characters() -> str:
    """Every character of GB2312, the symbols too."""
    rows = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(row.decode("gb2312", errors="ignore") for row in rows)


def packaged_characters() -> set[int]:
    """Code points that are looked for in the source."""
    text = regulation_characters() + gb2312_characters() + SYMBOLS
    ranges = ((0x20, 0x7F), (0xA0, 0x100), (0x3000, 0x3020), (0xFF01, 0xFF5F))
    return {ord(c) for c in text}.union(*(range(*ends) for ends in ranges))


def build(source: Path, target: Path) -> None:
    """Subset one font, flatten its composite glyphs, add what it lacks."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_legacy = False
    options.name_languages = [0x409]
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "gasp", "prep"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=packaged_characters())
    subsetter.subset(font)
    _flatten(font)
    _add_spaces(font)
    for table in font["cmap"].tables:
        for code, like in ALIASES.items():
            table.cmap[code] = font.getBestCmap()[ord(like)]
    _rename(font, target.stem.removeprefix("NotoSansSC-"))
    font.save(target)


def _rename(font: TTFont, style: str) -> None:
    names = {
        1: FAMILY,
        2: style,
        3: f"clusterlib;{style}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
    }
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


def _flatten(font: TTFont) -> None:
    # Then a glyph is one run of bytes, which is what makes the small subsets quick.
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        if font["glyf"][name].isComposite():
            recording, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
            glyphs[name].draw(recording)
            recording.replay(pen)
            font["glyf"][name] = pen.glyph()


def _add_spaces(font: TTFont) -> None:
    for code, width in SPACES.items():
        name = f"uni{code:04X}"
        font["glyf"][name] = TTGlyphPen(None).glyph()
        font["hmtx"][name] = (width, 0)
        for table in font["cmap"].tables:
            table.cmap[code] = name


if __name__ == "__main__":
    package, folder = map(Path, sys.argv[1:])
    for weight in WEIGHTS:
        build(
            package / weight / f"NotoSansSC_{weight}.ttf", folder / f"NotoSansSC-{weight[3:]}.ttf"
        )
