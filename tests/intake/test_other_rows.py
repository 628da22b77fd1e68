"""A total, a note or a repeated heading is no applicant, and is said to be left out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clusterlib.intake.cells.other_rows import is_no_applicant
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.panel import read_panel
from clusterlib.problems import Problem
from clusterlib.rules.indicators import POSITION

CASE = Path(__file__).parents[1] / "data" / "intake" / "合计行.csv"
NOT_APPLICANTS = (
    "合计",
    "小计",
    "总计",
    "合 计：",
    "　小　计",
    "合计（3家）",
    "合计3家",
    "全省合计",
    "本页小计",
    "第1页小计",
    "共计",
    "累计",
    "平均",
    "平均值",
    "均值",
    "汇总",
    "合计数",
    "Total",
    "SUBTOTAL:",
    "Average",
    "注：另附",
    "注1：单位为万元",
    "*注:见附件",
    "备注：无",
    "说明：",
    "填表人：张某",
    "填报人 李某",
    "制表日期：2026-03-01",
    "制表日期 2026年3月",
    "审核人：",
    "单位负责人：",
    "联系电话：0571-1",
    "数据来源：统计局",
    "（盖章）",
    "单位（公章）：",
    "以下空白",
    "第1页 共2页",
    "\x1a",
    "\x1a\x1a",
    "\x00",
    "申报编号",
    "申报 编号：",
    "applicant_id",
)
APPLICANTS = (
    "样1",
    "2026-001",
    "S1",
    "T03",
    "粤-12",
    "会计01",
    "样县",
    "注册01",
    "注2026001",
    "均安镇",
    "共青城",
    "平均乡01",
    "汇川区",
    "第3号",
    "单位07",
    "单县",
    "章丘",
    "明光",
    "设计之都",
    "1",
    "合肥1",
    "小计镇01",
    "统计01",
    "编01",
    "会编2",
)


@pytest.mark.parametrize("text", NOT_APPLICANTS)
def test_what_stands_below_or_between_applicants_is_none_of_them(text: str) -> None:
    assert is_no_applicant(text)


@pytest.mark.parametrize("text", APPLICANTS)
def test_an_id_stays_an_id_whatever_signs_it_shares_with_a_note(text: str) -> None:
    assert not is_no_applicant(text)


def test_totals_of_the_case_are_left_out_and_named_with_their_line() -> None:
    cohort = read_cohort(CASE)
    left_out = [found for found in cohort.problems if found.code == "no_applicant"]
    assert {found.found for found in left_out} == {"合计", "小计"}
    assert not {"合计", "小计"} & set(cohort.applicant_id)
    assert all(found.severity == "warning" and found.row for found in left_out)


@pytest.mark.parametrize("ending", [b"\x1a", b"\r\n\x1a", b"\n\x1a\n", b"\n\x1a\x1a"])
def test_a_sign_for_the_end_of_the_file_is_no_applicant(tmp_path: Path, ending: bytes) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes("申报编号,利税总额\n样1,5\n样2,6".encode("gb18030") + ending)
    cohort = read_cohort(path)
    assert cohort.applicant_id == ("样1", "样2")
    assert cohort.problems


def test_a_workbook_and_a_panel_table_leave_them_out_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["申报编号", "专家评分一", "利税总额"],
        ["样1", 50, 7],
        ["申报编号", None, None],
        ["样2", 40, 8],
        ["合　计", 90, 15],
        ["填表人：某", None, None],
    ):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    for table in (read_cohort(tmp_path / "表.xlsx"), read_panel(tmp_path / "表.xlsx")):
        assert table.applicant_id == ("样1", "样2")
        rows = [found.row for found in table.problems if found.code == "no_applicant"]
        assert rows == [3, 5, 6]


def test_an_id_that_a_number_may_have_rounded_is_flagged(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["申报编号", "利税总额"], [330106199001011234, 5], ["330106199001011235", 6]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    problems = [(found.code, found.row) for found in read_cohort(tmp_path / "表.xlsx").problems]
    assert problems == [("rounded_id", 2)]  # the text is exact


def test_ids_in_columns_of_floating_numbers_are_flagged_where_they_may_be_rounded(
    tmp_path: Path,
) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")

    def problems_of(ids: object) -> tuple[Problem, ...]:
        table = pa.table({"applicant_id": ids, "profit_tax": [5.0]})
        pq.write_table(table, tmp_path / "a.parquet")
        return read_cohort(tmp_path / "a.parquet").problems

    assert [found.code for found in problems_of(pa.array([1234567890123456.0]))] == ["rounded_id"]
    assert [found.code for found in problems_of(pa.array([16777217.0], pa.float32()))] == [
        "rounded_id"
    ]
    assert not problems_of(pa.array([1234567890123456789]))
    assert not problems_of(pa.array([1001.0]))


@pytest.mark.parametrize("identity", ["", "2", "99"])
@pytest.mark.parametrize("name", ["合计", "全市合计", "小　计", "总计（2家）"])
def test_a_total_in_the_column_of_names_is_no_applicant(tmp_path, identity, name):
    table = tmp_path / "表.csv"
    rows = f"申报编号,申报单位,出口额\nA,甲县,5\n{identity},{name},5\n"
    table.write_text(rows, encoding="utf-8")
    cohort = read_cohort(table)
    assert cohort.applicant_id == ("A",)
    (problem,) = cohort.problems
    assert (problem.code, problem.severity, problem.row) == ("no_applicant", "warning", 3)
    assert problem.found == name


@pytest.mark.parametrize(
    ("identity", "code", "told"),
    [
        ("A1\u200b", "invisible_id", "U+200B"),
        ("\u202dA1\u202c", "invisible_id", "U+202D、U+202C"),
        ("A\u00ad1", "invisible_id", "U+00AD"),
        ("B2\u2060", "like_id", "B2"),
        ("Ｂ2", "like_id", "B2"),
    ],
)
def test_an_id_that_is_not_what_it_looks_like_is_kept_and_named(tmp_path, identity, code, told):
    table = tmp_path / "表.csv"
    table.write_text(f"申报编号,出口额\n{identity},5\nB2,6\n", encoding="utf-8")
    cohort = read_cohort(table)
    assert cohort.applicant_id == (identity, "B2")
    (problem,) = cohort.problems
    assert (problem.code, problem.severity, problem.row) == (code, "warning", 2)
    assert told in problem.reason


@pytest.mark.parametrize(
    "note", ["注：单位：万元", "合计（万元）", "备注：金额以万元计", "说明：单位均为万元"]
)
def test_a_unit_below_a_table_holds_for_amounts_without_one(tmp_path, note):
    table = tmp_path / "表.csv"
    rows = f"申报编号,特色产业总产值,产品销售收入（亿元）\nA,200000,30\n\n{note},,\n"
    table.write_text(rows, encoding="utf-8")
    figures = read_cohort(table).figures
    assert figures.values[0, POSITION["output_value"]] == 20
