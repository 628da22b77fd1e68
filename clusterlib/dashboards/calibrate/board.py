"""The state behind the calibration page: history, matrices, order of rows; no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from clusterlib.dashboards.calibrate.matrix import (
    TierMatrix,
    assumed,
    assumed_readings,
    band_limits,
    matrix_of,
    ordered,
)
from clusterlib.dashboards.calibrate.texts import assumption_change, change_text
from clusterlib.dashboards.calibrate.view import names_of
from clusterlib.dashboards.what_if.scenario import History, LinkState, Scenario, mark_of
from clusterlib.dashboards.what_if.source import Loaded, Source
from clusterlib.dashboards.what_if.thresholds import Cell, ThresholdTable
from clusterlib.errors import InputError
from clusterlib.rules.indicators import POSITION
from clusterlib.rules.tiers import Tier

Matrices = tuple[TierMatrix, TierMatrix, TierMatrix]
FIRST_COLUMN = POSITION["exports"]
MOST_SCORED = 9
"""Scored tiers that are kept: three scenarios of three tiers."""


class Board:
    """What an analyst has set, and what follows from it."""

    def __init__(self, source: Source, work: Path) -> None:
        self.source = source
        self.work = work
        self.saved: set[str] = set()
        self._scored: dict[tuple[Any, ...], TierMatrix] = {}
        self._start(source.current())

    def _start(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.parent = ThresholdTable.of(loaded.standard)
        self.history = History([Scenario(self.parent)])
        self.tier = Tier.BASE
        self.blind = "off"
        self.column = FIRST_COLUMN
        self.pointed: tuple[int | None, int, Tier] = (None, FIRST_COLUMN, Tier.BASE)
        self.note = ""
        self._named: tuple[str, list[str]] = ("", [])
        self._scored.clear()
        self.limits = band_limits(loaded.sheet)
        self._sort()

    @property
    def now(self) -> Scenario:
        """Thresholds and assumption as they stand."""
        return self.history.now

    @property
    def names(self) -> list[str]:
        """Names as shown: numbers while names are hidden（盲评）."""
        if self._named[0] != self.blind:
            self._named = (self.blind, names_of(self.loaded.cohort, self.blind))
        return self._named[1]

    @property
    def ids(self) -> Sequence[str]:
        """Ids of the applicants: numbers while names are hidden（盲评）."""
        return self.names if self.blind == "on" else self.loaded.cohort.applicant_id

    def matrices(self, scenario: Scenario | None = None) -> Matrices:
        """Return what the matrix shows at the three tiers, of a scenario or of now."""
        scenario = self.now if scenario is None else scenario
        capital, base, township = (self._matrix(scenario, tier) for tier in Tier)
        return capital, base, township

    def _sort(self) -> None:
        self.order = ordered(self._matrix(self.now, self.tier),
                             self._matrix(self.before, self.tier), self.limits)

    @property
    def before(self) -> Scenario:
        """The scenario before the last change; the same one if nothing was changed."""
        return self.history.before or self.now

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

    def _matrix(self, scenario: Scenario, tier: Tier) -> TierMatrix:
        thresholds = scenario.table.thresholds[tier]
        key = (tier, thresholds.tobytes(), scenario.assumption)
        found = self._scored.pop(key, None)
        if found is None:
            loaded = self.loaded
            found = matrix_of(
                assumed(loaded.cohort.figures, scenario.assumption), thresholds,
                loaded.standard.exempted, loaded.sheet,
                assumed_readings(loaded.readings, scenario.assumption),
            )
        self._scored[key] = found
        while len(self._scored) > MOST_SCORED:
            self._scored.pop(next(iter(self._scored)))
        return found

    def link_state(self) -> str:
        """Return the state as a link carries it."""
        mark = mark_of(self.loaded.standard)
        return LinkState.of(self.parent, mark, self.now, self.tier, self.blind).encoded()

    def _change(self, table: ThresholdTable, *, done: bool = True) -> None:
        if table != self.now.table:
            self.note = ""
        self.history.change(replace(self.now, table=table), done=done)

    def _refuse_if_frozen(self) -> None:
        if self.blind == "frozen":
            raise InputError("达标值", "已冻结，不能再改动", "", "如需再改，请重新打开原稿")
