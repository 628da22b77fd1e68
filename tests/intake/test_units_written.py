"""Units in headings, titles and notes: honoured alone, converted exactly, never passed over."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clusterlib.applicants.figures import Cohort
from clusterlib.intake.cells.form import CLUSTER, SUPPLEMENT
from clusterlib.intake.cells.unit_words import units_in_note
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.workbook import read_workbook
from clusterlib.rules.indicators import POSITION
from tests.intake.workbooks import (
    an_application,
    cell_of,
    read_changed,
    sheets_of,
    unmerge,
    value,
    write_sheets,
)

CASES = Path(__file__).parents[1] / "data" / "cases"
YEARS = {2021: "D", 2022: "E", 2023: "F"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "样县.xlsx"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：万元", ("万元",)),
        ("单位:万元", ("万元",)),
        ("（单位：万元/人）", ("万元", "人")),
        ("计量单位：亿元", ("亿元",)),
        ("金额单位：人民币万元", ("万元",)),
        ("单 位：万 元", ("万元",)),
        ("单位：万元、个", ("万元", "个")),
        ("表二　主要指标（万元）", ("万元",)),
        ("样县情况表 单位：千元 2025年", ("千元",)),
        ("单位：百万元", ("百万元",)),
        ("\u202d单位：\u2060万元\u202c", ("万元",)),
        ("万元", ("万元",)),
        ("单位：万美元", ("万美元",)),
        ("注：金额单位均为万元", ("万元",)),
        ("注：以上金额均以万元计", ("万元",)),
        ("金额以亿元为单位", ("亿元",)),
        ("各项以万元、万人列示", ("万元", "万人")),
        ("以亿元计划投资", ()),
        ("单位为“万元”", ("万元",)),
        ("申报单位：某县", ()),
        ("填报单位（盖章）：", ()),
        ("填报单位：万元县", ()),
        ("单位：个旧市", ()),
        ("主要指标（2025年）", ()),
        ("单位负责人：元某", ()),
        ("", ()),
    ],
)
def test_a_note_names_units_and_an_applicant_does_not(text: str, units: tuple[str, ...]) -> None:
    assert units_in_note(text) == units


def _unit_moved(unit: str, factor: str, place: str) -> Any:
    """Take the unit from the line of 利税总额 and write it at a place above it."""

    def change(book: Any) -> None:
        sheet = book[CLUSTER]
        label = cell_of(book, "利税总额（亿元）")
        label.value = "利税总额"
        for other in (
            "特色产业总产值（亿元）",
            "特色产品销售额（亿元）",
            "固定资产投资（亿元）",
            "其中：技术改造投资（亿元）",
            "科研投入（含企业和政府）（万元）",
        ):
            cell = cell_of(book, other)
            cell.value = cell.value.rpartition("（")[0]
        for column in YEARS.values():
            for row in (4, 6, 8):
                cell = sheet[f"{column}{row}"]
                cell.value = str(Decimal(str(cell.value)) * Decimal(factor))
            cell = sheet[f"{column}14"]
            cell.value = str(Decimal(str(cell.value)) * Decimal(factor) / 10**4)
        if place == "note":
            sheet["A2"] = f"单位：{unit}"
        elif place == "title":
            sheet["A1"] = f"{sheet['A1'].value}（单位：{unit}）"
        elif place == "right of the title":
            sheet.unmerge_cells("A1:G1")
            sheet["E1"], sheet["F1"] = "计量单位：", unit
        elif place == "name of the sheet":
            sheet.title = f"表二（{unit}）"
        elif place == "heading of the labels":
            sheet["A3"] = f"项目（{unit}）"
        elif place == "row below the years":
            unmerge(sheet)
            sheet.insert_rows(4)
            for column in YEARS.values():
                sheet[f"{column}4"] = f"（{unit}）"
        elif place == "years":
            for year, column in YEARS.items():
                sheet[f"{column}3"] = f"{year}年（{unit}）"
        elif place == "behind the years":
            for year, column in YEARS.items():
                sheet[f"{column}3"] = f"{year}年/{unit}"
        else:
            sheet.append([f"注：单位：{unit}"])

    return change


PLACES = (
    "note",
    "title",
    "right of the title",
    "name of the sheet",
    "heading of the labels",
    "row below the years",
    "years",
    "behind the years",
    "below the table",
)


@pytest.mark.parametrize("place", PLACES)
def test_a_unit_that_stands_alone_holds_for_amounts_of_its_kind(place: str, path: Path) -> None:
    application = read_changed(path, _unit_moved("万元", "10000", place))
    assert value(application, "output_value") == Decimal(300)
    assert value(application, "profit_tax") == Decimal(80000)
    assert value(application, "exports") == Decimal(12000)
    assert value(application, "enterprises") == Decimal(520)
    assert not [found for found in application.problems if found.severity == "error"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("unit", ["千元", "百万元"])
def test_a_unit_that_is_none_of_ours_leaves_amounts_missing(
    unit: str, place: str, path: Path
) -> None:
    application = read_changed(path, _unit_moved(unit, "1", place))
    assert value(application, "output_value") is None
    assert value(application, "enterprises") == Decimal(520)
    found = [one for one in application.problems if one.code == "unit_unknown"]
    assert {one.column for one in found} <= {"output_value", ""}
    assert "的单位“" + unit in found[0].reason


def test_a_unit_per_year_is_converted_column_by_column(path: Path) -> None:
    def per_year(book: Any) -> None:
        sheet = book[CLUSTER]
        cell_of(book, "利税总额（亿元）").value = "利税总额"
        for column, text, figure in (
            ("D", "2021年（万元）", 72000),
            ("E", "2022年（元）", 760000000),
            ("F", "2023年（亿元）", "8.05"),
        ):
            sheet[f"{column}3"], sheet[f"{column}8"] = text, figure

    application = read_changed(path, per_year)
    assert value(application, "profit_tax") == Decimal(80500)
    earlier = [
        entry.value for entry in application.evidence.earlier if entry.column == "profit_tax"
    ]
    assert earlier == [72000, 76000]


def test_units_per_column_of_a_county_are_converted_and_contradictions_named() -> None:
    application = read_workbook(CASES / "units_per_column.xlsx")
    assert value(application, "output_value") == Decimal("123.45")
    assert value(application, "sales_revenue") == Decimal("1183700")
    earlier = {(entry.column, entry.year): entry.value for entry in application.evidence.earlier}
    assert earlier["output_value", 2023] == Decimal("101.23")
    assert earlier["sales_revenue", 2023] is None
    (told,) = [found for found in application.problems if found.cell == "D3"]
    assert (told.code, told.severity) == ("units_against_heading", "warning")
    assert "特色产品销售额（亿元）" in told.reason


@pytest.mark.parametrize("name", ["heading_against_label", "heading_unit_over_lines"])
def test_a_unit_in_a_years_heading_against_the_lines_own_leaves_it_missing(name: str) -> None:
    application = read_workbook(CASES / f"{name}.xlsx")
    for column in ("output_value", "sales_revenue", "profit_tax"):
        assert value(application, column) is None
    (told,) = [
        found
        for found in application.problems
        if found.code == "units_against_heading" and found.severity == "error"
    ]
    assert "F3的“万元”" in told.reason
    for label in ("特色产业总产值", "特色产品销售额", "利税总额"):
        assert f"{label}（亿元）" in told.reason
    assert "sales_revenue" in {found.column for found in application.problems if found.is_missing}
    for column in ("main_revenue", "exports", "enterprises", "employees", "output_share"):
        assert value(application, column) is not None


def test_a_unit_in_the_title_against_the_lines_own_leaves_it_missing(path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(book[CLUSTER]["A2"], "value", "金额单位：万元")
    )
    assert value(application, "profit_tax") is None
    assert value(application, "exports") == Decimal(12000)
    (told,) = [found for found in application.problems if found.code.endswith("against_heading")]
    assert (told.code, told.severity, told.cell) == ("units_against_heading", "error", "A2")
    assert told.reason.startswith(
        "单元格A2的“万元”与这些行自己的单位不一致："
        "特色产业总产值（亿元）、特色产品销售额（亿元）、利税总额（亿元）"
    )


@pytest.mark.parametrize(
    ("line", "unit", "figure"),
    [("从业人员（万人）", "2023年（人）", 4.2), ("从业人员（千人）", "2023年", 42.5)],
)
def test_whether_a_figure_must_be_whole_is_not_asked_where_its_unit_is_in_doubt(
    line: str, unit: str, figure: float, path: Path
) -> None:
    def doubtful(book: Any) -> None:
        cell_of(book, "从业人员（万人）").value = line
        book[CLUSTER]["F3"], book[CLUSTER]["F15"] = unit, figure

    application = read_changed(path, doubtful)
    assert value(application, "employees") is None
    assert "fraction" not in {found.code for found in application.problems}


def test_a_note_that_lists_the_lines_own_unit_does_not_contradict_it(path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(book[CLUSTER]["A2"], "value", "单位：亿元、万元、万人、个")
    )
    assert value(application, "profit_tax") == Decimal(80000)
    assert application.problems == ()


def test_a_heading_and_a_note_that_differ_leave_lines_without_unit_missing(path: Path) -> None:
    def both(book: Any) -> None:
        cell_of(book, "利税总额（亿元）").value = "利税总额"
        book[CLUSTER]["A2"], book[CLUSTER]["F3"] = "单位：万元", "2023年（亿元）"

    application = read_changed(path, both)
    assert value(application, "profit_tax") is None
    (found,) = [one for one in application.problems if one.code == "units_above_differ"]
    assert (found.severity, found.column) == ("error", "profit_tax")


def test_the_note_of_one_table_does_not_hold_for_the_next(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    first, second = sheets.pop(CLUSTER), sheets.pop(SUPPLEMENT)
    first.insert(1, ["单位：亿元、万元"])
    second[1] = ["单位：万元"]
    application = read_workbook(write_sheets(path, {**sheets, "合": [*first, *second]}))
    assert value(application, "profit_tax") == Decimal(80000)
    assert value(application, "main_revenue") == Decimal(900000)


def test_a_column_of_units_behind_each_year_holds_for_that_year(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    rows = []
    for row in sheets[CLUSTER]:
        first, years = row[:3], row[3:6]
        is_heading = "2023年" in row
        units = ["单位"] * 3 if is_heading else [None] * 3
        if str(row[0]).startswith("利税总额"):
            first, years = ["利税总额", None, None], [72000, 76000, 8]
            units = ["万元", "万元", "亿元"]
        rows.append([*first, *(cell for pair in zip(years, units, strict=True) for cell in pair)])
    application = read_workbook(write_sheets(path, {**sheets, CLUSTER: rows}))
    assert value(application, "profit_tax") == Decimal(80000)
    assert [
        entry.value for entry in application.evidence.earlier if entry.column == "profit_tax"
    ] == [72000, 76000]


def test_a_column_of_units_right_of_the_years_is_honoured(path: Path) -> None:
    def right(book: Any) -> None:
        sheet = book[SUPPLEMENT]
        for row in range(3, 20):
            sheet.cell(row, 7).value = sheet.cell(row, 2).value
            sheet.cell(row, 2).value = None
        cell_of(book, "主营业务收入").offset(0, 6).value = "亿元"
        cell_of(book, "主营业务收入").offset(0, 4).value = "90.5"

    assert value(read_changed(path, right), "main_revenue") == Decimal(905000)


def cohort_of(tmp_path: Path, text: str) -> Cohort:
    (tmp_path / "表.csv").write_text(text, "utf-8")
    return read_cohort(tmp_path / "表.csv")


def figure(cohort: Cohort, column: str) -> float:
    return float(cohort.figures.values[0, POSITION[column]])


def test_a_unit_above_a_cohort_table_of_a_county_is_honoured() -> None:
    cohort = read_cohort(CASES / "unit_note_above_cohort.csv")
    assert figure(cohort, "output_value") == 20
    assert figure(cohort, "enterprises") == 6
    assert cohort.problems == ()


@pytest.mark.parametrize(
    "note",
    [
        "单位：万元",
        "样市汇总表（单位：万元、个）",
        "计量单位：,万元",
        "（万元）",
        "填报单位：样市 单位：万元",
    ],
)
def test_a_unit_above_a_cohort_table_holds_where_a_heading_names_none(
    note: str, tmp_path: Path
) -> None:
    headings = "申报编号,利税总额,产品销售收入,特色产业总产值,企业数量"
    cohort = cohort_of(tmp_path, f"{note}\n{headings}\n1,2000,10050,1005,6\n")
    assert [
        figure(cohort, column)
        for column in ("profit_tax", "sales_revenue", "output_value", "enterprises")
    ] == [2000, 10050, 0.1005, 6]
    assert cohort.problems == ()


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("单位：万元", "unit_against_heading"),
        ("单位：千元", "unit_unknown"),
        ("单位：百万元", "unit_unknown"),
        ("单位：港元", "unit_unknown"),
    ],
)
def test_a_unit_above_a_cohort_table_that_cannot_hold_leaves_figures_missing(
    note: str, code: str, tmp_path: Path
) -> None:
    cohort = cohort_of(tmp_path, f"{note},\n申报编号,特色产业总产值（亿元）,企业数量\n1,20,6\n")
    assert np.isnan(figure(cohort, "output_value"))
    assert figure(cohort, "enterprises") == 6
    (found,) = cohort.problems
    assert (found.code, found.severity, found.row, found.column) == (
        code,
        "error",
        2,
        "output_value",
    )


def test_two_units_above_a_cohort_table_hold_for_the_columns_below_them(tmp_path: Path) -> None:
    headings = ",金额（万元）,,人数（万人）\n申报编号,利税总额,特色产业总产值,从业人员\n"
    cohort = cohort_of(tmp_path, f"{headings}1,5,30000,1.2\n")
    assert [figure(cohort, column) for column in ("profit_tax", "output_value", "employees")] == [
        5,
        3,
        12000,
    ]


def test_units_in_the_second_row_of_headings_are_honoured(tmp_path: Path) -> None:
    cohort = cohort_of(tmp_path, "申报编号,利税总额,特色产业总产值\n,元,（万元）\n1,50000,30000\n")
    assert [figure(cohort, column) for column in ("profit_tax", "output_value")] == [5, 3]


def test_exports_under_a_note_in_yuan_are_read_in_dollars_and_flagged(tmp_path: Path) -> None:
    cohort = cohort_of(tmp_path, "单位：万元,\n申报编号,出口额\n1,5\n")
    assert figure(cohort, "exports") == 5
    assert [(found.code, found.expected) for found in cohort.problems] == [
        ("unit_unstated", "万美元")
    ]


def test_a_unit_above_that_fits_no_column_is_named(tmp_path: Path) -> None:
    cohort = cohort_of(tmp_path, "单位：吨,\n申报编号,利税总额\n1,5\n")
    assert [found.code for found in cohort.problems] == ["unit_unused"]


def test_amounts_of_part_of_a_year_are_not_read_as_the_years(tmp_path: Path) -> None:
    cohort = cohort_of(tmp_path, "申报编号,利税总额（2025年1-9月）（万元）,企业数量\n1,5,6\n")
    assert np.isnan(figure(cohort, "profit_tax"))
    assert [(found.code, found.severity) for found in cohort.problems] == [
        ("part_year_line", "error")
    ]
