"""The page of candidates in Chromium: from a cold server to a file, at three sizes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.conftest import Serve, Server, only

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server on the shipped samples."""
    return start_server(notebooks=only("compare", tmp_path_factory.mktemp("notebooks")), limit=8)


@pytest.fixture
def compare(page: Page, server: Server) -> Iterator[Page]:
    """Open the page; in the end nothing foreign was asked for, no error is in the console."""
    page.set_viewport_size({"width": 1280, "height": 800})
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text)
            if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(
        (server.address, server.address.replace("http", "ws"), "data:", "blob:")
    ) else seen.append(request.url))
    page.goto(server.address + "/compare")
    expect(page.get_by_text("白沙样县").first).to_be_visible(timeout=30_000)
    yield page
    page.goto("about:blank")
    assert seen == []


def test_three_candidates_stand_beside_the_thresholds(compare: Page) -> None:
    for text in ("出口额", "居前 %", "乡基都", "差到上一级", "到上一级未达的项"):
        expect(compare.get_by_text(text).first).to_be_visible()


def test_names_are_hidden_on_request(compare: Page) -> None:
    compare.get_by_role("button", name="盲评").click()
    expect(compare.get_by_text("白沙样县")).to_have_count(0)


def test_a_file_comes_down_under_a_chinese_name(compare: Page) -> None:
    with compare.expect_download(timeout=30_000) as waiting:
        compare.get_by_role("button", name="导出 XLSX").click()
    assert waiting.value.suggested_filename.startswith("候选对比 ")
    assert waiting.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("size", [(1024, 768), (1280, 800), (1920, 1080)], ids=str)
def test_the_page_is_never_wider_than_the_screen(compare: Page, size: tuple[int, int]) -> None:
    compare.set_viewport_size({"width": size[0], "height": size[1]})
    compare.wait_for_timeout(300)
    width = compare.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]
