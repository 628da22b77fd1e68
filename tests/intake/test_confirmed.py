"""Confirmed figures: who put which figure in place of a reported one, and on what evidence."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from clusterlib.applicants.evidence import Evidence, Reported
from clusterlib.errors import InputError
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.confirmed import LABELS, read_confirmed, with_confirmed
from clusterlib.rules.indicators import POSITION

LINE = {
    "applicant_id": "样1",
    "item": "利税总额",
    "year": "2025",
    "value": "1.005",
    "unit": "亿元",
    "reason": "与税务记录核对",
    "document": "核定书样字1号",
    "person": "张样",
    "day": "2026-03-15",
}


def write_csv(path, *rows):
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def confirmed_of(folder, *lines, headings=tuple(LABELS)):
    rows = ({**LINE, **line}.values() for line in lines)
    return read_confirmed(write_csv(folder / "核定.csv", headings, *rows))


@pytest.fixture
def cohort(tmp_path):
    return read_cohort(
        write_csv(
            tmp_path / "汇总.csv",
            ["applicant_id", "profit_tax", "enterprises", "main_revenue", "rd_intensity"],
            ["样1", "约9000", "12", "100", "3"],
            ["样2", "5", "6", "7", "8"],
        )
    )


@pytest.mark.parametrize("headings", [tuple(LABELS), tuple(names[0] for names in LABELS.values())])
def test_a_line_is_read_with_its_evidence_and_its_unit_converted(tmp_path, headings):
    confirmed = confirmed_of(tmp_path, {}, headings=headings)
    (figure,) = confirmed.figures
    assert confirmed.problems == ()
    assert (figure.applicant_id, figure.line) == ("样1", 2)
    found = figure.confirmation
    assert found.value == Decimal("10050")
    assert (found.column, found.year, found.text, found.unit) == (
        "profit_tax",
        2025,
        "1.005",
        "亿元",
    )
    assert (found.reason, found.document, found.person, found.day) == (
        "与税务记录核对",
        "核定书样字1号",
        "张样",
        "2026-03-15",
    )


def test_a_confirmed_figure_replaces_exactly_the_figure_that_it_names(tmp_path, cohort):
    confirmed = confirmed_of(
        tmp_path, {}, {"item": "main_revenue", "value": "2,000", "unit": "万元"}
    )
    taken = with_confirmed(cohort, confirmed, 2025)
    expected = cohort.figures.values.copy()
    expected[0, [POSITION["profit_tax"], POSITION["main_revenue"]]] = [10050, 2000]
    np.testing.assert_array_equal(taken.figures.values, expected)
    assert taken.written == cohort.written
    assert taken.problems == cohort.problems
    assert np.isnan(cohort.figures.values[0, POSITION["profit_tax"]])


def test_evidence_keeps_the_reported_entry_and_gains_the_confirmation(tmp_path, cohort):
    entry = Reported("profit_tax", "约9000", None, "万元", 2025, "基本情况表二", "D9")
    evidence = Evidence("样1.xlsx", year=2025, entries=(entry,))
    cohort = replace(cohort, evidence=(evidence, Evidence("样2.xlsx", year=2025)))
    confirmed = confirmed_of(tmp_path, {"item": "企业数量", "value": "13", "unit": "家"}, {})
    taken = with_confirmed(cohort, confirmed)
    first, second = taken.evidence
    assert first.reported("profit_tax") == entry
    assert [found.column for found in first.confirmations] == ["profit_tax", "enterprises"]
    assert first.confirmation("profit_tax").value == 10050
    assert second.confirmations == ()


@pytest.mark.parametrize(("year", "used"), [(2024, False), (2025, True), (2026, False)])
def test_a_figure_of_another_year_is_warned_of_and_not_used(tmp_path, cohort, year, used):
    taken = with_confirmed(cohort, confirmed_of(tmp_path, {}), year)
    assert (taken.figures.values[0, POSITION["profit_tax"]] == 10050) == used
    new = taken.problems[len(cohort.problems) :]
    assert [(p.code, p.severity, p.row, p.sheet) for p in new] == (
        [] if used else [("other_year", "warning", 2, "核定.csv")]
    )


def test_without_a_scored_year_the_last_confirmed_year_counts(tmp_path, cohort):
    confirmed = confirmed_of(tmp_path, {"year": "2025年"}, {"year": "2024", "value": "2"})
    taken = with_confirmed(cohort, confirmed)
    assert taken.figures.values[0, POSITION["profit_tax"]] == 10050
    assert taken.problems[-1].code == "other_year"


@pytest.mark.parametrize("column", [column for column in LABELS if column != "applicant_id"])
@pytest.mark.parametrize("blank", ["", "—"])
def test_every_part_of_a_line_must_be_there(tmp_path, column, blank):
    confirmed = confirmed_of(tmp_path, {column: blank})
    assert confirmed.figures == ()
    (problem,) = confirmed.problems
    assert (problem.code, problem.severity, problem.row) == ("left_blank", "error", 2)
    assert LABELS[column][0] in problem.reason


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant_id": ""}, "blank_id"),
        ({"item": "增长率"}, "unknown_item"),
        ({"item": "专家评分一"}, "unknown_item"),
        ({"item": "申报单位"}, "unknown_item"),
        ({"year": "去年"}, "not_a_year"),
        ({"year": "25"}, "not_a_year"),
        ({"day": "2026-02-30"}, "not_a_day"),
        ({"day": "三月"}, "not_a_day"),
        ({"day": "2026315"}, "not_a_day"),
        ({"unit": "万美元"}, "unfit_unit"),
        ({"unit": "千元"}, "unfit_unit"),
        ({"item": "利税总额（万元）"}, "unfit_unit"),
        ({"value": "约1"}, "qualifier"),
        ({"value": "1亿元"}, "unit_in_cell"),
        ({"item": "企业数量", "unit": "个", "value": "1.5"}, "fraction"),
        ({"item": "iso9000", "unit": "%", "value": "100.1"}, "above_100"),
    ],
)
def test_a_line_that_cannot_be_used_is_a_problem(tmp_path, changes, code):
    confirmed = confirmed_of(tmp_path, changes, {"applicant_id": "样2"})
    assert [figure.applicant_id for figure in confirmed.figures] == ["样2"]
    assert [(p.code, p.severity, p.row, p.sheet) for p in confirmed.problems] == [
        (code, "error", 2, "核定.csv")
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/3/5", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
    ],
)
def test_a_day_may_be_written_as_people_do(tmp_path, text, day):
    assert confirmed_of(tmp_path, {"day": text}).figures[0].confirmation.day == day


def test_a_share_below_1_is_used_and_flagged(tmp_path):
    confirmed = confirmed_of(tmp_path, {"item": "iso9000", "unit": "%", "value": "0.5"})
    assert confirmed.figures[0].confirmation.value == Decimal("0.5")
    assert [p.code for p in confirmed.problems] == ["share_below_1"]


def test_a_second_figure_for_one_item_and_year_is_refused(tmp_path):
    confirmed = confirmed_of(tmp_path, {}, {"value": "2"}, {"year": "2024", "value": "3"})
    assert [f.confirmation.text for f in confirmed.figures] == ["1.005", "3"]
    assert [(p.code, p.row) for p in confirmed.problems] == [("confirmed_twice", 3)]


def test_an_id_that_nobody_has_is_a_warning_unless_the_cohort_is_only_a_part(tmp_path, cohort):
    confirmed = confirmed_of(tmp_path, {"applicant_id": "样9"})
    new = with_confirmed(cohort, confirmed, 2025).problems[len(cohort.problems) :]
    assert [(p.code, p.severity, p.found) for p in new] == [
        ("unknown_applicant", "warning", "样9")
    ]
    assert with_confirmed(cohort, confirmed, 2025, everyone=False).problems == cohort.problems


def test_a_table_that_lacks_a_column_is_refused_by_its_name(tmp_path):
    rows = list(LABELS)[:-2], list(LINE.values())[:-2]
    with pytest.raises(InputError, match="核定人、日期"):
        read_confirmed(write_csv(tmp_path / "核定.csv", *rows))
