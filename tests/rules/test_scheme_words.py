"""评价分值 in words says the bands, all of them and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterlib.errors import RuleError
from clusterlib.rules.points import Band, band, on_grid
from clusterlib.rules.scheme import Condition, Section
from clusterlib.rules.scheme_words import band_words, bands_of

ITEMS = tuple((Condition(f"m{at}"),) for at in range(13))
BASIC = (band(0, 0, 36, "upper"), band(8, 36, 48, "none"), band(11, 48, 60, "lower"))


@st.composite
def sections(draw) -> Section:
    rule = draw(st.sampled_from(["counted", "graded"]))
    count = draw(st.integers(1, 20))
    inner = draw(st.sets(st.integers(1, count), min_size=1, max_size=6))
    steps = [0, *sorted(inner)] if rule == "counted" else [0, 1, 2]
    points = st.integers(1, 999).map(on_grid)
    cuts = draw(st.sets(points, min_size=len(steps), max_size=len(steps)).map(sorted))
    sides = [draw(st.booleans()) for _ in steps]
    ends = [0, *cuts]
    bands = tuple(
        Band(
            least, ends[at], ends[at + 1],
            at > 0 and sides[at], at + 1 < len(steps) and not sides[at + 1],
        )
        for at, least in enumerate(steps)
    )  # fmt: skip
    items = tuple((Condition(f"m{at}"),) for at in range(count))
    return Section("s", "部分", rule, cuts[-1], items, bands)


@given(sections())
def test_the_words_of_any_bands_are_read_back_as_those_bands(section: Section) -> None:
    for joined in ("\n", "；"):
        words = joined.join(band_words(section))
        assert bands_of(words, section.rule, section.points, len(section.items)) == section.bands


@pytest.mark.clause("A1.3.basic")
def test_the_bands_of_the_regulation_are_read_as_it_prints_them() -> None:
    section = Section("basic", "基本情况", "counted", on_grid(60), ITEMS, BASIC)
    printed = ("11项以上，得分＞48分", "8-10项，36分≤得分≤48分", "7项以下，得分＜36分")
    assert band_words(section) == printed
    for text in (
        "11项以上, 得分>48分; 8～10项，36分≤得分≤48分；7项以下，得分＜36分。",
        "7项以下，得分＜36分\n8至10项，36分≤得分≤48分\n11项以上，得分＞48分\n",
        "１１项以上，得分＞４８分；8–10 项，36分 ≤ 得分 ≤ 48分；0-7项，得分<36分",
    ):
        assert bands_of(text, "counted", on_grid(60), 13) == BASIC
    assert bands_of(
        "完善，得分＞8分；较好，6分≤得分≤8分；一般，得分＜6分", "graded", on_grid(10), 0
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有写各档的分值"),
        ("11项以上，得分＞48分；8-10项，36分≤得分≤48分", "没有写7项以下得几分"),
        ("11项以上，得分＞48分；8-9项，36分≤得分≤48分；7项以下，得分＜36分", "没有写10项得几分"),
        ("11项以上，得分＞48分；7-10项，36分≤得分≤48分；7项以下，得分＜36分", "都含7项"),
        ("11项，得分＞48分；8-10项，36分≤得分≤48分；7项以下，得分＜36分", "没有写12项得几分"),
        ("14项以上，得分＞48分；13项以下，得分≤48分", "超过这一部分的13项"),
        ("11-14项，得分＞48分；10项以下，得分≤48分", "超过这一部分的13项"),
        ("11项以上，得分＞48分；8-10项，36分≤得分＜48分；7项以下，得分＜36分", "48分这一点哪一档"),
        ("11项以上，得分＞48分；8-10项，36分≤得分≤48分；7项以下，得分≤36分", "36分这一点两档"),
        ("11项以上，得分＞50分；8-10项，36分≤得分≤48分；7项以下，得分＜36分", "到48分"),
        ("11项以上，得分＞61分；10项以下，得分≤48分", "不含任何分数"),
        ("11项以上，48分以上；10项以下，得分≤48分", "看不懂“11项以上,48分以上”的分值"),
        ("十一项以上，得分＞48分；10项以下，得分≤48分", "看不懂“十一项以上,得分>48分”的项数"),
        ("10-8项，得分＞48分；7项以下，得分≤48分", "前大后小"),
        ("11项以上，48分＜得分≤59分；10项以下，得分≤48分", "没有到满分60分"),
        ("11项以上，得分＞48分；10项以下，1分≤得分≤48分", "没有从0分开始"),
        ("11项以上，得分＞48分。10项以下，得分≤48分", "看不懂"),
        ("0项以上，得分≥0分", "只写了一档"),
        ("11项以上，得分＞48.5分；10项以下，得分≤48.5分", "看不懂"),
        ("11项以上，得分＞-48分；10项以下，得分≤48分", "看不懂"),
        ("11项以上，得分＞48.00000分；10项以下，得分≤48分", "看不懂"),
    ],
)
def test_words_that_leave_something_open_are_refused(text: str, said: str) -> None:
    with pytest.raises(RuleError) as refusal:
        bands_of(text, "counted", on_grid(60), 13)
    assert said in str(refusal.value)
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("好，得分＞8分；一般，得分≤8分", "“较好”写了0次"),
        ("好，得分＞8分；好，6分≤得分≤8分；一般，得分＜6分", "“较好”写了0次"),
        ("优，得分＞8分；较好，6分≤得分≤8分；一般，得分＜6分", "看不懂“优"),
    ],
)
def test_each_grade_has_one_line(text: str, said: str) -> None:
    with pytest.raises(RuleError) as refusal:
        bands_of(text, "graded", on_grid(10), 0)
    assert said in str(refusal.value)
