"""The commands, as a new user meets them."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clusterlib.resources import parameters_folder, sample_table

STANDARDS = parameters_folder() / "standards"
COMMANDS = (
    ("new",),
    ("template",),
    ("check",),
    ("assess",),
    ("batch",),
    ("demo",),
    ("serve",),
    ("lab",),
    ("standards", "check"),
    ("standards", "show"),
    ("standards", "export"),
    ("standards", "import"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_text_has_an_example(run, command):
    ended = run(*command, "--help")
    assert ended.status == 0
    assert f"Example: clusterlib {' '.join(command)}" in " ".join(ended.out.split())


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("assess", "没有.csv", "--standard", STANDARDS, "--out", "x.csv"), "没有.csv"),
        (("assess", sample_table(), "--standard", "没有.yaml", "--out", "x.csv"), "没有.yaml"),
        (("assess", sample_table(), "--standard", STANDARDS, "--out", "x.doc"), ".doc"),
        (
            ("assess", sample_table(), "--standard", STANDARDS, "--out", "x.csv", "--tier", "省"),
            "省",
        ),
        (
            (
                "assess",
                sample_table(),
                "--standard",
                STANDARDS,
                "--out",
                "x.csv",
                "--reading",
                "gate=maybe",
            ),
            "maybe",
        ),
        (
            (
                "assess",
                sample_table(),
                "--standard",
                STANDARDS,
                "--out",
                "x.csv",
                "--on",
                "2019-01-01",
            ),
            "2019-01-01",
        ),
        (
            ("assess", sample_table(), "--standard", STANDARDS, "--out", "x.csv", "--on", "明天"),
            "明天",
        ),
        (
            (
                "assess",
                sample_table(),
                "--standard",
                STANDARDS,
                "--out",
                "x.csv",
                "--reading",
                "gate",
            ),
            "等号",
        ),
        (("batch", "没有", "--standard", STANDARDS, "--out", "run"), "没有"),
        (("check", "没有.xlsx"), "没有.xlsx"),
        (("template", "申报表.xls"), ".xls"),
        (("standards", "check", "没有"), "没有"),
    ],
)
def test_a_faulty_command_says_what_was_found_and_writes_nothing(
    run, tmp_path, monkeypatch, arguments, found
):
    monkeypatch.chdir(tmp_path)
    ended = run(*arguments)
    assert ended.status == 2
    assert found in ended.err
    assert "Traceback" not in ended.err + ended.out
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_the_traceback(run, tmp_path):
    with pytest.raises(Exception, match="没有"):
        run("--debug", "assess", tmp_path / "没有.csv", "--standard", STANDARDS, "--out", "x.csv")


def test_a_new_workspace_leads_from_template_to_report(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new", "评价").status == 0
    assert {path.name for path in Path("评价").iterdir()} == {
        "标准",
        "申报",
        "核定",
        "结果",
        "空白申报表.xlsx",
        "先读我.txt",
    }
    book = load_workbook("评价/空白申报表.xlsx")
    cover = book["封面"]
    answers = {
        "申报编号": "N1",
        "申报单位": "新建样县",
        "所在地区": "虚构省新建样县",
        "行业": "家具",
        "主导产品": "木椅",
        "申报级别": "乡",
        "申报类型": "初次申报",
    }
    for row in cover.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip() in answers:
                cover.cell(cell.row, cell.column + 1).value = answers[cell.value.strip()]
    book.save("评价/申报/新建样县.xlsx")
    checked = run("check", "评价/申报/新建样县.xlsx", "--out", "评价/核定")
    assert "新建样县" in checked.out
    ended = run(
        "batch",
        "评价/申报",
        "--standard",
        "评价/标准",
        "--out",
        "评价/结果/一",
        "--on",
        "2026-11-25",
        "--workers",
        "1",
    )
    assert ended.status == 0, ended.out
    assert Path("评价/结果/一/applicants/N1/report.html").is_file()
    assert Path("评价/结果/一/index.html").is_file()


def test_a_workspace_never_overwrites_what_is_there(run, tmp_path):
    (tmp_path / "已有.txt").write_text("x", encoding="utf-8")
    ended = run("new", tmp_path)
    assert ended.status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["已有.txt"]


def test_a_template_never_overwrites_a_form_that_may_be_filled_in(run, tmp_path):
    form = tmp_path / "申报表.xlsx"
    assert run("template", form).status == 0
    filled = form.read_bytes() + b"filled"
    form.write_bytes(filled)
    ended = run("template", form)
    assert ended.status == 2
    assert "已有这个文件" in ended.err
    assert form.read_bytes() == filled


def test_check_lists_problems_by_cell_and_marks_a_copy(run, tmp_path, samples):
    ended = run("check", samples.applications / "松溪样县申报表.xlsx", "--out", tmp_path)
    assert ended.status == 1
    assert "基本情况表二" in ended.out
    assert (tmp_path / "松溪样县申报表（标注）.xlsx").is_file()


def test_check_goes_on_after_a_file_that_cannot_be_read(run, tmp_path, samples):
    ended = run(
        "check",
        samples.applications / "上锁样县申报表.xlsx",
        samples.applications / "丁县申报表.xlsx",
        "--out",
        tmp_path,
    )
    assert ended.status == 1
    assert "上锁样县申报表.xlsx：不能读取" in ended.out
    assert "丁县申报表.xlsx：丁县" in ended.out


def test_a_standard_goes_to_excel_and_back_without_loss(run, tmp_path):
    source = STANDARDS / "furniture.yaml"
    assert run("standards", "export", source, tmp_path / "家具.xlsx").status == 0
    again = tmp_path / "furniture.yaml"
    assert run("standards", "import", tmp_path / "家具.xlsx", again).status == 0
    lines = [
        line
        for line in source.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert again.read_text(encoding="utf-8").splitlines() == lines


def test_standards_are_checked_and_shown(run):
    checked = run("standards", "check", STANDARDS)
    assert checked.status == 0
    assert "家具" in checked.out
    shown = run("standards", "show", STANDARDS / "furniture.yaml", "--on", "2026-11-25")
    assert shown.status == 0
    assert "10000" in shown.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("standards", "show", STANDARDS / "furniture.yaml"),
        ("standards", "check", STANDARDS),
    ],
)
def test_nothing_fails_on_a_pipe_in_gbk(arguments):
    ended = in_gbk(*arguments)
    assert ended.returncode == 0, ended.stderr.decode("gbk", "replace")
    ended.stdout.decode("gbk")


def test_check_shows_what_gbk_lacks_as_question_marks(tmp_path, samples):
    book = load_workbook(samples.applications / "丁县申报表.xlsx")
    book["封面"]["B5"] = "鿏样县✓"
    book["基本情况表二"]["F7"] = "约3✓"
    book.save(tmp_path / "样县.xlsx")
    ended = in_gbk("check", tmp_path / "样县.xlsx")
    assert ended.returncode == 1, ended.stderr.decode("gbk", "replace")
    assert "约3?" in ended.stdout.decode("gbk")


def in_gbk(*arguments):
    """How a process of its own ended whose streams are in GBK."""
    return subprocess.run(
        [sys.executable, "-m", "clusterlib", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    )


def test_the_readmes_python_example_gives_a_table_of_every_applicant():
    import clusterlib as cl

    standard = cl.read_standard(STANDARDS / "furniture.yaml")
    cohort = cl.read_cohort(sample_table())
    scored = cl.assess(cohort, standard, on="2026-11-25")
    with sample_table().open(encoding="utf-8-sig", newline="") as file:
        applicants = [row["applicant_id"] for row in csv.DictReader(file)]
    frame = scored.frame()
    assert frame["applicant_id"].tolist() == [who for who in applicants for _ in range(3)]
    assert set(scored.problems_frame()["severity"]) <= {"error", "warning"}


def test_results_come_under_chinese_headings_where_asked(run, tmp_path):
    table = tmp_path / "表.csv"
    table.write_text("申报编号,出口额\n样1,约9000\n", encoding="utf-8")
    out = tmp_path / "结果.csv"
    asked = [
        "assess",
        str(table),
        "--standard",
        str(STANDARDS / "furniture.yaml"),
        "--out",
        str(out),
    ]
    assert run(*asked, "--headings", "zh").status == 1
    assert out.read_text("utf-8-sig").startswith("申报编号,申报单位,评价级别,结论,建议级别,")
    problems = (tmp_path / "结果.problems.csv").read_text("utf-8-sig").splitlines()
    assert problems[0] == "行,申报编号,评价级别,列,所填,问题和办法,性质"
    assert problems[1].startswith("2,样1,,出口额,约9000,")
    assert problems[1].endswith(",须改正")
    refused = run(*asked, "--headings", "en")
    assert refused.status == 2
    assert "没有“en”；应为ids 或 zh" in refused.err
