"""Application workbooks: filled templates, scored in one run and checked one by one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from clusterlib.resources import parameters_folder
from tests.spec.conftest import read_csv
from tests.spec.workbooks import COVER, MAIN, REST, command, fill, put, row_of

STANDARDS = parameters_folder() / "standards"


def moved(book):
    book[MAIN].insert_rows(6, 2)
    book[MAIN].cell(6, 1).value = "说明：以下各项为规模以上企业合计"
    book[MAIN].insert_rows(1, 3)
    book[MAIN].cell(1, 1).value = "附件三"
    book[MAIN].move_range(f"A40:F{book[MAIN].max_row}", rows=2)
    book.move_sheet(REST, -2)
    book.move_sheet(COVER, 3)


def as_percentage(book):
    put(book, "产品合格率", (0.98, 0.985, 0.99))
    row = row_of(book[REST], "产品合格率")
    for column in (3, 4, 5):
        book[REST].cell(row, column).number_format = "0.0%"


def in_another_unit(book):
    headings = {"特色产业总产值": "特色产业总产值（万元）", "特色产品出口额": "出口额（亿美元）"}
    for label, text in headings.items():
        book[MAIN].cell(row_of(book[MAIN], label), 1).value = text


def without_unit_of_its_kind(book):
    book[MAIN].cell(row_of(book[MAIN], "特色产业总产值"), 1).value = "特色产业总产值（个）"


def repeated(book):
    book[MAIN].cell(62, 1).value = "特色产品出口额（万美元）"
    book[MAIN].cell(62, 6).value = 5


def part_year(heading):
    def change(book):
        book[MAIN].cell(3, 6).value = book[REST].cell(3, 5).value = heading

    return change


def count_of_certified(book):
    put(book, "通过ISO9000认证企业数量", (600, 650, 600))


CASES = {
    # name: (what is filled in otherwise, {indicator: value that is scored})
    "sound": (
        {},
        {
            "output_value": "320",
            "sales_revenue": "3000000",
            "standards": "35",
            "employees": "60000",
            "quality_accident": "0",
        },
    ),
    "moved": (
        {"change": moved},
        {
            "output_value": "320",
            "exports": "31000",
            "standards": "35",
            "product_pass_rate": "99",
            "quality_accident": "0",
        },
    ),
    "part blank": ({"行标": None}, {"standards": None}),
    "part zero": ({"行标": 0}, {"standards": "25"}),
    "part with a dash": ({"行标": "—"}, {"standards": None}),
    "full width": ({"特色产品出口额": "３１，０００"}, {"exports": "31000"}),
    "percentage": ({"change": as_percentage}, {"product_pass_rate": "99"}),
    "share typed below one": ({"产品合格率": 0.99}, {"product_pass_rate": "0.99"}),
    "share blank": ({"特色产业总产值占本地区工业总产值比重": None}, {"output_share": "40"}),
    "share stated": ({"特色产业总产值占本地区工业总产值比重": 45}, {"output_share": "45"}),
    "share about": ({"特色产业总产值占本地区工业总产值比重": "约40"}, {"output_share": None}),
    "intensity blank": (
        {"研发资金投入占主营业务收入比重": None, "科研投入（含企业和政府）": 82000},
        {"rd_intensity": "3.037"},
    ),
    "certified counted": (
        {"通过ISO9000认证企业比例": None, "change": count_of_certified},
        {"iso9000": "66.6667"},
    ),
    "margin blank": ({"主营业务收入利润率": None}, {"profit_margin": None}),
    "last year blank": ({"特色产品出口额": None}, {"exports": None}),
    "negative profit": ({"利税总额": -3}, {"profit_tax": "-30000"}),
    "other units": (
        {"change": in_another_unit, "特色产业总产值": 3200000, "特色产品出口额": 3.1},
        {"output_value": "320", "exports": "31000"},
    ),
    "unit of another kind": ({"change": without_unit_of_its_kind}, {"output_value": None}),
    "line twice": ({"change": repeated}, {"exports": None}),
    "part of a year": (
        {"change": part_year("2025年1-9月")},
        {"exports": None, "enterprises": "900", "product_pass_rate": "99"},
    ),
    "months after a point": ({"change": part_year("2025.1-9")}, {"exports": None}),
    "flash report": ({"change": part_year("2025年（快报）")}, {"exports": None}),
    "years backwards": ({"years": ("2025年", "2024年", "2023年")}, {"exports": "27000"}),
    "review": (
        {"years": ("2019年", "2024年", "2025年"), "facts": {"申报类型": "复评"}},
        {"exports": "31000"},
    ),
    **{
        f"qualifier {cell}": ({"特色产品出口额": cell}, {"exports": None})
        for cell in ("约3万", "3000多", "近3000", "3000余", "3000以上", "3万", "3亿美元")
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("申报")


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("模板") / "申报表.xlsx"
    status, said, _ = command("template", path)
    assert (status, path.name in said) == (0, True)
    return path


@pytest.fixture(scope="module")
def records(template, folder, tmp_path_factory) -> dict[str, dict]:
    """The assessment of every case, all scored in one run."""
    ids = {}
    for number, (name, (filled, _)) in enumerate(CASES.items()):
        facts = {"申报编号": f"W{number}", **filled.get("facts", {})}
        fill(template, folder / f"{number:02}.xlsx", **filled | {"facts": facts})
        ids[name] = f"W{number}"
    run = tmp_path_factory.mktemp("结果") / "run"
    status, said, err = command(
        "batch",
        folder,
        "--standard",
        STANDARDS,
        "--out",
        run,
        "--on",
        "2026-01-01",
        "--workers",
        "2",
    )
    # Some of the cases hold an error on purpose, and none fails.
    assert status == 1, said + err
    assert "失败 0 份" in said
    assert len(read_csv(run / "summary.csv")) == 3 * len(CASES)
    return {
        name: json.loads((run / "applicants" / found / "assessment.json").read_text("utf-8"))
        for name, found in ids.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_a_filled_template_is_scored_by_the_figures_of_its_last_year(records, name):
    record = records[name]
    assert record["year"] == 2025
    scored = {column: record["figures"][column]["value"] for column in CASES[name][1]}
    assert scored == CASES[name][1]


def test_a_derived_figure_names_the_cells_that_it_comes_from(records):
    reported = records["share blank"]["figures"]["output_share"]["reported"]
    assert reported["text"] == ""
    assert "F4" in reported["derivation"]
    assert "C9" in reported["derivation"]


def test_every_figure_names_its_sheet_and_cell(records):
    figures = records["sound"]["figures"]
    places = {name: figures[name]["reported"]["cell"] for name in ("output_value", "standards")}
    assert places == {"output_value": "F4", "standards": "F21:F23"}
    assert figures["output_value"]["reported"]["sheet"] == MAIN


@pytest.mark.clause("A3.2")
def test_first_application_or_review_stands_on_the_cover(records):
    assert records["sound"]["applicant"]["review"] is False
    assert records["review"]["applicant"]["review"] is True


def checked(template, tmp_path, *options, **filled):
    """What `check` says of one workbook."""
    path = fill(template, tmp_path / "样县.xlsx", **filled)
    return command("check", path, *options)


def test_a_sound_workbook_has_nothing_to_list_and_no_marked_copy(template, tmp_path):
    status, said, _ = checked(template, tmp_path)
    assert status == 0
    assert "须改正 0 条，请核对 0 条" in said
    assert [path.name for path in tmp_path.iterdir()] == ["样县.xlsx"]


@pytest.mark.parametrize(
    ("stated", "is_flagged"), [(40.05, False), (40.0501, True), (39.95, False), (39.94, True)]
)
def test_a_share_may_differ_by_exactly_0_05_points(template, tmp_path, stated, is_flagged):
    _, said, _ = checked(template, tmp_path, 特色产业总产值占本地区工业总产值比重=stated)
    assert ("相差超过0.05个百分点" in said) is is_flagged


@pytest.mark.parametrize(
    ("filled", "place", "said"),
    [
        ({"特色产品出口额": "约3万"}, f"{MAIN} F7", "约"),
        ({"特色产品出口额": "3000多"}, f"{MAIN} F7", "按缺项处理"),
        ({"特色产品出口额": "3亿美元"}, f"{MAIN} F7", "单位"),
        ({"特色产品出口额": "1,23"}, f"{MAIN} F7", "三位"),
        ({"特色产品出口额": None}, f"{MAIN} F7", "不代替"),
        ({"特色产品出口额": (31, 29000, 31000)}, f"{MAIN} F7", "1000倍"),
        ({"特色产品出口额": (31000,) * 3}, f"{MAIN} F7", "完全相同"),
        ({"企业数量": 3.5}, f"{MAIN} F9", "整数"),
        ({"规模以上企业数量": 901}, f"{MAIN} F10", "大于整体"),
        ({"行标": None}, f"{MAIN} F22", "行标"),
        ({"产品合格率": 101}, f"{REST} E10", "100"),
        ({"产品合格率": 0.99}, f"{REST} E10", "0与1之间"),
        ({"是否发生过重大污染事故": "否"}, f"{REST} E12", "无"),
        ({"facts": {"申报编号": None}}, COVER, "申报编号"),
        ({"facts": {"申报级别": "市"}}, f"{COVER} B9", "申报级别"),
    ],
)
def test_every_problem_is_listed_by_sheet_and_cell_and_marked_in_a_copy(
    template, tmp_path, filled, place, said
):
    _, out, _ = checked(template, tmp_path, **filled)
    lines = [line for line in out.splitlines() if place in line]
    assert any(said in line for line in lines), out
    marked = openpyxl.load_workbook(tmp_path / "样县（标注）.xlsx")
    sheet, _, cell = place.partition(" ")
    if cell:
        assert marked[sheet][cell].comment is not None
    original = openpyxl.load_workbook(tmp_path / "样县.xlsx")
    assert original[MAIN]["F7"].comment is None


def test_check_lists_all_problems_at_once_and_ends_with_1_if_one_must_be_mended(
    template, tmp_path
):
    bad = {"特色产品出口额": "约3", "企业数量": 3.5, "产品合格率": 101}
    status, out, _ = checked(template, tmp_path, **bad)
    assert status == 1
    assert len(re.findall(r"\[须改正\]", out)) == 3


@pytest.mark.parametrize("heading", ["25年", "FY2025"])
def test_a_heading_that_names_no_year_for_certain_is_said(template, tmp_path, heading):
    _, out, _ = checked(template, tmp_path, change=part_year(heading))
    assert f"{MAIN} F3 “{heading}”：表头看不出是哪一年" in " ".join(out.split())


@pytest.mark.parametrize("cell", ["专家评分一", "产量全国排名", "基地例外"])
def test_what_the_federation_decides_never_stands_in_a_workbook(template, tmp_path, cell):
    def decided(book):
        book[REST].cell(24, 1).value = cell
        book[REST].cell(24, 5).value = 1

    _, out, _ = checked(template, tmp_path, change=decided)
    assert f"“{cell}”由受理单位填写" in out


def test_the_scored_year_may_be_named(template, tmp_path):
    blank = {"特色产品出口额": None}
    _, out, _ = checked(template, tmp_path, "--year", "2024", **blank)
    assert "不代替" not in out
    status, out, _ = checked(template, tmp_path, "--year", "2020")
    assert status == 1
    assert "没有2020年这一列" in out


def test_a_blank_template_reads_as_a_form_without_figures(template):
    status, out, _ = command("check", template, "--out", template.parent)
    assert status == 1
    assert "申报编号" in out
