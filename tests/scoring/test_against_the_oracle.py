"""The scorer against the slow one, on thousands of random applicants under all readings."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from typing import Any

import pytest

from clusterlib.errors import ParameterError
from clusterlib.rules.indicators import INDICATORS
from clusterlib.rules.standard import StandardOnDay
from tests.scoring import oracle
from tests.scoring.building import a_standard, scored

SEEDS, STANDARDS, APPLICANTS = 60, 4, 20
TERMS = {"basic": "特色产业基本情况", "quality": "质量安全情况"}
DEFAULTS = {name: values[0] for name, values in oracle.READINGS.items()}
PANEL = {
    "panel_basic": "0 20 35.9 36 40.25 47.999999999999999 48 48.000000000000001 55 60 60.5",
    "panel_quality": "0 5 9.99 10 13 16 16.01 18.5 20 21",
    "panel_government": "0 5.9 6 7 8 8.1 10 10.5",
    "panel_policy": "0 3 5.999999999999999 6 7.5 8 9 10",
}


@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.3.government", "A1.3.policy")
@pytest.mark.clause("A1.3.note1", "A1.3.note2")
@pytest.mark.clause("2.2.1.capital", "2.2.1.base", "2.2.1.township")
@pytest.mark.clause("1.2.1a", "1.2.2-8")
@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_scorer_agrees_with_the_slow_one(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(STANDARDS):
        compare(rng)


def compare(rng: random.Random) -> None:
    """Random applicants by a random standard under random readings, both ways."""
    plain, standard = a_random_standard(rng)
    applicants = [a_random_applicant(rng, plain) for _ in range(APPLICANTS)]
    readings = {name: rng.choice(values) for name, values in oracle.READINGS.items()}
    if section := oracle.refused_section(plain, readings):
        with pytest.raises(ParameterError, match=TERMS[section]):
            scored(applicants, standard, **readings)
        readings["exempt"] = "counts_as_met"
    found = scored(applicants, standard, **readings)
    for applicant, scores in zip(applicants, found, strict=True):
        for tier in oracle.TIERS:
            expected = oracle.score(tier, applicant, plain, readings)
            assert scores[tier] == expected, (tier, applicant, plain, readings)
        applied = applicant.get("tier", "capital")
        assert scores["outcome"] == oracle.outcome_tier(applied, applicant, plain, readings)
        assert scores["entry"] == oracle.entry_of(applicant)


def a_random_standard(rng: random.Random) -> tuple[dict[str, Any], StandardOnDay]:
    """The same standard for both scorers, with sides exempt or left out."""
    plain: dict[str, Any] = {}
    left_out, exempt = [], []
    often = rng.choice([0, 0.1, 0.5, 0.8])
    for sides in (*oracle.BASIC, *oracle.QUALITY):
        for number, side in enumerate(sides):
            if rng.random() < often:
                exempt.append(side)
            elif number == 1 and rng.random() < 0.3:
                left_out.append(side)
            else:
                plain[side] = {
                    tier: Decimal(rng.randrange(100, 10000)).scaleb(-rng.randrange(3))
                    for tier in oracle.TIERS
                }
    for kept in ("exports", "iso9000"):  # a section whose items are all exempt is refused
        exempt = [side for side in exempt if side != kept]
        plain.setdefault(kept, {tier: Decimal(50) for tier in oracle.TIERS})
    standard = a_standard(exempt=exempt, left_out=left_out, limits=plain)
    return {**plain, **dict.fromkeys(exempt, "exempt")}, standard


def a_random_applicant(rng: random.Random, standard: dict[str, Any]) -> dict[str, Any]:
    """Figures just below, at and just above a threshold of any tier, some of them missing."""
    good, blank = rng.random(), rng.choice([0, 0, 0.1, 0.5])
    applicant: dict[str, Any] = {}
    for indicator in INDICATORS:
        limits = standard.get(indicator.id, "exempt")
        if limits == "exempt":
            limits = {"capital": Decimal(5)}
        if rng.random() >= blank:
            step = Decimal("0.0001") * (rng.randrange(2) if rng.random() < good else -1)
            limit = max(limits.values()) if rng.random() < good else rng.choice([*limits.values()])
            applicant[indicator.id] = limit + step
    for gate in oracle.GATES:
        applicant[gate] = rng.choice([False] * 12 + [True, None])
    for rank in ("output_rank", "sales_rank", "export_rank"):
        applicant[rank] = rng.choice([None, 1, 3, 4, 7, 8, 12, 13, 40])
    for claim in oracle.CLAIMS.values():
        applicant[claim] = rng.choice([None, False, False, True])
    for exception in oracle.EXCEPTIONS.values():
        applicant[exception] = rng.choice([None, False, False, True])
    for panel, points in PANEL.items():
        applicant[panel] = rng.choice([None, None, *map(Decimal, points.split())])
    for grade in ("grade_government", "grade_policy"):
        applicant[grade] = rng.choice([None, "good", "good", "fair", "average"])
    applicant["industry_years"] = rng.choice([None, Decimal("4.9"), 5, Decimal("5.5"), 30, 30])
    applicant["major_violation"] = rng.choice([None, False, False, False, True])
    applicant["without_local"] = rng.random() < 0.3
    applicant["tier"] = rng.choice([None, *oracle.TIERS])
    return {name: value for name, value in applicant.items() if value is not None}


def test_the_random_applicants_reach_every_kind_of_result() -> None:
    rng = random.Random(2022)
    seen: set[str] = set()
    for _ in range(30):
        plain, _ = a_random_standard(rng)
        for _ in range(APPLICANTS):
            applicant = a_random_applicant(rng, plain)
            scores = oracle.score("base", applicant, plain, DEFAULTS)
            seen |= {f"verdict {scores['verdict']}", f"route {scores['route']}"}
            seen |= {f"gate {scores['gate']}", f"point {scores['point'] is not None}"}
            seen |= {f"{name} refused {scores[name]['refused']}" for name in ("basic", "quality")}
            applied = applicant.get("tier", "capital")
            seen.add("out " + oracle.outcome_tier(applied, applicant, plain, DEFAULTS))
    assert seen == {
        "verdict pass", "verdict open", "verdict fail", "route met", "route unknown",
        "route not_met", "gate ok", "gate failed", "gate unknown", "point True", "point False",
        "basic refused True", "basic refused False", "quality refused True",
        "quality refused False", "out ", "out capital", "out base", "out township",
    }  # fmt: skip


if __name__ == "__main__":
    # By hand: python -m tests.scoring.test_against_the_oracle 1100
    for by_hand in range(int(sys.argv[1])):
        compare(random.Random(f"by hand {by_hand}"))
