"""打分表、基本情况表、补正通知: the figures of the assessment, the cells of the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from clusterlib.documents.base_tables import percent
from clusterlib.documents.kinds import KINDS
from clusterlib.documents.make import paper_of_case
from clusterlib.documents.paper import Paper, Table
from clusterlib.documents.score_sheet import sheet_hash
from clusterlib.documents.sources import Sources, case_files
from clusterlib.scoring.items import MET, MISSING
from tests.documents.made import DAY, STANDARD, a_case, a_workbook, whole_text


def paper(kind: str, case, version: str = "internal", **more) -> Paper:
    return paper_of_case(KINDS[kind], case, version, **more)


def table_of(made: Paper, at: int = 0) -> Table:
    tables = [block for part in made.parts for block in part.blocks if isinstance(block, Table)]
    return tables[at]


@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.3.note2")
def test_the_score_sheet_has_every_item_with_figure_threshold_and_state(tmp_path):
    case = a_case(tmp_path)
    made = paper("score_sheet", case)
    rows = {row[-5 if len(row) > 6 else 0].text: row for row in table_of(made).rows}
    sides = [
        side
        for section in case.focus.sections[:2]
        for item in section.items
        for side in item.sides
    ]
    assert len(table_of(made).rows) == len(sides) + 3 + 3
    text = whole_text(made)
    for side in sides:
        assert side.indicator.label in text
    output = next(row for row in table_of(made).rows if row[1].text == "特色产业工业总产值")
    assert [cell.text for cell in output[2:6]] == ["亿元", "100", "300", "√"]
    assert "其中：规模以上企业数" in rows or "其中：规模以上企业数" in text
    assert "或：占本地区工业总产值比例" in text
    assert "须≥70分" in text
    assert "示例，草稿" in text


@pytest.mark.parametrize(
    ("figures", "state"),
    [
        ({"brands": None}, "缺"),
        ({"brands": "7"}, "×"),
        ({"brands": "8"}, "√"),
        ({"brands": "约12"}, "缺"),
    ],
)
def test_a_missing_figure_is_no_failure_and_is_listed(tmp_path, figures, state):
    made = paper("score_sheet", a_case(tmp_path, **figures))
    row = next(row for row in table_of(made).rows if row[0].text == "省市以上知名品牌数量")
    assert row[4].text == state
    assert ("省市以上知名品牌数量：未报确数" in whole_text(made)) == (state == "缺")


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize(
    ("answer", "shown"), [("无", ("无", "√")), ("有", ("有", "×")), (None, ("未报", "缺"))]
)
def test_a_gate_is_printed_as_answered(tmp_path, answer, shown):
    made = paper("score_sheet", a_case(tmp_path, safety_accident=answer))
    row = next(
        row for row in table_of(made).rows if row[0].text.startswith("是否曾发生过重大安全")
    )
    assert (row[3].text, row[4].text) == shown
    assert ("未答" in whole_text(made)) == (answer is None)


def test_the_count_and_its_band_stand_beside_the_items(tmp_path):
    case = a_case(tmp_path)
    basic = case.focus.sections[0]
    said = table_of(paper("score_sheet", case)).rows[0][6].text
    assert f"达标 {basic.met} 项" in said
    band = {3: "11项以上", 2: "8–10项", 1: "7项以下"}
    assert band[3 if basic.met >= 11 else 2 if basic.met >= 8 else 1] in said.split("（")[0]


def test_the_hash_changes_with_each_thing_that_is_signed(tmp_path):
    one, other = a_case(tmp_path), a_case(tmp_path, brands="13")
    blank = [None] * 4
    hashes = {
        sheet_hash(one, one.focus, blank),
        sheet_hash(other, other.focus, blank),
        sheet_hash(one, one.focus, blank, "专家甲"),
        sheet_hash(one, one.focus, [21 * 10**15, None, None, None]),
        sheet_hash(one, one.explanation.tiers[0], blank),
    }
    assert len(hashes) == 5
    assert sheet_hash(one, one.focus, blank) == sheet_hash(one, one.focus, blank)
    printed = whole_text(paper("score_sheet", one)).replace(" ", "")
    assert sheet_hash(one, one.focus, blank) in printed


def test_a_verified_figure_is_printed_with_its_mark(tmp_path):
    path = a_workbook(tmp_path)
    confirmed = tmp_path / "核定.csv"
    confirmed.write_text(
        "applicant_id,item,year,value,unit,reason,document,person,day\n"
        "YX-001,省市以上知名品牌数量,2025,7,个,重复计算,证书,样某,2026-11-20\n",
        encoding="utf-8",
    )
    sources = Sources(inputs=(path,), standard=STANDARD, confirmed=confirmed)
    (case,) = case_files(sources, DAY)
    row = next(
        r for r in table_of(paper("score_sheet", case)).rows if r[0].text.startswith("省市")
    )
    assert [cell.text for cell in row[2:]] == ["8", "7*", "×"]
    assert "核定：省市以上知名品牌数量 7个（重复计算）" in whole_text(paper("base_tables", case))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("412", "468", "+13.6"),
        ("221", "208", "−5.9"),
        ("1000", "1000.5", "+0.1"),
        ("1000", "999.5", "−0.1"),
        ("1000", "1000.4", "0.0"),
        ("200", "200.1", "+0.1"),
        ("8", "8", "0.0"),
        ("0", "5", "—"),
        (None, "5", "—"),
        ("5", None, "—"),
        ("3", "1", "−66.7"),
    ],
)
@pytest.mark.clause("A4.figures")
def test_a_change_is_rounded_half_away_from_zero_and_blank_without_a_base(before, after, shown):
    given = [None if text is None else Decimal(text) for text in (before, after)]
    assert percent(*given) == shown


@pytest.mark.clause("A3.1", "A3.2")
def test_the_base_tables_are_printed_as_read(tmp_path):
    case = a_case(tmp_path, brands="约12")
    made = paper("base_tables", case)
    two = table_of(made, 1)
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in two.rows}
    assert [cell.text for cell in two.headings[1:4]] == ["2023年", "2024年", "2025年"]
    assert rows["全（市、区、镇、乡）特色产业总产值（亿元）"][2] == "300"
    assert rows["省市以上知名品牌数量"][2] == "约12 个"
    assert rows["参与制定国标、行标、团标数量　国标"][2] == "3 个"
    assert rows["团标"][2] == "4 个"
    assert len(table_of(made, 0).rows) == 11


@pytest.mark.clause("A3.4")
def test_table_four_is_read_and_its_contacts_stay_inside(tmp_path):
    path = a_workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["基本情况表四"]
    for row in sheet.iter_rows():
        for cell in row:
            beside = sheet.cell(cell.row, cell.column + 1)
            fill = {"企业名称": "样一家具", "电话": "0571-88889999", "法人代表": "样某某"}
            if cell.value in fill:
                beside.value = fill[cell.value]
            if cell.value == "年份":
                sheet.cell(cell.row + 1, cell.column, 2025)
                sheet.cell(cell.row + 1, cell.column + 3, 8800)
            if cell.value == "产品名称":
                sheet.cell(cell.row + 2, cell.column, "沙发")
    book.save(path)
    (case,) = case_files(Sources(inputs=(path,), standard=STANDARD), DAY)
    (firm,) = case.tables.firms
    assert (firm.name, firm.facts["电话"]) == ("样一家具", "0571-88889999")
    assert firm.finance == (("2025", "", "", "8800", "", "", ""),)
    assert firm.products[0][0] == "沙发"
    assert "0571-88889999" in whole_text(paper("base_tables", case))
    for version in ("applicant", "public"):
        text = whole_text(paper("base_tables", case, version))
        assert "样一家具" in text
        assert not {"0571-88889999", "样某某"} & set(text.split("\n"))


def test_an_empty_form_of_table_four_is_no_firm(tmp_path):
    case = a_case(tmp_path)
    assert case.tables.firms == ()
    assert "基本情况表四没有填写重点企业（A3.4）" in whole_text(paper("base_tables", case))


@pytest.mark.parametrize(("stated", "listed"), [("25", True), ("0.4", False), ("-3", True)])
@pytest.mark.clause("A4.figures")
def test_a_stated_growth_that_does_not_fit_is_listed(tmp_path, stated, listed):
    path = a_workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["基本情况表二"]
    head = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("最近一年"))
    head.value = "同比增长（%）"
    row = next(c.row for r in sheet.iter_rows() for c in r if "特色产品出口额" in str(c.value))
    sheet.cell(row, head.column, float(stated))
    book.save(path)
    (case,) = case_files(Sources(inputs=(path,), standard=STANDARD), DAY)
    text = whole_text(paper("base_tables", case))
    assert ("特色产品出口额：填报增长" in text) == listed


def test_the_letter_tells_every_problem_by_sheet_and_cell_and_by_when(tmp_path):
    case = a_case(tmp_path, brands="约12", employees=None)
    made = paper("correction_notice", case, by=date(2026, 12, 20))
    text = whole_text(made)
    assert "2026年12月20日前" in text
    rows = [[cell.text for cell in row] for row in table_of(made).rows]
    assert len(rows) == len(case.problems)
    for problem in case.problems:
        assert any(row[1:3] == [problem.sheet, problem.cell] for row in rows)
    kinds = [row[5] for row in rows]
    assert kinds == sorted(kinds, key=("缺", "须改正", "请核对").index)
    assert "约12" in text


def test_without_a_workbook_the_letter_asks_for_it(tmp_path):
    case = replace(a_case(tmp_path), workbook=None, problems=(), tables=None)
    text = whole_text(paper("correction_notice", case))
    assert "未收到申报表" in text
    assert whole_text(paper("base_tables", case)).count("没有找到申报表") == 1


def test_states_of_the_sheet_are_those_of_the_assessment(tmp_path):
    case = a_case(tmp_path, brands=None, enterprises="1")
    rows = table_of(paper("score_sheet", case)).rows[:-3]
    counted = [row[5 if len(row) == 8 else 4].text for row in rows]
    states = [
        side.state for s in case.focus.sections[:2] for item in s.items for side in item.sides
    ]
    assert counted.count("缺") == states.count(MISSING)
    assert counted.count("√") == states.count(MET) + 3


def test_an_unreadable_workbook_does_not_stop_the_others(tmp_path):
    a_workbook(tmp_path)
    (tmp_path / "坏.xlsx").write_bytes(b"no")
    (case,) = case_files(Sources(inputs=(tmp_path,), standard=STANDARD), DAY)
    assert case.case == "YX-001"
    assert isinstance(case.workbook, Path)
