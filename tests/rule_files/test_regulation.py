"""The regulation as data: every number with its day and clause, every choice with its reason."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clusterlib.errors import ParameterError, RuleError
from clusterlib.rule_files.regulation import read_regulation, read_score_sheet
from clusterlib.rules.points import on_grid
from clusterlib.rules.scoresheet import Band
from clusterlib.rules.tiers import TIERS
from tests.scoring import oracle

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "parameters" / "regulation"
FIRST_DAY, DAY = date(2022, 1, 1), date(2026, 11, 25)


def clause_ids() -> set[str]:
    path = HERE.parent / "data" / "clauses.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["clause"] for row in csv.DictReader(file)}


def test_every_value_names_a_clause_that_exists() -> None:
    known = clause_ids()
    for parameter in read_regulation(FOLDER, DAY).values():
        assert parameter.clause in known, parameter.name


def test_every_reading_gives_its_reason_and_words_for_its_values() -> None:
    for option in read_score_sheet(FOLDER, DAY).reading_options:
        assert len(option.reason) > 10, option.name
        assert option.clause in clause_ids()
        for value, wording in option.options:
            assert option.wording(value) == wording
            assert any("一" <= char <= "鿿" for char in wording), value


def as_band(least: int, span: oracle.Span) -> Band:
    return Band(least, on_grid(span.low), on_grid(span.high), span.low_open, span.high_open)


@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.3.government", "A1.3.policy", "A1.3.note2")
def test_the_bands_are_those_of_the_score_sheet() -> None:
    sheet = read_score_sheet(FOLDER, DAY)
    printed = (oracle.BASIC_SHEET, oracle.QUALITY_SHEET)
    for section, expected in zip(sheet.counted, printed, strict=True):
        least = (0, expected.fair_from, expected.good_from)
        assert section.bands == tuple(map(as_band, least, expected.bands))
        assert section.knots == tuple((count, on_grid(pts)) for count, pts in expected.knots)
        assert section.items == len(expected.items)
    grades = [oracle.GRADES[grade] for grade in ("average", "fair", "good")]
    for graded in sheet.graded:
        assert graded.bands == tuple(map(as_band, (0, 1, 2), grades))
        assert graded.even == (on_grid(3), on_grid(7), on_grid(9))
    maxima = [section.maximum for section in (*sheet.counted, *sheet.graded)]
    assert maxima == [on_grid(points) for points in (60, 20, 10, 10)]
    assert sheet.pass_mark == on_grid(70)


@pytest.mark.clause("2.2.1.capital", "2.2.1.base", "2.2.1.township", "1.2.1a")
def test_the_limits_beside_the_score() -> None:
    """2.2.1: national top 3, 7 and 12; 1.2.1a: five years or more."""
    sheet = read_score_sheet(FOLDER, DAY)
    assert [sheet.rank_limit(tier) for tier in TIERS] == [3, 7, 12]
    assert sheet.least_years == 5


PRINTED = {
    "title_years": ("2.2", 4),
    "review_due_months": ("4.3.review", 3),
    "rectification_years": ("4.3.rectify", 1),
    "lapse_years": ("4.4.lapse", 2),
    "annual_return_month": ("4.1", 4),
    "least_panel_members": ("3.2.panel", 5),
    "least_senior_members": ("3.2.panel", 3),
    "acceptance_days": ("3.2.accept", 5),
    "audit_working_days": ("3.3.audit", 15),
    "least_opinions": ("A4.opinions", 4),
    "least_suggestions": ("A4.advice", 4),
    "leading_firm_revenue": ("A5", 1),
}


@pytest.mark.parametrize(
    ("name", "clause", "value"),
    [pytest.param(name, *printed, id=name) for name, printed in PRINTED.items()],
)
def test_the_numbers_that_later_rooms_need_are_as_printed(name, clause, value) -> None:
    parameter = read_regulation(FOLDER, DAY)[name]
    assert (parameter.clause, parameter.value.whole()) == (clause, value)


# Days


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the regulation with one passage changed."""
    folder = tmp_path / "regulation"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    occurrences = text.count(old)
    assert occurrences == 1, old
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("day", "mark"),
    [(date(2026, 6, 30), 70), (date(2026, 7, 1), 75), (date(2026, 7, 2), 75), (FIRST_DAY, 70)],
)
def test_a_rule_changed_on_a_later_day_leaves_the_old_day_as_it_was(tmp_path, day, mark) -> None:
    old = "2022-01-01: {value: 70, source: {kind: article, ref: A1.3.note2}}"
    new = old + "\n    2026-07-01: {value: 75, source: {kind: article, ref: A1.3.note2}}"
    folder = changed(tmp_path, "scoresheet.yaml", old, new)
    sheet, before = read_score_sheet(folder, day), read_score_sheet(FOLDER, day)
    assert sheet.pass_mark == on_grid(mark)
    assert (sheet.basic, sheet.rank_limits) == (before.basic, before.rank_limits)


@pytest.mark.clause("5")
def test_before_its_first_day_the_regulation_has_no_value() -> None:
    """5: in force from publication; the edition before it is not held."""
    assert read_score_sheet(FOLDER, FIRST_DAY).on == "2022-01-01"
    with pytest.raises(ParameterError, match="在2021-12-31没有值"):
        read_score_sheet(FOLDER, date(2021, 12, 31))


def test_a_count_beyond_the_knots_and_a_line_off_the_grid_are_refused() -> None:
    basic = read_score_sheet(FOLDER, DAY).basic
    with pytest.raises(RuleError, match="no line at 14 items"):
        basic.even_points(14)
    crooked = replace(basic, knots=((0, 0), (11, on_grid(1))))
    with pytest.raises(RuleError, match="the line at 1 items is not exact"):
        crooked.even_points(1)


def test_readings_with_values_replaced() -> None:
    sheet = read_score_sheet(FOLDER, DAY)
    found = sheet.readings().with_values({"gate": "veto"})
    assert found == sheet.readings({"gate": "veto"})
