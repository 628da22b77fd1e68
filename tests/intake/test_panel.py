"""The panel table: what the federation decides, and how it meets what a file states."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.errors import InputError
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.panel import DECISIONS, read_panel, with_panel
from clusterlib.rules.points import GRID


def write_csv(path, *rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def cohort(tmp_path):
    return read_cohort(
        write_csv(
            tmp_path / "汇总.csv",
            [
                "applicant_id",
                "exports",
                "panel_basic",
                "grade_policy",
                "exception_base",
                "output_rank",
            ],
            ["样1", "1", "50", "好", "是", "3"],
            ["样2", "1", "", "", "", ""],
            ["样3", "1", "约9", "较好", "", "4"],
        )
    )


def panel_of(folder, *rows):
    return read_panel(write_csv(folder / "评审.csv", *rows))


def test_decisions_are_merged_by_id(tmp_path, cohort):
    panel = panel_of(
        tmp_path,
        [
            "申报编号",
            "申报单位",
            "专家评分一",
            "规划与扶持",
            "基地例外",
            "产量全国排名",
            "传统特色著名品牌",
        ],
        ["样2", "样镇", "40.5", "一般", "是", "7", "否"],
        ["样3", "样乡", "30", "", "", "", "是"],
    )
    assert panel.problems == ()
    merged = with_panel(cohort, panel)
    figures = merged.figures
    assert figures.panel[:, 0].tolist() == [50 * GRID, 81 * GRID // 2, 30 * GRID]
    assert figures.grades[:, 1].tolist() == [2, 0, 1]
    assert figures.exceptions[:, 0].tolist() == [1, 1, 0]
    assert figures.ranks[:, 0].tolist() == [3, 7, 4]
    assert figures.claims[:, 0].tolist() == [UNKNOWN, 0, 1]
    assert merged.written["panel_basic"] == ("50", "40.5", "30")
    assert merged.written["claim_famous_brand"] == ("", "否", "是")
    assert merged.problems == cohort.problems


def test_the_cohort_that_was_handed_in_stays_as_it_was(tmp_path, cohort):
    with_panel(cohort, panel_of(tmp_path, ["申报编号", "专家评分一"], ["样1", "9"]))
    assert cohort.figures.panel[0, 0] == 50 * GRID
    assert cohort.written["panel_basic"][0] == "50"


def test_of_two_different_decisions_the_panel_tables_is_taken_and_both_are_named(tmp_path, cohort):
    panel = panel_of(
        tmp_path,
        ["申报编号", "专家评分一", "基地例外", "产量全国排名"],
        ["样1", "51", "否", "3.0"],
        ["样3", "9", "", ""],
    )
    merged = with_panel(cohort, panel)
    new = merged.problems[len(cohort.problems) :]
    assert [(p.row, p.applicant_id, p.column, p.found, p.expected, p.severity) for p in new] == [
        (2, "样1", "panel_basic", "50", "51", "error"),
        (2, "样1", "exception_base", "是", "否", "error"),
    ]
    assert {p.code for p in new} == {"two_decisions"}
    assert merged.figures.panel[:, 0].tolist() == [51 * GRID, UNKNOWN, 9 * GRID]
    assert merged.figures.exceptions[0, 0] == 0


def test_a_blank_or_unreadable_decision_changes_nothing(tmp_path, cohort):
    panel = panel_of(
        tmp_path,
        ["申报编号", "专家评分一", "产量全国排名", "规划与扶持"],
        ["样1", "—", "第一", ""],
        ["样2", "-1", "", "优"],
    )
    merged = with_panel(cohort, panel)
    np.testing.assert_array_equal(merged.figures.panel, cohort.figures.panel)
    np.testing.assert_array_equal(merged.figures.ranks, cohort.figures.ranks)
    np.testing.assert_array_equal(merged.figures.grades, cohort.figures.grades)
    new = merged.problems[len(cohort.problems) :]
    assert [(p.row, p.sheet, p.column, p.code) for p in new] == [
        (2, "评审.csv", "output_rank", "not_a_number"),
        (3, "评审.csv", "panel_basic", "negative"),
        (3, "评审.csv", "grade_policy", "unknown_grade"),
    ]


def test_an_id_that_nobody_has_is_a_warning_unless_the_cohort_is_only_a_part(tmp_path, cohort):
    panel = panel_of(tmp_path, ["申报编号", "专家评分一"], ["样9", "-1"], ["样1", "50"])
    new = with_panel(cohort, panel).problems[len(cohort.problems) :]
    assert [(p.code, p.severity, p.row) for p in new] == [
        ("negative", "error", 2),
        ("unknown_applicant", "warning", 2),
    ]
    assert with_panel(cohort, panel, everyone=False).problems == cohort.problems


def test_columns_that_are_no_decisions_are_warned_of_and_not_used(tmp_path):
    headings = ["申报编号", "申报单位", "企业数量", "申报级别", "备注", "专家评分一"]
    panel = panel_of(tmp_path, headings, ["样1", "样县", "约5", "省", "x", "5"])
    assert [(p.column, p.code, p.severity, p.row) for p in panel.problems] == [
        ("enterprises", "not_a_decision", "warning", 1),
        ("tier", "not_a_decision", "warning", 1),
        ("备注", "unknown_column", "warning", 1),
    ]
    assert set(panel.written) == {"applicant_id", "panel_basic"}


def test_blank_and_repeated_ids_are_dropped(tmp_path):
    panel = panel_of(tmp_path, ["申报编号", "专家评分一"], ["样1", "5"], ["样1", "6"], ["", "7"])
    assert panel.applicant_id == ("样1",)
    assert [(p.code, p.row) for p in panel.problems] == [("repeated_id", 3), ("blank_id", 4)]


@pytest.mark.parametrize("headings", [["申报编号", "企业数量"], ["专家评分一"], ["甲", "乙"]])
def test_a_table_without_ids_or_decisions_is_refused(tmp_path, headings):
    with pytest.raises(InputError):
        panel_of(tmp_path, headings, ["1"] * len(headings))


def test_every_decision_has_a_place():
    assert len(DECISIONS) == len(set(DECISIONS)) == 14
