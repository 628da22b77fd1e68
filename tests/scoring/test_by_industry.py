"""What an applicant is asked for goes by its own standard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standards import read_standard, read_standards
from clusterlib.scoring.by_industry import asked_of, standards_by_row
from clusterlib.workflow import assess, score_sheet_on
from tests.intake.workbooks import an_application

DAY = date(2026, 11, 25)
STANDARDS = parameters_folder() / "standards"


def _lacking(problems) -> set[str]:
    return {found.column for found in problems if found.is_missing}


def test_an_item_that_the_standard_exempts_is_not_asked_for(tmp_path: Path) -> None:
    file = an_application(tmp_path / "样.xlsx", iso22000=None, iso14000=None, exports=None)
    cohort = cohort_of([read_workbook(file)])
    assert _lacking(cohort.problems) == {"iso22000", "iso14000", "exports"}
    scored = assess(cohort, read_standard(STANDARDS / "furniture.yaml"), on=DAY)
    assert _lacking(scored.problems) == {"iso14000", "exports"}
    assert _lacking(scored.parts[0][1].problems) == {"iso14000", "exports"}


@pytest.mark.parametrize(
    ("industry", "asked"), [("家具", set()), ("陶瓷", {"iso22000"}), ("没有的行业", {"iso22000"})]
)
def test_the_standard_of_the_own_industry_decides(
    industry: str, asked: set[str], tmp_path: Path
) -> None:
    file = an_application(tmp_path / "样.xlsx", {"industry": industry}, iso22000=None)
    cohort = cohort_of([read_workbook(file)])
    standards = read_standards(STANDARDS)
    sheets = {found.industry: score_sheet_on(DAY) for found in standards}
    by_row = standards_by_row(cohort, standards)
    assert _lacking(asked_of(cohort, by_row, sheets, DAY).problems) == asked
