"""Points of the four sections: bands, gates, grades, panel points."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clusterlib.rules.indicators import GATES
from tests.scoring.building import an_applicant, scored, scored_one
from tests.scoring.oracle import Span

JUST = Decimal("0.000000000000001")  # the finest step that panel points have
LOW_BASIC, FAIR_BASIC, GOOD_BASIC = ((0, 36, 0, 1), (36, 48, 0, 0), (48, 60, 1, 0))
LOW_QUALITY, FAIR_QUALITY, GOOD_QUALITY = ((0, 10, 0, 1), (10, 16, 0, 0), (16, 20, 1, 0))


def span(low: float, high: float, low_open: int = 0, high_open: int = 0) -> Span:
    return Span(Fraction(low), Fraction(high), bool(low_open), bool(high_open))


def section(name: str, applicant: dict[str, Any], **readings: str) -> dict[str, Any]:
    return scored_one(applicant, **readings)[name]


@pytest.mark.clause("A1.3.basic")
@pytest.mark.parametrize(
    ("met", "band"),
    [(0, LOW_BASIC), (6, LOW_BASIC), (7, LOW_BASIC), (8, FAIR_BASIC), (9, FAIR_BASIC),
     (10, FAIR_BASIC), (11, GOOD_BASIC), (12, GOOD_BASIC), (13, GOOD_BASIC)],
)  # fmt: skip
def test_the_count_of_items_met_selects_a_band_of_section_one(met, band) -> None:
    """A1.3.basic: 11 or more above 48; 8 to 10 from 36 to 48; 7 or fewer below 36."""
    assert section("basic", an_applicant(basic=met))["interval"] == span(*band)


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize(
    ("met", "band"),
    [(0, LOW_QUALITY), (1, LOW_QUALITY), (2, LOW_QUALITY), (3, FAIR_QUALITY),
     (4, FAIR_QUALITY), (5, GOOD_QUALITY)],
)  # fmt: skip
def test_the_count_of_items_met_selects_a_band_of_section_two(met, band) -> None:
    """A1.3.quality: all five above 16; 3 or 4 from 10 to 16; 2 or fewer below 10."""
    assert section("quality", an_applicant(quality=met))["interval"] == span(*band)


@pytest.mark.parametrize(
    ("met", "missing", "interval"),
    [
        (7, 0, LOW_BASIC),
        (7, 1, (0, 48, 0, 0)),
        (7, 3, (0, 48, 0, 0)),
        (7, 4, (0, 60, 0, 0)),
        (8, 2, FAIR_BASIC),
        (8, 3, (36, 60, 0, 0)),
        (10, 1, (36, 60, 0, 0)),
        (11, 2, GOOD_BASIC),
        (0, 13, (0, 60, 0, 0)),
    ],
)
def test_missing_items_span_the_bands_of_the_lowest_and_the_highest_count(
    met, missing, interval
) -> None:
    found = section("basic", an_applicant(basic=met, basic_missing=missing))
    assert found["interval"] == span(*interval)
    assert (found["point"] is None) == (missing > 0)
    assert (found["met"], found["missing"]) == (met, missing)


@pytest.mark.parametrize(
    ("met", "missing", "interval"),
    [(2, 0, LOW_QUALITY), (2, 1, (0, 16, 0, 0)), (2, 3, (0, 20, 0, 0)), (3, 1, FAIR_QUALITY),
     (4, 1, (10, 20, 0, 0)), (0, 5, (0, 20, 0, 0))],
)  # fmt: skip
def test_missing_items_span_the_bands_of_section_two_too(met, missing, interval) -> None:
    found = section("quality", an_applicant(quality=met, quality_missing=missing))
    assert found["interval"] == span(*interval)
    assert (found["point"] is None) == (missing > 0)


@pytest.mark.parametrize(
    ("name", "met", "edge", "allowed"),
    [
        # section, items met, edge of the band, allowed just below, at and just above it
        ("basic", 7, 0, (None, True, True)),
        ("basic", 7, 36, (True, False, False)),
        ("basic", 8, 36, (False, True, True)),
        ("basic", 10, 48, (True, True, False)),
        ("basic", 11, 48, (False, False, True)),
        ("basic", 13, 60, (True, True, False)),
        ("quality", 2, 10, (True, False, False)),
        ("quality", 3, 10, (False, True, True)),
        ("quality", 4, 16, (True, True, False)),
        ("quality", 5, 16, (False, False, True)),
        ("quality", 5, 20, (True, True, False)),
    ],
)
def test_panel_points_must_lie_in_the_band_of_the_count(name, met, edge, allowed) -> None:
    applicant = an_applicant(**{name: met})
    for step, accepted in zip((-JUST, Decimal(0), JUST), allowed, strict=True):
        if accepted is None:
            continue
        points = edge + step
        found = section(name, {**applicant, f"panel_{name}": points})
        if accepted:
            assert found["interval"] == span(points, points)
            assert (found["point"], found["refused"]) == (Fraction(points), False)
        else:
            assert found == {**section(name, applicant), "refused": True}


@pytest.mark.parametrize(
    ("name", "met", "missing", "points", "interval", "refused"),
    [
        # every count left open allows them: they settle the section
        ("basic", 8, 2, "47.5", (47.5, 47.5, 0, 0), False),
        ("basic", 11, 2, "48.5", (48.5, 48.5, 0, 0), False),
        ("quality", 3, 1, "16", (16, 16, 0, 0), False),
        # some do not: the points and the bands of the counts that do not
        ("basic", 7, 1, "47.5", (0, 47.5, 0, 0), False),
        ("basic", 7, 1, "36", (0, 36, 0, 0), False),
        ("basic", 7, 1, "35.5", (35.5, 48, 0, 0), False),
        ("basic", 10, 1, "48", (48, 60, 0, 0), False),
        ("basic", 10, 1, "50", (36, 50, 0, 0), False),
        ("basic", 7, 4, "50", (0, 50, 0, 0), False),
        ("basic", 7, 4, "40", (0, 60, 0, 0), False),
        ("basic", 0, 13, "0", (0, 60, 0, 0), False),
        ("basic", 7, 1, "0", (0, 48, 0, 0), False),
        ("quality", 4, 1, "18.5", (10, 18.5, 0, 0), False),
        ("quality", 2, 1, "10", (0, 10, 0, 0), False),
        # no count allows them: as if absent
        ("basic", 7, 2, "48.5", (0, 48, 0, 0), True),
        ("basic", 8, 5, "35.9", (36, 60, 0, 0), True),
        ("quality", 4, 1, "9.99", (10, 20, 0, 0), True),
    ],
)
def test_points_settle_a_section_only_if_every_count_left_open_allows_them(
    name, met, missing, points, interval, refused
) -> None:
    applicant = an_applicant(
        **{name: met, f"{name}_missing": missing, f"panel_{name}": Decimal(points)}
    )
    found = section(name, applicant)
    assert (found["interval"], found["refused"]) == (span(*interval), refused)
    settled = interval[0] == interval[1]
    assert found["point"] == (Fraction(points) if settled else None)


@pytest.mark.parametrize(
    ("standards", "met", "missing"),
    [("30", 13, 0), ("31", 13, 0), ("29", 12, 1), ("0", 12, 1)],
)
def test_a_sum_without_local_standards_counts_where_it_meets_the_threshold(
    standards, met, missing
) -> None:
    found = scored(
        [
            an_applicant(standards=Decimal(standards), without_local=True),
            an_applicant(standards=Decimal(standards)),
        ]
    )
    counts = [
        (one["capital"]["basic"]["met"], one["capital"]["basic"]["missing"]) for one in found
    ]
    assert counts == [(met, missing), (met, 0)]
    assert found[0]["township"]["basic"]["missing"] == (standards == "0")


@pytest.mark.parametrize(
    ("name", "met", "missing", "points"),
    [("basic", 7, 2, "47.5"), ("basic", 7, 4, "0"), ("basic", 0, 13, "60"),
     ("quality", 4, 1, "18.5"), ("quality", 0, 5, "10")],
)  # fmt: skip
def test_any_count_settles_a_section_by_points_that_one_count_allows(
    name, met, missing, points
) -> None:
    applicant = an_applicant(
        **{name: met, f"{name}_missing": missing, f"panel_{name}": Decimal(points)}
    )
    found = scored_one(applicant, panel_missing="any_count")[name]
    given = Fraction(points)
    assert (found["interval"], found["point"]) == (Span(given, given), given)


@pytest.mark.clause("A1.3.government", "A1.3.policy")
@pytest.mark.parametrize("name", ["government", "policy"])
@pytest.mark.parametrize(
    ("grade", "band", "even"),
    [("good", (8, 10, 1, 0), 9), ("fair", (6, 8, 0, 0), 7), ("average", (0, 6, 0, 1), 3),
     (None, (0, 10, 0, 0), None)],
)  # fmt: skip
def test_the_grade_selects_a_band(name, grade, band, even) -> None:
    """A1.3.government, A1.3.policy: good above 8; fairly good 6 to 8; average below 6."""
    found = section(name, an_applicant(**{f"grade_{name}": grade}))
    assert found == {"interval": span(*band), "point": even, "refused": False}


@pytest.mark.clause("A1.3.government", "A1.3.policy")
@pytest.mark.parametrize("name", ["government", "policy"])
@pytest.mark.parametrize(
    ("grade", "edge", "allowed"),
    [
        ("average", 6, (True, False, False)),
        ("fair", 6, (False, True, True)),
        ("fair", 8, (True, True, False)),
        ("good", 8, (False, False, True)),
        ("good", 10, (True, True, False)),
        (None, 8, (True, True, True)),
        (None, 10, (True, True, False)),
    ],
)
def test_panel_points_must_lie_in_the_band_of_the_grade(name, grade, edge, allowed) -> None:
    applicant = an_applicant(**{f"grade_{name}": grade})
    for step, accepted in zip((-JUST, Decimal(0), JUST), allowed, strict=True):
        points = edge + step
        found = section(name, {**applicant, f"panel_{name}": points})
        if accepted:
            assert found["interval"] == span(points, points)
            assert (found["point"], found["refused"]) == (Fraction(points), False)
        else:
            assert found == {**section(name, applicant), "refused": True}


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("met", [0, 3, 5])
def test_a_failed_gate_leaves_nothing_of_section_two(gate: str, met: int) -> None:
    """A1.3.quality: the last three must hold, or the part scores nothing."""
    applicant = an_applicant(quality=met, **{gate: True})
    scores = scored_one(applicant)
    assert (scores["gate"], scores["quality"]["interval"]) == ("failed", span(0, 0))
    assert scores["quality"]["point"] == 0
    without = section("quality", an_applicant(quality=met, quality_missing=2, **{gate: True}))
    assert (without["interval"], without["point"]) == (span(0, 0), 0)


def test_a_failed_gate_decides_though_others_are_blank() -> None:
    applicant = an_applicant(quality_accident=None, pollution_accident=True, safety_accident=None)
    scores = scored_one(applicant)
    assert (scores["gate"], scores["quality"]["interval"]) == ("failed", span(0, 0))


def test_a_failed_gate_allows_only_no_points() -> None:
    failed = an_applicant(safety_accident=True)
    found = section("quality", {**failed, "panel_quality": Decimal(0)})
    assert (found["interval"], found["point"], found["refused"]) == (span(0, 0), 0, False)
    for points in (JUST, Decimal(18)):
        found = section("quality", {**failed, "panel_quality": points})
        assert (found["interval"], found["point"], found["refused"]) == (span(0, 0), 0, True)


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(("met", "high"), [(2, (10, 1)), (3, (16, 0)), (5, (20, 0))])
def test_a_gate_without_an_answer_makes_the_lower_end_zero(gate, met, high) -> None:
    scores = scored_one(an_applicant(quality=met, **{gate: None}))
    assert scores["gate"] == "unknown"
    assert scores["quality"]["interval"] == span(0, high[0], 0, high[1])
    assert scores["quality"]["point"] is None


@pytest.mark.parametrize(
    ("met", "missing", "points", "interval", "refused"),
    [
        (5, 0, "0", (0, 20), False),
        (5, 0, "0.1", (0, 20), True),
        (5, 0, "16", (0, 20), True),
        (5, 0, "16.1", (0, "16.1"), False),
        (5, 0, "20", (0, 20), False),
        (2, 0, "0", (0, 0), False),
        (2, 1, "0", (0, 16), False),
        (2, 3, "9", (0, 20), False),
        (4, 1, "18.5", (0, "18.5"), False),
        (4, 1, "0", (0, 20), False),
    ],
)
def test_panel_points_beside_an_unanswered_gate(met, missing, points, interval, refused) -> None:
    """The counts decide as if it were 无; 0 is allowed too, and settles nothing by itself."""
    applicant = an_applicant(
        quality=met,
        quality_missing=missing,
        quality_accident=None,
        panel_quality=Decimal(points),
    )
    found = section("quality", applicant)
    low, high = (Fraction(end) for end in interval)
    assert found["interval"] == Span(low, high)
    assert (found["point"], found["refused"]) == (None, refused)


@pytest.mark.parametrize(("met", "missing"), [(5, 0), (2, 0), (4, 1), (0, 5)])
def test_any_count_takes_zero_points_beside_an_unanswered_gate(met, missing) -> None:
    applicant = an_applicant(
        quality=met, quality_missing=missing, safety_accident=None, panel_quality=Decimal(0)
    )
    found = scored_one(applicant, panel_missing="any_count")["quality"]
    assert (found["interval"], found["point"], found["refused"]) == (span(0, 0), None, False)


@pytest.mark.parametrize("points", ["0", "16.1", "20"])
def test_a_failed_gate_is_zero_whatever_is_missing(points) -> None:
    applicant = an_applicant(
        quality=2, quality_missing=3, safety_accident=True, panel_quality=Decimal(points)
    )
    for panel_missing in ("every_count", "any_count"):
        found = scored_one(applicant, panel_missing=panel_missing)["quality"]
        assert (found["interval"], found["point"]) == (span(0, 0), 0)
        assert found["refused"] == (points != "0")


def test_gates_are_no_items_of_the_count() -> None:
    for answer in (False, True, None):
        found = section("quality", an_applicant(quality=4, safety_accident=answer))
        assert (found["met"], found["missing"]) == (4, 0)


@pytest.mark.parametrize(
    ("met", "even"),
    [(0, 0), (1, "4.5"), (4, 18), (7, "31.5"), (8, 36), (9, 42), (10, 48), (11, 52), (12, 56),
     (13, 60)],
)  # fmt: skip
def test_the_even_estimate_of_section_one_runs_straight_through_the_knots(met, even) -> None:
    assert section("basic", an_applicant(basic=met))["point"] == Fraction(even)


@pytest.mark.parametrize(
    ("met", "even"), [(0, 0), (1, "10/3"), (2, "20/3"), (3, 10), (4, 16), (5, 20)]
)
def test_the_even_estimate_of_section_two_runs_straight_through_the_knots(met, even) -> None:
    assert section("quality", an_applicant(quality=met))["point"] == Fraction(even)
