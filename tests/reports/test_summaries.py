"""The summary of a run, as CSV and as Excel."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
from openpyxl import load_workbook

from clusterlib.batch.progress import failed_before
from clusterlib.reports.results import COLUMNS, ScoredCohort
from clusterlib.reports.summaries import Outcome, summary_columns, write_summaries
from clusterlib.rules.indicators import POSITION
from clusterlib.sheets.delimited import read_records
from tests.reports.scored_examples import assessment_of, cohort_of_names, scored_example

OUTCOMES = {
    "S1": Outcome("done", 0.25),
    "S2": Outcome("failed", 0.0, "没有“不明行业”的标准"),
    "S3": Outcome("done", 1.5),
}
LOST = (("丛样县申报表", "文件有打开密码，未读"),)


def test_three_rows_per_applicant_and_one_without_tier_for_a_failed_input() -> None:
    columns = summary_columns(scored_example(), OUTCOMES, LOST)
    assert tuple(columns) == (*COLUMNS[:-1], "status", "seconds", "error", "entry")
    assert [columns["applicant_id"].count(f"S{n}") for n in (1, 2, 3)] == [3, 3, 3]
    assert columns["applicant_id"][0] == "丛样县申报表"
    filled = {name for name, cells in columns.items() if cells[0]}
    assert filled == {"applicant_id", "status", "error"}


def test_what_failed_stands_first_and_the_others_keep_their_order() -> None:
    columns = summary_columns(scored_example(), OUTCOMES, LOST)
    assert columns["status"] == ["failed"] * 4 + ["done"] * 6
    assert columns["applicant_id"][1:] == ["S2"] * 3 + ["S1"] * 3 + ["S3"] * 3
    assert columns["seconds"][4] == "0.250"


def test_both_files_are_written_and_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_summaries(tmp_path / "one", scored_example(), OUTCOMES, LOST)
    time.sleep(1.1)  # a workbook states its time in seconds
    second = write_summaries(tmp_path / "two", scored_example(), OUTCOMES, LOST)
    assert [path.name for path in first] == ["summary.csv", "summary.xlsx"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    with first[0].open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 10


def test_no_text_of_a_summary_is_a_live_formula_and_each_reads_back(tmp_path: Path) -> None:
    names = ("=1+1", "@SUM(A1)", "\t=2")
    failed = {**OUTCOMES, "S2": Outcome("failed", 0.0, "+1 没有标准")}
    path, _ = write_summaries(
        tmp_path, scored_example(names), failed, (("-1+1", "=cmd|'/C calc'!A0"),)
    )
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = {cell for row in csv.reader(file) for cell in row}
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert {row["name"] for row in read_records(path)} == {"", *names}
    assert failed_before(tmp_path) == {"-1+1": "=cmd|'/C calc'!A0", "S2": "+1 没有标准"}


def test_the_workbook_is_ready_to_read_and_to_print(tmp_path: Path) -> None:
    _, path = write_summaries(tmp_path, scored_example(), OUTCOMES, LOST)
    book = load_workbook(path)
    assert book.sheetnames == ["按申报级别", "三级各算", "说明"]
    sheet = book["三级各算"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:6] == ["状态", "申报编号", "申报单位", "评价级别", "结论", "建议级别"]
    assert [cell.value for cell in sheet[2]][:2] == ["失败", "丛样县申报表"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref is not None
    assert sheet.page_setup.orientation == "landscape"
    verdicts = {row[headings.index("结论")].value for row in sheet.iter_rows(min_row=6)}
    assert verdicts <= {"符合", "未定", "不符合"}
    points = sheet.cell(6, headings.index("总得分下限") + 1).value
    assert isinstance(points, int | float)


def test_the_first_sheet_has_one_row_each_at_the_tier_applied_for(tmp_path: Path) -> None:
    scored = scored_example()
    scored.cohort.figures.applied[:] = (1, 2, 0)
    _, path = write_summaries(tmp_path, scored, OUTCOMES, LOST)
    rows = list(load_workbook(path)["按申报级别"].iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[3]) for row in rows] == [
        ("丛样县申报表", None),
        ("S2", "乡"),
        ("S3", "都"),
        ("S1", "基地"),
    ]


def test_the_first_sheet_is_grouped_by_tier_highest_first_and_without_tier_last(
    tmp_path: Path,
) -> None:
    scored = scored_example()
    scored.cohort.figures.applied[:] = (-1, 2, 0)
    done = dict.fromkeys(("S1", "S2", "S3"), Outcome("done"))
    _, path = write_summaries(tmp_path, scored, done)
    rows = list(load_workbook(path)["按申报级别"].iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[3]) for row in rows] == [("S3", "都"), ("S2", "乡"), ("S1", "未填")]


def test_items_not_met_and_items_missing_are_named_at_each_tier(tmp_path: Path) -> None:
    cohort = cohort_of_names(("甲样县",), ("家具",))
    cohort.figures.values[0, POSITION["exports"]] = 9000
    cohort.figures.values[0, POSITION["output_share"]] = 1
    cohort.figures.values[0, POSITION["output_value"]] = 31
    cohort.figures.gates[0] = (1, -1, 0)
    scored = ScoredCohort(cohort, ((np.array([0]), assessment_of(cohort, "furniture")),), (), "")
    _, path = write_summaries(tmp_path, scored, {"S1": Outcome("done")})
    headings, *rows = load_workbook(path)["三级各算"].iter_rows(values_only=True)
    by_tier = {row[3]: dict(zip(headings, row, strict=True)) for row in rows}
    accident = "是否曾发生过重大批量产品质量事故、产品假冒、伪造案件"
    assert by_tier["都"]["未达标的项"] == f"{accident}、总产值或产值占比、出口额"
    assert by_tier["乡"]["未达标的项"] == accident
    missing = by_tier["都"]["缺的项"].split("、")
    assert missing[:3] == ["是否发生过重大污染事故", "销售收入", "主营收入"]
    assert "ISO22000" not in missing  # exempt
    assert by_tier["都"]["一 缺项"] + by_tier["都"]["二 缺项"] + 1 == len(missing)


def test_who_names_no_tier_has_no_verdict_at_one_applied_for(tmp_path: Path) -> None:
    scored = scored_example()
    scored.cohort.figures.applied[:] = (-1, 2, -2)
    _, path = write_summaries(tmp_path, scored, OUTCOMES, LOST)
    headings, *rows = load_workbook(path)["按申报级别"].iter_rows(values_only=True)
    found = {row[1]: dict(zip(headings, row, strict=True)) for row in rows}
    assert (found["S1"]["评价级别"], found["S3"]["评价级别"]) == ("未填", "认不出")
    for one in ("S1", "S3"):
        assert found[one]["结论"] == "见三级各算"
        assert found[one]["总得分下限"] is None
        assert found[one]["申报条件"] == "待答"


def test_the_notes_name_day_standards_with_status_and_readings_with_reasons(
    tmp_path: Path,
) -> None:
    _, path = write_summaries(tmp_path, scored_example(), OUTCOMES, LOST, "规则甲 sha256 ab12…")
    notes = [" ".join(map(str, row)) for row in load_workbook(path)["说明"].values]
    text = "\n".join(notes)
    for expected in (
        "2026-11-25",
        "规则 规则甲 sha256 ab12…",
        "家具：示例，草稿",
        "皮革：示例，草稿",
        "缺项作未知",
        "A1.3",
    ):
        assert expected in text
