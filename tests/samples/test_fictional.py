"""Fictional applicants: between them they show whatever an evaluation can come to."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from clusterlib.intake.inputs import Inputs, read_inputs
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.reports.results import ScoredCohort
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rule_files.standards import read_standards
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.samples import SamplePaths, write_samples
from clusterlib.samples.fictional import fictional_applicants
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.score import NO_TIER
from clusterlib.workflow import assess, decided

FICTIONAL = re.compile("样|[甲乙丙丁戊己庚辛壬癸]县")
DAY = "2026-11-25"


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> SamplePaths:
    return write_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def inputs(samples) -> Inputs:
    return read_inputs((samples.applications,), year=None)


@pytest.fixture(scope="module")
def scored(samples, inputs) -> ScoredCohort:
    cohort = decided(inputs.cohort, panel=samples.panel, confirmed=samples.confirmed, year=None)
    return assess(cohort, read_standards(parameters_folder() / "standards"), on=DAY)


def at_applied(scored: ScoredCohort, name: str) -> set[int]:
    """Return the values that an array of the scores takes, each at the tier applied for."""
    found: set[int] = set()
    for _, assessment in scored.parts:
        for tier in TIERS:
            rows = assessment.applied_codes == tier
            found |= set(np.unique(getattr(assessment.scores.tiers[tier], name)[rows]).tolist())
    return found


def test_about_forty_applicants_and_seven_files_that_are_not_scored(inputs):
    assert 40 <= len(inputs.cohort) <= 45
    assert len(inputs.failures) == 7


def test_every_name_and_place_is_plainly_fictional():
    for one in fictional_applicants():
        assert FICTIONAL.search(one.name), one.name
        assert one.facts["region"].startswith("虚构省")


def test_the_four_example_standards_and_every_tier_are_applied_for(scored):
    assert {found.standard.standard.industry for _, found in scored.parts} == {
        "furniture",
        "leather",
        "ceramics",
        "hardware",
    }
    applied = {code for _, found in scored.parts for code in found.applied_codes.tolist()}
    assert applied == {*TIERS, -2}


@pytest.mark.parametrize("name", ["verdict", "route", "gate"])
def test_every_verdict_route_and_gate_occurs_at_the_tier_applied_for(scored, name):
    assert len(at_applied(scored, name)) == 3


def test_every_recommendation_occurs_and_one_below_the_tier_applied_for(scored):
    pairs = {
        (int(applied), int(outcome))
        for _, found in scored.parts
        for applied, outcome in zip(found.applied_codes, found.scores.outcome, strict=True)
    }
    assert {outcome for _, outcome in pairs} == {*TIERS, NO_TIER}
    assert any(outcome > applied >= 0 for applied, outcome in pairs)


def test_every_band_of_both_counted_sections_occurs(scored):
    counts = [
        (found.scores.tiers[tier].basic_counts.met, found.scores.tiers[tier].quality_counts.met)
        for _, found in scored.parts
        for tier in TIERS
    ]
    basic = set(np.concatenate([one for one, _ in counts]).tolist())
    quality = set(np.concatenate([two for _, two in counts]).tolist())
    assert min(basic) < 8 <= max(basic & {8, 9, 10})
    assert max(basic) >= 11
    assert quality >= {3, 4, 5}


def test_claims_and_exceptions_open_a_route_and_ranks_close_one(scored):
    claims = np.vstack([found.cohort.figures.claims for _, found in scored.parts])
    exceptions = np.vstack([found.cohort.figures.exceptions for _, found in scored.parts])
    assert set(np.unique(claims).tolist()) == {-1, 0, 1}
    assert exceptions.any(axis=0).all()


def test_kinds_of_problem_that_counties_send_all_occur(scored):
    codes = {problem.code for problem in scored.problems}
    assert codes >= {
        "qualifier",
        "unit_in_cell",
        "separator",
        "fraction",
        "above_100",
        "share_below_1",
        "thousandfold",
        "thousandfold_year",
        "part_above_whole",
        "same_every_year",
        "unknown_tier",
        "unknown_industry",
        "points_outside_band",
    }


def test_each_file_that_cannot_be_scored_says_why(inputs):
    reasons = {failure.applicant_id: failure.error for failure in inputs.failures}
    for stem, words in (
        ("上锁样县申报表", "密码"),
        ("半截样县申报表", "损坏"),
        ("空白样县申报表", "空"),
        ("改名样县申报表", "不是 Excel"),
        ("会议通知", "申报表"),
        ("重号样县申报表", "甲县申报表.xlsx"),
        ("甲县申报表", "重号样县申报表.xlsx"),
    ):
        assert words in reasons[stem]


def test_percentages_inserted_lines_and_reordered_sheets_read_as_the_template_does(
    inputs, samples
):
    applicants = {one.applicant_id: one for one in fictional_applicants()}
    changed = {one.layout: one for one in applicants.values() if one.layout}
    assert set(changed) == {"percent", "inserted", "reordered"}
    ids = list(inputs.cohort.applicant_id)
    for one in changed.values():
        last = one.figures[max(one.figures)]
        values = inputs.cohort.figures.values[ids.index(one.applicant_id)]
        assert values[2] == float(last["sales_revenue"])
        assert values[13] == float(last["rd_intensity"])
        assert inputs.cohort.figures.gates[ids.index(one.applicant_id)].min() >= -1
    assert samples.applications.is_dir()


def test_shares_left_blank_are_derived_from_what_the_form_asks_beside_them(inputs):
    ids = list(inputs.cohort.applicant_id)
    derived = [
        entry.column
        for applicant in ("W02", "T02", "P03")
        for entry in inputs.cohort.evidence[ids.index(applicant)].entries
        if entry.derivation
    ]
    assert {"rd_intensity", "iso9000", "output_share"} <= set(derived)


def test_confirmed_figures_take_the_place_of_reported_ones(scored):
    confirmed = {
        applicant: [found.column for found in evidence.confirmations]
        for applicant, evidence in zip(
            scored.cohort.applicant_id, scored.cohort.evidence, strict=True
        )
        if evidence.confirmations
    }
    assert confirmed == {
        "P03": ["exports"],
        "J21": ["employees"],
        "T02": ["exports"],
        "W04": ["enterprises"],
    }


def test_the_shipped_table_scores_as_the_workbooks_of_the_same_applicants(scored, samples):
    table = read_cohort(sample_table())
    standards = read_standards(parameters_folder() / "standards")
    from_table = assess(table, standards, on=DAY).parts[0][1]
    from_workbooks = next(
        found for _, found in scored.parts if found.standard.standard.industry == "furniture"
    )
    # The employees of one are confirmed, the id of the other is stated twice.
    compared = [one for one in table.applicant_id if one not in {"J21", "J09"}]
    assert len(compared) == 28
    for tier in TIERS:
        for name in ("verdict", "route", "lower", "upper", "points", "gate"):
            assert _of(from_table, tier, name, compared) == _of(
                from_workbooks, tier, name, compared
            )


def test_the_same_samples_have_the_same_bytes(samples, tmp_path):
    again = write_samples(tmp_path)
    first = sorted(samples.applications.parent.rglob("*.*"))
    second = sorted(again.applications.parent.rglob("*.*"))
    assert [path.name for path in first] == [path.name for path in second]
    changed = [
        one.name
        for one, two in zip(first, second, strict=True)
        if one.read_bytes() != two.read_bytes()
    ]
    assert changed == []


def test_tables_open_in_excel_with_their_chinese(samples):
    for path in (samples.panel, samples.confirmed, samples.real, samples.furniture):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_repository_holds_no_workbook_that_the_program_can_write():
    folder = Path(sample_table()).parent
    assert not list(folder.rglob("*.xls*"))


def _of(assessment: Assessment, tier: Tier, name: str, applicants: list[str]) -> list[int]:
    values = getattr(assessment.scores.tiers[tier], name)
    ids = list(assessment.cohort.applicant_id)
    return [int(values[ids.index(one)]) for one in applicants]
