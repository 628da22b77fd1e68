"""Saving a draft on the calibration page: once, told as saved, every fault named."""

from __future__ import annotations

from pathlib import Path

from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.indicators import INDICATORS
from tests.dashboards.calibrate.asking import EXPORTS, SALES, asked, edited

GIVEN = {"author": "样编辑", "reason": "试算　一", "start": "2026-12-01"}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "drafts").iterdir())


def test_saving_the_same_twice_makes_one_draft(board: CalibratePage, tmp_path: Path) -> None:
    edited(board, "12000")
    first = asked(board, "save", **GIVEN)["dialog"]
    again = asked(board, "save", **GIVEN)["dialog"]
    assert again["text"] == first["text"]
    assert files(tmp_path) == ["furniture-2026-12-01-1.xlsx", "furniture-2026-12-01-1.yaml"]
    edited(board, "13000")
    asked(board, "save", **GIVEN)
    assert len(files(tmp_path)) == 4


def test_the_title_says_what_is_saved_until_something_changes(board: CalibratePage) -> None:
    edited(board, "12000")
    assert "未保存" in board.matrix.view["title"]
    title = asked(board, "save", **GIVEN)["view"]["title"]
    assert "已存为 furniture-2026-12-01-1.yaml" in title
    assert "未保存" not in title
    assert "未保存" in edited(board, "12500")["view"]["title"]


def test_a_wide_space_stands_in_the_draft_as_itself(board: CalibratePage, tmp_path: Path) -> None:
    edited(board, "12000")
    asked(board, "save", **GIVEN)
    path = tmp_path / "drafts" / "furniture-2026-12-01-1.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\\U" not in text
    assert "假定　政府工作" in text
    draft = read_standard(path).draft
    assert draft
    assert draft.reason == "试算　一"


def test_every_cell_that_cannot_be_used_is_named(board: CalibratePage) -> None:
    columns = [EXPORTS, SALES, 7, 8, 9, 10, 11, 12]
    for column in columns:
        edited(board, "约1", column=column)
    checks = " ".join(check["text"] for check in board.matrix.view["checks"])
    error = asked(board, "save", **GIVEN)["dialog"]["error"]
    for column in columns:
        assert f"{INDICATORS[column].short} 基地" in checks
        assert f"{INDICATORS[column].short} 基地" in error
