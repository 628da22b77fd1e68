"""The result table（评价结果表）: one row per applicant and tier, and the problems beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import Bytes, Cohort, Steps
from clusterlib.problems import Problem
from clusterlib.reports.chinese import (
    HEADINGS,
    PROBLEM_HEADINGS,
    notes_of,
    problems_in_chinese,
    result_in_chinese,
)
from clusterlib.reports.table_files import SUFFIXES as SUFFIXES
from clusterlib.reports.table_files import check_suffix as check_suffix
from clusterlib.reports.table_files import frame_of, write_book, write_table
from clusterlib.rules.findings import value_findings
from clusterlib.rules.indicators import PRINTED, SECTIONS, Catalogue
from clusterlib.rules.points import points_text
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.entry import ENTRY_IDS
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import NO_TIER, VERDICT_IDS
from clusterlib.scoring.sections import GATE_IDS, NO_POINTS

if TYPE_CHECKING:
    import pandas as pd

Headings = Literal["ids", "zh"]

COUNTS = ("basic_met", "basic_missing", "quality_met", "quality_missing")
POINTS = (
    "basic_lo",
    "basic_hi",
    "quality_lo",
    "quality_hi",
    "government_lo",
    "government_hi",
    "policy_lo",
    "policy_hi",
    "total_lo",
    "total_hi",
    "total",
)
COLUMNS = (
    "applicant_id",
    "tier",
    "basic_met",
    "basic_missing",
    "basic_lo",
    "basic_hi",
    "quality_gate",
    "quality_met",
    "quality_missing",
    "quality_lo",
    "quality_hi",
    "government_lo",
    "government_hi",
    "policy_lo",
    "policy_hi",
    "total_lo",
    "total_hi",
    "total",
    "verdict",
    "route",
    "outcome_tier",
    "name",
    "region",
    "industry",
    "standard",
    "standard_status",
    "on",
    "readings",
    "entry",
)


@dataclass(frozen=True, slots=True, eq=False)
class ScoredCohort:
    """A cohort whose applicants may fall under different standards.

    Parameters
    ----------
    cohort : Cohort
        Every applicant, in the order of the input.
    parts : tuple of (array of positions, Assessment)
        Each scores some of the cohort by one standard; who is in none has no result.
    problems : tuple of Problem
        All problems, in the order of the problems file.
    on : str
        The day scored, ISO.
    tiers : tuple of Tier
        Tiers that are shown, highest first.
    """

    cohort: Cohort
    parts: tuple[tuple[NDArray[np.int64], Assessment], ...]
    problems: tuple[Problem, ...]
    on: str
    tiers: tuple[Tier, ...] = TIERS

    def frame(self) -> pd.DataFrame:
        """Return the result table as a DataFrame, for analysis.

        Counts are ``Int64`` and points ``float64`` (the file keeps exact decimals), texts
        are strings; what is blank in the file is missing here.
        """
        return frame_of(result_columns(self), counts=COUNTS, points=POINTS)

    @property
    def all_tiers(self) -> tuple[Tier, ...]:
        """Every tier as it is called on the day scored, highest first."""
        return next((found.sheet.tiers for _, found in self.parts), TIERS)

    def standard_warnings(self) -> tuple[str, ...]:
        """Return what asks for a second look in the standards that scored somebody."""
        return tuple(
            f"{assessment.standard.standard.file}　{found.text}"
            for _, assessment in self.parts
            for found in value_findings(assessment.standard.standard, assessment.sheet.tiers)
            if found.severity == "warning"
        ) + tuple(
            f"{assessment.standard.standard.file}　评价体系：{words}"
            for _, assessment in self.parts
            if assessment.sheet.own
            for words in assessment.sheet.own.warnings
        )

    def notes(self, rules: str = "") -> Iterator[tuple[str, str]]:
        """Yield what the result rests on, see `clusterlib.reports.chinese.notes_of`."""
        return notes_of(self.parts, self.on, rules, self.standard_warnings())

    def problems_frame(self) -> pd.DataFrame:
        """Return the problems as a DataFrame; `row` is ``Int64``."""
        return frame_of(problem_columns(self.problems), counts=("row",), points=())


def result_columns(scored: ScoredCohort) -> dict[str, list[str]]:
    """Return the columns of the result table as texts, one row per applicant and tier.

    Applicants stand in the order of the input, tiers highest first. Points are plain
    decimals, blank for none. Without a standard only the applicant's own cells are filled.
    """
    cohort, tiers = scored.cohort, scored.tiers
    cells = {name: np.full((len(cohort), len(tiers)), "", object) for name in COLUMNS}
    for name in ("applicant_id", "name", "region", "industry"):
        cells[name][:] = np.array(getattr(cohort, name), object).reshape(-1, 1)
    cells["tier"][:] = np.array([tier.id for tier in tiers], object)
    for positions, assessment in scored.parts:
        for name, values in _same_at_all_tiers(assessment, scored.on).items():
            cells[name][positions] = values
        for column, tier in enumerate(tiers):
            for name, texts in _at_tier(assessment, tier).items():
                cells[name][positions, column] = texts
    return {name: list(grid.ravel()) for name, grid in cells.items()}


def write_results(
    scored: ScoredCohort, path: Path, *, headings: Headings = "ids", rules: str = ""
) -> Path:
    """Write the result table by the extension of `path`; return the path really written.

    A workbook has both headings, each on a sheet of its own, and what the result rests on.

    Parameters
    ----------
    scored : ScoredCohort
        The result.
    path : Path
        The file.
    headings : {"ids", "zh"}
        Ids, or Chinese headings with Chinese words for the values.
    rules : str
        Which parameters of the regulation（规则）were used, to be told.

    Raises
    ------
    InputError
        If the extension is none of `SUFFIXES`, or the file cannot be written.
    """
    check_suffix(path)
    columns = result_columns(scored)
    counts, points = list(COUNTS), list(POINTS)
    if path.suffix.lower() == ".xlsx":
        names, meanings = zip(
            *dict.fromkeys(notes_of(scored.parts, scored.on, rules, scored.standard_warnings())),
            strict=True,
        )
        sheets = {
            "结果": result_in_chinese(scored.parts, columns),
            "result": columns,
            "说明": {"项目": list(names), "说明": list(meanings)},
        }
        numbers = frozenset((*counts, *points, *(HEADINGS[name] for name in counts + points)))
        return write_book(sheets, path, numbers)
    if headings == "zh":
        columns = result_in_chinese(scored.parts, columns)
        counts, points = ([HEADINGS[name] for name in names] for names in (counts, points))
    return write_table(columns, path, counts=counts, points=points)


def write_problems(
    problems: Sequence[Problem],
    path: Path,
    *,
    headings: Headings = "ids",
    tiers: Iterable[Tier] = TIERS,
    catalogue: Catalogue = PRINTED,
) -> Path:
    """Write the problems, in the same formats; return the path really written."""
    columns = problem_columns(problems)
    if path.suffix.lower() == ".xlsx":
        # The ids stand first, for programs; a person's Excel opens on the Chinese sheet.
        sheets = {"problems": columns, "问题": problems_in_chinese(columns, tiers, catalogue)}
        numbers = frozenset(("row", PROBLEM_HEADINGS["row"]))
        return write_book(sheets, path, numbers, opens_on="问题")
    if headings == "zh":
        shown = problems_in_chinese(columns, tiers, catalogue)
        return write_table(shown, path, counts=(PROBLEM_HEADINGS["row"],))
    return write_table(columns, path, counts=("row",))


def problems_path(path: Path) -> Path:
    """Return the name of the problems file of a result: ``out.problems.csv`` for ``out.csv``."""
    return path.with_name(f"{path.stem}.problems{path.suffix}")


def problem_columns(problems: Sequence[Problem]) -> dict[str, list[str]]:
    """Return the columns of the problems file as texts."""
    return {
        "row": ["" if found.row is None else str(found.row) for found in problems],
        "applicant_id": [found.applicant_id for found in problems],
        "tier": [found.tier for found in problems],
        "column": [found.column for found in problems],
        "value": [found.found for found in problems],
        "reason": [found.reason for found in problems],
        "severity": [found.severity for found in problems],
    }


def _same_at_all_tiers(assessment: Assessment, on: str) -> dict[str, NDArray[Any] | str]:
    standard = assessment.standard.standard
    outcome = {NO_TIER: "", **{int(tier): tier.id for tier in TIERS}}
    return {
        "outcome_tier": _named(outcome, assessment.scores.outcome).reshape(-1, 1),
        "standard": standard.industry,
        "standard_status": standard.status,
        "on": on,
        "readings": assessment.readings.text(),
        "entry": _named(ENTRY_IDS, assessment.scores.entry).reshape(-1, 1),
    }


def _at_tier(assessment: Assessment, tier: Tier) -> dict[str, NDArray[Any]]:
    """Return the cells of one tier; each distinct profile is written once."""
    scores = assessment.scores.tiers[tier]
    profiles, by_profile = scores.profiles, scores.by_profile
    texts = {
        "basic_met": _whole(profiles.basic_counts.met),
        "basic_missing": _whole(profiles.basic_counts.missing),
        "quality_met": _whole(profiles.quality_counts.met),
        "quality_missing": _whole(profiles.quality_counts.missing),
        "quality_gate": _named(GATE_IDS, profiles.gate),
        "verdict": _named(VERDICT_IDS, by_profile.verdict),
        "total_lo": _decimals(by_profile.lower),
        "total_hi": _decimals(by_profile.upper),
        "total": _decimals(by_profile.points),
    }
    for name, section in zip(SECTIONS, by_profile.sections, strict=True):
        texts[f"{name}_lo"] = _decimals(section.lower)
        texts[f"{name}_hi"] = _decimals(section.upper)
    cells = {name: column[profiles.of_row] for name, column in texts.items()}
    return {**cells, "route": _named(ROUTE_IDS, scores.route)}


def _whole(counts: Bytes) -> NDArray[Any]:
    return np.array([str(count) for count in range(128)], object)[counts]


def _named(names: Mapping[int, str], codes: Bytes) -> NDArray[Any]:
    """Return the text of each code; a code of -1 is the last place of the lookup."""
    lookup = np.full(len(names), "", object)
    for code, name in names.items():
        lookup[code] = name
    return lookup[codes]


@cache
def _decimal(steps: int) -> str:
    return "" if steps == NO_POINTS else points_text(steps)


def _decimals(steps: Steps) -> NDArray[Any]:
    """Return points as plain decimals; each distinct one is written once."""
    distinct, places = np.unique(steps, return_inverse=True)
    return np.array([_decimal(value) for value in distinct.tolist()], object)[places]
