"""A cohort scored against one standard on one day, with all that the score rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from clusterlib.applicants.figures import UNKNOWN, UNREADABLE, Bytes, Cohort
from clusterlib.problems import Problem
from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.score import Scores, score


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """n applicants under one standard; one applicant is a cohort of one.

    Parameters
    ----------
    cohort : Cohort
        The applicants as read.
    standard : StandardOnDay
        Thresholds of the day.
    sheet : ScoreSheet
        The regulation of the day.
    readings : Readings
        Every reading, resolved.
    default_tier : Tier
        Tier applied for where a row names none.
    scores : Scores
        The result.
    problems : tuple of Problem
        Problems of the reading, and those that only show beside a standard.
    """

    cohort: Cohort
    standard: StandardOnDay
    sheet: ScoreSheet
    readings: Readings
    default_tier: Tier
    scores: Scores
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(
        cls,
        cohort: Cohort,
        standard: StandardOnDay,
        sheet: ScoreSheet,
        readings: Readings,
        *,
        default_tier: Tier = Tier.CAPITAL,
        problems: tuple[Problem, ...] | None = None,
    ) -> Assessment:
        """Score a cohort and keep the result with what it rests on."""
        default_tier = sheet.tiers[default_tier]
        scores = score(cohort.figures, standard, sheet, readings, default_tier=default_tier)
        found = cohort.problems if problems is None else problems
        return cls(cohort, standard, sheet, readings, default_tier, scores, found)

    def __len__(self) -> int:
        """Return the number of applicants."""
        return len(self.cohort)

    def at(self, positions: Sequence[int]) -> Assessment:
        """Return the assessment of some of the applicants; alone they score as in the crowd."""
        cohort = self.cohort.rows_at(positions)
        known = set(cohort.applicant_id)
        return self.of(
            cohort,
            self.standard,
            self.sheet,
            self.readings,
            default_tier=self.default_tier,
            problems=tuple(found for found in self.problems if found.applicant_id in known),
        )

    def under(self, readings: Readings) -> Assessment:
        """Return the same cohort scored under other readings."""
        counted = [(each.missing, each.exempt) for each in (self.readings, readings)]
        return replace(
            self,
            readings=readings,
            scores=score(
                self.cohort.figures,
                self.standard,
                self.sheet,
                readings,
                default_tier=self.default_tier,
                # Other readings leave the counts of items as they are.
                profiles=[tier.profiles for tier in self.scores.tiers]
                if counted[0] == counted[1]
                else None,
            ),
        )

    def with_problems(self, found: Sequence[Problem]) -> Assessment:
        """Return the assessment with further problems."""
        return replace(self, problems=(*self.problems, *found))

    def applied(self, position: int) -> Tier | None:
        """Return the tier that an applicant applied for, None where it cannot be read."""
        tier = int(self.cohort.figures.applied[position])
        if tier == UNREADABLE:
            return None
        return self.default_tier if tier == UNKNOWN else self.sheet.tiers[tier]

    @property
    def applied_codes(self) -> Bytes:
        """Tier applied for per applicant, int8, shape (n,), -2 where it cannot be read."""
        applied = self.cohort.figures.applied
        return np.where(applied == UNKNOWN, self.default_tier, applied).astype(np.int8)
