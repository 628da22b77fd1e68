"""The catalogue: ids, labels and units of the score sheet, in its order."""

from __future__ import annotations

import pytest

from clusterlib.rules.indicators import (
    FACTS,
    INDICATOR_BY_ID,
    INDICATORS,
    ITEMS,
    SECTION_TERMS,
    SECTIONS,
    label_of,
)
from clusterlib.rules.tiers import Tier, tier_of
from tests.scoring import oracle

UNITS = {
    "output_value": "亿元", "output_share": "%", "sales_revenue": "万元", "main_revenue": "万元",
    "profit_tax": "万元", "profit_margin": "%", "exports": "万美元", "enterprises": "个",
    "above_scale_enterprises": "个", "valid_patents": "个", "standards": "个", "brands": "个",
    "employees": "人", "rd_intensity": "%", "market_share": "%", "safety_certified": "%",
    "iso9000": "%", "iso14000": "%", "iso22000": "%", "product_pass_rate": "%",
}  # fmt: skip


@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.2")
def test_the_indicators_and_units_of_the_score_sheet() -> None:
    """A1.3.basic, A1.3.quality: thirteen items and five, two of them with an 或 alternative."""
    assert {found.id: found.unit.term for found in INDICATORS} == UNITS
    assert [found.id for found in INDICATORS] == [*UNITS]
    for section, items in (("basic", oracle.BASIC), ("quality", oracle.QUALITY)):
        found = [tuple(INDICATORS[position].id for position in item) for item in ITEMS[section]]
        assert tuple(found) == items


def test_no_label_names_two_things() -> None:
    labels = [label for found in (*INDICATORS, *FACTS) for label in found.labels]
    assert len(labels) == len(set(labels))
    ids = [found.id for found in (*INDICATORS, *FACTS)]
    assert len(ids) == len(set(ids))


@pytest.mark.clause("1.2.2-8")
def test_each_indicator_names_the_content_that_it_serves() -> None:
    """1.2.2-8: the eight basic contents; each is served by an indicator but none by two ids."""
    assert {found.content for found in INDICATORS} == set(range(1, 9))


def test_only_profit_may_be_negative() -> None:
    signed = [found.id for found in INDICATORS if found.signed]
    assert signed == ["profit_tax", "profit_margin"]


def test_counts_are_whole_and_shares_are_percentages() -> None:
    counts = {found.id for found in INDICATORS if found.is_count}
    assert counts == {name for name, unit in UNITS.items() if unit in ("个", "人")}
    shares = {found.id for found in INDICATORS if found.is_share}
    assert shares == {name for name, unit in UNITS.items() if unit == "%"}


def test_a_column_is_named_as_it_is_printed() -> None:
    assert label_of("exports") == INDICATOR_BY_ID["exports"].label == "出口额"
    assert label_of("output_rank") == "产量全国排名"
    assert label_of("电话") == "电话"


def test_every_section_has_a_term() -> None:
    assert tuple(SECTION_TERMS) == SECTIONS


@pytest.mark.clause("2.2.1.capital", "2.2.1.base", "2.2.1.township")
@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("都", Tier.CAPITAL), ("capital", Tier.CAPITAL), ("基地", Tier.BASE), ("城", Tier.BASE),
        ("园", Tier.BASE), ("区", Tier.BASE), (" 乡 ", Tier.TOWNSHIP), ("镇", Tier.TOWNSHIP),
        ("街", Tier.TOWNSHIP), ("township", Tier.TOWNSHIP), ("县", None), ("", None),
        ("之都", Tier.CAPITAL), ("中国家具之都", Tier.CAPITAL), ("中国瓷都·样县", Tier.CAPITAL),
        ("都级", Tier.CAPITAL), ("产业基地", Tier.BASE), ("中国五金工具城", Tier.BASE),
        ("基地（城、园、区等）", Tier.BASE), ("工业园区", Tier.BASE), ("乡镇", Tier.TOWNSHIP),
        ("街道", Tier.TOWNSHIP), ("乡（镇、街）", Tier.TOWNSHIP), ("中国样镇", Tier.TOWNSHIP),
        ("成都", None), ("省级", None), ("都、基地", None), ("基地或乡", None),
        ("不申报基地", None), ("市区", None),
    ],
)  # fmt: skip
def test_a_tier_is_found_by_id_or_term(text: str, tier: Tier | None) -> None:
    assert tier_of(text) is tier
