"""Whether a verdict hangs on a reading（读法）, found by scoring again under each value."""

from __future__ import annotations

from dataclasses import dataclass

from clusterlib.analysis.what_if import total_at
from clusterlib.errors import ParameterError
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.explanation import Interval
from clusterlib.scoring.score import NO_TIER


@dataclass(frozen=True, slots=True)
class TierResult:
    """Total, point estimate, verdict and route at one tier."""

    total: Interval
    points: int
    verdict: int
    route: int


@dataclass(frozen=True, slots=True)
class UnderReading:
    """The result under one value of one reading, all others as chosen.

    Parameters
    ----------
    name, value : str
        The reading and its value.
    chosen : bool
        Whether it is the value in use.
    tiers : tuple of TierResult, length 3
        Highest tier first.
    outcome : Tier or None
        Recommended tier.
    """

    name: str
    value: str
    chosen: bool
    tiers: tuple[TierResult, TierResult, TierResult]
    outcome: Tier | None


def verdicts_by_reading(assessment: Assessment) -> tuple[UnderReading, ...]:
    """Return the result of an assessment of one under each value of each reading.

    A value under which the standard is refused is left out.
    """
    found = []
    for option in assessment.sheet.reading_options:
        for value, _ in option.options:
            readings = assessment.readings.with_values({option.name: value})
            chosen = readings == assessment.readings
            try:
                under = assessment if chosen else assessment.under(readings)
            except ParameterError:
                continue
            found.append(_under(under, option.name, value, chosen))
    return tuple(found)


def depends_on(readings: tuple[UnderReading, ...], name: str, tier: Tier) -> bool:
    """Return whether verdict or route of a tier, or the outcome, hangs on a reading."""
    results = {
        (under.tiers[tier].verdict, under.tiers[tier].route, under.outcome)
        for under in readings
        if under.name == name
    }
    return len(results) > 1


def _under(assessment: Assessment, name: str, value: str, chosen: bool) -> UnderReading:
    capital, base, township = (
        TierResult(
            total_at(tier, 0), int(tier.points[0]), int(tier.verdict[0]), int(tier.route[0])
        )
        for tier in assessment.scores.tiers
    )
    outcome = int(assessment.scores.outcome[0])
    tier = None if outcome == NO_TIER else assessment.sheet.tiers[outcome]
    return UnderReading(name, value, chosen, (capital, base, township), tier)
