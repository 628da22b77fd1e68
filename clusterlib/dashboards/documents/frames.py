"""What an analyst takes from the page of papers: an observable part, as a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterlib.dashboards.page.base import Observable
from clusterlib.documents.readiness import STATES, state_of

if TYPE_CHECKING:
    from pandas import DataFrame


class Papers(Observable):
    """Every paper of every case for the reader chosen（文书）."""

    def frame(self) -> DataFrame:
        """Return one row per case and kind: its state, and what it lacks."""
        from pandas import DataFrame

        state = self._page.state
        return DataFrame(
            [
                {
                    "case": case,
                    "kind": kind,
                    "term": paper.term,
                    "state": STATES[state_of(paper, state.cases[case])],
                    "lacking": paper.lacking,
                    "gaps": "；".join(gap.sentence for gap in paper.gaps),
                }
                for (case, kind), paper in state.papers.items()
            ]
        )
