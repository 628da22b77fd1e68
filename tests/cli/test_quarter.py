"""The job of a quarter in an empty folder, by the commands of the Chinese README alone."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

import openpyxl
import pytest

from clusterlib.reports.page import text_of
from tests.intake.workbooks import an_application, cell_of

ROOT = Path(__file__).parents[2]
READMES = ("README.zh-CN.md", "README.md")


def commands_of(readme: str) -> list[list[str]]:
    """Return the commands of the block that begins with a new workspace."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    block = text[text.index("```sh\nclusterlib new ") :].split("```")[1]
    return [shlex.split(line, comments=True) for line in block.splitlines()[1:]]


def typed(path: str, sheet: str, cells: dict[str, object]) -> None:
    book = openpyxl.load_workbook(path)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(path)


def record_of(applicant: str) -> dict:
    path = Path("结果/第四季度/applicants") / applicant / "assessment.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_both_readmes_give_the_same_commands():
    assert commands_of(READMES[0]) == commands_of(READMES[1])


@pytest.fixture
def typing(run, tmp_path, monkeypatch):
    """A function that runs a command of the README as it stands there."""
    monkeypatch.chdir(tmp_path)

    def type_in(command: list[str]):
        if command[0] == "cd":
            os.chdir(command[1])
            return None
        assert command[0] == "clusterlib"
        return run(*command[1:])

    return type_in


def test_the_job_of_a_quarter_goes_by_the_readme(typing):
    new, enter, standards, check, fill, batch = commands_of(READMES[0])
    assert typing(new).status == 0
    typing(enter)
    assert typing(standards).status == 0

    for number, name in enumerate(("甲县", "乙县", "丙县"), 1):
        an_application(
            Path("申报") / f"{name}.xlsx",
            {"applicant_id": f"S{number}", "name": name},
            years=(2023, 2024, 2025),
            brands=None if name == "乙县" else "12",
        )
    Path("申报/说明.docx").write_bytes(b"x")
    checked = typing(check)
    assert checked.status == 1
    assert "乙县.xlsx：乙县，缺 1 条" in checked.out
    assert "说明.docx：跳过" in checked.out
    assert Path("申报/乙县（标注）.xlsx").is_file()

    filled = typing(fill)
    assert filled.status == 0
    assert filled.out.count("补入 3 家") == 2
    typed("核定/专家评分.xlsx", "专家评分", {"C2": "好", "D2": "好", "I2": 1, "J2": 2})
    typed(
        "核定/核定数值.xlsx",
        "核定数值",
        {
            "C2": "企业数量",
            "D2": 2025,
            "E2": 519,
            "F2": "个",
            "G2": "一家已注销",
            "H2": "名录",
            "I2": "样某",
            "J2": "2026-03-15",
        },
    )
    batch += ["--workers", "1"]
    first = typing(batch)
    assert Path("结果/第四季度/index.html").is_file(), first.out + first.err
    # The rows stand in the order of the files' names: 丙县 first.
    report = Path("结果/第四季度/applicants/S3/report.html").read_text(encoding="utf-8")
    assert "申报 520，核定 519" in text_of(report)

    book = openpyxl.load_workbook("申报/乙县.xlsx")
    cell_of(book, "省市以上知名品牌数量", 2025).value = 12
    book.save("申报/乙县.xlsx")
    again = typing(check)
    assert "乙县.xlsx：乙县，缺 0 条" in again.out
    assert "乙县（标注）.xlsx：跳过" in again.out
    before = {name: record_of(name) for name in ("S1", "S2", "S3")}
    second = typing(batch)
    assert second.status == 0, second.out + second.err
    assert record_of("S2") != before["S2"]
    assert {name: record_of(name) for name in ("S1", "S3")} == {
        name: before[name] for name in ("S1", "S3")
    }
