"""The marked copy explains each doubtful cell and leaves the county's file alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clusterlib.intake.cells.form import CLUSTER
from clusterlib.intake.marked_copy import FILLS, LIST_SHEET, write_marked
from clusterlib.intake.workbook import Application, read_workbook
from tests.intake.workbooks import an_application, changed, values


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return an_application(
        tmp_path / "样县.xlsx",
        {"name": ""},
        exports="约12000",
        above_scale_enterprises="600",
        standards=(3, None, 4),
    )


@pytest.fixture
def application(source: Path) -> Application:
    return read_workbook(source)


def test_doubtful_cells_are_coloured_and_carry_the_reason(
    source: Path, application: Application, tmp_path: Path
) -> None:
    copy = write_marked(source, application.problems, tmp_path / "出").path
    book = openpyxl.load_workbook(copy)
    for found in application.problems:
        cell = book[found.sheet][found.cell]
        assert found.reason in cell.comment.text
        assert cell.fill.fgColor.rgb == f"FF{FILLS[found.severity]}"
    assert book[CLUSTER]["F4"].comment is None


def test_the_list_comes_first_and_links_to_every_cell(
    source: Path, application: Application, tmp_path: Path
) -> None:
    copy = write_marked(source, application.problems, tmp_path / "出").path
    sheet = openpyxl.load_workbook(copy).worksheets[0]
    assert sheet.title == LIST_SHEET
    listed = list(sheet.iter_rows(min_row=3))
    assert [(row[1].value, row[2].value, row[6].value) for row in listed] == [
        (found.sheet, found.cell, found.reason) for found in application.problems
    ]
    assert listed[1][2].hyperlink.location == f"'{CLUSTER}'!F7"
    assert listed[1][3].value == "特色产品出口额"
    assert sheet["A1"].value == "问题清单：共 6 条，其中缺 2 条，须改正 2 条，请核对 2 条"


def test_the_source_is_left_as_it_is(
    source: Path, application: Application, tmp_path: Path
) -> None:
    before = source.read_bytes()
    write_marked(source, application.problems, tmp_path / "出")
    assert source.read_bytes() == before


def test_the_marked_copy_reads_like_the_source(
    source: Path, application: Application, tmp_path: Path
) -> None:
    copy = write_marked(source, application.problems, tmp_path / "出").path
    again = read_workbook(copy)
    assert values(again) == values(application)
    assert again.problems == application.problems


def test_marking_twice_keeps_both_lists(
    source: Path, application: Application, tmp_path: Path
) -> None:
    copy = write_marked(source, application.problems, tmp_path / "一").path
    twice = write_marked(copy, application.problems, tmp_path / "二").path
    assert openpyxl.load_workbook(twice).sheetnames[:2] == [f"{LIST_SHEET}2", LIST_SHEET]


def test_two_problems_of_one_cell_share_its_comment(source: Path, tmp_path: Path) -> None:
    by_code = {found.code: found for found in read_workbook(source).problems}
    found, other = by_code["qualifier"], by_code["part_above_whole"]
    problems = (found, other.at(sheet=found.sheet, cell=found.cell))
    book = openpyxl.load_workbook(write_marked(source, problems, tmp_path).path)
    cell = book[found.sheet][found.cell]
    assert found.reason in cell.comment.text
    assert other.reason in cell.comment.text
    assert cell.fill.fgColor.rgb == f"FF{FILLS['error']}"


def test_a_target_that_cannot_be_written_is_written_beside(
    source: Path, application: Application, tmp_path: Path
) -> None:
    """A folder of that name stands in the way, as an open file does on Windows."""
    (tmp_path / "样县（标注）.xlsx").mkdir()
    written = write_marked(source, application.problems, tmp_path)
    assert written.path == tmp_path / "样县（标注）(1).xlsx"
    assert written.path.is_file()


def test_a_formula_in_the_list_is_shown_and_not_computed(tmp_path: Path) -> None:
    source = changed(
        an_application(tmp_path / "样县.xlsx"),
        lambda book: setattr(book[CLUSTER]["F9"], "value", "=500+20"),
    )
    copy = write_marked(source, read_workbook(source).problems, tmp_path).path
    cell = openpyxl.load_workbook(copy)[LIST_SHEET]["E3"]
    assert (cell.value, cell.data_type) == ("=500+20", "s")
