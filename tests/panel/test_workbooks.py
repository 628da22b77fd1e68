"""Experts' workbooks: what they allow, and that they are read back like any table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from clusterlib.panel.case import PanelCase
from clusterlib.panel.records import Line
from clusterlib.panel.sheets import sheets_of
from clusterlib.panel.tables import read_tables
from clusterlib.panel.workbooks import expert_workbook, sheet_id
from tests.panel.cases import RULES, allowed, lines, members

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def workbook(path, *, place=1, bands=None, number=1):
    case = PanelCase("C", tuple(members()))
    bands = allowed() if bands is None else bands
    member = case.members[place]
    path.write_bytes(expert_workbook(case, member, number, bands, RULES, "=样县 <&>"))
    return load_workbook(path)


def checks(book):
    """The input checks of the four points: type, lower and upper limit or formula."""
    sheet = book["打分"]
    by_cell = {
        str(cell): check
        for check in sheet.data_validations.dataValidation
        for cell in check.sqref.ranges
    }
    return [by_cell[f"H{row}"] for row in (4, 5, 6, 7)]


def test_the_points_of_a_band_are_all_that_a_cell_takes(tmp_path):
    basic, quality, *graded = checks(workbook(tmp_path / "a.xlsx"))
    assert (basic.type, float(basic.formula1), float(basic.formula2)) == ("decimal", 36, 48)
    assert (quality.type, float(quality.formula1), float(quality.formula2)) == ("decimal", 10, 16)
    assert {check.errorStyle or "stop" for check in (basic, quality, *graded)} == {"stop"}
    for check, row in zip(graded, (6, 7), strict=True):
        assert check.type == "custom"
        assert f'IF(G{row}="好",AND(H{row}>=8.01,H{row}<=10)' in check.formula1
        assert f'IF(G{row}="一般",AND(H{row}>=0,H{row}<=5.99)' in check.formula1
        assert len(check.formula1) <= 255


def test_an_open_end_is_a_cent_away_and_a_hole_is_one(tmp_path):
    basic, quality, *_ = checks(
        workbook(tmp_path / "a.xlsx", bands=allowed(basic=(11,), zero=True))
    )
    assert (float(basic.formula1), float(basic.formula2)) == (48.01, 60)
    assert "OR(AND(H5>=0,H5<=0),AND(H5>=10,H5<=16))" in quality.formula1


def test_a_workbook_comes_back_as_a_sheet_and_findings(tmp_path):
    book = workbook(tmp_path / "a.xlsx")
    sheet = book["打分"]
    for row, (points, grade) in enumerate([(44, ""), (12.5, ""), (7, "较好"), (9.25, "好")], 4):
        sheet[f"H{row}"] = points
        if grade:
            sheet[f"G{row}"] = grade
        sheet[f"K{row}"] = "是"
    book["评语"]["E4"] = "=产量第4"
    book["评语"]["E4"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    found = read_tables([tmp_path / "a.xlsx"], NOW)
    assert found.problems == []
    [expert] = sheets_of(line for _, line in found.of(Line))
    assert (expert.id, expert.member, expert.round) == ("C-乙-1", "乙", 1)
    assert {name: str(points) for name, points in expert.points.items()} == {
        "basic": "44",
        "quality": "25/2",
        "government": "7",
        "policy": "37/4",
    }
    assert expert.grades == {"government": "fair", "policy": "good"}
    assert expert.locked == "2026-11-28T00:00:00.000000+00:00"
    assert [row.record.text for row in found.rows["finding"]] == ["=产量第4"]


def test_an_untouched_workbook_has_no_problem_and_an_open_sheet(tmp_path):
    workbook(tmp_path / "a.xlsx", place=0)
    found = read_tables([tmp_path / "a.xlsx"], NOW)
    assert found.problems == []
    assert not sheets_of(line for _, line in found.of(Line))[0].locked
    assert [row.record.closed for row in found.rows["round"]] == [""]
    assert found.rows["finding"] == found.rows["opinion"] == []


@pytest.mark.parametrize(("place", "has"), [(0, True), (1, False), (6, False)])
@pytest.mark.clause("A4.opinions", "A4.advice")
def test_the_leaders_workbook_has_rounds_opinions_and_the_visit(tmp_path, place, has):
    book = workbook(tmp_path / "a.xlsx", place=place)
    assert ({"轮次", "意见建议", "考评情况"} <= set(book.sheetnames)) is has
    if has:
        kinds = [row[1].value for row in book["意见建议"].iter_rows(min_row=4)]
        assert kinds == ["意见"] * 4 + ["建议"] * 4


@pytest.mark.clause("A1.1")
def test_each_expert_is_asked_for_ten_findings(tmp_path):
    book = workbook(tmp_path / "a.xlsx")
    assert len([row[3].value for row in book["评语"].iter_rows(min_row=4)]) == 10


def test_the_same_case_gives_the_same_bytes(tmp_path):
    workbook(tmp_path / "a.xlsx")
    workbook(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_further_sheet_of_a_round_has_an_id_of_its_own():
    held = sheets_of([line._replace(sheet="C-甲-1") for line in lines() if line.member == "甲"])
    assert sheet_id("C", "甲", 1) == "C-甲-1"
    assert sheet_id("C", "甲", 1, held) == "C-甲-1-2"
