"""The page of titles（称号台账）: what is due first, every title, the life of one, entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterlib.dashboards.register.page import RegisterPage


def open_register(work: str = "", store: str = "", on: str = "") -> RegisterPage:
    """Return the page on a register.

    Parameters
    ----------
    work : str
        Working folder, in which the register's folder 台账 lies; the current one where blank.
    store : str
        Folder of another register, or a URL of PostgreSQL.
    on : str
        ISO day that is asked about; today where blank.
    """
    from clusterlib.dashboards.register.page import RegisterPage

    return RegisterPage(Path(work) if work else Path.cwd(), store, on)
