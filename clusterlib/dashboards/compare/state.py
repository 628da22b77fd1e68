"""Who is compared under what, and the link that reopens it（重开此页的链接）."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import parse_qs, urlencode

import numpy as np

from clusterlib.analysis.candidates import Candidate, candidates_of
from clusterlib.analysis.places import Places, places_of
from clusterlib.applicants.figures import Cohort
from clusterlib.dashboards.what_if.names import names_of
from clusterlib.dashboards.what_if.scenario import LinkState, Scenario
from clusterlib.dashboards.what_if.setting import Setting
from clusterlib.dashboards.what_if.source import Loaded
from clusterlib.dashboards.what_if.thresholds import ThresholdTable
from clusterlib.rules.scoresheet import Readings
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.scoring.assessment import Assessment

LEAST, MOST = 2, 6
"""Candidates that stand side by side."""
FIRST = 3
_MOST_PARTS = 60


@dataclass(frozen=True, eq=False, kw_only=True)
class State(Setting):
    """The page of candidates at one moment.

    Parameters
    ----------
    now : Scenario
        Thresholds and assumption.
    rows : tuple of int
        Positions of the candidates in the cohort.
    places : Places
        Where each figure of the cohort stands.
    """

    now: Scenario
    rows: tuple[int, ...]
    places: Places

    @classmethod
    def first(cls, loaded: Loaded) -> State:
        """Return the state in which nothing was chosen."""
        parent = ThresholdTable.of(loaded.standard, loaded.sheet.tiers)
        return cls(
            loaded=loaded,
            parent=parent,
            now=Scenario(parent),
            rows=first_choice(loaded),
            places=places_of(loaded.cohort.figures.values, loaded.sheet.catalogue.at_most),
        )

    @cached_property
    def comparison(self) -> tuple[Candidate, ...]:
        """What is said of each candidate, under the standard and the assumption tried."""
        loaded, assumption = self.loaded, self.now.assumption
        cohort = loaded.cohort.rows_at(self.rows)
        cohort = replace(cohort, figures=assumption.figures(cohort.figures))
        standard = self.now.table.applied_to(loaded.standard)
        found = Assessment.of(cohort, standard, loaded.sheet, self.readings)
        return candidates_of(found, self.places, self.rows)

    @property
    def readings(self) -> Readings:
        """The readings that the assumption makes of the standard's."""
        return self.now.assumption.readings(self.loaded.readings)

    def query(self) -> str:
        """Return the query of the link that reopens this state."""
        changed = (self.now != Scenario(self.parent)) or self.blind != "off"
        standard = self.loaded.standard
        state = LinkState.of(self.parent, standard, self.now, Tier.BASE, self.blind).encoded()
        return query_of(
            self.loaded.cohort, self.rows, state if changed else "", hidden=self.blind == "on"
        )


@dataclass(frozen=True, slots=True)
class LinkParts:
    """What a link says: who (by id, or by number while names are hidden) and which state."""

    rows: tuple[int, ...]
    unknown: int
    state: str


def query_of(cohort: Cohort, rows: Sequence[int], state: str, *, hidden: bool) -> str:
    """Return the query of the link that reopens a comparison.

    Parameters
    ----------
    cohort : Cohort
        The applicants.
    rows : sequence of int
        Positions of the candidates.
    state : str
        Standard and assumption as `LinkState` encodes them; blank where nothing was changed.
    hidden : bool
        Whether names are hidden（盲评）: then numbers stand for ids.
    """
    if hidden:
        numbers = names_of(cohort, "on")
        parts = [("n", _digits(numbers[row])) for row in rows]
    else:
        parts = [("c", cohort.applicant_id[row]) for row in rows]
    return urlencode([*parts, *([("state", state)] if state else [])])


def parts_of(query: str, cohort: Cohort) -> LinkParts:
    """Return what a query says; at most six candidates, each once, in the order given."""
    try:
        given = parse_qs(query.lstrip("?"), max_num_fields=_MOST_PARTS)
    except ValueError:
        return LinkParts((), 0, "")
    place_of = {found: row for row, found in enumerate(cohort.applicant_id)}
    wanted = [place_of.get(found) for found in given.get("c", ())]
    if given.get("n"):
        numbers = {int(_digits(name)): row for row, name in enumerate(names_of(cohort, "on"))}
        wanted += [numbers.get(int(found)) if found.isdecimal() else None for found in given["n"]]
    rows = tuple(dict.fromkeys(row for row in wanted if row is not None))[:MOST]
    return LinkParts(rows, wanted.count(None), given.get("state", [""])[0])


def first_choice(loaded: Loaded) -> tuple[int, ...]:
    """Return the candidates of a page that nobody has chosen for.

    The highest tier applied for first, of one tier those with most items met at it.
    """
    assessment = Assessment.of(loaded.cohort, loaded.standard, loaded.sheet, loaded.readings)
    applied = loaded.cohort.figures.applied.astype(int)
    counts = np.array([tier.basic_counts.met for tier in assessment.scores.tiers]).astype(int)
    met = counts[np.maximum(applied, 0), np.arange(len(applied))]
    last = np.where(applied < 0, len(TIERS), applied)
    return tuple(np.lexsort((-met, last))[:FIRST].tolist())


def _digits(name: str) -> str:
    return name.strip("第号")
