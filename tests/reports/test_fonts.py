"""The packaged font draws every character that a report may need."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO

import matplotlib
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.figure import Figure

from clusterlib.errors import InputError
from clusterlib.reports import fonts
from tests.reports.build_fonts import gb2312_characters, regulation_characters

RARE = "鄠瀍浉"
REPORT_SIGNS = "→←↑↓≥≤≠×÷±·…—–−✓✗■□●○◐△▲％，。；：“”‘’（）【】《》〇①⑳㎡℃‰\u2009\u202f\u3000\u00a0"
WEIGHTS: tuple[fonts.Weight, ...] = ("regular", "bold")


@pytest.fixture
def chinese_font():
    with matplotlib.rc_context():
        fonts.use_chinese_font()
        yield


def test_the_official_table_has_8105_characters():
    characters = regulation_characters()
    assert len(characters) == len(set(characters)) == 8105


@pytest.mark.parametrize("weight", WEIGHTS)
def test_both_weights_hold_the_official_table_gb2312_and_the_signs(weight):
    known = TTFont(fonts.font_file(weight)).getBestCmap()
    wanted = regulation_characters() + gb2312_characters() + REPORT_SIGNS
    assert [c for c in wanted if ord(c) not in known] == []


def test_missing_glyphs_are_named_once_and_in_order():
    assert fonts.missing_glyphs("家具ก鄠\nกข\t") == "กข"


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_matplotlib_draws_chinese_without_a_warning_or_another_font(chinese_font, weight):
    figure = Figure()
    figure.text(0.1, 0.5, f"{RARE}区家具产业集群 {REPORT_SIGNS}", weight=weight)
    figure.savefig(BytesIO(), format="png")
    figure.savefig(BytesIO(), format="svg")
    found = font_manager.findfont(
        font_manager.FontProperties(weight=weight), rebuild_if_missing=False
    )
    assert found == str(fonts.font_file("bold" if weight == "bold" else "regular"))


def test_negative_ticks_are_drawn_without_a_warning(chinese_font):
    figure = Figure()
    figure.add_subplot(title="距离").plot([-3, 3], [-1000, 1000])
    figure.savefig(BytesIO(), format="png")


@pytest.mark.parametrize("character", RARE)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_rare_place_name_has_an_outline_of_its_own(weight, character):
    font = TTFont(fonts.font_file(weight))
    assert outline(font, character) != outline(font, "□")
    assert outline(font, character)


def test_a_subset_holds_exactly_the_characters_of_the_text():
    font = subset_of("鄠邑区家具 92.3%\n鄠")
    assert sorted(map(chr, font.getBestCmap())) == sorted(set("鄠邑区家具 92.3%"))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_subset_draws_what_the_whole_font_draws(weight):
    whole = TTFont(fonts.font_file(weight))
    text = "瀍河区皮革：3,000.5（万元）✓→"
    subset = subset_of(text, weight)
    for character in text:
        assert outline(subset, character) == outline(whole, character)
        assert width(subset, character) == width(whole, character)


def test_a_subset_depends_on_the_characters_and_on_nothing_else():
    assert fonts.subset_data_uri("五金五金") == fonts.subset_data_uri("金五")
    assert fonts.subset_data_uri("五金") != fonts.subset_data_uri("五金", "bold")


@pytest.mark.parametrize("text", ["", "ก"])
def test_a_text_without_a_known_character_gives_a_readable_empty_font(text):
    assert subset_of(text).getBestCmap() == {}


def test_a_missing_font_file_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_FOLDER", tmp_path)
    with pytest.raises(InputError, match=r"NotoSansSC-Regular\.ttf"):
        fonts.font_file()


def test_the_font_files_are_the_ones_whose_making_is_described():
    folder = fonts.font_file().parent
    described = (folder / "README.md").read_text(encoding="utf-8")
    for path in folder.glob("*.ttf"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in described
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")


def subset_of(text: str, weight: fonts.Weight = "regular") -> TTFont:
    scheme, data = fonts.subset_data_uri(text, weight).split(",")
    assert scheme == "data:font/woff;base64"
    return TTFont(BytesIO(base64.b64decode(data)))


def outline(font: TTFont, character: str) -> list:
    pen = RecordingPen()
    font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


def width(font: TTFont, character: str) -> int:
    return font["hmtx"][font.getBestCmap()[ord(character)]][0]
