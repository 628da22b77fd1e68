"""The blank workbook is the printed form, checks what is typed, and prints on A4."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clusterlib.intake.cells.form import (
    CLUSTER,
    CLUSTER_LINES,
    COVER,
    COVER_LINES,
    FIRMS,
    LINES,
    REGION,
    REGION_LINES,
    SUPPLEMENT,
    SUPPLEMENT_LINES,
)
from clusterlib.intake.cells.headings import recognise
from clusterlib.intake.cells.labels import REGION_VOCABULARY, YEARLY_VOCABULARY
from clusterlib.intake.template.blank import write_application, write_template
from clusterlib.intake.workbook import columns_of, read_workbook
from clusterlib.rules.indicators import PRINTED
from tests.intake.workbooks import an_application, cell_of, value


@pytest.fixture
def blank(tmp_path: Path) -> Any:
    return openpyxl.load_workbook(write_template(tmp_path / "空白申报表.xlsx"))


@pytest.mark.clause("A3.1", "A3.2", "A3.4")
def test_the_template_has_the_printed_sheets_and_the_cover_first(blank: Any) -> None:
    assert blank.sheetnames == [COVER, REGION, CLUSTER, SUPPLEMENT, FIRMS]


@pytest.mark.clause("A3.1", "A3.2")
@pytest.mark.parametrize("name", [REGION, CLUSTER, SUPPLEMENT, COVER])
def test_every_line_of_the_form_stands_on_its_sheet_once(name: str, blank: Any) -> None:
    printed = {
        REGION: [line.printed for line in REGION_LINES],
        CLUSTER: [line.printed for line in CLUSTER_LINES],
        SUPPLEMENT: [line.printed for line in SUPPLEMENT_LINES],
        COVER: [line.label for line in COVER_LINES],
    }[name]
    first = [row[0] for row in blank[name].iter_rows(values_only=True)]
    assert [first.count(label) for label in printed] == [1] * len(printed)


def test_every_printed_label_is_recognised_as_its_line() -> None:
    for line in LINES:
        words = REGION_VOCABULARY if line in REGION_LINES else YEARLY_VOCABULARY
        heading = recognise(line.printed, words)
        assert heading is not None
        assert heading.column == line.id


def test_the_form_asks_for_everything_that_is_scored() -> None:
    assert set(columns_of(PRINTED)) <= {line.id for line in LINES}


@pytest.mark.clause("A3.2")
def test_the_units_are_those_printed(blank: Any) -> None:
    labels = [row[0] for row in blank[CLUSTER].iter_rows(values_only=True)]
    assert "全（市、区、镇、乡）特色产业总产值（亿元）" in labels
    assert "特色产品出口额（万美元）" in labels
    assert "科研投入（含企业和政府）（万元）" in labels
    assert "从业人员（万人）" in labels
    assert cell_of(blank, "规模以上企业数量").offset(0, 2).value == "个"
    assert cell_of(blank, "主营业务收入").offset(0, 1).value == "万元"


def _checks(sheet: Any, address: str) -> list[Any]:
    return [rule for rule in sheet.data_validations.dataValidation if address in rule.sqref]


@pytest.mark.parametrize(
    ("label", "kind", "least", "most"),
    [
        ("特色产品销售额（亿元）", "decimal", "0", "1000000000000"),
        ("利税总额（亿元）", "decimal", "-1000000000000", "1000000000000"),
        ("规模以上企业数量", "whole", "0", "1000000000000"),
        ("认证企业比例", "decimal", "0", "100"),
    ],
)
def test_input_cells_take_numbers_of_their_kind(
    label: str, kind: str, least: str, most: str, blank: Any
) -> None:
    cell = cell_of(blank, label).offset(0, 3)
    (rule,) = _checks(blank[CLUSTER], cell.coordinate)
    assert (rule.type, rule.formula1, rule.formula2) == (kind, least, most)
    assert rule.error


@pytest.mark.parametrize(
    ("label", "choices"),
    [
        ("申报级别", "都,基地,乡"),
        ("申报类型", "初次申报,复评"),
        ("是否发生过重大污染事故", "无,有"),
    ],
)
def test_answers_in_words_are_offered_as_a_list(label: str, choices: str, blank: Any) -> None:
    sheet = blank[SUPPLEMENT if "事故" in label else COVER]
    cell = cell_of(blank, label).offset(0, 2 if "事故" in label else 1)
    (rule,) = _checks(sheet, cell.coordinate)
    assert rule.formula1 == f'"{choices}"'


def test_every_sheet_prints_on_a4_one_page_wide(blank: Any) -> None:
    for sheet in blank:
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)


@pytest.mark.parametrize("name", [REGION, CLUSTER, SUPPLEMENT])
def test_headings_stay_on_screen_and_are_repeated_on_paper(name: str, blank: Any) -> None:
    assert blank[name].freeze_panes == "B4"
    assert blank[name].print_title_rows == "$3:$3"


def test_a_blank_template_reads_without_a_figure_and_asks_for_the_cover(tmp_path: Path) -> None:
    application = read_workbook(write_template(tmp_path / "空白.xlsx"))
    assert {entry.value for entry in application.evidence.entries} == {None}
    assert len(application.evidence.entries) == len(columns_of(PRINTED))
    assert {found.code for found in application.problems} == {
        "cover_blank",
        "review_unknown",
        "year_blank",
        "unreported",
    }


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    assert an_application(first).read_bytes() == an_application(second).read_bytes()


def test_indicators_are_converted_into_the_units_of_the_form(tmp_path: Path) -> None:
    path = an_application(tmp_path / "样县.xlsx", sales_revenue="10050", employees="12345")
    book = openpyxl.load_workbook(path)
    assert cell_of(book, "特色产品销售额（亿元）", 2023).value == 1.005
    assert cell_of(book, "从业人员（万人）", 2023).value == 1.2345
    assert value(read_workbook(path), "sales_revenue") == Decimal(10050)


def test_a_lone_figure_of_a_line_with_parts_fills_the_first(tmp_path: Path) -> None:
    path = an_application(tmp_path / "样县.xlsx", standards=7)
    assert value(read_workbook(path), "standards") == 7


def test_fewer_than_three_years_leave_the_first_columns_blank(tmp_path: Path) -> None:
    path = write_application(tmp_path / "样县.xlsx", {}, {2023: {"exports": "5"}})
    row = next(openpyxl.load_workbook(path)[CLUSTER].iter_rows(min_row=3, values_only=True))
    assert row[3:6] == ("年", "年", "2023年")


def test_a_folder_that_does_not_exist_yet_is_made(tmp_path: Path) -> None:
    assert write_template(tmp_path / "新" / "表.xlsx").is_file()
