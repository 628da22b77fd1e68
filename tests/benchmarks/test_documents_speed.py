"""All papers of 75 cases, each with its panel, as DOCX and HTML, by the command."""

from __future__ import annotations

from datetime import UTC, datetime

from clusterlib.documents.kinds import CASE_KINDS
from clusterlib.panel.records import Line
from clusterlib.panel.store import PanelStore
from clusterlib.register.store import open_store
from tests.benchmarks.processes import clusterlib
from tests.documents.made import STANDARD, a_workbook
from tests.documents.panels import a_panel

CASES, MOST_SECONDS = 75, 60


def test_all_papers_of_75_cases(note, tmp_path):
    inputs = tmp_path / "申报"
    inputs.mkdir()
    records = []
    for number in range(CASES):
        case = f"YX-{number:03}"
        facts = {"applicant_id": case, "name": f"样{number}县人民政府", "region": "样省样县"}
        a_workbook(tmp_path, facts).rename(inputs / f"{case}.xlsx")
        for record in a_panel():
            changes = {"case": case}
            if isinstance(record, Line):
                changes["sheet"] = f"{case}-{record.sheet}"
            records.append(record._replace(**changes))
    store = open_store(tmp_path / "台账")
    PanelStore(store).append(records, datetime(2026, 11, 26, tzinfo=UTC))
    ran = clusterlib(
        "report", "make", "all", "--kind", "all", "--no-pdf", "--input", inputs, "--standard",
        STANDARD, "--store", tmp_path / "台账", "--out", tmp_path / "文书", "--on", "2026-11-28",
    )  # fmt: skip
    assert ran.status == 0
    assert len(list((tmp_path / "文书").glob("*.docx"))) == CASES * len(CASE_KINDS)
    note(f"all papers of {CASES} cases", [ran.seconds])
    note(f"all papers of {CASES} cases, memory", [ran.megabytes], unit="MB")
    assert ran.seconds < MOST_SECONDS
