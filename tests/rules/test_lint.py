"""Remarks on a standard that reads without fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clusterlib.rules.indicators import INDICATORS
from clusterlib.rules.lint import Finding, check_standard
from clusterlib.rules.standard import DatedValues, Source, Standard, Threshold
from clusterlib.rules.units import UNITS
from tests.scoring.building import a_standard, an_applicant, scored_one, the_sheet

SOURCE = Source("standard", "示例")
JANUARY, JULY = date(2024, 1, 1), date(2026, 7, 1)


def dated(text: str, day: date = JANUARY, source: Source = SOURCE) -> DatedValues:
    capital, base, township = map(Decimal, text.split())
    return DatedValues(day, (capital, base, township), source)


def a_standard_with(indicator: str, unit: str, *values: DatedValues) -> Standard:
    standard = replace(a_standard().standard, status="filed")
    thresholds = tuple(
        Threshold(indicator, UNITS[unit], values) if found.indicator == indicator else found
        for found in standard.thresholds
    )
    return replace(standard, thresholds=thresholds)


def remarks(standard: Standard, *, notes: bool = False) -> list[Finding]:
    found = check_standard(standard, the_sheet())
    return [finding for finding in found if notes or finding.severity != "note"]


def sentences(found: Sequence[Finding]) -> str:
    return "\n".join(finding.text for finding in found)


def test_a_sound_standard_has_only_notes() -> None:
    assert remarks(a_standard_with("exports", "万美元", dated("30 20 10"))) == []


@pytest.mark.parametrize(
    ("indicator", "unit", "values", "severity", "says"),
    [
        ("exports", "万美元", "20 30 10", "error", "都的达标值20低于基地的30"),
        ("exports", "万美元", "30 10 20", "error", "基地的达标值10低于乡的20"),
        ("market_share", "%", "100.01 20 10", "error", "大于100%，无人能达标"),
        ("market_share", "%", "0.5 0.5 0.5", "warning", "如本意是50.0%，请改写"),
        ("enterprises", "个", "10.5 3 1", "warning", "实际须达到11个"),
        ("employees", "万人", "1.23456 1 1", "warning", "合12345.6人，不是整数"),
        ("exports", "万美元", "30 20 -1", "error", "达标值-1为负"),
        ("exports", "万美元", "30 20 0", "warning", "达标值为0"),
        ("exports", "万美元", "60000 20 10", "warning", "20的1000倍以上，请核对单位"),
        ("employees", "万人", "2 1 0.001", "warning", "0.001的1000倍以上"),
        ("market_share", "%", "50 40 0.01", "warning", "0.01的1000倍以上"),
    ],
)
def test_doubtful_values(indicator, unit, values, severity, says) -> None:
    found = remarks(a_standard_with(indicator, unit, dated(values)))
    assert {finding.severity for finding in found} == {severity}
    assert says in sentences(found)
    assert "（2024-01-01起）" in sentences(found)


@pytest.mark.parametrize(
    ("indicator", "unit", "values"),
    [
        ("exports", "万美元", "20 20 20"),
        ("market_share", "%", "100 20 10"),
        ("market_share", "%", "1 1 1"),
        ("employees", "万人", "1.2345 1 1"),
        ("profit_margin", "%", "5 2 -3"),
        ("exports", "万美元", "19990 20 10"),
    ],
)
def test_values_at_the_edge_are_no_doubt(indicator, unit, values) -> None:
    assert remarks(a_standard_with(indicator, unit, dated(values))) == []


@pytest.mark.parametrize(
    ("days", "severity", "says"),
    [
        ((dated("30 20 10", JULY), dated("40 20 10", JANUARY)), "error", "生效日早于前一行"),
        ((dated("30 20 10", JULY), dated("40 20 10", JULY)), "error", "生效日重复"),
        ((dated("30 20 10"), dated("30 20 10", JULY)), "warning", "与2024-01-01起的相同"),
        ((dated("30 20 10", date(1905, 7, 16)),), "warning", "可能只填了年份"),
    ],
)
def test_doubtful_days(days, severity, says) -> None:
    found = remarks(a_standard_with("exports", "万美元", *days))
    assert severity in {finding.severity for finding in found}
    assert says in sentences(found)


def test_a_day_on_which_an_indicator_has_no_value() -> None:
    found = remarks(a_standard_with("exports", "万美元", dated("30 20 10", JULY)))
    assert "2026-07-01以前：出口额还没有达标值，标准从2026-07-01起才能使用" in sentences(found)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (Source("standard", " "), "没有写依据"),
        (Source("reading", "A1.3.basic"), "依据是读法，却没有写理由"),
    ],
)
def test_a_source_that_says_nothing(source: Source, says: str) -> None:
    standard = a_standard_with("exports", "万美元", dated("30 20 10", JANUARY, source))
    assert says in sentences(remarks(standard))


@pytest.mark.clause("1.1")
@pytest.mark.parametrize(("status", "shown"), [("draft", 1), ("submitted", 1), ("filed", 0)])
def test_a_standard_that_is_not_filed_can_only_be_tried_out(status: str, shown: int) -> None:
    """1.1: applied only after the federation has approved and filed it."""
    standard = replace(a_standard().standard, status=status)
    assert sentences(remarks(standard, notes=True)).count("未经审定备案，只能试算") == shown


@pytest.mark.parametrize(
    ("reading", "severity", "says"),
    [
        (("gates", "veto"), "error", "没有这个读法"),
        (("gate", "never"), "error", "没有取值“never”"),
        (("gate", "section_zero"), "note", "就是默认取值"),
        (("gate", "veto"), "note", "改用“veto”"),
        (("exempt", "drops_item"), "warning", "没有免评项，这个读法不起作用"),
    ],
)
def test_readings(reading, severity, says) -> None:
    standard = replace(a_standard().standard, readings=(reading,))
    found = [finding for finding in remarks(standard, notes=True) if says in finding.text]
    assert [finding.severity for finding in found] == [severity]


# Facts of the finite score sheet, held against the scorer itself


@pytest.mark.clause("A1.3.quality")
def test_a_failed_gate_may_still_reach_seventy_from_the_count_that_is_named() -> None:
    said = sentences(remarks(a_standard().standard, notes=True))
    assert "总得分最高仍可到80分，第一部分达标11项以上就可能达到70分" in said
    for met, verdict in ((10, "fail"), (11, "open"), (13, "open")):
        scores = scored_one(an_applicant(basic=met, safety_accident=True))
        assert scores["verdict"] == verdict
    assert scores["interval"].high == 80
    veto = replace(a_standard().standard, readings=(("gate", "veto"),))
    assert "不能达到基本要求" in sentences(remarks(veto, notes=True))


def test_before_the_panel_speaks_only_sixty_four_are_certain() -> None:
    said = sentences(remarks(a_standard().standard, notes=True))
    assert "专家组评分前，各项全部达标也只能确定得64分以上" in said
    assert scored_one(an_applicant())["interval"].low == 64


@pytest.mark.parametrize(
    ("exempt", "reading", "says", "warns"),
    [
        (1, "counts_as_met", "其余12项全不达标时，得分在≥0、＜36分", False),
        (8, "counts_as_met", "其余5项全不达标时，得分在≥36、≤48分", False),
        (11, "counts_as_met", "其余2项全不达标时，得分在＞48、≤60分", True),
        (3, "drops_item", "其余10项全不达标时，得分在≥0、＜36分", False),
        (7, "drops_item", "其余6项全不达标时，得分在≥0、＜36分", False),
    ],
)
def test_what_exempt_items_make_certain(exempt, reading, says, warns) -> None:
    items = [found.id for found in INDICATORS if found.section == "basic"][6 - 13 :]
    sides = ["sales_revenue", "main_revenue", "exports", "enterprises", *items]
    on_day = a_standard(exempt=[*dict.fromkeys(sides)][:exempt])
    standard = replace(on_day.standard, readings=(("exempt", reading),))
    found = remarks(standard, notes=True)
    assert says in sentences(found)
    assert ("其余各项都不影响档次" in sentences(found)) == warns
    blank = scored_one(an_applicant(basic=0), on_day, exempt=reading)["basic"]["interval"]
    edge = f"{'＞' if blank.low_open else '≥'}{blank.low}、{'＜' if blank.high_open else '≤'}"
    assert f"{edge}{blank.high}分" in says


def test_a_side_that_can_never_matter() -> None:
    standard = a_standard(left_out=["output_share"], exempt=["profit_tax"]).standard
    said = sentences(remarks(standard, notes=True))
    assert "占本地区工业总产值比例：不用，本项只看特色产业工业总产值" in said
    assert "利税总额：不用，本项只看主营业务收入利润率" in said
