"""Whether a panel is made up as the clause asks: each finding alone, with the names."""

from __future__ import annotations

import pytest

from clusterlib.panel.composition import composition
from clusterlib.panel.places import overlap
from clusterlib.panel.seniority import seniority_of
from tests.panel.cases import RULES, members

REGION = "虚构省样一市松溪样县"


def found(panel, firms=()):
    return {one.code: one for one in composition(panel, RULES, REGION, firms)}


def with_fields(panel):
    """The same experts with one of each field that the clause names."""
    fields = ["industry", "policy", "technology", "environment", "standards"]
    return [
        member._replace(field=fields[place % len(fields)]) for place, member in enumerate(panel)
    ]


def test_a_panel_as_the_clause_asks_has_no_finding():
    assert composition(with_fields(members()), RULES, REGION, ["样县家具有限公司"]) == ()


@pytest.mark.clause("3.2.panel")
def test_fewer_than_five_experts_are_named():
    four = found(with_fields(members()[:4]))
    assert four["too_few_members"].names == ("专家甲", "专家乙", "专家丙", "专家丁")
    assert four["too_few_members"].clause == "3.2.panel"
    assert "too_few_members" not in found(members()[:5])


@pytest.mark.clause("3.2.panel")
def test_fewer_than_three_senior_experts_are_named():
    panel = [member._replace(title="工程师") for member in members()]
    panel[0] = panel[0]._replace(title="教授级高级工程师")
    panel[1] = panel[1]._replace(seniority="senior")
    assert found(panel)["too_few_senior"].names == ("专家甲", "专家乙")
    panel[2] = panel[2]._replace(title="副研究员")
    assert "too_few_senior" not in found(panel)


def test_a_title_nobody_knows_is_told_and_does_not_count_as_senior():
    panel = [member._replace(title="处长") for member in members()]
    assert set(found(panel)) >= {"too_few_senior", "seniority_unknown"}
    assert len(found(panel)["seniority_unknown"].names) == 7


def test_a_stated_seniority_counts_before_the_title():
    panel = [member._replace(title="教授", seniority="other") for member in members()]
    assert found(panel)["too_few_senior"].names == ()


@pytest.mark.parametrize(
    ("roles", "code", "names"),
    [
        (["member"] * 7, "no_leader", ()),
        (["deputy"] + ["member"] * 6, "no_leader", ()),
        (["leader", "leader"] + ["member"] * 5, "several_leaders", ("专家甲", "专家乙")),
    ],
)
def test_there_is_one_leader(roles, code, names):
    panel = [one._replace(role=role) for one, role in zip(members(), roles, strict=True)]
    assert found(panel)[code].names == names


def test_the_same_person_twice_is_told_and_counts_once():
    panel = members()[:5]
    panel[4] = panel[0]._replace(member="辛", name="专家 甲", role="member")
    assert found(panel)["repeated_person"].names == ("专家甲",)
    assert "too_few_members" in found(panel)


@pytest.mark.parametrize(
    "region",
    [REGION, "虚构省样一市", "虚构省", "松溪样县", "虚构省样一市松溪样县样镇", "样一市 松溪样县"],
)
def test_an_expert_of_the_applicants_place_is_told(region):
    assert found(members(region=region))["region"].names == ("专家庚",)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("浙江省", "浙江省丽水市松阳县", True),
        ("浙江丽水", "丽水市松阳县", True),
        ("松阳", "浙江省丽水市松阳县", True),
        ("广西壮族自治区", "广西南宁市", True),
        ("金华市义乌市", "浙江省义乌市", True),
        ("北京", "北京市海淀区", True),
        ("吉林市", "吉林省长春市", False),
        ("南京市鼓楼区", "福州市鼓楼区", False),
        ("浙江省丽水市遂昌县", "浙江省丽水市松阳县", False),
        ("", "松阳县", False),
        ("松阳县", "", False),
    ],
)
def test_places_overlap_as_far_as_both_are_written(one, other, expected):
    assert overlap(one, other) is overlap(other, one) is expected


@pytest.mark.parametrize(
    "employer", ["样县家具有限公司", "样县家具有限公司技术中心", "样县家具 有限公司"]
)
def test_an_expert_of_a_key_firm_is_told(employer):
    firms = ["甲厂", "样县家具有限公司"]
    assert found(members(employer=employer), firms)["employer"].names == ("专家庚",)
    assert "employer" not in found(members(employer="甲厂区大学"), firms)
    assert "employer" not in found(members(employer=""), firms)


@pytest.mark.parametrize(
    ("interest", "told"), [("", False), ("无", False), ("无。", False), ("持有样县家具股份", True)]
)
def test_a_declared_interest_is_told(interest, told):
    assert ("interest" in found(members(interest=interest))) is told


def test_a_missing_field_is_a_soft_finding_and_the_last():
    *_, last = composition(members(), RULES, REGION)
    assert (last.code, last.names, last.is_soft) == ("field", ("环保",), True)
    assert last.sentence() == (
        "没有环保领域的专家（环保）；应为行业管理、政策研究、科技、环保、标准等领域"
        "（“等”，只作提示）（3.2.panel）。"
    )


@pytest.mark.parametrize(
    ("title", "level"),
    [
        *dict.fromkeys(
            "正高 副高 教授 副教授 研究员 副研究员 高级工程师 正高级工程师 教授级高工 研究馆员 "
            "高级经济师 一级美术师 教授、博导".split(),
            "senior",
        ).items(),
        *dict.fromkeys(
            "工程师 助理工程师 讲师 助理研究员 经济师 高级技师 中级".split(), "other"
        ).items(),
        *dict.fromkeys(["处长", "主任", "专家", ""], "").items(),
    ],
)
def test_titles_are_senior_other_or_unknown(title, level):
    assert seniority_of(title) == level
