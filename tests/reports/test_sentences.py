"""What the numbers mean, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clusterlib.reports import sentences
from clusterlib.reports.applicant.view import ApplicantView
from tests.reports.reporting import a_report
from tests.scoring.building import a_standard, an_applicant

FULL_PANEL = {"panel_government": Decimal(10), "panel_policy": Decimal(10)}


def viewed(
    standard: Any = None, readings: dict[str, str] | None = None, **changes: Any
) -> ApplicantView:
    return a_report(an_applicant(**changes), standard, **(readings or {})).view


def verdict(view: ApplicantView) -> str:
    return sentences.verdict_sentence(view.focus, view.sheet, view.readings)


def basis(view: ApplicantView, position: int) -> str:
    return sentences.basis_sentence(view.focus.sections[position], view.sheet)


@pytest.mark.parametrize(
    ("best", "worst", "words"),
    [
        (1, 1, "一档"),
        (2, 2, "二档"),
        (3, 3, "三档"),
        (1, 2, "跨二档、一档"),
        (2, 3, "跨三档、二档"),
        (1, 3, "跨三档至一档"),
    ],
)
def test_a_band_that_a_blank_leaves_open_reads_as_crossing(best, worst, words):
    assert sentences.band_words(best, worst) == words


@pytest.mark.clause("A1.3.note2")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "按都达标值：未定。64<总得分≤100，跨 70 分。"),
        (
            {"panel_basic": Decimal(50), **FULL_PANEL},
            "按都达标值：符合。86<总得分≤90，达到 70 分。",
        ),
        ({"basic": 0, "quality": 0}, "按都达标值：不符合。0≤总得分<66，不到 70 分。"),
        (
            {"basic": 7, "quality": 2, "panel_government": Decimal(10), "grade_policy": "fair"},
            "按都达标值：不符合。16≤总得分<64，不到 70 分。",
        ),
        (
            {
                "basic": 8,
                "quality": 3,
                "panel_basic": Decimal(40),
                "panel_quality": Decimal(10),
                **FULL_PANEL,
            },
            "按都达标值：符合。总得分 70，达到 70 分。",
        ),
        (
            {
                "basic": 8,
                "quality": 3,
                "panel_basic": Decimal("39.5"),
                "panel_quality": Decimal(10),
                **FULL_PANEL,
            },
            "按都达标值：不符合。总得分 69.5，不到 70 分。",
        ),
    ],
)
def test_the_verdict_is_one_sentence_with_its_interval(changes, words):
    assert verdict(viewed(**changes)) == words


@pytest.mark.clause("A1.3.quality")
def test_a_veto_is_named_as_the_reason():
    failed = viewed(
        readings={"gate": "veto"}, pollution_accident=True, panel_basic=Decimal(60), **FULL_PANEL
    )
    assert verdict(failed).endswith("按一票否决的读法不符合。")
    blank = viewed(
        readings={"gate": "veto"}, pollution_accident=None, panel_basic=Decimal(60), **FULL_PANEL
    )
    assert verdict(blank).endswith("按一票否决的读法不能定为符合。")


def test_counts_and_blanks_stand_in_the_second_sentence():
    view = viewed(basic=10, basic_missing=1, quality=4)
    words = sentences.counts_sentence(view.focus, view.sheet, view.now[0])
    assert words == (
        "13项中达标 10–11 项，跨二档、一档：“从业人数”未报。"
        "一、二两项合计 46–76 分；三、四项待专家组，各 0–10 分。"
    )


def test_many_blanks_are_counted_not_listed():
    view = viewed(basic=3, basic_missing=8)
    assert "8项未报" in sentences.counts_sentence(view.focus, view.sheet, view.now[0])


def test_the_ceiling_of_64_is_said_until_the_panel_speaks():
    waiting = viewed()
    assert "至多能确定 64 分（48＋16）" in sentences.ceiling_sentence(waiting.focus, waiting.sheet)
    for given in ({"panel_basic": Decimal(50)}, {"grade_policy": "good"}):
        spoken = viewed(**given)
        assert sentences.ceiling_sentence(spoken.focus, spoken.sheet) == ""


@pytest.mark.clause("A1.3.basic")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basic": 11}, "达标 11 项：11项以上 >48–60分"),
        ({"basic": 10, "basic_missing": 1}, "达标 10–11 项：8–10项 36–48分，11项以上 >48–60分"),
        ({"basic": 7}, "达标 7 项：7项以下 0–<36分"),
        (
            {"basic": 11, "panel_basic": Decimal(52)},
            "达标 11 项：11项以上 >48–60分；专家组评 52 分",
        ),
        (
            {"basic": 10, "basic_missing": 1, "panel_basic": Decimal(50)},
            "达标 10–11 项：8–10项 36–48分，11项以上 >48–60分；"
            "专家组评 50 分，缺项未报齐前档次未定，得分仍是区间",
        ),
        (
            {"basic": 11, "panel_basic": Decimal(30)},
            "达标 11 项：11项以上 >48–60分；专家组评 30 分，不在允许范围，未采用",
        ),
    ],
)
def test_section_one_rests_on_its_count_and_bands(changes, words):
    assert basis(viewed(**changes), 0) == words


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "后3项均为“无”；前5项达标 5 项：5项 >16–20分"),
        ({"quality": 2}, "后3项均为“无”；前5项达标 2 项：2项以下 0–<10分"),
        ({"safety_accident": True}, "后3项有1项为“有”，不得分；前5项达标 5 项"),
        (
            {"safety_accident": True, "pollution_accident": True},
            "后3项有2项为“有”，不得分；前5项达标 5 项",
        ),
        ({"safety_accident": None}, "后3项有1项未答，可能不得分；前5项达标 5 项：5项 >16–20分"),
    ],
)
def test_section_two_rests_on_gates_and_count(changes, words):
    assert basis(viewed(**changes), 1) == words


@pytest.mark.clause("A1.3.note1")
def test_exempt_items_are_named_under_both_readings():
    standard = a_standard(exempt=["iso22000"])
    assert "达标 5 项（含免1项）" in basis(viewed(standard), 1)
    assert "达标 4 项（免1项不计）：4项 >16–20分" in basis(
        viewed(standard, {"exempt": "drops_item"}), 1
    )


@pytest.mark.clause("A1.3.government", "A1.3.policy")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "待专家组评定"),
        ({"grade_government": "good"}, "专家组评“好”：>8–10 分"),
        ({"grade_government": "average"}, "专家组评“一般”：0–<6 分"),
        ({"panel_government": Decimal("7.5")}, "专家组评 7.5 分"),
        (
            {"grade_government": "fair", "panel_government": Decimal(8)},
            "专家组评“较好”：6–8 分；专家组评 8 分",
        ),
    ],
)
def test_graded_sections_rest_on_the_panel(changes, words):
    assert basis(viewed(**changes), 2) == words


def test_the_panel_is_asked_for_sections_of_one_kind_together():
    view = viewed(export_rank=9, output_rank=4)
    assert list(sentences.panel_sentences(view.asks)) == [
        "第三、四部分：专家组评定档次或评分",
        "第一、二部分：专家组在档内评分",
        "传统特色著名品牌：认定（名次条件取决于此）",
    ]
