"""Drafts and the list of who moves in Chromium: opened by name, side by side, copied."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.calibrate.looking import threshold, typed

pytestmark = pytest.mark.browser


def saved(page: Page, text: str, reason: str) -> None:
    """Type a threshold and save what stands as a draft."""
    typed(page, text)
    page.get_by_role("button", name="保存草案…").click()
    page.locator("input[name=author]").fill("样编辑")
    page.locator("input[name=reason]").fill(reason)
    page.locator("input[name=start]").fill("2031-01-01")
    page.get_by_role("button", name="保存草案", exact=True).click()
    page.get_by_role("button", name="好", exact=True).click()


def test_a_draft_is_opened_by_name_and_two_stand_side_by_side(calibrate: Page) -> None:
    saved(calibrate, "20000", "从严")
    saved(calibrate, "9000", "从宽")
    calibrate.get_by_role("button", name="修改稿…").click()
    strict = calibrate.locator(".drafts li", has_text="样编辑：从严").first
    lenient = calibrate.locator(".drafts li", has_text="样编辑：从宽").first
    pair = calibrate.get_by_role("button", name="并排看选中的两份")
    strict.get_by_role("checkbox").check()
    expect(pair).to_be_disabled()
    lenient.get_by_role("checkbox").check()
    pair.click()
    row = calibrate.locator(".beside tr", has_text="出口额 基地")
    expect(row.locator("td")).to_have_text(["10\u2009000", "9\u2009000", "20\u2009000"])
    expect(calibrate.locator(".beside tr", has_text="乡").last).to_contain_text("符合")
    calibrate.get_by_role("button", name="关闭").click()
    calibrate.get_by_role("button", name="修改稿…").click()
    strict.get_by_role("button").click()
    expect(threshold(calibrate)).to_have_value("20\u2009000")
    expect(calibrate.locator(".sentence")).to_contain_text("已打开修改稿 furniture-2031-01-01")
    calibrate.keyboard.press("Control+z")
    expect(threshold(calibrate)).to_have_value("9\u2009000")


def test_all_who_move_are_listed_and_copied(calibrate: Page) -> None:
    expect(calibrate.get_by_role("button", name="变化名单")).to_be_hidden()
    typed(calibrate, "20000")
    calibrate.get_by_role("button", name="变化名单").click()
    area = calibrate.get_by_label("本次改动前后")
    text = area.input_value()
    assert text.startswith("级别\t申报单位\t达标项数\t档次\t结论\n基地\t")
    assert len(text.split("\n")) == calibrate.locator(".r .c.turned").count() + 1
    copy = calibrate.locator("dialog h3 button").first
    copy.click()
    expect(copy).to_have_text("已复制，可粘贴到 Excel")
    calibrate.get_by_role("button", name="关闭").click()
    expect(calibrate.locator("dialog.dlg textarea")).to_have_count(0)


def test_the_words_of_the_matrix_are_explained_where_it_begins(calibrate: Page) -> None:
    for text in ("或 达一即可", "免 不适用，算达标", "跨档 缺项，档未定"):
        expect(calibrate.get_by_text(text)).to_be_visible()
