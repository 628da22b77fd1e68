"""The page of annual returns（年报）: returns taken in, the state of a round, warnings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterlib.dashboards.annual.page import AnnualPage


def open_annual(work: str = "", store: str = "", standard: str = "", on: str = "") -> AnnualPage:
    """Return the page on a register.

    Parameters
    ----------
    work : str
        Working folder, in which the register's folder 台账 lies; the current one where blank.
    store : str
        Folder of another register, or a URL of PostgreSQL.
    standard : str
        Path of a standard, or of a folder of them, for the warnings; the examples where blank.
    on : str
        ISO day that is asked about; today where blank.
    """
    from clusterlib.dashboards.annual.page import AnnualPage

    return AnnualPage(
        Path(work) if work else Path.cwd(), store, Path(standard) if standard else None, on
    )
