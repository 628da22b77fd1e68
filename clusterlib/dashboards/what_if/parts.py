"""What an analyst takes into the next cell from any page that tries out thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clusterlib.dashboards.page.base import Observable

if TYPE_CHECKING:
    from pandas import DataFrame


class Applicants(Observable):
    """The applicants（申报单位）as read."""

    def frame(self) -> DataFrame:
        """Return the figures, one row per applicant, in the units of the score sheet."""
        from pandas import DataFrame

        state = self._page.state
        columns: dict[str, Any] = {"applicant_id": state.ids, "name": state.names}
        figures = state.loaded.cohort.figures
        for place, column in enumerate(figures.catalogue.position):
            columns[column] = figures.values[:, place]
        return DataFrame(columns)
