"""Inputs of a run that state one id: both are named wherever the federation's tables name it."""

from __future__ import annotations

import csv

import pytest

from clusterlib.intake.inputs import read_inputs
from clusterlib.workflow import decided
from tests.intake.workbooks import an_application

PANEL = ["申报编号", "专家评分一"], ["样1", "50"]
CONFIRMED = (
    ["申报编号", "指标", "年度", "核定值", "单位", "理由", "依据文件", "核定人", "日期"],
    ["样1", "企业数量", "2025", "30", "个", "核对", "台账", "王", "2026-03-15"],
)


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize(("option", "rows"), [("panel", PANEL), ("confirmed", CONFIRMED)])
def test_a_row_for_an_id_that_two_inputs_share_names_both(option, rows, tmp_path):
    (tmp_path / "申报").mkdir()
    for name, applicant_id in (("东县", "样1"), ("西县", "样1"), ("南县", "样2")):
        an_application(tmp_path / "申报" / f"{name}.xlsx", {"applicant_id": applicant_id})
    inputs = read_inputs([tmp_path / "申报"], year=None)
    tables = {"panel": None, "confirmed": None, option: written(tmp_path / "表.csv", rows)}
    cohort = inputs.naming_shared(decided(inputs.cohort, **tables, year=None))
    (found,) = [one for one in cohort.problems if one.applicant_id == "样1"]
    assert found.code == "shared_applicant"
    assert "东县.xlsx、西县.xlsx" in found.reason


@pytest.mark.parametrize("rows", [PANEL, (PANEL[0], ["样3", "50"])])
def test_an_id_that_no_input_states_is_unknown(rows, tmp_path):
    an_application(tmp_path / "南县.xlsx", {"applicant_id": "样2"})
    inputs = read_inputs([tmp_path / "南县.xlsx"], year=None)
    panel = written(tmp_path / "表.csv", rows)
    cohort = inputs.naming_shared(decided(inputs.cohort, panel=panel, confirmed=None, year=None))
    assert [one.code for one in cohort.problems] == ["unknown_applicant"]
