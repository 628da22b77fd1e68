"""A small scored cohort for the tests of tables and pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from clusterlib.applicants.figures import Cohort, Figures
from clusterlib.problems import Problem
from clusterlib.reports.results import ScoredCohort
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.scoring.assessment import Assessment

DAY = date(2026, 11, 25)
PARAMETERS = Path(__file__).parents[2] / "parameters"


def assessment_of(cohort: Cohort, industry: str) -> Assessment:
    """Return a cohort scored by a shipped example standard."""
    sheet = read_score_sheet(PARAMETERS / "regulation", DAY)
    standard = read_standard(PARAMETERS / "standards" / f"{industry}.yaml").on(DAY)
    return Assessment.of(cohort, standard, sheet, sheet.readings())


def cohort_of_names(names: Sequence[str], industries: Sequence[str]) -> Cohort:
    """Return applicants of whom nothing is known but their gates: all three 无."""
    n = len(names)
    figures = Figures.blank(n)
    figures.gates[:] = 0
    ids = tuple(f"S{row}" for row in range(1, n + 1))
    return Cohort(
        ids,
        tuple(names),
        ("样省",) * n,
        tuple(industries),
        ("",) * n,
        tuple(range(2, n + 2)),
        figures,
    )


def scored_example(
    names: Sequence[str] = ("甲样县", "乙样县", "丙样县"),
    tiers: tuple[Tier, ...] = TIERS,
    problems: tuple[Problem, ...] = (),
) -> ScoredCohort:
    """Return furniture, an industry without a standard, and leather, in this order."""
    cohort = cohort_of_names(names, ("家具", "不明行业", "皮革"))
    first, third = cohort.rows_at([0]), cohort.rows_at([2])
    first.figures.values[:] = 10**9
    first.figures.values[0, 12] = np.nan
    third.figures.values[:] = 0
    third.figures.panel[:] = 10 * 21 * 10**15 // 3
    parts = (
        (np.array([0]), assessment_of(first, "furniture")),
        (np.array([2]), assessment_of(third, "leather")),
    )
    return ScoredCohort(cohort, parts, problems, DAY.isoformat(), tiers)
