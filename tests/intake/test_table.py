"""The cohort table: rows, columns, units, and every problem with its place."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.applicants.figures import UNKNOWN, UNREADABLE
from clusterlib.errors import InputError
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.rules.indicators import FACTS, INDICATORS, PANEL, POSITION
from clusterlib.rules.points import GRID

DATA = Path(__file__).parents[1] / "data" / "intake"


def write_csv(path, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def cohort_of(folder, *rows):
    return read_cohort(write_csv(folder / "表.csv", rows))


def told(cohort):
    """Return place and code of each problem."""
    return [
        (found.row, found.applicant_id, found.column, found.code, found.severity)
        for found in cohort.problems
    ]


def test_every_column_has_its_place_in_the_figures(tmp_path):
    answers = {
        "gate": "有",
        "rank": "7",
        "claim": "是",
        "points": "5.5",
        "grade": "较好",
        "years": "6",
        "tier": "基地",
        "text": "复评",
    }
    headings = [i.id for i in INDICATORS] + [f.id for f in FACTS]
    row = [str(20 - p) for p in range(len(INDICATORS))] + [answers[f.kind] for f in FACTS]
    cohort = cohort_of(tmp_path, headings, row)
    figures = cohort.figures
    assert cohort.problems == ()
    assert figures.values.tolist() == [[float(20 - p) for p in range(len(INDICATORS))]]
    assert figures.gates.tolist() == [[1, 1, 1]]
    assert figures.ranks.tolist() == [[7, 7, 7]]
    assert figures.claims.tolist() == [[1, 1, 1]]
    assert figures.exceptions.tolist() == [[1, 1]]
    assert figures.grades.tolist() == [[1, 1]]
    assert figures.panel.tolist() == [[11 * GRID // 2] * 4]
    assert figures.applied.tolist() == [1]
    assert figures.industry_years.tolist() == [6]
    assert figures.major_violation.tolist() == [1]
    assert (cohort.name, cohort.region, cohort.industry, cohort.product) == (("复评",),) * 4
    assert set(cohort.written) == set(headings)


def test_columns_that_are_absent_are_missing(tmp_path):
    cohort = cohort_of(tmp_path, ["applicant_id", "exports"], ["样1", ""])
    figures = cohort.figures
    assert cohort.problems == ()
    assert np.isnan(figures.values).all()
    assert np.isnan(figures.ranks).all()
    assert np.isnan(figures.industry_years).all()
    for unknown in (
        figures.gates,
        figures.claims,
        figures.grades,
        figures.panel,
        figures.applied,
        figures.major_violation,
    ):
        assert (unknown == UNKNOWN).all()
    assert (figures.exceptions == 0).all()
    assert cohort.name == ("",)


def test_a_figure_may_be_in_any_unit_of_its_kind(tmp_path):
    cohort = cohort_of(
        tmp_path,
        [
            "申报编号",
            "特色产业工业总产值（万元）",
            "其中：特色产品出口额(亿美元)",
            "从业人员（万人）",
            "产品销售收入(亿元)",
        ],
        ["样1", "3,000,000", "0.25", "1.2345", "1.005"],
    )
    assert cohort.problems == ()
    columns = [POSITION[c] for c in ("output_value", "exports", "employees", "sales_revenue")]
    assert cohort.figures.values[0, columns].tolist() == [300, 2500, 12345, 10050]
    assert list(cohort.written["employees"]) == ["1.2345"]


def test_bad_cells_are_problems_in_the_order_of_rows_and_columns_and_count_as_missing(tmp_path):
    cohort = cohort_of(
        tmp_path,
        [
            "tier",
            "enterprises",
            "profit_tax",
            "applicant_id",
            "iso9000",
            "备注",
            "output_rank",
            "quality_accident",
            "panel_basic",
            "grade_policy",
            "claim_raw_material",
        ],
        ["省", "12,34", "约5", "样1", "100.5", "x", "0", "否", "-1", "优", "有"],
        ["都", "1.5", "-5", "样2", "0.5", "", "3", "无", "61", "好", "否"],
    )
    assert told(cohort) == [
        (1, "", "备注", "unknown_column", "warning"),
        (2, "样1", "tier", "unknown_tier", "error"),
        (2, "样1", "enterprises", "separator", "error"),
        (2, "样1", "profit_tax", "qualifier", "error"),
        (2, "样1", "iso9000", "above_100", "error"),
        (2, "样1", "output_rank", "rank_below_1", "error"),
        (2, "样1", "quality_accident", "not_yes_no", "error"),
        (2, "样1", "panel_basic", "negative", "error"),
        (2, "样1", "grade_policy", "unknown_grade", "error"),
        (2, "样1", "claim_raw_material", "not_yes_no", "error"),
        (3, "样2", "enterprises", "fraction", "error"),
        (3, "样2", "iso9000", "share_below_1", "warning"),
    ]
    assert [found.found for found in cohort.problems][1:4] == ["省", "12,34", "约5"]
    figures = cohort.figures
    assert np.isnan(figures.values[0]).all()
    assert figures.values[1, [POSITION["profit_tax"], POSITION["iso9000"]]].tolist() == [-5, 0.5]
    assert figures.applied.tolist() == [UNREADABLE, 0]
    assert figures.gates[:, 0].tolist() == [UNKNOWN, 0]
    assert figures.panel[:, 0].tolist() == [UNKNOWN, 61 * GRID]


def test_the_value_of_a_problem_is_as_written(tmp_path):
    cohort = cohort_of(tmp_path, ["applicant_id", "exports"], ["样1", " １２,３４ "])
    assert cohort.problems[0].found == " １２,３４ "
    assert list(cohort.written["exports"]) == [" １２,３４ "]


def test_a_dropped_row_reports_only_its_drop(tmp_path):
    cohort = cohort_of(
        tmp_path,
        ["applicant_id", "enterprises", "tier"],
        ["样1", "1", "都"],
        ["", "约1", "省"],
        [" 样1 ", "约2", "省", "多"],
        ["—", "3", "都"],
        ["样2", "4", "都"],
    )
    assert told(cohort) == [
        (3, "", "applicant_id", "blank_id", "error"),
        (4, "样1", "applicant_id", "repeated_id", "error"),
        (5, "", "applicant_id", "blank_id", "error"),
    ]
    assert cohort.applicant_id == ("样1", "样2")
    assert cohort.rows == (2, 6)
    assert cohort.figures.values[:, POSITION["enterprises"]].tolist() == [1, 4]
    assert list(cohort.written["enterprises"]) == ["1", "4"]


def test_rows_without_cells_are_skipped_and_records_keep_their_first_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        'applicant_id,name,exports\n\n样1,"两\n行",1\n,,\n"样2",x,约2\n', encoding="gb18030"
    )
    cohort = read_cohort(path)
    assert cohort.rows == (3, 6)
    assert cohort.name == ("两\n行", "x")
    assert told(cohort) == [(6, "样2", "exports", "qualifier", "error")]


@pytest.mark.parametrize(
    ("part", "whole", "flagged"),
    [
        ("9", "10", False),
        ("10", "10", False),
        ("11", "10", True),
        ("11", "", False),
        ("", "10", False),
    ],
)
def test_more_firms_above_scale_than_firms_are_flagged_and_kept(tmp_path, part, whole, flagged):
    cohort = cohort_of(
        tmp_path, ["applicant_id", "规模以上企业数", "企业数量"], ["样1", part, whole]
    )
    assert [found.code for found in cohort.problems] == ["part_above_whole"] * flagged
    if flagged:
        (problem,) = cohort.problems
        assert (problem.severity, problem.found) == ("warning", "11")
        assert "10" in problem.reason
        assert cohort.figures.values[0, POSITION["above_scale_enterprises"]] == 11


def test_cells_beyond_the_headings_are_flagged(tmp_path):
    cohort = cohort_of(
        tmp_path,
        ["applicant_id", "exports", "profit_tax"],
        ["样1", "1", "234", "5"],
        ["样2", "1", "2", ""],
    )
    assert told(cohort) == [(2, "样1", "", "no_heading", "warning")]
    assert "第4列" in cohort.problems[0].reason


def test_blank_exceptions_are_no_and_blank_claims_unknown(tmp_path):
    cohort = cohort_of(
        tmp_path,
        ["applicant_id", "exports", "exception_base", "基地例外x", "claim_famous_brand"],
        ["样1", "1", "", "", ""],
        ["样2", "1", "是", "", "否"],
    )
    assert cohort.figures.exceptions[:, 0].tolist() == [0, 1]
    assert cohort.figures.claims[:, 0].tolist() == [UNKNOWN, 0]


def test_no_is_an_answer_only_for_gates_and_violations(tmp_path):
    cohort = cohort_of(
        tmp_path,
        [
            "applicant_id",
            "exports",
            "output_rank",
            "safety_accident",
            "major_violation",
            "industry",
            "panel_policy",
            "grade_policy",
            "tier",
        ],
        ["样1", "无", "无", "无", "无", "无", "无", "无", "无"],
    )
    assert cohort.problems == ()
    assert cohort.figures.gates[0].tolist() == [UNKNOWN, UNKNOWN, 0]
    assert cohort.figures.major_violation.tolist() == [0]
    assert cohort.industry == ("",)


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["applicant_id", "甲", "乙"], "没有认出任何指标"),
        (["applicant_id", "name", "tier", "panel_basic"], "没有认出任何指标"),
        (["甲", "乙"], "没有认出任何指标"),
        (["name", "exports"], "申报编号"),
        (["applicant_id", "exports", "出口额"], "重复"),
        (["applicant_id", "出口额（亿元）"], "亿元"),
    ],
)
def test_a_table_that_cannot_be_used_ends_the_reading(tmp_path, headings, said):
    with pytest.raises(InputError, match=said):
        cohort_of(tmp_path, headings, ["样1"] + ["1"] * (len(headings) - 1))


def test_a_table_without_rows_is_a_cohort_of_none(tmp_path):
    cohort = cohort_of(tmp_path, ["applicant_id", "exports"])
    assert len(cohort) == len(cohort.figures) == 0
    assert {column: list(cells) for column, cells in cohort.written.items()} == {
        "applicant_id": [],
        "exports": [],
    }


def test_a_workbook_is_read_from_its_first_sheet_with_headings(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "汇总 (样).xlsx") as book:
        book.add_worksheet("说明").write("A1", "请勿改动表头，如“出口额”")
        sheet = book.add_worksheet("汇总")
        percent = book.add_format({"num_format": "0.0%"})
        sheet.merge_range("A1:D1", "样市申报汇总表")
        sheet.write_row("A2", ["申报编号", "企业数量", "产品合格率", "利税总额"])
        sheet.write_row("A3", ["", "家", "%", "亿元"])
        sheet.write_row("A5", [1001, 12, 0.985, 0.30000000000000004])
        sheet.write("C5", 0.985, percent)
        sheet.write_row("A6", ["样2", 1.5, "98.5%", "1,2"])
        other = book.add_worksheet("另表")
        other.write_row("A1", ["申报编号", "利税总额"])
    cohort = read_cohort(tmp_path / "汇总 (样).xlsx")
    assert cohort.applicant_id == ("1001", "样2")
    assert cohort.rows == (5, 6)
    columns = [POSITION[c] for c in ("enterprises", "product_pass_rate", "profit_tax")]
    assert cohort.figures.values[0, columns].tolist() == [12, 98.5, 3000]
    assert told(cohort) == [
        (1, "", "", "other_sheet", "warning"),
        (6, "样2", "enterprises", "fraction", "error"),
        (6, "样2", "product_pass_rate", "unit_in_cell", "error"),
        (6, "样2", "profit_tax", "separator", "error"),
    ]


def test_an_old_workbook_is_read(tmp_path):
    cohort = read_cohort(DATA / "cohort.xls")
    columns = [POSITION[c] for c in ("output_value", "product_pass_rate", "employees")]
    assert cohort.figures.values[0, columns].tolist() == [0.3, 98.5, 12500]
    assert [found.code for found in cohort.problems] == ["not_a_number", "qualifier"]


def test_parquet_is_read(tmp_path):
    pq.write_table(
        pa.table(
            {
                "applicant_id": ["样1", "样2"],
                "出口额": [0.1 + 0.2, None],
                "quality_accident": ["无", None],
            }
        ),
        tmp_path / "a.parquet",
    )
    cohort = read_cohort(tmp_path / "a.parquet")
    assert cohort.figures.values[0, POSITION["exports"]] == 0.3
    assert np.isnan(cohort.figures.values[1, POSITION["exports"]])
    assert cohort.figures.gates[:, 0].tolist() == [0, UNKNOWN]


CELL = st.one_of(
    st.integers(0, 200).map(str),
    st.sampled_from(
        ["", "约5", "0.5", "12,34", "1,234", "是", "无", "有", "好", "—", "-3", "101", "都", "9.5"]
    ),
)
COLUMNS = [
    "name",
    "tier",
    "output_value",
    "enterprises",
    "above_scale_enterprises",
    "iso9000",
    "profit_tax",
    "quality_accident",
    "output_rank",
    "claim_famous_brand",
    "exception_base",
    "grade_policy",
    *PANEL,
]


@st.composite
def shuffled_tables(draw):
    rows = draw(
        st.lists(
            st.lists(CELL, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=4
        )
    )
    columns = draw(st.permutations(range(len(COLUMNS) + 1)))
    order = draw(st.permutations(range(len(rows))))
    return rows, columns, order


@pytest.mark.parametrize(
    ("text", "is_read"),
    [("初次申报", True), ("初评", True), ("首次", True), ("复评", True), ("复审", True),
     ("—", True), ("换届", False), ("初评/复评", False)],
)  # fmt: skip
def test_the_type_of_application_is_a_known_column(tmp_path, text, is_read):
    cohort = cohort_of(tmp_path, ["申报编号", "申报类型", "出口额"], ["样1", text, "5"])
    expected = [] if is_read else [(2, "样1", "purpose", "review_unknown", "warning")]
    assert told(cohort) == expected


@settings(deadline=None, max_examples=60)
@given(table=shuffled_tables())
def test_the_order_of_rows_and_columns_does_not_matter(tmp_path_factory, table):
    rows, columns, order = table
    whole = [["applicant_id", *COLUMNS], *([f"样{i}", *row] for i, row in enumerate(rows))]
    folder = tmp_path_factory.mktemp("表")
    straight = cohort_of(folder, *whole)
    shuffled = cohort_of(
        folder, *([whole[i][c] for c in columns] for i in (0, *(i + 1 for i in order)))
    )
    back = [shuffled.applicant_id.index(i) for i in straight.applicant_id]
    restored = shuffled.figures.rows(np.array(back))
    for array in (
        "values",
        "gates",
        "ranks",
        "claims",
        "exceptions",
        "grades",
        "panel",
        "applied",
    ):
        np.testing.assert_array_equal(getattr(restored, array), getattr(straight.figures, array))
    facts = [
        {(p.applicant_id, p.column, p.code, p.found) for p in cohort.problems}
        for cohort in (straight, shuffled)
    ]
    assert facts[0] == facts[1]
    rows_of_problems = [found.row for found in shuffled.problems]
    assert rows_of_problems == sorted(rows_of_problems)
