"""The check of many: no file costs another its findings, and every file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.intake.check_file import check_files
from tests.intake.workbooks import an_application

BROKEN = Path(__file__).parents[1] / "data" / "county" / "marked_traceback.xlsx"


def told(*paths: Path, out: Path | None = None) -> list[str]:
    return [line for checked in check_files(paths, out=out) for line in checked.lines]


def test_a_file_that_cannot_be_read_costs_the_next_nothing(tmp_path):
    good = an_application(tmp_path / "乙县.xlsx", exports="约12000")
    cut = tmp_path / "断.xlsx"
    cut.write_bytes(good.read_bytes()[:5000])
    checked = list(check_files([cut, good], out=tmp_path / "出"))
    assert [found.has_errors for found in checked] == [True, True, False]
    assert "不能读取" in checked[0].lines[0]
    assert any("约12000" in line for line in checked[1].lines)
    assert (tmp_path / "出" / "乙县（标注）.xlsx").is_file()


def test_a_workbook_with_a_broken_part_that_excel_reads_has_its_findings(tmp_path):
    (checked, *_) = check_files([BROKEN], out=tmp_path / "出")
    assert any("1900多" in line for line in checked.lines)


def test_findings_are_told_where_neither_copy_nor_list_can_be_written(tmp_path):
    source = an_application(tmp_path / "甲县.xlsx", exports="约12000")
    (tmp_path / "文件").write_bytes(b"x")
    lines = told(source, out=tmp_path / "文件")
    assert any("约12000" in line for line in lines)
    assert "都没有写出" in lines[-1]


def test_copies_of_equal_names_in_two_folders_stay_apart(tmp_path):
    for folder in ("东", "西"):
        (tmp_path / "申报" / folder).mkdir(parents=True)
        an_application(tmp_path / "申报" / folder / "县.xlsx", {"name": folder}, exports="约1")
    told(tmp_path / "申报", out=tmp_path / "出")
    written = {
        path.relative_to(tmp_path / "出").as_posix() for path in (tmp_path / "出").rglob("*.xlsx")
    }
    assert written == {"东/县（标注）.xlsx", "西/县（标注）.xlsx"}


def test_copies_of_equal_names_that_are_named_themselves_stay_apart(tmp_path):
    files = []
    for folder in ("东", "西"):
        (tmp_path / folder).mkdir()
        files.append(an_application(tmp_path / folder / "县.xlsx", exports="约1"))
    told(*files, out=tmp_path / "出")
    assert len(list((tmp_path / "出").rglob("县（标注）.xlsx"))) == 2


def test_a_second_check_of_a_folder_tells_the_same_and_writes_nothing_new(tmp_path):
    an_application(tmp_path / "甲县.xlsx", exports="约12000")
    first = told(tmp_path)
    there = sorted(tmp_path.iterdir())
    second = told(tmp_path)
    assert sorted(tmp_path.iterdir()) == there
    assert second[:-2] == first
    assert second[-2].startswith("甲县（标注）.xlsx：跳过，检查时写出的副本，不再检查")


def test_a_folder_without_a_workbook_is_said_to_hold_none(tmp_path):
    (tmp_path / "说明.docx").write_bytes(b"x")
    with pytest.raises(InputError, match="没有可检查的申报表"):
        told(tmp_path)
