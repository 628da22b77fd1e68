"""What was typed and pasted on the calibration page is never lost, nor undone by accident."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.browser import Cable, kill_kernel
from tests.dashboards.calibrate.looking import EXPORTS, opened, threshold, typed
from tests.dashboards.conftest import Server

pytestmark = pytest.mark.browser

PASTE = """text => { const data = new DataTransfer();
  data.setData('text/plain', text);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste',
    {clipboardData: data, bubbles: true, cancelable: true})); }"""


def test_a_dead_kernel_is_said_at_once_and_no_edit_is_lost(page: Page, server: Server) -> None:
    opened(page, server.address + "/calibrate")
    page.evaluate("localStorage.clear()")
    typed(page, "12000")
    expect(page.locator(".sentence")).to_contain_text("→12\u2009000")
    kill_kernel(page, server)
    typed(page, "9000")
    expect(page.locator(".banner.dead")).to_contain_text("后台程序已停止", timeout=5_000)
    page.get_by_role("button", name="重新打开本页").click()
    expect(threshold(page)).to_have_value("9\u2009000", timeout=30_000)
    page.get_by_role("button", name="撤销").click()
    expect(threshold(page)).to_have_value("12\u2009000")


def test_a_lost_connection_is_said_and_edits_follow_when_it_is_back(
    page: Page, server: Server
) -> None:
    cable = Cable(page)
    opened(page, server.address + "/calibrate")
    page.evaluate("localStorage.clear()")
    cable.cut()
    typed(page, "15000")
    cable.mend()
    expect(page.locator(".sentence")).to_contain_text("→15\u2009000")


def test_an_edit_whose_answer_is_lost_counts_once_and_is_shown_when_the_page_is_back(
    page: Page, server: Server
) -> None:
    cable = Cable(page)
    opened(page, server.address + "/calibrate")
    page.evaluate("localStorage.clear()")
    typed(page, "15000")
    expect(page.locator(".sentence")).to_contain_text("→15\u2009000")
    cable.deafen()
    typed(page, "18000")
    page.wait_for_timeout(500)
    cable.cut()
    cable.mend()
    expect(page.locator(".sentence")).to_contain_text("15\u2009000→18\u2009000")
    page.get_by_role("button", name="撤销").click()
    expect(threshold(page)).to_have_value("15\u2009000")


def test_edits_after_a_link_survive_the_kernel_and_a_reload(page: Page, server: Server) -> None:
    opened(page, server.address + "/calibrate")
    typed(page, "12000")
    page.get_by_role("button", name="保存草案").click()
    address = page.locator(".dlg .address").input_value()
    opened(page, address)
    assert page.url == server.address + "/calibrate"
    typed(page, "15000")
    typed(page, "95", 2)
    expect(page.locator(".sentence")).to_contain_text("→95")
    kill_kernel(page, server)
    page.get_by_role("button", name="重新打开本页").click()
    expect(threshold(page)).to_have_value("15\u2009000", timeout=30_000)
    expect(threshold(page, 2)).to_have_value("95")
    page.reload()
    expect(threshold(page)).to_have_value("15\u2009000", timeout=30_000)
    # The same link again, as from a mail: what was made of it since is newer.
    opened(page, address)
    expect(threshold(page, 2)).to_have_value("95")


def test_what_another_standard_left_is_offered_not_applied(page: Page, server: Server) -> None:
    opened(page, server.address + "/calibrate")
    typed(page, "15000")
    expect(page.locator(".sentence")).to_contain_text("→15\u2009000")
    page.goto(server.address + "/health")
    page.evaluate("""() => { for (const store of [localStorage, sessionStorage]) {
      for (const key of Object.keys(store).filter(key => key.startsWith('clusterlib:'))) {
        store[key.replace(/:[^:]*$/, ':0123456789ab')] = store[key];
        store.removeItem(key); } } }""")
    opened(page, server.address + "/calibrate")
    expect(threshold(page)).to_have_value("10\u2009000")
    expect(page.locator(".offer")).to_contain_text("没有套用")
    page.get_by_role("button", name="套用", exact=True).click()
    expect(threshold(page)).to_have_value("15\u2009000")
    expect(page.locator(".offer")).to_be_hidden()


def test_typing_right_after_a_paste_leaves_the_paste(calibrate: Page) -> None:
    threshold(calibrate, 0).click()
    # Both before any answer: the paste fills 0 to 2 along the header, then 2 is typed over.
    calibrate.evaluate(f"""() => {{
      ({PASTE})('300\\t30\\t95');
      const field = document.querySelector('input.th[data-place=head][data-c="{EXPORTS}"]');
      field.focus();
      field.value = '15000';
      field.dispatchEvent(new InputEvent('input', {{bubbles: true}}));
      field.dispatchEvent(new Event('change', {{bubbles: true}})); }}""")
    expect(calibrate.locator(".tab.on")).to_contain_text("原")
    expect(threshold(calibrate, 0)).to_have_value("300")
    expect(threshold(calibrate, 2)).to_have_value("95")
    calibrate.locator(".sub").click()
    expect(threshold(calibrate)).to_have_value("15\u2009000")


def test_two_clicks_save_one_draft(calibrate: Page, server: Server) -> None:
    typed(calibrate, "12000")
    before = set((server.work / "drafts").glob("*"))
    calibrate.get_by_role("button", name="保存草案").click()
    for name in ("author", "reason"):
        calibrate.locator(f".dlg input[name={name}]").fill("样" + name)
    calibrate.locator(".dlg button.main").dblclick()
    expect(calibrate.locator(".dlg h2")).to_have_text("已保存")
    expect(calibrate.locator(".topbar .sub")).to_contain_text("已存为 furniture-")
    assert len(set((server.work / "drafts").glob("*")) - before) == 2


def test_a_kernel_that_the_server_ended_is_said_within_three_seconds(
    calibrate: Page, server: Server
) -> None:
    kernel = calibrate.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    calibrate.evaluate("id => navigator.sendBeacon('/leave/' + id)", kernel)
    expect(calibrate.locator(".banner")).to_contain_text("后台程序已停止", timeout=3_000)
    calibrate.get_by_role("button", name="重新打开本页").click()
    expect(threshold(calibrate)).to_be_visible(timeout=30_000)
    expect(calibrate.locator(".banner")).to_be_hidden()


@pytest.mark.parametrize("place", ["after a paste", "after a click on text", "in the field"])
def test_undo_is_the_pages_wherever_the_cursor_is(calibrate: Page, place: str) -> None:
    if place == "after a paste":
        threshold(calibrate).click()
        calibrate.evaluate(PASTE, "15000\t20")
        expect(calibrate.locator(".sentence")).to_contain_text("粘贴2格")
    else:
        threshold(calibrate).fill("15000")
        expect(calibrate.locator(".sentence")).to_contain_text("→15\u2009000")
    if place == "after a click on text":
        calibrate.locator(".topbar .sub").click()
    calibrate.keyboard.press("Control+z")
    expect(calibrate.locator(".sentence")).to_contain_text("撤销。")
    expect(threshold(calibrate)).to_have_value(
        "10000" if place != "after a click on text" else "10\u2009000"
    )
    calibrate.keyboard.press("Control+y")
    expect(calibrate.locator(".sentence")).to_contain_text("重做。")
