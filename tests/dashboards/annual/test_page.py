"""The page of annual returns without a browser: read strictly, recorded, the round, warnings."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clusterlib.dashboards.annual import open_annual
from clusterlib.dashboards.annual.page import AnnualPage
from clusterlib.register.filed import altered_returns
from clusterlib.register.store import open_store
from tests.dashboards.register.books import ON, write_book
from tests.intake.returns import write_filled

BOOK = """称号编号,事件,日期,称号,地区,行业,级别
T1,授名,2023-02-10,中国板式家具生产基地·甲县,样省甲县,家具,基地
T2,授名,2023-08-09,中国滩羊皮之都·乙县,样省乙县,皮革,都
"""
FIRST = {
    "产业集群所在地": "样省甲县",
    "产业集群名称": "中国板式家具生产基地·甲县",
    "龙头企业数量": 2,
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[AnnualPage]:
    page = open_annual(work=str(write_book(tmp_path, BOOK)), on=ON)
    asked(page, "open")
    yield page
    page.session.close()


def asked(page: AnnualPage, do: str, /, **given: Any) -> dict[str, Any]:
    """Send a request and return the view."""
    page.widget.receive({"ticket": f"{do}{page.widget.answer}", "do": do, **given})
    return page.widget.view


def dropped(page: AnnualPage, path: Path) -> dict[str, Any]:
    """Drop a file, as the page sends it; return what is said of it."""
    data = path.read_bytes()
    asked(page, "part", upload=path.name, name=path.name, size=len(data), at=0, data=data, rest=0)
    assert page.widget.problem == ""
    return page.widget.view["dropped"][-1]


def saved(page: AnnualPage, received: str = "2026-04-08") -> list[str]:
    view = asked(page, "save", received=received, person="员甲")
    return [one["word"] for one in view["dropped"]]


def row(page: AnnualPage, title: str) -> dict[str, Any]:
    view = asked(page, "choose", whole=True)
    return next(one for one in view["rows"] if one["title"] == title)


def test_a_return_is_looked_at_before_it_is_recorded(book: AnnualPage, tmp_path: Path) -> None:
    count = len(book.ledger.store.events())
    one = dropped(book, write_filled(tmp_path / "甲县.xlsx", {**FIRST, "出口额": "约1亿"}))
    assert (one["word"], one["reason"]) == ("可存入", "T1 2025 年度")
    assert any("出口额" in line for line in one["lines"])
    assert len(book.ledger.store.events()) == count
    assert saved(book) == ["已存入"]
    assert book.widget.view["said"] == "已存入台账 1 份，收到日 2026-04-08。"
    held = open_store(tmp_path / "台账")
    event = held.events()[-1]
    assert (event.title_id, event.kind, event.date, event.year, event.person) == (
        "T1", "return", "2026-04-08", "2025", "员甲",
    )  # fmt: skip
    assert list(altered_returns(held)) == []


def test_the_same_return_again_adds_nothing(book: AnnualPage, tmp_path: Path) -> None:
    path = write_filled(tmp_path / "甲县.xlsx", FIRST)
    dropped(book, path)
    saved(book)
    count = len(book.ledger.store.events())
    assert dropped(book, path)["word"] == "已收过"
    assert saved(book) == ["已存入", "已收过"]
    assert len(book.ledger.store.events()) == count


def test_another_visitor_who_saves_the_same_file_adds_nothing(
    book: AnnualPage, tmp_path: Path
) -> None:
    other = open_annual(work=str(tmp_path), on=ON)
    path = write_filled(tmp_path / "甲县.xlsx", FIRST)
    assert dropped(book, path)["word"] == dropped(other, path)["word"] == "可存入"
    assert saved(book) == ["已存入"]
    assert saved(other) == ["已收过"]
    assert sum(event.kind == "return" for event in book.ledger.store.events()) == 1
    other.session.close()


@pytest.mark.parametrize(
    ("changes", "year", "told"),
    [
        ({"产业集群名称": "中国没有之乡"}, 2025, "台账里没有“中国没有之乡”"),
        ({"产业集群名称": ""}, 2025, "没有填写"),
        (FIRST, 2022, "2022年12月31日称号“无记录”，不须报该年度"),
    ],
)
def test_a_return_that_does_not_fit_is_refused_in_chinese(
    book: AnnualPage, tmp_path: Path, changes: dict[str, Any], year: int, told: str
) -> None:
    one = dropped(book, write_filled(tmp_path / "县.xlsx", {**FIRST, **changes}, year))
    assert one["word"] == "不能收"
    assert told in one["reason"]
    assert book.widget.view["saveable"] == 0
    count = len(book.ledger.store.events())
    assert saved(book) == ["不能收"]
    assert len(book.ledger.store.events()) == count


def test_what_is_no_return_is_refused_and_can_be_taken_away(
    book: AnnualPage, tmp_path: Path
) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    one = dropped(book, path)
    assert one["word"] == "不能收"
    assert asked(book, "remove", number=one["number"])["dropped"] == []


def test_the_round_counts_on_time_late_and_missing(book: AnnualPage, tmp_path: Path) -> None:
    assert book.widget.view["sentence"] == "应报 2 个：未报 2。"
    dropped(book, write_filled(tmp_path / "甲县.xlsx", FIRST))
    saved(book, "2026-05-02")
    assert book.widget.view["sentence"] == "应报 2 个：未报 1，迟报 1。"
    assert (row(book, "T1")["word"], row(book, "T1")["received"]) == ("迟报", "05-02")
    missing = row(book, "T2")
    assert (missing["received"], missing["note"]) == (
        "迟 212 天",
        "上年度也未报，复评时计入（4.1）",
    )
    curve = book.widget.view["curve"]
    assert (curve["due_text"], curve["came"], curve["owed"]) == (
        "04-30 截止，收到 0", "收到 1", "应报 2",
    )  # fmt: skip


def test_growth_that_differs_is_shown_as_stated_and_recomputed(
    book: AnnualPage, tmp_path: Path
) -> None:
    for year, revenue, growth in ((2024, 1_000_000, ""), (2025, 900_000, 5.5)):
        changes = {**FIRST, "营业收入": revenue, "E9": growth}
        dropped(book, write_filled(tmp_path / f"{year}.xlsx", changes, year))
        saved(book, f"{year + 1}-04-08")
    cell = row(book, "T1")["cells"][0]
    assert (cell["value"], cell["growth"], cell["doubted"]) == ("90.0", "+5.5→−10.0", True)
    assert any("甲县" == doubt["place"] for doubt in book.widget.view["doubts"])
    assert row(book, "T1")["word"] == "有疑"


def test_warnings_name_what_lies_ahead_and_what_to_ask(book: AnnualPage, tmp_path: Path) -> None:
    dropped(book, write_filled(tmp_path / "甲县.xlsx", FIRST))
    saved(book)
    warned = {one["title"]: one for one in book.widget.view["warned"]}
    assert warned["T1"]["gate"] == "提出复评申请 2026-11-10"
    assert (warned["T1"]["left"], warned["T1"]["late"]) == ("迟 18 天", True)
    assert warned["T2"]["rank"] == "无法算"
    assert "请报2025年度报表" in warned["T2"]["ask"]


def test_a_day_of_receipt_that_is_none_or_to_come_records_nothing(
    book: AnnualPage, tmp_path: Path
) -> None:
    dropped(book, write_filled(tmp_path / "甲县.xlsx", FIRST))
    count = len(book.ledger.store.events())
    for day, told in (("昨天", "不是日期"), ("2099-01-01", "晚于今天")):
        assert saved(book, day) == ["可存入"]
        assert told in book.widget.problem
    assert len(book.ledger.store.events()) == count


def test_template_round_and_warnings_come_as_files(book: AnnualPage) -> None:
    asked(book, "template")
    assert book.widget.file["name"] == "2025年度报表.xlsx"
    for what, name in (("warnings", "预警 2026-11-28.xlsx"), ("round", "2025年报汇总.xlsx")):
        asked(book, "export", what=what)
        assert book.widget.file["name"] == name
    sheet = openpyxl.load_workbook(BytesIO(book.widget.file["data"])).active
    assert sheet.max_row == 3
    assert len(book.round.frame()) == len(book.warnings.frame()) == 2


def test_another_year_is_chosen_and_comes_back_after_a_killed_kernel(
    book: AnnualPage, tmp_path: Path
) -> None:
    view = asked(book, "choose", year="2023")
    assert view["due"] == "2023 年度 · 2024-04-30 截止（4.1）"
    other = open_annual(work=str(tmp_path), on=ON)
    kept = [{"slot": other.widget.texts["key"], "state": view["state"]}]
    assert asked(other, "open", kept=kept)["year"] == 2023
