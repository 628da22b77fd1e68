"""A run's folder without its notebooks: records and summaries, for the tests of the page."""

from __future__ import annotations

from pathlib import Path

from clusterlib.intake.inputs import read_inputs
from clusterlib.reports.applicant.record import RECORD, record_of, write_record
from clusterlib.reports.provenance import Provenance, SourceFile
from clusterlib.reports.results import ScoredCohort
from clusterlib.reports.summaries import Outcome, write_summaries
from clusterlib.rule_files.standards import read_standards
from clusterlib.workflow import assess, parameters_folder

DAY = "2026-11-25"
LOST = (("丛样县申报表", "文件有密码保护；请取消打开密码后重试。"),)
_FILE = SourceFile("样例", "0" * 64)
_PROVENANCE = Provenance(_FILE, _FILE, _FILE, _FILE, None, None, (), DAY, None)


def scored_tables(*tables: Path) -> ScoredCohort:
    """Return cohort tables scored by the example standards."""
    cohort = read_inputs(tables, year=None).cohort
    return assess(cohort, read_standards(parameters_folder() / "standards"), on=DAY)


def write_run(
    run: Path,
    scored: ScoredCohort,
    failed: dict[str, str] | None = None,
    lost: tuple[tuple[str, str], ...] = LOST,
) -> Path:
    """Write a run in which some applicants failed, and return its folder."""
    failed = failed or {}
    for _, assessment in scored.parts:
        for position, applicant in enumerate(assessment.cohort.applicant_id):
            if applicant not in failed:
                record = record_of(assessment.at([position]), _PROVENANCE)
                write_record(record, run / "applicants" / applicant.lower() / RECORD)
    outcomes = {
        applicant: Outcome("failed", 0.0, failed[applicant])
        if applicant in failed
        else Outcome("done", 0.1)
        for applicant in scored.cohort.applicant_id
    }
    write_summaries(run, scored, outcomes, lost)
    return run
