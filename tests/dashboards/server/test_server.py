"""The server of the pages: what it refuses, what can be reached, how kernels come and go."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path

import nbformat
import pytest

from clusterlib.dashboards.page.errors import record
from clusterlib.dashboards.server.pages import PAGES, copy_pages
from clusterlib.dashboards.server.serve import serve
from clusterlib.errors import InputError
from tests.dashboards.conftest import Serve, Server
from tests.dashboards.server.visiting import Visitor, a_page, kernel_in


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server with one small page, at most two kernels."""
    notebooks = a_page(tmp_path_factory.mktemp("notebooks"), "print('一页')")
    return start_server(notebooks=str(notebooks), limit=2)


@pytest.mark.parametrize("ip", ["0.0.0.0", "192.0.2.7", "::"])
def test_an_address_that_others_can_reach_needs_a_token(ip: str) -> None:
    with pytest.raises(InputError, match="token"):
        serve(cohort=None, standard=None, work=None, port=0, ip=ip, token=None)


def test_a_taken_port_is_an_error_and_never_the_next_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=str(port)):
            serve(cohort=None, standard=None, work=None, port=port)


def test_the_start_page_lists_the_pages_in_chinese(server: Server) -> None:
    status, text = server.answer("/")
    assert status == 200
    assert 'href="/calibrate"' in text
    assert "阈值校准" in text
    assert "最多同时 2 页" in text
    assert "候选对比" not in text  # has no notebook here


@pytest.mark.parametrize(
    "path",
    [
        "/voila/tree",
        "/voila/tree/",
        "/voila/api/contents",
        "/voila/render/calibrate.ipynb",
        "/voila/files/calibrate.ipynb",
        "/calibrate.ipynb",
        "/api/kernels",
        "/api/contents",
        "/voila/query/x",
        "/nothing",
        "/voila/templates/lab/static/../../../../pages.py",
    ],
)
def test_nothing_but_the_pages_can_be_reached(server: Server, path: str) -> None:
    status, text = server.answer(path)
    assert status in (403, 404)
    assert "import" not in text


def test_no_page_names_a_foreign_address(server: Server) -> None:
    texts = [server.answer(path)[1] for path in ("/", "/calibrate", "/nothing")]
    for text in texts:
        assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', text)
        assert "cdn" not in text.lower()
    Visitor(server).post("/leave/" + kernel_in(texts[1]))


def test_when_all_kernels_are_in_use_the_page_says_so_and_recovers(server: Server) -> None:
    server.wait_for("visitors", 0)
    server.wait_for("warm", 1)
    opened = [server.answer("/calibrate") for _ in range(2)]
    assert [status for status, _ in opened] == [200, 200]
    for _, text in opened:  # as open pages do every moment
        assert server.answer("/alive/" + kernel_in(text)) == (200, "alive")
    status, text = server.answer("/calibrate")
    assert status == 503
    assert "已满，请稍后再试" in text
    # Once both have left, their kernels end and the pool fills again.
    for _, text in opened:
        Visitor(server).post("/leave/" + kernel_in(text))
    server.wait_for("visitors", 0)
    server.wait_for("warm", 1)
    assert server.answer("/calibrate")[0] == 200


def test_a_page_that_nobody_connects_to_ends_as_an_orphan(
    start_server: Serve, tmp_path: Path
) -> None:
    server = start_server(notebooks=str(a_page(tmp_path / "n", "1")), orphan_seconds=2)
    assert server.answer("/calibrate")[0] == 200
    server.wait_for("visitors", 0)


def test_a_kernel_that_was_warm_for_long_waits_for_its_visitor_to_connect(
    start_server: Serve, tmp_path: Path
) -> None:
    server = start_server(notebooks=str(a_page(tmp_path / "n", "1")), orphan_seconds=4)
    server.wait_for("ready", 1)
    time.sleep(5)  # warm and idle for longer than an orphan may be
    status, text = server.answer("/calibrate")
    assert status == 200
    time.sleep(2.5)  # one look at idle kernels later
    assert server.answer("/alive/" + kernel_in(text)) == (200, "alive")


def test_a_warm_kernel_of_another_page_gives_way_to_a_visitor(
    start_server: Serve, tmp_path: Path
) -> None:
    folder = a_page(a_page(tmp_path / "n", "1"), "2", name="compare")
    server = start_server(notebooks=str(folder), limit=2)
    server.wait_for("warm", 2)
    opened = [server.answer("/calibrate") for _ in range(2)]
    assert [status for status, _ in opened] == [200, 200]
    for _, text in opened:
        server.answer("/alive/" + kernel_in(text))
    assert server.answer("/calibrate")[0] == 503
    assert server.health()["visitors"] == 2


def test_a_page_that_fails_shows_a_code_and_the_log_holds_the_trace(
    start_server: Serve, tmp_path: Path
) -> None:
    server = start_server(notebooks=str(a_page(tmp_path / "n", "1 / 0")))
    _, text = server.answer("/calibrate")
    code = re.search(r"错误码 (E-[0-9A-F]+)）", text)
    assert code
    assert "程序出错" in text
    assert "ZeroDivisionError" not in text
    assert "ZeroDivisionError" in server.log
    assert code.group(1) in server.log


def test_parameters_are_filled_in_only_where_the_notebook_names_them(tmp_path: Path) -> None:
    source = a_page(tmp_path / "source", "cohort")
    target = tmp_path / "target"
    target.mkdir()
    copied = copy_pages(source, target, {"cohort": "表 '一'.csv", "standard": "标准.yaml"})
    assert [page.name for page in copied] == ["calibrate"]
    cells = nbformat.read(target / "calibrate.ipynb", as_version=4).cells
    assert cells[1].source == "cohort = \"表 '一'.csv\""
    assert cells[1].metadata["tags"] == ["injected-parameters"]


def test_every_page_has_its_name_its_title_and_a_sentence() -> None:
    assert [page.name for page in PAGES[:3]] == ["calibrate", "compare", "reception"]
    assert all(page.title and page.sentence.endswith("。") for page in PAGES)


def test_an_error_is_shown_in_chinese_with_the_code_of_its_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    known = record(InputError("甲县.xlsx", "没有“基本情况表二”", "Annex 3", "请补上"))
    assert known.text == "甲县.xlsx：没有“基本情况表二”；应为：Annex 3。请补上。"
    unknown = record(ValueError("boom"))
    assert "boom" not in str(unknown)
    assert f"错误码 {unknown.code}" in str(unknown)
    assert unknown.code in caplog.text
    assert "boom" in caplog.text
