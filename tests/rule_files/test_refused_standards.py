"""What `standards check` calls an error refuses the standard wherever it is read."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from clusterlib.cli import app
from clusterlib.errors import ParameterError
from clusterlib.rule_files.standard_excel import write_standard_excel
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.findings import is_reason

FURNITURE = Path(__file__).parents[2] / "parameters" / "standards" / "furniture.yaml"
TABLE = "applicant_id,industry,exports\n甲,furniture,100\n"

ERRORS = {
    # what is written of the furniture standard, what instead, what is said of it
    "negative": ("capital: 300, base: 100, township: 30,",
                 "capital: 300, base: 100, township: -30,", "达标值-30为负"),
    "tiers reversed": ("capital: 300, base: 100, township: 30,",
                       "capital: 30, base: 100, township: 300,", "有2处错误"),
    "base below township": ("capital: 8, base: 6.5, township: 5,",
                            "capital: 8, base: 4.5, township: 5,", "基地的达标值4.5低于乡的5"),
    "capital below base": ("capital: 50000, base: 20000,", "capital: 5000, base: 20000,",
                           "都的达标值5000低于基地的20000"),
    "share above 100": ("capital: 35, base: 28,", "capital: 350, base: 28,",
                        "达标值350%大于100%"),
    "share just above": ("capital: 99, base: 98,", "capital: 100.01, base: 98,",
                         "达标值100.01%大于100%"),
    "exempt: false": ("食品安全认证不适用于家具", "false", "免评理由“false”不是理由"),
    "exempt: 否": ("食品安全认证不适用于家具", "否", "免评理由“否”不是理由"),
    "exempt: a number": ("食品安全认证不适用于家具", "100", "免评理由“100”不是理由"),
    "exempt: a dash": ("食品安全认证不适用于家具", '"-"', "免评理由“-”不是理由"),
    "exempt: nothing": ("食品安全认证不适用于家具", '" "', "没有填写"),
    "nan": ("capital: 35, base: 28,", "capital: .nan, base: 28,", "“.nan”不是数字"),
    "another score sheet": ("status: draft", "status: draft\nscheme: light-industry-2017",
                            "没有“light-industry-2017”"),
    "a pack that is not there": ("status: draft", "status: draft\nelements: [智慧]",
                                 "“智慧”没有调整指标"),
    "a reading of the register": ("status: draft", "status: draft\nreadings: {lapse: applied}",
                                  "“lapse”不在可选之列"),
    "status": ("status: draft", "status: approved", "“approved”不在可选之列"),
}  # fmt: skip


def changed(folder: Path, old: str, new: str) -> Path:
    """Return a copy of the furniture standard with the first such passage changed."""
    text = FURNITURE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "标准.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def told(*arguments: object) -> tuple[int, str]:
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(ended.exception, ParameterError):
        return 2, f"错误：{ended.exception}\n"  # as `clusterlib.cli.main` ends
    return ended.exit_code, ended.output


@pytest.mark.parametrize(("old", "new", "found"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_refused_by_every_command_in_the_same_words(
    tmp_path: Path, old: str, new: str, found: str
) -> None:
    standard = changed(tmp_path, old, new)
    table = tmp_path / "申报.csv"
    table.write_text(TABLE, encoding="utf-8")
    checked = told("standards", "check", standard)
    assert found in checked[1]
    lines = (path.read_text(encoding="utf-8").splitlines() for path in (FURNITURE, standard))
    line = next(at for at, (was, now) in enumerate(zip(*lines, strict=False), 1) if was != now)
    assert f"标准.yaml 第{line}行：" in checked[1]
    for command in (
        ("assess", table, "--standard", standard, "--out", tmp_path / "结果.csv"),
        ("standards", "show", standard),
        ("standards", "export", standard, tmp_path / "标准.xlsx"),
    ):
        assert told(*command) == (2, checked[1])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["标准.yaml", "申报.csv"]


@pytest.mark.parametrize("name", ["negative", "tiers reversed", "exempt: false"])
def test_a_run_is_refused_in_the_same_words_and_writes_nothing(tmp_path: Path, name: str) -> None:
    standard = changed(tmp_path, *ERRORS[name][:2])
    table = tmp_path / "申报.csv"
    table.write_text(TABLE, encoding="utf-8")
    said = told("batch", table, "--standard", standard, "--out", tmp_path / "结果")
    assert said == told("standards", "check", standard)
    assert not (tmp_path / "结果").exists()


@pytest.mark.parametrize(
    ("reason", "stands"),
    [
        ("食品安全认证不适用于家具", True), ("不适用", True), ("does not apply", True),
        ("本行业没有出口", True), ("无出口业务", True),
        ("False", False), ("NO", False), ("no", False), ("无", False), ("没有", False),
        ("无。", False), ("n/a", False), ("免", False), ("免评", False), ("0", False),
        ("13项", False), ("—", False), ("……", False), ("true", False), ("是", False),
        ("null", False), ("待定", False), ("√", False), ("同上", False),
    ],
)  # fmt: skip
def test_an_exemption_needs_a_reason_in_words(reason: str, stands: bool) -> None:
    assert is_reason(reason) == stands


def test_the_score_sheet_may_be_named_and_no_pack_asked_for(tmp_path: Path) -> None:
    new = "status: draft\nscheme: light-industry-2022\nelements: []"
    assert read_standard(changed(tmp_path, "status: draft", new)) == read_standard(
        changed(tmp_path, "status: draft", "status: draft")
    )


def test_a_standard_that_begins_later_names_its_first_day(tmp_path: Path) -> None:
    """The first day is the one on which every indicator has a value."""
    text = FURNITURE.read_text(encoding="utf-8")
    path = tmp_path / "标准.yaml"
    later = text.replace("2024-01-01", "2099-01-01").replace("2099", "2101", 1)
    path.write_text(later, encoding="utf-8")
    status, said = told("standards", "check", path, "--on", "2026-11-25")
    assert status == 2
    assert "在2026-11-25没有达标值；应为2101-01-01起的日期" in said
    with pytest.raises(ParameterError) as refusal:
        read_standard(path).on(date(2026, 11, 25))
    assert str(refusal.value) in said
    assert told("standards", "check", path, "--on", "2101-01-01")[0] == 0


def test_every_file_of_a_folder_is_told_though_one_is_faulty(tmp_path: Path) -> None:
    changed(tmp_path, "township: 30,", "township: -30,")
    shutil.copy(FURNITURE.with_name("leather.yaml"), tmp_path)
    status, said = told("standards", "check", tmp_path)
    assert status == 2
    assert "错误：标准.yaml 第11行" in said
    assert "leather.yaml：皮革（示例）4 条" in said


def test_however_many_errors_there_are_each_is_told_on_a_line_of_its_own(tmp_path: Path) -> None:
    text = FURNITURE.read_text(encoding="utf-8").replace("township: ", "township: -")
    path = tmp_path / "标准.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as refusal:
        read_standard(path)
    first, *lines = str(refusal.value).splitlines()
    # Of twenty indicators two may be negative and one is exempt.
    assert first == "标准.yaml：有17处错误"
    assert len(lines) == 17
    for line in lines:
        assert line.startswith("标准.yaml 第")
        assert line.endswith("请改正达标值。")


def test_errors_of_the_excel_form_are_named_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "标准.xlsx"
    write_standard_excel(read_standard(FURNITURE), path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    rows = {cell.value: cell.row for cell in sheet["A"]}
    sheet[f"C{rows['特色产业工业总产值']}"] = 30
    sheet[f"D{rows['出口额']}"] = -1
    sheet[f"E{rows['产品合格率']}"] = 970
    workbook.save(path)
    with pytest.raises(ParameterError, match="有5处错误") as refusal:
        read_standard(path)
    for label, column, said in (
        ("特色产业工业总产值", "C", "都的达标值30低于基地的100"),
        ("出口额", "D", "达标值-1为负"),
        ("出口额", "D", "基地的达标值-1低于乡的2000"),
        ("产品合格率", "E", "达标值970%大于100%"),
    ):
        found = str(refusal.value).splitlines()
        assert any(f"达标值!{column}{rows[label]}：" in line and said in line for line in found)
