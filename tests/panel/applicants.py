"""The made-up applicant of the panel as a cohort table, in a county's own units."""

from __future__ import annotations

import csv
from pathlib import Path

from clusterlib.resources import parameters_folder
from clusterlib.rules.indicators import GATES, INDICATORS, POSITION
from tests.panel.test_verdicts import applicant

STANDARD = parameters_folder() / "standards" / "furniture.yaml"


def cohort_table(path: Path, cases=("C",), **facts) -> Path:
    """Write applicants who all meet 10 of 13 and 4 of 5 items, or as `facts` say."""
    figures = applicant(**({"not_met": 3, "quality_not_met": 1} | facts)).cohort.figures
    cells = {"name": "样县", "region": "虚构省样一市松溪样县", "industry": "家具", "tier": "基地"}
    for one in INDICATORS:
        value = figures.values[0, POSITION[one.id]]
        text = format(min(value, 100) if one.is_share else value, "f").rstrip("0").rstrip(".")
        cells[one.id] = text if value == value else ""
    cells |= dict(
        zip(GATES, ("无" if gate == 0 else "" for gate in figures.gates[0]), strict=True)
    )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ["applicant_id", *cells])
        writer.writeheader()
        writer.writerows({"applicant_id": case, **cells} for case in cases)
    return path
