"""The page of papers（文书）: which is ready, what is missing; made, seen, downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterlib.dashboards.documents.page import DocumentsPage


def open_documents(
    work: str = "",
    store: str = "",
    standard: str = "",
    applicants: Sequence[str] = (),
    confirmed: str = "",
    on: str = "",
) -> DocumentsPage:
    """Return the page on a working folder.

    Parameters
    ----------
    work : str
        Working folder: 申报, 标准, 核定, 台账 and 文书模板 are looked for in it, papers are
        issued into its 文书. The current folder where blank.
    store : str
        Folder of another register, or a URL of PostgreSQL.
    standard : str
        Path of a standard, or of a folder of them.
    applicants : sequence of str
        Workbooks, folders of them, or a cohort table, in the place of 申报.
    confirmed : str
        Table of verified figures, in the place of 核定/核定数值.xlsx.
    on : str
        ISO day of the papers; today where blank.
    """
    from clusterlib.dashboards.documents.desk import Desk
    from clusterlib.dashboards.documents.page import DocumentsPage

    desk = Desk(
        Path(work) if work else Path.cwd(),
        store,
        Path(standard) if standard else None,
        tuple(Path(path) for path in applicants),
        Path(confirmed) if confirmed else None,
    )
    return DocumentsPage(desk, on)
