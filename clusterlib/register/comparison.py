"""A review beside the award or last review（复评比对）: each figure with its change in percent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from clusterlib.register.chapters import Decision
from clusterlib.register.filed import FiledReturn
from clusterlib.register.return_checks import growth_of
from clusterlib.rules.annual import FIGURE_LINES

COMPARISON_COLUMNS = {
    "line": "指标",
    "unit": "单位",
    "base_year": "比对年度",
    "base": "比对年度数",
    "year": "最近年度",
    "now": "最近年度数",
    "change": "变化（%）",
}
"""Columns of the table of a comparison with their labels."""


def base_year(years: Mapping[int, FiledReturn], decision: Decision) -> int | None:
    """Return the year that a review is compared with: of the decision, else the nearest held.

    Of two equally near years the earlier counts.
    """
    return min(years, key=lambda year: (abs(year - decision.day.year), year), default=None)


def comparison(
    filed: Mapping[int, FiledReturn], decision: Decision, *, least: int = 2
) -> list[dict[str, str]]:
    """Return the table of a review, A4.figures: the year of the decision and the last held.

    Parameters
    ----------
    filed : mapping of year to FiledReturn
        Returns of the title.
    decision : Decision
        The award or last passed review.
    least : int
        Years of which returns must be held; of one alone the latter half of a row is blank.

    Returns
    -------
    list of mapping
        One row a line of the return; empty where fewer years are held.
    """
    base, last = base_year(filed, decision), max(filed, default=None)
    if base is None or len(filed) < least or (base == last and least > 1):
        return []
    rows = []
    latest = filed[last].figures if last is not None and last != base else {}
    for line in FIGURE_LINES:
        then, now = filed[base].figures.get(line.id), latest.get(line.id)
        change: Decimal | None = growth_of(now, then)
        rows.append(
            {
                "line": line.short,
                "unit": line.unit,
                "base_year": str(base),
                "base": then.value if then else "",
                "year": str(last) if latest else "",
                "now": now.value if now else "",
                "change": "" if change is None else str(change),
            }
        )
    return rows
