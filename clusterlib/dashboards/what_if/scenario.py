"""What an analyst has set（情景）: thresholds and assumption, and the link that reopens them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any

from clusterlib.dashboards.what_if.assumption import ASSUMPTIONS, Assumption
from clusterlib.dashboards.what_if.thresholds import ThresholdTable
from clusterlib.errors import InputError
from clusterlib.rules.indicators import PRINTED, Catalogue
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import Tier, tier_of, tier_with


@dataclass(frozen=True, slots=True)
class Scenario:
    """One state of thresholds and assumption."""

    table: ThresholdTable
    assumption: Assumption = field(default_factory=Assumption)


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
    industry : str
        The standard's industry; blank in links of earlier versions.
    """

    parent: str
    changes: tuple[tuple[str, str, str], ...]
    assumption: Assumption
    tier: Tier
    blind: str
    industry: str = ""

    @classmethod
    def of(
        cls, parent: ThresholdTable, standard: StandardOnDay, now: Scenario, tier: Tier, blind: str
    ) -> LinkState:
        """Return the state of a scenario beside its parent."""
        changes = tuple(
            (parent.indicator(cell).id, cell[1].id, now.table.text(cell))
            for cell in now.table.cells()
            if now.table.text(cell) != parent.text(cell)
        )
        return cls(
            mark_of(standard), changes, now.assumption, tier, blind, standard.standard.industry
        )

    def scenario(self, parent: ThresholdTable) -> Scenario:
        """Return the scenario on a parent's table."""
        table = parent
        place = parent.catalogue.position
        for indicator, tier, text in self.changes:
            table = table.with_text((place[indicator], tier_with(tier, parent.tiers)), text)
        return Scenario(table, self.assumption)

    def encoded(self) -> str:
        """Return the state as letters, digits, - and _."""
        facts = {
            "p": self.parent,
            "c": self.changes,
            "a": asdict(self.assumption),
            "t": self.tier.id,
            "b": self.blind,
            "i": self.industry,
        }
        packed = zlib.compress(json.dumps(facts, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def decoded(cls, text: str, catalogue: Catalogue = PRINTED) -> LinkState:
        """Return the state that `encoded` wrote, of a standard in some columns.

        Raises
        ------
        InputError
            If the text is damaged or names what does not exist.
        """
        try:
            packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            facts = json.loads(_unpacked(packed))
            changes = tuple((str(i), str(t), str(v)[:40]) for i, t, v in facts["c"])
            if any(i not in catalogue.position or tier_of(t) is None for i, t, _ in changes):
                raise KeyError("cell")
            return cls(
                str(facts["p"]),
                changes,
                _assumption(facts["a"]),
                tier_with(facts["t"]),
                facts["b"] if facts["b"] in _BLIND else "off",
                str(facts.get("i", ""))[:80],
            )
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            binascii.Error,
            zlib.error,
        ) as error:
            raise InputError(
                "链接",
                "不完整或已损坏",
                "“复制链接”得到的整个地址",
                "已按原稿打开，请重新复制链接",
            ) from error


_BLIND = ("off", "on", "frozen")
_MOST_BYTES = 20_000


def _unpacked(packed: bytes) -> bytes:
    opened = zlib.decompressobj()
    text = opened.decompress(packed, _MOST_BYTES)
    if not opened.eof:
        raise ValueError("cut short, or too long")
    return text


def _assumption(values: dict[str, Any]) -> Assumption:
    assumption = Assumption()
    for name, *_ in ASSUMPTIONS:
        assumption = assumption.with_choice(name, values[name])
    return assumption


def mark_of(standard: StandardOnDay) -> str:
    """Return a short mark of a standard's values on its day, to recognise a parent."""
    text = repr((standard.standard.industry, standard.values, standard.exempt))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
