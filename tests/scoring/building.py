"""Builds standards and applicants for tests, and reads the scorer's arrays back as plain values.

An applicant is a dict by column id, as in the oracle: figures in the unit of the score
sheet, gates True for 有, claims True for 是, absent where nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from clusterlib.applicants.figures import Figures
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rules import tiers
from clusterlib.rules.indicators import (
    CLAIMS,
    EXCEPTIONS,
    GATES,
    GRADES,
    INDICATOR_BY_ID,
    INDICATORS,
    ITEMS,
    PANEL,
    POSITION,
    RANKS,
    SECTIONS,
)
from clusterlib.rules.points import GRID, on_grid
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.standard import DatedValues, Source, Standard, StandardOnDay, Threshold
from clusterlib.rules.units import UNITS
from clusterlib.scoring.entry import ENTRY_IDS
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import NO_TIER, VERDICT_IDS, Scores, TierScores, score
from clusterlib.scoring.sections import GATE_IDS, NO_POINTS
from tests.scoring.oracle import TIERS, Span

PARAMETERS = Path(__file__).parents[2] / "parameters"
FIRST_DAY = date(2024, 1, 1)
DAY = date(2026, 11, 25)
GRADE_CODES = {"good": 2, "fair": 1, "average": 0}
LIMITS = {"capital": Decimal(30), "base": Decimal(20), "township": Decimal(10)}
"""Thresholds of every indicator in `a_standard`, in the unit of the score sheet."""


@cache
def the_sheet() -> ScoreSheet:
    return read_score_sheet(PARAMETERS / "regulation", DAY)


def a_standard(
    *,
    exempt: Sequence[str] = (),
    left_out: Sequence[str] = (),
    limits: Mapping[str, Mapping[str, Decimal]] | None = None,
    units: Mapping[str, str] | None = None,
) -> StandardOnDay:
    """Return a standard; `limits` are in `units`, which are those of the score sheet if absent."""
    thresholds = []
    for indicator in INDICATORS:
        if indicator.id in left_out:
            continue
        if indicator.id in exempt:
            thresholds.append(Threshold(indicator.id, exempt="不适用（示例）"))
            continue
        by_tier = (limits or {}).get(indicator.id, LIMITS)
        unit = UNITS[(units or {}).get(indicator.id, indicator.unit.term)]
        values = (by_tier["capital"], by_tier["base"], by_tier["township"])
        dated = DatedValues(FIRST_DAY, values, Source("standard", "示例"))
        thresholds.append(Threshold(indicator.id, unit, (dated,)))
    return Standard("toys", "玩具", "示例", "draft", tuple(thresholds)).on(DAY)


def an_applicant(
    *,
    basic: int = 13,
    quality: int = 5,
    basic_missing: int = 0,
    quality_missing: int = 0,
    **changes: Any,
) -> dict[str, Any]:
    """Return an applicant whose first items are met at every tier, the next ones missing.

    The others are met at none; the gates are answered 无. A change to None leaves a blank.
    """
    applicant: dict[str, Any] = dict.fromkeys(GATES, False)
    for section, met, missing in (
        ("basic", basic, basic_missing),
        ("quality", quality, quality_missing),
    ):
        for number, item in enumerate(ITEMS[section]):
            for position in item:
                if not met <= number < met + missing:
                    figure = Decimal(30) if number < met else Decimal(9)
                    applicant[INDICATORS[position].id] = figure
    return {name: value for name, value in {**applicant, **changes}.items() if value is not None}


def figures_of(applicants: Sequence[Mapping[str, Any]]) -> Figures:
    figures = Figures.blank(len(applicants))
    for row, applicant in enumerate(applicants):
        for name, value in applicant.items():
            if name in INDICATOR_BY_ID:
                figures.values[row, POSITION[name]] = float(value)
            elif name in GATES:
                figures.gates[row, GATES.index(name)] = value
            elif name in RANKS:
                figures.ranks[row, RANKS.index(name)] = value
            elif name in CLAIMS:
                figures.claims[row, CLAIMS.index(name)] = value
            elif name in EXCEPTIONS:
                figures.exceptions[row, EXCEPTIONS.index(name)] = value
            elif name in PANEL:
                figures.panel[row, PANEL.index(name)] = on_grid(value)
            elif name in GRADES:
                figures.grades[row, GRADES.index(name)] = GRADE_CODES[value]
            elif name in ("industry_years", "major_violation", "without_local"):
                getattr(figures, name)[row] = value
            elif name == "tier":
                figures.applied[row] = TIERS.index(value)
            else:
                raise KeyError(name)
    return figures


def raw_scores(
    applicants: Sequence[Mapping[str, Any]], standard: StandardOnDay, **readings: str
) -> Scores:
    sheet = the_sheet()
    return score(figures_of(applicants), standard, sheet, sheet.readings(readings))


def scored(
    applicants: Sequence[Mapping[str, Any]], standard: StandardOnDay | None = None, **readings: str
) -> list[dict[str, Any]]:
    """Return per applicant the scores by tier id, in the shape of the oracle, and the outcome."""
    found = raw_scores(applicants, standard or a_standard(), **readings)
    return [
        {
            **{tier.id: _at(found.tiers[tier], row) for tier in tiers.TIERS},
            "outcome": "" if outcome == NO_TIER else TIERS[outcome],
            "entry": ENTRY_IDS[int(found.entry[row])],
        }
        for row, outcome in enumerate(found.outcome.tolist())
    ]


def scored_one(
    applicant: Mapping[str, Any],
    standard: StandardOnDay | None = None,
    *,
    tier: str = "capital",
    **readings: str,
) -> dict[str, Any]:
    """Return the score of one applicant at one tier."""
    return scored([applicant], standard, **readings)[0][tier]


def _at(scores: TierScores, row: int) -> dict[str, Any]:
    counts = {"basic": scores.basic_counts, "quality": scores.quality_counts}
    result: dict[str, Any] = {}
    for name, section in zip(SECTIONS, scores.sections, strict=True):
        result[name] = {
            "interval": _span(section, row),
            "point": _points(section.points[row]),
            "refused": bool(section.refused[row]),
        }
        if name in counts:
            result[name]["met"] = int(counts[name].met[row])
            result[name]["missing"] = int(counts[name].missing[row])
    return {
        **result,
        "gate": GATE_IDS[int(scores.gate[row])],
        "interval": _span(scores, row),
        "point": _points(scores.points[row]),
        "verdict": VERDICT_IDS[int(scores.verdict[row])],
        "route": ROUTE_IDS[int(scores.route[row])],
    }


def _span(scores: Any, row: int) -> Span:
    return Span(
        Fraction(int(scores.lower[row]), GRID),
        Fraction(int(scores.upper[row]), GRID),
        bool(scores.lower_open[row]),
        bool(scores.upper_open[row]),
    )


def _points(steps: np.int64) -> Fraction | None:
    return None if steps == NO_POINTS else Fraction(int(steps), GRID)
