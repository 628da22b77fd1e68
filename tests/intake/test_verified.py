"""What a verified figure pulls along: shares that rest on it, parts against their wholes."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from clusterlib.applicants.figures import Cohort
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.confirmed import LABELS, read_confirmed, with_confirmed
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.rules.indicators import POSITION
from tests.intake.workbooks import an_application

CASES = Path(__file__).parents[1] / "data" / "cases"
REGION = {"regional_output": "9000000"}
EVIDENCE = {"reason": "核减", "document": "统计表", "person": "样某", "day": "2026-03-12"}


def verified(folder: Path, figures: dict, *lines: tuple[str, str, str]) -> Cohort:
    """A workbook whose last year has `figures`, with lines of item, value and unit verified."""
    path = an_application(folder / "样县.xlsx", regional=REGION, **figures)
    table = folder / "核定.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, LABELS)
        rows.writeheader()
        for item, value, unit in lines:
            rows.writerow(
                {
                    "applicant_id": "YX-001",
                    "item": item,
                    "year": "2023",
                    "value": value,
                    "unit": unit,
                    **EVIDENCE,
                }
            )
    confirmed = read_confirmed(table)
    assert confirmed.problems == ()
    return with_confirmed(cohort_of([read_workbook(path)]), confirmed)


def value(cohort: Cohort, column: str) -> float:
    return float(cohort.figures.values[0, POSITION[column]])


def flags(cohort: Cohort, code: str) -> list[tuple[str, str, str]]:
    return [(p.column, p.found, p.expected) for p in cohort.problems if p.code == code]


def test_a_share_derived_from_a_figure_that_was_verified_is_derived_anew():
    """Output 337.5 verified as 30, region 1,000: the share is 3 %, not 33.75 %."""
    cohort = cohort_of([read_workbook(CASES / "verified_basis_of_share.xlsx")])
    assert value(cohort, "output_share") == 33.75
    after = with_confirmed(cohort, read_confirmed(CASES / "verified_basis_of_share.csv"))
    assert (value(after, "output_share"), value(after, "rd_intensity")) == (3, 0.891)
    share = after.evidence[0].reported("output_share")
    assert share is not None
    assert (share.text, share.value) == ("", Decimal("3.0000"))
    assert "30亿元（核定 统计表）" in share.derivation


@pytest.mark.parametrize(
    ("blank", "figures", "line", "share"),
    [
        ("output_share", {}, ("特色产业总产值", "225", "亿元"), 25),
        ("output_share", {}, ("工业总产值（当年价）", "400", "亿元"), 75),
        ("output_share", {}, ("工业总产值", "900", "亿元"), 33.3333),
        ("rd_intensity", {}, ("科研投入", "0.45", "亿元"), 0.5),
        ("rd_intensity", {}, ("主营业务收入", "3000000", "万元"), 1),
        ("iso9000", {"iso9000_firms": "260"}, ("企业数量", "650", "个"), 40),
        ("iso14000", {"iso14000_firms": "260"}, ("通过ISO14000认证企业数量", "52", "个"), 10),
        ("iso22000", {"iso22000_firms": "约9"}, ("iso22000_firms", "13", "个"), 2.5),
        ("safety_certified", {"safety_certified_firms": "104"}, ("enterprises", "208", "个"), 50),
    ],
)
def test_each_share_that_was_left_blank_follows_what_it_rests_on(
    tmp_path, blank, figures, line, share
):
    after = verified(tmp_path, {blank: None, **figures}, line)
    assert value(after, blank) == share


def test_a_stated_share_stays_and_is_held_against_the_verified_figure(tmp_path):
    figures = {"output_share": "33.3333"}
    after = verified(tmp_path, figures, ("特色产业总产值", "225", "亿元"))
    assert value(after, "output_share") == 33.3333
    assert flags(after, "share_differs") == [("output_share", "33.3333", "25")]


def test_a_difference_that_the_verified_figure_settles_is_no_longer_flagged(tmp_path):
    figures = {"output_share": "25"}
    before = cohort_of(
        [read_workbook(an_application(tmp_path / "前.xlsx", regional=REGION, **figures))]
    )
    assert flags(before, "share_differs") == [("output_share", "25", "33.3333")]
    after = verified(tmp_path, figures, ("特色产业总产值", "225", "亿元"))
    assert flags(after, "share_differs") == []


def test_a_share_that_was_verified_itself_stays_verified(tmp_path):
    after = verified(
        tmp_path,
        {"output_share": None},
        ("特色产业总产值", "225", "亿元"),
        ("output_share", "24", "%"),
    )
    assert value(after, "output_share") == 24


def test_a_margin_is_never_derived_from_a_verified_profit(tmp_path):
    after = verified(tmp_path, {"profit_margin": None}, ("利税总额", "9", "亿元"))
    assert np.isnan(value(after, "profit_margin"))


def test_a_share_above_100_is_not_used_and_the_part_above_its_whole_is_flagged(tmp_path):
    after = verified(
        tmp_path,
        {"output_share": None},
        ("工业总产值", "200", "亿元"),
    )
    assert np.isnan(value(after, "output_share"))
    assert flags(after, "part_above_whole") == [
        ("output_value", "300", "工业总产值（当年价） 200亿元（核定）")
    ]


def test_parts_are_checked_against_a_whole_that_was_verified_below_them():
    cohort = cohort_of([read_workbook(CASES / "verified_whole_below_part.xlsx")])
    assert flags(cohort, "part_above_whole") == []
    after = with_confirmed(cohort, read_confirmed(CASES / "verified_whole.xlsx"))
    assert flags(after, "part_above_whole") == [
        ("above_scale_enterprises", "4100", "企业数量 3050个（核定）")
    ]


@pytest.mark.parametrize(
    ("figures", "line", "flagged"),
    [
        (
            {},
            ("规模以上企业数量", "521", "个"),
            [("above_scale_enterprises", "521", "企业数量 520个")],
        ),
        ({"above_scale_enterprises": "530"}, ("企业数量", "600", "个"), []),
        ({"above_scale_enterprises": "530"}, ("规模以上企业数量", "53", "个"), []),
        (
            {"iso9000_firms": "300"},
            ("企业数量", "299", "个"),
            [("iso9000_firms", "300", "企业数量 299个（核定）")],
        ),
        (
            {},
            ("主营业务收入", "2", "亿元"),
            [("rd_spending", "30000", "主营业务收入 2亿元（核定）")],
        ),
    ],
)
def test_parts_and_wholes_are_compared_as_verified(tmp_path, figures, line, flagged):
    after = verified(tmp_path, figures, line)
    assert flags(after, "part_above_whole") == flagged


def test_a_row_of_a_table_is_checked_again_too(tmp_path):
    table = tmp_path / "汇总.csv"
    table.write_text(
        "applicant_id,enterprises,above_scale_enterprises\nYX-001,50,40\nYX-002,5,6\n",
        encoding="utf-8",
    )
    confirmed = tmp_path / "核定.csv"
    line = dict(
        applicant_id="YX-001", item="企业数量", year="2023", value="30", unit="个", **EVIDENCE
    )
    confirmed.write_text(f"{','.join(line)}\n{','.join(line.values())}\n", encoding="utf-8")
    after = with_confirmed(read_cohort(table), read_confirmed(confirmed))
    found = [(p.row, p.column, p.found) for p in after.problems if p.code == "part_above_whole"]
    assert found == [
        (3, "above_scale_enterprises", "6"),
        (2, "above_scale_enterprises", "40"),
    ]


def test_a_verified_line_that_is_no_indicator_carries_its_printed_label(tmp_path):
    after = verified(tmp_path, {}, ("科研投入", "0.45", "亿元"), ("利税总额", "9", "亿元"))
    found = [(one.column, one.label) for one in after.evidence[0].confirmations]
    assert found == [("profit_tax", ""), ("rd_spending", "科研投入（含企业和政府）")]
