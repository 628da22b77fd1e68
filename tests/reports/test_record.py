"""assessment.json: complete, exact, stable."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.problems import Problem
from clusterlib.reports.applicant.record import read_record, record_of, write_record
from clusterlib.reports.results import COLUMNS, ScoredCohort, result_columns
from clusterlib.rules.tiers import Tier
from tests.analysis.assessing import assessed
from tests.reports.reporting import PROVENANCE, a_full_applicant, a_report
from tests.scoring.building import LIMITS, a_standard

GOLDEN = Path(__file__).parent / "golden" / "assessment.json"


def the_record() -> dict[str, object]:
    standard = a_standard(
        exempt=["iso22000"],
        limits={"sales_revenue": {tier: limit / 10000 for tier, limit in LIMITS.items()}},
        units={"sales_revenue": "亿元"},
    )
    problem = Problem(
        "qualifier",
        "error",
        "employees",
        "约40",
        applicant_id="S1",
        sheet="基本情况表二",
        cell="F16",
    )
    return a_report(a_full_applicant(), standard, workbook=True, problems=(problem,)).record


def test_the_record_is_the_golden_one():
    assert the_record() == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_writing_twice_gives_the_same_bytes(tmp_path):
    first = write_record(the_record(), tmp_path / "a.json").read_bytes()
    assert write_record(the_record(), tmp_path / "b.json").read_bytes() == first
    assert first == GOLDEN.read_bytes().replace(b"\r\n", b"\n")


def test_a_record_reads_back_as_written(tmp_path):
    path = write_record(the_record(), tmp_path / "assessment.json")
    assert read_record(path) == the_record()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "another"}'])
def test_what_is_no_record_is_refused(tmp_path, content):
    path = tmp_path / "assessment.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"assessment\.json"):
        read_record(path)


def test_the_rows_of_the_result_are_those_of_the_result_table():
    assessment = assessed([a_full_applicant()])
    record = record_of(assessment, PROVENANCE)
    columns = result_columns(
        ScoredCohort(assessment.cohort, (([0], assessment),), (), record["on"])  # type: ignore[arg-type]
    )
    assert [list(row) for row in record["result"]] == [list(COLUMNS)] * 3
    for name, cells in columns.items():
        assert [row[name] for row in record["result"]] == cells


def test_points_and_figures_are_exact_texts():
    record = record_of(
        assessed([a_full_applicant(panel_policy=Decimal("7.123456789012345"))]), PROVENANCE
    )
    policy = record["tiers"][Tier.BASE]["sections"][3]
    assert policy["points"]["lo"] == policy["panel"]["points"] == "7.123456789012345"
    assert record["figures"]["exports"]["value"] == "29.9"


def test_each_figure_leads_to_its_cell_and_each_threshold_to_its_source():
    record = the_record()
    entry = record["figures"]["sales_revenue"]["reported"]  # type: ignore[index]
    assert (entry["sheet"], entry["cell"], entry["year"]) == ("基本情况表二", "F6", 2025)
    threshold = record["thresholds"]["sales_revenue"]  # type: ignore[index]
    assert threshold["stated"]["base"] == "0.002"
    assert (threshold["compared"]["base"], threshold["unit"]) == ("20", "亿元")
    assert (threshold["start"], threshold["clause"]) == ("2024-01-01", "A1.3.note1")


def test_a_record_names_no_path_and_no_time():
    text = json.dumps(the_record(), ensure_ascii=False)
    assert "/" not in text.replace("元/人", "")
    assert "\\\\" not in text


def test_a_row_of_a_table_has_no_places():
    record = a_report(a_full_applicant()).record
    assert record["year"] is None
    assert record["earlier"] == []
    assert record["figures"]["brands"]["reported"] is None  # type: ignore[index]
