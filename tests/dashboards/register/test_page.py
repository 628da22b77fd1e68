"""The page of titles without a browser: what it shows, and what it records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clusterlib.dashboards.ledger.held import short_name
from clusterlib.dashboards.register import open_register
from clusterlib.dashboards.register.page import RegisterPage
from clusterlib.register.chain import first_misfit
from clusterlib.register.store import open_store
from tests.dashboards.register.books import ON, write_book

REVIEW = {"title_id": "T2", "kind": "reviewed", "date": "2026-11-01"}


@pytest.fixture
def book(tmp_path: Path) -> RegisterPage:
    page = open_register(work=str(write_book(tmp_path)), on=ON)
    asked(page, "open")
    return page


def asked(page: RegisterPage, do: str, /, **given: Any) -> dict[str, Any]:
    """Send a request and return the view."""
    page.widget.receive({"ticket": f"{do}{page.widget.answer}", "do": do, **given})
    return page.widget.view


def rows_of(book: RegisterPage) -> list[str]:
    return [row["id"] for row in book.widget.view["list"]["rows"]]


def entered(book: RegisterPage, what: str, typed: Mapping[str, str]) -> dict[str, Any]:
    asked(book, what, typed=typed, number=1)
    assert book.widget.problem == ""
    return book.widget.entry


def test_the_latest_late_thing_stands_first_and_old_lapses_are_one_line(
    book: RegisterPage,
) -> None:
    late = book.widget.view["list"]["groups"][0]
    assert late["head"] == "已迟 2 件"
    told = [(row["day"], row["left"], row["what"]) for row in late["rows"]]
    assert told[:2] == [
        ("11-10", "迟 18 天", "复评申请截止"),
        ("08-09", "迟 111 天", "到期未复评"),
    ]
    assert told[2][2] == "年报未报"
    assert [(row["name"], row["state"]) for row in late["rows"][2:]] == [
        ("2025 年 2 个，以前 8 份", "missing"),
        ("1 个，先核有无漏录", "due_for_withdrawal"),
    ]
    assert book.widget.view["sentence"].startswith("2 件已迟，另有年报、久未复评；")
    assert "有效 2，到期未复评 1，应公告取消 1；缺录不等于未办。" in book.widget.view["sentence"]


def test_titles_stand_in_the_order_of_what_is_due_and_can_be_searched(book: RegisterPage) -> None:
    assert rows_of(book) == ["T1", "T2", "T3", "T4"]
    asked(book, "choose", query="皮革")
    assert rows_of(book) == ["T2"]
    asked(book, "choose", query="", state="due_for_withdrawal")
    assert rows_of(book) == ["T4"]
    asked(book, "choose", state="missing", industry="家具")
    assert rows_of(book) == ["T1"]


def test_what_is_known_to_month_or_year_is_never_a_day(book: RegisterPage) -> None:
    row = next(row for row in book.widget.view["list"]["rows"] if row["id"] == "T3")
    assert (row["since"], row["expires"], row["apply_by"]) == ("2023-12", "2027-12", "2027-09")
    kinds = [one["kind"] for one in row["line"]]
    assert " ".join(kinds) == (
        "unknown term unknown overdue unknown due unknown"
        " term unknown overdue unknown due unknown now unknown"
    )
    assert [mark["wide"] > 0.2 for mark in row["marks"]] == [True, True, True]


def test_returns_are_told_apart_per_year(book: RegisterPage) -> None:
    kinds = {
        row["id"]: [one["kind"] for one in row["returns"]]
        for row in book.widget.view["list"]["rows"]
    }
    assert kinds["T1"] == ["missing", "missing", "missing", "on_time"]
    assert kinds["T4"] == ["none"] * 4


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("浙江省绍兴市嵊州市", "嵊州市"),
        ("浙江省桐乡市", "桐乡市"),
        ("新乡市", "新乡市"),
        ("吴忠", "吴忠"),
    ],
)
def test_a_place_is_the_last_part_of_a_region(book: RegisterPage, region: str, place: str) -> None:
    facts = {"name": "中国厨具之都", "region": region}
    assert short_name(facts, book.state.held.rules) == (place, "厨具之都")


def test_one_title_tells_its_events_what_comes_and_what_lacks(book: RegisterPage) -> None:
    one = asked(book, "choose", title="T3")["title"]
    assert one["sentence"].startswith(
        "有效，自 2023-12。提出复评申请：2027-09-01 至 2027-09-30，还 277–306 天"
    )
    assert [event["date"] for event in one["events"]] == ["2004-09", "2014", "2023-12"]
    assert [hole["kind"] for hole in one["holes"]][:2] == ["断档", "断档"]
    assert one["axis"]["states"][-2]["text"] == "有效 4 年"


def test_consequences_are_told_before_anything_is_recorded(book: RegisterPage) -> None:
    before = book.state.held.events
    entry = entered(book, "check", REVIEW)
    assert entry["refused"] == []
    assert entry["sentence"] == "可以记。中国滩羊皮之都·乙县：到期未复评 → 有效。"
    assert {"what": "到期", "before": "2026-08-09", "after": "2030-11-01"} in entry["changes"][0][
        "rows"
    ]
    assert [event.event_id for event in book.ledger.store.events()] == [
        event.event_id for event in before
    ]


def test_a_recorded_event_is_in_the_store_and_the_same_again_adds_nothing(
    book: RegisterPage, tmp_path: Path
) -> None:
    count = len(book.state.held.events)
    assert entered(book, "record", REVIEW)["saved"].startswith("已记入台账：E000009 复评合格")
    held = open_store(tmp_path / "台账")
    assert len(held.events()) == count + 1
    assert "没有重复记" in entered(book, "record", REVIEW)["saved"]
    assert len(held.events()) == count + 1
    assert first_misfit(held.log()) is None
    assert book.state.held.found["T2"][1].state == "in_term"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title_id": "T1", "kind": "awarded", "date": "2026-11-01"}, "不能再授名"),
        ({"title_id": "T9", "kind": "reviewed", "date": "2026-11-01"}, "此前没有授名"),
        ({"title_id": "T1", "kind": "reviewed", "date": "2099-01-01"}, "晚于今天"),
        ({"title_id": "T1", "kind": "reviewed", "date": "去年"}, "日期"),
        ({"title_id": "T1", "kind": "return", "date": "2026-04-01"}, "没有填写"),
        ({"title_id": "T1", "kind": "", "date": ""}, "没有填写"),
    ],
)
def test_what_does_not_fit_is_refused_in_chinese_and_nothing_is_recorded(
    book: RegisterPage, typed: dict[str, str], told: str
) -> None:
    count = len(book.state.held.events)
    for what in ("check", "record"):
        entry = entered(book, what, typed)
        assert told in "".join(entry["refused"])
        assert entry["changes"] == []
    assert "saved" not in book.widget.entry
    assert len(book.ledger.store.events()) == count


def test_a_correction_is_struck_through_and_shows_what_was_known_before(
    book: RegisterPage,
) -> None:
    asked(book, "correct", title="T2", event="E000004")
    typed = dict(book.widget.entry["typed"])
    assert (typed["corrects"], typed["tier"], typed["date"]) == ("E000004", "都", "2022-08-09")
    typed["date"] = "2023-08"
    entry = entered(book, "check", typed)
    assert entry["lacks"] == "保存前还要写：更正理由、经办人。"
    assert entry["sentence"].endswith("到期未复评 → 有效。")
    assert "更正理由" in "".join(entered(book, "record", typed)["refused"])
    said = entered(book, "record", {**typed, "reason": "抄错", "person": "员甲"})["saved"]
    assert said == "已更正：E000004 由 E000009 代替，原条划去仍在。"
    one = asked(book, "choose", title="T2")["title"]
    assert [(event["id"], event["corrected"], event["corrects"]) for event in one["events"]] == [
        ("E000004", "E000009", ""),
        ("E000009", "", "E000004"),
    ]
    again = entered(book, "record", {**typed, "date": "2024", "reason": "又", "person": "员乙"})
    assert "已经更正过" in "".join(again["refused"])


def test_a_correction_to_nothing_takes_the_event_away(book: RegisterPage) -> None:
    typed = {"title_id": "T1", "kind": "", "corrects": "E000002", "reason": "记错称号"}
    saved = entered(book, "record", {**typed, "person": "员甲"})["saved"]
    assert saved.startswith("已更正：E000002")
    assert book.state.held.found["T1"][1].state == "due_for_withdrawal"
    assert "没有重复记" in entered(book, "record", {**typed, "person": "员甲"})["saved"]


def test_two_visitors_see_what_the_other_recorded(book: RegisterPage, tmp_path: Path) -> None:
    other = open_register(work=str(tmp_path), on=ON)
    asked(other, "open")
    entered(book, "record", REVIEW)
    segments = asked(other, "watch")["list"]["segments"]
    assert {one["term"]: one["count"] for one in segments}["有效"] == 3
    assert "没有重复记" in entered(other, "record", REVIEW)["saved"]


def test_the_browser_brings_the_choice_back_after_a_killed_kernel(
    book: RegisterPage, tmp_path: Path
) -> None:
    asked(book, "choose", title="T3")
    kept = asked(book, "day", by="-1y")["state"]
    other = open_register(work=str(tmp_path), on=ON)
    view = asked(other, "open", kept=[{"slot": other.widget.texts["key"], "state": kept}])
    assert (view["title"]["id"], view["on"]) == ("T3", "2025-11-28")
    strange = asked(other, "open", kept=[{"slot": other.widget.texts["key"], "state": "[1"}])
    assert strange["ready"]


def test_a_day_that_is_none_is_told_and_the_page_stays_as_it_was(book: RegisterPage) -> None:
    asked(book, "day", on="明天")
    assert "“明天”不是日期" in book.widget.problem
    assert asked(book, "watch")["on"] == ON


def test_what_was_known_on_a_day_before_holds_nothing_recorded_since(book: RegisterPage) -> None:
    view = asked(book, "day", known="2020-01-01")
    assert view["list"]["rows"] == []
    assert view["known"] == "2020-01-01"


def test_tables_and_calendar_come_as_files(book: RegisterPage) -> None:
    for what, name in (("status", "称号状态"), ("events", "称号台账"), ("calendar", "称号待办")):
        asked(book, "export", what=what)
        assert book.widget.file["name"].startswith(name)
    assert book.widget.file["data"].startswith(b"BEGIN:VCALENDAR")
    asked(book, "export", what="status")
    sheet = openpyxl.load_workbook(BytesIO(book.widget.file["data"])).active
    assert [cell.value for cell in sheet[1]][:2] == ["称号编号", "称号"]
    assert sheet.max_row == 5


def test_an_empty_register_says_how_to_begin(tmp_path: Path) -> None:
    book = open_register(work=str(tmp_path))
    assert "台账里还没有称号" in asked(book, "open")["sentence"]
    assert json.dumps(book.widget.view["list"]["rows"]) == "[]"
    award = {"title_id": "T1", "kind": "awarded", "date": "2024-01-02", "tier": "都"}
    assert entered(book, "record", {**award, "name": "中国样品之都·甲县"})["saved"]
    assert rows_of(book) == ["T1"]


def test_parts_give_frames(book: RegisterPage) -> None:
    assert list(book.titles.frame()["title_id"]) == ["T1", "T2", "T3", "T4"]
    assert {"day", "what", "title_id"} <= set(book.due.frame().columns)
    assert len(book.events.frame()) == 8
