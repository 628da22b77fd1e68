"""Drafts opened again by name, two side by side, and the full list of who moves."""

from __future__ import annotations

import pytest

from clusterlib.dashboards.calibrate.beside import NOW, movers_sheet
from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.resources import parameters_folder
from tests.dashboards.calibrate.asking import EXPORTS, SALES, asked, edited

FIRST, SECOND = "furniture-2026-12-01-1.yaml", "furniture-2027-01-01-1.yaml"


@pytest.fixture
def two(board: CalibratePage) -> CalibratePage:
    """Return the page with two drafts saved, both steps undone."""
    edited(board, "12000")
    asked(board, "save", author="甲员", reason="出口从严", start="2026-12-01")
    edited(board, "95", column=SALES)
    edited(board, "9000")
    asked(board, "save", author="乙员", reason="销售从严", start="2027-01-01")
    for _ in range(3):
        asked(board, "undo")
    assert not board.state.now.table.changed_from(board.state.parent)
    return board


def test_drafts_are_listed_with_who_and_why(two: CalibratePage) -> None:
    dialog = asked(two, "drafts")["dialog"]
    about = {file["name"]: file["about"] for file in dialog["files"]}
    assert about == {FIRST: "甲员：出口从严", SECOND: "乙员：销售从严"}


def test_a_draft_opens_by_name_as_a_step_that_can_be_undone(two: CalibratePage) -> None:
    view = asked(two, "load", name=SECOND)["view"]
    assert view["table"][EXPORTS][1]["text"] == "9000"
    assert view["table"][SALES][1]["text"] == "95"
    assert "已打开修改稿 furniture-2027-01-01-1.yaml（与原稿不同2格）" in view["sentence"]
    view = asked(two, "undo")["view"]
    assert view["table"][EXPORTS][1]["text"] == "10000"
    assert view["table"][SALES][1]["text"] == "90"


@pytest.mark.parametrize("name", ["没有.yaml", "../furniture.yaml", ""])
def test_a_name_that_is_no_draft_is_refused(two: CalibratePage, name: str) -> None:
    two.matrix.receive({"ticket": "load", "do": "load", "name": name})
    assert f"没有“{name}”" in two.matrix.problem
    assert not two.state.now.table.changed_from(two.state.parent)


def test_a_draft_of_another_industry_is_not_listed(two: CalibratePage) -> None:
    folder = parameters_folder() / "standards"
    other = next(path for path in sorted(folder.glob("*.yaml")) if path.stem != "furniture")
    text = other.read_text(encoding="utf-8")
    drafts = two.state.work / "drafts"
    (drafts / "other.yaml").write_text(
        text + "\ndraft: {author: 甲, reason: 乙, parent: x, changes: [丙]}\n", encoding="utf-8"
    )
    (drafts / "broken.yaml").write_text("industry: [", encoding="utf-8")
    names = [file["name"] for file in asked(two, "drafts")["dialog"]["files"]]
    assert sorted(names) == [FIRST, SECOND]


def test_two_drafts_stand_beside_the_parent_with_their_counts(two: CalibratePage) -> None:
    dialog = asked(two, "beside", names=[FIRST, SECOND])["dialog"]
    assert dialog["heads"] == ["原稿", FIRST, SECOND]
    assert dialog["rows"] == [
        ["销售收入 基地（亿元）", "90", "90", "95"],
        ["出口额 基地（万美元）", "10\u2009000", "12\u2009000", "9\u2009000"],
    ]
    counts = {row[0]: row[1:] for row in dialog["counts"]}
    assert counts["都"] == ["符合 1 家　未定 0 家　不符合 29 家"] * 3
    asked(two, "load", name=FIRST)
    tab = two.matrix.view["tabs"][1]["verdicts"]
    assert counts["基地"][1] == "　".join(f"{one['label']} {one['now']} 家" for one in tab)


def test_what_stands_now_can_be_one_of_the_two(two: CalibratePage) -> None:
    edited(two, "11000")
    dialog = asked(two, "beside", names=[NOW, FIRST])["dialog"]
    assert [row[2:] for row in dialog["rows"]] == [["11\u2009000", "12\u2009000"]]


def test_one_draft_is_not_two(two: CalibratePage) -> None:
    two.matrix.receive({"ticket": "pair", "do": "beside", "names": [FIRST, FIRST]})
    assert "选了 1 份" in two.matrix.problem


def test_all_who_move_are_listed_to_be_copied(board: CalibratePage) -> None:
    edited(board, "20000")
    last, parent = movers_sheet(board.state)["parts"]
    head, *lines = last["text"].split("\n")
    assert head.split("\t") == ["级别", "申报单位", "达标项数", "档次", "结论"]
    assert last["title"] == f"本次改动前后：{len(lines)} 行"
    moved = (board.state.matrices()[1].low != board.state.matrices(board.state.before)[1].low) | (
        board.state.matrices()[1].high != board.state.matrices(board.state.before)[1].high
    )
    assert len(lines) == int(moved.sum())
    assert all(line.startswith("基地\t") and line.count("\t") == 4 for line in lines)
    assert parent["text"] == last["text"]
    edited(board, "95", column=SALES)
    last, parent = movers_sheet(board.state)["parts"]
    assert len(parent["text"].split("\n")) > len(lines)
    assert parent["text"] != last["text"]


def test_hidden_names_are_not_in_the_list_of_movers(board: CalibratePage) -> None:
    edited(board, "20000")
    asked(board, "blind", on=True)
    text = movers_sheet(board.state)["parts"][0]["text"]
    assert "第" in text
    assert not [name for name in board.state.loaded.cohort.name if name in text]
