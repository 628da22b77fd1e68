"""A second, slow reading of cohort tables: cells to facts and problems, as the text has them.

It knows nothing of the project: regular expressions and fractions. Scores come from the
slow scorer of the scoring tests; together they say what `clusterlib assess` must write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.scoring.oracle import TIERS, entry_of, outcome_tier, score
from tests.spec.files import GATES, UNITS

KINDS = {
    "元": ("yuan", 1),
    "万元": ("yuan", 10**4),
    "亿元": ("yuan", 10**8),
    "美元": ("dollar", 1),
    "万美元": ("dollar", 10**4),
    "亿美元": ("dollar", 10**8),
    "人": ("person", 1),
    "万人": ("person", 10**4),
    "个": ("piece", 1),
    "%": ("share", 1),
}
RANKS = ("output_rank", "sales_rank", "export_rank")
YES_NO = (
    "claim_famous_brand",
    "claim_raw_material",
    "claim_origin_or_gi",
    "exception_base",
    "exception_township",
)
PANEL = ("panel_basic", "panel_quality", "panel_government", "panel_policy")
GRADES = {
    "good": "good",
    "fair": "fair",
    "average": "average",
    "好": "good",
    "较好": "fair",
    "一般": "average",
}
APPLIED = {"都": "capital", "基地": "base", "乡": "township"} | {tier: tier for tier in TIERS}
PARTS_AND_WHOLES = (("above_scale_enterprises", "enterprises"), ("profit_tax", "sales_revenue"))
WIDE = str.maketrans("０１２３４５６７８９．，－　", "0123456789.,- ")

Problem = tuple[int, str, str, str, str, str]
"""Row, applicant, tier, column, value, severity."""


def number(cell: str) -> Fraction | None:
    """The number that a cell holds, None where it holds none."""
    text = cell.translate(WIDE).replace(" ", "")
    if not re.fullmatch(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", text):
        return None
    text = text.replace(",", "")
    if len(text.lstrip("-").replace(".", "").lstrip("0")) > 15:
        return None
    return Fraction(text)


def is_blank(cell: str, *, is_gate: bool = False) -> bool:
    """Whether a cell is missing."""
    text = cell.translate(WIDE).strip()
    return text in ("", "—", "-", "/") or (text == "无" and not is_gate)


def fact(column: str, cell: str, unit: str) -> tuple[Any, bool]:
    """What a cell says, in the unit of the score sheet, and whether it is a good cell."""
    text, value = cell.strip(), number(cell)
    if column in GATES or column == "major_violation":
        return text == "有", text in ("有", "无")
    if column in YES_NO:
        return text == "是", text in ("是", "否")
    if column.startswith("grade_"):
        return GRADES.get(text), text in GRADES
    if value is None:
        return None, False
    if column in RANKS:
        return value, value.denominator == 1 and value >= 1
    if column in UNITS:
        value = value * KINDS[unit][1] / KINDS[UNITS[column]][1]
        is_whole = UNITS[column] not in ("个", "人") or value.denominator == 1
        is_share = UNITS[column] != "%" or value <= 100
        can_be = value >= 0 or column in ("profit_tax", "profit_margin")
        return value, is_whole and is_share and can_be
    return value, value >= 0


def facts_of(
    cells: Mapping[str, str], units: Mapping[str, str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """One row's facts, and its doubtful columns with their severity."""
    facts: dict[str, Any] = {}
    doubts: list[tuple[str, str]] = []
    for column, cell in cells.items():
        if column in ("applicant_id", "name", "region", "industry", "tier"):
            continue
        is_gate = column in GATES or column == "major_violation"
        if is_blank(cell, is_gate=is_gate):
            continue
        value, is_good = fact(column, cell, units.get(column, UNITS.get(column, "")))
        if not is_good:
            doubts.append((column, "error"))
            continue
        if UNITS.get(column) == "%" and 0 < value < 1:
            doubts.append((column, "warning"))
        facts[column] = value
    for part, whole in PARTS_AND_WHOLES:
        if part in facts and whole in facts and facts[part] > facts[whole]:
            doubts.append((part, "warning"))
    return facts, doubts


def is_thousandfold(figure: Fraction, threshold: Fraction) -> bool:
    """Whether a figure is 1,000 times as large or as small as its threshold."""
    if figure == 0 or threshold == 0:
        return False
    ratio = abs(figure / threshold)
    return ratio >= 1000 or ratio <= Fraction(1, 1000)


def expected(
    columns: Sequence[str],
    units: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    standard: Mapping[str, Any],
    readings: Mapping[str, str],
    tier_option: str | None,
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The results and problems of a table whose first row is line 2."""
    results: list[dict[str, Any]] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    shown = [tier_option] if tier_option else list(TIERS)
    for line, row in enumerate(rows, start=2):
        cells = dict(zip(columns, row, strict=True))
        if not any(cell.strip() for cell in row):
            continue
        who = "" if is_blank(cells["applicant_id"]) else cells["applicant_id"].strip()
        if not who or who in seen:
            problems.append((line, who, "", "applicant_id", cells["applicant_id"], "error"))
            continue
        seen.add(who)
        facts, doubts = facts_of(cells, units)
        applied: str | None = tier_option or "capital"
        if not is_blank(cells.get("tier", "")):
            applied = APPLIED.get(cells["tier"].strip())
        if applied is None:
            doubts.append(("tier", "error"))
        industry = cells.get("industry", "")
        if not is_blank(industry) and industry.strip() not in ("furniture", "家具"):
            doubts.append(("industry", "warning"))
        doubts += [
            (name, "warning")
            for name, limits in standard.items()
            if applied
            and limits != "exempt"
            and name in facts
            and is_thousandfold(facts[name], limits[applied])
        ]
        problems += [(line, who, "", name, cells[name], how) for name, how in doubts]
        outcome = outcome_tier(applied, facts, dict(standard), dict(readings)) if applied else ""
        for tier in shown:
            found = score(tier, facts, dict(standard), dict(readings))
            problems += [
                (line, who, tier, name, cells[name], "error" if tier == applied else "warning")
                for name in PANEL
                if found[name.removeprefix("panel_")]["refused"]
            ]
            results.append(
                {**result_row(who, tier, cells, found, outcome), "entry": entry_of(facts)}
            )
    return results, problems


def result_row(
    who: str, tier: str, cells: Mapping[str, str], found: Mapping[str, Any], outcome: str
) -> dict[str, Any]:
    """One row of the result: texts, whole numbers, fractions, None for no estimate."""
    row: dict[str, Any] = {
        "applicant_id": who,
        "tier": tier,
        "quality_gate": found["gate"],
        "total_lo": found["interval"].low,
        "total_hi": found["interval"].high,
        "total": found["point"],
        "verdict": found["verdict"],
        "route": found["route"],
        "outcome_tier": outcome,
    }
    for section in ("basic", "quality", "government", "policy"):
        row[f"{section}_lo"] = found[section]["interval"].low
        row[f"{section}_hi"] = found[section]["interval"].high
    for section in ("basic", "quality"):
        row[f"{section}_met"] = found[section]["met"]
        row[f"{section}_missing"] = found[section]["missing"]
    for text in ("name", "region", "industry"):
        cell = cells.get(text, "")
        row[text] = "" if is_blank(cell) else cell.strip()
    return row
