"""A made-up applicant with a workbook, and reports of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterlib.applicants.evidence import Confirmation, Evidence, Reported
from clusterlib.problems import Problem
from clusterlib.reports.applicant.report import ApplicantReport
from clusterlib.reports.provenance import Provenance, SourceFile
from clusterlib.rules.indicators import INDICATOR_BY_ID, INDICATORS
from clusterlib.rules.standard import StandardOnDay
from tests.analysis.assessing import assessed
from tests.scoring.building import a_standard, an_applicant

PROVENANCE = Provenance(
    source=SourceFile("甲样县申报表.xlsx", "0" * 64),
    standard=SourceFile("toys.yaml", "1" * 64),
    notebook=SourceFile("score_applicant.ipynb", "2" * 64),
    parameters=SourceFile("随附规则", "4" * 64),
    panel=SourceFile("专家评分.csv", "3" * 64),
    confirmed=None,
    versions=(
        ("clusterlib", "0.1.0"),
        ("papermill", "2.7.0"),
        ("numpy", "2.4.6"),
        ("matplotlib", "3.11.2"),
    ),
    day="2026-11-25",
    year=2025,
)
CHECKED = Confirmation(
    "brands", 2025, "11", Decimal(11), "个", "重复计算", "样县证书清单", "样某", "2026-11-20"
)


def a_report(
    applicant: Mapping[str, Any] | None = None,
    standard: StandardOnDay | None = None,
    *,
    workbook: bool = False,
    problems: tuple[Problem, ...] = (),
    name: str = "甲样县",
    region: str = "东样省",
    written: Mapping[str, str] | None = None,
    **readings: str,
) -> ApplicantReport:
    """Return the report of one applicant, of a workbook or of a row of a table."""
    applicant = an_applicant() if applicant is None else applicant
    assessment = assessed(
        [applicant],
        standard or a_standard(),
        problems=problems,
        names=(name,),
        regions=(region,),
        evidence=(an_evidence(applicant),) if workbook else (),
        written={column: [text] for column, text in (written or {}).items()},
        **readings,
    )
    return ApplicantReport(assessment, PROVENANCE)


def an_evidence(applicant: Mapping[str, Any]) -> Evidence:
    """Return a workbook of three years; brands are reported as 14 and verified as 11."""
    entries, earlier = [], []
    for line, indicator in enumerate(INDICATORS, start=4):
        given = applicant.get(indicator.id)
        value = None if given is None else Decimal(given)
        reported = Decimal(14) if indicator.id == "brands" else value
        entries.append(_entry(indicator.id, reported, 2025, f"F{line}"))
        for column, year, less in (("D", 2023, 2), ("E", 2024, 1)):
            before = None if value is None else value - less
            earlier.append(_entry(indicator.id, before, year, f"{column}{line}"))
    checked = (CHECKED,) if applicant.get("brands") is not None else ()
    return Evidence(
        "甲样县申报表.xlsx", "0" * 64, 2025, False, tuple(entries), tuple(earlier), checked
    )


def _entry(column: str, value: Decimal | None, year: int, cell: str) -> Reported:
    return Reported(
        column,
        "" if value is None else str(value),
        value,
        INDICATOR_BY_ID[column].unit.term,
        year,
        "基本情况表二",
        cell,
    )


def a_full_applicant(**changes: Any) -> dict[str, Any]:
    """Return an applicant with a missing item, grades, ranks and entry facts."""
    given = {
        "brands": 11,
        "employees": None,
        "exports": Decimal("29.9"),
        "iso9000": 60,
        "grade_government": "good",
        "panel_policy": Decimal("7.5"),
        "output_rank": 3,
        "sales_rank": 4,
        "export_rank": 9,
        "claim_famous_brand": False,
        "tier": "base",
        "industry_years": 12,
        "major_violation": 0,
    }
    return an_applicant(basic=11, quality=4, **{**given, **changes})
