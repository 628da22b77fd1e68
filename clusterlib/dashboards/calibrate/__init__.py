"""The calibration page（阈值校准）: move a threshold, see who changes band and verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterlib.dashboards.calibrate.page import CalibratePage


def open_calibration(
    cohort: str = "", standard: str = "", work: str = "", on: str = ""
) -> CalibratePage:
    """Return the page on a cohort and a standard; the shipped samples where blank.

    Parameters
    ----------
    cohort : str
        Path of a cohort table, of the folder of a run, or of a folder of application
        workbooks.
    standard : str
        Path of a standard, or of a folder of them.
    work : str
        Folder for drafts; the current one where blank.
    on : str
        ISO day whose rules apply; today where blank.
    """
    from clusterlib.dashboards.calibrate.page import CalibratePage
    from clusterlib.dashboards.what_if.source import Source

    return CalibratePage(Source.at(cohort, standard, on, work), Path(work or "."))
