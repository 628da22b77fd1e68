"""SPEC on `clusterlib batch`: what a run holds, what fails, what a second run does."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from clusterlib.resources import parameters_folder
from tests.spec.conftest import read_csv
from tests.spec.files import COLUMNS
from tests.spec.workbooks import command, fill

STANDARDS = parameters_folder() / "standards"
PANEL = (
    "applicant_id,panel_basic,panel_quality,panel_government,panel_policy,output_rank,sales_rank,"
    "exception_township\nA1,58,19,9,9,2,5,\nA2,70,19,9,9,,,是\n"
)
CONFIRMED = (
    "applicant_id,item,year,value,unit,reason,document,person,day\n"
    "A1,出口额,2025,9999,万美元,与海关数据不符,报关单,样审,2026-01-01\n"
)
NAMES_BY_RUN_TIME = {"manifest.json", "summary.csv", "summary.xlsx"}
"""Files of a run that hold how long its notebooks took."""


def batch(*arguments: object) -> tuple[int, str]:
    """Run a batch by the shipped standards on a fixed day."""
    status, said, err = command(
        "batch", *arguments, "--standard", STANDARDS, "--on", "2026-01-01", "--workers", "1"
    )
    return status, said + err


def bytes_of(run: Path) -> dict[str, bytes]:
    """Every file of a run whose bytes do not tell how long it took."""
    return {
        str(path.relative_to(run)): path.read_bytes()
        for path in sorted(run.rglob("*"))
        if path.is_file() and path.name not in NAMES_BY_RUN_TIME
    }


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("申报")
    template = folder.parent / "申报表.xlsx"
    command("template", template)
    fill(template, folder / "一.xlsx", facts={"申报编号": "A1"})
    fill(template, folder / "三.xlsx", facts={"申报编号": "A2", "申报级别": "乡"})
    fill(template, folder / "五.xlsx", facts={"申报编号": "A5"})
    fill(template, folder / "七.xlsx", facts={"申报编号": "A5"})
    fill(template, folder / "六.xlsx", facts={"申报编号": "A3/../：*?", "申报级别": "省"})
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "~$一.xlsx").write_bytes(b"lock")
    return folder


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> tuple[object, ...]:
    folder = tmp_path_factory.mktemp("评审")
    (folder / "panel.csv").write_text(PANEL, encoding="utf-8")
    (folder / "confirmed.csv").write_text(CONFIRMED, encoding="utf-8")
    return "--panel", folder / "panel.csv", "--confirmed", folder / "confirmed.csv"


@pytest.fixture(scope="module")
def run(inputs, tables, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("结果") / "run"
    status, said = batch(inputs, *tables, "--out", out)
    assert status == 1, said
    return out


def test_summary_has_three_rows_per_applicant_and_one_per_failed_input(run):
    rows = read_csv(run / "summary.csv")
    assert list(rows[0]) == [*COLUMNS[:-1], "status", "seconds", "error", "entry"]
    done = [(row["applicant_id"], row["tier"]) for row in rows if row["status"] == "done"]
    tiers = ("capital", "base", "township")
    assert sorted(done) == sorted(
        (name, tier) for name in ("A1", "A2", "A3/../：*?") for tier in tiers
    )
    failed = {row["applicant_id"]: row for row in rows if row["status"] == "failed"}
    assert set(failed) == {"五", "七", "坏", "空"}
    for row in failed.values():
        assert {name for name, cell in row.items() if cell} == {"applicant_id", "status", "error"}
    assert "“A5”与“七.xlsx”重复" in failed["五"]["error"]
    assert "“A5”与“五.xlsx”重复" in failed["七"]["error"]


def test_panel_and_confirmed_tables_count_and_reported_figures_stay(run):
    rows = {(row["applicant_id"], row["tier"]): row for row in read_csv(run / "summary.csv")}
    first = rows["A1", "base"]
    assert (first["total"], first["verdict"], first["route"], first["outcome_tier"]) == (
        "95",
        "pass",
        "met",
        "base",
    )
    assert (rows["A2", "township"]["basic_lo"], rows["A2", "township"]["outcome_tier"]) == (
        "48",
        "township",
    )
    record = json.loads((run / "applicants/A1/assessment.json").read_text("utf-8"))
    exports = record["figures"]["exports"]
    assert (exports["value"], exports["reported"]["value"]) == ("9999", "31000")
    assert exports["confirmed"]["document"] == "报关单"
    report = (run / "applicants/A1/report.html").read_text("utf-8")
    assert "申报值" in report
    assert "核定值" in report


def test_an_unreadable_tier_leaves_the_outcome_blank(run):
    rows = [row for row in read_csv(run / "summary.csv") if row["applicant_id"].startswith("A3")]
    assert {row["outcome_tier"] for row in rows} == {""}


def test_each_applicant_has_notebook_report_and_record_in_a_safe_folder(run):
    folders = sorted((run / "applicants").iterdir())
    assert len(folders) == 3
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {
            "notebook.ipynb",
            "report.html",
            "assessment.json",
        }
        assert not re.search(r'[<>:"/\\|?*]', folder.name)
        page = (folder / "report.html").read_text("utf-8")
        assert not re.search(r'(?:src|href)="(?!data:|#)', page)
        assert "2025" in page


def test_the_run_has_its_tables_page_and_manifest_with_hashes(run, inputs):
    assert {path.name for path in run.iterdir()} >= {
        "applicants",
        "summary.csv",
        "summary.xlsx",
        "index.html",
        "manifest.json",
    }
    headings = [cell.value for cell in openpyxl.load_workbook(run / "summary.xlsx").active[1]]
    assert "申报编号" in headings
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    hashes = {found["name"]: found["sha256"] for found in manifest["inputs"]}
    assert hashes["一.xlsx"] == sha256((inputs / "一.xlsx").read_bytes()).hexdigest()
    assert "furniture.yaml" in {found["name"] for found in manifest["standards"]}
    assert re.fullmatch(r"[0-9a-f]{64}", manifest["notebook"])
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", manifest["day"])


def test_a_second_run_does_only_what_is_missing_and_gives_the_same_bytes(run, inputs, tables):
    before = bytes_of(run)
    status, said = batch(inputs, *tables, "--out", run)
    assert (status, "本次运行 0 份" in said) == (1, True)
    assert bytes_of(run) == before
    (run / "applicants/A2/report.html").unlink()
    (run / "applicants/A1/assessment.json").write_text("{}", encoding="utf-8")
    _, said = batch(inputs, *tables, "--out", run)
    assert "本次运行 2 份" in said
    assert bytes_of(run) == before


@pytest.fixture(scope="module")
def marked(inputs) -> str:
    """What `check` writes beside a workbook when nobody names a folder."""
    fill(inputs.parent / "申报表.xlsx", inputs / "八.xlsx", facts={"申报编号": "A8"}, 企业数量=3.5)
    command("check", inputs / "八.xlsx")
    return "八（标注）.xlsx"


def test_a_marked_copy_beside_its_workbook_is_no_input(inputs, marked, tmp_path):
    assert (inputs / marked).is_file()
    _, said = batch(inputs, "--out", tmp_path / "run")
    failed = {
        row["applicant_id"]
        for row in read_csv(tmp_path / "run/summary.csv")
        if row["status"] == "failed"
    }
    assert failed == {"五", "七", "坏", "空"}, said


def test_a_cohort_table_is_an_input_too(tmp_path):
    table = tmp_path / "汇总.csv"
    table.write_text(
        "applicant_id,行业,出口额,专家评分一,tier\nC1,家具,31000,,\nC2,五金,错,70,都\nC3,无此业,3,,\n",
        encoding="gb18030",
    )
    status, _ = batch(table, "--reading", "gate=veto", "--out", tmp_path / "run")
    assert status == 1
    rows = read_csv(tmp_path / "run/summary.csv")
    standards = {row["applicant_id"]: (row["standard"], row["status"]) for row in rows}
    assert standards == {
        "C1": ("furniture", "done"),
        "C2": ("hardware", "done"),
        "C3": ("", "failed"),
    }
    assert rows[-1]["readings"].startswith("gate=veto; ")
    expected = tmp_path / "out.csv"
    command(
        "assess",
        table,
        "--standard",
        STANDARDS,
        "--on",
        "2026-01-01",
        "--out",
        expected,
        "--reading",
        "gate=veto",
    )
    shown = [{name: row[name] for name in COLUMNS} for row in rows if row["status"] == "done"]
    assert shown == [row for row in read_csv(expected) if row["standard"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("没有.xlsx",),
        (".", "--reading", "gate=x"),
        (".", "--panel", "没有.csv"),
        (".", "--confirmed", "没有.csv"),
        (".", "--on", "2020-01-01"),
    ],
)
def test_a_faulty_command_leaves_no_run(tmp_path, monkeypatch, inputs, arguments):
    monkeypatch.chdir(inputs)
    status, _, err = command(
        "batch", *arguments, "--standard", STANDARDS, "--out", tmp_path / "run"
    )
    assert status == 2
    assert err.startswith("错误：")
    assert not (tmp_path / "run").exists()
