"""What an analyst takes from the calibration page into the next cell: observable, as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from clusterlib.dashboards.calibrate.matrix import BANDS, VERDICTS
from clusterlib.rules.indicators import INDICATORS
from clusterlib.rules.tiers import Tier

if TYPE_CHECKING:
    from pandas import DataFrame

    from clusterlib.dashboards.calibrate.page import CalibratePage


class Part(traitlets.HasTraits):
    """A part of the page; `version` counts its changes, for ``observe``."""

    version = traitlets.Int(0)

    def __init__(self, page: CalibratePage) -> None:
        super().__init__()
        self._page = page

    def follow(self) -> None:
        """Tell whoever observes that the page has changed."""
        self.version += 1


class Applicants(Part):
    """The applicants（申报单位）as read."""

    def frame(self) -> DataFrame:
        """Return the figures, one row per applicant, in the units of the score sheet."""
        from pandas import DataFrame

        cohort = self._page.loaded.cohort
        columns: dict[str, Any] = {"applicant_id": self._page.ids, "name": self._page.names}
        for place, indicator in enumerate(INDICATORS):
            columns[indicator.id] = cohort.figures.values[:, place]
        return DataFrame(columns)


class Grid(Part):
    """The thresholds of all tiers（全部达标值）, in the standard's own units."""

    def frame(self) -> DataFrame:
        """Return one row per indicator: unit, and the thresholds of the three tiers."""
        from pandas import DataFrame

        table = self._page.now.table
        rows = {
            indicator.id: [table.units[place].term,
                           *(table.value((place, tier)) for tier in Tier)]
            for place, indicator in enumerate(INDICATORS)
        }
        return DataFrame.from_dict(rows, orient="index",
                                   columns=["unit", *(tier.id for tier in Tier)])

    def set(self, indicator: str, tier: str, text: str) -> None:
        """Type one threshold, as on the page."""
        self._page.set_threshold(indicator, tier, text)


class Result(Part):
    """The result under the page's assumption（结果，按假定）."""

    def frame(self) -> DataFrame:
        """Return one row per applicant and tier: items met, bands, interval, verdict."""
        from pandas import DataFrame, concat

        page, parts = self._page, []
        for tier, matrix in zip(Tier, page.matrices(), strict=True):
            has_point = (matrix.flags & 4) > 0
            parts.append(DataFrame({
                "applicant_id": page.ids, "name": page.names,
                "tier": tier.id, "basic_met": matrix.low, "basic_highest": matrix.high,
                "band": [BANDS[code] for code in matrix.band],
                "quality_met": matrix.quality_low, "total_lo": matrix.scores[:, 0],
                "total_hi": matrix.scores[:, 1],
                "total": DataFrame({"points": matrix.scores[:, 2]})["points"].where(has_point),
                "verdict": [VERDICTS[code] for code in matrix.verdict],
            }))
        return concat(parts, ignore_index=True)


class DraftHandle(Part):
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
        from clusterlib.dashboards.calibrate.drafts import save_draft

        day = start or self._page.loaded.standard.day.isoformat()
        saved = save_draft(self._page, author=author, reason=reason, start=day)
        return [file["name"] for file in saved["files"]]
