"""The register from an empty folder: import, status, due, lists, add, correct, verify."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest
from typer.testing import CliRunner

from clusterlib.cli import app
from clusterlib.sheets.delimited import read_records
from clusterlib.sheets.files import read_sheets

TITLES = """行业,称号,所在地,级别,授名时间,第一次复评,备注
照明,中国样灯之都·甲县,样省甲县,都,2018年5月1日,2022.5.2,
照明,中国样灯城,样省乙县,城,2019年3月,,
家具,中国样椅之乡,样省丙县,乡,2012/1/1,,=1+1
"""


def run(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, ["register", *words])
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("称号.csv").write_text(TITLES, encoding="gb18030")
    assert "新增 4 个事件" in run("import", "称号.csv")
    return tmp_path


def test_status_of_a_day_is_one_row_a_title(workspace: Path) -> None:
    run("status", "--on", "2026-11-28", "--out", "状态.csv")
    rows = read_records(Path("状态.csv"))
    assert [(row["title_id"], row["state"], row["expires"]) for row in rows] == [
        ("T0001", "overdue", "2026-05-02"),
        ("T0002", "due_for_withdrawal", "2023-03-01|2023-03-31"),
        ("T0003", "due_for_withdrawal", "2015-01-01"),
    ]
    run("status", "--on", "2021-01-01", "--out", "状态.xlsx", "--headings", "zh")
    (sheet,) = read_sheets(Path("状态.xlsx"))
    assert list(sheet.rows[0][:3]) == ["称号编号", "称号", "地区"]


def test_known_by_a_day_leaves_out_what_was_recorded_later(workspace: Path) -> None:
    run("status", "--on", "2026-11-28", "--known", "2020-01-01", "--out", "状态.csv")
    assert read_records(Path("状态.csv")) == []


def test_due_as_a_table_and_as_a_calendar_that_is_read_back(workspace: Path) -> None:
    told = run("due", "--within", "30", "--on", "2026-11-28")
    assert "公告取消" in told
    run("due", "--within", "30", "--on", "2026-11-28", "--out", "待办.ics")
    calendar = icalendar.Calendar.from_ical(Path("待办.ics").read_bytes())
    entries = [str(entry["summary"]) for entry in calendar.walk("VEVENT")]
    assert "公告取消：中国样椅之乡" in entries
    assert len(entries) == len(told.splitlines()) - 1


def test_lists_of_a_year_as_workbooks_and_a_page(workspace: Path) -> None:
    assert "认定 1 个，应公告取消 2 个，待查 0 个" in run("lists", "2025", "--out", "名单")
    (sheet,) = read_sheets(Path("名单/2025年应公告取消名单.xlsx"))
    assert [row[2] for row in sheet.rows[1:]] == ["中国样椅之乡", "中国样灯城"]
    page = Path("名单/2025年称号名单.html").read_text(encoding="utf-8")
    assert "中国样灯之都·甲县" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_events_are_added_corrected_and_shown(workspace: Path) -> None:
    run("add", "title_id=T0001", "kind=年报", "date=2026-04-20", "year=2025")
    assert "错误" not in run("history", "T0001")
    run(
        "correct",
        "E000001",
        "kind=awarded",
        "date=2018-06-01",
        "--reason",
        "抄错",
        "--person",
        "示例甲",
    )
    told = run("history", "T0001")
    assert "［已更正，不计］" in told
    assert "更正 E000001：抄错（示例甲）" in told
    assert "记录链完整" in run("verify")


def test_what_is_exported_imports_into_an_empty_store_as_the_same_events(workspace: Path) -> None:
    run("correct", "E000003", "--reason", "重复", "--person", "示例甲")
    run("export", "--out", "全部.csv", "--headings", "zh")
    run("import", "全部.csv", "--store", "另一个")
    run("export", "--out", "再来.csv", "--headings", "zh", "--store", "另一个")
    assert Path("全部.csv").read_bytes() == Path("再来.csv").read_bytes()


def test_a_backup_is_restored_into_an_empty_store(workspace: Path) -> None:
    run("backup", "备份.sqlite")
    assert "已恢复 4 个事件" in run("restore", "备份.sqlite", "--store", "新")
    assert "记录链完整" in run("verify", "--store", "新")


def test_a_file_with_unreadable_rows_is_refused_whole(workspace: Path) -> None:
    Path("坏.csv").write_text("称号,授名时间\n中国样伞之乡,大约前年\n,2020\n", encoding="utf-8")
    told = run("import", "坏.csv", status=1)
    assert "没有导入任何一行" in told
    assert "4 个事件" in run("verify")
