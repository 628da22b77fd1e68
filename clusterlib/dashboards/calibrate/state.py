"""What an analyst has set on the calibration page, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from clusterlib.analysis.moves import TierMatrix, matrix_of
from clusterlib.dashboards.calibrate.history import History
from clusterlib.dashboards.calibrate.matrix import Order, band_limits, ordered
from clusterlib.dashboards.calibrate.texts import change_text
from clusterlib.dashboards.what_if.assumption import Assumption, assumption_change
from clusterlib.dashboards.what_if.scenario import LinkState, Scenario
from clusterlib.dashboards.what_if.setting import Setting
from clusterlib.dashboards.what_if.source import Loaded
from clusterlib.dashboards.what_if.thresholds import Cell, ThresholdTable
from clusterlib.rules.indicators import POSITION
from clusterlib.rules.tiers import TIERS, Tier

Matrices = tuple[TierMatrix, TierMatrix, TierMatrix]
FIRST_COLUMN = POSITION["exports"]
MOST_SCORED = 9
"""Scored tiers that are kept: three scenarios of three tiers."""


class Scorer:
    """Scores a cohort under scenarios, and keeps the last few results."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._scored: dict[tuple[Tier, bytes, Assumption], TierMatrix] = {}

    def matrix(self, scenario: Scenario, tier: Tier) -> TierMatrix:
        """Return the cohort under a scenario at one tier."""
        thresholds = scenario.table.thresholds[tier]
        key = (tier, thresholds.tobytes(), scenario.assumption)
        found = self._scored.pop(key, None)
        if found is None:
            loaded, assumption = self._loaded, scenario.assumption
            found = matrix_of(
                assumption.figures(loaded.cohort.figures),
                thresholds,
                loaded.standard.exempted,
                loaded.sheet,
                assumption.readings(loaded.readings),
            )
        self._scored[key] = found
        while len(self._scored) > MOST_SCORED:
            self._scored.pop(next(iter(self._scored)))
        return found


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft saved from this page.

    Parameters
    ----------
    scenario : Scenario
        What was saved.
    asked : tuple of str
        Who, why, from which day.
    files : tuple of str
        Names of the files.
    """

    scenario: Scenario
    asked: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class State(Setting):
    """The calibration page at one moment.

    Parameters
    ----------
    work : Path
        Folder for drafts.
    scorer : Scorer
        Scores the cohort.
    history : History
        Thresholds and assumption, and those before.
    order : Order
        Rows as displayed.
    tier : Tier
        The tier shown.
    column : int
        Indicator whose distribution is shown.
    pointed : tuple of (row or None, column, Tier)
        What the cursor is on.
    saved : tuple of Saved
        Drafts saved from this page.
    """

    work: Path
    scorer: Scorer
    history: History
    order: Order
    tier: Tier = Tier.BASE
    column: int = FIRST_COLUMN
    pointed: tuple[int | None, int, Tier] = (None, FIRST_COLUMN, Tier.BASE)
    saved: tuple[Saved, ...] = ()

    @classmethod
    def first(cls, loaded: Loaded, work: Path) -> State:
        """Return the state in which nothing was changed."""
        parent, scorer = ThresholdTable.of(loaded.standard, loaded.sheet.tiers), Scorer(loaded)
        history = History((Scenario(parent),))
        matrix = scorer.matrix(history.now, Tier.BASE)
        in_force = [column for column, values in enumerate(parent.values) if values is not None]
        column = FIRST_COLUMN if FIRST_COLUMN in in_force else (in_force or [FIRST_COLUMN])[0]
        return cls(
            loaded=loaded,
            parent=parent,
            work=work,
            scorer=scorer,
            history=history,
            column=column,
            pointed=(None, column, Tier.BASE),
            order=ordered(matrix, matrix, band_limits(loaded.sheet)),
        )

    @property
    def now(self) -> Scenario:
        """Thresholds and assumption as they stand."""
        return self.history.now

    @property
    def before(self) -> Scenario:
        """Thresholds and assumption before the last change."""
        return self.history.before

    @property
    def limits(self) -> tuple[int, ...]:
        """Least counts of the bands above the lowest."""
        return band_limits(self.loaded.sheet)

    @property
    def saved_as(self) -> str:
        """Name of the draft that holds what stands now, blank where none does."""
        found = next((one for one in reversed(self.saved) if one.scenario == self.now), None)
        return found.files[0] if found else ""

    def matrices(self, scenario: Scenario | None = None) -> Matrices:
        """Return the cohort at the three tiers, under a scenario or as it stands."""
        scenario = self.now if scenario is None else scenario
        capital, base, township = (self.scorer.matrix(scenario, tier) for tier in TIERS)
        return capital, base, township

    def sorted(self) -> State:
        """Return the state with rows in their order anew."""
        now, before = (
            self.scorer.matrix(scenario, self.tier) for scenario in (self.now, self.before)
        )
        return replace(self, order=ordered(now, before, self.limits))

    def with_table(self, table: ThresholdTable, *, done: bool = True) -> State:
        """Return the state with other thresholds."""
        note = self.note if table == self.now.table else ""
        scenario = replace(self.now, table=table)
        return replace(self, history=self.history.changed(scenario, done=done), note=note)

    def changed_cells(self) -> tuple[Cell, ...]:
        """Return the cells that the last change turned over."""
        return self.now.table.changed_from(self.before.table)

    def change_words(self) -> str:
        """Return what the last change was, in words."""
        cells = self.changed_cells()
        if cells:
            texts = [change_text(cell, self.now.table, self.before.table) for cell in cells[:2]]
            rest = f"等{len(cells)}格" if len(cells) > 2 else ""
            return "、".join(texts) + rest
        return assumption_change(self.now.assumption, self.before.assumption)

    def link_state(self) -> str:
        """Return the state as a link carries it."""
        found = LinkState.of(self.parent, self.loaded.standard, self.now, self.tier, self.blind)
        return found.encoded()
