"""The page of titles in Chromium: looked at, filtered, entered, corrected, and failures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from clusterlib.register.store import open_store
from tests.dashboards.browser import (
    AXE,
    SIZES,
    TEXTS_OVERLAPPING,
    Cable,
    kill_kernel,
    serious_findings,
    watched,
)
from tests.dashboards.conftest import Serve, Server, only
from tests.dashboards.register.books import write_book

pytestmark = pytest.mark.browser

ZOOMED = (853, 533)
OUT_OF_SIGHT = """nodes => nodes.filter(node => {
  const box = node.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < 0);
}).map(node => node.textContent)"""


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server whose working folder holds a small register."""
    work = write_book(tmp_path_factory.mktemp("work"))
    notebooks = only("register", tmp_path_factory.mktemp("notebooks"))
    return start_server(notebooks=notebooks, work=str(work), limit=8)


@pytest.fixture
def book(page: Page, server: Server) -> Iterator[Page]:
    """Open the page; in the end nothing foreign was asked for, no error is in the console."""
    with watched(page, server):
        opened(page, server)
        yield page


def opened(page: Page, server: Server) -> None:
    """Open the page on its list, whatever an earlier visit chose."""
    page.goto(server.address + "/register")
    expect(page.locator(".cl[data-answer]")).to_be_visible(timeout=60_000)


def typed(page: Page, title: str, kind: str, day: str) -> None:
    """Fill the form of an entry."""
    page.get_by_role("button", name="记一笔…").click()
    page.locator("#en-title_id").fill(title)
    page.locator("#en-kind").select_option(label=kind)
    page.locator("#en-date").fill(day)


def test_titles_are_searched_filtered_and_opened_with_the_keyboard(book: Page) -> None:
    expect(book.locator(".list tbody tr")).to_have_count(4)
    book.get_by_label("查称号、地区、文号").fill("竹编")
    expect(book.locator(".list tbody tr")).to_have_count(1)
    book.locator(".list tbody button").focus()
    book.keyboard.press("Enter")
    expect(book.locator(".topbar h1")).to_have_text("中国竹编之乡")
    expect(book.locator(".axis")).to_contain_text("有效 4 年")
    book.get_by_role("button", name="返回台账").press("Enter")
    book.get_by_label("查称号、地区、文号").fill("")
    book.get_by_role("button", name="应公告取消 1").click()
    expect(book.locator(".list tbody tr")).to_have_count(1)
    book.get_by_role("button", name="全部 4").click()


def test_an_entry_shows_what_it_changes_then_is_recorded(book: Page, server: Server) -> None:
    count = len(open_store(server.work / "台账").events())
    typed(book, "T2", "授名", "2026-11-01")
    expect(book.locator(".effect")).to_contain_text("不能再授名")
    book.locator("#en-kind").select_option(label="复评合格")
    expect(book.locator(".effect")).to_contain_text("到期未复评 → 有效")
    assert len(open_store(server.work / "台账").events()) == count
    book.get_by_role("button", name="记入台账").click()
    expect(book.locator("dialog")).to_be_hidden()
    expect(book.locator(".foot .said")).to_contain_text("已记入台账：E000009")
    assert len(open_store(server.work / "台账").events()) == count + 1
    book.locator(".list tbody tr", has_text="滩羊皮").click()
    book.get_by_role("button", name="更正 E000009").click()
    book.locator("#en-date").fill("2026-10")
    expect(book.locator(".effect")).to_contain_text("保存前还要写：更正理由、经办人")
    book.locator("#en-reason").fill("只知年月")
    book.locator("#en-person").fill("员甲")
    book.locator("dialog button[type=submit]").click()
    expect(book.locator("tr.gone")).to_contain_text("已由 E000010 更正")
    expect(book.locator("tr.mended")).to_contain_text("理由：只知年月；员甲")


def test_an_entry_whose_answer_was_lost_is_recorded_once(page: Page, server: Server) -> None:
    with watched(page, server):
        cable = Cable(page)
        opened(page, server)
        held = open_store(server.work / "台账")
        count = len(held.events())
        typed(page, "T4", "公告取消", "2026-11-02")
        expect(page.locator(".effect")).to_contain_text("应公告取消")
        cable.deafen()
        page.get_by_role("button", name="记入台账").click()
        page.wait_for_function("document.querySelector('dialog button[type=submit]').disabled")
        cable.cut()
        cable.mend()
        expect(page.locator("dialog")).to_be_hidden()
        assert len(held.events()) == count + 1


def test_a_killed_kernel_loses_nothing_and_the_view_comes_back(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    opened(page, server)
    page.locator(".list tbody tr", has_text="竹编").click()
    expect(page.locator(".topbar h1")).to_have_text("中国竹编之乡")
    kill_kernel(page, server)
    expect(page.locator(".banner")).to_contain_text("已记入的都在台账里", timeout=20_000)
    page.get_by_role("button", name="重新打开本页").click()
    expect(page.locator(".topbar h1")).to_have_text("中国竹编之乡", timeout=60_000)
    page.goto("about:blank")


def test_nothing_is_cut_or_overlaps_at_any_size(book: Page) -> None:
    for width, height in (*SIZES, ZOOMED):
        book.set_viewport_size({"width": width, "height": height})
        top = book.locator(".topbar > *, .filters > *, .foot > *")
        assert top.evaluate_all(TEXTS_OVERLAPPING) == []
        assert top.evaluate_all(OUT_OF_SIGHT) == []
        rows = book.locator(".list thead th, .list tbody tr:first-child > *")
        assert rows.evaluate_all(OUT_OF_SIGHT) == []


@pytest.mark.skipif(AXE is None, reason="axe-core is not installed")
def test_nothing_serious_is_found_by_the_accessibility_check(book: Page) -> None:
    assert serious_findings(book) == []
    book.locator(".list tbody tr", has_text="竹编").click()
    expect(book.locator(".axis")).to_be_visible()
    assert serious_findings(book) == []
    book.get_by_role("button", name="记一笔…").click()
    expect(book.locator("dialog")).to_be_visible()
    assert serious_findings(book) == []
