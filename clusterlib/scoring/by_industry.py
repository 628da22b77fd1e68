"""Which standard scores which row（行业）, and what is said where none or another one does."""

from __future__ import annotations

from collections.abc import Sequence

from clusterlib.applicants.figures import Cohort
from clusterlib.problems import Problem
from clusterlib.rules.standard import Standard


def standards_by_row(
    cohort: Cohort, standards: Standard | Sequence[Standard]
) -> list[Standard | None]:
    """Return each row's standard: the only one, or the one that its industry names, or None."""
    if isinstance(standards, Standard):
        return [standards] * len(cohort)
    by_name = {name: found for found in standards for name in (found.industry, found.term)}
    return [by_name.get(industry) for industry in cohort.industry]


def industry_problems(
    cohort: Cohort,
    by_row: Sequence[Standard | None],
    standards: Standard | Sequence[Standard],
) -> list[Problem]:
    """Return the rows without a standard, and those that name another industry than theirs."""
    problems = []
    for position, standard in enumerate(by_row):
        industry = cohort.industry[position]
        if standard is None:
            problem = Problem("unknown_industry", "error", "industry", industry)
        elif isinstance(standards, Standard) and industry and not standard.names(industry):
            problem = Problem("other_industry", "warning", "industry", industry, standard.term)
        else:
            continue
        problems.append(
            problem.at(applicant_id=cohort.applicant_id[position], row=cohort.rows[position])
        )
    return problems
