"""Reports are held against the scorer's own table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clusterlib.batch.agreement import disagreements
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.reports.results import ScoredCohort
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rule_files.standards import read_standards
from clusterlib.workflow import assess, assess_applicant

APPLICANT = "J08"


@pytest.fixture(scope="module")
def scored() -> ScoredCohort:
    standards = read_standards(parameters_folder() / "standards")
    return assess(read_cohort(sample_table()), standards, on="2026-11-25")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    report = assess_applicant(applicant_id=APPLICANT, on="2026-11-25")
    report.save(str(tmp_path))
    (tmp_path / "report.html").write_text(report.page(), encoding="utf-8")
    return tmp_path


def test_a_report_of_the_same_scorer_agrees(scored, folder):
    assert disagreements(scored, {APPLICANT: folder}) == {}


def test_a_record_with_another_verdict_is_named(scored, folder):
    path = folder / "assessment.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["result"][1]["verdict"] = "pass"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert "base verdict" in disagreements(scored, {APPLICANT: folder})[APPLICANT]


def test_a_page_that_shows_another_applicant_is_named(scored, folder):
    other = assess_applicant(applicant_id="J01", on="2026-11-25")
    (folder / "report.html").write_text(other.page(), encoding="utf-8")
    assert "report.html" in disagreements(scored, {APPLICANT: folder})[APPLICANT]
