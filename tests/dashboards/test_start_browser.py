"""The start page: what is chosen there is said, opens, stays after a reload, and is in links."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clusterlib.dashboards.what_if.choices import SHIPPED_STANDARDS, SHIPPED_TABLE, Choices
from clusterlib.errors import InputError
from clusterlib.resources import notebooks_folder, parameters_folder, sample_table
from tests.dashboards.browser import SIZES, TEXTS_OVERLAPPING, ZOOMED, watched
from tests.dashboards.calibrate.looking import opened, threshold, typed
from tests.dashboards.conftest import Serve

FURNITURE = parameters_folder() / "standards" / "furniture.yaml"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a working folder with a second table, a standard, workbooks and a run."""
    work = tmp_path_factory.mktemp("work")
    text = sample_table().read_text(encoding="utf-8-sig")
    (work / "第二批.csv").write_text(text.replace("白沙样县", "新沙样县"), encoding="utf-8")
    for folder in ("标准", "申报", "核定", "结果/第一季度"):
        (work / folder).mkdir(parents=True)
    standard = FURNITURE.read_text(encoding="utf-8")
    (work / "标准" / "家具试行.yaml").write_text(standard, encoding="utf-8")
    for path in ("申报/甲县.xlsx", "申报/~$甲县.xlsx", "核定/专家评分.xlsx"):
        (work / path).touch()
    (work / "结果" / "第一季度" / "manifest.json").touch()
    return work


def test_tables_runs_and_folders_of_workbooks_are_on_offer_the_usual_first(work: Path) -> None:
    choices = Choices(work, None, None)
    assert list(choices.cohorts()) == [
        SHIPPED_TABLE,
        "第二批.csv",
        "批量评价“第一季度”",
        "申报表文件夹“申报”",
    ]
    assert list(choices.standards()) == [
        SHIPPED_STANDARDS,
        "工作文件夹的“标准”（按行业）",
        "家具试行.yaml",
    ]
    given = Choices(work, work / "第二批.csv", FURNITURE)
    assert next(iter(given.cohorts())) == "第二批.csv"
    assert next(iter(given.standards())) == "furniture.yaml"
    assert given.named_in("?state=x") == (work / "第二批.csv", FURNITURE)


@pytest.mark.parametrize("name", ["../第二批.csv", "/etc/passwd", "没有.csv", "标准"])
def test_only_what_is_on_offer_can_be_named(work: Path, name: str) -> None:
    with pytest.raises(InputError, match="已不在工作文件夹里"):
        Choices(work, None, None).named_in(f"?cohort={name}")


@pytest.mark.browser
def test_what_is_chosen_is_said_opens_and_stays(
    page: Page, start_server: Serve, work: Path, tmp_path: Path
) -> None:
    for name in ("calibrate", "compare"):
        shutil.copy(notebooks_folder() / f"{name}.ipynb", tmp_path)
    server = start_server(work=str(work), notebooks=str(tmp_path), limit=6)
    with watched(page, server):
        page.goto(server.address + "/")
        said = page.get_by_role("status")
        expect(said).to_contain_text(f"将打开：{SHIPPED_TABLE}；标准：{SHIPPED_STANDARDS}。")
        for size in (*SIZES, ZOOMED):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            parts = page.locator("h1, li, form > *, .note")
            assert parts.evaluate_all(TEXTS_OVERLAPPING) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.get_by_label("申报单位").select_option("第二批.csv")
        page.get_by_label("标准").select_option("家具试行.yaml")
        page.get_by_role("button", name="选定").click()
        expect(said).to_contain_text("将打开：第二批.csv；标准：家具试行.yaml。")
        page.get_by_role("link", name="阈值校准").click()
        new = page.locator(".r .n", has_text="新沙样县")
        expect(new).to_be_visible(timeout=30_000)
        expect(page.locator(".topbar .sub")).to_contain_text("家具试行.yaml")
        typed(page, "15000")
        expect(page.locator(".sentence")).to_contain_text("→15\u2009000")
        page.get_by_role("button", name="保存草案").click()
        link = page.locator(".dlg .address").input_value()
        page.reload()
        expect(new).to_be_visible(timeout=30_000)
        expect(threshold(page)).to_have_value("15\u2009000")
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        opened(page, link)
        expect(new).to_be_visible()
        expect(threshold(page)).to_have_value("15\u2009000")
        # What was made of one choice is not applied to another.
        opened(page, server.address + "/calibrate")
        expect(page.locator(".r .n", has_text="白沙样县")).to_be_visible()
        expect(threshold(page)).to_have_value("10\u2009000")
        page.goto(server.address + "/calibrate?cohort=没有.csv")
        expect(page.locator(".banner.error")).to_contain_text("请回首页另选", timeout=30_000)
