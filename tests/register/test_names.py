"""Names of titles: parsed, composed and compared."""

from __future__ import annotations

import pytest

from clusterlib.register.names import alias_of, parse_name, product_key, region_key
from clusterlib.rules.tiers import Tier
from tests.register.lives import the_rules


def parsed(text: str):
    name = parse_name(text, the_rules())
    assert name is not None
    return name


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize(
    ("text", "product", "suffix", "tier"),
    [
        ("中国样灯之都·甲县", "样灯", "都", Tier.CAPITAL),
        ("中国瓷都", "瓷", "都", Tier.CAPITAL),
        ("中国玻璃器皿生产出口基地", "玻璃器皿生产", "出口基地", Tier.BASE),
        ("中国滩羊皮产业基地·吴忠", "滩羊皮", "产业基地", Tier.BASE),
        ("中国文房四宝之城·宣城", "文房四宝", "城", Tier.BASE),
        ("中国白酒名镇", "白酒", "名镇", Tier.TOWNSHIP),
        ("中国红木家具生产专业镇", "红木家具生产", "专业镇", Tier.TOWNSHIP),
        ("中国羽毛羽绒之乡", "羽毛羽绒", "乡", Tier.TOWNSHIP),
        ("中国样灯之都・甲县", "样灯", "都", Tier.CAPITAL),
    ],
)
def test_a_name_is_parsed_and_composed_unchanged(text, product, suffix, tier) -> None:
    name = parsed(text)
    assert (name.product, name.suffix, name.tier) == (product, suffix, tier)
    assert name.text() == text


@pytest.mark.parametrize(
    "text",
    ["华夏笔都", "中国纺织产业基地市", "中国之都", "中国", "", "中国样灯之都·", "中国智能"],
)
def test_a_name_of_another_form_is_not_parsed(text) -> None:
    assert parse_name(text, the_rules()) is None


@pytest.mark.clause("2.2.3")
@pytest.mark.parametrize(
    ("text", "claimed", "product"),
    [
        ("中国智能样灯之都", ("智能",), "样灯"),
        ("中国绿色智能样灯之都", ("绿色", "智能"), "样灯"),
        ("中国样灯智能生产基地·甲县", ("智能",), "样灯智能"),
        ("中国创新之都", (), "创新"),
        ("中国样灯之都", (), "样灯"),
    ],
)
def test_elements_are_claimed_before_and_after_the_product(text, claimed, product) -> None:
    name = parsed(text)
    wanted = claimed or (("创新",) if "创新" in text else ())
    assert (name.claimed(the_rules()), name.product) == (wanted, product)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("样省甲县", "样省甲", True),
        ("样省 甲县", "样省甲县", True),
        ("样省·甲县", "样省甲县", True),
        ("ＡＢ区", "AB", True),
        ("甲县", "乙县", False),
        ("县", "市", False),
    ],
)
def test_regions_are_compared_without_width_spaces_dots_and_their_last_word(
    one, other, same
) -> None:
    assert (region_key(one, {}) == region_key(other, {})) is same


def test_aliases_lead_from_the_former_place_to_the_last_one() -> None:
    aliases = dict([alias_of("甲县", "乙县"), alias_of("乙县", "丙市")])
    assert region_key("甲", aliases) == region_key("丙市", aliases)
    assert alias_of("甲县", "甲市") is None
    assert region_key("甲", {"甲": "乙", "乙": "甲"}) in ("甲", "乙")


def test_products_are_compared_with_their_suffix() -> None:
    assert product_key(parsed("中国样灯之都·甲县")) == product_key(parsed("中国样灯都·乙县"))
    assert product_key(parsed("中国样灯之都")) != product_key(parsed("中国样灯城"))
