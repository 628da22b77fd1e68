"""Flags that only show beside a standard（存疑提示）; the figure is used as it stands."""

from __future__ import annotations

import numpy as np

from clusterlib.analysis.plausibility import thousandfold
from clusterlib.problems import Problem
from clusterlib.scoring.assessment import Assessment


def thousandfold_problems(assessment: Assessment) -> list[Problem]:
    """Flag figures 1,000 times as large or as small as the threshold of the tier applied for."""
    cohort, standard = assessment.cohort, assessment.standard
    mask = thousandfold(cohort.figures.values, standard.thresholds, assessment.applied_codes)
    problems = []
    for position, column in np.argwhere(mask).tolist():
        indicator = standard.catalogue.indicators[column]
        threshold = standard.value(
            indicator.id, assessment.sheet.tiers[assessment.applied_codes[position]]
        )
        written = cohort.written.get(indicator.id)
        problems.append(
            Problem(
                "thousandfold",
                "warning",
                column=indicator.id,
                found=written[position] if written is not None else "",
                expected=f"{threshold:f}{indicator.unit.term}",
                applicant_id=cohort.applicant_id[position],
                row=cohort.rows[position],
            )
        )
    return problems
