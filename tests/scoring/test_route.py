"""The rank test of a tier: ranks, the tier's claim, exceptions, in three-valued logic."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.scoring.building import an_applicant, scored, scored_one

LIMITS = {"capital": 3, "base": 7, "township": 12}
CLAIMS = {
    "capital": "claim_famous_brand",
    "base": "claim_raw_material",
    "township": "claim_origin_or_gi",
}
OUT = {"output_rank": 99, "sales_rank": 99, "export_rank": 99}
NO_CLAIM = dict.fromkeys(CLAIMS.values(), False)


def route(tier: str, readings: dict[str, str] | None = None, **facts: Any) -> str:
    applicant = an_applicant(**{**OUT, **NO_CLAIM, **facts})
    return scored_one(applicant, tier=tier, **(readings or {}))["route"]


BOUNDARIES = [
    pytest.param(tier, rank, marks=pytest.mark.clause(f"2.2.1.{tier}"), id=f"{tier}-{rank}")
    for tier, limit in LIMITS.items()
    for rank in (1, limit - 1, limit, limit + 1)
]


@pytest.mark.parametrize(("tier", "rank"), BOUNDARIES)
def test_output_and_sales_rank_within_the_limit_of_the_tier(tier: str, rank: int) -> None:
    """2.2.1: the top 3, 7 and 12 by output and sales volume."""
    expected = "met" if rank <= LIMITS[tier] else "not_met"
    assert route(tier, output_rank=rank, sales_rank=rank) == expected
    assert route(tier, output_rank=1, sales_rank=rank) == expected
    assert route(tier, output_rank=rank, sales_rank=1) == expected


@pytest.mark.parametrize(("tier", "rank"), BOUNDARIES)
def test_or_the_export_rank_within_the_limit(tier: str, rank: int) -> None:
    expected = "met" if rank <= LIMITS[tier] else "not_met"
    assert route(tier, export_rank=rank) == expected


@pytest.mark.clause("2.2.1.capital", "2.2.1.base", "2.2.1.township")
@pytest.mark.parametrize(("tier", "claim"), [*product(LIMITS, CLAIMS.values())])
def test_or_the_claim_of_that_very_tier(tier: str, claim: str) -> None:
    """2.2.1: a famous brand for a capital, raw material for a base, origin for a township."""
    assert route(tier, **{claim: True}) == ("met" if CLAIMS[tier] == claim else "not_met")


@pytest.mark.clause("2.2.1.base", "2.2.1.township")
@pytest.mark.parametrize(
    ("tier", "exception"), [*product(LIMITS, ("exception_base", "exception_township"))]
)
def test_an_exception_counts_for_its_tier_and_a_blank_one_is_no(tier, exception) -> None:
    """2.2.1: 'generally' (一般) leaves room for a recorded exception, not for a capital."""
    expected = "met" if exception == f"exception_{tier}" else "not_met"
    assert route(tier, **{exception: True}) == expected
    assert route(tier, **{exception: False}) == "not_met"
    assert route(tier, **{exception: None}) == "not_met"


@pytest.mark.parametrize("tier", LIMITS)
@pytest.mark.parametrize(
    ("facts", "both", "either"),
    [
        ({"output_rank": 1, "sales_rank": None}, "unknown", "met"),
        ({"output_rank": None, "sales_rank": 1}, "unknown", "met"),
        ({"output_rank": 99, "sales_rank": None}, "not_met", "unknown"),
        ({"output_rank": None, "sales_rank": 99}, "not_met", "unknown"),
        ({"output_rank": None, "sales_rank": None}, "unknown", "unknown"),
        ({"output_rank": 1, "sales_rank": 99}, "not_met", "met"),
        ({"output_rank": 99, "sales_rank": 1}, "not_met", "met"),
        ({"output_rank": 1, "sales_rank": 1}, "met", "met"),
        ({"output_rank": 99, "sales_rank": 99}, "not_met", "not_met"),
        ({"export_rank": None}, "unknown", "unknown"),
        ({"export_rank": None, "output_rank": 1, "sales_rank": 1}, "met", "met"),
    ],
)
def test_ranks_in_three_valued_logic_under_each_reading(tier, facts, both, either) -> None:
    """One rank beyond the limit already decides a pair (both); one within suffices (either)."""
    assert route(tier, **facts) == both
    assert route(tier, {"ranks": "both"}, **facts) == both
    assert route(tier, {"ranks": "either"}, **facts) == either


@pytest.mark.parametrize("tier", LIMITS)
def test_a_blank_claim_is_unknown_and_a_no_is_not(tier: str) -> None:
    claim = CLAIMS[tier]
    assert route(tier, **{claim: None}) == "unknown"
    assert route(tier, **{claim: False}) == "not_met"
    assert route(tier, **{claim: None, "export_rank": 1}) == "met"


def test_the_route_is_no_part_of_the_score() -> None:
    within, beyond = scored(
        [an_applicant(output_rank=1, sales_rank=1), an_applicant(**OUT, **NO_CLAIM)]
    )
    assert (within["capital"]["route"], beyond["capital"]["route"]) == ("met", "not_met")
    for part in ("interval", "point", "verdict"):
        assert within["capital"][part] == beyond["capital"][part]
