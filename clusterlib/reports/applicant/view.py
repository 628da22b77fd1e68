"""All that one applicant's report shows, worked out once（评价报告内容）."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clusterlib.analysis.asks import Ask, asks
from clusterlib.analysis.readings import UnderReading, verdicts_by_reading
from clusterlib.analysis.what_if import Standing, WhatIf, standings_of, what_if
from clusterlib.applicants.evidence import Evidence
from clusterlib.problems import Problem
from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.rules.standard import STATUS_TERMS, Standard
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.entry import violation_findings, years_findings
from clusterlib.scoring.explanation import Explanation, TierTrace
from clusterlib.scoring.trace import explain

_FICTIONAL = re.compile("样[省市县区镇乡州]|虚构")


@dataclass(frozen=True, slots=True)
class ApplicantView:
    """One applicant, explained and asked about.

    Parameters
    ----------
    applicant_id, name, region, industry, product : str
        As written; `name` falls back to the id.
    explanation : Explanation
        The score at all tiers.
    focus : TierTrace
        The tier that the report looks at: the one applied for.
    now : tuple of Standing, length 3
        Counts, bands, total and verdict per tier, highest first.
    asked : WhatIf
        What would change band and verdict, at the tier that the report looks at.
    asks : tuple of Ask
        What is still to ask for.
    readings_tried : tuple of UnderReading
        The result under each value of each reading.
    years, violation : int
        Entry findings.
    evidence : Evidence or None
        Places in the workbook; None for a row of a table.
    row : int
        Line of the table.
    sheet, readings, standard, day : ScoreSheet, Readings, Standard, str
        The rules it was scored by.
    problems : tuple of Problem
        Of this applicant.
    fictional : bool
        Whether name or region is plainly fictional（虚构样例）.
    """

    applicant_id: str
    name: str
    region: str
    industry: str
    product: str
    explanation: Explanation
    focus: TierTrace
    now: tuple[Standing, ...]
    asked: WhatIf
    asks: tuple[Ask, ...]
    readings_tried: tuple[UnderReading, ...]
    years: int
    violation: int
    evidence: Evidence | None
    row: int
    sheet: ScoreSheet
    readings: Readings
    standard: Standard
    day: str
    problems: tuple[Problem, ...]
    fictional: bool

    @property
    def year(self) -> int | None:
        """The year that was scored, where the file names it."""
        return self.evidence.year if self.evidence else None

    @property
    def example_standard(self) -> bool:
        """Whether the standard is an example（示例）."""
        return self.standard.issuer == "示例"

    @property
    def standard_words(self) -> str:
        """The standard in words: industry, whose, status, day."""
        example = "（示例）" if self.example_standard else f"（{self.standard.issuer}）"
        status = STATUS_TERMS[self.standard.status]
        return f"标准：{self.standard.term}{example}，{status}，按 {self.day}"


def applicant_view(assessment: Assessment) -> ApplicantView:
    """Return the view of an assessment of one.

    Raises
    ------
    RuleError
        If the assessment holds more or fewer than one applicant.
    """
    cohort = assessment.cohort
    explanation = explain(assessment)
    applied = explanation.applied
    focus = explanation.tiers[assessment.default_tier if applied is None else applied]
    places = f"{cohort.name[0]} {cohort.region[0]}"
    return ApplicantView(
        applicant_id=cohort.applicant_id[0],
        name=cohort.name[0] or cohort.applicant_id[0],
        region=cohort.region[0],
        industry=cohort.industry[0] or assessment.standard.standard.term,
        product=cohort.product[0],
        explanation=explanation,
        focus=focus,
        now=tuple(standings_of(scores, assessment.sheet)[0] for scores in assessment.scores.tiers),
        asked=what_if(assessment, focus),
        asks=asks(explanation, focus, assessment.readings),
        readings_tried=verdicts_by_reading(assessment),
        years=int(years_findings(cohort.figures, assessment.sheet)[0]),
        violation=int(violation_findings(cohort.figures)[0]),
        evidence=cohort.evidence[0] if cohort.evidence else None,
        row=cohort.rows[0],
        sheet=assessment.sheet,
        readings=assessment.readings,
        standard=assessment.standard.standard,
        day=assessment.standard.day.isoformat(),
        problems=assessment.problems,
        fictional=bool(_FICTIONAL.search(places)),
    )
