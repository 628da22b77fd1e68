"""What an analyst takes from the page of titles: observable parts, as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterlib.dashboards.page.base import Observable
from clusterlib.register.due import due_within

if TYPE_CHECKING:
    from pandas import DataFrame


class Titles(Observable):
    """The titles（称号）with their status on the day that is asked about."""

    def frame(self) -> DataFrame:
        """Return the table of status, one row per title."""
        from pandas import DataFrame

        return DataFrame([status.row() for _, status in self._page.state.held.found.values()])


class DueList(Observable):
    """What is late or comes within ninety days（待办）."""

    def frame(self) -> DataFrame:
        """Return one row per thing that is due, by day."""
        from pandas import DataFrame

        held = self._page.state.held
        due = due_within(held.found.values(), held.cases, held.on, 90, held.rules)
        return DataFrame([item.row(held.on) for item in due])


class Events(Observable):
    """The log（事件）as known by the day that was chosen."""

    def frame(self) -> DataFrame:
        """Return one row per event, in the order of recording."""
        from pandas import DataFrame

        return DataFrame([event._asdict() for event in self._page.state.held.events])
