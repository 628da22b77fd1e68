"""Regions, industries and products that coincide: what is said is exactly what does."""

from __future__ import annotations

import pytest

from clusterlib.analysis.regions import Region, Shared, region_of, shared_of
from tests.analysis.assessing import assessed
from tests.scoring.building import an_applicant


def shared(regions, products=("", "", ""), industries=("玩具", "玩具", "玩具")):
    cohort = assessed(
        [an_applicant()] * len(regions),
        regions=regions,
        products=products[: len(regions)],
        industries=industries[: len(regions)],
    ).cohort
    return shared_of(cohort, range(len(regions)))


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("东样省样一市甲样县", Region("东样省", "样一市", "甲样县")),
        ("东样省 样一市 · 甲样县", Region("东样省", "样一市", "甲样县")),
        ("东样自治区样盟甲样旗", Region("东样自治区", "样盟", "甲样旗")),
        ("东样省样自治州甲样市", Region("东样省", "样自治州", "甲样市")),
        ("东样省", Region("东样省", "", "")),
        ("甲样县", Region("", "", "甲样县")),
        ("", Region("", "", "")),
    ],
)
def test_a_region_is_taken_apart_as_far_as_it_is_written(text, region):
    assert region_of(text) == region


@pytest.mark.clause("2.2.4")
def test_the_smallest_region_in_common_is_named():
    assert shared(["东样省样一市甲样县", "东样省样一市乙样县", "东样省样二市丙样县"]) == (
        Shared((0, 1), "city", "东样省样一市", "玩具", ""),
        Shared((0, 1, 2), "province", "东样省", "玩具", ""),
    )
    assert shared(["东样省样一市甲样县", "东样省样一市甲样县"]) == (
        Shared((0, 1), "county", "东样省样一市甲样县", "玩具", ""),
    )


@pytest.mark.clause("2.2.4")
def test_one_region_and_two_industries_are_not_flagged():
    found = shared(["东样省样一市甲样县"] * 2, industries=("玩具", "乐器"))
    assert found == ()


@pytest.mark.clause("2.2.5")
def test_the_same_product_is_told_with_the_region_in_common_if_there_is_one():
    near = shared(["东样省样一市甲样县", "东样省样二市乙样县"], products=("积木", "积木"))
    assert near[-1] == Shared((0, 1), "province", "东样省", "", "积木")
    far = shared(["东样省甲样县", "西样省乙样县"], products=("积木", "积木"))
    assert far == (Shared((0, 1), "", "", "", "积木"),)


def test_what_is_not_written_coincides_with_nothing():
    assert shared(["", ""], products=("", " ")) == ()
    assert shared(["甲样县", "乙样县"], products=("积木", "木马")) == ()
