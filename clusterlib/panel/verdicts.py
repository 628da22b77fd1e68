"""What a panel's points make of an applicant（结论）: decisions for the one scorer there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.panel.consolidation import GRADE_CODES, Consolidation, consolidate, points_written
from clusterlib.panel.records import Round
from clusterlib.panel.sheets import ExpertSheet
from clusterlib.rules.indicators import GRADES, PANEL, SECTIONS
from clusterlib.rules.panels import PanelRules
from clusterlib.rules.points import on_grid, points_text
from clusterlib.scoring.allowed import AllowedPoints
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.score import VERDICT_IDS


@dataclass(frozen=True, slots=True)
class Verdict:
    """The total of one applicant at the tier applied for, and what follows.

    Parameters
    ----------
    verdict : str
        ``pass``, ``open`` or ``fail``.
    total : str
        One number where the ends meet, else the range with its ends.
    """

    verdict: str
    total: str


def decisions(consolidation: Consolidation) -> dict[str, str]:
    """Return a consolidation as the columns of a panel table, blank where there is nothing."""
    found = {
        column: "" if section.points is None else points_written(section.points)
        for column, section in zip(PANEL, consolidation.sections, strict=True)
    }
    grades = (consolidation.section(name).grade for name in SECTIONS[2:])
    return {**found, **dict(zip(GRADES, grades, strict=True))}


def decided_by(assessment: Assessment, position: int, consolidation: Consolidation) -> Assessment:
    """Return the assessment of one applicant with the panel's points and grades in place."""
    one = assessment.at([position])
    figures = one.cohort.figures
    panel = [
        UNKNOWN if section.points is None else on_grid(section.points)
        for section in consolidation.sections
    ]
    grades = [GRADE_CODES[consolidation.section(name).grade] for name in SECTIONS[2:]]
    decided = replace(
        figures,
        panel=np.array([panel], np.int64),
        grades=np.array([grades], np.int8),
    )
    return Assessment.of(
        replace(one.cohort, figures=decided),
        one.standard,
        one.sheet,
        one.readings,
        default_tier=one.default_tier,
    )


def verdict_of(assessment: Assessment) -> Verdict:
    """Return the verdict of an assessment of one applicant, at the tier applied for."""
    tier = assessment.applied(0)
    if tier is None:
        return Verdict("", "")
    scores = assessment.scores.tiers[tier]
    lower, upper = points_text(int(scores.lower[0])), points_text(int(scores.upper[0]))
    least = ">" if scores.lower_open[0] else ""
    most = "<" if scores.upper_open[0] else ""
    total = lower if lower == upper else f"{least}{lower}–{most}{upper}"
    return Verdict(VERDICT_IDS[int(scores.verdict[0])], total)


def without_each(
    assessment: Assessment,
    position: int,
    sheets: Sequence[ExpertSheet],
    rounds: Sequence[Round],
    allowed: AllowedPoints,
    rules: PanelRules,
    consolidation: Consolidation,
) -> Mapping[str, Verdict]:
    """Return the verdict that would stand without each expert in turn（去掉后）."""
    found = {}
    for member in consolidation.sheets:
        left = consolidate(
            consolidation.case,
            sheets,
            rounds,
            allowed,
            rules,
            consolidation.reading,
            number=consolidation.round,
            without=member,
        )
        found[member] = verdict_of(decided_by(assessment, position, left))
    return found
