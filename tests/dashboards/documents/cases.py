"""Builds working folders with two cases, one of them with its panel, for the page of papers."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from clusterlib.panel.store import PanelStore
from clusterlib.register.store import open_store
from tests.documents.made import STANDARD, a_workbook
from tests.documents.panels import a_panel

ON = "2026-11-28"
OTHER = {"applicant_id": "YX-002", "name": "样乙县人民政府", "region": "样省样乙县"}


def write_work(folder: Path) -> Path:
    """Write 申报, 标准 and 台账 into a folder and return it."""
    (folder / "申报").mkdir()
    shutil.copytree(STANDARD.parent, folder / "标准")
    a_workbook(folder, {"region": "样省样县"}).rename(folder / "申报" / "1 甲.xlsx")
    a_workbook(folder, OTHER, employees=None).rename(folder / "申报" / "2 乙.xlsx")
    now = datetime(2026, 11, 26, tzinfo=UTC)
    PanelStore(open_store(folder / "台账")).append(a_panel(), now)
    return folder
