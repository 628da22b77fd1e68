"""The calibration page without a browser: what each request changes, says and keeps."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clusterlib.analysis.moves import moved
from clusterlib.dashboards.calibrate.history import History
from clusterlib.dashboards.calibrate.matrix import SHOWN_WHOLE, ordered
from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.dashboards.calibrate.strip import Axis, axis_of, rounded, share_text
from clusterlib.dashboards.what_if.scenario import Scenario
from clusterlib.dashboards.what_if.source import Source
from clusterlib.dashboards.what_if.thresholds import (
    ThresholdTable,
    block_of,
    distance_text,
    grouped,
    pasted,
)
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.indicators import INDICATOR_BY_ID, POSITION
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.workflow import assess
from tests.dashboards.calibrate.asking import EXPORTS, FURNITURE, SALES, asked, edited


def test_full_width_digits_and_separators_are_read(board: CalibratePage) -> None:
    view = edited(board, "１２，０００")["view"]
    assert view["table"][EXPORTS][1] == {"text": "12000", "shown": "12\u2009000", "locked": False}
    assert view["marks"] == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("约500", "不是确数"),
        ("", "没有数"),
        ("-1", "不能为负数"),
        ("1,23", "三位一节"),
        ("500万美元", "单位"),
        ("1234567890123456", "15位"),
    ],
)
def test_a_text_that_is_no_threshold_is_marked_and_the_old_value_stays(
    board: CalibratePage, text: str, why: str
) -> None:
    view = edited(board, text)["view"]
    mark = view["marks"][f"{EXPORTS},1"]
    assert mark["error"]
    assert why in mark["text"]
    assert mark["text"].endswith("仍按 10\u2009000 计算")
    assert board.state.now.table.value((EXPORTS, Tier.BASE)) == 10000


def test_the_order_of_tiers_and_a_thousandfold_value_are_marked_as_odd(
    board: CalibratePage,
) -> None:
    mark = edited(board, "30001")["view"]["marks"][f"{EXPORTS},1"]
    assert not mark["error"]
    assert "高于都的 30\u2009000" in mark["text"]
    mark = edited(board, "9", tier=2, column=SALES)["view"]["marks"]
    assert f"{SALES},2" not in mark
    mark = edited(board, "0.02", tier=2, column=SALES)["view"]["marks"][f"{SALES},2"]
    assert "1000倍" in mark["text"]


def test_values_are_in_the_standards_unit_and_compared_exactly(board: CalibratePage) -> None:
    edited(board, "90.00001", column=SALES)
    assert board.state.now.table.thresholds[Tier.BASE, SALES] == 900000.1


def test_typing_one_figure_is_one_step_of_undo(board: CalibratePage) -> None:
    for text in ("1", "15", "150", "1500", "15000"):
        edited(board, text, done=False)
    view = edited(board, "15000", sort=True)["view"]
    assert "10\u2009000→15\u2009000" in view["sentence"]
    view = asked(board, "undo")["view"]
    assert view["table"][EXPORTS][1]["text"] == "10000"
    assert not view["undo"]
    assert view["redo"]
    assert asked(board, "redo")["view"]["table"][EXPORTS][1]["text"] == "15000"


def test_an_edit_after_undo_drops_what_was_undone() -> None:
    table = ThresholdTable.of(
        read_standard(FURNITURE).on(
            Source(sample_table(), FURNITURE, "2026-11-25").current().standard.day
        )
    )
    history = History((Scenario(table),))
    for value in (1, 2):
        history = history.changed(Scenario(table.with_value((EXPORTS, Tier.BASE), Decimal(value))))
    back = history.moved(-1)
    assert back is not None
    history = back.changed(Scenario(table.with_value((EXPORTS, Tier.BASE), Decimal(3))))
    values = [step.table.value((EXPORTS, Tier.BASE)) for step in history.steps]
    assert values == [10000, 1, 3]


def test_typing_back_the_old_value_leaves_no_step(board: CalibratePage) -> None:
    edited(board, "1", done=False)
    edited(board, "10000", done=True)
    assert board.state.history.position == 0


def test_the_sentence_names_the_two_largest_changes_then_the_rest(board: CalibratePage) -> None:
    sentence = edited(board, "20000", sort=True)["view"]["sentence"]
    assert sentence == (
        "基地·出口额 10\u2009000→20\u2009000 万美元：柳河样县 11→10项，失去一档（符合→未定）；"
        "己县 10–11→9–10项，跨一二→二档；另5家档次有变；另7家各少一项，档次不变。"
    )
    assert edited(board, "20001")["view"]["sentence"].endswith(
        "没有一家的项数、档次、结论随之变化。"
    )


def test_a_change_at_another_tier_is_told_of_that_tier(board: CalibratePage) -> None:
    sentence = edited(board, "1", tier=2)["view"]["sentence"]
    assert sentence.startswith("乡·出口额 2\u2009000→1 万美元：")
    assert "各多一项" in sentence


def test_counts_per_band_and_verdict_show_now_and_before(board: CalibratePage) -> None:
    tab = edited(board, "20000")["view"]["tabs"][1]
    assert [(band["now"], band["was"]) for band in tab["bands"]] == [
        ("4", "5"),
        ("10", "9"),
        ("13", ""),
        ("3", ""),
    ]
    assert sum(int(band["now"]) for band in tab["bands"]) == 30
    assert tab["note"] == ""
    assert board.matrix.view["tabs"][0]["note"] == "无变化"


def test_a_pasted_block_counts_what_it_used_and_what_it_could_not_place(
    board: CalibratePage,
) -> None:
    text = "1\t2\t3\r\n４\t五\t6\r\n"
    view = asked(board, "paste", at=[18, 1], text=text, place="grid")["view"]
    # Row 19 is 合格率, 18 is exempt; the third column lies beyond the tiers.
    assert view["sentence"].startswith("粘贴2格，1格用不了，4格超出表格或免评，未用。")
    assert view["table"][19][1]["text"] == "4"


def test_in_the_header_a_row_runs_along_the_indicators() -> None:
    table = ThresholdTable.of(Source(sample_table(), FURNITURE).current().standard)
    for text in ("5\t6\t7", "5\n6\n7\n"):
        filled, used, left_over = pasted(table, block_of(text), (0, Tier.BASE), "head")
        assert [filled.value((row, Tier.BASE)) for row in range(3)] == [5, 6, 7]
        assert (used, left_over) == (3, 0)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("government", "none", "三 政府工作 较好→不定"),
        ("policy", "good", "四 规划扶持 较好→好"),
        ("points", "lowest", "档内取 匀取→低端"),
        ("missing", "not_met", "缺项 未知→算未达标"),
    ],
)
def test_an_assumption_is_said_counted_and_undone(
    board: CalibratePage, name: str, value: str, words: str
) -> None:
    view = asked(board, "assume", name=name, value=value)["view"]
    assert words in view["sentence"]
    assert view["assume"][name] == value
    assert asked(board, "undo")["view"]["assume"][name] != value


def test_the_numbers_shown_equal_those_of_assess_on_the_saved_draft(
    board: CalibratePage, tmp_path: Path
) -> None:
    edited(board, "20000")
    edited(board, "95", column=SALES)
    asked(board, "assume", name="points", value="lowest")
    board.draft.save(author="样某", reason="试算", start="2026-11-25")
    draft = read_standard(next((tmp_path / "drafts").glob("*.yaml")))
    cohort = board.state.loaded.cohort
    under = replace(cohort, figures=board.state.now.assumption.figures(cohort.figures))
    scored = assess(under, draft, on="2026-11-25", readings={"points_within_band": "lowest"})
    assessment = scored.parts[0][1]
    for tier, matrix in zip(TIERS, board.state.matrices(), strict=True):
        scores = assessment.scores.tiers[tier]
        assert (scores.basic_counts.met == matrix.low).all()
        assert (scores.basic_counts.met + scores.basic_counts.missing == matrix.high).all()
        assert (scores.quality_counts.met == matrix.quality_low).all()
        assert (scores.verdict == matrix.verdict).all()
        assert (scores.lower_open == (matrix.flags & 1 > 0)).all()


def test_the_excel_form_of_a_draft_says_the_same(board: CalibratePage, tmp_path: Path) -> None:
    edited(board, "12345.5")
    names = board.draft.save(author="样某", reason="试算")
    yaml, excel = (read_standard(tmp_path / "drafts" / name) for name in names)
    assert yaml.thresholds == excel.thresholds
    exports = yaml.threshold("exports")
    assert exports
    assert exports.dated[-1].values[Tier.BASE] == Decimal("12345.5")
    assert exports.dated[0].values[Tier.BASE] == 10000  # the parent's version stays


def test_of_two_who_save_the_second_is_told_and_both_drafts_stay(
    board: CalibratePage, tmp_path: Path
) -> None:
    other = CalibratePage(Source(sample_table(), FURNITURE, "2026-11-25"), tmp_path)
    for each in (board, other):
        edited(each, "12000")
        asked(each, "save", author=f"样{id(each)}", reason="理由", start="2026-12-01")
    assert board.matrix.dialog["warning"] == ""
    assert "同一原稿另有修改稿 furniture-2026-12-01-1.yaml" in other.matrix.dialog["warning"]
    assert len(list((tmp_path / "drafts").glob("*.yaml"))) == 2


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"author": ""}, "没有填全"),
        ({"reason": " "}, "没有填全"),
        ({"start": "明天"}, "不是日期"),
    ],
)
def test_a_draft_without_author_reason_or_day_is_not_saved(
    board: CalibratePage, tmp_path: Path, given: dict[str, str], wrong: str
) -> None:
    edited(board, "12000")
    asked(board, "save", **{"author": "样某", "reason": "试", "start": "2026-12-01", **given})
    assert wrong in board.matrix.dialog["error"]
    assert not list(tmp_path.glob("drafts/*"))


def test_an_error_in_a_request_is_shown_with_a_code_and_changes_nothing(
    board: CalibratePage,
) -> None:
    edited(board, "12000")
    board.matrix.receive({"ticket": "a", "do": "assume", "name": "x", "value": 1})
    assert "错误码 E-" in board.matrix.problem
    assert board.state.now.table.value((EXPORTS, Tier.BASE)) == 12000
    asked(board, "undo")


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "assume", "name": "government", "value": "excellent"},
        {"do": "drag", "at": [EXPORTS, 1], "x": "links"},
        {"do": "tier", "tier": 7},
        {"do": "nothing"},
    ],
)
def test_a_request_that_makes_no_sense_leaves_the_page_working(
    board: CalibratePage, request_: dict[str, Any]
) -> None:
    board.matrix.receive({"ticket": "a", **request_})
    assert "错误码 E-" in board.matrix.problem
    assert "失去一档" in edited(board, "20000")["view"]["sentence"]


def test_hidden_names_stand_nowhere(board: CalibratePage, tmp_path: Path) -> None:
    names = [name for name in board.state.loaded.cohort.name if name]
    asked(board, "blind", on=True)
    shown = edited(board, "20000")
    asked(board, "point", row=3, column=EXPORTS, tier=1)
    asked(board, "save", author="样某", reason="试", start="2026-12-01")
    saved = (tmp_path / "drafts" / "furniture-2026-12-01-1.yaml").read_text(encoding="utf-8")
    frames = board.applicants.frame().to_csv() + board.result.frame().to_csv()
    text = str(shown) + board.matrix.line + str(board.matrix.names) + saved
    text += board.state.link_state()
    assert not [name for name in names if name in text + frames]
    assert not [found for found in board.state.loaded.cohort.applicant_id if found in frames]
    assert "盲评：单位名称未显示" in saved


def test_after_freezing_names_show_and_thresholds_stay(board: CalibratePage) -> None:
    asked(board, "blind", on=True)
    view = asked(board, "blind", on=False)["view"]
    assert view["frozen"]
    assert board.state.names[0] == board.state.loaded.cohort.name[0]
    board.matrix.receive({"ticket": "a", "do": "nudge", "at": [EXPORTS, 1], "by": 1})
    assert "已冻结" in board.matrix.problem


def test_the_line_tells_figure_distance_and_place(board: CalibratePage) -> None:
    line = asked(board, "point", row=0, column=EXPORTS, tier=1)["line"]
    assert line == (
        "白沙样县·出口额 34\u2009740 万美元，距基地达标值 +24\u2009740（+247.4%），"
        "距都 +4\u2009740。出处：cohort.csv 第2行“出口额”；申报值，未核定。"
    )
    employees = POSITION["employees"]
    missing = asked(board, "point", row=1, column=employees, tier=1)["line"]
    assert "缺，不算达标也不算未达标" in missing
    assert "免：" in asked(board, "point", row=1, column=POSITION["iso22000"], tier=1)["line"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("99.99", "−0.01（−0.1%）"),
        ("100", "0"),
        ("100.01", "+0.01（+0.0%）"),
    ],
)
def test_a_shortfall_is_never_rounded_to_nothing(value: str, text: str) -> None:
    assert distance_text(Decimal(value), Decimal(100)) == text


@pytest.mark.parametrize(
    ("met", "unmet", "text"),
    [
        (0, 0, "—"),
        (0, 300, "0"),
        (1, 400, "1"),
        (399, 1, "99"),
        (400, 0, "100"),
        (15, 14, "52"),
    ],
)
def test_a_share_reads_0_or_100_only_where_it_is(met: int, unmet: int, text: str) -> None:
    assert share_text(met, unmet) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("999", "999"),
        ("1000", "1\u2009000"),
        ("1234567.50", "1\u2009234\u2009567.5"),
        ("-1310", "−1\u2009310"),
        ("0", "0"),
    ],
)
def test_numbers_have_thin_spaces_by_thousands(value: str, text: str) -> None:
    assert grouped(Decimal(value)) == text


def test_dragged_values_are_round_and_counts_whole() -> None:
    wide = Axis(500.0, 100000.0, is_log=True)
    assert rounded(10234.0, INDICATOR_BY_ID["exports"], wide) == 10000
    assert rounded(10260.0, INDICATOR_BY_ID["exports"], wide) == 10500
    narrow = axis_of(np.array([3.0, 8.0]), np.array([5.0]))
    assert rounded(4.2, INDICATOR_BY_ID["brands"], narrow) == 4
    for x in (0.0, 0.3, 1.0):
        for axis in (wide, narrow):
            assert axis.fraction(np.array([axis.value(x)]))[0] == pytest.approx(x, abs=1e-9)


def test_a_drag_and_a_key_move_the_same_line(board: CalibratePage) -> None:
    asked(board, "drag", at=[EXPORTS, 1], x=0.5, done=False)
    asked(board, "drag", at=[EXPORTS, 1], x=0.6, done=True)
    value = board.state.now.table.value((EXPORTS, Tier.BASE))
    assert value
    assert board.state.history.position == 1
    asked(board, "nudge", at=[EXPORTS, 1], by=-1)
    after = board.state.now.table.value((EXPORTS, Tier.BASE))
    assert after
    assert after < value


def test_of_many_applicants_movers_and_those_near_a_limit_come_first(tmp_path: Path) -> None:
    with sample_table().open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    table = tmp_path / "many.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [head, *([f"{copy}-{row[0]}", *row[1:]] for copy in range(4) for row in rows)]
        )
    board = CalibratePage(Source(table, FURNITURE, "2026-11-25"), tmp_path)
    assert len(board.state.loaded.cohort) > SHOWN_WHOLE
    groups = edited(board, "20000", sort=True)["view"]["groups"]
    assert [group["label"][0] for group in groups] == ["变动", "临界", "其余"]
    now, before = (board.state.matrices(side)[1] for side in (None, board.state.before))
    order = ordered(now, before, board.state.limits)
    assert sorted(order.rows) == list(range(len(board.state.loaded.cohort)))
    move = moved(now, before)
    assert move[order.rows[: groups[0]["size"]]].all()
    assert not move[order.rows[groups[0]["size"] :]].any()
    assert board.matrix.strip["bars"]


def test_rows_sort_again_on_enter_and_never_while_typing(board: CalibratePage) -> None:
    before = board.matrix.order = board.state.order.rows.tobytes()
    edited(board, "20000", done=False)
    assert board.matrix.order == before
    edited(board, "20000", sort=True)
    assert board.matrix.order != before


def test_files_that_changed_are_read_again_when_the_page_opens(tmp_path: Path) -> None:
    table = tmp_path / "cohort.csv"
    text = sample_table().read_text(encoding="utf-8-sig")
    table.write_text(text, encoding="utf-8")
    board = CalibratePage(Source(table, FURNITURE, "2026-11-25"), tmp_path)
    loaded = board.state.loaded
    asked(board, "open", search="")
    assert board.state.loaded is loaded
    table.write_text(text.replace("白沙样县", "新沙样县甲"), encoding="utf-8")
    assert asked(board, "open", search="")["names"][0][0] == "新沙样县甲"


def test_of_a_folder_of_standards_the_one_of_most_applicants_is_taken(tmp_path: Path) -> None:
    table = tmp_path / "cohort.csv"
    text = sample_table().read_text(encoding="utf-8-sig")
    table.write_text(text.replace(",家具,", ",陶瓷,", 3), encoding="utf-8")
    board = CalibratePage(Source(table, parameters_folder() / "standards"), tmp_path)
    assert len(board.state.loaded.cohort) == 27
    assert "另有 3 家其他行业未列" in asked(board, "open", search="")["view"]["title"]


def test_the_notebook_reads_frames_and_is_told_of_changes(board: CalibratePage) -> None:
    told: list[int] = []
    board.result.observe(lambda change: told.append(change["new"]), "version")
    assert board.applicants.frame().shape == (30, 22)
    board.grid.set("exports", "base", "20000")
    assert told
    assert board.grid.frame().loc["exports", "base"] == 20000
    frame = board.result.frame()
    assert len(frame) == 90
    base = frame[frame["tier"] == "base"]
    assert (base["band"] == "一档").sum() == 4
    assert board.matrix.view["table"][EXPORTS][1]["text"] == "20000"


def test_many_changes_leave_history_and_cache_bounded(board: CalibratePage) -> None:
    for step in range(700):
        board.set_threshold("exports", "base", str(5000 + step))
    assert len(board.state.history.steps) <= 500
    assert len(board.state.scorer._scored) <= 9
