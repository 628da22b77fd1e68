"""Headings of years: whole, part, planned or compared, and how near ones are told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterlib.intake.cells.form import CLUSTER, SUPPLEMENT
from clusterlib.intake.cells.years import names_some_year, read_year_heading
from clusterlib.intake.workbook import Application, read_workbook
from tests.intake.workbooks import codes, problem, read_changed, unmerge, value

CASES = Path(__file__).parents[1] / "data" / "cases"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "样县.xlsx"


@pytest.mark.parametrize(
    "text",
    [
        "2025年",
        "2025",
        "2025年度",
        "2025 年",
        "二〇二五年",
        "二零二五年度",
        "二０二五年",
        "２０２５年",
        "2025-12-31",
        "2025-01-01 00:00:00",
        "2025/12/31",
        "2025年1-12月",
        "2025年（审计数）",
        "2025年实际完成",
        "复评（2025年）",
        "2025年全年",
        "2025A",
        "\u200e2025年\u200e",
        "2025年决算数",
    ],
)
def test_a_whole_year_is_read(text: str) -> None:
    found = read_year_heading(text)
    assert found is not None
    assert (found.year, found.is_part, found.is_plan, found.is_near) == (2025, False, False, False)


@pytest.mark.parametrize("text", ["25年", "25年度", "'25年", "FY2025", "25年实际"])
def test_a_near_year_is_read_and_asks_to_be_confirmed(text: str) -> None:
    found = read_year_heading(text)
    assert found is not None
    assert (found.year, found.is_near) == (2025, True)


@pytest.mark.parametrize(
    "text",
    [
        "2025年一季度",
        "2025年上半年",
        "2025年1-9月",
        "2025年1—9月",
        "2025年累计",
        "2025Q1",
        "2025年Q3",
        "2025H1",
        "2025年前三季度",
        "2025年1至9月",
        "截至2025年6月",
        "2025.1-9",
        "2025-06-30",
        "2025年9月",
        "2025年同期",
        "2025年快报",
        "2025年元月",
        "25年上半年",
    ],
)
def test_a_part_of_a_year_is_told_from_the_year(text: str) -> None:
    found = read_year_heading(text)
    assert found is not None
    assert (found.year, found.is_part, found.is_plan) == (2025, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "2026年（目标）",
        "2026年预计",
        "2026年计划",
        "2026年预测",
        "力争2026年",
        "2026E",
        "2026年（E）",
        "2026F",
        "2026年规划目标",
        "2026年预算",
        "2026年预期",
        "26年目标",
        "2026年上半年预计",
    ],
)
def test_a_plan_is_told_from_a_result(text: str) -> None:
    found = read_year_heading(text)
    assert found is not None
    assert (found.year, found.is_plan) == (2026, True)


@pytest.mark.parametrize(
    "text",
    [
        "2025年同比",
        "2025年增长（%）",
        "2025年增速",
        "2025年排名",
        "2025年占比",
        "2025年占全国比重",
        "2025年较上年",
        "2023-2025年平均",
        "2025年全国位次",
        "三年平均",
        "备注",
    ],
)
def test_comparisons_are_no_years(text: str) -> None:
    assert read_year_heading(text) is None
    assert not names_some_year(text) or "平均" in text


def _with_columns(*headings: str) -> Any:
    """Write further columns of doubled figures behind the last year on both sheets."""

    def change(book: Any) -> None:
        for sheet, last in ((book[CLUSTER], 6), (book[SUPPLEMENT], 5)):
            unmerge(sheet)
            sheet.insert_cols(last + 1, len(headings))
            for column, heading in enumerate(headings, last + 1):
                sheet.cell(3, column).value = heading
                for row in range(4, sheet.max_row + 1):
                    figure = sheet.cell(row, last).value
                    is_number = str(figure).replace(".", "").isdigit()
                    sheet.cell(row, column).value = float(figure) * 2 if is_number else figure

    return change


def _is_as_before(application: Application) -> bool:
    return (
        application.evidence.year == 2023
        and value(application, "exports") == Decimal(12000)
        and value(application, "main_revenue") == Decimal(900000)
        and value(application, "enterprises") == Decimal(520)
        and not [found for found in application.problems if found.severity == "error"]
    )


@pytest.mark.parametrize(
    "headings",
    [
        ("2024年（目标）",),
        ("2024年预计",),
        ("2024年计划", "2025年计划"),
        ("2024E",),
        ("2024年力争",),
        ("2024年规划", "2025年规划", "2030年规划"),
    ],
)
def test_a_plan_is_never_the_scored_year(headings: tuple[str, ...], path: Path) -> None:
    application = read_changed(path, _with_columns(*headings))
    assert _is_as_before(application)
    assert {found.found for found in application.problems if found.code == "year_planned"} == set(
        headings
    )


@pytest.mark.parametrize(
    "headings",
    [
        ("2023年一季度", "2023年二季度", "2023年三季度", "2023年四季度"),
        ("2023年上半年",),
        ("2023年1-9月",),
        ("2023年累计",),
        ("2023Q1", "2023Q2"),
    ],
)
def test_the_whole_year_is_read_beside_its_parts(headings: tuple[str, ...], path: Path) -> None:
    application = read_changed(path, _with_columns(*headings))
    assert _is_as_before(application)
    assert {found.found for found in application.problems} == {"、".join(headings)}


def test_the_whole_year_of_a_county_is_read_beside_its_quarters() -> None:
    application = read_workbook(CASES / "year_and_quarters.xlsx")
    assert application.evidence.year == 2025
    assert value(application, "output_value") == Decimal("123.45")
    assert codes(application) == {"part_year_beside"}


@pytest.mark.parametrize(
    "headings",
    [
        ("2023年同比",),
        ("同比增长",),
        ("2023年增速（%）",),
        ("2023年排名",),
        ("2023年占比",),
    ],
)
def test_comparisons_beside_the_year_are_not_its_figures(
    headings: tuple[str, ...], path: Path
) -> None:
    assert _is_as_before(read_changed(path, _with_columns(*headings)))


def test_a_second_row_of_headings_tells_figures_from_growth(path: Path) -> None:
    def second_row(book: Any) -> None:
        for sheet, last in ((book[CLUSTER], 6), (book[SUPPLEMENT], 5)):
            unmerge(sheet)
            sheet.insert_cols(last + 1, 2)
            sheet.insert_rows(4)
            for at, text in enumerate(("实际数", "同比增长（%）", "全国排名"), last):
                sheet.cell(4, at).value = text
                for row in range(5, 20):
                    if at > last and sheet.cell(row, last).value is not None:
                        sheet.cell(row, at).value = 7

    assert _is_as_before(read_changed(path, second_row))


def test_a_second_row_of_headings_tells_the_year_from_its_parts(path: Path) -> None:
    def second_row(book: Any) -> None:
        for sheet, last in ((book[CLUSTER], 6), (book[SUPPLEMENT], 5)):
            unmerge(sheet)
            sheet.insert_cols(last)
            sheet.insert_rows(4)
            sheet.cell(3, last).value, sheet.cell(3, last + 1).value = "2023年", None
            sheet.cell(4, last).value, sheet.cell(4, last + 1).value = "上半年", "全年"
            for row in range(5, 20):
                if sheet.cell(row, last + 1).value is not None:
                    sheet.cell(row, last).value = 7

    assert _is_as_before(read_changed(path, second_row))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("years_of_two_digits", "23年、24年、25年"),
        ("years_of_two_digits_both_sheets", "23年、24年、25年"),
    ],
)
def test_years_of_two_digits_are_told_once_by_their_headings(name: str, told: str) -> None:
    application = read_workbook(CASES / f"{name}.xlsx")
    assert application.evidence.year == 2025
    found = problem(application, "year_near")
    assert (found.found, found.cell, found.severity) == (told, "D3", "warning")
    assert "line_missing" not in codes(application)
    assert value(application, "main_revenue") is not None


def test_a_last_year_of_two_digits_is_the_scored_one(path: Path) -> None:
    def short(book: Any) -> None:
        book[CLUSTER]["F3"], book[SUPPLEMENT]["E3"] = "23年", "23年"

    application = read_changed(path, short)
    assert application.evidence.year == 2023
    assert codes(application) == {"year_near"}


def test_a_row_of_durations_is_no_heading(path: Path) -> None:
    def durations(book: Any) -> None:
        sheet = book[CLUSTER]
        unmerge(sheet)
        sheet.insert_rows(9)
        sheet["A9"], sheet["D9"], sheet["E9"], sheet["F9"] = "平均建厂时间", "10年", "11年", "12年"

    assert _is_as_before(read_changed(path, durations))


def _headed(*texts: Any) -> Any:
    """Write other texts over the three years of both tables."""

    def change(book: Any) -> None:
        for name, columns in ((CLUSTER, "DEF"), (SUPPLEMENT, "CDE")):
            for column, text in zip(columns, texts, strict=True):
                book[name][f"{column}3"] = text

    return change


@pytest.mark.parametrize(
    "texts",
    [("'21", "'22", "'23"), ("2O21年", "2O22年", "2O23年"), ("2021财年", "2022财年", "2023财年"),
     ("FY2021", "FY2022", "FY2023")],
)  # fmt: skip
def test_years_in_other_forms_are_read_and_named_once(texts: tuple[str, ...], path: Path) -> None:
    application = read_changed(path, _headed(*texts))
    assert application.years == (2021, 2022, 2023)
    assert value(application, "exports") == Decimal(12000)
    assert problem(application, "year_near").found == "、".join(texts)
    assert len(application.problems) == 1


@pytest.mark.parametrize("text", ["2023.", "公元2023年", "贰零贰叁年", "2023年、", "2023。"])
def test_marks_around_a_year_do_not_matter(text: str, path: Path) -> None:
    application = read_changed(path, _headed("2021年", "2022年", text))
    assert value(application, "exports") == Decimal(12000)
    assert application.problems == ()


@pytest.mark.parametrize(
    "texts",
    [("第一年", "第二年", "第三年"), ("上上年", "上年", "本年"), ("T-2", "T-1", "T"), (21, 22, 23),
     ("前年", "去年", "今年")],
)  # fmt: skip
def test_a_table_whose_headings_name_no_year_is_told_once(
    texts: tuple[Any, ...], path: Path
) -> None:
    application = read_changed(path, _headed(*texts))
    told = [(found.code, found.severity, found.cell) for found in application.problems]
    assert told == [("heading_unread", "error", "D3"), ("heading_unread", "error", "C3")]
    assert "、".join(map(str, texts)) in application.problems[0].reason


@pytest.mark.parametrize("text", ["报告期", "本期", "现状", "评价年", "廿三年"])
def test_a_last_column_under_no_year_is_an_error_where_it_holds_figures(
    text: str, path: Path
) -> None:
    application = read_changed(path, _headed("2021年", "2022年", text))
    assert application.evidence.year == 2022
    assert [(found.code, found.severity, found.cell) for found in application.problems] == [
        ("year_unclear", "error", "F3"),
        ("year_unclear", "error", "E3"),
    ]


def test_a_year_that_no_table_has_is_told_once(path: Path) -> None:
    application = read_changed(path, lambda book: None, year=2019)
    assert [found.code for found in application.problems] == ["year_absent"]


@pytest.mark.parametrize("texts", [("2021年", "2023年", "2023年"), ("2020年", "2021年", "2022年")])
def test_a_table_without_the_scored_year_is_told_by_its_headings(
    texts: tuple[str, ...], path: Path
) -> None:
    def one_table(book: Any) -> None:
        for column, text in zip("DEF", texts, strict=True):
            book[CLUSTER][f"{column}3"] = text

    application = read_changed(path, one_table)
    assert value(application, "main_revenue") == Decimal(900000)
    assert "year_absent_here" in codes(application)
    assert not [found for found in application.problems if found.is_missing]
