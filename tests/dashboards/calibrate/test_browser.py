"""The calibration page in Chromium: from a cold server to a saved draft, and when things break."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clusterlib.resources import sample_table
from clusterlib.rule_files.standards import read_standard
from tests.dashboards.browser import (
    AXE,
    SIZES,
    TEXTS_OVERLAPPING,
    ZOOMED,
    serious_findings,
    watched,
)
from tests.dashboards.calibrate.looking import opened, threshold, typed
from tests.dashboards.conftest import Serve, Server, only

pytestmark = pytest.mark.browser


def test_a_changed_threshold_turns_cells_counts_and_the_sentence(calibrate: Page) -> None:
    typed(calibrate, "２0 000")
    expect(calibrate.locator(".sentence")).to_contain_text("出口额 10\u2009000→20\u2009000 万美元")
    expect(calibrate.locator(".sentence")).to_contain_text("失去一档（符合→未定）")
    turned = calibrate.locator(".r .c.turned")
    assert turned.count() > 3
    expect(turned.first).to_have_attribute("aria-label", "未达标，本次改动使其变化")
    expect(calibrate.locator(".tab.on")).to_contain_text("原5")
    expect(calibrate.locator(".hc.lit .source")).to_have_text("原10\u2009000")


def test_every_cell_on_screen_is_one_of_five_states_and_no_glyph_is_missing(
    calibrate: Page,
) -> None:
    assert calibrate.locator(".r:not([hidden])").count() == 30
    classes = calibrate.locator(".r:not([hidden]) .c").evaluate_all(
        "cells => cells.map(cell => cell.className.match(/c([0-4])/)[1])"
    )
    assert len(classes) == 600
    assert set(classes) <= set("01234")
    missing = calibrate.evaluate("""() => {
      const text = new Set(document.querySelector('.cl').innerText.replace(/\\s/g, ''));
      const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
      const drawn = (char) => { canvas.clearRect(0, 0, 40, 40);
        canvas.font = '24px ' + getComputedStyle(document.querySelector('.cl')).fontFamily;
        canvas.fillText(char, 5, 30); return canvas.getImageData(0, 0, 40, 40).data.join(); };
      const none = drawn('\\u{10FFFD}');
      return [...text].filter((char) => drawn(char) === none); }""")
    assert missing == []


def test_undo_and_redo_go_back_and_forth(calibrate: Page) -> None:
    typed(calibrate, "20000")
    expect(calibrate.locator(".sentence")).to_contain_text("→20\u2009000")
    calibrate.keyboard.press("Control+z")
    undone = "撤销。基地·出口额 20\u2009000→10\u2009000"
    expect(calibrate.locator(".sentence")).to_contain_text(undone)
    calibrate.get_by_role("button", name="重做").click()
    expect(calibrate.locator(".sentence")).to_contain_text("→20\u2009000")


def test_a_block_from_excel_fills_cells_and_a_wrong_one_is_marked(calibrate: Page) -> None:
    calibrate.get_by_role("button", name="全部达标值").click()
    threshold(calibrate, 0, "grid", 0).click()
    calibrate.evaluate("""() => { const data = new DataTransfer();
      data.setData('text/plain', '310\\t110\\t3１\\r\\n36\\t29\\t约21\\r\\n280\\t90\\t26\\r\\n');
      document.activeElement.dispatchEvent(new ClipboardEvent('paste',
        {clipboardData: data, bubbles: true, cancelable: true})); }""")
    expect(threshold(calibrate, 0, "grid", 2)).to_have_value("31")
    expect(threshold(calibrate, 1, "grid", 2)).to_have_attribute("aria-invalid", "true")
    expect(threshold(calibrate, 1, "grid", 1)).to_have_value("29")
    expect(calibrate.locator(".checks")).to_contain_text("仍按 20 计算")
    expect(calibrate.locator(".sentence")).to_contain_text("粘贴9格，1格用不了")


def test_a_refused_value_keeps_the_old_one_in_use(calibrate: Page) -> None:
    typed(calibrate, "abc")
    expect(threshold(calibrate)).to_have_attribute("aria-invalid", "true")
    expect(calibrate.locator(".line")).to_contain_text("不是数字，仍按 10\u2009000 计算")
    calibrate.get_by_role("button", name="保存草案").click()
    expect(calibrate.locator(".dlg button.main")).to_be_disabled()


def test_a_dragged_line_moves_the_threshold(calibrate: Page) -> None:
    box = calibrate.locator("svg.dist .tl").nth(1).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 6
    calibrate.mouse.move(x, y)
    calibrate.mouse.down()
    for step in range(1, 31):
        calibrate.mouse.move(x + 4 * step, y)
    calibrate.mouse.up()
    expect(calibrate.locator(".sentence")).to_contain_text("基地·出口额 10\u2009000→")
    expect(calibrate.locator(".tab.on")).to_contain_text("原")


def test_keys_move_lines_cells_and_tabs(calibrate: Page) -> None:
    calibrate.locator("svg.dist .tl").nth(1).focus()
    calibrate.keyboard.press("ArrowRight")
    expect(calibrate.locator(".sentence")).to_contain_text("10\u2009000→10\u2009500")
    calibrate.locator("#cl-matrix").focus()
    calibrate.keyboard.press("ArrowDown")
    calibrate.keyboard.press("ArrowRight")
    expect(calibrate.locator(".line")).to_contain_text("·产值占比")
    calibrate.locator(".tab.on").focus()
    calibrate.keyboard.press("ArrowRight")
    expect(calibrate.locator(".tab").nth(2)).to_have_attribute("aria-selected", "true")
    expect(calibrate.locator(".tab").nth(2)).to_be_focused()


def test_an_assumption_changes_the_verdicts_and_is_said(calibrate: Page) -> None:
    calibrate.get_by_role("radiogroup", name="三 政府工作").get_by_role("radio").nth(3).click()
    expect(calibrate.locator(".sentence")).to_contain_text("假定 三 政府工作 较好→不定")
    expect(calibrate.get_by_role("radio", name="不定").first).to_be_checked()


def test_a_draft_is_saved_and_the_second_analyst_is_told(calibrate: Page, server: Server) -> None:
    for author in ("样甲", "样乙"):
        if author == "样乙":
            calibrate.evaluate("localStorage.clear(), sessionStorage.clear()")
            opened(calibrate, server.address + "/calibrate")
        typed(calibrate, "12000")
        calibrate.get_by_role("button", name="保存草案").click()
        expect(calibrate.locator(".dlg")).to_contain_text("基地·出口额 10\u2009000→12\u2009000")
        calibrate.locator("input[name=author]").fill(author)
        calibrate.locator("input[name=reason]").fill("出口额门槛偏低")
        calibrate.locator(".dlg button.main").click()
        expect(calibrate.locator(".dlg")).to_contain_text("已保存")
        expect(calibrate.locator(".dlg a.file")).to_have_count(2)
    expect(calibrate.locator(".dlg .warn")).to_contain_text("样甲：出口额门槛偏低")
    saved = sorted((server.work / "drafts").glob("*.yaml"))
    assert len(saved) == 2
    draft = read_standard(saved[0]).draft
    assert draft
    assert draft.author == "样甲"
    assert "基地·出口额 10\u2009000→12\u2009000 万美元" in draft.changes
    assert any("假定" in change for change in draft.changes)


def test_a_link_reopens_the_state(calibrate: Page, server: Server) -> None:
    typed(calibrate, "15000")
    calibrate.locator(".tab").nth(2).click()
    calibrate.get_by_role("button", name="保存草案").click()
    address = calibrate.locator(".dlg .address").input_value()
    calibrate.evaluate("localStorage.clear()")
    opened(calibrate, address)
    expect(calibrate.locator(".tab").nth(2)).to_have_attribute("aria-selected", "true")
    calibrate.locator(".tab").nth(1).click()
    expect(threshold(calibrate)).to_have_value("15\u2009000")


def test_a_damaged_link_is_said_and_opens_the_parent(page: Page, server: Server) -> None:
    with watched(page, server):
        opened(page, server.address + "/calibrate?state=" + urllib.parse.quote("abc✗"))
        expect(page.locator(".sentence")).to_contain_text("链接不完整或已损坏")
        expect(threshold(page)).to_have_value("10\u2009000")


def test_names_are_hidden_until_the_set_is_frozen(calibrate: Page) -> None:
    calibrate.get_by_role("button", name="盲评").click()
    expect(calibrate.locator(".r .n").first).to_have_text(re.compile(r"第\d+号"))
    typed(calibrate, "20000")
    expect(calibrate.locator(".sentence")).not_to_contain_text("县")
    calibrate.locator(".r .c").nth(6).hover()
    expect(calibrate.locator(".line")).not_to_contain_text("县")
    calibrate.get_by_role("button", name="盲评").click()
    calibrate.get_by_role("button", name="冻结并显示名称").click()
    expect(calibrate.locator(".r .n").first).to_contain_text("县")
    assert threshold(calibrate).get_attribute("readonly") is not None


def test_the_projection_is_large_and_works_by_keys(calibrate: Page) -> None:
    calibrate.set_viewport_size({"width": 1024, "height": 768})
    typed(calibrate, "20000")
    calibrate.get_by_role("button", name="投影").click()
    sizes = calibrate.locator(
        ".proj .pt b, .proj .pb b, .proj .change, .proj .nm, .proj svg .tl text, .proj .rest, "
        ".proj .pa span"
    ).evaluate_all(
        "nodes => nodes.filter(n => n.textContent).map(n =>"
        " parseFloat(getComputedStyle(n).fontSize))"
    )
    assert min(sizes) >= 24
    assert calibrate.evaluate("document.querySelector('.proj').scrollHeight") <= 768
    calibrate.keyboard.press("ArrowUp")
    expect(calibrate.locator(".proj .big")).to_have_text("20\u2009500")
    calibrate.keyboard.press("z")
    expect(calibrate.locator(".proj .big")).to_have_text("20\u2009000")
    calibrate.keyboard.press("ArrowRight")
    expect(calibrate.locator(".proj .pt")).to_contain_text("企业数")
    calibrate.keyboard.press("3")
    expect(calibrate.locator(".proj .pt")).to_contain_text("乡")
    calibrate.keyboard.press("Escape")
    expect(calibrate.locator(".proj")).to_be_hidden()


def test_the_printed_sheet_has_old_beside_new_and_signature_lines(calibrate: Page) -> None:
    calibrate.evaluate("window.print = () => {}")
    typed(calibrate, "12000")
    calibrate.get_by_role("button", name="打印").click()
    paper = calibrate.locator(".cl-paper")
    expect(paper).to_contain_text("12\u2009000（改）")
    expect(paper).to_contain_text("起草人")
    expect(paper).to_contain_text("政府工作较好")
    calibrate.emulate_media(media="print")
    expect(paper).to_be_visible()
    pdf = calibrate.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1


def test_a_page_always_shows_the_data_of_now(
    page: Page, start_server: Serve, tmp_path: Path
) -> None:
    table = tmp_path / "cohort.csv"
    text = sample_table().read_text(encoding="utf-8-sig")
    table.write_text(text, encoding="utf-8")
    server = start_server(cohort=str(table), notebooks=only("calibrate", tmp_path / "n"))
    server.wait_for("warm", 1)
    table.write_text(text.replace("白沙样县", "新沙样县"), encoding="utf-8")
    opened(page, server.address + "/calibrate")
    expect(page.locator(".r .n", has_text="新沙样县")).to_be_visible()


def test_a_file_that_went_missing_is_said_with_a_code_that_the_log_holds(
    page: Page, start_server: Serve, tmp_path: Path
) -> None:
    table = tmp_path / "cohort.csv"
    table.write_bytes(sample_table().read_bytes())
    server = start_server(cohort=str(table), notebooks=only("calibrate", tmp_path / "n"))
    server.wait_for("ready", 1)  # the warm kernel has read the table
    table.unlink()
    page.goto(server.address + "/calibrate")
    banner = page.locator(".banner.error")
    expect(banner).to_contain_text("cohort.csv", timeout=30_000)
    code = re.search(r"E-[0-9A-F]{6}", banner.inner_text())
    assert code
    assert code.group() in server.log
    assert "Traceback" in server.log[server.log.index(code.group()) :]


def test_with_a_token_the_whole_page_works_for_who_knows_it(
    page: Page, start_server: Serve, tmp_path: Path
) -> None:
    server = start_server(token="geheim-7", notebooks=only("calibrate", tmp_path / "n"))
    page.goto(server.address + "/?token=geheim-7")
    page.get_by_role("link", name="阈值校准").click()
    expect(page.locator(".cl .r .c").first).to_be_visible(timeout=30_000)
    typed(page, "20000")
    expect(page.locator(".sentence")).to_contain_text("失去一档")
    assert "geheim-7" not in page.content()
    page.goto("about:blank")


def test_closing_a_page_ends_its_kernel(page: Page, server: Server) -> None:
    server.wait_for("visitors", 0)
    opened(page, server.address + "/calibrate")
    server.wait_for("visitors", 1)
    page.goto("about:blank")
    server.wait_for("visitors", 0)


@pytest.fixture(scope="module")
def edited(browser: Browser, server: Server) -> Iterator[Page]:
    """One page with a change, for tests that only look at it."""
    page = browser.new_page()
    with watched(page, server):
        opened(page, server.address + "/calibrate")
        typed(page, "20000")
        expect(page.locator(".sentence")).to_contain_text("→20")
        yield page
    page.close()


@pytest.mark.parametrize("size", [ZOOMED, *SIZES], ids=str)
def test_nothing_is_cut_off_and_nothing_overlaps(edited: Page, size: tuple[int, int]) -> None:
    edited.set_viewport_size({"width": size[0], "height": size[1]})
    edited.wait_for_timeout(300)
    cut = edited.locator(".cl *").evaluate_all("""nodes => nodes.filter(n => {
      const box = n.getBoundingClientRect(), style = getComputedStyle(n);
      if (!box.width || style.visibility === 'hidden' || n.closest('svg')) return false;
      const own = [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim());
      return own && (n.scrollWidth > n.clientWidth + 1 && n.clientWidth > 0
          && !n.matches('.sentence, .line, .sub')
        || box.right > innerWidth + 1); }).map(n => n.className + ': ' + n.textContent)""")
    assert cut == []
    overlapping = edited.locator(
        ".topbar > *, .tabs > *, .assume > *, .hc > .cn, .hc > .un, .hc > .in, .hc > .share, "
        ".hc > .source, .legend > *, .words > *, .scale, .gl, .r:not([hidden]) .n"
    ).evaluate_all(TEXTS_OVERLAPPING)
    assert overlapping == []


@pytest.mark.skipif(AXE is None, reason="axe-core is not installed (npm install axe-core)")
@pytest.mark.parametrize("where", ["matrix", "grid", "projection", "save"])
def test_the_accessibility_check_finds_nothing_serious(calibrate: Page, where: str) -> None:
    typed(calibrate, "20000")
    if where != "matrix":
        name = {"grid": "全部达标值", "projection": "投影", "save": "保存草案"}[where]
        calibrate.get_by_role("button", name=name).click()
        calibrate.wait_for_timeout(500)
    assert serious_findings(calibrate) == []
