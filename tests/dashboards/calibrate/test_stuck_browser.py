"""A page whose widget is not there any more: a sentence, a second try, then a button."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.dashboards.calibrate.looking import opened
from tests.dashboards.conftest import Server

pytestmark = pytest.mark.browser

MODEL = re.compile(r'("model_id":\s*")[0-9a-f]{32}"')
# What the widget manager writes where a widget should stand, and what a reader then sees.
ENGLISH = """async () => {
  const node = document.createElement('div');
  node.textContent = 'Error displaying widget: model not found';
  document.body.append(node);
  await new Promise(resolve => setTimeout(resolve));
  return [getComputedStyle(node).display,
    document.querySelector('.cl-stuck')?.firstChild.textContent]; }"""


def without_its_widget(route: Route) -> None:
    """Give the page as if its widget had gone meanwhile."""
    answer = route.fetch(timeout=90_000)
    text, count = MODEL.subn(rf'\g<1>{"0" * 32}"', answer.text())
    assert count
    route.fulfill(response=answer, body=text)


def test_a_widget_that_is_not_there_is_told_in_chinese_with_the_way_on(
    page: Page, server: Server
) -> None:
    page.route("**/calibrate", without_its_widget)
    page.goto(server.address + "/calibrate", timeout=90_000)
    assert page.evaluate(ENGLISH) == ["none", "没有连上后台程序，正在重新打开……"]
    page.wait_for_event("load", timeout=90_000)  # it tries again by itself, once
    hidden, told = page.evaluate(ENGLISH)
    assert hidden == "none"
    assert told.startswith("这一页没有连上后台程序。改动都留着，请重新打开本页")
    page.unroute("**/calibrate")
    page.locator(".cl-stuck").get_by_role("button", name="重新打开本页").click()
    expect(page.locator(".cl .r .c").first).to_be_visible(timeout=90_000)
    opened(page, server.address + "/calibrate")
    page.goto("about:blank")
