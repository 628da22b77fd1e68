"""Inputs as a run reads them: thinned, and yet verified figures pull the same along."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clusterlib.applicants.figures import Cohort
from clusterlib.intake.inputs import input_files, read_figures
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.rules.indicators import POSITION
from clusterlib.workflow import decided
from tests.intake.workbooks import an_application

CASES = Path(__file__).parents[1] / "data" / "cases"
HEADINGS = "申报编号,指标,年度,核定值,单位,理由,依据,核定人,日期\n"


def _both_ways(source: Path, confirmed: Path) -> tuple[Cohort, Cohort]:
    """Return one applicant with verified figures: as a run has it, and as a report has it."""
    (file,), _ = input_files([source], None)
    thinned = read_figures(file).cohort
    assert thinned is not None
    whole = cohort_of([read_workbook(source)])
    as_run, as_report = (
        decided(cohort, panel=None, confirmed=confirmed, year=None) for cohort in (thinned, whole)
    )
    return as_run, as_report


@pytest.mark.parametrize(
    ("line", "figure", "unit", "column", "expected"),
    [
        ("特色产业总产值", "30", "亿元", "output_share", 3.3333),
        ("工业总产值（当年价）", "30000000", "万元", "output_share", 10.0),
        ("主营业务收入", "1500000", "万元", "rd_intensity", 2.0),
        ("科研投入", "9000", "万元", "rd_intensity", 1.0),
        ("企业数量", "1000", "个", "iso9000", 12.0),
        ("通过ISO9000认证企业数量", "52", "个", "iso9000", 10.0),
    ],
)
def test_a_share_that_rests_on_a_verified_figure_is_the_same_in_a_run_and_in_a_report(
    line: str, figure: str, unit: str, column: str, expected: float, tmp_path: Path
) -> None:
    source = an_application(
        tmp_path / "样县.xlsx",
        output_share=None,
        rd_intensity=None,
        iso9000=None,
        iso9000_firms=120,
    )
    confirmed = tmp_path / "核定.csv"
    row = f"YX-001,{line},2023,{figure},{unit},核实,文,张,2026-03-01\n"
    confirmed.write_text(HEADINGS + row, encoding="utf-8")
    run, report = _both_ways(source, confirmed)
    assert report.figures.values[0, POSITION[column]] == expected
    np.testing.assert_array_equal(run.figures.values, report.figures.values)


def test_the_share_of_a_county_is_derived_anew_in_a_run_too() -> None:
    run, _ = _both_ways(
        CASES / "verified_basis_of_share.xlsx", CASES / "verified_basis_of_share.csv"
    )
    assert run.figures.values[0, POSITION["output_share"]] == 3.0


def test_parts_above_a_verified_whole_are_told_in_a_run_too(tmp_path: Path) -> None:
    source = an_application(tmp_path / "样县.xlsx")
    confirmed = tmp_path / "核定.csv"
    row = "YX-001,企业数量,2023,80,个,核实,文,张,2026-03-01\n"
    confirmed.write_text(HEADINGS + row, encoding="utf-8")
    for cohort in _both_ways(source, confirmed):
        (told,) = [found for found in cohort.problems if found.code == "part_above_whole"]
        assert (told.column, told.cell) == ("above_scale_enterprises", "F10")
