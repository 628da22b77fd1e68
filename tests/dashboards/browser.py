"""What the browser tests of all pages use: a watched page, a cable to pull, JupyterLab."""

from __future__ import annotations

import contextlib
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.dashboards.conftest import Server

AXE = next(
    (
        path
        for path in (
            Path(os.environ.get("CLUSTERLIB_AXE", "")),
            Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js",
        )
        if path.is_file()
    ),
    None,
)
SIZES = [(1024, 768), (1280, 800), (1920, 1080)]
ZOOMED = (853, 533)  # 150 % on 1280 × 800
TEXTS_CUT = """nodes => nodes.filter(node => {
  const box = node.getBoundingClientRect();
  if (!box.width || node.closest('svg, dialog')) return false;
  const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
  return own && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1
    || node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1);
}).map(node => node.className + ': ' + node.textContent)"""
TEXTS_OVERLAPPING = """nodes => {
  const boxes = nodes.map(node => [node, node.getBoundingClientRect()])
    .filter(([, box]) => box.width);
  return boxes.flatMap(([a, x], at) => boxes.slice(at + 1).filter(([b, y]) =>
    !a.contains(b) && x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1
    && y.top < x.bottom - 1).map(([b]) => a.textContent + ' / ' + b.textContent)); }"""


@contextlib.contextmanager
def watched(page: Page, server: Server) -> Iterator[None]:
    """Let a visitor come and leave; nothing foreign is asked for, no error in the console."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.set_default_navigation_timeout(90_000)  # as `patience`: slow is not wrong
    seen: list[str] = []
    page.on(
        "console", lambda message: seen.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on(
        "request",
        lambda request: seen.append(request.url) if is_foreign(request.url, server) else None,
    )
    yield
    page.goto("about:blank")  # as a visitor who leaves: the kernel ends
    assert seen == [], seen


def is_foreign(url: str, server: Server) -> bool:
    """Return whether an address is not this server's."""
    return not url.startswith(
        (server.address, server.address.replace("http", "ws"), "data:", "blob:")
    )


def kernel_of(page: Page, server: Server) -> psutil.Process:
    """Return the process of an open page's kernel."""
    kernel = page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    return next(
        child
        for child in psutil.Process(server.process.pid).children(recursive=True)
        if kernel in " ".join(child.cmdline())
    )


def kill_kernel(page: Page, server: Server) -> None:
    """Kill the kernel of an open page."""
    kernel_of(page, server).send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


class Cable:
    """The connection between a page and its kernel, to be cut and mended."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._is_cut = self._is_deaf = False
        self._open: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/channels"), self._route)

    def _route(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            socket.close(code=1011, reason="down")
            return
        server = socket.connect_to_server()
        server.on_message(lambda message: None if self._is_deaf else socket.send(message))
        self._open.append(socket)

    def deafen(self) -> None:
        """Let requests through, and drop every answer, until the cable is cut."""
        self._is_deaf = True

    def cut(self) -> None:
        """Cut the cable and wait until the page says so."""
        self._is_cut, self._is_deaf = True, False
        self._open[-1].close(code=1001, reason="cut")
        expect(self._page.locator(".banner")).to_contain_text("连接已断开", timeout=3_000)

    def mend(self) -> None:
        """Mend the cable and wait until the page has found its kernel again."""
        self._is_cut = False
        expect(self._page.locator(".banner")).to_be_hidden(timeout=40_000)


def lab_address(lab: Server, notebook: str, token: str) -> str:
    """Return where JupyterLab opens a notebook, in a workspace of its own, with no other tabs."""
    return f"{lab.address}/lab/workspaces/{notebook}/tree/{notebook}.ipynb?reset&token={token}"


def run_in_lab(
    page: Page,
    lab: Server,
    notebook: str,
    token: str,
    shown: Locator,
    before: Callable[[Page], None] = lambda page: None,
) -> None:
    """Open a notebook in JupyterLab, run all its cells and wait until `shown` is there."""
    page.goto(lab_address(lab, notebook, token))
    # Until it has a kernel, JupyterLab drops what is run, or asks for one in a window. The
    # notebook's own indicator says idle before; the bar below says so once it is connected.
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=60_000)
    before(page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    shown.wait_for(timeout=60_000)
    expect(page.locator(".Toastify__toast")).to_have_count(0)  # nothing asks about news


def serious_findings(page: Page) -> list[object]:
    """Return the serious findings of the accessibility check on what is shown."""
    assert AXE
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]][:3])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
