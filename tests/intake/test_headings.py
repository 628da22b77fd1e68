"""Headings: ids and printed labels, units in brackets, one or two rows."""

from __future__ import annotations

import pytest

from clusterlib.errors import InputError
from clusterlib.intake.cells.headings import recognise
from clusterlib.intake.cells.unit_words import bare_unit
from clusterlib.intake.tables.headings import find_layout, unit_of_column
from clusterlib.rules.indicators import FACTS, INDICATOR_BY_ID, INDICATORS

KNOWN = [
    (known.id, label) for known in (*INDICATORS, *FACTS) for label in (known.id, *known.labels)
]


@pytest.mark.parametrize(("column", "label"), KNOWN)
def test_ids_and_printed_labels_are_recognised(column, label):
    assert recognise(label).column == column
    assert recognise(f" 其中：{label[:3]} {label[3:]}\n").column == column


@pytest.mark.parametrize(
    ("text", "column", "unit"),
    [
        ("其中：规模以上企业数", "above_scale_enterprises", None),
        ("其中: 规模以上 企业数量(家)", "above_scale_enterprises", "个"),
        ("或：占本地区工业总产值 比例", "output_share", None),
        ("或主营业务收入利润率（%）", "profit_margin", "%"),
        ("特色产品出口额（亿美元）", "exports", "亿美元"),
        ("特色产品出口额(亿美元)", "exports", "亿美元"),
        ("特色产品出口额［万美元］", "exports", "万美元"),
        ("从业人员\n（万人）", "employees", "万人"),
        ("利税总额（单位：万元）", "profit_tax", "万元"),
        ("利税总额（人民币万元）", "profit_tax", "万元"),
        ("主营业务收入(万元)(2025年)", "main_revenue", "万元"),
        ("主营业务收入（2025年）", "main_revenue", None),
        ("全（市、区、镇、乡） 特色产业总产值（亿元）", "output_value", "亿元"),
        ("1.产品销售收入", "sales_revenue", None),
        ("（二）利税总额", "profit_tax", None),
        ("产品合格率（％）", "product_pass_rate", "%"),
        ("output_value（万元）", "output_value", "万元"),
        ("通过 ISO９０００ 认证企业比例", "iso9000", None),
        ("参与制定国标、行标、团标数量", "standards", None),
        ("参与制定国标，行标，团标数量", "standards", None),
        ("专家评分一（分）", "panel_basic", None),
    ],
)
def test_labels_are_recognised_as_people_write_them(text, column, unit):
    heading = recognise(text)
    assert heading.column == column
    found = heading.unit_of(INDICATOR_BY_ID.get(column))
    assert (found.term if found else None) == unit


@pytest.mark.parametrize("text", ["", "备注", "（万元）", "其中", "增长率", "工业总产值", "12.5"])
def test_other_texts_are_not_recognised(text):
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("亿元", "亿元"),
        ("（万人）", "万人"),
        ("单位：个", "个"),
        ("%", "%"),
        ("欧元", "欧元"),
        ("利税总额", ""),
        ("", ""),
        ("样县", ""),
    ],
)
def test_a_cell_that_is_only_a_unit(text, unit):
    assert bare_unit(text) == unit


@pytest.mark.parametrize(
    "text",
    [
        "出口额（亿元）",
        "出口额（欧元）",
        "从业人数（个）",
        "企业数量（人）",
        "利税总额（%）",
        "产品合格率（万元）",
        "主营业务收入（千元）",
        "利税总额（亿）",
        "利税总额（万美元）",
    ],
)
def test_a_unit_of_another_kind_ends_the_reading(text):
    layout = find_layout([["申报编号", text]], "表.csv")
    with pytest.raises(InputError) as caught:
        unit_of_column(layout.columns[1], INDICATOR_BY_ID[layout.columns[1].id], "表.csv")
    assert caught.value.where == "表.csv"
    assert text in caught.value.found
    assert caught.value.remedy


def found_in(*rows):
    layout = find_layout(rows, "表.csv")
    units = [c.heading.unit_text if c.heading else None for c in layout.columns]
    return layout.first_record, [c.id for c in layout.columns], units


def test_headings_in_one_row():
    assert found_in(["申报编号", "利税总额（亿元）", "备注"], ["样1", "3", "x"]) == (
        1,
        ["applicant_id", "profit_tax", "备注"],
        ["", "亿元", None],
    )


@pytest.mark.parametrize("first", ["", "—", "单位", "计量单位"])
def test_units_under_labels(first):
    rows = ["申报编号", "利税总额", "企业数量"], [first, "亿元", "（家）"], ["样1", "3", "4"]
    assert found_in(*rows)[::2] == (2, ["", "亿元", "家"])


def test_labels_under_titles_of_groups_merged_over_columns():
    assert found_in(
        ["申报编号", "一、特色产业基本情况", "", "二、质量安全情况"],
        ["", "特色产业工业总产值（亿元）", "利税总额", "产品合格率"],
        ["样1", "3", "4", "5"],
    ) == (
        2,
        ["applicant_id", "output_value", "profit_tax", "product_pass_rate"],
        ["", "亿元", "", ""],
    )


def test_a_title_above_the_headings():
    assert found_in(["样市申报汇总表"], ["申报编号", "利税总额"], ["样1", "3"])[0] == 2


def test_ids_over_printed_labels():
    assert found_in(["applicant_id", "profit_tax"], ["申报编号", "利税总额（亿元）"])[::2] == (
        2,
        ["", "亿元"],
    )


def test_a_first_record_of_words_is_no_second_row_of_headings():
    assert found_in(["applicant_id", "product", "tier"], ["样1", "个", "都"])[0] == 1


def test_no_heading_at_all_is_no_layout():
    assert find_layout([["1", "2"], ["3", "4"]], "表.csv") is None
    assert find_layout([], "表.csv") is None


@pytest.mark.parametrize(
    "headings",
    [
        ["申报编号", "利税总额", "profit_tax"],
        ["申报编号", "企业数量", "区域内企业数"],
        ["申报编号", "备注", "备注"],
        ["申报编号", "申报编号"],
    ],
)
def test_a_repeated_heading_ends_the_reading(headings):
    with pytest.raises(InputError, match="重复"):
        find_layout([headings], "表.csv")


def test_two_different_units_for_one_column_end_the_reading():
    layout = find_layout([["申报编号", "利税总额（万元）"], ["", "亿元"]], "表.csv")
    with pytest.raises(InputError, match="万元、亿元"):
        unit_of_column(layout.columns[1], INDICATOR_BY_ID[layout.columns[1].id], "表.csv")
