"""What the reader of a standard's sheet does not take may not be changed there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from clusterlib.errors import ParameterError
from clusterlib.rule_files.standard_excel import write_standard_excel
from clusterlib.rule_files.standards import read_standard

FURNITURE = Path(__file__).parents[2] / "parameters" / "standards" / "furniture.yaml"


def edited(tmp_path: Path, edit: Callable[[Worksheet], object]) -> Path:
    path = tmp_path / "家具.xlsx"
    write_standard_excel(read_standard(FURNITURE), path)
    workbook = openpyxl.load_workbook(path)
    edit(workbook.active)
    workbook.save(path)
    return path


def row_of(sheet: Worksheet, beginning: str) -> int:
    return next(cell.row for cell in sheet["A"] if str(cell.value or "").startswith(beginning))


CHANGES = [
    # beginning of the row, column, what is replaced there, by what, what is said
    ("一、", "A", "11项以上", "10项以上", "与打分表的文字不同"),
    ("一、", "A", "48分；7项", "47分；7项", "与打分表的文字不同"),
    ("一、", "A", "（60分）", "（50分）", "与打分表的文字不同"),
    ("二、", "A", "后3项必须符合达标值，否则不得分；", "", "与打分表的文字不同"),
    ("二、", "A", "前5项均符合", "前4项均符合", "与打分表的文字不同"),
    ("三、", "A", "得分＞8分", "得分＞7分", "与打分表的文字不同"),
    ("四、", "A", "完善", "已批准", "与打分表的文字不同"),
    ("备注：", "A", "≥70分", "≥60分", "与打分表的文字不同"),
    ("填表：", "A", "三级都填；", "三级可不填；", "与打分表的文字不同"),
    ("是否发生过重大污染事故", "A", "污染", "火灾", "认不出指标"),
    ("是否发生过重大污染事故", "C", "无", "有", "的达标值“有”"),
    ("是否发生过重大污染事故", "F", "", "商议：放宽", "填了依据"),
    ("是否发生过重大污染事故", "B", "", "个", "填了单位"),
    ("出口额", "A", "出口额", "出口总额", "认不出指标“出口总额”"),
    ("出口额", "B", "万美元", "亿元", "的单位“亿元”不对"),
    ("通过ISO22000", "B", "%", "万元", "的单位“万元”不对"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "column", "old", "new", "said"), CHANGES)
def test_changed_words_are_refused_by_cell(tmp_path: Path, label, column, old, new, said) -> None:
    cells: list[str] = []

    def edit(sheet: Worksheet) -> None:
        cell = sheet[f"{column}{row_of(sheet, label)}"]
        before = str(cell.value or "")
        assert old in before
        cell.value = before.replace(old, new, 1) if old else new
        cells.append(cell.coordinate)

    with pytest.raises(ParameterError) as refusal:
        read_standard(edited(tmp_path, edit))
    place = f"家具.xlsx，达标值!{cells[0]}："
    assert any(place in line and said in line for line in str(refusal.value).splitlines())


@pytest.mark.parametrize("label", ["一、", "四、", "备注：", "是否发生过重大污染事故"])
def test_a_printed_line_that_is_gone_is_missed(tmp_path: Path, label: str) -> None:
    def edit(sheet: Worksheet) -> None:
        for cell in sheet[row_of(sheet, label)]:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = None

    with pytest.raises(ParameterError, match=r"少了打分表的一行|后3项只有2项"):
        read_standard(edited(tmp_path, edit))


@pytest.mark.parametrize("note", ["本行业总得分须≥60分", "合格线 65 分", "达标9项以上即可"])
def test_a_note_on_points_is_not_passed_over(tmp_path: Path, note: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[f"A{sheet.max_row + 2}"] = note

    with pytest.raises(ParameterError, match="不会用于计分"):
        read_standard(edited(tmp_path, edit))


@pytest.mark.parametrize("note", ["填表说明：按2025年调查", "联系人见封面", "专家签字：甲、乙"])
def test_other_notes_may_be_added(tmp_path: Path, note: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[f"A{sheet.max_row + 2}"] = note

    read_standard(edited(tmp_path, edit))


def test_an_association_may_rename_the_industry_and_the_status(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for row in sheet:
            for cell in row:
                for old, new in (("家具", "玩具"), ("草稿", "已报送")):
                    if cell.value == old:
                        cell.value = new

    found = read_standard(edited(tmp_path, edit))
    assert (found.term, found.status) == ("玩具", "submitted")


@pytest.mark.parametrize("formula", ["=200+100", "=D7*3", "=SUM(D7:E7)"])
def test_a_threshold_that_is_a_formula_without_a_value_is_said_to_be_one(
    tmp_path: Path, formula: str
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[f"C{row_of(sheet, '出口额')}"] = formula

    with pytest.raises(ParameterError, match="公式须先用 Excel 算出") as refusal:
        read_standard(edited(tmp_path, edit))
    assert formula in str(refusal.value)
