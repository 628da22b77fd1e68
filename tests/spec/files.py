"""Writes small standards and tables for the tests of the public formats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

BASIC = {
    "output_value": "亿元",
    "output_share": "%",
    "sales_revenue": "万元",
    "main_revenue": "万元",
    "profit_tax": "万元",
    "profit_margin": "%",
    "exports": "万美元",
    "enterprises": "个",
    "above_scale_enterprises": "个",
    "valid_patents": "个",
    "standards": "个",
    "brands": "个",
    "employees": "人",
    "rd_intensity": "%",
    "market_share": "%",
}
QUALITY = dict.fromkeys(
    ("safety_certified", "iso9000", "iso14000", "iso22000", "product_pass_rate"), "%"
)
UNITS = BASIC | QUALITY
ALONE = [name for name in BASIC if name not in ("output_share", "profit_margin")]
"""One indicator for each of the thirteen items."""
GATES = ("quality_accident", "pollution_accident", "safety_accident")

COLUMNS = (
    "applicant_id tier basic_met basic_missing basic_lo basic_hi quality_gate quality_met "
    "quality_missing quality_lo quality_hi government_lo government_hi policy_lo policy_hi "
    "total_lo total_hi total verdict route outcome_tier name region industry standard "
    "standard_status on readings entry"
).split()


def threshold_lines(indicator: str, unit: str, values: str, day: str = "2024-01-01") -> str:
    """The lines of one indicator: ``unit`` and one day's values, highest tier first."""
    capital, base, township = values.split()
    return (
        f'  {indicator}:\n    unit: "{unit}"\n    values:\n      {day}: '
        f"{{capital: {capital}, base: {base}, township: {township}, "
        "source: {kind: standard, ref: 示例}}\n"
    )


def a_standard(
    path: Path,
    *,
    exempt: tuple[str, ...] = (),
    left_out: tuple[str, ...] = (),
    values: Mapping[str, tuple[str, str]] | None = None,
    industry: str = "furniture",
    term: str = "家具",
    tail: str = "",
) -> Path:
    """Write a standard in which every threshold is 30, 20, 10 unless `values` says otherwise."""
    lines = [f"industry: {industry}\nterm: {term}\nissuer: 示例\nstatus: draft\nthresholds:\n"]
    for indicator, unit in UNITS.items():
        if indicator in exempt:
            lines.append(f"  {indicator}:\n    exempt: 不适用于本行业\n")
        elif indicator not in left_out:
            unit, figures = (values or {}).get(indicator, (unit, "30 20 10"))
            lines.append(threshold_lines(indicator, unit, figures))
    path.write_text("".join(lines) + tail, encoding="utf-8", newline="\n")
    return path


def met(count: int, *, of: list[str], missing: int = 0) -> dict[str, str]:
    """Figures of which `count` meet every tier's threshold and `missing` are not there."""
    known = len(of) - missing
    return {name: "40" if place < count else "5" for place, name in enumerate(of[:known])}


def applicant(basic: int = 0, quality: int = 0, **others: str) -> dict[str, str]:
    """A row with all figures: so many items met, no accident, `others` over it."""
    row = {"applicant_id": "A", **met(basic, of=ALONE), **met(quality, of=list(QUALITY))}
    row |= {"output_share": "5", "profit_margin": "5", **dict.fromkeys(GATES, "无")}
    return row | others


def rows_of(*applicants: Mapping[str, str]) -> list[list[str]]:
    """A table of applicants, a column for every key."""
    columns = list(dict.fromkeys(name for found in applicants for name in found))
    return [columns, *([found.get(name, "") for name in columns] for found in applicants)]
