"""The panel's page in a browser: on a tablet by touch, cut off, and on the leader's screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from clusterlib.dashboards.server.users import add_user
from clusterlib.panel.records import INDICATORS, Round
from clusterlib.panel.store import PanelStore
from clusterlib.register.store import open_store
from tests.panel.applicants import STANDARD, cohort_table
from tests.panel.cases import SIX, members

pytestmark = pytest.mark.browser
PASSWORD = "一个长口令1234"


@pytest.fixture(scope="module")
def server(start_server, tmp_path_factory):
    work = tmp_path_factory.mktemp("panel")
    (work / "pages").mkdir()
    PanelStore(open_store(work / "台账")).append(members(), datetime.now(UTC))
    for name in "甲乙":
        add_user(work / "用户.csv", name, "expert", PASSWORD)
    return start_server(
        work=work,
        users=str(work / "用户.csv"),
        cohort=str(cohort_table(work / "申报.csv")),
        standard=str(STANDARD),
        notebooks=str(work / "pages"),
    )


def signed_in(browser, server, name, width=1024, height=768):
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=width == 1024
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(server.address + "/login")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("button")
    expect(page.locator("header h1")).to_have_text("专家评审")
    return page


def points(page, section, text):
    field = page.locator(f"#{section} .points")
    field.fill(text)
    field.press("Tab")


def test_an_expert_fills_and_locks_the_sheet_by_touch_and_the_leader_closes(browser, server):
    page = signed_in(browser, server, "甲")
    small = page.evaluate(
        "[...document.querySelectorAll('button,input,summary')]"
        ".filter((one) => one.getBoundingClientRect().height < 30).length"
    )
    assert small == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    points(page, "basic", "48.5")
    expect(page.locator("#basic .bad")).to_contain_text("48.5分不在允许的档内，没有存入")
    expect(page.locator("#basic .points")).to_have_value("48.5")
    expect(page.locator("#basic .points")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#lock")).to_be_disabled()
    row = SIX["甲"]
    points(page, "basic", row[0])
    points(page, "quality", row[1])
    for section, given in zip(("government", "policy"), row[2:4], strict=True):
        page.locator(f"#{section} button", has_text="较好").tap()
        expect(page.locator(f"#{section}")).to_contain_text("可填 6≤得分≤8")
        points(page, section, given)
        expect(page.locator(f"#{section} .mark")).to_be_visible()
    for name in INDICATORS:
        page.locator(f"#finding-{name} summary").tap()
        page.locator(f"#finding-{name} textarea").fill("一段评语")
        page.locator(f"#finding-{name} textarea").press("Tab")
        expect(page.locator(f"#finding-{name} summary")).to_contain_text("4 字")
    expect(page.locator("#lock")).to_be_enabled()
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#lock").tap()
    expect(page.locator("#correct")).to_be_visible()
    expect(page.locator("#basic .points")).to_be_disabled()
    page.locator("button", has_text="组长").tap()
    expect(page.locator(".state")).to_contain_text("第1轮锁定 1/7")
    the_report_is_written(page)
    page.locator("#close").tap()
    expect(page.locator("#open")).to_be_visible()
    page.context.close()


def the_report_is_written(page):
    page.get_by_label("考评开始").fill("昨天")
    page.get_by_label("考评开始").press("Tab")
    expect(page.locator("#report [role=alert]")).to_contain_text("没有存入")
    expect(page.get_by_label("考评开始")).to_have_value("昨天")
    page.get_by_label("考评开始").fill("2026-11-24")
    page.get_by_label("考评开始").press("Tab")
    expect(page.locator("#report [role=alert]")).to_have_count(0)
    page.get_by_label("结论", exact=True).select_option("推荐")
    expect(page.locator("#gaps")).to_contain_text("没有写推荐级别")
    expect(page.locator("#gaps")).to_contain_text("意见0条，一般不少于4条")
    page.get_by_label("意见1", exact=True).fill("一段很短的意见")
    page.get_by_label("意见1", exact=True).press("Tab")
    expect(page.locator("#gaps")).to_contain_text("意见1的阐述7字")


def test_what_was_typed_while_cut_off_is_recorded_afterwards(browser, server):
    panels = PanelStore(open_store(server.work / "台账"))
    now = datetime.now(UTC)
    if not any(one.closed for one in panels.case("C").rounds):
        panels.append([Round("C", "1", now.isoformat())], now)
    panels.append([Round("C", "2")], now)
    page = signed_in(browser, server, "乙")
    page.context.set_offline(True)
    points(page, "basic", "43.5")
    expect(page.locator(".banner")).to_contain_text("连接已断开，改动都留着")
    assert not any(sheet.member == "乙" for sheet in panels.case("C").sheets)
    page.context.set_offline(False)
    expect(page.locator("#basic .mark")).to_be_visible()
    expect(page.locator(".banner")).to_be_hidden()
    [sheet] = [one for one in panels.case("C").sheets if one.member == "乙"]
    assert (sheet.round, str(sheet.points["basic"])) == (2, "87/2")
    page.context.close()
