"""Where a page recommends, counts or lists, it says the entry facts' word, and why none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from clusterlib.dashboards.calibrate.lines import line_of
from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.dashboards.compare.page import ComparePage
from clusterlib.dashboards.reception.verdict import Seen, entry_sentence, word_of
from clusterlib.dashboards.what_if.source import Source
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.workflow import assess_table
from tests.reports.runs import scored_tables, write_run

DAY = "2026-11-25"
FURNITURE = parameters_folder() / "standards" / "furniture.yaml"
CHANGES = {
    "J01": {},
    "J02": {"major_violation": "有"},
    "J03": {"industry_years": ""},
    "J04": {"tier": ""},
    "J05": {"tier": "云"},
    "J06": {"major_violation": "有", "tier": "乡"},
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample's table, six rows of one passing applicant changed one by one."""
    with sample_table().open(encoding="utf-8-sig", newline="") as file:
        first, *others = csv.DictReader(file)
    rows = [
        {**first, **CHANGES[name], "applicant_id": name, "name": f"{name}样县"} for name in CHANGES
    ]
    path = tmp_path_factory.mktemp("table") / "cohort.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(first))
        writer.writeheader()
        writer.writerows([*rows, *others[10:]])
    return path


@pytest.fixture(scope="module")
def assessment(table: Path) -> Assessment:
    return assess_table(table, FURNITURE, on=DAY).parts[0][1]


@pytest.mark.parametrize(
    ("applicant", "applied", "said"),
    [
        ("J01", "都", "都（与申报一致）。申报条件满足。"),
        (
            "J02",
            "都",
            "暂无（都得分符合，但申报条件不满足；基地得分符合，但申报条件不满足；"
            "乡得分符合，但申报条件不满足）。申报条件不满足：区域内企业有重大违法经营行为"
            "（一（二）7）。不给出建议级别，结论只就得分而言。",
        ),
        ("J03", "都", "都（与申报一致；申报条件待答）。申报条件待答：产业发展年数。"),
        ("J04", "级别未填", "申报级别没有填写，按都及以下给出；建议级别：都（三级中最高）。"),
        ("J05", "级别认不出", "申报级别认不出，不给出建议级别。申报条件满足。"),
    ],
)
def test_a_candidate_is_recommended_with_the_word_of_the_entry_facts(
    table: Path, applicant: str, applied: str, said: str
) -> None:
    page = ComparePage(Source(table, FURNITURE, DAY))
    page.choose([applicant, "J06"])
    shown = page.shown()["view"]["candidates"][0]
    assert shown["applied"] == applied
    assert shown["lines"]["outcome"].startswith(said)
    assert [tier["on"] for tier in shown["tiers"]] == [applied == "都", False, False]


def test_who_names_no_tier_does_not_stand_among_those_who_applied_for_the_highest(
    table: Path,
) -> None:
    state = ComparePage(Source(table, FURNITURE, DAY)).state
    assert {state.ids[row] for row in state.rows} == {"J01", "J02", "J03"}


@pytest.mark.parametrize(
    ("applicant", "word", "why"),
    [
        ("J01", "符合", ""),
        ("J02", "符合", "申报条件不满足"),
        ("J03", "符合", "申报条件待答"),
        ("J04", "级别未填", ""),
        ("J05", "级别认不出", ""),
    ],
)
def test_the_list_of_workbooks_says_why_a_pass_is_not_recommended(
    assessment: Assessment, applicant: str, word: str, why: str
) -> None:
    row = assessment.cohort.applicant_id.index(applicant)
    said = word_of(Seen.of(assessment.at([row])))
    assert (said["word"], said["why"]) == (word, why)


def test_the_workbook_chosen_is_told_whether_the_entry_facts_hold(assessment: Assessment) -> None:
    said = [entry_sentence(Seen.of(assessment.at([row]))) for row in range(3)]
    assert said[0] == "申报条件满足。"
    assert "重大违法经营行为" in said[1]
    assert said[2] == "申报条件待答：产业发展年数。"


def test_calibration_counts_the_entry_facts_and_tells_of_each_applicant(
    table: Path, tmp_path: Path
) -> None:
    page = CalibratePage(Source(table, FURNITURE, DAY), tmp_path)
    assert "申报条件（不计分）不满足 3 家、待答 1 家" in page.shown()["view"]["title"]
    lines = [line_of(page.state, row, -1, Tier.CAPITAL) for row in range(4)]
    assert lines[0].endswith("申报都。建议级别：都（与申报一致）；申报条件满足。")
    assert "都得分符合，但申报条件不满足" in lines[1]
    assert lines[2].endswith("申报条件待答。")
    assert "申报都" not in lines[3]
    frame = page.result.frame().set_index("applicant_id")
    assert frame.loc["J02", "entry"].tolist() == ["not_met"] * 3
    assert frame.loc["J03", "entry"].tolist() == ["unknown"] * 3


def test_a_runs_applicants_keep_their_entry_facts_and_their_blank_tier(
    table: Path, tmp_path: Path
) -> None:
    run = write_run(tmp_path / "run", scored_tables(table), lost=())
    (run / "manifest.json").write_text("{}", encoding="utf-8")
    page = ComparePage(Source(run, FURNITURE, DAY))
    page.choose(list(CHANGES))
    frame = page.candidates.frame().set_index("applicant_id").fillna("")
    assert frame["entry"].tolist() == ["met", "not_met", "unknown", "met", "met", "not_met"]
    assert frame["applied"].tolist() == ["capital"] * 3 + ["", "", "township"]
    assert frame["outcome_tier"].tolist() == ["capital", "", "capital", "capital", "", ""]
