"""What stands in for the panel（假定）: choices, their words, and figures under them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from clusterlib.applicants.figures import UNKNOWN, Figures
from clusterlib.rules.scoresheet import Readings

ASSUMPTIONS = (
    (
        "government",
        "三 政府工作",
        "政府工作",
        (("good", "好"), ("fair", "较好"), ("average", "一般"), ("none", "不定")),
    ),
    (
        "policy",
        "四 规划扶持",
        "规划扶持",
        (("good", "好"), ("fair", "较好"), ("average", "一般"), ("none", "不定")),
    ),
    (
        "points",
        "档内取",
        "档内",
        (("even", "匀取"), ("lowest", "低端"), ("highest", "高端"), ("midpoint", "中点")),
    ),
    ("missing", "缺项", "缺项", (("unknown", "未知"), ("not_met", "算未达标"))),
)
"""Per choice its name, its label, its word in a sentence, and the options with theirs."""
_GRADES = {"good": 2, "fair": 1, "average": 0, "none": UNKNOWN}


@dataclass(frozen=True, slots=True)
class Assumption:
    """What stands in for the panel（假定）: it is saved and printed with all made from it."""

    government: str = "fair"
    policy: str = "fair"
    points: str = "even"
    missing: str = "unknown"

    def with_choice(self, name: str, value: str) -> Assumption:
        """Return the assumption with one choice made.

        Raises
        ------
        KeyError
            If there is no such choice.
        """
        options = {each: dict(values) for each, _, _, values in ASSUMPTIONS}
        if value not in options[name]:
            raise KeyError(value)
        return replace(self, **{name: value})

    def figures(self, figures: Figures) -> Figures:
        """Return figures with the assumed grades and without panel points."""
        n = len(figures)
        grades = np.empty((n, 2), np.int8)
        grades[:, 0] = _GRADES[self.government]
        grades[:, 1] = _GRADES[self.policy]
        return replace(figures, grades=grades, panel=np.full((n, 4), UNKNOWN, np.int64))

    def readings(self, readings: Readings) -> Readings:
        """Return the readings with the two that the assumption sets."""
        return readings.with_values({"missing": self.missing, "points_within_band": self.points})


def assumption_text(assumption: Assumption) -> str:
    """Return the assumption in one line, as it is printed with everything made from it."""
    parts = [
        term + dict(options)[getattr(assumption, name)] for name, _, term, options in ASSUMPTIONS
    ]
    return "假定　" + "　".join(parts)


def assumption_change(now: Assumption, before: Assumption) -> str:
    """Return what changed in the assumption, in words; blank if nothing."""
    parts = []
    for name, label, _, options in ASSUMPTIONS:
        was, new = (dict(options)[getattr(side, name)] for side in (before, now))
        if was != new:
            parts.append(f"{label} {was}→{new}")
    return "假定 " + "，".join(parts) if parts else ""


def choices_shown() -> list[dict[str, object]]:
    """Return the choices as the pages show them."""
    return [
        {
            "name": name,
            "label": label,
            "options": [{"value": value, "label": text} for value, text in options],
        }
        for name, label, _, options in ASSUMPTIONS
    ]
