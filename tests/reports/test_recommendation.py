"""Who is recommended and who is not, told in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.reports import recommendation
from clusterlib.reports.page import text_of
from clusterlib.scoring.entry import FALLS_SHORT, HOLDS
from tests.reports.reporting import a_report
from tests.scoring.building import an_applicant, the_sheet

PASSED = {
    "panel_basic": Decimal(58),
    "panel_quality": Decimal(18),
    "panel_government": Decimal(10),
    "panel_policy": Decimal(10),
    "industry_years": 30,
    "major_violation": False,
}
DEFAULTS = the_sheet().readings()


def outcome(readings: dict[str, str] | None = None, **changes: Any) -> str:
    view = a_report(an_applicant(**{**PASSED, **changes}), **(readings or {})).view
    return recommendation.outcome_sentence(view.explanation, view.readings)


def headline(readings: dict[str, str] | None = None, **changes: Any) -> str:
    view = a_report(an_applicant(**{**PASSED, **changes}), **(readings or {})).view
    return recommendation.headline_sentence(
        view.explanation, view.focus, view.sheet, view.readings
    )


@pytest.mark.clause("2.2.1.capital", "2.2.1.base", "2.2.1.township")
@pytest.mark.parametrize(
    ("readings", "changes", "words"),
    [
        ({}, {"tier": "base", "export_rank": 1}, "建议级别：基地（与申报一致）"),
        (
            {},
            {"tier": "base", "export_rank": 1, "industry_years": None},
            "建议级别：基地（与申报一致；申报条件待答）",
        ),
        (
            {},
            {"tier": "capital", "export_rank": 9, "claim_famous_brand": False},
            "建议级别：乡（低于申报的都：名次条件未定）",
        ),
        (
            {},
            {"tier": "township", "export_rank": None},
            "建议级别：暂无（乡得分符合，但名次条件未定）",
        ),
        (
            {},
            {
                "tier": "township",
                "output_rank": 40,
                "export_rank": 13,
                "claim_origin_or_gi": False,
            },
            "建议级别：暂无（乡得分符合，但名次条件不满足）",
        ),
        (
            {},
            {"tier": "township", "export_rank": 1, "industry_years": 2},
            "建议级别：暂无（乡得分符合，但申报条件不满足）",
        ),
        (
            {},
            {"tier": "township", "export_rank": None, "major_violation": True},
            "建议级别：暂无（乡得分符合，但名次条件未定、申报条件不满足）",
        ),
        (
            {"entry": "must_be_met"},
            {"tier": "township", "export_rank": 1, "industry_years": None},
            "建议级别：暂无（乡得分符合，但申报条件待答）",
        ),
        (
            {"entry": "finding"},
            {"tier": "township", "export_rank": 1, "industry_years": 2},
            "建议级别：乡（与申报一致）",
        ),
        (
            {"outcome": "applied_only"},
            {"tier": "base", "export_rank": 9},
            "建议级别：暂无（基地得分符合，但名次条件未定）",
        ),
        (
            {},
            {"tier": "township", "panel_basic": None, "basic": 2},
            "建议级别：暂无（申报的一级没有“符合”）",
        ),
        (
            {},
            {"tier": "base", "panel_basic": None, "basic": 2},
            "建议级别：暂无（申报级别及以下没有一级“符合”）",
        ),
        ({}, {"export_rank": 1}, "申报级别没有填写，按都及以下给出；建议级别：都（三级中最高）"),
        (
            {},
            {"export_rank": 9},
            "申报级别没有填写，按都及以下给出；建议级别：乡（低于申报的都：名次条件未定）",
        ),
    ],
)
def test_a_recommendation_stands_with_its_reason(readings, changes, words):
    assert outcome(readings, **changes) == words


def test_the_headline_says_why_a_verdict_is_passed_without_a_recommendation():
    assert headline(tier="base", export_rank=1).endswith("达到 70 分。")
    said = headline(tier="base", major_violation=True, export_rank=1)
    assert said.startswith("按基地达标值：符合。")
    assert "基地得分符合，但申报条件不满足" in said
    assert "但名次条件未定" in headline(tier="township")


@pytest.mark.parametrize(("tier", "word"), [(-1, "没有填写"), (-2, "认不出")])
def test_without_a_tier_applied_for_the_headline_tells_the_three_tiers(tier, word):
    report = a_report(an_applicant(basic=3, quality=2))
    report.assessment.cohort.figures.applied[0] = tier
    again = type(report)(report.assessment, report.provenance_facts)
    said = text_of(again.verdict.html)
    assert f"申报级别{word}，不就申报级别下结论。" in said
    assert "三级各算：都不符合，基地不符合，乡不符合。" in said
    assert word in text_of(again._repr_html_())


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize(
    ("gates", "words"),
    [
        ({"pollution_accident": True}, "后3项有1项为“有”（重大污染事故），第二部分得0分。"),
        (
            {"pollution_accident": True, "safety_accident": True},
            "后3项有2项为“有”（重大污染事故；重大安全生产事故），第二部分得0分。",
        ),
        (
            dict.fromkeys(("quality_accident", "pollution_accident", "safety_accident"), True),
            "后3项有3项为“有”（重大批量产品质量事故、产品假冒、伪造案件；重大污染事故；"
            "重大安全生产事故），第二部分得0分。",
        ),
    ],
)
def test_gates_that_failed_are_named_in_the_first_sentence(gates, words):
    said = headline(tier="base", panel_quality=None, **gates)
    assert said.split("。")[0] + "。" == f"按基地达标值：符合，{words}"


def test_a_part_fixed_at_zero_is_not_named_among_those_that_could_still_reach_70():
    applicant = an_applicant(safety_accident=True, panel_government=Decimal(8))
    said = text_of(a_report({**applicant, "tier": "base"}).changes.html)
    assert "第一、四部分合计满 62 分即符合" in said
    open_quality = an_applicant(basic=10, panel_government=Decimal(8))
    said = text_of(a_report({**open_quality, "tier": "base"}).changes.html)
    assert "第一、二、四部分合计满 62 分即符合" in said


@pytest.mark.clause("1.2.1a", "1.2.2-8")
@pytest.mark.parametrize(
    ("years", "violation", "entry", "words"),
    [
        (HOLDS, HOLDS, "bars", ""),
        (
            FALLS_SHORT,
            HOLDS,
            "bars",
            "申报条件不满足：产业发展不满5年（一（二）1（1））。不给出建议级别，结论只就得分而言。",
        ),
        (
            HOLDS,
            FALLS_SHORT,
            "finding",
            "申报条件不满足：区域内企业有重大违法经营行为（一（二）7）。结论只就得分而言。",
        ),
        (UNKNOWN, HOLDS, "bars", "申报条件待答：产业发展年数。"),
        (
            UNKNOWN,
            UNKNOWN,
            "must_be_met",
            "申报条件待答：有无重大违法经营行为、产业发展年数。答前不给出建议级别。",
        ),
    ],
)
def test_entry_facts_that_fail_or_wait_are_said_beside_the_verdict(years, violation, entry, words):
    readings = DEFAULTS.with_values({"entry": entry})
    assert recommendation.bar_sentence(years, violation, the_sheet(), readings) == words


def test_local_standards_left_blank_are_asked_for_by_name():
    report = a_report(
        an_applicant(basic=12, standards=Decimal(9), without_local=True, tier="capital")
    )
    assert "补报地方标准（地标）数量，没有的填0" in text_of(report.asks.html)
    assert "的地标”未报" in text_of(report.verdict.html)


def test_an_unanswered_entry_fact_is_asked_for():
    said = text_of(a_report(an_applicant()).asks.html)
    assert "产业发展年数：待答，请补报" in said
    assert "有无重大违法经营行为：待答，请补报" in said
