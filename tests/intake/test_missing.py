"""Each item, last item and entry fact without a usable figure is one line, with its cell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from clusterlib.intake.application.missing import asked_by
from clusterlib.intake.cells.labels import APPLICATION
from clusterlib.intake.tables.confirmed import read_confirmed, with_confirmed
from clusterlib.intake.template.blank import write_template
from clusterlib.intake.workbook import Application, cohort_of, read_workbook
from clusterlib.problems import Problem
from tests.intake.workbooks import an_application, cell_of, changed, read_changed

BLANK = Path(__file__).parents[1] / "data" / "county" / "blank.xlsx"


def lacking(application: Application) -> list[Problem]:
    return [found for found in application.problems if found.kind == "缺"]


def told(application: Application) -> dict[str, str]:
    """Return the cell of each line of the kind 缺 by column."""
    found = {problem.column: problem.cell for problem in lacking(application)}
    assert len(found) == len(lacking(application))
    return found


def test_of_a_form_with_its_cover_only_every_item_is_named_with_its_cell():
    application = read_workbook(BLANK)
    found = lacking(application)
    assert len(found) == len(list(asked_by(APPLICATION))) == 13 + 5 + 3 + 2
    assert {problem.severity for problem in found} == {"error"}
    assert all(problem.sheet and problem.cell for problem in found)
    assert told(application)["main_revenue"] == "E4"
    assert told(application)["standards"] == "F21:F23"
    assert told(application)["major_violation"] == "E15"


def test_a_new_template_lacks_the_same(tmp_path):
    columns = {columns[0] for columns in asked_by(APPLICATION)}
    assert set(told(read_workbook(write_template(tmp_path / "空白.xlsx")))) == columns


def test_twelve_of_eighteen_blank_figures_are_twelve_lines(tmp_path):
    blank = (
        "sales_revenue",
        "exports",
        "enterprises",
        "above_scale_enterprises",
        "valid_patents",
        "brands",
        "employees",
        "market_share",
        "safety_certified",
        "iso9000",
        "iso14000",
        "iso22000",
    )
    application = read_workbook(an_application(tmp_path / "县.xlsx", **dict.fromkeys(blank)))
    assert set(told(application)) == set(blank)


def test_of_two_that_the_score_sheet_joins_one_line_names_both(tmp_path):
    application = read_workbook(
        an_application(tmp_path / "县.xlsx", profit_tax=None, profit_margin=None)
    )
    (found,) = lacking(application)
    assert "“利税总额”或“主营业务收入利润率”未报" in found.reason
    either = read_workbook(an_application(tmp_path / "甲.xlsx", profit_tax=None))
    assert lacking(either) == []


def test_a_share_that_can_be_computed_is_not_missing(tmp_path):
    application = read_workbook(an_application(tmp_path / "县.xlsx", rd_intensity=None))
    assert lacking(application) == []
    neither = read_workbook(
        an_application(tmp_path / "甲.xlsx", rd_intensity=None, rd_spending=None)
    )
    assert "rd_intensity" in told(neither)


@pytest.mark.parametrize("text", ["约450", "四百五", "450个左右", "4,50"])
def test_of_a_cell_that_holds_text_it_is_said_that_it_was_not_taken(tmp_path, text):
    (found,) = lacking(read_workbook(an_application(tmp_path / "县.xlsx", valid_patents=text)))
    assert (found.column, found.found, found.cell) == ("valid_patents", text, "E6")
    assert "未采用" in found.reason
    assert "未报" not in found.reason


@pytest.mark.parametrize("text", ["/", "—", "无"])
def test_a_sign_for_a_blank_is_shown(tmp_path, text):
    def change(book):
        for year in (2021, 2022, 2023):
            cell_of(book, "有效期内专利数量", year).value = text

    (found,) = lacking(read_changed(tmp_path / "县.xlsx", change))
    assert f"未采用所填的“{text}”" in found.reason


@pytest.mark.parametrize(
    ("fact", "text", "said"),
    [
        ("safety_accident", None, "未报"),
        ("major_violation", "不清楚", "未采用"),
        ("industry_years", None, "未报"),
        ("pollution_accident", "详见附件", "未采用"),
    ],
)
def test_gates_and_entry_facts_are_asked_for(tmp_path, fact, text, said):
    def change(book):
        sheet = book["打分表补充"]
        for row in sheet.iter_rows(min_row=4):
            if row[0].value == label:
                for cell in row[2:5]:
                    cell.value = text

    label = {
        "safety_accident": "是否曾发生过重大安全生产事故",
        "major_violation": "有无重大违法经营行为",
        "industry_years": "产业发展年数",
        "pollution_accident": "是否发生过重大污染事故",
    }[fact]
    (found,) = lacking(read_changed(tmp_path / "县.xlsx", change))
    assert found.column == fact
    assert said in found.reason


def test_a_line_that_is_not_there_is_told_with_its_sheet(tmp_path):
    def change(book):
        book["打分表补充"].delete_rows(cell_of(book, "产品合格率").row)
        book["基本情况表二"].delete_rows(cell_of(book, "企业数量").row)

    found = {
        problem.column: problem for problem in lacking(read_changed(tmp_path / "县.xlsx", change))
    }
    assert found["product_pass_rate"].sheet == "打分表补充"
    assert found["product_pass_rate"].severity == "error"


def test_the_row_that_may_be_meant_is_where_a_missing_line_belongs(tmp_path):
    def change(book):
        cell_of(book, "产品合格率").value = "出厂检验的合格率高低"

    found = lacking(read_changed(tmp_path / "县.xlsx", change))
    assert [(problem.column, problem.sheet, problem.cell) for problem in found] == [
        ("product_pass_rate", "打分表补充", "A10")
    ]


def test_a_figure_of_an_earlier_year_is_said_beside_the_blank(tmp_path):
    (found,) = lacking(read_workbook(an_application(tmp_path / "县.xlsx", brands=None)))
    assert (found.code, found.severity) == ("scored_year_blank", "error")


def test_a_missing_sub_cell_is_one_line(tmp_path):
    (found,) = lacking(read_workbook(an_application(tmp_path / "县.xlsx", standards=(3, None, 4))))
    assert (found.code, found.column) == ("part_blank", "standards")


def test_what_a_faulty_heading_takes_away_is_told_once(tmp_path):
    def change(book):
        for name, cell in (("基本情况表二", "F3"), ("打分表补充", "E3")):
            book[name][cell].value = "2023年1-9月"

    application = read_workbook(changed(an_application(tmp_path / "县.xlsx"), change))
    assert Counter(found.code for found in application.problems)["part_year"] == 2
    assert not {"sales_revenue", "exports", "main_revenue"} & set(told(application))


def test_what_was_verified_since_is_not_missing_any_more(tmp_path):
    file = an_application(
        tmp_path / "县.xlsx", brands=None, profit_tax=None, profit_margin=None, iso9000=None
    )
    (tmp_path / "核定.csv").write_text(
        "申报编号,指标,年度,核定值,单位,理由,依据文件,核定人,日期\n"
        "YX-001,省市以上知名品牌数量,2023,9,个,补报,名录,某人,2026-03-15\n"
        "YX-001,主营业务收入利润率,2023,5,%,补报,报表,某人,2026-03-15\n",
        encoding="utf-8",
    )
    reported = cohort_of([read_workbook(file)])
    cohort = with_confirmed(reported, read_confirmed(tmp_path / "核定.csv"))
    assert [found.column for found in cohort.problems if found.kind == "缺"] == ["iso9000"]
