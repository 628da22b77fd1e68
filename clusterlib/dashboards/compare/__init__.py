"""The page of candidates（候选对比）: two to six applicants side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterlib.dashboards.compare.page import ComparePage


def open_comparison(
    cohort: str = "", standard: str = "", on: str = "", work: str = ""
) -> ComparePage:
    """Return the page on a cohort and a standard; the shipped samples where blank.

    Parameters
    ----------
    cohort : str
        Path of a cohort table, or of a folder of application workbooks.
    standard : str
        Path of a standard, or of a folder of them.
    on : str
        ISO day whose rules apply; today where blank.
    """
    from clusterlib.dashboards.compare.page import ComparePage
    from clusterlib.dashboards.what_if.source import Source

    return ComparePage(Source.at(cohort, standard, on, work))
