"""The landing page of a run: what it says agrees with the scorer, and everything adds up."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.reports.page import text_of
from clusterlib.reports.run.index import RunIndex, aside, head, reason_words, run_sentence
from clusterlib.reports.run.index_table import matrix_table
from clusterlib.reports.run.records import read_run
from clusterlib.reports.run.view import (
    CROSSING,
    RunView,
    holding_items,
    open_reasons,
    outcomes_by_tier,
    tier_tally,
    verdict_counts,
)
from clusterlib.reports.sentences import AS_THE_PANEL_GAVE
from clusterlib.resources import sample_table
from clusterlib.rules.tiers import TIERS
from clusterlib.samples.real import write_real_table
from clusterlib.scoring.items import MISSING, NOT_MET
from clusterlib.scoring.score import FAIL, OPEN, PASS
from tests.reports.runs import scored_tables, write_run

ROW = re.compile(r"<tr data-say=.*?</tr>", re.DOTALL)


@pytest.fixture(scope="module")
def scored():
    return scored_tables(sample_table())


@pytest.fixture(scope="module")
def run(scored, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    return write_run(folder, scored, {"J30": "报告与评价结果表不一致，请重跑。"})


@pytest.fixture(scope="module")
def view(run: Path) -> RunView:
    return read_run(str(run)).view


@pytest.fixture(scope="module")
def page(run: Path) -> str:
    return read_run(str(run)).page()


def test_applicants_stand_as_the_scorer_left_them(scored, view):
    assessment = scored.parts[0][1]
    assert len(view.applicants) == 29
    for position, one in enumerate(view.applicants):
        assert one.applicant_id == assessment.cohort.applicant_id[position]
        for tier, standing in zip(TIERS, one.tiers, strict=True):
            scores = assessment.scores.tiers[tier]
            assert standing.met == scores.basic_counts.met[position]
            assert standing.missing == scores.basic_counts.missing[position]
            assert standing.total.lower == scores.lower[position]
            assert standing.total.upper_open == scores.upper_open[position]
            assert standing.verdict == scores.verdict[position]
            assert standing.route == scores.route[position]


def test_the_sentence_counts_inputs_failures_verdicts_and_recommendations(view):
    counts = verdict_counts(view.applicants)
    assert sum(counts.values()) == 29
    assert run_sentence(view) == (
        "31 份中完成 29 份，失败 2 份。按各自申报级别：符合 12 家，未定 9 家，不符合 8 家；"
        "可建议授名 14 家，其中 2 家低于申报级别。"
    )


def test_failures_come_first_with_what_to_do(page):
    words = text_of(page)
    assert words.index("先处理：失败 2 份") < words.index("白沙样县")
    for expected in ("丛样县申报表", "请取消打开密码后重试", "J30", "不一致，请重跑"):
        assert expected in words


def test_rows_are_grouped_by_tier_applied_for_most_items_met_first(view):
    groups = view.groups()
    assert [tier for tier, _ in groups] == ["都", "基地", "乡"]
    for _, members in groups:
        counts = [one.standing.met for one in members]
        assert counts == sorted(counts, reverse=True)


def test_names_are_links_to_the_reports_and_the_files_of_the_run_are_linked(page, run):
    links = re.findall(r'href="([^"]*)"', page)
    reports = [link for link in links if link.startswith("applicants/")]
    assert len(reports) == 29
    assert all(link.endswith("/report.html") for link in reports)
    assert {"summary.xlsx", "summary.csv", "manifest.json"} <= set(links)


def test_the_row_says_tier_counts_interval_verdict_and_recommendation(page):
    row = next(row for row in ROW.findall(page) if "己县" in row)
    assert text_of(row).replace("\n", "") == (
        "己县都4–510–1112–13?免无163.5 不符合满足满足基地 低于申报"
    )


def test_drawn_items_are_said_in_words_too(page):
    row = next(row for row in ROW.findall(page) if "癸县" in row)
    assert 'aria-label="' in row
    assert "缺 一5 出口额" in row
    assert "免 二4 ISO22000" in row


def test_the_page_says_under_which_assumption_day_standard_and_readings(page):
    words = text_of(page)
    assert AS_THE_PANEL_GAVE in words
    for expected in ("按 2026-11-25", "家具（示例，草稿）", "缺项作未知，得分成为区间"):
        assert expected in words


def test_three_tiers_recount_every_applicant(view):
    for tier in TIERS:
        tally = tier_tally(view.applicants, tier)
        assert list(tally.bands) == [1, 2, 3, CROSSING]
        assert sum(tally.bands.values()) == sum(tally.verdicts.values()) == 29


def test_recommendations_add_up_per_tier_applied_for(view):
    found = outcomes_by_tier(view.applicants)
    applied = Counter(one.tier_word for one in view.applicants)
    assert {tier: sum(counts.values()) for tier, counts in found.items()} == applied


def test_reasons_for_open_verdicts_exclude_each_other_and_add_up(view):
    reasons = open_reasons(view.applicants)
    names = [name for _, group in reasons for name in group]
    assert len(names) == len(set(names)) == verdict_counts(view.applicants)[OPEN]
    assert {reason_words(waits) for waits, _ in reasons} == {"待专家组，且缺数", "只待专家组"}


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        (("gate",), "只后3项未答"),
        (("panel", "missing", "gate"), "待专家组，且缺数、后3项未答"),
        (("refused", "missing"), "专家评分不在允许范围，且缺数"),
        (("other",), "其他"),
    ],
)
def test_a_reason_reads_as_a_sentence(waits, words):
    assert reason_words(waits) == words


def test_items_that_hold_most_back_stand_first_and_count_the_tier_applied_for(view):
    held = holding_items(view.applicants)
    assert [item[1] for item in held] == sorted((item[1] for item in held), reverse=True)
    for position, not_met, missing in held:
        states = [one.items[position] for one in view.applicants]
        assert (states.count(NOT_MET), states.count(MISSING)) == (not_met, missing)


def test_verdicts_keep_their_three_codes(view):
    assert list(verdict_counts(view.applicants)) == [PASS, OPEN, FAIL]


def test_several_standards_share_one_page_with_the_industry_named(tmp_path, scored):
    table = write_real_table(tmp_path / "真实集群.csv")
    run = write_run(tmp_path / "run", scored_tables(sample_table(), table), lost=())
    index = read_run(str(run))
    words = text_of(index.page())
    assert set(index.view.industries) == {"家具", "皮革", "陶瓷", "五金"}
    assert "陶瓷（示例，草稿）" in words
    assert "失败 0 份" in words
    assert "先处理" not in words
    assert 'type="search"' in index.page()


def test_who_names_no_readable_tier_stands_in_a_group_of_its_own(view):
    first, second, *others = view.applicants
    unreadable = replace(first, applied=None, outcome=None)
    blank = replace(second, applied=None, tier_blank=True)
    of_two = replace(view, applicants=(unreadable, blank, *others))
    assert [(word, members) for word, members in of_two.groups()[-2:]] == [
        ("未填", [blank]),
        ("认不出", [unreadable]),
    ]
    assert sum(verdict_counts(of_two.applicants).values()) == 27
    assert "申报级别没有填写或认不出 2 家，不计入申报级别" in run_sentence(of_two)
    rows = [text_of(row) for row in ROW.findall(RunIndex(of_two).page())]
    for one in (unreadable, blank):
        (row,) = [row for row in rows if row.startswith(one.name)]
        assert one.tier_word in row
        assert not any(word in row for word in ("符合", "未定"))


def test_who_is_passed_without_a_recommendation_is_counted_with_the_reason(view):
    passed = [one for one in view.applicants if one.outcome == one.applied][:3]
    barred = replace(passed[0], outcome=None, entry=0)
    unranked = replace(
        passed[1],
        outcome=None,
        tiers=tuple(replace(standing, route=1) for standing in passed[1].tiers),
    )
    waiting = replace(passed[2], entry=-1)
    words = run_sentence(replace(view, applicants=(barred, unranked, waiting)))
    assert "可建议授名 1 家，其中 1 家申报条件待答；" in words
    assert "符合而暂不建议 2 家（名次条件 1 家，申报条件 1 家）。" in words
    rows = [
        text_of(row)
        for row in ROW.findall(
            RunIndex(replace(view, applicants=(barred, unranked, waiting))).page()
        )
    ]
    found = {
        one.name: next(row for row in rows if row.startswith(one.name))
        for one in (barred, unranked, waiting)
    }
    assert "符合满足不满足—" in found[barred.name].replace("\n", "")
    assert "符合未定满足—" in found[unranked.name].replace("\n", "")
    assert "符合满足待答" in found[waiting.name].replace("\n", "")


def test_an_applicant_whose_record_is_gone_is_named_among_the_failures(tmp_path, scored):
    run = write_run(tmp_path, scored, lost=())
    (run / "applicants" / "j01" / "assessment.json").unlink()
    failures = read_run(str(run)).view.failures
    assert [failure.applicant_id for failure in failures] == ["J01"]
    assert "请重跑" in failures[0].error


def test_a_summary_written_beside_one_that_was_held_open_is_the_one_read(tmp_path, scored):
    run = write_run(tmp_path, scored, lost=())
    stale = run / "summary.csv"
    stale.rename(run / "summary(1).csv")
    stale.write_text("applicant_id,status\n", encoding="utf-8")
    os.utime(stale, (0, 0))
    view = read_run(str(run)).view
    assert len(view.applicants) == 30
    assert ("", "summary(1).csv") in view.files


def test_names_are_shown_as_written_and_never_as_markup(view):
    sly = replace(view.applicants[0], name='<b>"样"&县', slug="样 县#1")
    page = RunIndex(replace(view, applicants=(sly,))).page()
    assert "&lt;b&gt;" in page
    assert '<b>"样"' not in page
    assert "applicants/%E6%A0%B7%20%E5%8E%BF%231/report.html" in page


def test_the_page_names_no_address_and_the_same_run_gives_the_same_bytes(page, run):
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "@import" not in page
    assert read_run(str(run)).page() == page


def test_a_folder_that_is_no_run_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(InputError, match="请先运行 clusterlib batch"):
        read_run(str(tmp_path))


def test_a_run_in_which_everything_failed_says_so_and_shows_no_empty_table(view):
    none = replace(view, applicants=(), standards=(), day="", pass_mark=0)
    page = head(none) + aside(none) + matrix_table(none)
    assert "先处理：失败" in page
    assert not [word for word in ("标准：", "竖线", "达标项数", "0 家按三级") if word in page]
