"""The page of papers at one moment（文书）: all that is on screen follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clusterlib.dashboards.ledger.choice import KeptChoice
from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.issue import Lying
from clusterlib.documents.paper import Paper


@dataclass(frozen=True, slots=True)
class Choice(KeptChoice):
    """What a visitor has chosen to see.

    Parameters
    ----------
    case : str
        Id of the case; blank for the first.
    kind : str
        Id of the kind of paper.
    version : str
        Reader: ``internal``, ``applicant`` or ``public``.
    on : str
        ISO day of the papers; blank for today.
    year : int
        Year of a list; 0 for the year of the papers.
    by : str
        ISO day until which a county is asked to answer; blank for that of the paper.
    """

    case: str = ""
    kind: str = "appraisal_report"
    version: str = "internal"
    on: str = ""
    year: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Choice, every paper under it, and what was made last.

    Parameters
    ----------
    choice : Choice
    day : str
        ISO day of the papers.
    cases : mapping of id to CaseFile
    papers : mapping of (case, kind) to Paper
        For the reader chosen.
    chosen : tuple of Paper
        The paper shown; several of a kind that is made for each case apart.
    lying : mapping of kind to Lying
        What was issued before of the papers of the case chosen, and of the paper shown.
    told : tuple of str
        What could not be read, and why.
    said : str
        What was made last.
    reason : str
        Why a reason is asked for; blank where none is.
    """

    choice: Choice
    day: str
    cases: Mapping[str, CaseFile]
    papers: Mapping[tuple[str, str], Paper]
    chosen: tuple[Paper, ...]
    lying: Mapping[str, Lying]
    told: tuple[str, ...] = ()
    said: str = ""
    reason: str = ""
