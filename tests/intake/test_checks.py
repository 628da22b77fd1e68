"""Figures of one workbook that contradict each other are flagged and never changed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterlib.intake.application.derived import percent
from clusterlib.intake.cells.form import CLUSTER, SUPPLEMENT
from clusterlib.intake.template.blank import Figure
from clusterlib.intake.workbook import Application, read_workbook
from tests.intake.workbooks import (
    YEARS,
    an_application,
    cell_of,
    changed,
    codes,
    problem,
    read_changed,
    sheets_of,
    value,
    write_sheets,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "样县.xlsx"


def _read(path: Path, **changes: Figure) -> Application:
    return read_workbook(an_application(path, **changes))


@pytest.mark.parametrize(("part", "is_flagged"), [("519", False), ("520", False), ("521", True)])
def test_a_part_above_its_whole_is_flagged(part: str, is_flagged: bool, path: Path) -> None:
    application = _read(path, above_scale_enterprises=part)
    assert ("part_above_whole" in codes(application)) is is_flagged
    assert value(application, "above_scale_enterprises") == Decimal(part)


@pytest.mark.parametrize(
    ("regional", "is_flagged"), [("3000001", False), ("3000000", False), ("2900000", True)]
)
def test_the_cluster_is_compared_with_the_region_across_units(
    regional: str, is_flagged: bool, path: Path
) -> None:
    an_application(path, regional={"regional_output": regional}, output_share=None)
    application = read_workbook(path)
    assert ("part_above_whole" in codes(application)) is is_flagged
    assert (value(application, "output_share") is None) is is_flagged


def test_a_share_above_100_is_a_bad_cell(path: Path) -> None:
    application = _read(path, iso9000="100.5")
    assert value(application, "iso9000") is None
    assert problem(application, "above_100").severity == "error"


@pytest.mark.parametrize(
    ("now", "is_flagged"),
    [
        ("11399999", False),
        ("11400000", True),
        ("11400001", True),
        ("11.5", False),
        ("11.4", True),
        ("0", False),
    ],
)
def test_a_figure_1000_times_that_of_another_year_is_flagged(
    now: str, is_flagged: bool, path: Path
) -> None:
    application = _read(path, exports=now)
    told = [found for found in application.problems if found.code == "thousandfold_year"]
    assert any("2022年" in found.expected for found in told) is is_flagged
    assert value(application, "exports") == Decimal(now)


def test_a_figure_in_the_wrong_unit_is_flagged_against_the_years_before(path: Path) -> None:
    """One hundred million typed for ten thousand: 亿 for 万."""
    application = _read(path, sales_revenue=Decimal("1005000").scaleb(4))
    found = problem(application, "thousandfold_year")
    assert (found.column, found.cell, found.severity) == ("sales_revenue", "F6", "warning")


def test_the_same_figure_for_three_years_is_flagged(path: Path) -> None:
    an_application(path)
    sheets = sheets_of(path)
    row = next(row for row in sheets[CLUSTER] if row[0] == "特色产品出口额（万美元）")
    row[3:6] = [12000, "12,000", 12000.0]
    application = read_workbook(write_sheets(path, sheets))
    assert codes(application) == {"same_every_year"}
    assert value(application, "exports") == Decimal(12000)


def test_small_counts_and_shares_may_stay_the_same(path: Path) -> None:
    assert _read(path).problems == ()


@pytest.mark.parametrize(
    ("stated", "is_flagged"),
    [
        ("5.2", True),
        ("5.21", True),
        ("5.2131", True),
        ("5.2132", False),
        ("5.2632", False),
        ("5.3132", False),
        ("5.3133", True),
        ("5.26%", False),
    ],
)
@pytest.mark.parametrize("place", ["column", "line"])
def test_stated_growth_is_compared_with_the_growth_computed(
    place: str, stated: str, is_flagged: bool, path: Path
) -> None:
    """12000 after 11400 is growth of 5.2632 %."""
    an_application(path)
    sheets = sheets_of(path)
    at = next(at for at, row in enumerate(sheets[CLUSTER]) if row[0] == "特色产品出口额（万美元）")
    if place == "column":
        sheets[CLUSTER][2][6], sheets[CLUSTER][at][6] = "同比增长（%）", stated
    else:
        line = ["特色产品出口额同比增长（%）", None, None, None, None, stated]
        sheets[CLUSTER].insert(at + 1, line)
    application = read_workbook(write_sheets(path, sheets))
    assert ("growth_differs" in codes(application)) is is_flagged
    if is_flagged:
        assert problem(application, "growth_differs").expected == "5.2632"
    assert value(application, "exports") == Decimal(12000)


@pytest.mark.parametrize(
    ("stated", "is_flagged"),
    [
        ("33.2833", False),
        ("33.2832", True),
        ("33.3833", False),
        ("33.3834", True),
    ],
)
def test_a_stated_share_more_than_0_05_points_off_is_flagged(
    stated: str, is_flagged: bool, path: Path
) -> None:
    """300 亿元 of 900 亿元 is 33.3333 %; 0.05 exactly is not flagged."""
    application = _read(path, output_share=stated)
    assert ("share_differs" in codes(application)) is is_flagged
    assert value(application, "output_share") == Decimal(stated)


def test_a_share_left_blank_is_computed_and_says_from_what(path: Path) -> None:
    application = _read(path, output_share=None, rd_intensity=None)
    assert value(application, "output_share") == Decimal("33.3333")
    assert value(application, "rd_intensity") == Decimal("3.3333")
    entry = application.evidence.reported("output_share")
    assert entry is not None
    assert entry.text == ""
    assert "300亿元（基本情况表二 F4）" in entry.derivation
    assert "9000000万元（基本情况表一 C9）" in entry.derivation
    assert application.problems == ()


def test_a_share_of_firms_is_computed_from_two_counts(path: Path) -> None:
    application = _read(path, iso9000=None, iso9000_firms="130", safety_certified_firms="312")
    assert value(application, "iso9000") == 25
    assert application.problems == ()


def test_a_share_that_cannot_be_read_is_not_replaced(path: Path) -> None:
    assert value(_read(path, output_share="约33"), "output_share") is None


def test_the_margin_is_never_computed_from_profit_and_tax(path: Path) -> None:
    assert value(_read(path, profit_margin=None), "profit_margin") is None


def test_the_regions_output_belongs_to_the_last_year_only(path: Path) -> None:
    """Table one has one column of figures."""
    an_application(path, output_share=None)
    assert value(read_workbook(path, year=2022), "output_share") is None


def test_a_share_of_nothing_is_not_computed(path: Path) -> None:
    an_application(path, regional={"regional_output": 0}, output_share=None)
    assert value(read_workbook(path), "output_share") is None


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        ("1", "8", "12.5000"),
        ("1", "3", "33.3333"),
        ("2", "3", "66.6667"),
        ("0.00000049", "1", "0.0000"),
        ("0.0000005", "1", "0.0001"),
        ("0.00000051", "1", "0.0001"),
    ],
)
def test_computed_shares_are_rounded_half_up_to_four_decimals(
    part: str, whole: str, share: str
) -> None:
    assert percent(Decimal(part), Decimal(whole)) == Decimal(share)


def test_a_gate_answered_yes_in_an_earlier_year_is_flagged(path: Path) -> None:
    application = read_changed(path, lambda book: setattr(book[SUPPLEMENT]["C12"], "value", "有"))
    found = problem(application, "earlier_yes")
    assert (found.column, found.cell) == ("pollution_accident", "E12")
    assert str(YEARS[0]) in found.expected


def _series(label: str, *figures: object) -> Any:
    def change(book: Any) -> None:
        for year, figure in zip(YEARS, figures, strict=True):
            cell_of(book, label, year).value = figure

    return change


@pytest.mark.parametrize(
    ("label", "figures", "told"),
    [
        (
            "特色产品出口额（万美元）",
            (1000, 5000, 12000),
            [("2022年 5000万美元", "F7"), ("2021年 1000万美元", "E7")],
        ),
        ("特色产品出口额（万美元）", (6000, 12000, 24000), []),
        ("特色产品出口额（万美元）", (12000, 5999, 11000), [("2021年 12000万美元", "E7")]),
        ("特色产品出口额（万美元）", (0, 12000, 12001), []),
        ("从业人员（万人）", (1, 2, "4.1"), [("2022年 2万人", "F15")]),
        ("省市以上知名品牌数量", (2, 5, 12), []),
    ],
)
def test_a_jump_above_twofold_between_neighbouring_years_is_flagged(
    label: str, figures: Any, told: list[tuple[str, str]], path: Path
) -> None:
    problems = read_changed(path, _series(label, *figures)).problems
    found = [(one.expected, one.cell) for one in problems if one.code == "jump"]
    assert sorted(found) == sorted(told)


def test_years_that_are_no_neighbours_may_differ(path: Path) -> None:
    an_application(path, {"review": "复评"}, years=(2018, 2022, 2023))
    changed(path, lambda book: setattr(book["基本情况表二"]["D7"], "value", 100))
    assert "jump" not in codes(read_workbook(path))


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((11000, 11000, 12000), ["2021年"]),
        ((11000, 12000, 12000), ["2022年"]),
        ((12000, 11000, 12000), ["2021年"]),
        ((11000, 11500, 12000), []),
        (("12000.0", 11000, 12000), ["2021年"]),
    ],
)
def test_two_of_three_years_equal_to_the_last_digit_are_flagged(
    figures: Any, told: list[str], path: Path
) -> None:
    application = read_changed(path, _series("特色产品出口额（万美元）", *figures))
    assert [one.expected for one in application.problems if one.code == "same_as_year"] == told


@pytest.mark.parametrize(
    ("years", "is_flagged"),
    [
        ((2009, 2010, 2011), True),
        ((2010, 2011, 2012), True),
        ((2011, 2012, 2013), False),
        ((2008, 2009, 2010), False),
    ],
)
def test_firms_above_scale_are_not_compared_across_their_redefinition(
    years: tuple[int, int, int], is_flagged: bool, path: Path
) -> None:
    application = read_workbook(an_application(path, years=years))
    assert ("above_scale_redefined" in codes(application)) is is_flagged


def test_profit_and_tax_above_sales_are_flagged(path: Path) -> None:
    found = problem(_read(path, profit_tax="1005001"), "part_above_whole")
    assert found.column == "profit_tax"
    assert "part_above_whole" not in codes(_read(path, profit_tax="1005000"))


@pytest.mark.parametrize("text", ["增长一成", "翻番", "持平", "同比增长8%左右", "略有增长"])
def test_growth_written_in_words_is_flagged(text: str, path: Path) -> None:
    def growth(book: Any) -> None:
        sheet = book["基本情况表二"]
        sheet.insert_cols(7)
        sheet["G3"], sheet["G7"] = "同比增长（%）", text

    application = read_changed(path, growth)
    found = problem(application, "growth_in_words")
    assert (found.column, found.cell, found.found) == ("exports", "G7", text)
    assert value(application, "exports") == 12000


@pytest.mark.parametrize("text", ["增长一成", "翻番", "持平", "同比增长8%"])
def test_growth_in_words_is_never_a_figure(text: str, path: Path) -> None:
    application = _read(path, exports=text)
    assert value(application, "exports") is None
    assert "not_a_number" in codes(application)


def test_a_share_of_the_national_industry_above_100_is_flagged(path: Path) -> None:
    def shares(book: Any) -> None:
        book["基本情况表二"]["G4"], book["基本情况表二"]["G7"] = "12", "120%"

    found = problem(read_changed(path, shares), "industry_share_above_100")
    assert (found.column, found.cell) == ("exports", "G7")
