"""Real clusters of the four trades（家具、皮革、陶瓷、五金）: published facts, no more than that.

Nothing is estimated, rounded or filled in. A figure that the source gives as 约, 近, 以上
or 预计 stays so and counts as missing; part of a year never stands for a year; figures of
different years are never put side by side.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from clusterlib.reports.table_files import csv_parts
from clusterlib.rules.indicators import FACT_BY_ID, INDICATOR_BY_ID, INDICATORS
from clusterlib.rules.units import UNITS, convert
from clusterlib.saving import save_beside

FACTS_FILE = Path(__file__).with_name("real_clusters.csv")
WHOLE_YEAR = "全年"

_WITH_QUALIFIER = {
    "exact": "{}",
    "over": "{}以上",
    "about": "约{}",
    "near": "近{}",
    "forecast": "预计{}",
}
_YEAR_NOTE = {"stated": "{}年", "published": "{}年刊", "unknown": "{}年刊", "inferred": "{}年"}
_UNKNOWN_YEAR = "年份不详"


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """One published figure on one cluster.

    Parameters
    ----------
    cluster, title, tier, region : str
        The cluster, its title if it has one, and the area that the figure covers.
    industry, branch : str
        Trade of the example standards, and the branch as published.
    indicator, column : str
        What the figure is, as published, and the indicator that it is; blank where the
        score sheet has none like it, the unit is of another kind, or it covers part of a year.
    value, unit, qualifier : str
        As published; the qualifier is ``exact``, ``over``, ``about``, ``near`` or ``forecast``.
    year, year_basis, period : str
        The year, whether it was stated or is only that of publication, and which part of it.
    source_kind, source_title : str
        Where it was published.
    """

    cluster: str
    title: str
    tier: str
    region: str
    industry: str
    branch: str
    indicator: str
    column: str
    value: str
    unit: str
    qualifier: str
    year: str
    year_basis: str
    period: str
    source_kind: str
    source_title: str

    @property
    def is_usable(self) -> bool:
        """Whether it is an exact figure of the score sheet for a whole year."""
        return bool(self.column) and self.qualifier == "exact"

    @property
    def cell(self) -> str:
        """The figure in the unit of the score sheet, exact, with its qualifier."""
        unit = INDICATOR_BY_ID[self.column].unit
        value = convert(Decimal(self.value), UNITS[self.unit], unit)
        return _WITH_QUALIFIER[self.qualifier].format(f"{value:f}")


def real_facts() -> tuple[PublishedFact, ...]:
    """Return every fact of the four trades, in the order of the file."""
    with FACTS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(PublishedFact(**row) for row in csv.DictReader(file))


def latest_figures(facts: Iterable[PublishedFact]) -> tuple[PublishedFact, ...]:
    """Return one cluster's figures of its latest usable year, one per indicator.

    The latest year with an exact figure; where there is none, the latest with any figure.
    """
    figures = [fact for fact in facts if fact.column]
    if not figures:
        return ()
    year = max(figures, key=lambda fact: (fact.is_usable, fact.year)).year
    chosen: dict[str, PublishedFact] = {}
    for fact in figures:
        if fact.year != year:
            continue
        if fact.column not in chosen or (fact.is_usable and not chosen[fact.column].is_usable):
            chosen[fact.column] = fact
    return tuple(chosen.values())


def real_table() -> dict[str, list[str]]:
    """Return the cohort table of the real clusters: one row per cluster, printed headings."""
    by_cluster: dict[str, list[PublishedFact]] = {}
    for fact in real_facts():
        by_cluster.setdefault(fact.cluster, []).append(fact)
    names = ("applicant_id", "name", "region", "industry", "product", "tier")
    columns: dict[str, list[str]] = {FACT_BY_ID[name].label: [] for name in names}
    columns |= {f"{found.label}（{found.unit.term}）": [] for found in INDICATORS}
    for number, facts in enumerate(by_cluster.values(), 1):
        first, figures = facts[0], latest_figures(facts)
        cells = {figure.column: figure.cell for figure in figures}
        row = (
            f"R{number:02d}",
            f"{first.cluster}（{_year_of(figures)}）",
            first.region,
            first.industry,
            first.branch,
            first.tier,
            *(cells.get(found.id, "") for found in INDICATORS),
        )
        for column, cell in zip(columns.values(), row, strict=True):
            column.append(cell)
    return columns


def write_real_table(path: Path) -> Path:
    """Write the cohort table of the real clusters as CSV; return the path really written."""
    return save_beside(path, csv_parts(real_table()))


def _year_of(figures: Sequence[PublishedFact]) -> str:
    """Return the year of a row as a note to its name; a stated year before a publication's."""
    if not figures:
        return "无年度数据"
    if not figures[0].year:
        return _UNKNOWN_YEAR
    order = list(_YEAR_NOTE)
    basis = min((figure.year_basis for figure in figures), key=order.index)
    return _YEAR_NOTE[basis].format(figures[0].year)
