"""The landing page in Chromium: nothing asked of the network, keyboard and filter work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clusterlib.reports.run.records import read_run
from clusterlib.resources import sample_table
from clusterlib.samples.real import write_real_table
from tests.reports.runs import scored_tables, write_run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found on this machine"),
    # The plugin of the browser still defines its fixtures in the older way.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": list(FLAGS)}


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    real = write_real_table(folder / "真实集群.csv")
    run = write_run(folder / "run", scored_tables(sample_table(), real))
    target = run / "index.html"
    target.write_text(read_run(str(run)).page(), encoding="utf-8")
    return target


@pytest.fixture
def opened(page, index):
    """Return the page, opened with every address but the file itself blocked."""
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(index.as_uri())
    yield page
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


def test_the_page_opens_with_no_request_and_no_word_on_the_console(opened):
    assert opened.title() == "批量评价结果"
    assert opened.locator("tr[data-say]").count() == 59


def test_nothing_is_cut_off_at_either_side(opened):
    for width in (1279, 1280, 1361, 1600, 1701, 1920):
        opened.set_viewport_size({"width": width, "height": 800})
        overflow = opened.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0


def test_the_table_never_lies_across_what_stands_beside_it(opened):
    for width in (853, 1024, 1279, 1280, 1599, 1600, 1920, 2400):
        opened.set_viewport_size({"width": width, "height": 800})
        beside, table = (
            opened.locator(part).bounding_box() for part in (".aside .block >> nth=-1", ".rows")
        )
        is_above = beside["y"] + beside["height"] <= table["y"]
        assert is_above or table["x"] + table["width"] < beside["x"], width
        scrolled = opened.locator(".failed ul").evaluate("ul => ul.scrollHeight - ul.clientHeight")
        assert scrolled == 0
        for block in opened.locator(".aside .block").all():
            assert block.evaluate("block => block.scrollWidth - block.clientWidth") <= 0, width


def test_a_focused_row_fills_the_line_and_arrow_keys_go_to_the_next(opened):
    line = opened.locator(".run .line")
    legend = line.inner_text()
    opened.locator("tr[data-say] a").first.focus()
    assert line.inner_text().startswith("白沙样县（J01，按都）：未达 ")
    opened.keyboard.press("ArrowDown")
    assert line.inner_text().startswith("己县（J02，按都）：")
    opened.keyboard.press("ArrowUp")
    assert line.inner_text().startswith("白沙样县")
    opened.locator("input[type=search]").focus()
    assert line.inner_text() == legend


def test_the_filter_narrows_by_name_industry_and_verdict(opened):
    def shown() -> int:
        rows = opened.locator("tr[data-say]:not([hidden])").count()
        assert opened.locator(".filter output").inner_text() == f"显示 {rows} 家"
        return rows

    opened.get_by_role("button", name="符合", exact=True).click()
    assert shown() == 12
    opened.get_by_role("button", name="低于申报").click()
    assert shown() == 2
    opened.get_by_role("button", name="全部").click()
    opened.get_by_label("行业").select_option(label="陶瓷")
    assert shown() == 5
    opened.get_by_label("查找").fill("景德镇")
    assert shown() == 1
    assert opened.locator("tr.title:visible").count() == 1


def test_the_name_is_the_link_to_the_report(opened, index):
    address = opened.locator("tr[data-say] a").first.evaluate("a => a.href")
    assert address == (index.parent / "applicants" / "j01" / "report.html").as_uri()


def test_on_paper_failures_come_first_and_the_filter_is_gone(opened):
    opened.emulate_media(media="print")
    assert not opened.locator(".filter").is_visible()
    failed, table = opened.locator(".failed"), opened.locator("table.rows")
    assert failed.bounding_box()["y"] < table.bounding_box()["y"]
