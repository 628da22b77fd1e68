"""The calibration page on the shipped samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.dashboards.what_if.source import Source
from clusterlib.resources import sample_table
from tests.dashboards.browser import watched
from tests.dashboards.calibrate.asking import FURNITURE
from tests.dashboards.calibrate.looking import opened
from tests.dashboards.conftest import Serve, Server, only


@pytest.fixture
def board(tmp_path: Path) -> CalibratePage:
    """Return a page on the shipped samples."""
    return CalibratePage(Source(sample_table(), FURNITURE, "2026-11-25"), tmp_path)


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server on the shipped samples."""
    notebooks = only("calibrate", tmp_path_factory.mktemp("notebooks"))
    return start_server(notebooks=notebooks, limit=12, orphan_seconds=30)


@pytest.fixture
def calibrate(page: Page, server: Server) -> Iterator[Page]:
    """Open the page; in the end nothing foreign was asked for, no error is in the console."""
    with watched(page, server):
        opened(page, server.address + "/calibrate")
        yield page
