"""Assessments of made-up applicants, for the tests of analysis and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clusterlib.applicants.evidence import Evidence
from clusterlib.applicants.figures import Cohort
from clusterlib.problems import Problem
from clusterlib.rules.standard import StandardOnDay
from clusterlib.scoring.assessment import Assessment
from tests.scoring.building import a_standard, figures_of, the_sheet


def assessed(
    applicants: Sequence[Mapping[str, Any]],
    standard: StandardOnDay | None = None,
    *,
    evidence: Sequence[Evidence] = (),
    written: Mapping[str, Sequence[str]] | None = None,
    problems: tuple[Problem, ...] = (),
    names: Sequence[str] = (),
    regions: Sequence[str] = (),
    industries: Sequence[str] = (),
    products: Sequence[str] = (),
    **readings: str,
) -> Assessment:
    """Return the assessment of applicants, each a dict as `an_applicant` gives it."""
    n = len(applicants)
    cohort = Cohort(
        applicant_id=tuple(f"S{row}" for row in range(1, n + 1)),
        name=tuple(names or ("甲样县",) * n),
        region=tuple(regions or ("东样省",) * n),
        industry=tuple(industries or ("玩具",) * n),
        product=tuple(products or ("积木",) * n),
        rows=tuple(range(2, n + 2)),
        figures=figures_of(applicants),
        written=written or {},
        problems=problems,
        source="申报.csv",
        evidence=tuple(evidence),
    )
    sheet = the_sheet()
    return Assessment.of(cohort, standard or a_standard(), sheet, sheet.readings(readings))
