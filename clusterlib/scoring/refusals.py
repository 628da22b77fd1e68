"""Panel points that the count, grade or gate does not allow（专家评分超出档次）.

They stay on record as problems, and the row is scored as if they were absent.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from clusterlib.problems import Problem, Severity
from clusterlib.rules.indicators import PANEL
from clusterlib.rules.points import points_text
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.sections import GATE_FAILED, GATE_UNKNOWN


def refused_points(assessment: Assessment, tiers: Iterable[Tier]) -> tuple[Problem, ...]:
    """Return one problem per refused figure and tier: an error at the tier applied for.

    Parameters
    ----------
    assessment : Assessment
        n applicants.
    tiers : iterable of Tier
        Tiers that the result shows; refusals at others are not listed.
    """
    cohort, applied = assessment.cohort, assessment.applied_codes
    problems = []
    for tier in tiers:
        for column, section in enumerate(assessment.scores.tiers[tier].sections):
            for position in np.flatnonzero(section.refused).tolist():
                severity: Severity = "error" if applied[position] == tier else "warning"
                problems.append(
                    Problem(
                        "points_outside_band",
                        severity,
                        column=PANEL[column],
                        found=_as_written(assessment, PANEL[column], column, position),
                        expected=_allowed(assessment, tier, column, position),
                        applicant_id=cohort.applicant_id[position],
                        tier=tier.id,
                        row=cohort.rows[position],
                    )
                )
    return tuple(problems)


def _as_written(assessment: Assessment, name: str, column: int, position: int) -> str:
    written = assessment.cohort.written.get(name)
    if written is not None:
        return written[position]
    return points_text(int(assessment.cohort.figures.panel[position, column]))


def _allowed(assessment: Assessment, tier: Tier, column: int, position: int) -> str:
    scores = assessment.scores.tiers[tier]
    section = scores.sections[column]
    lower, lower_open = int(section.lower[position]), bool(section.lower_open[position])
    upper, upper_open = int(section.upper[position]), bool(section.upper_open[position])
    prefix = ""
    if PANEL[column] == "panel_quality":
        if scores.gate[position] == GATE_FAILED:
            return "0分（后3项有一项不符合）"
        if scores.gate[position] == GATE_UNKNOWN:
            counts = scores.quality_counts
            band = assessment.sheet.quality.lowered(counts.dropped).band_of(
                int(counts.met[position])
            )
            lower, lower_open = band.lower, band.lower_open
            prefix = "0分或"
    least = f"{'>' if lower_open else '≥'}{points_text(lower)}"
    most = f"{'<' if upper_open else '≤'}{points_text(upper)}"
    return f"{prefix}{least}、{most}分"
