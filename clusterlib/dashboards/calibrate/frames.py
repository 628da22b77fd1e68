"""What an analyst takes from the calibration page into the next cell: observable, as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterlib.dashboards.calibrate.matrix import BANDS
from clusterlib.dashboards.page.base import Observable
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rules.tiers import TIERS
from clusterlib.scoring.entry import ENTRY_IDS, entry_states

if TYPE_CHECKING:
    from pandas import DataFrame


class Grid(Observable):
    """The thresholds of all tiers（全部达标值）, in the standard's own units."""

    def frame(self) -> DataFrame:
        """Return one row per indicator: unit, and the thresholds of the three tiers."""
        from pandas import DataFrame

        table = self._page.state.now.table
        rows = {
            column: [
                table.units[place].term,
                *(table.value((place, tier)) for tier in TIERS),
            ]
            for column, place in table.catalogue.position.items()
        }
        return DataFrame.from_dict(
            rows, orient="index", columns=["unit", *(tier.id for tier in TIERS)]
        )

    def set(self, indicator: str, tier: str, text: str) -> None:
        """Type one threshold, as on the page."""
        self._page.set_threshold(indicator, tier, text)


class Result(Observable):
    """The result under the page's assumption（结果，按假定）."""

    def frame(self) -> DataFrame:
        """Return one row per applicant and tier: items met, bands, interval, verdict, entry."""
        from pandas import DataFrame, concat

        state, parts = self._page.state, []
        loaded = state.loaded
        entry = [ENTRY_IDS[code] for code in entry_states(loaded.cohort.figures, loaded.sheet)]
        for tier, matrix in zip(TIERS, state.matrices(), strict=True):
            has_point = (matrix.flags & 4) > 0
            parts.append(
                DataFrame(
                    {
                        "applicant_id": state.ids,
                        "name": state.names,
                        "tier": tier.id,
                        "basic_met": matrix.low,
                        "basic_highest": matrix.high,
                        "band": [BANDS[code] for code in matrix.band],
                        "quality_met": matrix.quality_low,
                        "total_lo": matrix.scores[:, 0],
                        "total_hi": matrix.scores[:, 1],
                        "total": DataFrame({"points": matrix.scores[:, 2]})["points"].where(
                            has_point
                        ),
                        "verdict": [VERDICT_WORDS[code] for code in matrix.verdict],
                        "entry": entry,
                    }
                )
            )
        return concat(parts, ignore_index=True)


class DraftHandle(Observable):
    """The draft（修改稿）that the page's thresholds make."""

    def save(self, *, author: str, reason: str, start: str = "") -> list[str]:
        """Save a draft standard; returns the names of the files written.

        Parameters
        ----------
        author, reason : str
            Who changed it and why.
        start : str
            ISO day from which the changed thresholds apply; the page's day where blank.
        """
        day = start or self._page.state.loaded.standard.day.isoformat()
        names: list[str] = self._page.save(author, reason, day)
        return names
