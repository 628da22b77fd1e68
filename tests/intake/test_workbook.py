"""Application workbooks read the same however the county moves things about."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from clusterlib.errors import InputError
from clusterlib.intake.cells.form import CLUSTER, COVER, REGION, SUPPLEMENT
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.rules.indicators import POSITION
from clusterlib.rules.tiers import Tier
from tests.intake.workbooks import (
    FACTS,
    FIGURES,
    Rows,
    Sheets,
    an_application,
    cell_of,
    changed,
    codes,
    problem,
    read_changed,
    sheets_of,
    value,
    values,
    write_sheets,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "样县.xlsx"


@pytest.mark.clause("A3.2")
def test_a_filled_template_reads_back_in_the_units_of_the_score_sheet(path: Path) -> None:
    application = read_workbook(an_application(path))
    assert application.problems == ()
    assert value(application, "sales_revenue") == Decimal(1005000)
    assert value(application, "employees") == Decimal(42000)
    assert value(application, "standards") == Decimal(9)
    assert value(application, "product_pass_rate") == Decimal("98.5")
    assert value(application, "quality_accident") == 0
    assert None not in values(application).values()
    assert len(values(application)) == 25


def test_every_figure_carries_sheet_cell_year_and_unit(path: Path) -> None:
    entry = read_workbook(an_application(path)).evidence.reported("sales_revenue")
    assert entry is not None
    assert (entry.sheet, entry.text, entry.unit, entry.year) == (CLUSTER, "100.5", "亿元", 2023)
    assert str(openpyxl.load_workbook(path)[CLUSTER][entry.cell].value) == "100.5"


def test_the_evidence_names_the_hash_of_the_bytes(path: Path) -> None:
    application = read_workbook(an_application(path))
    assert application.evidence.sha256 == sha256(path.read_bytes()).hexdigest()
    assert application.evidence.source == "样县.xlsx"


def _reversed_rows(sheets: Sheets) -> Sheets:
    """Turn the lines of the three-year forms upside down, parts staying with their line."""
    for name in (CLUSTER, SUPPLEMENT):
        head = next(at for at, row in enumerate(sheets[name]) if "2023年" in row) + 1
        groups: list[Rows] = []
        for row in sheets[name][head:]:
            if row[0] is None and groups:
                groups[-1].append(row)
            else:
                groups.append([row])
        sheets[name] = sheets[name][:head] + [row for group in groups[::-1] for row in group]
    return sheets


def _inserted_lines(sheets: Sheets) -> Sheets:
    for name, rows in sheets.items():
        longer: Rows = []
        for at, row in enumerate(rows):
            longer += [row, [], [None, f"说明{at}：以上数据由样县统计部门提供"]]
        sheets[name] = longer
    return sheets


def _reordered_sheets(sheets: Sheets) -> Sheets:
    return dict(reversed(sheets.items()))


def _renamed_sheets(sheets: Sheets) -> Sheets:
    return {f"Sheet{at}": rows for at, rows in enumerate(sheets.values(), 1)}


def _extra_sheets(sheets: Sheets) -> Sheets:
    extra: Rows = [["填表人须知"], ["从业人数", 12], ["联系电话", "样县 000"]]
    return {"须知": extra, **sheets, "附图": [["图一"]]}


def _one_sheet(sheets: Sheets) -> Sheets:
    return {"全部": [row for rows in sheets.values() for row in [*rows, []]]}


def _shifted_columns(sheets: Sheets) -> Sheets:
    return {name: [[None, None, *row] for row in rows] for name, rows in sheets.items()}


def _full_width(sheets: Sheets) -> Sheets:
    wide = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
    return {
        name: [
            [
                str(cell).translate(wide)
                if isinstance(cell, int | float) or (isinstance(cell, str) and cell.endswith("年"))
                else cell
                for cell in row
            ]
            for row in rows
        ]
        for name, rows in sheets.items()
    }


def _separated_thousands(sheets: Sheets) -> Sheets:
    return {
        name: [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows]
        for name, rows in sheets.items()
    }


def _spelled_otherwise(sheets: Sheets) -> Sheets:
    spelled = {
        "其中：规模以上企业数量": "规模以上 企业数",
        "利税总额（亿元）": "1、利税总额(单位：亿元)",
        "从业人员（万人）": "从业人员\n（万人）",
        "特色产品出口额（万美元）": "出口额【万美元】",
        "2023年": "2023 年度",
    }
    return {
        name: [
            [spelled.get(cell, cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]
        for name, rows in sheets.items()
    }


def _printed_layout(sheets: Sheets) -> Sheets:
    """Give each year two columns under a merged heading, as Annex 3 prints them."""
    rows: Rows = []
    for item, part, unit, *figures in (row[:6] for row in sheets[CLUSTER]):
        pairs: list[Any] = []
        for figure in figures:
            is_heading = isinstance(figure, str) and figure.endswith("年")
            pairs += [figure, None] if is_heading else [part, figure]
        rows.append(
            [item if part != "分项" else "项目", *pairs]
            if unit != "%"
            else [item, *(cell for figure in figures for cell in (figure, "%"))]
        )
    return {**sheets, CLUSTER: rows}


VARIANTS = (
    _reversed_rows,
    _inserted_lines,
    _reordered_sheets,
    _renamed_sheets,
    _extra_sheets,
    _one_sheet,
    _shifted_columns,
    _full_width,
    _separated_thousands,
    _spelled_otherwise,
    _printed_layout,
)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__.strip("_"))
def test_a_rearranged_workbook_reads_the_same(variant: Any, path: Path) -> None:
    before = read_workbook(an_application(path))
    after = read_workbook(write_sheets(path, variant(sheets_of(path))))
    assert values(after) == values(before)
    assert [entry.value for entry in after.evidence.earlier] == [
        entry.value for entry in before.evidence.earlier
    ]
    assert (after.applicant_id, after.name, after.tier) == (
        before.applicant_id,
        before.name,
        before.tier,
    )
    assert not [found for found in after.problems if found.severity == "error"]


def test_merged_headings_read_the_same(path: Path) -> None:
    before = values(read_workbook(an_application(path)))

    def merge(book: Any) -> None:
        sheet = book[SUPPLEMENT]
        sheet.insert_rows(3)
        sheet["C3"] = "近三年数据"
        sheet.merge_cells("C3:E3")
        cover = book[COVER]
        cover.unmerge_cells("A1:C1")
        cover.insert_cols(2)
        for row in range(4, 11):
            cover.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)

    after = read_workbook(changed(path, merge))
    assert values(after) == before
    assert after.applicant_id == FACTS["applicant_id"]


def test_the_employees_of_the_whole_region_are_not_those_of_the_cluster(path: Path) -> None:
    an_application(path, regional={"regional_employees": 300000}, employees=None)
    assert value(read_workbook(path), "employees") is None


def test_a_key_firms_figures_are_not_those_of_the_cluster(path: Path) -> None:
    an_application(path, employees=None)
    sheets = sheets_of(path)
    sheets[CLUSTER] += [
        ["基本情况表四　行业重点企业基本情况表"],
        ["企业名称", None, None, "样厂"],
        ["从业人数（人）", None, None, 1, 2, 3],
    ]
    assert value(read_workbook(write_sheets(path, sheets)), "employees") is None


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["企业名称", "样厂"], ["通讯地址", "样街"]], ("样厂",)),
        ([["企业名称：", None, "样厂"], ["企业名称", "样二厂"]], ("样厂", "样二厂")),
        ([["企业名称", "主导产品"], ["样厂", "椅"], ["注塑厂"], ["注："]], ("样厂", "注塑厂")),
        ([["序号", "企业名称", "电话"], [1, "样厂", "12"], [2, "样厂", ""]], ("样厂",)),
        ([["企业名称", None]], ()),
    ],
)  # fmt: skip
@pytest.mark.clause("A3.4")
def test_key_firms_are_read_one_form_or_one_row_each(path: Path, rows, names) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets["基本情况表四"] = rows
    assert read_workbook(write_sheets(path, sheets)).tables.firm_names == names


def test_notes_between_the_lines_change_nothing(path: Path) -> None:
    before = values(read_workbook(an_application(path)))
    sheets = sheets_of(path)
    sheets[CLUSTER].insert(9, ["注：含龙头企业，详见行业重点企业基本情况表四"])
    sheets[CLUSTER].insert(6, ["2023年1-12月数据由样县统计部门提供", None, None, "2023年12月"])
    sheets[CLUSTER].insert(5, ["历次普查（户）", None, None, 2001, 2008, 2015])
    assert values(read_workbook(write_sheets(path, sheets))) == before


def test_one_column_of_figures_without_a_year_is_read_and_flagged(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets[SUPPLEMENT] = [
        [row[0], row[1], "数值" if row[4] == "2023年" else row[4]] for row in sheets[SUPPLEMENT]
    ]
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, "main_revenue") == Decimal(900000)
    assert codes(application) == {"year_blank"}


def test_grants_of_patents_never_stand_for_patents_in_force(path: Path) -> None:
    application = read_workbook(an_application(path, valid_patents=None))
    assert value(application, "valid_patents") is None
    assert any(entry.column == "patents_granted" for entry in application.evidence.supporting)


@pytest.mark.parametrize("number_format", ["0.0%", "0%", "0.00%;[Red]-0.00%"])
def test_a_percentage_cell_is_read_as_displayed(number_format: str, path: Path) -> None:
    def show_percent(book: Any) -> None:
        cell = cell_of(book, "产品合格率", 2023)
        cell.value, cell.number_format = 0.12, number_format

    assert value(read_changed(path, show_percent), "product_pass_rate") == 12


def test_a_share_below_one_is_read_as_written_and_flagged(path: Path) -> None:
    application = read_workbook(an_application(path, product_pass_rate="0.125"))
    assert value(application, "product_pass_rate") == Decimal("0.125")
    assert problem(application, "share_below_1").severity == "warning"


@pytest.mark.parametrize("text", ["约450", "450多", "近450", "450余", "450以上"])
def test_a_figure_with_a_qualifier_is_shown_flagged_and_missing(text: str, path: Path) -> None:
    application = read_workbook(an_application(path, valid_patents=text))
    entry = application.evidence.reported("valid_patents")
    assert entry is not None
    assert (entry.text, entry.value) == (text, None)
    found = problem(application, "qualifier")
    assert (found.severity, found.sheet, found.cell) == ("error", entry.sheet, entry.cell)
    assert "请填确数" in found.reason


@pytest.mark.parametrize("text", ["—", "-", "/", "无", "——", " "])
def test_a_dash_is_a_blank(text: str, path: Path) -> None:
    application = read_workbook(an_application(path, valid_patents=text))
    assert value(application, "valid_patents") is None
    assert codes(application) == {"scored_year_blank"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12亿元", "unit_in_cell"),
        ("1.2亿", "unit_in_cell"),
        ("12,34", "separator"),
        ("待核实", "not_a_number"),
        ("1234567890123456.7", "too_many_digits"),
        ("-5", "negative"),
    ],
)
def test_a_bad_cell_is_located_and_missing(text: str, code: str, path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "特色产品销售额（亿元）", 2023), "value", text)
    )
    assert value(application, "sales_revenue") is None
    assert problem(application, code).cell == "F6"


def test_a_bad_cell_of_an_earlier_year_is_only_a_warning(path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "有效期内专利数量", 2021), "value", "约5")
    )
    assert problem(application, "qualifier").severity == "warning"


def test_two_numbers_in_a_cell_are_never_joined(path: Path) -> None:
    application = read_workbook(an_application(path, valid_patents="450\n12"))
    assert value(application, "valid_patents") is None
    assert problem(application, "two_values").severity == "error"


def test_a_unit_in_the_label_is_honoured(path: Path) -> None:
    def in_ten_thousands(book: Any) -> None:
        cell_of(book, "特色产品销售额（亿元）").value = "特色产品销售额（万元）"

    assert value(read_changed(path, in_ten_thousands), "sales_revenue") == Decimal("100.5")


def test_a_unit_in_its_own_column_is_honoured(path: Path) -> None:
    def in_yuan(book: Any) -> None:
        cell = cell_of(book, "主营业务收入")
        cell.offset(0, 1).value = "亿元"
        cell.offset(0, 4).value = 90

    assert value(read_changed(path, in_yuan), "main_revenue") == Decimal(900000)


@pytest.mark.parametrize("place", ["heading", "note"])
def test_a_unit_above_the_columns_is_honoured(place: str, path: Path) -> None:
    def above(book: Any) -> None:
        sheet = book[SUPPLEMENT]
        cell_of(book, "主营业务收入").offset(0, 1).value = None
        if place == "heading":
            for column in "CDE":
                sheet[f"{column}3"] = f"{sheet[f'{column}3'].value}（亿元）"
        else:
            sheet["A2"] = "单位：亿元"

    application = read_changed(path, above)
    assert value(application, "main_revenue") == Decimal(9000000000)
    assert value(application, "valid_patents") == Decimal(450)


def test_a_unit_of_another_kind_leaves_the_line_unused(path: Path) -> None:
    application = read_changed(
        path,
        lambda book: setattr(cell_of(book, "特色产品出口额（万美元）"), "value", "出口额（万元）"),
    )
    assert value(application, "exports") is None
    found = problem(application, "unit_of_other_kind")
    assert (found.severity, found.found, found.cell) == ("error", "万元", "A7")


def test_two_units_on_one_line_leave_it_unused(path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "利税总额（亿元）").offset(0, 2), "value", "万元")
    )
    assert value(application, "profit_tax") is None
    assert problem(application, "unit_conflict").severity == "error"


def test_a_line_without_unit_is_read_in_the_printed_one_and_flagged(path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "利税总额（亿元）"), "value", "利税总额")
    )
    assert value(application, "profit_tax") == Decimal(80000)
    assert problem(application, "unit_unstated").expected == "亿元"


def test_the_label_of_the_score_sheet_brings_the_unit_of_the_score_sheet(path: Path) -> None:
    application = read_changed(
        path,
        lambda book: setattr(cell_of(book, "特色产品销售额（亿元）"), "value", "产品销售收入"),
    )
    assert value(application, "sales_revenue") == Decimal("100.5")
    assert problem(application, "unit_unstated").expected == "万元"


def test_a_blank_last_year_is_missing_and_earlier_years_are_only_shown(path: Path) -> None:
    application = read_workbook(an_application(path, exports=None))
    assert value(application, "exports") is None
    shown = [entry for entry in application.evidence.earlier if entry.column == "exports"]
    assert [(entry.year, entry.value) for entry in shown] == [
        (2021, Decimal(10800)),
        (2022, Decimal(11400)),
    ]
    assert "2022年" in problem(application, "scored_year_blank").expected


def test_another_year_can_be_scored(path: Path) -> None:
    application = read_workbook(an_application(path), year=2022)
    assert application.evidence.year == 2022
    assert value(application, "exports") == Decimal(11400)
    assert {entry.year for entry in application.evidence.earlier} == {2021}


def test_a_year_that_is_not_there_leaves_every_figure_missing(path: Path) -> None:
    application = read_workbook(an_application(path), year=2019)
    assert application.evidence.entries == ()
    assert problem(application, "year_absent").severity == "error"


@pytest.mark.clause("A3.2")
def test_the_first_column_of_a_review_may_lie_years_before_the_others(path: Path) -> None:
    an_application(path, {"review": "复评"}, years=(2018, 2022, 2023))
    application = read_workbook(path)
    assert application.review is True
    assert application.years == (2018, 2022, 2023)
    assert application.evidence.year == 2023


def _rename_years(book: Any, *names: object) -> None:
    for sheet, first in ((book[CLUSTER], 4), (book[SUPPLEMENT], 3)):
        for column, name in enumerate(names, first):
            sheet.cell(3, column).value = name


@pytest.mark.parametrize(
    "names",
    [
        (2021, 2022, 2023),
        ("2021", "2022", "2023"),
        ("二〇二一年", "二〇二二年", "二〇二三年"),
        ("2021 年度", "2022年数据", "２０２３年（亿元）"),
        ("初评（2021年）", "2022年末", "2023年1-12月"),
    ],
)
def test_year_headings_are_read_however_they_are_written(names: Any, path: Path) -> None:
    application = read_changed(path, lambda book: _rename_years(book, *names))
    assert application.years == (2021, 2022, 2023)
    assert value(application, "exports") == Decimal(12000)


def test_years_left_as_printed_are_flagged_and_the_last_column_is_scored(path: Path) -> None:
    application = read_changed(path, lambda book: _rename_years(book, "年", "年", "年"))
    assert application.evidence.year is None
    assert value(application, "exports") == Decimal(12000)
    assert "year_blank" in codes(application)


def test_years_filled_in_once_hold_for_the_other_sheet(path: Path) -> None:
    def blank_here(book: Any) -> None:
        for column in (3, 4, 5):
            book[SUPPLEMENT].cell(3, column).value = "年"

    application = read_changed(path, blank_here)
    assert application.problems == ()
    assert value(application, "main_revenue") == Decimal(900000)


def test_a_last_year_left_blank_follows_the_one_before_and_is_flagged(path: Path) -> None:
    application = read_changed(path, lambda book: _rename_years(book, "2021年", "2022年", "年"))
    assert application.evidence.year == 2023
    assert {found.expected for found in application.problems} == {"2023"}


def test_the_latest_year_is_scored_where_the_columns_run_backwards(path: Path) -> None:
    application = read_changed(
        path, lambda book: _rename_years(book, "2023年", "2022年", "2021年")
    )
    assert value(application, "exports") == Decimal(10800)
    assert "year_order" in codes(application)


def test_a_year_that_stands_twice_is_not_used(path: Path) -> None:
    application = read_changed(
        path, lambda book: _rename_years(book, "2022年", "2023年", "2023年")
    )
    assert application.evidence.year == 2022
    assert "repeated_year" in codes(application)


def test_a_sheet_without_the_scored_year_says_so(path: Path) -> None:
    def a_year_behind(book: Any) -> None:
        for column, name in zip((3, 4, 5), ("2020年", "2021年", "2022年"), strict=True):
            book[SUPPLEMENT].cell(3, column).value = name

    application = read_changed(path, a_year_behind)
    assert problem(application, "year_absent_here").sheet == SUPPLEMENT
    assert application.evidence.reported("main_revenue") is None


@pytest.mark.parametrize("heading", ["2023年1-9月", "2023年上半年", "截至2023年6月"])
def test_amounts_of_less_than_a_year_are_not_held_against_yearly_thresholds(
    heading: str, path: Path
) -> None:
    application = read_changed(path, lambda book: _rename_years(book, "2021年", "2022年", heading))
    assert value(application, "exports") is None
    assert value(application, "enterprises") == Decimal(520)
    assert {found.severity for found in application.problems if found.code == "part_year"} == {
        "error"
    }


def test_a_line_that_says_it_covers_less_than_a_year_is_missing(path: Path) -> None:
    application = read_changed(
        path,
        lambda book: setattr(
            cell_of(book, "特色产品出口额（万美元）"), "value", "特色产品出口额（1-6月）（万美元）"
        ),
    )
    assert value(application, "exports") is None
    assert "part_year_line" in codes(application)


@pytest.mark.clause("A3.2")
def test_a_blank_part_leaves_the_line_missing(path: Path) -> None:
    application = read_workbook(an_application(path, standards=(3, None, 4)))
    assert value(application, "standards") is None
    found = problem(application, "part_blank")
    assert (found.expected, found.severity) == ("行标", "error")
    entry = application.evidence.reported("standards")
    assert entry is not None
    assert entry.text == "国标3 行标（空） 团标4"


def test_a_doubtful_part_leaves_the_line_missing(path: Path) -> None:
    application = read_workbook(an_application(path, standards=(3, "约2", 4)))
    assert value(application, "standards") is None
    assert problem(application, "qualifier").found == "约2"


def test_parts_written_into_one_cell_with_their_names_are_summed(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    at = next(at for at, row in enumerate(sheets[CLUSTER]) if "国标" in str(row[1]))
    sheets[CLUSTER][at : at + 3] = [
        [sheets[CLUSTER][at][0], None, None, *("国标3个\n行标2个\n团标4个",) * 3]
    ]
    assert value(read_workbook(write_sheets(path, sheets)), "standards") == 9


def test_numbers_in_one_cell_without_names_are_not_summed(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    at = next(at for at, row in enumerate(sheets[CLUSTER]) if "国标" in str(row[1]))
    sheets[CLUSTER][at : at + 3] = [[sheets[CLUSTER][at][0], None, None, *("3 2 4",) * 3]]
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, "standards") is None
    assert "two_values" in codes(application)


def test_a_line_that_stands_twice_with_different_figures_is_missing(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets[CLUSTER].insert(10, ["企业数量", None, "个", 480, 500, 521])
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, "enterprises") is None
    assert problem(application, "repeated_line").severity == "error"


def test_a_line_that_stands_twice_with_the_same_figures_is_only_flagged(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets[CLUSTER].append(["企业数量", None, "个", 480, 500, 520])
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, "enterprises") == Decimal(520)
    assert codes(application) == {"repeated_line_same"}


def test_a_line_that_was_deleted_is_asked_for(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets[CLUSTER] = [row for row in sheets[CLUSTER] if row[0] != "省市以上知名品牌数量"]
    assert problem(read_workbook(write_sheets(path, sheets)), "line_missing").column == "brands"


def test_what_the_panel_decides_is_ignored_with_a_warning(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets["附"] = [
        ["专家评分一", 55],
        ["产量全国排名", 2],
        ["工作情况", "好"],
        ["基地例外", "是"],
    ]
    found = read_workbook(write_sheets(path, sheets)).problems
    assert {(one.code, one.severity) for one in found} == {("panel_in_workbook", "warning")}
    assert [one.cell for one in found] == ["A1", "A2", "A3", "A4"]


@pytest.mark.parametrize("fact", ["applicant_id", "name", "tier", "industry"])
def test_a_required_line_of_the_cover_left_blank_is_a_problem(fact: str, path: Path) -> None:
    application = read_workbook(an_application(path, {fact: ""}))
    found = problem(application, "cover_blank")
    assert (found.column, found.severity, found.sheet) == (fact, "error", COVER)


@pytest.mark.clause("2.2.1.capital", "2.2.1.base", "2.2.1.township")
@pytest.mark.parametrize(
    ("text", "tier"), [("都", Tier.CAPITAL), ("城", Tier.BASE), ("镇", Tier.TOWNSHIP)]
)
def test_the_tier_applied_for_is_read_from_the_cover(text: str, tier: Tier, path: Path) -> None:
    application = read_workbook(an_application(path, {"tier": text}))
    assert cohort_of([application]).figures.applied.tolist() == [tier]


def test_a_tier_that_cannot_be_read_is_a_problem(path: Path) -> None:
    application = read_workbook(an_application(path, {"tier": "省级"}))
    assert problem(application, "unknown_tier").severity == "error"


def test_an_id_with_an_invisible_character_is_named_on_the_cover(path: Path) -> None:
    application = read_workbook(an_application(path, {"applicant_id": "YX\u2060-001"}))
    assert application.applicant_id == "YX\u2060-001"
    found = problem(application, "invisible_id")
    assert (found.sheet, found.cell, found.severity) == ("封面", "B4", "warning")
    assert "U+2060" in found.reason


@pytest.mark.parametrize(
    ("text", "review"),
    [
        ("复评", True),
        ("初次申报", False),
        ("□初次申报　☑复评", True),
        ("复审", True),
        ("初评", False),
        ("首次申请", False),
        ("第二次", None),
        ("√初次申报 □复评", False),
        ("初次申报/复评", None),
        ("", None),
    ],
)
def test_first_application_or_review_is_read(text: str, review: bool | None, path: Path) -> None:
    application = read_workbook(an_application(path, {"review": text}))
    assert application.review is review
    assert ("review_unknown" in codes(application)) == (review is None)


@pytest.mark.parametrize("text", ["申报编号：YX-001", "申报编号: YX-001"])
def test_a_label_and_its_answer_may_share_a_cell(text: str, path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets[COVER][3] = [text, None, "必填。由受理单位编号，一家一号"]
    assert read_workbook(write_sheets(path, sheets)).applicant_id == "YX-001"


@pytest.mark.parametrize("answer", ["是", "没有发生", "0"])
def test_a_gate_takes_only_two_answers(answer: str, path: Path) -> None:
    application = read_workbook(an_application(path, safety_accident=answer))
    assert value(application, "safety_accident") is None
    assert problem(application, "not_yes_no").expected == "无、有"


def test_an_answer_merged_over_the_years_holds_for_all_of_them(path: Path) -> None:
    def merge(book: Any) -> None:
        sheet = book[SUPPLEMENT]
        row = cell_of(book, "是否发生过重大污染事故").row
        sheet.cell(row, 3).value = "有"
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=5)

    application = read_changed(path, merge)
    assert value(application, "pollution_accident") == 1
    assert application.problems == ()


def test_an_answer_in_the_first_year_only_is_not_one_for_the_last(path: Path) -> None:
    def first_only(book: Any) -> None:
        cell_of(book, "是否发生过重大污染事故", 2022).value = None
        cell_of(book, "是否发生过重大污染事故", 2023).value = None

    application = read_changed(path, first_only)
    assert value(application, "pollution_accident") is None
    assert codes(application) == {"scored_year_blank"}


def test_an_answer_beside_its_question_needs_no_year(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets[SUPPLEMENT] = [
        row
        for row in sheets[SUPPLEMENT]
        if not str(row[0]).startswith(("是否", "有无", "产业发展"))
    ]
    sheets["声明"] = [
        ["是否曾发生过重大批量产品质量事故、产品假冒、伪造案件：", "无"],
        ["是否发生过重大污染事故", None, "有"],
        ["产业发展年数（年）", 30],
        ["有无重大违法经营行为", "没有"],
    ]
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, "quality_accident") == 0
    assert value(application, "pollution_accident") == 1
    assert value(application, "industry_years") == 30
    assert value(application, "major_violation") is None
    assert problem(application, "not_yes_no").cell == "B4"
    assert problem(application, "line_missing").column == "safety_accident"


def test_a_formula_that_no_program_computed_is_flagged(path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "有效期内专利数量", 2023), "value", "=400+50")
    )
    assert value(application, "valid_patents") is None
    assert problem(application, "formula_without_value").found.startswith("=")


def test_an_error_value_is_flagged(path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "有效期内专利数量", 2023), "value", "#DIV/0!")
    )
    assert problem(application, "error_value").severity == "error"


def test_problems_come_in_the_order_of_sheets_and_cells(path: Path) -> None:
    application = read_workbook(
        an_application(path, {"name": ""}, safety_accident="是", iso9000="约4", exports="约5")
    )
    told = [found.sheet for found in application.problems if not found.is_missing]
    assert told == [COVER, CLUSTER, CLUSTER, SUPPLEMENT]
    assert {found.applicant_id for found in application.problems} == {"YX-001"}


def test_applications_become_a_cohort_in_the_order_given(tmp_path: Path) -> None:
    applications = [
        read_workbook(
            an_application(
                tmp_path / f"样{name}.xlsx",
                {"applicant_id": name},
                exports=exports,
                safety_accident="有",
            )
        )
        for name, exports in (("YX-2", "7000"), ("YX-1", None), ("YX-2", "1"), ("", "1"))
    ]
    cohort = cohort_of(applications)
    assert cohort.applicant_id == ("YX-2", "YX-1")
    exported = cohort.figures.values[:, POSITION["exports"]]
    assert exported[0] == 7000
    assert np.isnan(exported[1])
    assert cohort.figures.gates[0].tolist() == [0, 0, 1]
    assert cohort.figures.industry_years.tolist() == [22, 22]
    assert cohort.written["exports"] == ("7000", "")
    assert cohort.evidence[0].source == "样YX-2.xlsx"
    assert [found.code for found in cohort.problems if found.code.endswith("_id")] == [
        "repeated_id",
        "blank_id",
    ]


def _refused(path: Path, content: bytes) -> InputError:
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert caught.value.where == path.name
    assert caught.value.remedy
    return caught.value


def test_a_truncated_workbook_is_refused(path: Path) -> None:
    whole = an_application(path).read_bytes()
    assert "损坏" in _refused(path, whole[: len(whole) // 2]).found


def test_an_encrypted_workbook_is_refused(path: Path) -> None:
    encrypted = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    assert "密码" in _refused(path, encrypted + "EncryptedPackage".encode("utf-16-le")).found


def test_a_file_that_is_no_workbook_is_refused(path: Path) -> None:
    assert "不是" in _refused(path, b"%PDF-1.7 ...").found


def test_an_empty_file_is_refused(path: Path) -> None:
    assert "空" in _refused(path, b"").found


def test_an_oversized_file_is_refused_before_it_is_opened(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(51 * 10**6)
    with pytest.raises(InputError, match="过大"):
        read_workbook(path)


def test_a_workbook_without_a_line_of_the_form_is_refused(path: Path) -> None:
    write_sheets(path, {"样表": [["品名", "2023年"], ["样椅", 3]]})
    with pytest.raises(InputError, match="没有找到申报表"):
        read_workbook(path)


def test_a_table_is_no_application(tmp_path: Path) -> None:
    table = tmp_path / "样表.csv"
    table.write_text("申报编号,出口额\nYX-1,5\n", encoding="utf-8-sig")
    with pytest.raises(InputError, match="不是申报工作簿"):
        read_workbook(table)


def test_the_sound_figures_of_the_tests_cover_every_line_that_is_scored() -> None:
    assert {*POSITION, "industry_years", "major_violation"} <= set(FIGURES)


def test_a_region_that_states_its_own_year_keeps_it(path: Path) -> None:
    def of_an_earlier_year(book: Any) -> None:
        book[REGION]["C3"] = "数值（2022年）"
        cell_of(book, "占本地区工业总产值比重（%）", 2023).value = None

    application = read_changed(path, of_an_earlier_year)
    assert value(application, "output_share") is None
