"""The page of incoming workbooks at one moment: what was chosen, and what is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clusterlib.batch.progress import Step
from clusterlib.dashboards.reception.desk import Received, Rules
from clusterlib.dashboards.reception.verdict import Seen
from clusterlib.problems import Problem

UNREAD, NO_ID, REPEATED, NOT_SCORED = "读不了", "缺编号", "编号重复", "未评价"


@dataclass(frozen=True, slots=True)
class State:
    """What was chosen.

    Parameters
    ----------
    rules : Rules
        What the workbooks are judged by.
    standard, panel : str
        What standard and panel's table are called in the choices; blank for no table.
    number : int
        The workbook whose details are shown.
    saved : str
        What was said of the figure confirmed last.
    """

    rules: Rules
    standard: str
    panel: str
    number: int = 0
    saved: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One workbook with all that is known of it under the rules.

    Parameters
    ----------
    received : Received
        The workbook.
    problems : tuple of Problem
        Its problems, those of the rules too.
    seen : Seen or None
        Its assessment, None where it cannot be scored.
    repeats : Received or None
        The earlier workbook with the same id.
    """

    received: Received
    problems: tuple[Problem, ...]
    seen: Seen | None
    repeats: Received | None

    @property
    def standing(self) -> str:
        """Why it is not scored, blank where it is."""
        if self.received.application is None:
            return UNREAD
        if not self.received.application.applicant_id:
            return NO_ID
        if self.repeats is not None:
            return REPEATED
        return "" if self.seen is not None else NOT_SCORED

    @property
    def counts(self) -> tuple[int, int]:
        """How many problems must be corrected, and how many looked at again."""
        errors = sum(problem.severity == "error" for problem in self.problems)
        return errors, len(self.problems) - errors


@dataclass(frozen=True, slots=True)
class RunSeen:
    """A run as it stands.

    Parameters
    ----------
    state, error : str
        As `RunWatch` has them.
    steps : tuple of Step
        Where each applicant stands.
    seconds : float
        How long it has taken.
    folder : str
        Its folder as the page names it.
    address : callable
        Gives the address of a file of the run, blank where it cannot be opened.
    """

    state: str
    error: str
    steps: tuple[Step, ...]
    seconds: float
    folder: str
    address: Callable[[str], str]

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.state in ("running", "stopping")


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is on screen.

    Parameters
    ----------
    state : State
        What was chosen.
    standards, panels : tuple of str
        What there is to choose from.
    refused : str
        Why nothing can be scored under the rules, blank where it can.
    rows : tuple of Row
        The workbooks in the order in which they came.
    run : RunSeen
        The run of the page.
    """

    state: State
    standards: tuple[str, ...]
    panels: tuple[str, ...]
    refused: str
    rows: tuple[Row, ...]
    run: RunSeen

    @property
    def chosen(self) -> Row | None:
        """The workbook whose details are shown, the first where none was chosen."""
        first = self.rows[0] if self.rows else None
        return next((row for row in self.rows if row.received.number == self.state.number), first)

    def is_here(self, applicant_id: str) -> bool:
        """Return whether a workbook of an applicant is still on the desk."""
        return any(
            row.received.application is not None
            and row.received.application.applicant_id == applicant_id
            for row in self.rows
        )
