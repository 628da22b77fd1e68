"""The result table and the problems file, in their three formats."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clusterlib.errors import InputError
from clusterlib.problems import Problem
from clusterlib.reports import results
from clusterlib.reports.results import (
    COLUMNS,
    problems_path,
    result_columns,
    write_problems,
    write_results,
)
from clusterlib.rules.tiers import Tier
from tests.reports.scored_examples import scored_example

SPEC_COLUMNS = (
    "applicant_id, tier, basic_met, basic_missing, basic_lo, basic_hi, quality_gate, "
    "quality_met, quality_missing, quality_lo, quality_hi, government_lo, government_hi, "
    "policy_lo, policy_hi, total_lo, total_hi, total, verdict, route, outcome_tier, name, "
    "region, industry, standard, standard_status, on, readings, entry"
).split(", ")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return a CSV file read by the standard library."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_stand_in_the_order_of_the_public_format() -> None:
    columns = result_columns(scored_example())
    assert list(columns) == SPEC_COLUMNS == list(COLUMNS)


def test_applicants_stand_in_input_order_and_tiers_highest_first(tmp_path: Path) -> None:
    rows = rows_of(write_results(scored_example(), tmp_path / "out.csv"))
    assert [(row["applicant_id"], row["tier"]) for row in rows] == [
        (applicant, tier)
        for applicant in ("S1", "S2", "S3")
        for tier in ("capital", "base", "township")
    ]


def test_only_the_tier_asked_for_is_written() -> None:
    columns = result_columns(scored_example(tiers=(Tier.BASE,)))
    assert columns["tier"] == ["base"] * 3


def test_a_row_without_a_standard_keeps_its_own_cells_and_nothing_else() -> None:
    columns = result_columns(scored_example())
    filled = {name for name, cells in columns.items() if cells[3]}
    assert filled == {"applicant_id", "tier", "name", "region", "industry"}


def test_cells_hold_counts_gate_interval_verdict_standard_and_readings() -> None:
    cells = {name: column[0] for name, column in result_columns(scored_example()).items()}
    assert (cells["basic_met"], cells["basic_missing"]) == ("12", "1")
    assert (cells["basic_lo"], cells["basic_hi"]) == ("48", "60")
    assert (cells["quality_gate"], cells["verdict"], cells["route"]) == ("ok", "open", "unknown")
    assert (cells["standard"], cells["standard_status"]) == ("furniture", "draft")
    assert cells["on"] == "2026-11-25"
    assert cells["readings"].startswith("gate=section_zero; ranks=both; missing=unknown; ")
    assert cells["total"] == cells["outcome_tier"] == ""


def test_points_are_plain_decimals_with_nine_places_where_they_do_not_end() -> None:
    columns = result_columns(scored_example())
    assert columns["government_lo"][6] == "3.3333333333"
    assert "." not in columns["basic_lo"][0]


def test_csv_begins_with_a_mark_and_quotes_what_needs_it(tmp_path: Path) -> None:
    names = ('甲"样",县', "乙\n样县", "丙样县")
    path = write_results(scored_example(names), tmp_path / "out.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfapplicant_id,tier,")
    assert [row["name"] for row in rows_of(path)[::3]] == list(names)


def test_excel_and_parquet_hold_the_same_table_with_numbers_as_numbers(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    scored = scored_example()
    written = write_results(scored, tmp_path / "out.xlsx")
    excel = pandas.read_excel(written, sheet_name="result", engine="openpyxl")
    parquet = pandas.read_parquet(write_results(scored, tmp_path / "out.parquet"))
    frame = scored.frame()
    for name in ("basic_met", "total_lo", "government_lo"):
        assert excel[name].tolist()[0] == parquet[name].tolist()[0] == frame[name].tolist()[0]
    assert str(parquet["basic_met"].dtype) == "Int64"
    assert parquet["applicant_id"].tolist() == [f"S{n}" for n in (1, 1, 1, 2, 2, 2, 3, 3, 3)]


def test_the_first_sheet_of_a_workbook_is_readable_by_who_never_saw_an_id(tmp_path: Path) -> None:
    path = write_results(scored_example(), tmp_path / "out.xlsx", rules="本协会规则 sha256 ab12…")
    book = load_workbook(path)
    assert book.sheetnames == ["结果", "result", "说明"]
    headings, first, *_ = book["结果"].iter_rows(values_only=True)
    row = dict(zip(headings, first, strict=True))
    assert (row["申报编号"], row["评价级别"], row["结论"]) == ("S1", "都", "未定")
    assert (row["标准"], row["标准状态"]) == ("家具", "草稿")
    assert (row["申报条件"], row["名次条件"], row["二 后3项"]) == ("待答", "未定", "无")
    assert isinstance(row["总得分上限"], int | float)
    assert "缺项作未知" in row["读法"]
    cells = [str(cell) for line in book["结果"].values for cell in line]
    assert not [cell for cell in cells if re.search("[a-z]_[a-z]|=", cell)]
    ids = list(book["result"].iter_rows(values_only=True))
    assert list(ids[0]) == list(results.COLUMNS)
    assert len(ids) == len(list(book["结果"].iter_rows())) == 10
    notes = "\n".join(" ".join(map(str, line)) for line in book["说明"].values)
    assert "规则 本协会规则 sha256 ab12…" in notes


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_other_formats_have_chinese_headings_and_words_where_asked(
    suffix: str, tmp_path: Path
) -> None:
    pandas = pytest.importorskip("pandas")
    path = write_results(scored_example(), tmp_path / f"out{suffix}", headings="zh")
    read = pandas.read_csv if suffix == ".csv" else pandas.read_parquet
    table = read(path)
    assert list(table.columns[:5]) == ["申报编号", "申报单位", "评价级别", "结论", "建议级别"]
    assert set(table["评价级别"]) == {"都", "基地", "乡"}
    assert set(table["结论"].dropna()) <= {"符合", "未定", "不符合"}


def test_problems_have_chinese_headings_words_and_labels_where_asked(tmp_path: Path) -> None:
    problems = (
        Problem("qualifier", "error", "exports", "约9000", applicant_id="S1", row=2),
        Problem("points_outside_band", "warning", "panel_basic", "59", "0分", tier="base", row=3),
    )
    first, second = rows_of(write_problems(problems, tmp_path / "问题.csv", headings="zh"))
    assert list(first) == ["行", "申报编号", "评价级别", "列", "所填", "问题和办法", "性质"]
    assert (first["列"], first["性质"], first["评价级别"]) == ("出口额", "须改正", "")
    assert (second["列"], second["性质"], second["评价级别"]) == ("专家评分一", "请核对", "基地")
    book = load_workbook(write_problems(problems, tmp_path / "问题.xlsx"))
    assert book.sheetnames == ["problems", "问题"]
    assert book.active.title == "问题"
    assert [cell.value for cell in book["problems"][1]][:4] == [
        "row",
        "applicant_id",
        "tier",
        "column",
    ]
    assert [cell.value for cell in book["问题"][2]][:4] == [2, "S1", None, "出口额"]


def test_an_unknown_extension_is_refused_with_the_formats_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.csv、\.xlsx、\.parquet"):
        write_results(scored_example(), tmp_path / "out.txt")
    assert not list(tmp_path.iterdir())


def test_the_problems_file_stands_beside_the_result_and_says_why(tmp_path: Path) -> None:
    problem = Problem("qualifier", "error", "exports", "约9000", applicant_id="S1", row=2)
    path = problems_path(tmp_path / "out.csv")
    assert path.name == "out.problems.csv"
    (row,) = rows_of(write_problems((problem,), path))
    assert list(row) == ["row", "applicant_id", "tier", "column", "value", "reason", "severity"]
    assert (row["row"], row["value"], row["severity"]) == ("2", "约9000", "error")
    assert "请填确数" in row["reason"]


def test_without_problems_the_file_has_its_headings(tmp_path: Path) -> None:
    for suffix in results.SUFFIXES:
        assert write_problems((), tmp_path / f"out.problems{suffix}").stat().st_size > 50


def test_a_file_held_open_is_left_and_the_new_one_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "out.csv"
    held.write_text("held", encoding="utf-8")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == held:
            raise PermissionError(13, "held open by another program")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    written = write_results(scored_example(), held)
    assert written.name == "out(1).csv"
    assert held.read_text(encoding="utf-8") == "held"
    assert len(rows_of(written)) == 9
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out(1).csv", "out.csv"]


def test_a_frame_has_whole_counts_and_missing_where_the_file_is_blank() -> None:
    pytest.importorskip("pandas")
    frame = scored_example().frame()
    assert str(frame["basic_met"].dtype) == "Int64"
    assert frame["total"].isna().sum() == 6
    assert frame["verdict"].isna().sum() == 3
