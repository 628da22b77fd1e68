"""专家考评报告: what Annex 4 asks for, checked and listed, never hidden."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from clusterlib import samples
from clusterlib.documents.appraisal import SHORTEST, numeral
from clusterlib.documents.kinds import KINDS
from clusterlib.documents.make import paper_of_case
from clusterlib.documents.paper import PageBreak, Table
from clusterlib.documents.sources import Sources, case_files
from clusterlib.intake.template.blank import write_application
from clusterlib.panel.records import Line, Member, Round
from clusterlib.register.events import Event
from tests.documents.made import DAY, STANDARD, a_case, whole_text
from tests.documents.panels import (
    CASE,
    LONG,
    NAMES,
    a_case_with_panel,
    a_panel,
    members,
    opinions,
    sheets,
    visit,
)
from tests.intake.workbooks import FACTS

SPACED = opinions()[1].text.replace("，", ", ")
APPLIED = Event(
    "E3", "T1", "applied", "2026-10-01", case="FP-1", purpose="review", applicant_id=CASE
)
REPORT, SHEET = KINDS["appraisal_report"], KINDS["score_sheet"]


def report(folder, version="internal", case=None, **parts):
    case = case or a_case_with_panel(folder, a_panel(**parts))
    return paper_of_case(REPORT, case, version)


def gaps(made):
    return [gap.sentence for gap in made.gaps if not gap.soft]


def test_a_report_that_lacks_nothing_is_complete(tmp_path):
    made = report(tmp_path)
    assert gaps(made) == []
    assert "齐备" in made.marks
    assert "未齐备" not in whole_text(made)


@pytest.mark.clause("3.2.panel")
@pytest.mark.parametrize(
    ("people", "told"),
    [
        (members(4, 4), "专家组4人"),
        (members(5, 2), "具有高级职称的2人"),
        ([one._replace(role="member") for one in members()], "没有组长"),
        ([one._replace(role="leader") for one in members()], "5名组长"),
        ([*members(), members()[0]._replace(member="M9", role="member")], "同一人列了2次"),
        ([*members()[:4], members()[4]._replace(region="样省样县")], "相同或互相包含"),
        ([*members()[:4], members()[4]._replace(interest="持有股份")], "有利益关系"),
    ],
)
def test_a_panel_that_falls_short_keeps_the_report_from_being_complete(tmp_path, people, told):
    made = report(tmp_path, members=people, sheets=sheets(len(people)))
    assert any(told in gap and gap.endswith("（3.2.panel）") for gap in gaps(made))
    case = a_case_with_panel(tmp_path, a_panel(members=people, sheets=sheets(len(people))))
    for paper in (made, paper_of_case(SHEET, case, "internal")):
        assert any(mark.startswith("未齐备") for mark in paper.marks)


def test_a_field_without_an_expert_is_told_and_does_not_count(tmp_path):
    people = [one._replace(field="other") if one.field == "policy" else one for one in members()]
    made = report(tmp_path, members=people)
    assert gaps(made) == []
    assert "提示（1处）" in whole_text(made)
    assert "政策研究" in whole_text(made)


@pytest.mark.clause("A4.opinions")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        (opinions(count=3), "意见3条，一般不少于4条"),
        ([], "意见0条"),
        ([*opinions()[:3], opinions()[3]._replace(text="短。")], "意见4的阐述2字"),
        ([*opinions()[:3], opinions()[3]._replace(text="字" * (SHORTEST - 1))], "阐述59字"),
        ([*opinions()[:3], opinions()[3]._replace(text="字 \n" * (SHORTEST - 1))], "阐述59字"),
        ([*opinions()[:3], opinions()[0]._replace(number="4")], "意见4与意见1是同一段文字"),
        (
            [
                *opinions()[:3],
                opinions()[1]._replace(number="4", text=opinions()[1].text.replace("，", ", ")),
            ],
            "意见4与意见2是同一段文字",
        ),
    ],
)
def test_opinions_that_fall_short_are_listed_and_nothing_is_lost(tmp_path, given, told):
    made = report(tmp_path, opinions=given)
    assert any(told in gap and gap.endswith("（A4.opinions）") for gap in gaps(made))
    assert all(one.text.strip() in whole_text(made) for one in given)


def test_an_opinion_of_exactly_the_shortest_length_is_enough(tmp_path):
    given = [
        one._replace(text=f"产量{one.number}件" + "字" * (SHORTEST - 4)) for one in opinions()
    ]
    assert gaps(report(tmp_path, opinions=given)) == []


@pytest.mark.clause("A4.advice")
@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"suggestions": opinions("suggestion", 3)}, "建议3条，一般不少于4条"),
        ({"visit": [visit(conclusion="")]}, "没有考评结论"),
        ({"visit": [visit(recommended_tier="")]}, "没有写推荐级别"),
        ({"sheets": sheets(4)}, "锁定4份，应有5份（未锁定：王戊评）"),
        ({"rounds": []}, "还没有收轮"),
    ],
)
def test_conclusion_suggestions_and_signed_sheets_are_asked_for(tmp_path, parts, told):
    made = report(tmp_path, **parts)
    assert any(told in gap and gap.endswith("（A4.advice）") for gap in gaps(made))


@pytest.mark.clause("3.2.report")
def test_the_facts_of_the_visit_are_printed_or_asked_for(tmp_path):
    text = whole_text(report(tmp_path))
    assert "2026年11月24日至2026年11月25日，中国轻工业联合会会同有关行业协会组织专家组" in text
    assert "专家组由5人组成，其中具有高级职称的5人；组长林甲评；副组长周乙评" in text
    assert any("没有写考评地点" in gap for gap in gaps(report(tmp_path, visit=[visit(place=" ")])))
    assert any("没有考评情况" in gap for gap in gaps(report(tmp_path, visit=[])))


def test_a_case_without_a_panel_says_so(tmp_path):
    made = paper_of_case(REPORT, a_case(tmp_path), "internal")
    assert gaps(made) == ["没有专家组的记录（专家名册、打分、意见、考评情况）（3.2.panel）"]


@pytest.mark.clause("A4.figures")
def test_a_first_award_has_figures_with_national_ranks(tmp_path):
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in figures(report(tmp_path)).rows}
    assert rows["主导产品产量"] == ["—", "—", "第4位"]
    assert rows["特色产业产值"] == ["亿元", "300", "—"]
    assert rows["产品销售额"] == ["亿元", "100.5", "第4位"]
    assert rows["出口额"][1:] == ["12\u202f000", "第2位"]
    assert rows["市场占有率"][1] == "12.5"
    assert rows["从业人员"][1] == "42\u202f000"


def figures(made) -> Table:
    part = next(part for part in made.parts if part.name == "figures")
    return next(block for block in part.blocks if isinstance(block, Table))


REVIEW = {"review": "复评"}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("主导产品产量468万件，比上年增长5%", True),
        ("年产量约为４６８万件", True),
        ("主导产品产量列全国同行业第4位", False),
        ("产量和质量都在提高。企业208家", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("kind", ["初次申报", "复评"])
@pytest.mark.clause("A4.figures")
def test_the_output_that_no_form_has_a_line_for_is_a_gap_until_an_opinion_gives_it(
    tmp_path, text, stated, kind
):
    given = [one._replace(text=one.text.replace("年产量468万件，", text)) for one in opinions()]
    case = a_case_with_panel(tmp_path, a_panel(opinions=given), facts={"review": kind})
    made = report(tmp_path, case=case)
    assert any("没有主导产品产量" in gap for gap in gaps(made)) is not stated
    assert ("主导产品产量见考评意见。" in whole_text(made)) is stated


@pytest.mark.clause("A4.figures")
def test_a_review_compares_with_the_year_of_the_last_decision(tmp_path):
    events = (
        Event("E1", "T1", "awarded", "2019-05-01", name="中国样椅之乡·样县"),
        Event("E2", "T1", "reviewed", "2023-05-01"),
        Event(
            "E3", "T1", "applied", "2026-10-01", case="FP-1", purpose="review", applicant_id=CASE
        ),
    )
    case = a_case_with_panel(tmp_path, facts=REVIEW, events=events)
    assert case.case == "FP-1"
    made = paper_of_case(REPORT, case, "internal")
    table = figures(made)
    assert [cell.text for cell in table.headings] == [
        "指标", "单位", "2023年（上次复评）", "2025年", "增减/%",
    ]  # fmt: skip
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert rows["主导产品产量"] == ["—"] * 4
    assert rows["特色产业产值"] == ["亿元", "298", "300", "+0.7"]
    assert rows["企业数"] == ["个", "518", "520", "+0.4"]
    assert set(rows) == {
        "主导产品产量", "特色产业产值", "产品销售额", "出口额", "企业数", "从业人员",
    }  # fmt: skip


def test_a_review_without_figures_of_then_shows_a_dash_and_lists_it(tmp_path):
    case = a_case_with_panel(tmp_path, facts=REVIEW)
    figures_of = {**case.tables.figures, "exports": {2025: case.tables.figures["exports"][2025]}}
    case = replace(case, tables=replace(case.tables, figures=figures_of))
    made = paper_of_case(REPORT, case, "internal")
    row = next(row for row in figures(made).rows if row[0].text == "出口额")
    assert [cell.text for cell in row[2:]] == ["—", "12\u202f000", "—"]
    assert any("出口额：没有2023年" in gap for gap in gaps(made))


def test_the_figure_of_an_annual_return_fills_a_blank_and_a_difference_is_listed(tmp_path):
    from decimal import Decimal

    events = (
        Event("E1", "T1", "awarded", "2023-05-01", name="中国样椅之乡·样县"),
        Event(
            "E3", "T1", "applied", "2026-10-01", case="FP-1", purpose="review", applicant_id=CASE
        ),
    )
    case = a_case_with_panel(tmp_path, facts=REVIEW, events=events)
    blank = {**case.tables.figures, "exports": {}}
    filed = {2023: {"exports": Decimal(10000), "enterprises": Decimal(500)}}
    case = replace(case, tables=replace(case.tables, figures=blank), returns=filed)
    made = paper_of_case(REPORT, case, "internal")
    rows = {row[0].text: [cell.text for cell in row[2:]] for row in figures(made).rows}
    assert rows["出口额"] == ["10\u202f000", "12\u202f000", "+20.0"]
    assert any("申报表2023年为 518个，当年年报为 500个" in gap for gap in gaps(made))


def test_a_recommendation_above_the_outcome_is_told(tmp_path):
    made = report(tmp_path, visit=[visit(recommended_tier="capital")])
    assert any("高于按评价的建议级别" in gap for gap in gaps(made))


def test_what_the_register_says_otherwise_is_a_problem(tmp_path):
    events = (
        Event("E1", "T1", "applied", "2026-10-01", case="FP-1", purpose="award", applicant_id=CASE,
              channel="federation"),
        Event("E2", "T1", "appraised", "2026-11-26", case="FP-1", result="not_recommended"),
    )  # fmt: skip
    case = a_case_with_panel(tmp_path, events=events)
    found = gaps(paper_of_case(REPORT, case, "internal"))
    assert any("渠道与台账不同" in gap for gap in found)
    assert any("考评结论与台账（不推荐）不同" in gap for gap in found)


def test_the_points_are_the_consolidated_ones_and_the_total_is_scored(tmp_path):
    given = sheets()
    given = [one._replace(points="53") if (one.member, one.section) == ("M0", "basic") else one
             for one in given]  # fmt: skip
    text = whole_text(report(tmp_path, sheets=given))
    assert "52.2" in text
    assert "总得分78.7分" in text


def test_each_expert_signs_a_sheet_of_the_own_points(tmp_path):
    given = [*sheets(), *sheets(5, 2, {"policy": "7.25"})]
    rounds = [Round(CASE, "1", "2026-11-25T10:00:00Z"), Round(CASE, "2", "2026-11-26T10:00:00Z")]
    case = a_case_with_panel(tmp_path, a_panel(sheets=given, rounds=rounds))
    made = paper_of_case(SHEET, case, "internal")
    blocks = made.parts[0].blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(tables) == 5
    assert sum(isinstance(block, PageBreak) for block in blocks) == 4
    assert tables[0].rows[-2][-1].text == "7.25"
    text = whole_text(made)
    assert all(name in text for name in NAMES[:5])
    assert text.count("第1轮（2026-11-25 锁定）：52、13、7（较好）、6.5（较好），合计 78.5") == 5


def test_a_correction_counts_and_its_reason_is_printed(tmp_path):
    new = [
        Line("C1", CASE, "M0", "1", "2026-11-26T00:00:00Z", "2026-11-26T01:00:00Z", "S1-0",
             line.section, line.points, line.grade, "核对后更正")
        for line in sheets(1)
    ]  # fmt: skip
    case = a_case_with_panel(tmp_path, a_panel(sheets=[*sheets(), *new]))
    text = whole_text(paper_of_case(SHEET, case, "internal"))
    assert "理由：核对后更正" in text


@pytest.mark.parametrize("version", ["applicant", "public"])
def test_outside_no_expert_is_named_beside_points(tmp_path, version):
    given = [one._replace(reason=f"{NAMES[0]}提出") for one in sheets()]
    case = a_case_with_panel(tmp_path, a_panel(sheets=given[:-4], members=members(5, 2)))
    text = whole_text(paper_of_case(SHEET, case, version))
    assert not [name for name in NAMES if name in text]
    made = paper_of_case(REPORT, case, version)
    signed = next(part for part in made.parts if part.name == "signatures")
    table = next(block for block in signed.blocks if isinstance(block, Table))
    inside = {cell.text for row in table.rows for cell in row}
    others = whole_text(replace(made, parts=tuple(p for p in made.parts if p is not signed)))
    assert set(NAMES[:5]) <= inside
    assert not [name for name in NAMES if name in others]


def test_the_public_sees_no_points_by_person(tmp_path):
    given = [one._replace(points="59") if (one.member, one.section) == ("M0", "basic") else one
             for one in sheets()]  # fmt: skip
    case = a_case_with_panel(tmp_path, a_panel(sheets=given))
    made = paper_of_case(SHEET, case, "public")
    tables = [block for block in made.parts[0].blocks if isinstance(block, Table)]
    assert len(tables) == 1
    assert tables[0].rows[0][-1].text == "53.4"


def test_numerals_are_chinese():
    assert [numeral(number) for number in (1, 9, 10, 11, 19, 20, 21, 99)] == [
        "一", "九", "十", "十一", "十九", "二十", "二十一", "九十九",
    ]  # fmt: skip


def test_a_name_or_text_with_signs_is_printed_as_typed(tmp_path):
    odd = Member(*members()[0])._replace(name="林<&{{甲", employer="=SUM(A1)")
    given = [opinions()[0]._replace(text=LONG.format("{{ title }} & <b>")), *opinions()[1:]]
    text = whole_text(report(tmp_path, members=[odd, *members()[1:]], opinions=given))
    assert "林<&{{甲" in text
    assert "{{ title }} & <b>" in text


@pytest.mark.clause("A4.figures", "A3.2")
def test_a_review_of_real_figures_of_two_years_is_recomputed(tmp_path):
    """Lighters of Shaodong as two newspapers have them; the award of 2023 is made up."""
    with Path(samples.__file__).with_name("real_clusters.csv").open(encoding="utf-8-sig") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["cluster"] == "邵东打火机" and row["qualifier"] == "exact"
        ]
    real = {(row["column"], row["year"]): row["value"] for row in rows}
    assert (real["output_value", "2023"], real["output_value", "2024"]) == ("150", "148")
    by_year = {
        year: {
            column: real[column, str(year)]
            for column in ("output_value", "enterprises")
            if (column, str(year)) in real
        }
        for year in (2023, 2024)
    }
    path = write_application(tmp_path / "申报表.xlsx", {**FACTS, "review": "复评"}, by_year)
    book = openpyxl.load_workbook(path)
    sheet = book["基本情况表二"]
    head = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("最近一年"))
    head.value = "同比增长（%）"
    row = next(
        c.row for r in sheet.iter_rows() for c in r if "特色产业总产值（亿元）" in str(c.value)
    )
    sheet.cell(row, head.column, 5.5)
    book.save(path)
    award = Event("E1", "T1", "awarded", "2023-05-01", name="中国样火机之都·样县")
    sources = Sources(
        inputs=(path,), standard=STANDARD, records=a_panel(), events=(award, APPLIED)
    )
    (case,) = case_files(sources, DAY)
    made = paper_of_case(REPORT, case, "internal")
    shown = {row[0].text: [cell.text for cell in row[2:]] for row in figures(made).rows}
    assert shown["特色产业产值"] == ["150", "148", "−1.3"]
    assert shown["企业数"] == ["—", "114", "—"]
    told = gaps(made)
    assert any("企业数：没有2023年（初评）的数" in gap for gap in told)
    assert any("填报增长 5.5，按2023年和2024年的数算得 −1.3%" in gap for gap in told)
