"""Who is recommended: entry facts, tiers that may come out, standards refused under a reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.files import ALONE, a_standard, applicant, rows_of

ROUTE = {"export_rank": "1", "industry_years": "5", "major_violation": "无"}
PASSED = applicant(
    13, 5, panel_basic="55", panel_quality="18", panel_government="9", panel_policy="9", **ROUTE
)


@pytest.mark.clause("1.2.1a", "1.2.2-8")
@pytest.mark.parametrize(
    ("years", "violation", "entry", "bars", "must_be_met"),
    [
        ("5", "无", "met", True, True),
        ("5.5", "无", "met", True, True),
        ("4.99", "无", "not_met", False, False),
        ("0", "无", "not_met", False, False),
        ("30", "有", "not_met", False, False),
        ("", "有", "not_met", False, False),
        ("2", "", "not_met", False, False),
        ("", "无", "unknown", True, False),
        ("30", "", "unknown", True, False),
        ("—", "/", "unknown", True, False),
        ("多年", "无", "unknown", True, False),
        ("30", "否", "unknown", True, False),
    ],
)
def test_entry_facts_decide_on_the_outcome_alone(
    assess, years, violation, entry, bars, must_be_met
):
    table = rows_of({**PASSED, "industry_years": years, "major_violation": violation})
    for reading, is_named in (("bars", bars), ("must_be_met", must_be_met), ("finding", True)):
        ended = assess(table, "--reading", f"entry={reading}")
        assert [row["entry"] for row in ended.results] == [entry] * 3
        assert {row["verdict"] for row in ended.results} == {"pass"}
        assert {row["outcome_tier"] for row in ended.results} == {"capital" if is_named else ""}


def test_without_the_columns_of_entry_facts_they_are_unanswered(assess):
    found = {
        name: cell
        for name, cell in PASSED.items()
        if name not in ("industry_years", "major_violation")
    }
    ended = assess(rows_of(found))
    assert ended.status == 0
    assert {(row["entry"], row["outcome_tier"]) for row in ended.results} == {
        ("unknown", "capital")
    }


@pytest.mark.parametrize(
    ("tier", "rank", "best_below", "applied_only"),
    [
        ("都", "1", "capital", "capital"),
        ("都", "5", "base", ""),
        ("基地", "5", "base", "base"),
        ("基地", "9", "township", ""),
        ("乡", "1", "township", "township"),
        ("市", "1", "", ""),
        ("", "5", "base", ""),
    ],
)
def test_reading_outcome_lets_a_lower_tier_come_out_or_not(
    assess, tier, rank, best_below, applied_only
):
    table = rows_of({**PASSED, "tier": tier, "export_rank": rank})
    for reading, named in (("best_below", best_below), ("applied_only", applied_only)):
        ended = assess(table, "--reading", f"outcome={reading}")
        assert {row["outcome_tier"] for row in ended.results} == {named}


@pytest.mark.parametrize(
    ("section", "gone"),
    [
        ("特色产业基本情况", ALONE[-8:]),
        ("特色产业基本情况", ALONE[1:]),
        ("质量安全情况", ["iso9000", "iso14000", "iso22000"]),
    ],
)
def test_a_standard_that_drops_too_many_items_is_refused_under_that_reading(
    assess, tmp_path, section, gone
):
    partners = {"output_value": "output_share", "profit_tax": "profit_margin"}
    exempt = (*gone, *(partners[name] for name in gone if name in partners))
    standard = a_standard(tmp_path / "s.yaml", exempt=exempt)
    table = rows_of(applicant())
    ended = assess(table, "--reading", "exempt=drops_item", standard=standard)
    assert (ended.status, ended.results, ended.problems) == (2, [], [])
    assert section in ended.err
    assert "s.yaml" in ended.err
    assert assess(table, standard=standard).status == 0


def test_a_refused_standard_of_a_folder_ends_the_command_though_no_row_names_it(assess, tmp_path):
    (tmp_path / "标准").mkdir()
    a_standard(tmp_path / "标准" / "furniture.yaml")
    a_standard(
        tmp_path / "标准" / "toys.yaml",
        industry="toys",
        term="玩具",
        exempt=("iso9000", "iso14000", "iso22000"),
        tail="readings: {exempt: drops_item}\n",
    )
    table = rows_of(applicant(industry="家具"))
    ended = assess(table, standard=tmp_path / "标准")
    assert (ended.status, ended.results) == (2, [])
    assert "toys.yaml" in ended.err
    kept = assess(table, "--reading", "exempt=counts_as_met", standard=tmp_path / "标准")
    assert kept.status == 0


CASES = Path(__file__).parents[1] / "data" / "cases"
FURNITURE = Path(__file__).parents[2] / "parameters" / "standards" / "furniture.yaml"


def test_a_bad_figure_left_blank_does_not_pass_on_points_given_for_a_good_one(assess):
    stated = (CASES / "points_bad_figure_stated.csv").read_text(encoding="utf-8-sig")
    tables = {
        "1.5": stated.replace(",99.3,", ",1.5,"),
        "约99.3": stated.replace(",99.3,", ",约99.3,"),
        "": CASES / "points_bad_figure_blank.csv",
    }
    for cell, table in tables.items():
        row = assess(table, standard=FURNITURE, on="2026-11-25").row("J11", "base")
        assert row["verdict"] == "open", cell
    loose = assess(
        CASES / "points_bad_figure_blank.csv",
        "--reading",
        "panel_missing=any_count",
        standard=FURNITURE,
        on="2026-11-25",
    )
    assert loose.row("J11", "base")["verdict"] == "pass"


def test_a_violation_and_two_years_bar_the_outcome_and_a_blank_does_not(assess):
    ended = assess(CASES / "entry_bars.csv")
    found = {
        row["applicant_id"]: (row["verdict"], row["entry"], row["outcome_tier"])
        for row in ended.results
        if row["tier"] == "base"
    }
    assert found == {
        "V1": ("pass", "not_met", ""),
        "Y1": ("pass", "not_met", ""),
        "N1": ("pass", "met", "base"),
        "B1": ("pass", "unknown", "base"),
        "T1": ("pass", "met", ""),  # its tier cannot be read
    }
