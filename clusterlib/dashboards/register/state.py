"""The page of titles at one moment（称号台账）: all that is on screen follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from clusterlib.dashboards.ledger.choice import KeptChoice
from clusterlib.dashboards.ledger.held import Held


@dataclass(frozen=True, slots=True)
class Choice(KeptChoice):
    """What a visitor has chosen to see.

    Parameters
    ----------
    query : str
        Words that name, place, id or document hold; blank for all.
    state, industry, association : str
        What titles are limited to; blank for all. The state is an id of
        `clusterlib.register.life.STATES`, or ``missing``: a return is missing.
    title : str
        The title whose life is shown; blank for the list.
    page : int
        Which hundred of the titles.
    on, known : str
        Days asked about, ISO; blank for today, and for all that is recorded.
    """

    query: str = ""
    state: str = ""
    industry: str = ""
    association: str = ""
    title: str = ""
    page: int = 0
    on: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Choice, what the register holds under it, and what was recorded last."""

    choice: Choice
    held: Held
    said: str = ""
