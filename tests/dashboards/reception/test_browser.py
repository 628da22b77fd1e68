"""The page of incoming workbooks in Chromium: from a cold server to a package, and failures."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clusterlib.samples import SamplePaths, write_samples
from tests.dashboards.browser import (
    AXE,
    SIZES,
    TEXTS_OVERLAPPING,
    ZOOMED,
    Cable,
    kill_kernel,
    serious_findings,
    watched,
)
from tests.dashboards.conftest import Serve, Server, only

pytestmark = pytest.mark.browser

FEW = ("东渡样镇", "土桥样县", "上锁样县", "积木样县")
ENTRY = {
    "value": "80",
    "reason": "按纳税申报表核定",
    "document": "纳税申报表",
    "person": "样核定员",
    "day": "2026-03-15",
}
DROP = """([names, texts]) => {
  const data = new DataTransfer();
  names.forEach((name, at) => data.items.add(new File(
    [Uint8Array.from(atob(texts[at]), (char) => char.charCodeAt(0))], name)));
  const page = document.querySelector('.ipage');
  page.dispatchEvent(new DragEvent('dragover', {dataTransfer: data, cancelable: true}));
  page.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
}"""
OUT_OF_SIGHT = """nodes => nodes.filter(node => {
  const box = node.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || node.clientWidth > 0
    && node.scrollWidth > node.clientWidth + 1);
}).map(node => node.className + ': ' + node.textContent)"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    return write_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def server(
    start_server: Serve, samples: SamplePaths, tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """Return a server with a panel's table in its working folder."""
    work = tmp_path_factory.mktemp("work")
    (work / "核定").mkdir()
    shutil.copy(samples.panel, work / "核定" / "专家评分.csv")
    return start_server(
        notebooks=only("reception", tmp_path_factory.mktemp("notebooks")), work=str(work), limit=8
    )


@pytest.fixture
def intake(page: Page, server: Server) -> Iterator[Page]:
    """Open the page; in the end nothing foreign was asked for, no error is in the console."""
    with watched(page, server):
        opened(page, server)
        yield page


def opened(page: Page, server: Server) -> None:
    """Open the page and wait until it takes files."""
    page.goto(server.address + "/reception")
    expect(page.locator(".zone")).to_be_visible(timeout=30_000)


def uploaded(page: Page, samples: SamplePaths, *names: str) -> None:
    """Choose sample workbooks in the file dialog and wait for the last."""
    page.locator("input[type=file]").set_input_files(
        [samples.applications / f"{name}申报表.xlsx" for name in names]
    )
    expect(page.locator(".list tbody tr")).to_have_count(len(names), timeout=30_000)


def chosen(page: Page, name: str, tab: str = "") -> None:
    """Choose a workbook of the list, and a tab of its details."""
    page.locator(".list tbody tr", has_text=name).click()
    expect(page.locator(".who h2")).to_have_text(name)
    if tab:
        page.get_by_role("tab", name=tab).click()


def filled(page: Page, **texts: str) -> None:
    """Fill the form of a confirmed figure."""
    page.locator("#in-item").select_option("main_revenue")
    page.locator("#in-unit").select_option("亿元")
    for name, text in {**ENTRY, **texts}.items():
        page.locator(f"#in-{name}").fill(text)


def test_uploaded_workbooks_show_counts_verdicts_and_problems_by_cell(
    intake: Page, samples: SamplePaths
) -> None:
    uploaded(intake, samples, *FEW)
    expect(intake.locator(".topbar .sub")).to_have_text("收到 4 份，3 份有须改正处，1 份读不了。")
    chosen(intake, "土桥样县")
    expect(intake.locator(".verdict .sentence")).to_contain_text("未定。10≤总得分≤84")
    expect(intake.locator(".tiers tbody tr")).to_have_count(3)
    line = intake.locator(".problems tr", has_text="80亿").filter(has_text="须改正")
    expect(line).to_contain_text("E4")
    expect(line).to_contain_text("须改正")
    chosen(intake, "上锁样县申报表")
    expect(intake.locator(".verdict .trouble")).to_contain_text("文件有密码保护")


def test_files_are_dropped_and_what_is_no_workbook_is_refused_at_once(
    intake: Page, samples: SamplePaths
) -> None:
    import base64

    data = (samples.applications / "甲县申报表.xlsx").read_bytes()
    intake.evaluate(
        DROP, [["甲县申报表.xlsx", "说明.pdf"], [base64.b64encode(data).decode(), "AAAA"]]
    )
    expect(intake.locator(".list tbody tr")).to_have_count(1)
    expect(intake.locator(".refused")).to_contain_text("说明.pdf：不是申报工作簿")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    intake: Page, tmp_path: Path
) -> None:
    large = tmp_path / "大县申报表.xlsx"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    intake.locator("input[type=file]").set_input_files(large)
    expect(intake.locator(".refused")).to_contain_text("文件超过 20MB，没有收下")
    expect(intake.locator(".list tbody tr")).to_have_count(0)


def test_marked_copy_and_template_come_down_under_chinese_names(
    intake: Page, samples: SamplePaths
) -> None:
    uploaded(intake, samples, "土桥样县")
    for button, name in (
        ("下载标注件", "土桥样县申报表（标注）.xlsx"),
        ("下载空白模板", "申报表模板.xlsx"),
    ):
        with intake.expect_download() as waiting:
            intake.get_by_role("button", name=button).click()
        assert waiting.value.suggested_filename == name
        assert zipfile.is_zipfile(waiting.value.path())


def test_a_confirmed_figure_is_refused_beside_its_field_then_saved(
    intake: Page, samples: SamplePaths, server: Server
) -> None:
    uploaded(intake, samples, "土桥样县")
    chosen(intake, "土桥样县", "录入核定值")
    filled(intake, value="约80", person="")
    intake.get_by_role("button", name="保存核定值").click()
    expect(intake.locator("#in-value-note")).to_contain_text("不是确数")
    expect(intake.locator("#in-person-note")).to_have_text("必填")
    expect(intake.locator("#in-value")).to_be_focused()
    table = server.work / "核定" / "核定数据.csv"
    assert not table.exists()
    filled(intake)
    expect(intake.locator(".effect td").first).to_have_text("7–8 →8")
    intake.get_by_role("button", name="保存核定值").click()
    expect(intake.locator(".effect")).to_contain_text("已保存到 核定/核定数据.csv")
    assert "T03,main_revenue,2025,80,亿元" in table.read_text(encoding="utf-8-sig")
    intake.get_by_role("tab", name="申报值与核定值").click()
    line = intake.locator(".figures tr", has_text="主营业务收入").first
    expect(line).to_contain_text("80亿")
    expect(line.locator("b")).to_have_text("800\u2009000")  # in the unit of the form
    table.unlink()


def test_the_panel_table_of_the_working_folder_is_chosen(
    intake: Page, samples: SamplePaths
) -> None:
    uploaded(intake, samples, "东渡样镇")
    intake.get_by_label("评审表").select_option("专家评分.csv")
    expect(intake.locator(".list tbody tr")).to_contain_text("32.5")


def test_a_day_that_is_none_is_refused_with_a_code_that_the_log_holds(
    intake: Page, samples: SamplePaths, server: Server
) -> None:
    intake.get_by_label("适用日期").fill("明天")
    intake.get_by_label("适用日期").press("Enter")
    banner = intake.locator(".banner.error")
    expect(banner).to_contain_text("“明天”不是日期")
    code = re.search(r"E-[0-9A-F]{6}", banner.inner_text())
    assert code
    assert code.group() in server.log


def test_a_run_is_started_watched_and_its_results_are_opened_and_sent(
    intake: Page, samples: SamplePaths
) -> None:
    uploaded(intake, samples, *FEW)
    intake.get_by_role("button", name="开始批量评价").click()
    expect(intake.locator("progress")).to_be_visible()
    expect(intake.get_by_role("link", name="打开结果")).to_be_visible(timeout=180_000)
    expect(intake.locator(".run .told")).to_contain_text("完成 2 家、失败 2 家")
    failed = intake.locator(".run tbody tr", has_text="积木样县")
    expect(failed).to_contain_text("没有这个行业的标准")
    with intake.expect_popup() as popup:
        intake.get_by_role("link", name="打开报告：东渡样镇").click()
    expect(popup.value.locator("body")).to_contain_text("东渡样镇")
    popup.value.close()
    with intake.expect_download() as waiting:
        intake.get_by_role("button", name="下载东渡样镇的发送包").click()
    assert waiting.value.suggested_filename == "东渡样镇.zip"
    with zipfile.ZipFile(waiting.value.path()) as package:
        assert package.namelist() == ["东渡样镇评价报告.html", "东渡样镇申报表（标注）.xlsx"]
    intake.get_by_role("button", name="重试积木样县").click()
    expect(intake.locator(".run .told")).to_contain_text("沿用 2 家、失败 2 家", timeout=180_000)


def test_a_run_is_cancelled_and_goes_on_where_it_stopped(
    intake: Page, samples: SamplePaths
) -> None:
    names = sorted(
        path.name.removesuffix("申报表.xlsx")
        for path in samples.applications.glob("[东丁乙己庚壬癸云]*申报表.xlsx")
    )
    uploaded(intake, samples, *names)
    intake.get_by_role("button", name="开始批量评价").click()
    intake.get_by_role("button", name="取消").click()
    expect(intake.locator(".run .told")).to_contain_text("已取消", timeout=30_000)
    intake.get_by_role("button", name="开始批量评价").click()
    expect(intake.get_by_role("link", name="打开结果")).to_be_visible(timeout=180_000)
    expect(intake.locator(".run .told")).not_to_contain_text("失败")


def test_the_list_and_the_tabs_work_with_the_keyboard_alone(
    intake: Page, samples: SamplePaths
) -> None:
    uploaded(intake, samples, "东渡样镇", "土桥样县")
    intake.locator(".list tbody button").last.focus()
    intake.keyboard.press("ArrowUp")
    expect(intake.locator(".who h2")).to_have_text("土桥样县")
    expect(intake.locator(".list tr.on button")).to_be_focused()
    intake.get_by_role("tab", name="问题").focus()
    intake.keyboard.press("ArrowRight")
    expect(intake.get_by_role("tab", name="申报值与核定值")).to_be_focused()
    intake.keyboard.press("ArrowRight")
    expect(intake.locator("form.entry")).to_be_visible()


@pytest.mark.parametrize("lost", ["request", "answer"])
def test_a_lost_connection_is_said_and_the_figure_follows_when_it_is_back(
    page: Page, server: Server, samples: SamplePaths, lost: str
) -> None:
    cable = Cable(page)
    opened(page, server)
    uploaded(page, samples, "土桥样县")
    chosen(page, "土桥样县", "录入核定值")
    filled(page)
    expect(page.locator(".effect td").first).to_be_visible()
    save = page.get_by_role("button", name="保存核定值")
    if lost == "request":
        cable.cut()
        save.click()
    else:
        cable.deafen()
        save.click()
        page.wait_for_timeout(500)
        cable.cut()
    cable.mend()
    expect(page.locator(".effect")).to_contain_text("已保存到 核定/核定数据.csv")
    saved = server.work / "核定" / "核定数据.csv"
    assert saved.read_text(encoding="utf-8-sig").count("纳税申报表,") == 1
    saved.unlink()
    page.goto("about:blank")


def test_an_upload_goes_on_where_the_connection_was_lost(
    page: Page, server: Server, samples: SamplePaths
) -> None:
    cable = Cable(page)
    opened(page, server)
    cable.deafen()
    page.locator("input[type=file]").set_input_files(
        [samples.applications / f"{name}申报表.xlsx" for name in FEW]
    )
    page.wait_for_timeout(500)
    cable.cut()
    cable.mend()
    expect(page.locator(".list tbody tr")).to_have_count(len(FEW), timeout=30_000)
    page.goto("about:blank")


def test_a_left_page_leaves_no_upload_behind(
    page: Page, server: Server, samples: SamplePaths
) -> None:
    opened(page, server)
    uploaded(page, samples, "甲县")
    private = [
        path
        for path in Path(tempfile.gettempdir()).glob(
            "clusterlib_pages_*/private/clusterlib_intake_*"
        )
        if any(path.rglob("甲县申报表.xlsx"))
    ]
    assert private
    page.goto("about:blank")
    until = time.monotonic() + 20
    while any(path.exists() for path in private) and time.monotonic() < until:
        page.wait_for_timeout(200)
    assert [path for path in private if path.exists()] == []


def test_a_dead_kernel_is_said_at_once_with_what_is_kept(page: Page, server: Server) -> None:
    opened(page, server)
    kill_kernel(page, server)
    banner = page.locator(".banner.dead")
    expect(banner).to_contain_text("已保存的核定值、已完成的评价结果都在", timeout=5_000)
    page.get_by_role("button", name="重新打开本页").click()
    expect(page.locator(".zone")).to_be_visible(timeout=30_000)
    page.goto("about:blank")


def listed(page: Page) -> list[str]:
    """Return the names in the list, from above."""
    return page.locator(".list tbody th button").all_text_contents()


def test_the_list_is_sorted_and_sifted_with_problems_first(
    intake: Page, samples: SamplePaths
) -> None:
    uploaded(intake, samples, "东渡样镇", "土桥样县", "上锁样县", "白沙样县")
    assert listed(intake) == ["上锁样县申报表", "土桥样县", "东渡样镇", "白沙样县"]
    intake.get_by_label("排序").select_option("先收到的在前")
    assert listed(intake) == ["东渡样镇", "土桥样县", "上锁样县申报表", "白沙样县"]
    intake.get_by_label("只看").select_option("没有须改正")
    assert listed(intake) == []
    expect(intake.locator(".sift [role=status]")).to_have_text("0/4 份")
    intake.get_by_label("只看").select_option("有须改正")
    intake.get_by_label("找单位").fill("样县 土")
    assert listed(intake) == ["土桥样县"]
    intake.get_by_label("找单位").fill("没有这一家")
    assert listed(intake) == []


@pytest.fixture(scope="module")
def filled_page(browser: Browser, server: Server, samples: SamplePaths) -> Iterator[Page]:
    """One page with some workbooks, for tests that only look at it."""
    page = browser.new_page()
    with watched(page, server):
        opened(page, server)
        uploaded(page, samples, *FEW)
        yield page
    page.close()


@pytest.mark.parametrize("size", [ZOOMED, *SIZES], ids=str)
def test_nothing_is_cut_off_and_nothing_overlaps(filled_page: Page, size: tuple[int, int]) -> None:
    intake = filled_page
    intake.set_viewport_size({"width": size[0], "height": size[1]})
    for tab in ("问题", "申报值与核定值", "录入核定值"):
        chosen(intake, "土桥样县", tab)
        assert (
            intake.locator(
                ".ipage th, .ipage td, .ipage p, .ipage button, .ipage h2"
            ).evaluate_all(OUT_OF_SIGHT)
            == []
        )
        assert (
            intake.locator(
                ".topbar > *, .rules > *, .sift > *, .list th, .list td, .tiers th, .tiers td, "
                ".field > *"
            ).evaluate_all(TEXTS_OVERLAPPING)
            == []
        )


@pytest.mark.skipif(AXE is None, reason="axe-core is not installed (npm install axe-core)")
@pytest.mark.parametrize("tab", ["问题", "申报值与核定值", "录入核定值"])
def test_the_accessibility_check_finds_nothing_serious(filled_page: Page, tab: str) -> None:
    filled_page.set_viewport_size({"width": 1280, "height": 800})
    chosen(filled_page, "土桥样县", tab)
    assert serious_findings(filled_page) == []
