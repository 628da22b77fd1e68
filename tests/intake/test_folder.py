"""Every file of a folder is told: read, or skipped with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.intake.folder import contents_of


def told(*paths: Path) -> dict[str, str]:
    return {found.name: found.skipped for found in contents_of(paths)}


def touched(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_workbooks_are_read_at_any_depth_and_named_from_the_folder(tmp_path):
    touched(tmp_path, "乙县.xlsm", "甲县.XLSX", "华东/丙市/丁县.xls")
    assert told(tmp_path) == {"乙县.xlsm": "", "甲县.XLSX": "", "华东/丙市/丁县.xls": ""}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("说明.docx", "不是申报表"),
        ("公函.pdf", "不是申报表"),
        ("照片.jpg", "不是申报表"),
        ("申报表", "不是申报表"),
        ("申报.zip", "解压"),
        ("申报.rar", "解压"),
        ("甲县.et", "另存为 .xlsx"),
        ("甲县.ods", "不必重填"),
        ("甲县.XLSB", "另存为 .xlsx"),
        ("~$甲县.xlsx", "临时文件"),
        (".甲县.xlsx", "隐藏"),
        ("汇总.csv", "汇总表"),
        ("公函.wps", "不是申报表"),
        ("甲县.parquet", "汇总表"),
    ],
)
def test_what_is_skipped_is_told_with_the_reason(tmp_path, name, reason):
    touched(tmp_path, "甲县.xlsx", name)
    assert reason in told(tmp_path)[name]


def test_what_check_wrote_beside_a_workbook_is_not_read_again(tmp_path):
    touched(
        tmp_path,
        "甲县.xlsx",
        "甲县（标注）.xlsx",
        "甲县（标注）(1).xlsx",
        "乙县.xls",
        "乙县.xls（问题清单）.xlsx",
    )
    skipped = {name for name, reason in told(tmp_path).items() if "不再检查" in reason}
    assert skipped == {"甲县（标注）.xlsx", "甲县（标注）(1).xlsx", "乙县.xls（问题清单）.xlsx"}
    assert "不再检查" in told(tmp_path / "甲县（标注）.xlsx")["甲县（标注）.xlsx"]


def test_a_workbook_that_only_has_such_a_name_is_read(tmp_path):
    touched(tmp_path, "甲县（标注）.xlsx")
    assert told(tmp_path) == {"甲县（标注）.xlsx": ""}


def test_hidden_folders_and_links_to_folders_are_told_and_not_entered(tmp_path):
    touched(tmp_path, "在/.缓存/甲县.xlsx", "在/__MACOSX/甲县.xlsx", "别处/乙县.xlsx")
    (tmp_path / "在/环").symlink_to(tmp_path / "别处", target_is_directory=True)
    assert told(tmp_path / "在") == {
        ".缓存": "隐藏文件夹，没有进入",
        "__MACOSX": "隐藏文件夹，没有进入",
        "环": "指向别处的链接，没有进入",
    }


def test_a_file_that_is_named_itself_is_read_whatever_it_is(tmp_path):
    touched(tmp_path, "甲县.ods", "汇总.csv")
    assert told(tmp_path / "甲县.ods", tmp_path / "汇总.csv") == {"甲县.ods": "", "汇总.csv": ""}


def test_a_file_that_is_named_twice_is_told_once(tmp_path):
    touched(tmp_path, "甲县.xlsx")
    assert told(tmp_path, tmp_path / "甲县.xlsx") == {"甲县.xlsx": ""}


def test_what_does_not_exist_is_refused_by_name(tmp_path):
    with pytest.raises(InputError, match=r"没有\.xlsx"):
        contents_of([tmp_path, tmp_path / "没有.xlsx"])
