"""What an analyst takes from the page of annual returns: observable parts, as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterlib.dashboards.page.base import Observable

if TYPE_CHECKING:
    from pandas import DataFrame


class Round(Observable):
    """The returns owed for the year（本年度年报）."""

    def frame(self) -> DataFrame:
        """Return one row per return that is owed."""
        from pandas import DataFrame

        return DataFrame([one.row() for one in self._page.state.owed])


class Warnings(Observable):
    """Titles in the order of the risk that they fail their next review（预警）."""

    def frame(self) -> DataFrame:
        """Return one row per title in force."""
        from pandas import DataFrame

        state = self._page.state
        return DataFrame([one.row(state.held.on) for one in state.warned])
