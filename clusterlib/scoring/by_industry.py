"""Which standard scores which row（行业）, and what is said where none or another one does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from clusterlib.applicants.figures import Cohort
from clusterlib.problems import Problem
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.standard import Standard
from clusterlib.scoring.items import sides_of


def standards_by_row(
    cohort: Cohort, standards: Standard | Sequence[Standard]
) -> list[Standard | None]:
    """Return each row's standard: the only one, or the one that its industry names, or None."""
    if isinstance(standards, Standard):
        return [standards] * len(cohort)
    by_name = {name: found for found in standards for name in (found.industry, found.term)}
    return [by_name.get(industry) for industry in cohort.industry]


def asked_of(
    cohort: Cohort, by_row: Sequence[Standard | None], sheets: Mapping[str, ScoreSheet], day: date
) -> Cohort:
    """Return a cohort without what is told missing though the applicant is not asked for it.

    Parameters
    ----------
    cohort : Cohort
        n applicants.
    by_row : sequence of n Standard or None
        As `standards_by_row` gives them.
    sheets : mapping of str to ScoreSheet
        By the industry of a standard, the score sheet that it is scored by.
    day : date
        Whose thresholds apply.
    """
    lacking = {found.applicant_id for found in cohort.problems if found.is_missing}
    exempt = {
        identity: _columns_not_asked(standard, sheets[standard.industry], day)
        for identity, standard in zip(cohort.applicant_id, by_row, strict=True)
        if standard is not None and identity in lacking
    }
    nowhere = _on_no_sheet(sheets.values())
    kept = tuple(
        found
        for found in cohort.problems
        if not (found.is_missing and found.column in exempt.get(found.applicant_id, nowhere))
    )
    return replace(cohort, problems=kept) if exempt or nowhere else cohort


def _on_no_sheet(sheets: Iterable[ScoreSheet]) -> frozenset[str]:
    """Return the indicators that no score sheet lists."""
    known: dict[str, int] = {}
    listed: set[int] = set()
    for sheet in sheets:
        known.update(sheet.catalogue.position)
        listed.update(sheet.columns)
    return frozenset(column for column, place in known.items() if place not in listed)


@lru_cache(maxsize=64)
def _columns_not_asked(standard: Standard, sheet: ScoreSheet, day: date) -> frozenset[str]:
    """Return indicators off the sheet, and those of items exempt with every side that is left."""
    on_day = standard.on(day)
    thresholds, exempted = on_day.thresholds[0], on_day.exempted
    asked = {
        side
        for items in sheet.listed
        for item, sides in zip(items, sides_of(items, thresholds, exempted), strict=True)
        if sides
        for side in item
    }
    known = enumerate(sheet.catalogue.indicators)
    return frozenset(found.id for place, found in known if place not in asked)


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
