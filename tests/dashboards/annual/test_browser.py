"""The page of annual returns in Chromium: returns come in, the round is seen, failures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clusterlib.register.store import open_store
from tests.dashboards.browser import (
    AXE,
    SIZES,
    TEXTS_OVERLAPPING,
    Cable,
    serious_findings,
    watched,
)
from tests.dashboards.conftest import Serve, Server, only
from tests.dashboards.register.books import write_book
from tests.intake.returns import write_filled

pytestmark = pytest.mark.browser

ZOOMED = (853, 533)
OUT_OF_SIGHT = """nodes => nodes.filter(node => {
  const box = node.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < 0);
}).map(node => node.textContent)"""
BOOK = """称号编号,事件,日期,称号,地区,行业,级别
T1,授名,2023-02-10,中国板式家具生产基地·甲县,样省甲县,家具,基地
T2,授名,2023-08-09,中国滩羊皮之都·乙县,样省乙县,皮革,都
"""
NAMES = {
    "甲县": {"产业集群所在地": "样省甲县", "产业集群名称": "中国板式家具生产基地·甲县"},
    "乙县": {"产业集群所在地": "样省乙县", "产业集群名称": "中国滩羊皮之都·乙县"},
    "无县": {"产业集群所在地": "样省无县", "产业集群名称": "中国没有之乡"},
}


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server whose working folder holds a small register."""
    work = write_book(tmp_path_factory.mktemp("work"), BOOK)
    notebooks = only("annual", tmp_path_factory.mktemp("notebooks"))
    return start_server(notebooks=notebooks, work=str(work), limit=8)


@pytest.fixture
def returns(page: Page, server: Server) -> Iterator[Page]:
    """Open the page; in the end nothing foreign was asked for, no error is in the console."""
    with watched(page, server):
        opened(page, server)
        yield page


def opened(page: Page, server: Server) -> None:
    page.goto(server.address + "/annual")
    expect(page.locator(".cl[data-answer]")).to_be_visible(timeout=60_000)


def dropped(page: Page, folder: Path, *names: str) -> None:
    """Choose returns in the file dialog and wait until each is looked at."""
    paths = [write_filled(folder / f"{name}.xlsx", NAMES[name]) for name in names]
    page.locator("input[type=file]").set_input_files(paths)
    expect(page.locator(".files .file")).to_have_count(len(names))


def test_returns_are_read_then_recorded_and_the_round_goes_on(
    returns: Page, server: Server, tmp_path: Path
) -> None:
    expect(returns.locator(".sentence")).to_have_text("应报 2 个：未报 2。")
    dropped(returns, tmp_path, "甲县", "无县")
    expect(returns.locator(".files")).to_contain_text("台账里没有“中国没有之乡”")
    assert len(open_store(server.work / "台账").events()) == 2
    returns.get_by_label("收到日").fill("2026-04-08")
    returns.get_by_label("经办人").fill("员甲")
    returns.get_by_role("button", name="存入台账 1 份").press("Enter")
    expect(returns.locator(".foot .said")).to_have_text("已存入台账 1 份，收到日 2026-04-08。")
    expect(returns.locator(".sentence")).to_contain_text("未报 1，按期 1")
    assert open_store(server.work / "台账").events()[-1].title_id == "T1"


def test_a_save_whose_answer_was_lost_is_recorded_once(
    page: Page, server: Server, tmp_path: Path
) -> None:
    with watched(page, server):
        cable = Cable(page)
        opened(page, server)
        held = open_store(server.work / "台账")
        dropped(page, tmp_path, "乙县")
        count = len(held.events())
        page.get_by_label("收到日").fill("2026-05-08")
        cable.deafen()
        page.get_by_role("button", name="存入台账 1 份").click()
        page.wait_for_function("document.querySelector('.saveline button').disabled")
        cable.cut()
        cable.mend()
        expect(page.locator(".files")).to_contain_text("已存入")
        assert len(held.events()) == count + 1


def test_nothing_is_cut_and_nothing_serious_is_found(returns: Page, tmp_path: Path) -> None:
    dropped(returns, tmp_path, "甲县", "无县")
    for width, height in (*SIZES, ZOOMED):
        returns.set_viewport_size({"width": width, "height": height})
        top = returns.locator(".topbar > *, .saveline > *, .foot > *")
        assert top.evaluate_all(TEXTS_OVERLAPPING) == []
        assert top.evaluate_all(OUT_OF_SIGHT) == []
        heads = returns.locator(".each thead th, .zone, .files")
        assert heads.evaluate_all(OUT_OF_SIGHT) == []
    if AXE:
        assert serious_findings(returns) == []
