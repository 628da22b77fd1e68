"""Builds small real workbooks for tests: the template filled, then changed as counties do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from clusterlib.intake.template.blank import Figure, write_application
from clusterlib.intake.workbook import Application, read_workbook
from clusterlib.problems import Problem

YEARS = (2021, 2022, 2023)
FACTS = {
    "applicant_id": "YX-001",
    "name": "样县人民政府",
    "region": "样省样县",
    "tier": "基地",
    "industry": "家具",
    "product": "样椅",
}
FIGURES: dict[str, Figure] = {
    "output_value": "300",
    "output_share": "33.3333",
    "sales_revenue": "1005000",
    "main_revenue": "900000",
    "profit_tax": "80000",
    "profit_margin": "6.5",
    "exports": "12000",
    "enterprises": "520",
    "above_scale_enterprises": "86",
    "valid_patents": "450",
    "standards": (3, 2, 4),
    "brands": "12",
    "employees": "42000",
    "rd_spending": "30000",
    "rd_intensity": "3.3333",
    "market_share": "12.5",
    "safety_certified": "60",
    "iso9000": "45.5",
    "iso14000": "30",
    "iso22000": "20",
    "product_pass_rate": "98.5",
    "quality_accident": "无",
    "pollution_accident": "无",
    "safety_accident": "无",
    "industry_years": "22",
    "major_violation": "无",
    "patents_granted": (5, 7),
}
GROWING = (
    "output_value",
    "sales_revenue",
    "main_revenue",
    "profit_tax",
    "exports",
    "enterprises",
    "employees",
    "valid_patents",
    "rd_spending",
)
"""Lines that are lower in earlier years."""

Rows = list[list[Any]]
Sheets = dict[str, Rows]


def figures_by_year(
    years: tuple[int, ...] = YEARS, **changes: Figure
) -> dict[int, dict[str, Figure]]:
    """Return figures of three years without a doubt in them; `changes` are of the last year."""
    found: dict[int, dict[str, Figure]] = {}
    for position, year in enumerate(sorted(years)):
        before = len(years) - 1 - position
        found[year] = {
            line: Decimal(str(figure)) * (20 - before) / 20 if line in GROWING else figure
            for line, figure in FIGURES.items()
        }
        for line in ("enterprises", "employees", "valid_patents"):
            found[year][line] = int(Decimal(str(FIGURES[line]))) - 20 * before
        found[year] |= {"output_share": None, "rd_intensity": None} if before else {}
    found[max(years)] |= changes
    return found


def an_application(
    path: Path,
    facts: Mapping[str, str] | None = None,
    *,
    years: tuple[int, ...] = YEARS,
    regional: Mapping[str, Figure] | None = None,
    **changes: Figure,
) -> Path:
    """Write the template filled with sound figures, some of the last year changed."""
    return write_application(
        path,
        {**FACTS, **(facts or {})},
        figures_by_year(years, **changes),
        regional={"regional_output": "9000000", **(regional or {})},
    )


def sheets_of(path: Path) -> Sheets:
    """Return every sheet's rows of values."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book
    }


def write_sheets(path: Path, sheets: Sheets) -> Path:
    """Write rows of values as a plain workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    """Open a workbook with openpyxl, let `change` edit it, and save it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def unmerge(sheet: Any) -> None:
    """Take merged areas apart before rows or columns are inserted: openpyxl leaves them behind."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def cell_of(book: Any, label: str, year: int | None = None) -> Any:
    """Return the cell of a line in the column of a year, or the cell of its label."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row[:3]:
                if isinstance(cell.value, str) and cell.value.endswith(label):
                    return cell if year is None else sheet.cell(cell.row, _column(sheet, year))
    raise LookupError(label)


def values(application: Application) -> dict[str, Decimal | None]:
    """Return the scored figures by id."""
    return {entry.column: entry.value for entry in application.evidence.entries}


def value(application: Application, column: str) -> Decimal | None:
    """Return one scored figure."""
    entry = application.evidence.reported(column)
    assert entry is not None
    return entry.value


def problem(application: Application, code: str) -> Problem:
    """Return the only problem of a code."""
    (found,) = [found for found in application.problems if found.code == code]
    return found


def codes(application: Application) -> set[str]:
    """Return the codes of all problems."""
    return {found.code for found in application.problems}


def read_changed(
    path: Path, change: Callable[[Any], None], *, year: int | None = None
) -> Application:
    """Read a sound application after a change."""
    return read_workbook(changed(an_application(path), change), year=year)


def _column(sheet: Any, year: int) -> int:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == f"{year}年":
                return int(cell.column)
    raise LookupError(year)
