"""With what the calibration page opens: the newer wins, what does not fit is offered."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from clusterlib.dashboards.calibrate import open_calibration
from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.dashboards.what_if.opening import slot_of
from clusterlib.dashboards.what_if.scenario import LinkState
from clusterlib.errors import InputError
from clusterlib.resources import parameters_folder, sample_table
from tests.dashboards.calibrate.asking import EXPORTS, FURNITURE, SALES, asked, edited


def kept(board: CalibratePage) -> dict[str, str]:
    """Return what the browser keeps of a page."""
    return {
        "slot": board.matrix.texts["key"],
        "state": board.matrix.view["state"],
        "link": board.matrix.view["link"],
    }


def again(**given: Any) -> tuple[CalibratePage, dict[str, Any]]:
    """Open the page anew and return it with its view."""
    fresh = open_calibration(str(sample_table()), str(FURNITURE), on="2026-11-25")
    return fresh, asked(fresh, "open", **{"search": "", **given})["view"]


def ceramics(folder: Path) -> CalibratePage:
    """Return the page on the samples as if they were of another industry."""
    lines = list(csv.reader(sample_table().read_text(encoding="utf-8-sig").splitlines()))
    place = lines[0].index("行业") if "行业" in lines[0] else lines[0].index("industry")
    for line in lines[1:]:
        line[place] = "陶瓷"
    path = folder / "陶瓷.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)
    return open_calibration(str(path), str(parameters_folder() / "standards"), on="2026-11-25")


def test_a_link_carries_the_state_and_a_damaged_one_is_said(board: CalibratePage) -> None:
    edited(board, "12000")
    edited(board, "abc", column=SALES)
    asked(board, "assume", name="policy", value="good")
    asked(board, "tier", tier=2)
    state = board.state.link_state()
    view = asked(board, "open", search=f"?state={state}")["view"]
    assert view["tier"] == 2
    assert view["assume"]["policy"] == "good"
    assert view["table"][EXPORTS][1]["text"] == "12000"
    assert view["marks"][f"{SALES},1"]["error"]
    with pytest.raises(InputError):
        LinkState.decoded(state[:-4])
    view = asked(board, "open", search="?state=x")["view"]
    assert "链接不完整或已损坏" in view["sentence"]


def test_what_the_browser_kept_is_restored_as_one_step(board: CalibratePage) -> None:
    edited(board, "12000")
    fresh = open_calibration(str(sample_table()), str(FURNITURE))
    view = asked(fresh, "open", search="", kept=[kept(board)])["view"]
    assert view["sentence"].startswith("已恢复上次未保存的改动（1格）")
    assert asked(fresh, "undo")["view"]["table"][EXPORTS][1]["text"] == "10000"


def test_edits_after_a_link_was_opened_are_newer_than_the_link(board: CalibratePage) -> None:
    edited(board, "12000")
    link = board.state.link_state()
    first, view = again(search=f"?state={link}")
    assert view["table"][EXPORTS][1]["text"] == "12000"
    edited(first, "15000")
    edited(first, "16000", column=SALES)
    _, view = again(search=f"?state={link}", kept=[kept(first)])
    assert view["table"][EXPORTS][1]["text"] == "15000"
    assert view["table"][SALES][1]["text"] == "16000"
    assert view["link"] == link
    assert view["offer"] is None


def test_another_link_opens_and_what_was_kept_is_offered(board: CalibratePage) -> None:
    edited(board, "15000")
    own = kept(board)
    other, _ = again()
    edited(other, "12000")
    page, view = again(search=f"?state={other.state.link_state()}", kept=[own])
    assert view["table"][EXPORTS][1]["text"] == "12000"
    assert view["offer"]["text"] == "这台电脑上另有未保存的改动（1格），没有套用。"
    view = asked(page, "take")["view"]
    assert view["table"][EXPORTS][1]["text"] == "15000"
    assert view["offer"] is None
    assert asked(page, "undo")["view"]["table"][EXPORTS][1]["text"] == "12000"


def test_what_was_kept_of_another_industry_is_offered_and_never_applied(
    board: CalibratePage, tmp_path: Path
) -> None:
    page = ceramics(tmp_path)
    before = asked(page, "open", search="")["view"]["table"]
    edited(board, "15000")
    view = asked(page, "open", search="", kept=[kept(board)])["view"]
    assert view["table"] == before
    assert view["offer"]["text"] == (
        "上次是另一行业（furniture）标准上的1格改动，没有套用到这里的陶瓷标准。"
    )
    assert asked(page, "decline")["view"]["offer"] is None
    assert page.state.now.table == page.state.parent


def test_a_link_of_another_industry_is_offered_and_never_applied(
    board: CalibratePage, tmp_path: Path
) -> None:
    page = ceramics(tmp_path)
    edited(board, "15000")
    view = asked(page, "open", search=f"?state={board.state.link_state()}")["view"]
    assert "链接里是另一行业（furniture）标准上的1格改动" in view["offer"]["text"]
    assert page.state.now.table == page.state.parent


def test_what_was_kept_of_an_earlier_version_of_the_standard_is_offered(
    board: CalibratePage,
) -> None:
    edited(board, "15000")
    older = LinkState.decoded(board.state.link_state())
    changed = LinkState(
        "000000000000", older.changes, older.assumption, older.tier, older.blind, older.industry
    ).encoded()
    page, view = again(kept=[{"slot": "furniture:000000000000", "state": changed, "link": ""}])
    assert view["offer"]["text"] == "上次在另一份原稿上有1格未保存的改动，没有套用到现在的原稿。"
    assert page.state.now.table == page.state.parent
    assert asked(page, "take")["view"]["table"][EXPORTS][1]["text"] == "15000"


def test_the_browser_keeps_states_apart_by_industry_and_mark(board: CalibratePage) -> None:
    assert board.matrix.texts["key"] == slot_of(board.state.loaded)
    assert board.matrix.texts["key"].startswith("furniture:")
