"""The linter finds over a scheme's finite space what can never happen, or always does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from clusterlib.rules.points import band, on_grid
from clusterlib.rules.scheme import Condition, Measure, Origin, Scheme, Section
from clusterlib.rules.scheme_lint import check_scheme, combinations, fate_of
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import UNITS

MEASURES = {
    "firms": Measure("firms", ("企业数",), "count", UNITS["个"]),
    "share": Measure("share", ("比重",), "share", UNITS["%"]),
    "profit": Measure("profit", ("利润",), "amount", UNITS["万元"], True),
    "growth": Measure("growth", ("增速",), "growth", UNITS["%"], True, None, "profit"),
    "accident": Measure("accident", ("事故",), "answer", None),
}
HIGH, LOW = Tier(0, "high", "甲级"), Tier(1, "low", "乙级")


def side(measure: str, comparison: str, *limits: float | str) -> Condition:
    return Condition(measure, comparison, tuple(Decimal(str(limit)) for limit in limits))


def scheme(*sections: Section, mark: int | None = None, tiers=(HIGH,)) -> Scheme:
    origin = Origin("article", "通知")
    points = None if mark is None else on_grid(mark)
    return Scheme(
        "own", "自定", "协会", date(2026, 1, 1), origin, tiers, MEASURES, sections, points
    )


def required(*items: tuple[Condition, ...]) -> Section:
    return Section("r", "条件", "required", items=items)


def counted(*items: tuple[Condition, ...], bands=None, gates=()) -> Section:
    bands = bands or (band(0, 0, 6, "upper"), band(1, 6, 8, "none"), band(2, 8, 10, "lower"))
    return Section("c", "计分", "counted", on_grid(10), items, bands, gates)


def graded(lowest: int = 6) -> Section:
    bands = (band(0, 0, lowest, "upper"), band(1, lowest, 8, "none"), band(2, 8, 10, "lower"))
    return Section("g", "评档", "graded", on_grid(10), bands=bands)


ONE, TWO = (side("firms", ">=", 10),), (side("share", ">=", 50),)


def said(found: Scheme, severity: str) -> str:
    return "\n".join(one.text for one in check_scheme(found) if one.severity == severity)


def test_a_scheme_without_doubt_has_notes_only() -> None:
    good = scheme(counted(ONE, TWO), graded(), mark=12)
    assert said(good, "error") == said(good, "warning") == ""
    assert "共9种" in said(good, "note")


@pytest.mark.parametrize(
    ("mark", "severity", "words"),
    [
        (21, "error", "满分20分，谁也达不到21分"),
        (20, "warning", "没有一种组合必定符合"),
        (17, "warning", "没有一种组合必定符合"),
    ],
)
def test_a_mark_that_nobody_reaches_is_told(mark, severity, words) -> None:
    assert words in said(scheme(counted(ONE, TWO), graded(), mark=mark), severity)


@pytest.mark.parametrize(
    ("gates", "severity", "place"),
    [
        ((), "error", "及格分：至少得6分，都达到5分"),
        (("accident",), "warning", "（读法 gate=veto）：后几项都符合的，至少得6分，都达到5分"),
    ],
)
def test_a_mark_that_nobody_misses_is_told_under_each_reading(gates, severity, place) -> None:
    bands = (band(0, 6, 8, "none"), band(1, 8, 10, "lower"))
    found = scheme(counted(ONE, TWO, bands=bands, gates=gates), mark=5)
    assert place in said(found, severity)
    told = said(found, "error") + said(found, "warning")
    assert ("gate=section_zero）：至少" in told) is False


@pytest.mark.parametrize("gates", [(), ("accident",)])
def test_the_combinations_are_those_of_every_outcome_counted_one_by_one(gates) -> None:
    found = scheme(counted(ONE, TWO, gates=gates), graded(), mark=14)
    for veto in (False, True) if gates else (False,):
        bands = [[(b.lower, b.upper, b.upper_open) for b in s.bands] for s in found.sections]
        if gates:
            bands[0].append((0, 0, None))
        expected = {"pass": 0, "fail": 0, "open": 0}
        for outcome in product(*bands):
            least, most = sum(one[0] for one in outcome), sum(one[1] for one in outcome)
            is_open = any(one[2] for one in outcome)
            failed = veto and any(one[2] is None for one in outcome)
            if failed or most < on_grid(14) or (most == on_grid(14) and is_open):
                expected["fail"] += 1
            else:
                expected["pass" if least >= on_grid(14) else "open"] += 1
        counted_so = combinations(found, veto=veto)
        assert {name: counted_so[name] for name in expected} == expected
        reading = f"gate={'veto' if veto else 'section_zero'}" if gates else "各档组合："
        assert reading in said(found, "note")


@pytest.mark.parametrize(
    ("item", "fate"),
    [
        (side("firms", ">=", 0), "always"),
        (side("firms", ">", 0), ""),
        (side("firms", "<", 0), "never"),
        (side("firms", "<=", 0), ""),
        (side("share", "<=", 100), "always"),
        (side("share", ">", 100), "never"),
        (side("share", "=", 100), ""),
        (side("profit", ">=", 0), ""),
        (side("growth", "<", 0), ""),
        (side("firms", ">=", "0.000000000000001"), ""),
        (Condition("firms"), ""),
    ],
)
def test_an_item_that_never_decides_is_known_by_the_figures_there_can_be(item, fate) -> None:
    found = scheme(counted((item,), TWO), graded(), mark=12)
    assert fate_of((item,), found, HIGH) == fate
    told = said(found, "warning")
    assert ("不起作用" in told) == (fate == "always")
    assert ("谁也不能满足" in told) == (fate == "never")


def test_an_alternative_decides_as_long_as_one_side_does() -> None:
    never, always, real = side("firms", "<", 0), side("share", "<=", 100), side("share", ">=", 5)
    found = scheme(required(ONE))
    assert fate_of((never, real), found, HIGH) == ""
    assert fate_of((always, real), found, HIGH) == "always"
    assert fate_of((never, side("share", ">", 100)), found, HIGH) == "never"


@pytest.mark.parametrize(
    ("item", "band_words"),
    [
        ((side("firms", ">=", 0),), "“0项以下”这一档谁也不会得到"),
        ((side("firms", "<", 0),), "“2项”这一档谁也不会得到"),
    ],
)
def test_a_band_that_nobody_gets_is_told(item, band_words) -> None:
    assert band_words in said(scheme(counted(item, TWO), mark=5), "warning")


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (required((side("firms", "<", 0),), TWO), "至多满足1项，谁也达不到2项"),
        (required((side("firms", ">=", 0),)), "至少满足1项，谁都达到1项"),
        (
            Section("k", "条件", "at_least", items=(TWO, (side("firms", ">=", 0),)), least=(2, 1)),
            "至少满足1项，谁都达到1项",
        ),
        (required((side("firms", ">=", 10),), (side("firms", "<", 10),)), "互相矛盾"),
        (required((side("firms", ">", 10),), (side("firms", "<=", 10),)), "互相矛盾"),
        (required((side("firms", "=", 10),), (side("firms", "=", 11),)), "互相矛盾"),
        (
            required((side("profit", "<", "0.000000000000001"),), (side("profit", ">", 1),)),
            "互相矛盾",
        ),
    ],
)
def test_conditions_that_nobody_meets_or_misses_are_told(section, words) -> None:
    assert words in said(scheme(section), "error")


@pytest.mark.parametrize(
    ("one", "two", "is_idle"),
    [
        (side("firms", ">=", 10), side("firms", ">=", 5), True),
        (side("firms", ">=", 10), side("firms", ">", 10), True),
        (side("firms", ">=", 10), side("firms", "<=", 20), False),
        (side("firms", "=", 10), side("firms", "<=", 10), True),
    ],
)
def test_a_condition_that_another_one_holds_is_told(one, two, is_idle) -> None:
    found = scheme(required((one,), (two,)))
    assert ("已含在另一项里" in said(found, "warning")) == is_idle
    assert said(found, "error") == ""


@pytest.mark.parametrize(
    ("comparison", "limits", "is_told"),
    [
        (">=", (10, 5), False),
        (">=", (5, 10), True),
        ("<=", (5, 10), False),
        ("<", (10, 5), True),
        (">", (5, 5), False),
        ("=", (5, 10), False),
    ],
)
def test_a_lower_tier_that_asks_for_more_is_told(comparison, limits, is_told) -> None:
    found = scheme(required((side("firms", comparison, *limits),)), tiers=(HIGH, LOW))
    assert ("严于" in said(found, "warning")) == is_told


def test_what_one_tier_alone_makes_idle_is_told_of_that_tier() -> None:
    found = scheme(required((side("firms", ">=", 5, 0),), TWO_OF_BOTH), tiers=(HIGH, LOW))
    assert "条件，乙级：第1项“企业数”填报了就满足" in said(found, "warning")
    assert "条件，甲级" not in said(found, "warning")


TWO_OF_BOTH = (side("share", ">=", 50, 50),)


def test_what_was_only_begun_is_told() -> None:
    found = replace(scheme(required(ONE)), issuer="待填", based_on="sme-clusters-2022")
    assert "还写着“待填”" in said(found, "warning")
    assert "与sme-clusters-2022没有不同" in said(found, "warning")
