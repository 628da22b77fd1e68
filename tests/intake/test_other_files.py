"""What is no application is told as what it is, with the command that reads it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from clusterlib.errors import InputError
from clusterlib.intake.check_file import check_files
from clusterlib.intake.template.annual_template import write_return_template
from clusterlib.intake.template.decision_tables import write_confirmed_table, write_panel_table
from clusterlib.intake.workbook import read_workbook
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standard_excel import write_standard_excel
from clusterlib.rule_files.standards import read_standard
from tests.intake.workbooks import an_application

FURNITURE = parameters_folder() / "standards" / "furniture.yaml"


def a_standard(path: Path) -> None:
    write_standard_excel(read_standard(FURNITURE), path)


def filled(write, *row):
    """Return a writer of a table with one more row."""

    def write_filled(path: Path) -> None:
        book = openpyxl.load_workbook(write(path))
        book.worksheets[0].append(row)
        book.save(path)

    return write_filled


def rows(*written):
    def write(path: Path) -> None:
        book = Workbook()
        for row in written:
            book.active.append(row)
        book.save(path)

    return write


OTHERS = [
    (a_standard, "标准", "standards check"),
    (write_return_template, "年度报表", "register returns"),
    (write_panel_table, "专家评分表", "--panel"),
    (filled(write_panel_table, "样1", "样县", "好"), "专家评分表", "--panel"),
    (write_confirmed_table, "核定表", "--confirmed"),
    (filled(write_confirmed_table, "样1", "样县", "企业数量", 2025, 30), "核定表", "--confirmed"),
    (
        rows(["核定"], ["申报编号", "指标", "年度", "核定值", "单位"], ["样1"]),
        "核定表",
        "--confirmed",
    ),
    (rows(["申报编号", "工作情况", "产量全国排名"], ["样1", "好", 2]), "专家评分表", "--panel"),
    (rows(["申报编号", "企业数量", "出口额"], ["样1", 30, 2]), "汇总表", "assess"),
]


@pytest.mark.parametrize(("write", "kind", "command"), OTHERS)
def test_another_file_of_the_work_is_told_as_what_it_is(write, kind, command, tmp_path):
    write(tmp_path / "甲.xlsx")
    with pytest.raises(InputError, match=f"这是{kind}.*不是申报表.*{command}"):
        read_workbook(tmp_path / "甲.xlsx")


def test_in_a_folder_each_is_told_and_the_application_is_checked(tmp_path):
    a_standard(tmp_path / "标准.xlsx")
    write_panel_table(tmp_path / "评分.xlsx")
    an_application(tmp_path / "县.xlsx", exports="约12000")
    checked = [*check_files([tmp_path], out=tmp_path / "出")]
    lines = [line for one in checked for line in one.lines]
    assert sum("这是" in line for line in lines) == 2
    assert any("约12000" in line for line in lines)
    assert lines[-1] == "共 3 个文件：读了 1 个，跳过 0 个，不能读取 2 个"


@pytest.mark.parametrize("review", ["初次申报", "复评"])
def test_an_application_is_no_other_file(review, tmp_path):
    path = an_application(tmp_path / "县.xlsx", {"review": review})
    assert read_workbook(path).evidence.reported("enterprises") is not None


def test_two_applications_of_one_id_are_told_at_the_second(tmp_path):
    for name in ("东县", "西县"):
        an_application(tmp_path / f"{name}.xlsx")
    an_application(tmp_path / "南县.xlsx", {"applicant_id": "样2"})
    checked = [*check_files([tmp_path], out=tmp_path / "出")]
    doubled = [one for one in checked if any("申报编号" in line for line in one.lines)]
    assert [one.lines[0].partition("：")[0] for one in doubled] == ["西县.xlsx"]
    assert "“东县.xlsx”" in "".join(doubled[0].lines)
    assert doubled[0].has_errors
