"""Servers and browsers for the tests of the pages."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clusterlib.resources import notebooks_folder

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STARTS_WITHIN_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests that need a browser where there is none."""
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium found on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the Chromium that is installed."""
    return {"executable_path": CHROMIUM, "args": list(FLAGS)}


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Wait longer than the usual five seconds: a machine under load is slow, not wrong."""
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def base_url() -> None:
    """Give no base address: each server has its own."""


@dataclass
class Server:
    """A server of the pages in a process of its own."""

    process: subprocess.Popen[bytes]
    address: str
    work: Path

    def answer(self, path: str) -> tuple[int, str]:
        """Return status and text of an address."""
        try:
            with urllib.request.urlopen(self.address + path) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def health(self) -> dict[str, int]:
        """Return the counts of kernels."""
        return json.loads(self.answer("/health")[1])

    def wait_for(self, name: str, count: int) -> None:
        """Wait until a count has a value."""
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while self.health()[name] != count:
            assert time.monotonic() < until, (name, count, self.health())
            time.sleep(0.1)

    @property
    def log(self) -> str:
        """The server's log."""
        return (self.work / "server.log").read_text(encoding="utf-8")


Serve = Callable[..., Server]


def only(page: str, folder: Path) -> str:
    """Return a folder of notebooks that holds one page alone."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(notebooks_folder() / f"{page}.ipynb", folder)
    return str(folder)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return a function that starts a server; all are ended with the session."""
    started: list[Server] = []

    def start(*, what: str = "serve", **settings: object) -> Server:
        work = Path(str(settings.pop("work", tmp_path_factory.mktemp("work"))))
        port, path = free_port(), str(settings.pop("path", ""))
        given = {
            "cohort": None,
            "standard": None,
            "work": str(work),
            "port": port,
            "open_browser": False,
            **settings,
        }
        program = (
            "import json, sys\nfrom pathlib import Path\n"
            f"from clusterlib.dashboards.server import {what} as server\n"
            "given = json.loads(sys.argv[1])\n"
            "for name in ('cohort', 'standard', 'work', 'notebooks', 'users'):\n"
            "    if given.get(name): given[name] = Path(given[name])\n"
            f"server.{what}(**given)\n"
        )
        with (work / "output.txt").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", program, json.dumps(given)],
                stdout=output,
                stderr=output,
                env=os.environ.copy(),
            )
        server = Server(process, f"http://127.0.0.1:{port}{path}", work)
        started.append(server)
        _wait_until_up(server)
        return server

    yield start
    for server in started:
        server.process.terminate()
    for server in started:
        server.process.wait(timeout=30)


def _wait_until_up(server: Server) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            server.answer("/health")
            return
        except urllib.error.URLError:
            output = (server.work / "output.txt").read_text(encoding="utf-8")
            assert server.process.poll() is None, output
            assert time.monotonic() < until, output
            time.sleep(0.1)
