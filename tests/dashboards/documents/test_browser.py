"""The page of papers in Chromium: seen, made, made again, downloaded; failures, sizes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.browser import (
    AXE,
    SIZES,
    TEXTS_OVERLAPPING,
    Cable,
    serious_findings,
    watched,
)
from tests.dashboards.conftest import Serve, Server, only
from tests.dashboards.documents.cases import OTHER, write_work
from tests.documents.made import a_workbook

pytestmark = pytest.mark.browser

ZOOMED = (853, 533)
OUT_OF_SIGHT = """nodes => nodes.filter(node => {
  const box = node.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < 0);
}).map(node => node.textContent)"""

LEVEL = """nodes => nodes.length === 10 && new Set(nodes.map(node =>
  Math.round(node.getBoundingClientRect().top))).size === 1"""


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server on a working folder with two cases."""
    work = write_work(tmp_path_factory.mktemp("work"))
    notebooks = only("documents", tmp_path_factory.mktemp("notebooks"))
    return start_server(notebooks=notebooks, work=str(work), limit=8)


@pytest.fixture
def papers(page: Page, server: Server) -> Iterator[Page]:
    """Open the page; in the end nothing foreign was asked for, no error is in the console."""
    with watched(page, server):
        opened(page, server)
        yield page


def opened(page: Page, server: Server) -> None:
    page.goto(server.address + "/documents")
    expect(page.locator(".cl[data-answer]")).to_be_visible(timeout=60_000)
    if page.get_by_label("同时出 PDF").is_enabled():
        page.get_by_label("同时出 PDF").uncheck()


def made(server: Server, ending: str = ".docx") -> list[str]:
    return sorted(path.name for path in (server.work / "文书").glob(f"*{ending}"))


def test_a_paper_is_seen_made_and_downloaded_by_keys_alone(papers: Page, server: Server) -> None:
    cell = papers.locator('[data-at="YX-002:correction_notice"]')
    cell.focus()
    papers.keyboard.press("Enter")
    expect(papers.locator(".preview h2")).to_have_text("补正通知")
    expect(cell).to_be_focused()
    expect(papers.frame_locator("iframe").locator("h1")).to_have_text("关于补正申报材料的通知")
    papers.get_by_role("button", name="生成补正通知").press("Enter")
    expect(papers.locator(".foot .said")).to_have_text("已生成 1 份。")
    assert made(server) == ["YX-002 样乙县人民政府 补正通知（内部）.docx"]
    with papers.expect_download() as download:
        papers.get_by_role("button", name="下载补正通知 DOCX").press("Enter")
    assert download.value.suggested_filename == made(server)[0]
    with papers.expect_download() as download:
        papers.get_by_role("button", name="全案打包").press("Enter")
    assert download.value.suggested_filename == "YX-002 样乙县人民政府 发送包（内部）.zip"


def test_a_paper_whose_content_changed_is_made_again_only_for_a_reason(
    papers: Page, server: Server
) -> None:
    papers.locator('[data-at="YX-002:base_tables"]').click()
    papers.get_by_role("button", name="生成基本情况表").click()
    expect(papers.locator(".foot .said")).to_have_text("已生成 1 份。")
    path = server.work / "申报" / "2 乙.xlsx"
    a_workbook(server.work, OTHER, employees=9000).rename(path)
    papers.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(papers.locator(".papers tr.on")).to_contain_text("内容已变，再出须写理由")
    papers.get_by_role("button", name="生成基本情况表").click()
    expect(papers.locator(".reason")).to_contain_text("已经出过这份文书")
    papers.get_by_label("更正理由").fill("县里更正")
    papers.get_by_label("更正理由").press("Enter")
    expect(papers.locator(".reason")).to_be_hidden()
    expect(papers.locator(".papers tr.on")).to_contain_text("已出更正1")
    assert "YX-002 样乙县人民政府 基本情况表（内部）（更正1）.docx" in made(server)


def test_making_goes_on_over_a_lost_connection_and_is_done_once(
    page: Page, server: Server
) -> None:
    with watched(page, server):
        cable = Cable(page)
        opened(page, server)
        page.locator('[data-at="YX-001:plaque"]').click()
        page.get_by_role("button", name="申报单位").click()
        expect(page.get_by_role("button", name="申报单位")).to_have_attribute(
            "aria-pressed", "true"
        )
        before = len(made(server))
        cable.deafen()
        page.get_by_role("button", name="本件全部").click()
        page.wait_for_function("document.querySelector('.topbar .main').disabled")
        cable.cut()
        cable.mend()
        expect(page.locator(".foot .said")).to_have_text("已生成 10 份。")
        assert len(made(server)) == before + 10
        assert not list((server.work / "文书").glob("*更正*申报单位*"))


def test_nothing_is_cut_and_nothing_serious_is_found(papers: Page) -> None:
    papers.locator('[data-at="YX-001:appraisal_report"]').click()
    expect(papers.locator(".preview h2")).to_have_text("专家考评报告")
    for width, height in (*SIZES, ZOOMED):
        papers.set_viewport_size({"width": width, "height": height})
        top = papers.locator(".topbar > *, .foot > *, .ptop > *")
        assert top.evaluate_all(TEXTS_OVERLAPPING) == []
        assert top.evaluate_all(OUT_OF_SIGHT) == []
        cells = papers.locator(".matrix button, .papers th, .papers td, .papers button")
        assert cells.evaluate_all(OUT_OF_SIGHT) == []
        assert papers.locator(".matrix tr:first-child button").evaluate_all(LEVEL)
    if AXE:
        assert serious_findings(papers) == []


def test_another_day_and_reader_are_kept_when_the_page_is_opened_anew(
    papers: Page, server: Server
) -> None:
    papers.get_by_role("button", name="公开").click()
    papers.get_by_label("出文日期").fill("2026-11-28")
    papers.get_by_label("出文日期").press("Enter")
    expect(papers.get_by_role("button", name="公开")).to_have_attribute("aria-pressed", "true")
    papers.get_by_label("出文日期").fill("明天")
    papers.get_by_label("出文日期").press("Enter")
    expect(papers.locator(".banner")).to_contain_text("出文日期")
    opened(papers, server)
    expect(papers.get_by_role("button", name="公开")).to_have_attribute("aria-pressed", "true")
    expect(papers.get_by_label("出文日期")).to_have_value("2026-11-28")
