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
        scores = assessment.scores.tiers[tier]
        of_row, tier_id = scores.profiles.of_row, tier.id
        at_tier = (applied == tier).tolist()
        for column, section in enumerate(scores.by_profile.sections):
            allowed = {
                profile: _allowed(assessment, tier, column, profile)
                for profile in np.flatnonzero(section.refused).tolist()
            }
            if not allowed:
                continue
            for position in np.flatnonzero(section.refused[of_row]).tolist():
                severity: Severity = "error" if at_tier[position] else "warning"
                problems.append(
                    Problem(
                        "points_outside_band",
                        severity,
                        column=PANEL[column],
                        found=_as_written(assessment, column, position),
                        expected=allowed[int(of_row[position])],
                        applicant_id=cohort.applicant_id[position],
                        tier=tier_id,
                        row=cohort.rows[position],
                    )
                )
    return tuple(problems)


def _as_written(assessment: Assessment, column: int, position: int) -> str:
    written = assessment.cohort.written.get(PANEL[column])
    if written is not None:
        return written[position]
    return points_text(int(assessment.cohort.figures.panel[position, column]))


def _allowed(assessment: Assessment, tier: Tier, column: int, profile: int) -> str:
    scores = assessment.scores.tiers[tier]
    section = scores.by_profile.sections[column]
    lower, lower_open = int(section.lower[profile]), bool(section.lower_open[profile])
    upper, upper_open = int(section.upper[profile]), bool(section.upper_open[profile])
    prefix = ""
    if PANEL[column] == "panel_quality":
        gate = scores.profiles.gate[profile]
        if gate == GATE_FAILED:
            return "0分（后3项有不符合的）"
        if gate == GATE_UNKNOWN:
            counts = scores.profiles.quality_counts
            band = assessment.sheet.quality.lowered(counts.dropped).band_of(
                int(counts.met[profile])
            )
            lower, lower_open = band.lower, band.lower_open
            prefix = "0分或"
    least = f"{'>' if lower_open else '≥'}{points_text(lower)}"
    most = f"{'<' if upper_open else '≤'}{points_text(upper)}"
    return f"{prefix}{least}、{most}分"
