"""What the fuzzer has found: each with the file, made small."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from clusterlib.errors import ClusterlibError, InputError
from clusterlib.intake.tables.cohort import MOST_PROBLEMS, read_cohort
from clusterlib.intake.workbook import read_workbook
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standards import read_standard
from clusterlib.sheets.limits import MOST_SHEETS
from clusterlib.workflow import applicant_of
from tests.fuzz.runs import tried


@pytest.mark.parametrize("rows", ["", "合计,5\n", ",5\n", " ,\n"])
def test_a_table_without_applicants_has_no_first_one(tmp_path: Path, rows: str) -> None:
    (tmp_path / "表.csv").write_text(f"applicant_id,exports\n{rows}", encoding="utf-8")
    with pytest.raises(InputError, match="没有一个申报单位"):
        applicant_of(tmp_path / "表.csv", "", None)


@pytest.mark.parametrize("found", ["x" * 40_000, "多行\n" * 50, "一\r\n二"])
def test_an_error_is_one_line_of_reasonable_length(found: str) -> None:
    told = str(ClusterlibError("表.xlsx", f"“{found}”不是日期", "年月日"))
    assert "\n" not in told
    assert len(told) < 400
    assert told.endswith("”不是日期；应为年月日。")


@pytest.mark.parametrize(
    "heading",
    [
        "()" * 15_000,
        "(" * 15_000 + ")" * 15_000,
        "(a)" * 9_000,
        "1." * 15_000,
        "其中：" * 9_000,
        "单位：" * 9_000,
        "（万元）" * 8_000,
    ],
)
def test_a_heading_as_long_as_a_page_names_nothing_and_is_said_to(
    tmp_path: Path, heading: str
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(f"applicant_id,exports,{heading}\nS1,5,6\n", encoding="utf-8")
    (problem,) = read_cohort(path).problems
    assert (problem.code, problem.column) == ("unknown_column", heading)


def test_a_large_table_of_bad_cells_is_refused_with_its_column(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    rows = "".join(f"S{row},约5,约6,约7\n" for row in range(MOST_PROBLEMS // 2))
    path.write_text(f"applicant_id,exports,brands,standards\n{rows}", encoding="utf-8")
    with pytest.raises(InputError, match=f"{MOST_PROBLEMS}处以上.*不是确数") as refusal:
        read_cohort(path)
    assert "“standards”" in refusal.value.where


@pytest.mark.parametrize("read", [read_cohort, read_workbook, read_standard])
def test_thousands_of_sheets_are_not_read_one_by_one(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    book = openpyxl.Workbook()
    for number in range(MOST_SHEETS):
        book.create_sheet(f"表{number}")
    book.save(tmp_path / "表.xlsx")
    with pytest.raises(ClusterlibError, match=f"有{MOST_SHEETS + 1}张工作表"):
        read(tmp_path / "表.xlsx")


def test_a_list_of_errors_with_a_line_each_is_no_finding(tmp_path):
    text = (parameters_folder() / "standards" / "furniture.yaml").read_text(encoding="utf-8")
    broken = text.replace(
        "capital: 300, base: 100, township: 30", "capital: 3, base: 4, township: 5"
    )
    path = tmp_path / "a.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(ClusterlibError) as refused:
        read_standard(path)
    assert len(refused.value.each) > 1
    assert tried("standard-yaml", broken.encode(), tmp_path / "a") == ""
