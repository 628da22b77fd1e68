"""Items that hold most applicants back（卡住最多的项）, each at the tier applied for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clusterlib.analysis.moves import Counts
from clusterlib.rules.indicators import ITEMS, Section
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.figures import Bytes
from clusterlib.scoring.items import MISSING, NOT_MET, item_states

COUNTED: tuple[tuple[Section, int], ...] = tuple(
    (section, number)
    for section, items in ITEMS.items()
    for number in range(1, len(items) + 1)
)
"""Section and number of the eighteen counted items, in the order of the score sheet."""


@dataclass(frozen=True, slots=True)
class Holds:
    """How many applicants each of the eighteen items holds back.

    Parameters
    ----------
    not_met, missing : int64 array, shape (18,)
        Applicants who miss the threshold, and who have no figure.
    order : int64 array, shape (18,)
        Positions of the items, those that hold back most first.
    """

    not_met: Counts
    missing: Counts
    order: Counts


def holds_of(assessment: Assessment) -> Holds:
    """Return the items that hold applicants back; who has no readable tier is left out."""
    states = states_as_applied(assessment)
    readable = assessment.applied_codes >= 0
    not_met = ((states == NOT_MET) & readable[:, np.newaxis]).sum(axis=0)
    missing = ((states == MISSING) & readable[:, np.newaxis]).sum(axis=0)
    return Holds(not_met, missing, np.lexsort((-missing, -not_met)))


def states_as_applied(assessment: Assessment) -> Bytes:
    """Return the states of the eighteen items, each applicant at the tier applied for.

    int8, shape (n, 18); `MISSING` throughout where the tier cannot be read.
    """
    figures, standard = assessment.cohort.figures, assessment.standard
    states = np.full((len(assessment), len(COUNTED)), MISSING, np.int8)
    for tier in Tier:
        rows = np.flatnonzero(assessment.applied_codes == tier)
        if len(rows):
            states[rows] = np.hstack([
                item_states(section, figures.values[rows], standard.thresholds[tier],
                            standard.exempted, assessment.readings)
                for section in ITEMS
            ])
    return states
