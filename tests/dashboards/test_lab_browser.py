"""The pages' notebooks in JupyterLab: run, asked nothing, and opened again later."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from clusterlib.samples import write_samples
from tests.dashboards.browser import TEXTS_CUT, is_foreign, lab_address, run_in_lab
from tests.dashboards.calibrate.looking import typed
from tests.dashboards.conftest import Serve, Server

pytestmark = pytest.mark.browser

TOKEN = "geheim-9"


@pytest.fixture(scope="module")
def lab(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    folder = write_samples(tmp_path_factory.mktemp("samples")).applications
    for second in folder.glob("重号样县*"):  # of two with one id neither is compared
        second.unlink()
    return start_server(what="lab", token=TOKEN, cohort=str(folder))


@pytest.fixture(scope="module")
def page(browser: Browser, lab: Server) -> Iterator[Page]:
    """One window for all tests: JupyterLab's scripts are read once; nothing foreign is asked."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    page = context.new_page()
    foreign: list[str] = []
    page.on(
        "request",
        lambda request: foreign.append(request.url) if is_foreign(request.url, lab) else None,
    )
    yield page
    context.close()
    assert foreign == []


def asked(page: Page, lab: Server, path: str, method: str = "get") -> object:
    """Ask the server's own interface as JupyterLab does."""
    answer = page.request.fetch(
        f"{lab.address}/{path}", method=method, headers={"Authorization": f"token {TOKEN}"}
    )
    assert answer.ok, answer.text()
    return answer.json()


@pytest.mark.parametrize(
    ("plugin", "setting", "value"),
    [
        ("@jupyterlab/apputils-extension:notification", "fetchNews", "false"),
        ("@jupyterlab/apputils-extension:notification", "checkForUpdates", False),
        ("@jupyterlab/docmanager-extension:plugin", "autosaveInterval", 10),
    ],
)
def test_nobody_is_asked_about_news_and_a_page_is_saved_soon(
    page: Page, lab: Server, plugin: str, setting: str, value: object
) -> None:
    found = asked(page, lab, "lab/api/settings/" + urllib.parse.quote(plugin, safe="@/"))
    assert found["schema"]["properties"][setting]["default"] == value


def test_candidates_are_compared_in_jupyterlab(page: Page, lab: Server) -> None:
    run_in_lab(page, lab, "compare", TOKEN, page.locator("table.cp .value").first)
    page.get_by_role("radio", name="算未达标").click()
    expect(page.locator(".bottom")).to_contain_text("按假定算未达标")
    assert page.locator("table.cp *").evaluate_all(TEXTS_CUT.replace("innerHeight", "1e9")) == []


def test_applications_are_taken_in_in_jupyterlab(page: Page, lab: Server) -> None:
    run_in_lab(page, lab, "reception", TOKEN, page.locator(".zone"))
    folder = write_samples(lab.work / "more").applications
    page.locator("input[type=file]").set_input_files(folder / "土桥样县申报表.xlsx")
    page.locator(".list tbody tr", has_text="土桥样县").click()
    expect(page.locator(".verdict .sentence")).to_contain_text("未定。10≤总得分≤84")


def test_thresholds_are_moved_in_jupyterlab_and_are_there_when_it_is_opened_again(
    page: Page, lab: Server
) -> None:
    matrix = page.locator(".cl .r .c").first
    run_in_lab(page, lab, "calibrate", TOKEN, matrix)
    typed(page, "20000")
    expect(page.locator(".sentence")).to_contain_text("→20\u2009000")
    page.keyboard.press("Control+z")
    expect(page.locator(".sentence")).to_contain_text("撤销。")
    typed(page, "30000")
    expect(page.locator(".sentence")).to_contain_text("→30\u2009000")
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    page.goto("about:blank")
    page.goto(lab_address(lab, "calibrate", TOKEN))
    expect(page.locator(".sentence")).to_contain_text("→30\u2009000", timeout=60_000)

    sessions = asked(page, lab, "api/sessions")
    kernel = next(one["kernel"]["id"] for one in sessions if "calibrate" in one["path"])
    asked(page, lab, f"api/kernels/{kernel}/restart", "post")
    page.goto("about:blank")
    run_in_lab(page, lab, "calibrate", TOKEN, matrix, before=the_page_is_gone)
    expect(page.locator(".sentence")).to_contain_text("→30\u2009000")


def the_page_is_gone(page: Page) -> None:
    """Look for the words in place of JupyterLab's own error."""
    place = page.locator(".jp-OutputArea-output.jupyter-widgets").first
    expect(place).to_be_visible(timeout=60_000)
    words = place.evaluate("node => getComputedStyle(node, '::before').content")
    assert json.loads(words).endswith("请点菜单 Run → Run All Cells 重新运行。")
    assert place.evaluate("node => getComputedStyle(node).fontSize") == "0px"
