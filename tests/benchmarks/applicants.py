"""Input of the benchmarks: as many applicants as asked for, the same in every run."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standards import read_standard, read_standards
from clusterlib.rules.indicators import (
    CLAIMS,
    EXCEPTIONS,
    GATES,
    GRADES,
    INDICATORS,
    PANEL,
    RANKS,
)
from clusterlib.rules.tiers import Tier
from clusterlib.samples.fictional import (
    CONFIRMED_FILE,
    PANEL_FILE,
    FictionalApplicant,
    fictional_applicants,
)
from clusterlib.samples.writing import write_workbook

DAY = "2026-11-25"
STANDARDS = parameters_folder() / "standards"
FURNITURE = STANDARDS / "furniture.yaml"


@dataclass(frozen=True, slots=True)
class ManyApplicants:
    """A folder of workbooks, and the federation's tables that go with them."""

    applications: Path
    panel: Path
    confirmed: Path


def write_applicants(folder: Path, count: int) -> ManyApplicants:
    """Write `count` workbooks: the fictional applicants again and again, under new ids."""
    paths = ManyApplicants(folder / "applications", folder / "panel.csv", folder / "confirmed.csv")
    paths.applications.mkdir(parents=True)
    numbered = list(enumerate(islice(cycle(_with_a_standard()), count)))
    for number, applicant in numbered:
        write_workbook(_renamed(applicant, number), paths.applications)
    origins = [applicant.applicant_id for _, applicant in numbered]
    for source, target in ((PANEL_FILE, paths.panel), (CONFIRMED_FILE, paths.confirmed)):
        _write_decisions(source, target, origins)
    return paths


def write_table(path: Path, rows: int, *, quoted: bool = False) -> Path:
    """Write a cohort table of furniture applicants; quoted also means ragged."""
    chosen = random.Random(3)
    standard = read_standard(FURNITURE).on(date.fromisoformat(DAY))
    typical = {
        indicator.id: float(standard.value(indicator.id, Tier.BASE) or 10)
        for indicator in INDICATORS
    }
    columns = [
        *("applicant_id", "name", "region", "industry", "product", "tier"),
        *typical,
        *GATES,
        *RANKS,
        *CLAIMS,
        *EXCEPTIONS,
        *PANEL,
        *GRADES,
        "industry_years",
        "major_violation",
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
        writer.writerow(columns)
        for number in range(rows):
            row = _row(number, typical, chosen)
            # Short and long lines, as programs that cut trailing commas write them.
            writer.writerow(row[:-1] if quoted and number % 3 == 0 else row)
    return path


def _with_a_standard() -> list[FictionalApplicant]:
    standards = read_standards(STANDARDS)
    return [
        applicant
        for applicant in fictional_applicants()
        if any(standard.names(applicant.facts["industry"]) for standard in standards)
    ]


def _renamed(applicant: FictionalApplicant, number: int) -> FictionalApplicant:
    facts = applicant.facts | {
        "applicant_id": _id(number),
        "name": f"{applicant.name}{number:05d}",
    }
    return replace(applicant, facts=facts)


def _id(number: int) -> str:
    return f"N{number:05d}"


def _write_decisions(source: Path, target: Path, origins: list[str]) -> None:
    """Write each applicant's rows of a table under its new id."""
    with source.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number, origin in enumerate(origins):
            writer.writerows([_id(number), *row[1:]] for row in rows if row[0] == origin)


def _row(number: int, typical: dict[str, float], chosen: random.Random) -> list[str]:
    cells = [
        f"A{number:06d}",
        f"样县{number}",
        "东样省",
        "家具",
        "实木家具",
        chosen.choice(("都", "基地", "乡")),
    ]
    for indicator in INDICATORS:
        value = typical[indicator.id] * chosen.lognormvariate(0, 0.7)
        value = min(value, 99.9) if indicator.is_share else value
        text = str(int(value)) if indicator.is_count else f"{value:.2f}"
        cells.append("" if chosen.random() < 0.08 else text)
    cells += [chosen.choice(("无", "无", "无", "无", "有", "")) for _ in GATES]
    cells += [chosen.choice(("", str(chosen.randint(1, 20)))) for _ in RANKS]
    cells += [chosen.choice(("是", "否", "")) for _ in (*CLAIMS, *EXCEPTIONS)]
    cells += ["" for _ in PANEL]
    cells += [chosen.choice(("good", "fair", "average", "")) for _ in GRADES]
    return [*cells, "12", "无"]
