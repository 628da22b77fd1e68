"""Scenarios in the order in which they were made（撤销、重做）."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clusterlib.dashboards.what_if.scenario import Scenario

MOST_STEPS = 500
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True)
class History:
    """What was made, where we stand, and what stood before the last change.

    Typing one figure is one step: while a step is open, further changes replace it.
    """

    steps: tuple[Scenario, ...]
    position: int = 0
    last: Scenario | None = None
    is_open: bool = False

    @property
    def now(self) -> Scenario:
        """The scenario shown."""
        return self.steps[self.position]

    @property
    def before(self) -> Scenario:
        """The scenario before the last change; the same one if nothing was changed."""
        return self.last or self.now

    def changed(self, scenario: Scenario, *, done: bool = True) -> History:
        """Return the history with a scenario as a new step, or in place of the open one."""
        found = self
        if self.is_open:
            steps = (*self.steps[: self.position], scenario, *self.steps[self.position + 1 :])
            found = replace(self, steps=steps)
        elif scenario != self.now:
            steps = (*self.steps[: self.position + 1], scenario)[-MOST_STEPS:]
            found = History(steps, len(steps) - 1, last=self.now, is_open=True)
        return found.closed() if done else found

    def closed(self) -> History:
        """Return the history with no step open; one that changed nothing is dropped."""
        if self.is_open and self.position and self.now == self.steps[self.position - 1]:
            steps = (*self.steps[: self.position], *self.steps[self.position + 1 :])
            return replace(self, steps=steps, position=self.position - 1, is_open=False)
        return replace(self, is_open=False)

    def moved(self, by: int) -> History | None:
        """Return the history after undo or redo, None where there is nothing to."""
        found = self.closed()
        to = found.position + by
        if not 0 <= to < len(found.steps):
            return None
        return replace(found, last=found.now, position=to)
