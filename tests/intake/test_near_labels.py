"""Near labels are read where one line can be meant, else named; sub-lines are not totals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterlib.intake.cells.form import CLUSTER
from clusterlib.intake.cells.headings import recognise
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.workbook import read_workbook
from clusterlib.problems import Problem
from tests.intake.workbooks import (
    an_application,
    cell_of,
    codes,
    problem,
    read_changed,
    sheets_of,
    value,
    write_sheets,
)

CASES = Path(__file__).parents[1] / "data" / "cases"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "样县.xlsx"


@pytest.mark.parametrize(
    ("text", "column", "unit"),
    [
        ("规上企业数量（家）", "above_scale_enterprises", "家"),
        ("其中：规上企业数", "above_scale_enterprises", ""),
        ("规模以上工业企业数量", "above_scale_enterprises", ""),
        ("从业人员数（人）", "employees", "人"),
        ("从业人员总数", "employees", ""),
        ("企业总数", "enterprises", ""),
        ("区域内企业总数/家", "enterprises", "家"),
        ("企业数量，个", "enterprises", "个"),
        ("利税总额/万元", "profit_tax", "万元"),
        ("利税总额:亿元", "profit_tax", "亿元"),
        ("利税总额 亿元", "profit_tax", "亿元"),
        ("（亿元）利税总额", "profit_tax", "亿元"),
        ("①利税总额（亿元）*", "profit_tax", "亿元"),
        ("*利税总额", "profit_tax", ""),
        ("（1）利税总额：", "profit_tax", ""),
        ("1.2 利税总额", "profit_tax", ""),
        ("三、利税总额（注1）", "profit_tax", ""),
        ("\u202d利税\u2060总额\u200e", "profit_tax", ""),
        ("利税\u00ad总额\ufeff", "profit_tax", ""),
        ("利税\u3000总\u00a0额", "profit_tax", ""),
        ("利税总额（含个体户）", "profit_tax", ""),
        ("通过ISO9001认证企业比例", "iso9000", ""),
        ("ISO14001认证企业占比", "iso14000", ""),
        ("通过ISO9001:2015质量管理体系认证企业比例（%）", "iso9000", "%"),
        ("有效专利数量", "valid_patents", ""),
        ("产品质量合格率", "product_pass_rate", ""),
        ("特色产品销售收入（亿元）", "sales_revenue", "亿元"),
        ("主营收入", "main_revenue", ""),
        ("研发投入占主营业务收入的比例", "rd_intensity", ""),
        ("产业发展年限", "industry_years", ""),
        ("有无重大违法违规经营行为", "major_violation", ""),
    ],
)
def test_a_near_label_is_read_where_one_line_can_be_meant(
    text: str, column: str, unit: str
) -> None:
    found = recognise(text)
    assert found is not None
    assert (found.column, found.unit_text) == (column, unit)


@pytest.mark.parametrize(
    "text",
    [
        "规上",
        "规上企业",
        "销售收入",
        "销售额",
        "营业收入",
        "专利数量",
        "专利申请数",
        "专利授权量",
        "有效发明专利数",
        "获得专利数量",
        "利润总额",
        "利润率",
        "税收总额",
        "出口交货值",
        "出口总额",
        "品牌数量",
        "标准数量",
        "参与制定国家标准数量",
        "女性从业人员",
        "从业人员（女性）",
        "企业数量（规上）",
        "主营业务收入（规模以上）",
        "主营业务收入同比增长",
        "主营业务收入（占比）",
        "主营业务收入（增速）",
        "主营业务收入（2026年目标）",
        "人均主营业务收入",
        "企业",
        "高新技术企业数",
        "全球市场占有率",
        "工业总产值",
        "利税总额增长率（%）",
        "质量管理体系认证企业比例",
    ],
)
def test_what_may_be_another_item_is_not_read(text: str) -> None:
    assert recognise(text) is None


def test_no_printed_label_is_near_to_another_one() -> None:
    from clusterlib.intake.cells.form import LINES
    from clusterlib.intake.cells.labels import REGION_VOCABULARY, YEARLY_VOCABULARY

    for line in LINES:
        found = [
            recognise(line.printed, words) for words in (YEARLY_VOCABULARY, REGION_VOCABULARY)
        ]
        assert line.id in {one.column for one in found if one}


def test_near_labels_of_a_county_are_read() -> None:
    application = read_workbook(CASES / "near_labels.xlsx")
    assert value(application, "above_scale_enterprises") == 160
    assert value(application, "employees") == 120000
    assert "line_missing" not in codes(application)


def _renamed(label: str, name: str) -> Any:
    return lambda book: setattr(cell_of(book, label), "value", name)


@pytest.mark.parametrize(
    ("label", "name", "column"),
    [
        ("特色产品销售额（亿元）", "销售收入（亿元）", "sales_revenue"),
        ("规模以上企业数量", "其中：规上", "above_scale_enterprises"),
        ("有效期内专利数量", "专利拥有量", "valid_patents"),
        ("从业人员（万人）", "职工人数（万人）", "employees"),
        ("利税总额（亿元）", "利润和税收（亿元）", "profit_tax"),
        ("通过ISO9000认证企业比例", "质量管理体系认证企业比例", "iso9000"),
        ("省市以上知名品牌数量", "品牌数量", "brands"),
        ("主营业务收入", "营业收入（规上）", "main_revenue"),
    ],
)
def test_a_row_that_may_be_meant_is_named_and_not_read(
    label: str, name: str, column: str, path: Path
) -> None:
    application = read_changed(path, _renamed(label, name))
    assert application.evidence.reported(column) is None
    found = [
        one for one in application.problems if one.code == "line_likely" and one.column == column
    ]
    assert [(one.found.split()[0], one.cell[0]) for one in found] == [(name, "A")]


@pytest.mark.parametrize("word", ["其中：女性", "规上", "外资企业", "出口", "骨干企业", "省级"])
def test_a_word_beside_a_label_makes_it_another_line(word: str, path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "从业人员（万人）").offset(0, 1), "value", word)
    )
    assert application.evidence.reported("employees") is None
    assert problem(application, "line_likely").column == "employees"


@pytest.mark.parametrize("word", ["合计", "总数", "万人", "—", "本县"])
def test_a_word_beside_a_label_that_narrows_nothing_changes_nothing(word: str, path: Path) -> None:
    application = read_changed(
        path, lambda book: setattr(cell_of(book, "从业人员（万人）").offset(0, 1), "value", word)
    )
    assert value(application, "employees") == Decimal(42000)


@pytest.mark.parametrize(
    "name",
    [
        "其中：女性",
        "其中：规上企业从业人员（万人）",
        "从业人员（女性）（万人）",
        "规上企业从业人员",
    ],
)
def test_a_sub_line_below_its_total_is_not_taken_for_it(name: str, path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    at = next(at for at, row in enumerate(sheets[CLUSTER]) if "从业人员" in str(row[0]))
    sheets[CLUSTER].insert(at + 1, [name, None, None, 1, 1.1, 1.2])
    sheets[CLUSTER].insert(at, [name, None, None, 1, 1.1, 1.2])
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, "employees") == Decimal(42000)
    assert application.problems == ()


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(
    ("label", "name", "column"),
    [
        ("从业人员（万人）", "其中：从业人员（万人）", "employees"),
        ("企业数量", "其中: 企业数量", "enterprises"),
        ("利税总额（亿元）", "其中，利税总额", "profit_tax"),
        ("省市以上知名品牌数量", "其中: 省市以上知名品牌数量", "brands"),
    ],
)
def test_a_part_under_the_name_of_its_whole_is_not_taken_for_it(
    above: bool, label: str, name: str, column: str, path: Path
) -> None:
    an_application(path)
    sheets = sheets_of(path)
    whole = value(read_workbook(path), column)
    at = next(at for at, row in enumerate(sheets[CLUSTER]) if row and row[0] == label)
    sheets[CLUSTER].insert(at if above else at + 1, [name, None, None, 1, 1, 1])
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, column) == whole
    assert problem(application, "near_label_unused").found == name


@pytest.mark.parametrize(
    ("label", "name", "column"),
    [
        ("从业人员（万人）", "其中：从业人员（万人）", "employees"),
        ("有效期内专利数量", "其中: 有效期内专利数量", "valid_patents"),
        ("利税总额（亿元）", "其中：利税总额（亿元）", "profit_tax"),
    ],
)
def test_a_line_that_is_called_a_part_is_read_where_it_stands_alone_and_named(
    label: str, name: str, column: str, path: Path
) -> None:
    an_application(path)
    whole = value(read_workbook(path), column)
    application = read_changed(path, _renamed(label, name))
    assert value(application, column) == whole
    assert problem(application, "part_read").cell[0] == "A"


@pytest.mark.parametrize("name", ["其中：规模以上企业数", "其中: 规上企业数量"])
def test_what_the_form_prints_as_a_part_is_read_without_a_word(name: str, path: Path) -> None:
    application = read_changed(path, _renamed("规模以上企业数量", name))
    assert application.problems == ()


def test_lines_under_a_group_of_some_firms_are_not_those_of_all(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    rows = [[None, *row] for row in sheets[CLUSTER]]
    at = next(at for at, row in enumerate(rows) if "利税总额" in str(row[1]))
    rows[at][0] = "规模以上企业情况"
    after = next(at for at, row in enumerate(rows) if row[1] == "企业数量")
    rows[after][0] = "全部企业"
    application = read_workbook(write_sheets(path, {**sheets, CLUSTER: rows}))
    assert application.evidence.reported("profit_tax") is None
    assert problem(application, "line_likely").column == "profit_tax"
    assert value(application, "enterprises") == Decimal(520)


def test_a_near_label_gives_way_to_the_printed_one(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    sheets[CLUSTER].append(["企业总数", None, "个", 1, 2, 3])
    application = read_workbook(write_sheets(path, sheets))
    assert value(application, "enterprises") == Decimal(520)
    assert codes(application) == {"near_label_unused"}


def test_a_doubled_sheet_is_told_once_with_its_conflict() -> None:
    application = read_workbook(CASES / "doubled_sheet.xlsx")
    assert value(application, "sales_revenue") is None
    assert value(application, "exports") == Decimal(16000)
    told = [one for one in application.problems if one.code.startswith("repeated")]
    assert [(one.code, one.severity, one.cell) for one in told] == [
        ("repeated_sheet", "warning", "D4"),
        ("repeated_line", "error", "F6"),
    ]
    assert "“128”" in told[1].reason


def test_a_doubled_sheet_in_another_unit_is_the_same(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    again = [list(row) for row in sheets[CLUSTER]]
    for row in again:
        if row[0] == "利税总额（亿元）":
            row[0], row[3:6] = "利税总额（万元）", [72000, 76000, 80000]
    application = read_workbook(write_sheets(path, {**sheets, "副本": again}))
    assert value(application, "profit_tax") == Decimal(80000)
    assert codes(application) == {"repeated_sheet"}


def test_the_same_digits_in_another_unit_are_a_conflict(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    again = [list(row) for row in sheets[CLUSTER]]
    for row in again:
        row[0] = "利税总额（万元）" if row[0] == "利税总额（亿元）" else row[0]
    application = read_workbook(write_sheets(path, {**sheets, "副本": again}))
    assert value(application, "profit_tax") is None
    conflicts = [one for one in application.problems if one.code == "repeated_line"]
    assert [(one.column, one.severity) for one in conflicts] == [
        ("profit_tax", "warning"),
        ("profit_tax", "warning"),
        ("profit_tax", "error"),
    ]


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202d", "U+202D"),
        ("\u202c", "U+202C"),
        ("\u200e", "U+200E"),
        ("\u200f", "U+200F"),
        ("\u2060", "U+2060"),
        ("\u00ad", "U+00AD"),
        ("\u200b", "U+200B"),
        ("\ufeff", "U+FEFF"),
    ],
)
def test_an_invisible_character_in_a_figure_is_named_in_workbook_and_table(
    character: str, name: str, path: Path
) -> None:
    application = read_workbook(an_application(path, valid_patents=f"4{character}50"))
    assert value(application, "valid_patents") is None
    assert name in problem(application, "invisible").reason
    table = path.with_suffix(".csv")
    table.write_text(f"申报编号,利税总额,企业数量\n1,4{character}50,6\n2,5,6\n", "utf-8")
    (found,) = read_cohort(table).problems
    assert (found.code, found.severity, found.row) == ("invisible", "error", 2)
    assert name in found.reason


@pytest.mark.parametrize("space", ["\u3000", "\u00a0", " ", "\u2009"])
def test_a_space_in_a_figure_means_nothing(space: str, path: Path) -> None:
    application = read_workbook(an_application(path, valid_patents=f"{space}4{space}50"))
    assert value(application, "valid_patents") == 450
    assert application.problems == ()


def told(text: str, tmp_path: Path) -> list[Problem]:
    (tmp_path / "表.csv").write_text(text, "utf-8")
    return list(read_cohort(tmp_path / "表.csv").problems)


def test_a_near_column_of_a_table_gives_way_to_the_printed_one(tmp_path: Path) -> None:
    found = told("申报编号,企业数量,企业总数\n1,6,7\n", tmp_path)
    assert [(one.code, one.column) for one in found] == [("unknown_column", "企业总数")]


def test_a_group_of_some_firms_over_a_table_is_not_all_of_them(tmp_path: Path) -> None:
    headings = "申报编号,规模以上企业,,企业数量\n,主营业务收入,从业人员,\n"
    found = told(f"{headings}1,5,6,7\n", tmp_path)
    assert [(one.code, one.column) for one in found] == [
        ("unknown_column", "规模以上企业 主营业务收入"),
        ("unknown_column", "规模以上企业 从业人员"),
    ]


def test_a_supplement_line_is_read_under_a_near_label(path: Path) -> None:
    application = read_changed(path, _renamed("主营业务收入", "主营业务总收入"))
    assert value(application, "main_revenue") == Decimal(900000)
