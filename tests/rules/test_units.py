"""Units are converted exactly; points are exact whole numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterlib.errors import RuleError
from clusterlib.rules.points import GRID, on_grid, points_text
from clusterlib.rules.units import UNITS, convert, unit_of

numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 15),
)


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("1.005", "亿元", "万元", "10050"),
        ("10050", "万元", "亿元", "1.005"),
        ("1", "亿元", "元", "100000000"),
        ("0.07", "亿美元", "万美元", "700"),
        ("3", "万美元", "美元", "30000"),
        ("1.2345", "万人", "人", "12345"),
        ("12.5", "%", "%", "12.5"),
        ("-0.5", "亿元", "万元", "-5000"),
    ],
)
def test_units_are_converted_exactly(value, source, target, result) -> None:
    assert convert(Decimal(value), UNITS[source], UNITS[target]) == Decimal(result)


@given(numbers, st.sampled_from([*UNITS.values()]), st.sampled_from([*UNITS.values()]))
def test_there_and_back_loses_nothing(value, one, other) -> None:
    if one.kind == other.kind:
        assert convert(convert(value, one, other), other, one) == value


@pytest.mark.parametrize(
    ("source", "target"), [("万元", "万美元"), ("人", "个"), ("%", "个"), ("亿元", "%")]
)
def test_units_of_different_kinds_are_not_converted(source: str, target: str) -> None:
    with pytest.raises(RuleError, match=f"{source}不能换算成{target}"):
        convert(Decimal(1), UNITS[source], UNITS[target])


def test_a_unit_is_found_by_its_name_in_either_width() -> None:
    assert unit_of(" ％ ") is UNITS["%"]
    with pytest.raises(RuleError, match="不认识的单位“千元”"):
        unit_of("千元")


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (Decimal("69.5"), "69.5"),
        (70, "70"),
        (0, "0"),
        (Decimal("69.999999999999999"), "69.999999999999999"),
        (Fraction(10, 3), "3.3333333333"),
        (Fraction(216, 7), "30.8571428571"),
        (Fraction(20, 3), "6.6666666667"),
    ],
)
def test_points_are_exact_and_printed_as_plain_decimals(points, text) -> None:
    assert points_text(on_grid(points)) == text


def test_every_even_estimate_lies_on_the_grid() -> None:
    for denominator in range(1, 9):
        assert GRID % denominator == 0


@pytest.mark.parametrize("points", [Decimal("0.0000000000000001"), Fraction(1, 11)])
def test_points_off_the_grid_are_refused(points) -> None:
    with pytest.raises(RuleError, match="is not exact"):
        on_grid(points)
