"""What a test of the engine begins with: matplotlib as a kernel finds it."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib
import pytest


@pytest.fixture(scope="module", autouse=True)
def shipped_settings() -> Iterator[None]:
    """Set aside what pages and reports have set for themselves in this process."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        yield
