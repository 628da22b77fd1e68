"""What an analyst has set on the calibration page, its history, and the link that reopens it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from clusterlib.dashboards.calibrate.matrix import Assumption
from clusterlib.dashboards.calibrate.texts import ASSUMPTIONS
from clusterlib.dashboards.what_if.thresholds import ThresholdTable, cells
from clusterlib.errors import InputError
from clusterlib.rules.indicators import INDICATORS, POSITION
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import Tier

MOST_STEPS = 500
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One state of thresholds and assumption."""

    table: ThresholdTable
    assumption: Assumption = field(default_factory=Assumption)


@dataclass(slots=True)
class History:
    """Scenarios in the order in which they were made, and where we stand.

    Typing one figure is one step: while a step is open, further changes replace it.
    """

    steps: list[Scenario]
    position: int = 0
    before: Scenario | None = None
    is_open: bool = False

    @property
    def now(self) -> Scenario:
        """The scenario shown."""
        return self.steps[self.position]

    def change(self, scenario: Scenario, *, done: bool = True) -> None:
        """Show a scenario as a new step, or in place of the open one."""
        if self.is_open:
            self.steps[self.position] = scenario
        elif scenario != self.now:
            self.before = self.now
            self.steps[self.position + 1:] = [scenario]
            self.steps = self.steps[-MOST_STEPS:]
            self.position = len(self.steps) - 1
            self.is_open = True
        if done:
            self.close()

    def close(self) -> None:
        """End the open step; one that changed nothing is dropped."""
        if self.is_open and self.position and self.now == self.steps[self.position - 1]:
            self.steps.pop(self.position)
            self.position -= 1
        self.is_open = False

    def move(self, by: int) -> bool:
        """Undo or redo; return whether there was something to."""
        self.close()
        to = self.position + by
        if not 0 <= to < len(self.steps):
            return False
        self.before = self.now
        self.position = to
        return True


@dataclass(frozen=True, slots=True)
class LinkState:
    """A scenario as a link or the browser's store carries it.

    Parameters
    ----------
    parent : str
        Mark of the standard from which it starts.
    changes : tuple of (indicator, tier, text)
        Cells as typed that differ from the parent.
    assumption : Assumption
        What stands in for the panel.
    tier : Tier
        The tier shown.
    blind : {"off", "on", "frozen"}
        Whether names are hidden, or the thresholds frozen.
    """

    parent: str
    changes: tuple[tuple[str, str, str], ...]
    assumption: Assumption
    tier: Tier
    blind: str

    @classmethod
    def of(cls, parent: ThresholdTable, mark: str, now: Scenario, tier: Tier,
           blind: str) -> LinkState:
        """Return the state of a scenario beside its parent."""
        changes = tuple(
            (INDICATORS[cell[0]].id, cell[1].id, now.table.text(cell))
            for cell in cells() if now.table.text(cell) != parent.text(cell)
        )
        return cls(mark, changes, now.assumption, tier, blind)

    def scenario(self, parent: ThresholdTable) -> Scenario:
        """Return the scenario on a parent's table."""
        table = parent
        for indicator, tier, text in self.changes:
            table = table.with_text((POSITION[indicator], Tier[tier.upper()]), text)
        return Scenario(table, self.assumption)

    def encoded(self) -> str:
        """Return the state as letters, digits, - and _."""
        facts = {"p": self.parent, "c": self.changes, "a": asdict(self.assumption),
                 "t": self.tier.id, "b": self.blind}
        packed = zlib.compress(json.dumps(facts, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def decoded(cls, text: str) -> LinkState:
        """Return the state that `encoded` wrote.

        Raises
        ------
        InputError
            If the text is damaged or names what does not exist.
        """
        try:
            packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            facts = json.loads(_unpacked(packed))
            changes = tuple((str(i), str(t), str(v)[:40]) for i, t, v in facts["c"])
            if any(i not in POSITION or t.upper() not in Tier.__members__ for i, t, _ in changes):
                raise KeyError("cell")
            return cls(str(facts["p"]), changes, _assumption(facts["a"]),
                       Tier[facts["t"].upper()], facts["b"] if facts["b"] in _BLIND else "off")
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error,
                zlib.error) as error:
            raise InputError("链接", "不完整或已损坏", "“复制链接”得到的整个地址",
                             "已按原稿打开，请重新复制链接") from error


_BLIND = ("off", "on", "frozen")
_MOST_BYTES = 20_000


def _unpacked(packed: bytes) -> bytes:
    opened = zlib.decompressobj()
    text = opened.decompress(packed, _MOST_BYTES)
    if not opened.eof:
        raise ValueError("cut short, or too long")
    return text


def with_choice(assumption: Assumption, name: str, value: str) -> Assumption:
    """Return the assumption with one choice made.

    Raises
    ------
    KeyError
        If there is no such choice.
    """
    options = {each: dict(values) for each, _, _, values in ASSUMPTIONS}
    if value not in options[name]:
        raise KeyError(value)
    return replace(assumption, **{name: value})


def _assumption(values: dict[str, Any]) -> Assumption:
    assumption = Assumption()
    for name, *_ in ASSUMPTIONS:
        assumption = with_choice(assumption, name, values[name])
    return assumption


def mark_of(standard: StandardOnDay) -> str:
    """Return a short mark of a standard's values on its day, to recognise a parent."""
    text = repr((standard.standard.industry, standard.values, standard.exempt))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
