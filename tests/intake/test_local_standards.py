"""Local standards（地标）: counted by the score sheet, without a cell in Annex 3."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusterlib.intake.cells.form import CLUSTER
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.rules.indicators import POSITION
from tests.intake.workbooks import an_application, sheets_of, write_sheets


@pytest.mark.clause("A1.3.basic")
@pytest.mark.parametrize(
    ("figures", "value", "without"),
    [
        ({"standards": (3, 2, 4), "local_standards": "5"}, 14, False),
        ({"standards": (3, 2, 4), "local_standards": "0"}, 9, False),
        ({"standards": (3, 2, 4), "local_standards": None}, 9, True),
        ({"standards": (3, 2, 4), "local_standards": "—"}, 9, True),
        ({"standards": (3, 2, 4), "local_standards": "约3"}, 9, True),
        ({"standards": (0, 0, 0), "local_standards": "7"}, 7, False),
    ],
)
def test_local_standards_of_the_supplement_are_added(tmp_path, figures, value, without):
    application = read_workbook(an_application(tmp_path / "样县.xlsx", **figures))
    entry = application.evidence.reported("standards")
    assert entry is not None
    assert (entry.value, entry.without_local) == (Decimal(value), without)
    cohort = cohort_of([application])
    assert cohort.figures.values[0, POSITION["standards"]] == value
    assert cohort.figures.without_local[0] == without


def test_another_part_left_blank_leaves_the_line_missing_all_the_same(tmp_path):
    application = read_workbook(
        an_application(tmp_path / "样县.xlsx", standards=(3, None, 4), local_standards="5")
    )
    entry = application.evidence.reported("standards")
    assert entry is not None
    assert entry.value is None


@pytest.mark.parametrize(
    ("text", "value", "without"),
    [("国标3个 行标2个 团标4个 地标1个", 10, False), ("国标3个 行标2个 团标4个", 9, True)],
)
def test_parts_in_one_cell_may_name_local_ones(tmp_path, text, value, without):
    path = an_application(tmp_path / "样县.xlsx", local_standards=None)
    sheets = sheets_of(path)
    at = next(at for at, row in enumerate(sheets[CLUSTER]) if "国标" in str(row[1]))
    sheets[CLUSTER][at : at + 3] = [[sheets[CLUSTER][at][0], None, None, *(text,) * 3]]
    entry = read_workbook(write_sheets(path, sheets)).evidence.reported("standards")
    assert entry is not None
    assert (entry.value, entry.without_local) == (Decimal(value), without)


@pytest.mark.parametrize(
    ("label", "without"),
    [("参与制定国家、行业、地方或团体标准数量", False), ("参与制定国标、行标、团标数量", True)],
)
def test_one_number_counts_local_ones_where_its_label_names_them(tmp_path, label, without):
    path = an_application(tmp_path / "样县.xlsx", local_standards=None)
    sheets = sheets_of(path)
    at = next(at for at, row in enumerate(sheets[CLUSTER]) if "国标" in str(row[1]))
    sheets[CLUSTER][at : at + 3] = [[label, None, None, *("9",) * 3]]
    entry = read_workbook(write_sheets(path, sheets)).evidence.reported("standards")
    assert entry is not None
    assert (entry.value, entry.without_local) == (Decimal(9), without)
