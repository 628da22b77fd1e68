"""The applicants of a batch run as a cohort, read from the records beside their reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from clusterlib.applicants.figures import UNKNOWN, UNREADABLE, Cohort, Figures
from clusterlib.errors import InputError
from clusterlib.reports.applicant.record import read_record
from clusterlib.rules.indicators import (
    CLAIMS,
    EXCEPTIONS,
    GATES,
    GRADES,
    PRINTED,
    RANKS,
    Catalogue,
)
from clusterlib.rules.tiers import tier_of
from clusterlib.runs.folder import APPLICANTS, RECORD, whole

NO_LINE = 0
"""In place of the line of a table: these applicants come from records."""


def cohort_of_run(run: Path, catalogue: Catalogue = PRINTED) -> Cohort:
    """Return the applicants of a run as they were scored, confirmed figures included.

    Raises
    ------
    InputError
        If the run holds no record, or one that cannot be read.
    """
    with whole(run):
        records = [read_record(path) for path in sorted((run / APPLICANTS).glob(f"*/{RECORD}"))]
    if not records:
        raise InputError(run.name, "没有一家有评价结果", RECORD, "请先完成这一批")
    figures = Figures.blank(len(records), catalogue)
    for row, record in enumerate(records):
        _fill(figures, row, record)
    about = [record["applicant"] for record in records]

    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(facts[name] or "") for facts in about)

    return Cohort(
        applicant_id=texts("applicant_id"),
        name=texts("name"),
        region=texts("region"),
        industry=texts("industry"),
        product=texts("product"),
        rows=(NO_LINE,) * len(records),
        figures=figures,
        source=run.name,
    )


def _fill(figures: Figures, row: int, record: dict[str, Any]) -> None:
    for place, column in enumerate(figures.catalogue.position):
        value = record["figures"].get(column, {}).get("value")
        figures.values[row, place] = np.nan if value is None else float(value)
    tier = tier_of(record["applicant"]["tier"] or "")
    unnamed = UNKNOWN if record["applicant"]["tier_assumed"] else UNREADABLE
    figures.applied[row] = unnamed if tier is None else tier
    years, violation = (
        record["figures"].get(name, {}).get("value")
        for name in ("industry_years", "major_violation")
    )
    if years is not None:
        figures.industry_years[row] = float(years)
    if violation is not None:
        figures.major_violation[row] = int(violation)
    answers = dict(_answers(record["tiers"]))
    for names, array in (
        (GATES, figures.gates),
        (CLAIMS, figures.claims),
        (EXCEPTIONS, figures.exceptions),
        (GRADES, figures.grades),
    ):
        for place, name in enumerate(names):
            if (answer := answers.get(name)) is not None:
                array[row, place] = int(answer)
    for place, name in enumerate(RANKS):
        if (answer := answers.get(name)) is not None:
            figures.ranks[row, place] = float(answer)


def _answers(tiers: Iterable[dict[str, Any]]) -> Iterable[tuple[str, str | None]]:
    """Give every answer that the trace of a total names, with its column."""
    for tier in tiers:
        route = tier["route"]
        found = [*route["ranks"], route["claim"], route["exception"]]
        for section in tier["sections"]:
            found += [*section["gates"], section["grade"]]
        yield from ((one["column"], one["value"]) for one in found if one)
