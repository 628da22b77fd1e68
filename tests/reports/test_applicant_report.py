"""The parts of one applicant's report."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from clusterlib.problems import Problem
from clusterlib.reports.applicant.charts import TrendChart, lines_png, trends_of
from clusterlib.reports.applicant.report import ApplicantReport
from clusterlib.reports.markup import dot_position
from clusterlib.reports.page import text_of
from clusterlib.rules.tiers import Tier
from tests.reports.reporting import a_full_applicant, a_report
from tests.scoring.building import LIMITS, a_standard, an_applicant

FULL_PANEL = {"panel_government": Decimal(10), "panel_policy": Decimal(10)}


def lines(markup: str) -> list[str]:
    """Return the rows of a fragment's tables as text."""
    return [text_of(row.replace("</td>", " ")) for row in re.findall(r"<tr.*?</tr>", markup)]


def row(markup: str, label: str) -> str:
    return next(line for line in lines(markup) if label in line)


@pytest.mark.parametrize(
    ("percent", "place"),
    [(0, 0), (-40, 0), (50, 25), (100, 50), (200, 100), (201, 100), (9 * 10**9, 100)],
)
def test_dots_are_drawn_against_the_threshold_and_stop_at_200_percent(percent, place):
    assert dot_position(percent) == place


def test_a_near_miss_never_reads_as_100_percent():
    assert "99%" in row(a_report(an_applicant(exports=Decimal("29.9"))).items.html, "出口额")


def test_an_item_shows_figure_threshold_state_and_gap_in_the_unit_of_the_standard():
    standard = a_standard(
        limits={"sales_revenue": {tier: limit / 10000 for tier, limit in LIMITS.items()}},
        units={"sales_revenue": "亿元"},
    )
    found = row(a_report(an_applicant(sales_revenue=25), standard).items.html, "产品销售收入")
    assert re.sub(r"\s+", " ", found) == "2 产品销售收入 亿元 0.0025 0.003 未达 −0.0005 83% "


def test_a_reported_figure_stands_beside_the_verified_one():
    report = a_report(a_full_applicant(), workbook=True)
    assert re.search(r"14\s+11\s", row(report.items.html, "知名品牌"))
    assert "申报 14，核定 11" in text_of(report.items.html)
    assert "样县证书清单" in text_of(report.confirmed.html)


def test_without_verified_figures_the_report_says_so():
    assert "没有核定值" in text_of(a_report().confirmed.html)


def test_a_missing_figure_is_asked_for_and_one_that_cannot_be_used_is_shown():
    report = a_report(a_full_applicant(), written={"employees": "约40"})
    assert "约40" in row(report.items.html, "从业人数")
    assert "约40" in text_of(report.asks.html)
    blank = a_report(a_full_applicant(), written={"employees": "—"})
    assert "未报" in row(blank.items.html, "从业人数")


def test_an_exempt_item_gives_its_reason():
    report = a_report(standard=a_standard(exempt=["iso22000"]))
    assert "免 不适用（示例），计为达标" in row(report.items.html, "ISO22000")


def test_the_three_tiers_stand_side_by_side_with_counts_first():
    found = lines(a_report(a_full_applicant()).tiers.html)
    assert [line.split()[0] for line in found[1:]] == ["都", "基地（申报）", "乡"]
    assert found[2].split()[1:4] == ["9–10", "1", "二档"]


def test_readings_are_told_one_by_one_with_what_hangs_on_each():
    applicant = an_applicant(pollution_accident=True, panel_basic=Decimal(60), **FULL_PANEL)
    words = text_of(a_report(applicant).readings.html)
    assert "结论、名次条件或建议级别取决于：后3项不符合的后果。" in words
    assert words.count("结果不变") == 7
    assert "不取决于任何一条读法" in text_of(a_report().readings.html)


def test_a_reading_that_the_standard_does_not_allow_is_said_to_be_none():
    standard = a_standard(exempt=["iso9000", "iso14000", "iso22000"])
    words = text_of(a_report(standard=standard).readings.html)
    assert "各档项数相应减少：本标准免评项过多，不适用" in words


def test_what_would_change_says_so_where_nothing_would():
    applicant = an_applicant(panel_basic=Decimal(55), panel_quality=Decimal(18), **FULL_PANEL)
    words = text_of(a_report({**applicant, "tier": "township"}).changes.html)
    assert "没有单独一项会改变档次或结论。" not in words
    only = text_of(a_report(an_applicant(basic=2, quality=0)).changes.html)
    assert "单有一项转为达标，不改变档次和结论；到二档还差6项" in only


def test_the_gates_carry_the_note_on_the_missing_time_window():
    assert "没有规定时间范围" in text_of(a_report().entry.html)


def test_each_problem_stands_with_sheet_and_cell():
    problems = (
        Problem("qualifier", "error", "employees", "约40", sheet="基本情况表二", cell="F16"),
        Problem("share_below_1", "warning", "iso9000", "0.6", "60", row=7),
    )
    words = text_of(a_report(problems=problems).problems.html)
    assert "基本情况表二 F16" in words
    assert "第7行" in words
    assert "缺 0 条，须改正 1 条，请核对 1 条" in words


@pytest.mark.clause("1.1")
def test_a_draft_and_an_example_say_so_and_fictional_applicants_are_marked():
    report = a_report()
    assert "标准为示例、草稿，未经审定备案，结果只供试算。" in text_of(report.verdict.html)
    assert "标准：玩具（示例），草稿，按 2026-11-25" in text_of(report._repr_html_())
    assert "虚构样例" in report._repr_html_()
    assert "虚构样例" not in a_report(name="海宁", region="浙江省")._repr_html_()


@pytest.mark.clause("2.2.1.capital", "2.2.1.base", "2.2.1.township")
def test_the_route_names_limits_claims_and_states_of_all_tiers():
    report = a_report(a_full_applicant(claim_raw_material=True, export_rank=3))
    words = text_of(report.route.html)
    assert "都：前3名" in words
    assert "乡：前12名" in words
    assert lines(report.route.html)[-1].split() == ["名次条件", "满足", "满足", "满足"]


def test_a_source_names_cell_year_threshold_and_clause():
    sources = a_report(a_full_applicant(), workbook=True).sources.html
    assert "申报材料中的位置（2025年）" in text_of(sources)
    found = row(sources, "出口额")
    assert "基本情况表二 F10" in found
    assert "2024-01-01 起，标准：示例" in found
    assert "A1.3.basic" in found
    assert "第2行 exports" in row(
        a_report(an_applicant(), written={"exports": "30"}).sources.html, "出口额"
    )


def test_trends_show_the_years_and_their_change():
    report = a_report(a_full_applicant(), workbook=True)
    found = {trend.label: trend for trend in trends_of(report.view)}
    assert found["出口额"].years == (2023, 2024, 2025)
    assert found["出口额"].change == "+3.5%"
    assert found["市场占有"].change.endswith("个百分点")
    assert found["知名品牌"].values[-1] == 11
    assert "从业人数" not in found


def test_the_chart_is_the_same_bytes_twice():
    found = trends_of(a_report(a_full_applicant(), workbook=True).view)
    assert len(lines_png(found)) == len(found)
    assert lines_png(found) == lines_png(found)


@pytest.mark.parametrize(("threshold", "dashed"), [("9", True), ("90", False), (None, False)])
def test_a_threshold_is_drawn_where_it_does_not_flatten_the_line(threshold, dashed):
    values = (Decimal(8), None, Decimal(10))
    limit = None if threshold is None else Decimal(threshold)
    [line] = lines_png([TrendChart("出口额", "万美元", (2023, 2024, 2025), values, limit)])
    picture = Image.open(BytesIO(line)).convert("RGB")
    colours = {colour for _, colour in picture.getcolors()}
    assert (0x0F, 0x5C, 0x8C) in colours
    assert ((0x56, 0x60, 0x6B) in colours) == dashed


def test_a_table_has_no_trends():
    assert "没有往年数" in text_of(a_report().trends.html)


def test_an_unreadable_tier_leaves_no_recommendation():
    report = a_report()
    report.assessment.cohort.figures.applied[0] = -2
    again = ApplicantReport(report.assessment, report.provenance_facts)
    assert again.view.focus.tier == Tier.CAPITAL
    assert "申报级别认不出，不给出建议级别" in text_of(again.sections.html)
    said = text_of(again.verdict.html)
    assert "申报级别认不出，不就申报级别下结论。三级各算：都未定，基地未定，乡未定。" in said
    assert "按都达标值：" not in said
    assert "（申报）" not in text_of(again.tiers.html)


@pytest.mark.parametrize("part", ["verdict", "items", "asks", "problems", "sources", "tiers"])
def test_names_and_cells_are_text_never_markup(part):
    nasty = "<script>x</script>&amp;\"'"
    problem = Problem("not_a_number", "error", "brands", nasty, sheet=nasty, cell="B2")
    report = a_report(
        an_applicant(brands=None), name=nasty, problems=(problem,), written={"brands": nasty}
    )
    assert "<script>" not in getattr(report, part).html + report._repr_html_()
