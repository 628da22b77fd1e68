"""The page of candidates in Chromium: from a cold server to a file, and when things break."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clusterlib.samples import write_samples
from tests.dashboards.browser import (
    AXE,
    SIZES,
    TEXTS_CUT,
    TEXTS_OVERLAPPING,
    ZOOMED,
    Cable,
    kill_kernel,
    serious_findings,
    watched,
)
from tests.dashboards.conftest import Serve, Server, only

pytestmark = pytest.mark.browser

THREE, SIX = "?c=J09&c=J08&c=J03", "?c=J09&c=J08&c=J03&c=J07&c=J11&c=J20"


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server on workbooks with three years."""
    folder = write_samples(tmp_path_factory.mktemp("samples")).applications
    for second in folder.glob("重号样县*"):  # of two with one id neither is compared
        second.unlink()
    return start_server(
        notebooks=only("compare", tmp_path_factory.mktemp("notebooks")),
        cohort=str(folder),
        limit=8,
    )


@pytest.fixture
def compare(page: Page, server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open the page; in the end nothing foreign was asked for, no error is in the console."""
    with watched(page, server):
        opened(page, server, getattr(request, "param", THREE))
        yield page


@pytest.fixture(scope="module", params=[THREE, SIX], ids=["three", "six"])
def still(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One page for tests that only look at it."""
    page = browser.new_page()
    with watched(page, server):
        opened(page, server, request.param)
        yield page
    page.close()


of_six = pytest.mark.parametrize("compare", [SIX], indirect=True, ids=["six"])


def opened(page: Page, server: Server, query: str = "") -> None:
    """Open the page and wait for the table."""
    page.goto(server.address + "/compare" + query)
    expect(page.locator("table.cp .value").first).to_be_visible(timeout=30_000)


def names(page: Page) -> list[str]:
    """Return the names in the heads, from left to right."""
    return page.locator(".who .name").all_text_contents()


def button(page: Page, name: str) -> None:
    """Press a button of the top bar."""
    page.locator(".topbar").get_by_role("button", name=name).click()


def test_three_candidates_stand_beside_the_thresholds_with_their_trends(compare: Page) -> None:
    assert names(compare) == ["甲县", "松溪样县", "丙县"]
    for text in ("出口额", "居前 %", "乡基都", "差到上一级", "到上一级未达的项", "23–25年"):
        expect(compare.get_by_text(text).first).to_be_visible()
    assert compare.locator("svg.spark").count() > 40


@of_six
def test_from_four_candidates_on_trend_and_distance_give_way(compare: Page) -> None:
    assert len(names(compare)) == 6
    expect(compare.get_by_text("差到上一级")).to_have_count(0)
    assert compare.locator("svg.spark").count() == 0


def test_candidates_are_picked_with_the_keyboard_alone(compare: Page) -> None:
    compare.locator(".topbar").get_by_role("button", name="换候选").focus()
    compare.keyboard.press("Enter")
    expect(compare.locator(".picker .list li").nth(5)).to_be_visible()
    compare.keyboard.type("己县")
    expect(compare.locator(".picker .list li")).to_have_count(1)
    compare.keyboard.press("Enter")
    expect(compare.get_by_role("button", name="对比这 4 家")).to_be_enabled()
    compare.get_by_role("button", name="移出甲县").focus()
    compare.keyboard.press("Enter")
    compare.get_by_role("button", name="己县前移").focus()
    compare.keyboard.press("Enter")
    compare.get_by_role("button", name="对比这 3 家").focus()
    compare.keyboard.press("Enter")
    expect(compare.locator(".who .name").first).to_have_text("松溪样县")
    assert names(compare) == ["松溪样县", "己县", "丙县"]


@of_six
def test_less_than_two_and_more_than_six_cannot_be_confirmed(compare: Page) -> None:
    button(compare, "换候选")
    expect(compare.locator(".picker")).to_contain_text("已满 6 家")
    free = compare.locator(".picker .list input:not(:checked)")
    expect(free.first).to_be_disabled()
    for name in ("甲县", "松溪样县", "丙县", "癸县", "青石样市"):
        compare.get_by_role("button", name=f"移出{name}").click()
    expect(compare.get_by_role("button", name="对比这 1 家")).to_be_disabled()


def test_the_fixed_line_follows_focus_and_arrow_keys(compare: Page) -> None:
    line = compare.locator(".foot .line")
    compare.locator('[data-r="3"][data-c="0"]').focus()
    expect(line).to_contain_text("甲县·总产值")
    compare.keyboard.press("ArrowRight")
    compare.keyboard.press("ArrowDown")
    expect(line).to_contain_text("松溪样县·产值占比")
    expect(line).to_contain_text("松溪样县申报表.xlsx 基本情况表二")
    for _ in range(2):
        compare.keyboard.press("ArrowUp")
    expect(line).to_contain_text("松溪样县·乡：达标")


def test_the_assumption_changes_counts_at_once_and_goes_into_the_link(
    compare: Page, server: Server
) -> None:
    head = compare.locator("th.one").nth(1)
    expect(head).to_contain_text("10–11项")
    compare.get_by_role("radio", name="算未达标").click()
    expect(head).not_to_contain_text("10–11项")
    expect(compare.locator(".bottom")).to_contain_text("按假定算未达标")
    button(compare, "链接")
    link = compare.get_by_label("重开此页的链接", exact=True).last.input_value()
    compare.evaluate("localStorage.clear()")
    compare.goto(link)
    expect(compare.get_by_role("radio", name="算未达标")).to_have_attribute(
        "aria-checked", "true", timeout=30_000
    )
    assert names(compare) == ["甲县", "松溪样县", "丙县"]


def everything_in(path: Path) -> str:
    """Return all text of a file, of each member where it is an archive."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as archive:
        return "".join(
            name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def test_hidden_names_stand_nowhere(compare: Page, server: Server) -> None:
    told = ("甲县", "松溪样县", "丙县", "J09", "样一市")
    with compare.expect_download(timeout=30_000):
        button(compare, "导出 XLSX")  # the status line says its name
    expect(compare.locator(".said")).to_contain_text("甲县")
    logged = len(server.log)
    button(compare, "换候选")
    expect(compare.locator(".picker .list li").first).to_be_visible()
    compare.keyboard.press("Escape")
    button(compare, "盲评")
    expect(compare.locator(".who .name").first).to_have_text("第01号")
    shown = (
        compare.content()
        + compare.url
        + compare.evaluate("JSON.stringify([localStorage, sessionStorage, history.state])")
    )
    for kind in ("XLSX", "PNG"):
        with compare.expect_download(timeout=30_000) as waiting:
            button(compare, f"导出 {kind}")
        shown += waiting.value.suggested_filename + compare.locator(".said").inner_text()
        shown += everything_in(Path(waiting.value.path()))
    shown += server.log[logged:]
    assert [name for name in told if name in shown] == []
    compare.reload()
    expect(compare.locator(".who .name").first).to_have_text("第01号", timeout=30_000)
    button(compare, "盲评")
    compare.get_by_role("button", name="定住并显示名称").click()
    expect(compare.locator(".who .name").first).to_have_text("甲县")
    expect(compare.locator(".topbar").get_by_role("button", name="换候选")).to_be_disabled()


@pytest.mark.parametrize("kind", ["XLSX", "PNG"])
def test_a_file_comes_down_under_a_chinese_name(compare: Page, kind: str) -> None:
    with compare.expect_download(timeout=30_000) as waiting:
        button(compare, f"导出 {kind}")
    name = waiting.value.suggested_filename
    assert name.startswith("候选对比 ")
    assert name.endswith(kind.lower())
    assert Path(waiting.value.path()).stat().st_size > 5_000
    expect(compare.locator(".said")).to_have_text(f"已下载 {name}")


@pytest.mark.parametrize(
    "compare", ["?c=J09&c=J99&c=J03&state=abc"], indirect=True, ids=["damaged"]
)
def test_a_damaged_link_opens_the_page_and_says_what_is_wrong(compare: Page) -> None:
    assert names(compare) == ["甲县", "丙县"]
    expect(compare.locator(".flags")).to_contain_text("链接不完整或已损坏")
    expect(compare.locator(".flags")).to_contain_text("有 1 家不在这批申报单位里")


def test_a_dead_kernel_is_said_at_once_and_the_choice_survives(page: Page, server: Server) -> None:
    opened(page, server, THREE)
    page.get_by_role("radio", name="算未达标").click()
    expect(page.locator(".bottom")).to_contain_text("按假定算未达标")
    kill_kernel(page, server)
    expect(page.locator(".banner.dead")).to_contain_text("后台程序已停止", timeout=5_000)
    page.get_by_role("button", name="重新打开本页").click()
    expect(page.locator(".bottom")).to_contain_text("按假定算未达标", timeout=30_000)
    page.goto("about:blank")


def test_a_lost_connection_is_said_and_the_choice_follows_when_it_is_back(
    page: Page, server: Server
) -> None:
    cable = Cable(page)
    opened(page, server, THREE)
    cable.cut()
    page.get_by_role("radio", name="算未达标").click()
    cable.mend()
    expect(page.locator(".bottom")).to_contain_text("按假定算未达标")
    page.goto("about:blank")


def test_a_file_whose_answer_is_lost_comes_when_the_page_is_back(
    page: Page, server: Server
) -> None:
    cable = Cable(page)
    opened(page, server, THREE)
    cable.deafen()
    button(page, "导出 XLSX")
    page.wait_for_timeout(2_000)
    with page.expect_download(timeout=60_000):
        cable.cut()
        cable.mend()
    page.goto("about:blank")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_cut_off_and_nothing_overlaps(still: Page, size: tuple[int, int]) -> None:
    still.set_viewport_size({"width": size[0], "height": size[1]})
    still.wait_for_timeout(300)
    assert still.locator(".cpage *").evaluate_all(TEXTS_CUT) == []
    assert (
        still.locator(
            ".topbar > *, .assume > *, table.cp th, table.cp td, .tier span:not(.bar), .foot > *"
        ).evaluate_all(TEXTS_OVERLAPPING)
        == []
    )


def test_zoomed_in_no_verdict_and_no_number_is_cut(still: Page) -> None:
    still.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    still.wait_for_timeout(500)
    below_is_fine = TEXTS_CUT.replace("innerHeight", "1e9")
    assert still.locator(".cpage *").evaluate_all(below_is_fine) == []
    assert (
        still.locator(".topbar > *, .assume > *, table.cp th, .tier span:not(.bar)").evaluate_all(
            TEXTS_OVERLAPPING
        )
        == []
    )


@pytest.mark.skipif(AXE is None, reason="axe-core is not installed (npm install axe-core)")
def test_the_accessibility_check_finds_nothing_serious(still: Page) -> None:
    still.set_viewport_size({"width": 1280, "height": 800})
    assert serious_findings(still) == []
    for dialog in ("换候选", "链接"):
        button(still, dialog)
        still.wait_for_timeout(500)
        assert serious_findings(still) == []
        still.keyboard.press("Escape")
