"""The page of incoming workbooks（申报受理）: problems, confirmed figures, a run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterlib.dashboards.reception.page import ReceptionPage


def open_reception(
    work: str = "", standard: str = "", panel: str = "", on: str = ""
) -> ReceptionPage:
    """Return the page on a working folder.

    Parameters
    ----------
    work : str
        Working folder: standards and panel's tables are chosen from it, confirmed figures
        and results are kept in it. The current folder where blank.
    standard : str
        Path of a standard, or of a folder of them; the examples where blank.
    panel : str
        Path of the panel's table; none where blank.
    on : str
        ISO day whose rules apply; today where blank.
    """
    from clusterlib.dashboards.reception.page import ReceptionPage
    from clusterlib.workflow import day_of

    return ReceptionPage(
        Path(work) if work else Path.cwd(),
        Path(standard) if standard else None,
        Path(panel) if panel else None,
        day_of(on) if on else date.today(),
    )
