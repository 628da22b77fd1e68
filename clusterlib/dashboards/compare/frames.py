"""What an analyst takes from the page of candidates into the next cell: observable frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterlib.dashboards.compare.texts import band_text, in_unit
from clusterlib.dashboards.page.base import Observable
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rules.points import GRID
from clusterlib.rules.tiers import TIERS
from clusterlib.scoring.entry import ENTRY_IDS
from clusterlib.scoring.items import STATE_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pandas import DataFrame

    from clusterlib.dashboards.compare.state import State


class Candidates(Observable):
    """Who is compared（候选）."""

    def frame(self) -> DataFrame:
        """Return one row per candidate: who, what it applied for, strengths and gaps."""
        from pandas import DataFrame

        state = self._page.state
        return DataFrame(
            [
                {
                    "applicant_id": state.ids[row],
                    "name": state.names[row],
                    "applied": found.applied.id if found.applied is not None else None,
                    "entry": ENTRY_IDS[found.explanation.entry],
                    "outcome_tier": found.explanation.outcome.id
                    if found.explanation.outcome is not None
                    else None,
                    "strengths": _ids(state, found.strengths),
                    "gaps": _ids(state, found.gaps),
                    "missing": _ids(state, (column for column, _ in found.missing)),
                }
                for row, found in zip(state.rows, state.comparison, strict=True)
            ]
        )

    def set(self, *applicant_ids: str) -> None:
        """Compare these applicants, two to six, in this order."""
        self._page.choose(applicant_ids)


class Items(Observable):
    """The candidates item by item（逐项对照）."""

    def frame(self) -> DataFrame:
        """Return one row per candidate and indicator, figures in the standard's units."""
        from pandas import DataFrame

        state, rows = self._page.state, []
        for row, found in zip(state.rows, state.comparison, strict=True):
            for column, cell in enumerate(found.cells):
                unit = state.now.table.units[column]
                rows.append(
                    {
                        "applicant_id": state.ids[row],
                        "indicator": state.indicator(column).id,
                        "unit": unit.term,
                        "value": None
                        if cell.value is None
                        else float(in_unit(cell.value, state.indicator(column).unit, unit)),
                        **{tier.id: STATE_IDS[cell.states[tier]] for tier in TIERS},
                        "next_tier": None if cell.next_tier is None else cell.next_tier.id,
                        "short_by": None if cell.short_by is None else float(cell.short_by),
                        "place": cell.place or None,
                        "known": cell.known,
                        "growth": None
                        if cell.trend is None or cell.trend.growth is None
                        else float(cell.trend.growth),
                    }
                )
        return DataFrame(rows)


class Result(Observable):
    """The candidates' results under the page's assumption（结果，按假定）."""

    def frame(self) -> DataFrame:
        """Return one row per candidate and tier: items met, bands, interval, verdict."""
        from pandas import DataFrame

        state, rows = self._page.state, []
        for row, found in zip(state.rows, state.comparison, strict=True):
            for tier in TIERS:
                standing, points = found.standings[tier], found.points[tier]
                rows.append(
                    {
                        "applicant_id": state.ids[row],
                        "name": state.names[row],
                        "tier": tier.id,
                        "basic_met": standing.met[0],
                        "basic_highest": standing.met[0] + standing.missing[0],
                        "band": band_text(standing),
                        "quality_met": standing.met[1],
                        "total_lo": standing.total.lower / GRID,
                        "total_hi": standing.total.upper / GRID,
                        "total": None if points is None else points / GRID,
                        "verdict": VERDICT_WORDS[standing.verdict],
                    }
                )
        return DataFrame(rows)


class Export(Observable):
    """The comparison as files（导出）."""

    def save(self, folder: Path) -> list[Path]:
        """Write the XLSX and the PNG of what is shown into a folder; return their paths."""
        from clusterlib.saving import save_beside

        files = [self._page.exported(kind) for kind in ("xlsx", "png")]
        return [save_beside(folder / name, data) for name, data in files]


def _ids(state: State, columns: Iterable[int]) -> list[str]:
    return [state.indicator(column).id for column in columns]
