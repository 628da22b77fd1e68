"""Standards: resolved for a day, found by file or folder, plainly examples where shipped."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from clusterlib.errors import ParameterError
from clusterlib.rule_files.standards import read_standard, read_standards
from clusterlib.rules.standard import DatedValues, Source, Standard
from clusterlib.rules.tiers import Tier
from tests.scoring.building import LIMITS, a_standard, an_applicant, scored_one

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "parameters" / "standards"
CHANGE = date(2026, 7, 1)


def raised_on_the_day_of_change() -> Standard:
    """A standard whose exports rise tenfold on a later day."""
    standard = a_standard().standard
    later = DatedValues(
        CHANGE, (Decimal(300), Decimal(200), Decimal(100)), Source("agreement", "示例")
    )
    return replace(
        standard,
        thresholds=tuple(
            replace(found, dated=(*found.dated, later)) if found.indicator == "exports" else found
            for found in standard.thresholds
        ),
    )


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2024, 1, 1), 30),
        (date(2026, 6, 30), 30),
        (date(2026, 7, 1), 300),
        (date(2026, 7, 2), 300),
    ],
)
def test_a_standard_is_resolved_for_a_day(day: date, limit: int) -> None:
    on_day = raised_on_the_day_of_change().on(day)
    assert on_day.value("exports", Tier.CAPITAL) == limit
    assert on_day.value("main_revenue", Tier.BASE) == LIMITS["base"]
    assert scored_one(an_applicant(), on_day)["basic"]["met"] == (13 if limit == 30 else 12)


def test_a_later_rule_leaves_an_old_assessment_as_it_was() -> None:
    before, after = a_standard().standard, raised_on_the_day_of_change()
    for day in (date(2024, 1, 1), date(2026, 6, 30)):
        assert before.on(day).values == after.on(day).values
        applicant = an_applicant(basic=11)
        assert scored_one(applicant, before.on(day)) == scored_one(applicant, after.on(day))


def test_before_its_first_day_a_standard_has_no_value() -> None:
    with pytest.raises(ParameterError, match="在2023-12-31没有达标值") as refusal:
        a_standard().standard.on(date(2023, 12, 31))
    assert "2024-01-01" in refusal.value.expected


def test_values_are_converted_to_the_unit_of_the_score_sheet() -> None:
    limits = {"main_revenue": dict.fromkeys(LIMITS, Decimal("1.005"))}
    on_day = a_standard(limits=limits, units={"main_revenue": "亿元"})
    assert on_day.value("main_revenue", Tier.CAPITAL) == Decimal(10050)
    stated = on_day.stated[3]
    assert stated is not None
    assert stated[1].values[0] == Decimal("1.005")


def test_an_exempt_and_a_left_out_side_have_no_value() -> None:
    on_day = a_standard(exempt=["output_value"], left_out=["profit_margin"])
    assert on_day.value("output_value", Tier.CAPITAL) is None
    assert on_day.value("profit_margin", Tier.CAPITAL) is None
    assert on_day.exempted.tolist() == [True, *[False] * 19]


# Shipped examples


@pytest.mark.clause("1.1")
def test_the_shipped_standards_are_plainly_examples() -> None:
    """1.1: only a filed standard applies; the shipped ones are drafts that say 示例."""
    standards = read_standards(SHIPPED)
    assert {"家具", "皮革", "陶瓷", "五金"} <= {standard.term for standard in standards}
    for standard in standards:
        assert (standard.issuer, standard.status) == ("示例", "draft")
        assert "示例" in (SHIPPED / standard.file).read_text(encoding="utf-8").splitlines()[0]
        refs = {dated.source.ref for found in standard.thresholds for dated in found.dated}
        assert refs == {"示例"}


def test_the_shipped_standards_have_no_doubtful_value() -> None:
    from clusterlib.rules.lint import check_standard
    from tests.scoring.building import the_sheet

    for standard in read_standards(SHIPPED):
        found = check_standard(standard, the_sheet())
        assert {finding.severity for finding in found} == {"note"}


# Files and folders


def test_a_folder_is_read_in_sorted_order_and_left_over_files_are_passed_over(tmp_path) -> None:
    shutil.copy(SHIPPED / "furniture.yaml", tmp_path / "b.yaml")
    shutil.copy(HERE / "toys.yaml", tmp_path / "a.yml")
    (tmp_path / "~$b.xlsx").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert [standard.industry for standard in read_standards(tmp_path)] == ["toys", "furniture"]


def test_two_standards_of_one_industry_in_a_folder_are_refused(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        shutil.copy(HERE / "toys.yaml", tmp_path / name)
    with pytest.raises(ParameterError, match=r"two\.yaml"):
        read_standards(tmp_path)


def test_a_folder_without_standards_and_another_kind_of_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="文件夹里没有行业标准"):
        read_standards(tmp_path)
    path = tmp_path / "标准.docx"
    path.write_bytes(b"x")
    with pytest.raises(ParameterError, match="不是标准文件"):
        read_standard(path)


def test_a_standard_is_named_by_id_or_term() -> None:
    standard = read_standard(HERE / "toys.yaml")
    assert standard.names("toys")
    assert standard.names("玩具")
    assert not standard.names("家具")
