"""Reports of a run name what the register holds of each applicant, and follow its changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clusterlib.batch.run import BatchOptions, run_batch
from clusterlib.register.events import Event
from clusterlib.register.store import Store, open_store
from clusterlib.reports.page import text_of
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.sheets.delimited import read_records

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ROWS = read_records(sample_table())[:2]
FIRST, SECOND = ROWS


def awarded(title_id: str, region: str, name: str, day: str, industry: str) -> Event:
    facts = {"name": name, "region": region, "industry": industry, "tier": "base"}
    return Event(title_id=title_id, kind="awarded", date=day, **facts)


def record(store: Store, *events: Event) -> None:
    with store.writing(NOW) as turn:
        turn.append(list(events))


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the first two applicants of the shipped table."""
    monkeypatch.chdir(tmp_path)
    lines = sample_table().read_text(encoding="utf-8-sig").splitlines()[:3]
    Path("申报.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def run(store: str = "") -> tuple[str, dict[str, dict], dict[str, str]]:
    """Run the batch; return what it tells, the records and the texts of the pages, by id."""
    result = run_batch(
        BatchOptions(
            inputs=(Path("申报.csv"),),
            standard=parameters_folder() / "standards",
            out=Path("结果"),
            on="2026-11-25",
            workers=1,
            store=store,
        )
    )
    records, pages = {}, {}
    for path in Path("结果/applicants").glob("*/assessment.json"):
        found = json.loads(path.read_text(encoding="utf-8"))
        who = found["applicant"]["applicant_id"]
        records[who] = found
        pages[who] = text_of(path.with_name("report.html").read_text(encoding="utf-8"))
    return result.lines[0], records, pages


@pytest.mark.clause("2.2.4", "2.2.5")
def test_a_report_names_the_title_in_force_and_other_holders(at: Path) -> None:
    _, records, pages = run()
    assert "register" not in records[FIRST["applicant_id"]]
    assert "台账情况" not in pages[FIRST["applicant_id"]]
    industry = records[FIRST["applicant_id"]]["standard"]["term"]
    store = open_store(at / "台账")
    region = FIRST["region"] or FIRST["name"]
    record(
        store,
        awarded("T1", region, f"中国{FIRST['product']}产业基地", "2024-03-01", industry),
        awarded("T2", "远样县", f"中国{FIRST['product']}产业基地", "2023-05", industry),
    )
    told, records, pages = run()
    assert told.startswith("完成 2 家（本次运行 2 份")
    first = records[FIRST["applicant_id"]]["register"]
    assert [one["title_id"] for one in first["in_force"]] == ["T1"]
    assert [one["title_id"] for one in first["holders"]] == ["T2"]
    page = pages[FIRST["applicant_id"]]
    assert "台账情况" in page
    assert "2028-03-01" in page
    assert "2027-05" in page
    assert "本地区本行业在册称号（2.2.4）：没有" in pages[SECOND["applicant_id"]]
    # What concerns one applicant alone has one report made anew.
    record(store, awarded("T9", "近样县", "中国样物之都", "2024-01-01", "样业"))
    assert run()[0].startswith("完成 2 家（本次运行 0 份")
    failed = Event(title_id="T1", kind="review_failed", date="2026-10-01")
    record(store, failed)
    told, records, _ = run()
    assert told.startswith("完成 2 家（本次运行 1 份")
    assert records[FIRST["applicant_id"]]["register"]["in_force"][0]["state"] == "rectifying"
    told, records, _ = run(store=str(at / "空台账"))
    assert told.startswith("完成 2 家（本次运行 1 份")
    assert records[FIRST["applicant_id"]]["register"]["in_force"] == []
