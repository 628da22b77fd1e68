"""The page of annual returns at one moment（年报）: all that is on screen follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clusterlib.dashboards.ledger.choice import KeptChoice
from clusterlib.dashboards.ledger.held import Held
from clusterlib.intake.annual_return import AnnualReturn
from clusterlib.register.round import OwedReturn
from clusterlib.register.warning import Warned


@dataclass(frozen=True, slots=True)
class Choice(KeptChoice):
    """What a visitor has chosen to see.

    Parameters
    ----------
    year : int
        Year reported on; 0 for the last.
    on : str
        Day asked about, ISO; blank for today.
    whole : bool
        Whether the faultless returns are listed one by one.
    """

    year: int = 0
    on: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Dropped:
    """One file that was dropped.

    Parameters
    ----------
    number : int
        Counts the files of the session.
    path : Path
        The file in the private folder.
    found : AnnualReturn or None
        What was read; None where it cannot be read at all.
    standing : {"ready", "held", "refused", "filed"}
        Whether it can be recorded, is recorded with the same figures, cannot be, was now.
    reason : str
        Why it cannot be recorded, or under which event it is.
    lines : tuple of str
        Every problem and every doubt, one line each.
    """

    number: int
    path: Path
    found: AnnualReturn | None
    standing: str
    reason: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Choice, the round under it, warnings, and the files that were dropped.

    Parameters
    ----------
    choice : Choice
    held : Held
        What the register holds on the day asked about.
    year : int
        Year reported on.
    owed : tuple of OwedReturn
        The returns that are owed for it.
    warned : tuple of Warned
        Titles in the order of their risk.
    standards : str
        By which standards, as the page names them; why there is no warning where it fails.
    dropped : tuple of Dropped
    said : str
        What was recorded last.
    """

    choice: Choice
    held: Held
    year: int
    owed: tuple[OwedReturn, ...]
    warned: tuple[Warned, ...]
    standards: str
    dropped: tuple[Dropped, ...] = ()
    said: str = ""
