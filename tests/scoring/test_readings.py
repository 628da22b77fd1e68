"""Each value of each reading, and that it touches nothing else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from clusterlib.errors import ParameterError, RuleError
from clusterlib.rules.indicators import INDICATORS, ITEMS
from clusterlib.rules.standard import StandardOnDay
from tests.scoring.building import a_standard, an_applicant, scored_one, the_sheet
from tests.scoring.oracle import READINGS, Span

SECTION_IDS = {
    section: [tuple(INDICATORS[position].id for position in item) for item in items]
    for section, items in ITEMS.items()
}


def exempting(section: str, items: int) -> StandardOnDay:
    """A standard that exempts the last items of a section."""
    return a_standard(exempt=[side for item in SECTION_IDS[section][-items:] for side in item])


def span(low: float, high: float, low_open: int = 0, high_open: int = 0) -> Span:
    return Span(Fraction(low), Fraction(high), bool(low_open), bool(high_open))


def test_the_default_is_the_first_named_of_each_reading() -> None:
    readings = the_sheet().readings()
    assert readings.text() == "; ".join(f"{name}={values[0]}" for name, values in READINGS.items())
    for option in the_sheet().reading_options:
        assert tuple(value for value, _ in option.options) == READINGS[option.name]
        assert option.reason
        assert option.clause


def test_an_unknown_reading_is_refused() -> None:
    with pytest.raises(RuleError, match="没有读法“gates”"):
        the_sheet().readings({"gates": "veto"})
    with pytest.raises(RuleError, match="没有取值“none”"):
        the_sheet().readings({"gate": "none"})


def test_a_later_override_is_stronger() -> None:
    found = the_sheet().readings({"gate": "veto", "ranks": "either"}, {"gate": "section_zero"})
    assert (found.gate, found.ranks) == ("section_zero", "either")


FULL = {
    "panel_basic": Decimal(60),
    "panel_government": Decimal(10),
    "panel_policy": Decimal(10),
}


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize(
    ("gate", "quality", "section_zero", "veto"),
    [
        (False, "20", "pass", "pass"),
        (True, None, "pass", "fail"),
        (True, "0", "pass", "fail"),
        (None, "20", "pass", "open"),
        (None, None, "pass", "open"),
    ],
)
def test_gate_section_zero_and_veto(gate, quality, section_zero, veto) -> None:
    """Zero points of twenty leave 80; with veto the verdict is fail all the same."""
    panel = {} if quality is None else {"panel_quality": Decimal(quality)}
    applicant = an_applicant(**FULL, **panel, pollution_accident=gate)
    plain = scored_one(applicant, gate="section_zero")
    strict = scored_one(applicant, gate="veto")
    assert (plain["verdict"], strict["verdict"]) == (section_zero, veto)
    assert {**plain, "verdict": ""} == {**strict, "verdict": ""}


@pytest.mark.parametrize("gate", [False, None, True])
def test_veto_never_turns_a_fail_into_anything_else(gate) -> None:
    applicant = an_applicant(basic=0, quality=2, safety_accident=gate)
    assert scored_one(applicant, gate="veto")["verdict"] == "fail"


@pytest.mark.parametrize(("met", "missing"), [(10, 1), (7, 6), (0, 13), (11, 0)])
def test_missing_not_met_counts_a_blank_as_not_met(met, missing) -> None:
    blank = an_applicant(basic=met, basic_missing=missing, quality=3, quality_missing=2)
    filled = an_applicant(basic=met, quality=3)
    strict = scored_one(blank, missing="not_met")
    assert strict == scored_one(filled)
    assert (strict["basic"]["missing"], strict["quality"]["missing"]) == (0, 0)
    assert scored_one(blank, missing="unknown")["basic"]["missing"] == missing


def test_missing_not_met_leaves_gates_grades_and_ranks_alone() -> None:
    applicant = an_applicant(quality_accident=None)
    strict = scored_one(applicant, missing="not_met")
    assert strict == scored_one(applicant)
    assert (strict["gate"], strict["route"], strict["verdict"]) == ("unknown", "unknown", "open")
    assert strict["government"]["interval"] == span(0, 10)


@pytest.mark.parametrize("exempt", range(1, 13))
def test_exempt_items_count_as_met(exempt: int) -> None:
    standard = exempting("basic", exempt)
    for met in range(13 - exempt + 1):
        found = scored_one(an_applicant(basic=met), standard, exempt="counts_as_met")
        assert found["basic"] == scored_one(an_applicant(basic=met + exempt))["basic"]


@pytest.mark.parametrize(
    ("exempt", "met", "band", "even"),
    [
        # limits 8 and 11 and the knots fall by one, two, eight, ten, twelve
        (1, 6, (0, 36, 0, 1), "216/7"),
        (1, 7, (36, 48), 36),
        (1, 9, (36, 48), 48),
        (1, 10, (48, 60, 1, 0), 52),
        (1, 12, (48, 60, 1, 0), 60),
        (2, 5, (0, 36, 0, 1), 30),
        (2, 6, (36, 48), 36),
        (2, 8, (36, 48), 48),
        (2, 9, (48, 60, 1, 0), 52),
        (7, 0, (0, 36, 0, 1), 0),
        (7, 1, (36, 48), 36),
        (7, 3, (36, 48), 48),
        (7, 4, (48, 60, 1, 0), 52),
        (7, 6, (48, 60, 1, 0), 60),
    ],
)
def test_exempt_items_leave_the_count_of_section_one(exempt, met, band, even) -> None:
    standard = exempting("basic", exempt)
    found = scored_one(an_applicant(basic=met), standard, exempt="drops_item")["basic"]
    assert (found["met"], found["missing"]) == (met, 0)
    assert (found["interval"], found["point"]) == (span(*band), Fraction(even))


@pytest.mark.parametrize(
    ("exempt", "met", "band", "even"),
    [
        (1, 1, (0, 10, 0, 1), 5),
        (1, 2, (10, 16), 10),
        (1, 3, (10, 16), 16),
        (1, 4, (16, 20, 1, 0), 20),
        (2, 0, (0, 10, 0, 1), 0),
        (2, 1, (10, 16), 10),
        (2, 2, (10, 16), 16),
        (2, 3, (16, 20, 1, 0), 20),
    ],
)
def test_exempt_items_leave_the_count_of_section_two(exempt, met, band, even) -> None:
    standard = exempting("quality", exempt)
    found = scored_one(an_applicant(quality=met), standard, exempt="drops_item")["quality"]
    assert (found["met"], found["interval"], found["point"]) == (met, span(*band), Fraction(even))


@pytest.mark.parametrize(
    ("section", "exempt", "named"),
    [("basic", 8, "特色产业基本情况"), ("basic", 12, "特色产业基本情况"),
     ("quality", 3, "质量安全情况"), ("quality", 4, "质量安全情况")],
)  # fmt: skip
def test_a_standard_that_drops_too_many_items_is_refused(section, exempt, named) -> None:
    """A band above the lowest would begin below one item."""
    standard = exempting(section, exempt)
    with pytest.raises(ParameterError, match=named) as refused:
        scored_one(an_applicant(), standard, exempt="drops_item")
    assert f"免评{exempt}项" in str(refused.value)
    assert (
        scored_one(an_applicant(), standard)[section]["met"]
        == {"basic": 13, "quality": 5}[section]
    )


def test_missing_items_beside_dropped_ones() -> None:
    standard = exempting("basic", 2)
    found = scored_one(an_applicant(basic=5, basic_missing=4), standard, exempt="drops_item")
    assert found["basic"]["interval"] == span(0, 60)
    assert (found["basic"]["met"], found["basic"]["missing"]) == (5, 4)


def test_panel_points_are_held_against_the_lowered_bands() -> None:
    applicant = an_applicant(basic=9, panel_basic=Decimal(50))
    standard = exempting("basic", 2)
    assert not scored_one(applicant, standard, exempt="drops_item")["basic"]["refused"]
    assert scored_one({**applicant, "panel_basic": Decimal(48)}, standard, exempt="drops_item")[
        "basic"
    ]["refused"]


@pytest.mark.parametrize(
    ("name", "applicant", "points"),
    [
        ("basic", {"basic": 7}, (0, 36, 18)),
        ("basic", {"basic": 8}, (36, 48, 42)),
        ("basic", {"basic": 11}, (48, 60, 54)),
        ("quality", {"quality": 2}, (0, 10, 5)),
        ("quality", {"quality": 4}, (10, 16, 13)),
        ("quality", {"quality": 5}, (16, 20, 18)),
        ("quality", {"quality": 5, "safety_accident": True}, (0, 0, 0)),
        ("government", {"grade_government": "good"}, (8, 10, 9)),
        ("policy", {"grade_policy": "fair"}, (6, 8, 7)),
        ("policy", {"grade_policy": "average"}, (0, 6, 3)),
        ("government", {}, (None, None, None)),
        ("basic", {"basic": 10, "basic_missing": 1}, (None, None, None)),
        ("quality", {"safety_accident": None}, (None, None, None)),
    ],
)
def test_points_at_an_end_or_the_middle_of_the_band(name, applicant, points) -> None:
    """An end, open or not, or the middle, for grades too; the interval stays."""
    even = scored_one(an_applicant(**applicant))
    for within, expected in zip(("lowest", "highest", "midpoint"), points, strict=True):
        scores = scored_one(an_applicant(**applicant), points_within_band=within)
        assert scores[name]["point"] == expected
        assert scores[name]["interval"] == even[name]["interval"]
        assert scores["verdict"] == even["verdict"]


@pytest.mark.parametrize("within", READINGS["points_within_band"])
def test_panel_points_stand_whatever_is_assumed_within_a_band(within: str) -> None:
    panel = {"panel_basic": Decimal("48.5"), "panel_quality": Decimal(17)}
    panel |= {"panel_government": Decimal(9), "panel_policy": Decimal("8.25")}
    scores = scored_one(an_applicant(**panel), points_within_band=within)
    assert scores["point"] == Fraction("82.75")


@pytest.mark.parametrize(("gate", "ranks"), [*product(READINGS["gate"], READINGS["ranks"])])
def test_gate_and_ranks_leave_the_points_alone(gate: str, ranks: str) -> None:
    applicant = an_applicant(basic=9, quality=4, output_rank=1, grade_policy="good")
    plain, other = scored_one(applicant), scored_one(applicant, gate=gate, ranks=ranks)
    for part in ("basic", "quality", "government", "policy", "interval", "point", "verdict"):
        assert other[part] == plain[part]
