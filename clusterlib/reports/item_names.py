"""Which items each applicant does not meet, and which it lacks, by name and tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.reports.results import ScoredCohort
from clusterlib.rules.indicators import FACT_BY_ID, GATES
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.items import MISSING, NOT_MET, item_states, sides_of

FAILED = 1
"""Code of a gate answered 有."""


def item_names(scored: ScoredCohort) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return the names of items not met and of items missing, by applicant and tier."""
    found = {}
    for _, assessment in scored.parts:
        gates = _names_of_gates(assessment)
        for tier in scored.tiers:
            not_met, missing = ([*names] for names in gates)
            for states, names in _states(assessment, tier):
                for listed, state in ((not_met, NOT_MET), (missing, MISSING)):
                    for position, item in zip(*np.nonzero(states == state), strict=True):
                        listed[position] = (*listed[position], names[item])
            for identity, *texts in zip(
                assessment.cohort.applicant_id, not_met, missing, strict=True
            ):
                found[identity, tier.id] = ("、".join(texts[0]), "、".join(texts[1]))
    return found


def _states(assessment: Assessment, tier: Tier) -> Iterator[tuple[np.ndarray, Sequence[str]]]:
    """Yield per counted section the states of its items, shape (n, items), and their names."""
    standard, figures = assessment.standard, assessment.cohort.figures
    thresholds = standard.thresholds[tier]
    known = assessment.sheet.catalogue.indicators
    for items in assessment.sheet.listed:
        sides = sides_of(items, thresholds, standard.exempted)
        yield (
            item_states(
                items,
                figures.values_at(thresholds),
                thresholds,
                standard.exempted,
                assessment.readings,
            ),
            ["或".join(known[side].short for side in item) for item in sides],
        )


def _names_of_gates(
    assessment: Assessment,
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return per applicant the last three items that are answered 有, and those unanswered."""
    codes = assessment.cohort.figures.gates.tolist()
    failed, unknown = (
        [
            tuple(
                FACT_BY_ID[gate].label
                for gate, answer in zip(GATES, row, strict=True)
                if answer == code
            )
            for row in codes
        ]
        for code in (FAILED, UNKNOWN)
    )
    return failed, unknown
