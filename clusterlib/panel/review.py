"""One case with its applicant（评审）: what the leader sees and what papers are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clusterlib.panel.case import PanelCase
from clusterlib.panel.composition import CompositionFinding, composition
from clusterlib.panel.consolidation import Consolidation, consolidate
from clusterlib.panel.verdicts import Verdict, decided_by, verdict_of, without_each
from clusterlib.rules.panels import PanelRules
from clusterlib.scoring.allowed import AllowedPoints, allowed_points
from clusterlib.scoring.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whom a case is about.

    Parameters
    ----------
    assessment : Assessment
        Of this applicant alone, without the panel's points.
    key_firms : tuple of str
        Names of the key firms（基本情况表四）.
    """

    assessment: Assessment
    key_firms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name as written."""
        return self.assessment.cohort.name[0]

    @property
    def region(self) -> str:
        """Place as written."""
        return self.assessment.cohort.region[0]

    @property
    def allowed(self) -> AllowedPoints | None:
        """Bands of points left open; None where the tier applied for cannot be read."""
        return allowed_points(self.assessment, 0)


@dataclass(frozen=True, slots=True)
class Review:
    """A case as it stands.

    Parameters
    ----------
    case : PanelCase
    applicant : Applicant
    consolidation : Consolidation
    decided : Assessment
        Of the applicant, with the panel's points and grades.
    verdict : Verdict
        What follows from them.
    without : mapping of member to Verdict
        What would follow without each.
    composition : tuple of CompositionFinding
    """

    case: PanelCase
    applicant: Applicant
    consolidation: Consolidation
    decided: Assessment
    verdict: Verdict
    without: Mapping[str, Verdict]
    composition: tuple[CompositionFinding, ...]


def review(
    case: PanelCase,
    applicant: Applicant,
    rules: PanelRules,
    reading: str,
    *,
    number: int | None = None,
) -> Review | None:
    """Return how a case stands, None where the tier applied for cannot be read.

    Parameters
    ----------
    case : PanelCase
    applicant : Applicant
    rules : PanelRules
    reading : str
        How valid points become one.
    number : int, optional
        An open round to look at; the last closed one where it is left out.
    """
    allowed = applicant.allowed
    if allowed is None:
        return None
    sheets, assessment = case.sheets_on_panel(), applicant.assessment
    found = consolidate(case.case, sheets, case.rounds, allowed, rules, reading, number=number)
    decided = decided_by(assessment, 0, found)
    return Review(
        case=case,
        applicant=applicant,
        consolidation=found,
        decided=decided,
        verdict=verdict_of(decided),
        without=without_each(assessment, 0, sheets, case.rounds, allowed, rules, found),
        composition=composition(case.members, rules, applicant.region, applicant.key_firms),
    )
