"""Tables of decisions and verified figures: drawn, filled with applicants, never overwritten."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clusterlib.errors import InputError
from clusterlib.intake.tables.confirmed import read_confirmed
from clusterlib.intake.tables.panel import DECISIONS, read_panel
from clusterlib.intake.template.decision_tables import (
    CONFIRMED_TABLE,
    PANEL_TABLE,
    add_applicants,
    write_confirmed_table,
    write_panel_table,
)
from clusterlib.rules.indicators import INDICATORS

NAMES = [("0012", "甲县"), ("乙-2", "乙县"), ("=3", "丙县")]


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    path = write_panel_table(tmp_path / "专家评分.xlsx")
    add_applicants(path, PANEL_TABLE, NAMES)
    return path


@pytest.fixture
def confirmed(tmp_path: Path) -> Path:
    path = write_confirmed_table(tmp_path / "核定数值.xlsx")
    add_applicants(path, CONFIRMED_TABLE, NAMES)
    return path


def edited(path: Path, sheet: str, cells: dict[str, object]) -> Path:
    book = openpyxl.load_workbook(path)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(path)
    return path


def test_the_panel_table_holds_every_decision_and_the_applicants(panel):
    read = read_panel(panel)
    assert read.applicant_id == ("0012", "乙-2", "=3")
    assert set(DECISIONS) < set(read.written)
    assert read.problems == ()
    sheet = openpyxl.load_workbook(panel)["专家评分"]
    assert [cell.value for cell in sheet["B"]] == ["申报单位", "甲县", "乙县", "丙县"]


def test_what_is_typed_into_the_panel_table_is_read(panel):
    edited(panel, "专家评分", {"C2": "好", "E2": 55, "I2": 2, "L3": "是"})
    read = read_panel(panel)
    assert read.problems == ()
    assert read.written["grade_government"] == ("好", "", "")
    assert read.written["panel_basic"] == ("55", "", "")
    assert read.written["output_rank"] == ("2", "", "")
    assert read.written["claim_famous_brand"] == ("", "是", "")


def test_a_row_of_the_confirmed_table_that_only_names_an_applicant_is_passed_over(confirmed):
    assert read_confirmed(confirmed).problems == ()
    assert read_confirmed(confirmed).figures == ()


def test_a_row_of_the_confirmed_table_that_is_begun_is_asked_to_be_finished(confirmed):
    edited(confirmed, "核定数值", {"C2": "利税总额", "E2": 5})
    (found,) = read_confirmed(confirmed).problems
    assert (found.code, found.row) == ("left_blank", 2)


def test_the_table_of_verified_figures_offers_every_item_by_a_label_that_is_read(confirmed):
    book = openpyxl.load_workbook(confirmed)
    labels = [row[0].value for row in book["填写说明"].iter_rows(min_row=2, max_row=21)]
    units = [row[1].value for row in book["填写说明"].iter_rows(min_row=2, max_row=21)]
    for line, (label, unit) in enumerate(zip(labels, units, strict=True), 2):
        edited(
            confirmed,
            "核定数值",
            {
                f"A{line}": f"X{line}",
                f"C{line}": label,
                f"D{line}": 2025,
                f"E{line}": 3,
                f"F{line}": unit.split("、")[0],
                f"G{line}": "查实",
                f"H{line}": "台账",
                f"I{line}": "某人",
                f"J{line}": "2026-03-15",
            },
        )
    read = read_confirmed(confirmed)
    assert [problem for problem in read.problems if problem.severity == "error"] == []
    assert [found.confirmation.column for found in read.figures] == [
        indicator.id for indicator in INDICATORS
    ]


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("特色产品出口额", "exports"),
        ("出口额", "exports"),
        ("企业数量", "enterprises"),
        ("主导产品市场占有率", "market_share"),
        ("有效期内专利数", "valid_patents"),
        ("其中：规模以上企业数量", "above_scale_enterprises"),
        ("从业人员（人）", "employees"),
    ],
)
def test_an_item_is_known_by_any_printed_label(confirmed, label, column):
    unit = {"exports": "万美元", "market_share": "%", "employees": "人"}.get(column, "个")
    edited(
        confirmed,
        "核定数值",
        {
            "C2": label,
            "D2": 2025,
            "E2": 3,
            "F2": unit,
            "G2": "查实",
            "H2": "台账",
            "I2": "某人",
            "J2": "2026-03-15",
        },
    )
    assert [found.confirmation.column for found in read_confirmed(confirmed).figures] == [column]


def test_a_later_run_adds_rows_and_leaves_what_was_typed(panel):
    edited(panel, "专家评分", {"E2": 55, "Q1": "备注", "Q3": "=1+1", "A6": "人工加的"})
    before = [[cell.value for cell in row] for row in openpyxl.load_workbook(panel)["专家评分"]]
    assert add_applicants(panel, PANEL_TABLE, [*NAMES, ("丁", "丁县")]) == (panel, 1)
    after = [[cell.value for cell in row] for row in openpyxl.load_workbook(panel)["专家评分"]]
    assert after[: len(before)] == before
    assert [row[:2] for row in after[len(before) :]] == [["丁", "丁县"]]
    again = panel.read_bytes()
    assert add_applicants(panel, PANEL_TABLE, [*NAMES, ("丁", "丁县")]) == (panel, 0)
    assert panel.read_bytes() == again


def test_columns_in_another_order_are_found_by_their_headings(tmp_path):
    book = openpyxl.Workbook()
    for row in (["专家组意见汇总"], ["申报单位", "专家评分一", "申报编号"], ["甲县", 50, "0012"]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    assert add_applicants(tmp_path / "表.xlsx", PANEL_TABLE, NAMES)[1] == 2
    rows = list(openpyxl.load_workbook(tmp_path / "表.xlsx").active.iter_rows(values_only=True))
    assert rows[3:] == [("乙县", None, "乙-2"), ("丙县", None, "=3")]


def test_choices_are_offered_where_there_are_any(panel, confirmed):
    def offered(path: Path, sheet: str) -> dict[str, str]:
        rules = openpyxl.load_workbook(path)[sheet].data_validations.dataValidation
        return {str(rule.sqref)[:1]: rule.formula1 for rule in rules if rule.type == "list"}

    assert offered(panel, "专家评分")["C"] == '"好,较好,一般"'
    assert offered(confirmed, "核定数值")["C"] == "填写说明!$A$2:$A$21"


def test_a_file_that_is_no_such_table_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "核定数值.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="没有补入"):
        add_applicants(path, CONFIRMED_TABLE, NAMES)
    assert path.read_bytes() == before
