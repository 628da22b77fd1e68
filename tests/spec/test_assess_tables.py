"""SPEC sections 1 and 3 through `clusterlib assess`: headings, cells, problems, results."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.spec.files import ALONE, COLUMNS, UNITS, a_standard, rows_of

LABELS = {
    "output_value": (
        "特色产业工业总产值",
        "特色产业总产值",
        "全（市、区、镇、乡） 特色产业总产值",
    ),
    "output_share": (
        "占本地区工业总产值比例",
        "或: 占本地区工业总产值 比例",
        "特色产业总产值占本地区 工业总产值比重",
    ),
    "sales_revenue": ("产品销售收入", "特色产品销售额"),
    "main_revenue": ("主营业务收入",),
    "profit_tax": ("利税总额",),
    "profit_margin": ("主营业务收入利润率", "或: 主营业务收入利润率"),
    "exports": ("出口额", "特色产品出口额"),
    "enterprises": ("区域内企业数", "企业数量"),
    "above_scale_enterprises": ("规模以上企业数", "其中: 规模以上企业数", "规模以上企业数量"),
    "valid_patents": ("有效期内专利数量",),
    "standards": ("参与制定国家、行业、地方 或团体标准数量", "参与制定国标、行标、团标数量"),
    "brands": ("省市以上知名品牌数量",),
    "employees": ("从业人数", "从业人员"),
    "rd_intensity": ("研发资金投入占主营业务收 入比重",),
    "market_share": ("主导产品具有较高市场占有 率和影响力", "市场占有率"),
    "safety_certified": ("行业相关的安全认证比例",),
    "iso9000": ("通过ISO9000认证企业比例", "通过 ISO9000 认证企业比例"),
    "iso14000": ("通过ISO14000认证企业比例",),
    "iso22000": ("通过ISO22000认证企业比例",),
    "product_pass_rate": ("产品合格率",),
    "quality_accident": ("是否曾发生过重大批量产品\n质量事故、产品假冒、伪造 案件",),
    "pollution_accident": ("是否发生过重大污染事故",),
    "safety_accident": ("是否曾发生过重大安全生产事故",),
    "tier": ("申报级别",),
    "output_rank": ("产量全国排名",),
    "sales_rank": ("销售量全国排名",),
    "export_rank": ("出口全国排名",),
    "industry_years": ("产业发展年数",),
    "major_violation": ("有无重大违法经营行为",),
    "claim_famous_brand": ("传统特色著名品牌",),
    "claim_raw_material": ("专业原材料供给地",),
    "claim_origin_or_gi": ("历史发源地或地理标志",),
    "exception_base": ("基地例外",),
    "exception_township": ("乡镇例外",),
    "panel_basic": ("专家评分一",),
    "panel_quality": ("专家评分二",),
    "panel_government": ("专家评分三",),
    "panel_policy": ("专家评分四",),
    "grade_government": ("工作情况",),
    "grade_policy": ("规划与扶持",),
}


def shapes(column: str, label: str) -> list[str]:
    """A label as tables carry it."""
    unit = UNITS.get(column)
    units = [f"{label}（{unit}）", f"{label} ({unit})", f"{label}\n（ {unit} ）"] if unit else []
    broken = label[:2] + "\n" + label[2:]
    return [label, f" {label} ", f"其中：{label}", f"或:{label}", broken, *units]


SHAPES = {
    column: [column, *(shape for label in labels for shape in shapes(column, label))]
    for column, labels in LABELS.items()
}


@pytest.mark.parametrize("place", range(max(map(len, SHAPES.values()))))
def test_ids_and_both_printed_labels_are_headings(assess, place):
    headings = {column: found[place % len(found)] for column, found in SHAPES.items()}
    ended = assess([["申报编号", *headings.values()], ["A", *["错"] * len(headings)]])
    assert [row["column"] for row in ended.problems if row["value"] != "错"] == []
    assert {row["column"] for row in ended.problems} == set(headings)


def test_texts_about_the_applicant_are_carried_to_the_result(assess):
    table = "申报编号,申报单位,所在地区,行业,主导产品,出口额\nA,样县人民政府,样省样县,家具,椅,3\n"
    ended = assess(table)
    assert ended.problems == []
    row = ended.row()
    assert [row[name] for name in ("name", "region", "industry")] == [
        "样县人民政府",
        "样省样县",
        "家具",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["申报编号", "规模", "", "质量"], ["", "出口额（亿美元）", "企业数量", "产品合格率"]],
        [["申报编号", "出口额", "企业数量", "产品合格率"], ["", "（亿美元）", "（个）", ""]],
        [["申报编号", "出口额", "企业数量", "产品合格率"], ["", "亿美元", "个", "%"]],
    ],
)
def test_headings_stand_over_two_rows_and_lines_are_counted_from_the_file(assess, rows):
    ended = assess([*rows, ["A", "0.0031", "30", "30"], ["B", "错", "", ""]])
    row = ended.row()
    assert (row["basic_met"], row["quality_met"]) == ("2", "1")
    assert ended.brief("row", "column") == [("4", "exports")]


def test_rows_count_lines_within_cells_and_empty_rows_are_skipped(assess):
    table = '申报编号,"出口额\n（万美元）",申报单位\nA,错,"甲\n乙\n丙"\nB,错,\n\n,,\nC,错,\n'
    ended = assess(table)
    assert ended.brief("row", "applicant_id") == [("3", "A"), ("6", "B"), ("9", "C")]
    assert [row["applicant_id"] for row in ended.results[::3]] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("applicant_id,name\nA,甲\n", "没有认出任何指标"),
        ("applicant_id,未知\nA,1\n", "没有认出任何指标"),
        ("name,exports\nA,3\n", "申报编号"),
        ("applicant_id,exports,出口额\nA,1,2\n", "重复"),
        ("applicant_id,exports,exports\nA,1,2\n", "重复"),
        ("applicant_id,出口额（亿元）\nA,1\n", "亿元"),
        ("applicant_id,企业数量（人）\nA,1\n", "人"),
        ("applicant_id,市场占有率（个）\nA,1\n", "个"),
        ("", "空"),
    ],
)
def test_a_faulty_heading_ends_the_reading_without_files(assess, tmp_path, table, said):
    ended = assess(table)
    assert ended.status == 2
    assert said in ended.err
    assert list(tmp_path.glob("out*")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_excel_in_china(assess, encoding):
    ended = assess("申报编号,申报单位,出口额\nA,鄠邑样县,30\n", encoding=encoding)
    assert (ended.row()["name"], ended.row()["basic_met"]) == ("鄠邑样县", "1")


GOOD_NUMBERS = {
    "30": "30",
    "３０": "30",
    "3 0": "30",
    "　30": "30",
    "30.0": "30",
    "1,234": "1234",
    "1，234": "1234",
    "12,345,678.5": "12345678.5",
    "0": "0",
    "000000000000000030": "30",
    "0.000000000000123456789012345": "0.000000000000123456789012345",
}
BAD_NUMBERS = (
    "12,34",
    "1,2345",
    ",123",
    "1,234,5",
    "+30",
    "3e1",
    "30.",
    ".5",
    "约30",
    "30多",
    "近30",
    "30余",
    "30以上",
    "30万美元",
    "30%",
    "三十",
    "-1",
    "1234567890123456",
    "1.000000000000000",
    "--",
    "1 .2.3",
    "#N/A",
    "无数据",
)
MISSING = ("", " ", "　", "—", "-", "/", "无", " 无 ", "－")


@pytest.mark.parametrize(("cell", "number"), GOOD_NUMBERS.items())
def test_a_number_is_digits_with_commas_in_threes(assess, tmp_path, cell, number):
    standard = (
        a_standard(tmp_path / "s.yaml", values={"exports": ("万美元", f"{number} 0 0")})
        if sum(char.isdigit() for char in number.lstrip("0.")) <= 15
        else None
    )
    ended = assess([["applicant_id", "exports"], ["A", cell]], standard=standard)
    assert [found for found in ended.problems if found["severity"] == "error"] == []
    assert ended.row()["basic_missing"] == "12"
    if standard:
        assert ended.row()["basic_met"] == "1"


@pytest.mark.parametrize("cell", BAD_NUMBERS)
def test_anything_else_is_a_bad_cell_and_counts_as_missing(assess, cell):
    ended = assess([["applicant_id", "exports"], ["A", cell]])
    assert ended.status == 1
    assert ended.brief("row", "applicant_id", "tier", "column", "value", "severity") == [
        ("2", "A", "", "exports", cell, "error")
    ]
    assert ended.problems[0]["reason"]
    assert ended.row()["basic_missing"] == "13"


@pytest.mark.parametrize("cell", MISSING)
def test_blank_tokens_are_missing_figures_without_a_problem(assess, cell):
    columns = (
        "exports",
        "output_rank",
        "panel_basic",
        "grade_policy",
        "claim_famous_brand",
        "tier",
        "name",
        "industry",
        "industry_years",
    )
    ended = assess([["applicant_id", *columns], ["A", *[cell] * len(columns)]])
    assert (ended.status, ended.problems) == (0, [])
    assert ended.row()["basic_missing"] == "13"
    assert ended.row()["outcome_tier"] == ""


@pytest.mark.parametrize("column", ["quality_accident", "major_violation"])
@pytest.mark.parametrize(
    ("cell", "is_bad"),
    [("无", False), ("有", False), ("", False), ("—", False), ("/", False), ("否", True)],
)
def test_in_gates_and_violation_the_word_for_none_is_an_answer(assess, column, cell, is_bad):
    ended = assess([["applicant_id", "exports", column], ["A", "1", cell]])
    assert ended.status == int(is_bad)
    if column == "quality_accident":
        gate = "failed" if cell == "有" else "unknown"
        assert ended.row()["quality_gate"] == gate


@pytest.mark.parametrize(
    ("column", "cell", "severity"),
    [
        ("enterprises", "3.5", "error"),
        ("employees（万人）", "1.2", None),
        ("employees（万人）", "1.23456", "error"),
        ("enterprises", "3.0", None),
        ("iso9000", "100", None),
        ("iso9000", "100.01", "error"),
        ("iso9000", "0.5", "warning"),
        ("profit_margin", "0.125", "warning"),
        ("iso9000", "0", None),
        ("iso9000", "1", None),
        ("profit_tax", "-5", None),
        ("profit_margin", "-0.5", None),
        ("exports", "-5", "error"),
        ("profit_margin", "100.5", "error"),
        ("output_rank", "0", "error"),
        ("output_rank", "1", None),
        ("output_rank", "2.5", "error"),
        ("panel_basic", "-1", "error"),
        ("panel_basic", "好", "error"),
        ("claim_famous_brand", "有", "error"),
        ("exception_base", "对", "error"),
        ("grade_policy", "优", "error"),
        ("industry_years", "-1", "error"),
    ],
)
def test_cells_are_held_to_their_columns(assess, column, cell, severity):
    ended = assess([["applicant_id", "brands", column], ["A", "12", cell]])
    assert [found["severity"] for found in ended.problems] == ([severity] if severity else [])
    assert ended.status == int(severity == "error")


def test_a_share_below_one_is_taken_as_written(assess, tmp_path):
    standard = a_standard(tmp_path / "s.yaml", values={"iso9000": ("%", "0.5 0.4 0.3")})
    ended = assess([["applicant_id", "iso9000"], ["A", "0.4"]], standard=standard)
    assert [row["quality_met"] for row in ended.results] == ["0", "1", "1"]


def test_blank_and_repeated_ids_drop_their_rows_and_report_only_that(assess):
    ended = assess("applicant_id,exports\nA,30\n,错\nA,错\n—,5\n A ,1\nB,1\n")
    assert [row["applicant_id"] for row in ended.results[::3]] == ["A", "B"]
    assert ended.row()["basic_met"] == "1"
    assert ended.brief("row", "column", "severity") == [
        ("3", "applicant_id", "error"),
        ("4", "applicant_id", "error"),
        ("5", "applicant_id", "error"),
        ("6", "applicant_id", "error"),
    ]


def test_an_unknown_column_is_a_warning_by_its_heading(assess):
    ended = assess("applicant_id,exports,备注\nA,30,好\n")
    assert ended.brief("row", "column", "severity") == [("1", "备注", "warning")]
    assert ended.status == 0


@pytest.mark.parametrize(
    ("cell", "applied"),
    [
        ("都", "capital"),
        ("基地", "base"),
        ("乡", "township"),
        ("capital", "capital"),
        ("township", "township"),
        ("基地（城、园、区）", "base"),
        ("市", None),
    ],
)
def test_refusals_are_errors_at_the_tier_applied_for_only(assess, cell, applied):
    ended = assess([["applicant_id", "exports", "tier", "panel_basic"], ["A", "1", cell, "61"]])
    refused = [found for found in ended.problems if found["column"] == "panel_basic"]
    assert [(found["tier"], found["severity"]) for found in refused] == [
        (tier, "error" if tier == applied else "warning")
        for tier in ("capital", "base", "township")
    ]
    assert [found["column"] for found in ended.problems].count("tier") == int(applied is None)
    assert ended.status == 1


def test_refusals_at_tiers_left_out_are_not_listed(assess):
    table = [["applicant_id", "exports", "tier", "panel_basic"], ["A", "1", "都", "61"]]
    ended = assess(table, "--tier", "乡")
    assert ended.brief("tier", "severity") == [("township", "warning")]
    assert ended.status == 0


@pytest.mark.parametrize(
    ("tier", "figure", "is_flagged"),
    [
        ("都", "30000", True),
        ("都", "29999", False),
        ("都", "0.03", True),
        ("都", "0.031", False),
        ("基地", "20000", True),
        ("乡", "10000", True),
        ("乡", "9999", False),
        ("都", "0", False),
    ],
)
def test_a_thousandfold_of_the_threshold_applied_for_is_flagged(assess, tier, figure, is_flagged):
    ended = assess([["applicant_id", "tier", "exports"], ["A", tier, figure]])
    assert ended.brief("column", "severity") == ([("exports", "warning")] if is_flagged else [])


def test_a_part_above_its_whole_is_a_warning_and_both_are_used(assess):
    ended = assess("applicant_id,enterprises,above_scale_enterprises\nA,30,31\nB,30,30\n")
    assert ended.brief("row", "severity") == [("2", "warning")]
    assert ended.row()["basic_met"] == "2"


def test_results_have_the_columns_in_order_and_plain_decimals(assess, tmp_path):
    ended = assess([["applicant_id", "exports", "panel_basic"], ["A", "30", "0.50"]])
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "out.problems.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [list(row) for row in ended.results] == [COLUMNS] * 3
    row = ended.row()
    assert (row["basic_lo"], row["basic_hi"], row["total"]) == ("0.5", "60", "")
    assert (row["standard"], row["standard_status"], row["on"]) == (
        "furniture",
        "draft",
        "2026-01-01",
    )


def test_the_problems_file_is_written_even_when_empty(assess, tmp_path):
    ended = assess("applicant_id,exports\nA,30\n")
    assert (ended.status, ended.problems) == (0, [])
    text = (tmp_path / "out.problems.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["row,applicant_id,tier,column,value,reason,severity"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_the_format_of_the_result_follows_its_extension(run, tmp_path, suffix):
    standard = a_standard(tmp_path / "s.yaml")
    (tmp_path / "t.csv").write_text("applicant_id,exports\nA,错\n", encoding="utf-8")
    out = tmp_path / f"out.{suffix}"
    run("assess", tmp_path / "t.csv", "--standard", standard, "--out", out)
    read = {
        "csv": pd.read_csv,
        "parquet": pd.read_parquet,
        "xlsx": lambda path, sheet="result": pd.read_excel(path, sheet, engine="openpyxl"),
    }[suffix]
    assert list(read(out)) == COLUMNS
    assert list(read(out)["tier"]) == ["capital", "base", "township"]
    told = (tmp_path / f"out.problems.{suffix}", *(["problems"] if suffix == "xlsx" else []))
    assert list(read(*told)["column"]) == ["exports"]


def test_another_extension_is_a_faulty_command(run, tmp_path):
    (tmp_path / "t.csv").write_text("applicant_id,exports\nA,1\n", encoding="utf-8")
    ended = run(
        "assess",
        tmp_path / "t.csv",
        "--standard",
        a_standard(tmp_path / "s.yaml"),
        "--out",
        tmp_path / "out.doc",
    )
    assert ended.status == 2
    assert list(tmp_path.glob("out*")) == []


def a_workbook(path: Path, rows: list[list[object]], formats: dict[str, str]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, shape in formats.items():
        book.active[cell].number_format = shape
    book.save(path)
    return path


def test_xlsx_numbers_are_read_at_15_digits_and_rows_are_the_sheets(assess, tmp_path):
    table = a_workbook(
        tmp_path / "t.xlsx",
        [
            ["申报编号", "出口额（亿美元）", "企业数量", "通过ISO9000认证企业比例"],
            [7, 0.0021 + 1e-19, 30, 0.3],
            [None] * 4,
            ["B", 1, date(2024, 1, 1), None],
        ],
        {"D2": "0.0%"},
    )
    values = {"exports": ("万美元", "21 21 21")}
    ended = assess(table, standard=a_standard(tmp_path / "s.yaml", values=values))
    row = ended.row("7")
    assert (row["basic_met"], row["quality_met"]) == ("2", "1")
    assert ended.brief("row", "column", "severity")[-1] == ("4", "enterprises", "error")


def test_parquet_is_read_with_its_blanks(assess, tmp_path):
    frame = pd.DataFrame(
        {
            "applicant_id": ["A", "B"],
            "exports": [0.1 + 0.2, None],
            "quality_accident": ["无", None],
            "企业数量（个）": pd.array([30, None], dtype="Int64"),
        }
    )
    frame.to_parquet(tmp_path / "t.parquet")
    values = {"exports": ("万美元", "0.3 0.3 0.3")}
    ended = assess(tmp_path / "t.parquet", standard=a_standard(tmp_path / "s.yaml", values=values))
    assert ended.row()["basic_met"] == "2"
    assert ended.row("B")["basic_missing"] == "13"


def test_a_crowd_keeps_its_order_highest_tier_first(assess):
    rows = [{"applicant_id": f"A{n}", **dict.fromkeys(ALONE, "30")} for n in (3, 1, 2)]
    ended = assess(rows_of(*rows))
    assert [(row["applicant_id"], row["tier"]) for row in ended.results] == [
        (f"A{n}", tier) for n in (3, 1, 2) for tier in ("capital", "base", "township")
    ]
