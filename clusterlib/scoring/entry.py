"""Entry facts（申报条件）: years of industry development and major violations.

Beside the score, never part of it; they belong to the standard for a title itself, so they
decide on the recommended tier（建议级别）under the reading ``entry``.
"""

from __future__ import annotations

import numpy as np

from clusterlib.applicants.figures import UNKNOWN, Bools, Bytes, Figures
from clusterlib.rules.scoresheet import Readings, ScoreSheet

HOLDS, FALLS_SHORT = 1, 0
FINDING_IDS = {HOLDS: "holds", FALLS_SHORT: "falls_short", UNKNOWN: "unknown"}
ENTRY_IDS = {HOLDS: "met", FALLS_SHORT: "not_met", UNKNOWN: "unknown"}


def entry_states(figures: Figures, sheet: ScoreSheet) -> Bytes:
    """Return both entry facts together, shape (n,).

    `FALLS_SHORT` if one fails, `HOLDS` if both hold, else `UNKNOWN`.
    """
    years, violation = years_findings(figures, sheet), violation_findings(figures)
    found = np.minimum(years, violation)
    # UNKNOWN is the smallest code, but a fact that fails decides.
    found[(years == FALLS_SHORT) | (violation == FALLS_SHORT)] = FALLS_SHORT
    return found


def barred(entry: Bytes, readings: Readings) -> Bools:
    """Return whom the entry facts leave without a recommended tier, shape (n,)."""
    if readings.entry == "finding":
        return np.zeros(len(entry), np.bool_)
    bars: Bools = entry != HOLDS if readings.entry == "must_be_met" else entry == FALLS_SHORT
    return bars


def years_findings(figures: Figures, sheet: ScoreSheet) -> Bytes:
    """Return whether each applicant has the years of industry development, shape (n,).

    `HOLDS`, `FALLS_SHORT`, or `UNKNOWN` for a blank.

    References
    ----------
    一（二）1（1）（1.2.1a）: 五年以上行业发展基础.
    """
    years = figures.industry_years
    found = (years >= sheet.least_years).astype(np.int8)
    found[np.isnan(years)] = UNKNOWN
    return found


def violation_findings(figures: Figures) -> Bytes:
    """Return whether each applicant is without a major violation, shape (n,).

    `HOLDS` for 无, `FALLS_SHORT` for 有, `UNKNOWN` for a blank.

    References
    ----------
    一（二）7（1.2.2-8）: 区域内企业无重大违法经营行为.
    """
    answers = figures.major_violation
    return np.where(answers == UNKNOWN, UNKNOWN, 1 - answers).astype(np.int8)
