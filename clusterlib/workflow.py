"""The whole procedure（评价程序）: what is read, which rules apply, what comes out.

Read from top to bottom: a cohort is read, the rules of the day are found, everybody is scored
in one pass, what only shows beside a standard is flagged. One applicant is a cohort of one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from clusterlib.analysis.flags import thousandfold_problems
from clusterlib.applicants.figures import Cohort
from clusterlib.errors import InputError, RuleError
from clusterlib.intake.cells.labels import application_form
from clusterlib.intake.cells.values import is_missing
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.confirmed import Confirmed, read_confirmed, with_confirmed
from clusterlib.intake.tables.headings import is_table
from clusterlib.intake.tables.panel import read_panel, with_panel
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.reports.results import ScoredCohort
from clusterlib.resources import (
    parameters_beside,
    parameters_folder,
    sample_table,
)
from clusterlib.rule_files.kept import State, state_of
from clusterlib.rule_files.kept import score_sheet_on as score_sheet_on
from clusterlib.rule_files.kept import standards_at as standards_at
from clusterlib.rules.indicators import PRINTED, Catalogue
from clusterlib.rules.own_sheet import catalogue_of, in_columns, sheet_for
from clusterlib.rules.standard import Standard, check_dropped
from clusterlib.rules.tiers import Tier, terms_of
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.by_industry import asked_of, industry_problems, standards_by_row
from clusterlib.scoring.refusals import refused_points

if TYPE_CHECKING:
    from clusterlib.reports.applicant.report import ApplicantReport


def assess(
    cohort: Cohort,
    standards: Standard | Sequence[Standard],
    *,
    on: date | str | None = None,
    tier: Tier | None = None,
    readings: Mapping[str, str] | None = None,
    parameters: Path | str | None = None,
) -> ScoredCohort:
    """Score a cohort: the whole procedure in one pass.

    Parameters
    ----------
    cohort : Cohort
        n applicants as read.
    standards : Standard or sequence of Standard
        One standard scores every row; of several, each row takes the one that its
        industry names, and a row whose industry none names stays without a result.
    on : date or str, optional
        Day whose rules apply; today where it is left out.
    tier : Tier, optional
        Show only this tier; it also is the tier applied for where a row names none.
    readings : mapping of name to value, optional
        Readings that override the standard's and the regulation's.
    parameters : Path or str, optional
        Folder of the regulation's parameters（规则）; the shipped ones where it is left out.

    Returns
    -------
    ScoredCohort
        The scores of each standard's applicants, and every problem in the order of rows.

    Raises
    ------
    ParameterError
        If a rule has no value on that day.
    RuleError
        If a reading is unknown.
    """
    day = day_of(on)
    sheet = score_sheet_on(day, Path(parameters) if parameters else None)
    if len(cohort):
        standards = _in_columns(standards, cohort.figures.catalogue)
    sheets = {found.industry: sheet_for(found, sheet) for found in _as_sequence(standards)}
    if len({terms_of(own.tiers) for own in sheets.values()}) == 1:
        sheet = next(iter(sheets.values()))
    tiers = sheet.tiers if tier is None else (sheet.tiers[tier],)
    default_tier = Tier.CAPITAL if tier is None else tier
    cohort = cohort.called(sheet.tiers)
    by_row = standards_by_row(cohort, standards)
    cohort = asked_of(cohort, by_row, sheets, day)
    parts = []
    problems = [*cohort.problems, *industry_problems(cohort, by_row, standards)]
    # By identity: to hash a standard for every row costs more than to score it.
    distinct = {id(found): found for found in by_row if found is not None}
    for standard in _as_sequence(standards):
        chosen = sheet.readings(dict(standard.readings), readings or {})
        check_dropped(standard, sheets[standard.industry], chosen)
    for standard in distinct.values():
        sheet = sheets[standard.industry]
        positions = [row for row, found in enumerate(by_row) if found is standard]
        members = cohort if len(positions) == len(cohort) else cohort.rows_at(positions)
        assessment = Assessment.of(
            members,
            standard.on(day).within(sheet),
            sheet,
            sheet.readings(dict(standard.readings), readings or {}),
            default_tier=default_tier,
        )
        found = (*thousandfold_problems(assessment), *refused_points(assessment, tiers))
        problems += found
        parts.append((np.array(positions), assessment.with_problems(found)))
    problems.sort(key=lambda problem: problem.row or 0)
    return ScoredCohort(cohort, tuple(parts), tuple(problems), day.isoformat(), tiers)


def assess_table(
    table: Path,
    standard: Path,
    *,
    on: str | None = None,
    tier: Tier | None = None,
    readings: Mapping[str, str] | None = None,
    parameters: Path | None = None,
) -> ScoredCohort:
    """Read a cohort table and the standards of a file or folder, and score the cohort."""
    standards = standards_at(standard, parameters)
    cohort = read_cohort(table, columns_of(standards))
    return assess(cohort, standards, on=on, tier=tier, readings=readings, parameters=parameters)


def assess_applicant(
    *,
    source: str = "",
    applicant_id: str = "",
    standard: str = "",
    panel: str = "",
    confirmed: str = "",
    year: int = 0,
    on: str = "",
    readings: str = "",
    day: str = "",
    parameters: str = "",
    register: str = "",
) -> ApplicantReport:
    """Score one applicant for its report, as the scoring notebook does.

    Parameters
    ----------
    source : str
        Path of an application workbook, or of a cohort table; the shipped sample where blank.
    applicant_id : str
        Whose row of a table; the first where blank.
    standard : str
        Path of a standard or of a folder of standards; the shipped examples where blank.
    panel, confirmed : str
        Paths of the tables of the federation's decisions and of verified figures.
    year : int
        Year that is scored, 0 for the last one of the form.
    on : str
        ISO day whose rules apply, today where blank.
    readings : str
        ``name=value; …``.
    day : str
        ISO day of the run that the report states, today where blank.
    parameters : str
        Folder of the regulation's parameters; the workspace's own 规则 where blank, else the
        shipped ones.
    register : str
        What the register says of the applicant, as JSON; a run of many fills it in.

    Raises
    ------
    InputError
        If a file cannot be read or the applicant is not in it.
    """
    from clusterlib.reports.applicant.report import ApplicantReport
    from clusterlib.reports.provenance import provenance_of

    source_path = Path(source) if source else sample_table()
    standard_path = Path(standard) if standard else parameters_folder() / "standards"
    rules = Path(parameters) if parameters else parameters_beside(standard_path)
    standards = standards_at(standard_path, rules)
    cohort = decided(
        applicant_of(source_path, applicant_id, year or None, columns_of(standards)),
        panel=Path(panel) if panel else None,
        confirmed=Path(confirmed) if confirmed else None,
        year=year or None,
        everyone=False,
    )
    scored = assess(
        cohort,
        standards,
        on=on or None,
        readings=readings_of(readings),
        parameters=rules,
    )
    if not scored.parts:
        raise InputError(
            source_path.name,
            f"没有“{cohort.industry[0]}”行业的标准",
            "、".join(found.term for found in _as_sequence(standards)),
            "请核对行业名称，或补充该行业标准",
        )
    assessment = scored.parts[0][1]
    paths = str(source_path), str(standard_path), panel, confirmed
    provenance = provenance_of(assessment, *paths, day=day, parameters=rules)
    return ApplicantReport(assessment, provenance, json.loads(register) if register else None)


def columns_of(standards: Standard | Sequence[Standard]) -> Catalogue:
    """Return the indicators that a cohort is read for: all those of some standards."""
    return catalogue_of(_as_sequence(standards))


def applicant_of(
    source: Path, applicant_id: str, year: int | None, catalogue: Catalogue = PRINTED
) -> Cohort:
    """Return one applicant of a workbook or of a cohort table, as a cohort of one."""
    if not is_table(source):
        form = application_form(catalogue)
        return cohort_of([read_workbook(source, year=year, form=form)])
    cohort = _table(source, state_of(source), catalogue)
    if not len(cohort):
        raise InputError(source.name, "表中没有一个申报单位", "每个申报单位一行，各有申报编号")
    if applicant_id and applicant_id not in cohort.applicant_id:
        raise InputError(source.name, f"没有申报编号“{applicant_id}”", "表中已有的申报编号")
    return cohort.rows_at([cohort.applicant_id.index(applicant_id) if applicant_id else 0])


def decided(
    cohort: Cohort,
    *,
    panel: Path | None,
    confirmed: Path | None,
    year: int | None,
    everyone: bool = True,
) -> Cohort:
    """Return a cohort with the federation's decisions and the verified figures（核定）.

    Parameters
    ----------
    cohort : Cohort
        Applicants as reported.
    panel, confirmed : Path or None
        The tables; none changes nothing.
    year : int or None
        Year that is scored, the form's last where None.
    everyone : bool
        Whether lines of the tables for others are warned of.
    """
    if panel is not None:
        cohort = with_panel(cohort, _panel(panel, state_of(panel)), everyone=everyone)
    if confirmed is not None:
        figures = _confirmed(confirmed, state_of(confirmed), cohort.figures.catalogue)
        cohort = with_confirmed(cohort, figures, year, everyone=everyone)
    return cohort


def panel_lines(path: Path) -> dict[tuple[str, str], int]:
    """Return the line of a panel table on which each decision stands, by id and column."""
    panel = _panel(path, state_of(path))
    return {
        (identity, column): line
        for column, texts in panel.written.items()
        for identity, line, text in zip(panel.applicant_id, panel.rows, texts, strict=True)
        if not is_missing(text)
    }


def day_of(on: date | str | None) -> date:
    """Return a day, today where none is given.

    Raises
    ------
    RuleError
        If a text is no ISO day.
    """
    if on is None:
        return date.today()
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise RuleError("日期", f"“{on}”不是日期", "年-月-日，如 2026-11-25") from error


def readings_of(text: str) -> dict[str, str]:
    """Return readings written as ``name=value; …``.

    Raises
    ------
    RuleError
        If a part has no equals sign; unknown names and values are refused when scoring.
    """
    readings = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = part.partition("=")
        if not equals:
            raise RuleError("读法", f"“{part}”没有等号", "名称=取值，如 gate=veto")
        readings[name.strip()] = value.strip()
    return readings


@lru_cache(maxsize=2)
def _table(source: Path, state: State, catalogue: Catalogue) -> Cohort:
    return read_cohort(source, catalogue)


@lru_cache(maxsize=2)
def _panel(path: Path, state: State) -> Cohort:
    return read_panel(path)


@lru_cache(maxsize=2)
def _confirmed(path: Path, state: State, catalogue: Catalogue) -> Confirmed:
    return read_confirmed(path, catalogue)


def _in_columns(
    standards: Standard | Sequence[Standard], catalogue: Catalogue
) -> Standard | list[Standard]:
    if isinstance(standards, Standard):
        return in_columns(standards, catalogue)
    return [in_columns(standard, catalogue) for standard in standards]


def _as_sequence(standards: Standard | Sequence[Standard]) -> Sequence[Standard]:
    return (standards,) if isinstance(standards, Standard) else standards
