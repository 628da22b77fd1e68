"""The calibration page in Chromium with an association's own score sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.calibrate.looking import opened, threshold, typed
from tests.dashboards.conftest import Serve, only
from tests.spec.own_sheets import workspace

pytestmark = pytest.mark.browser
HEADINGS = "申报编号,申报单位,行业,申报级别,窑炉余热回收企业比例,单位产品综合能耗（千克标准煤）"


def test_an_item_of_a_scheme_file_is_a_column_whose_threshold_can_be_moved(
    page: Page, start_server: Serve, tmp_path: Path
) -> None:
    standard, table = workspace(tmp_path), tmp_path / "汇总.csv"
    rows = (f"{n},县{n},陶瓷,基地,{30 + n},{280 + 2 * n}" for n in range(12))
    table.write_text("\n".join((HEADINGS, *rows)), encoding="utf-8")
    server = start_server(
        cohort=str(table), standard=str(standard), notebooks=only("calibrate", tmp_path / "n")
    )
    opened(page, server.address + "/calibrate")
    expect(page.locator(".cl")).to_contain_text("样陶协会 2025-12-01定（样字1号）")
    expect(threshold(page, 21)).to_have_value("300")
    typed(page, "290", 21)
    expect(page.locator(".sentence")).to_contain_text("300→290 千克标准煤")
    expect(page.locator(".r .c.turned")).to_have_count(5)
    page.goto("about:blank")
