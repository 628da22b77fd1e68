"""The rules of panels（专家组）: who sits on it, how its points become one, clause 3.2.panel."""

from __future__ import annotations

from dataclasses import dataclass

from clusterlib.errors import RuleError
from clusterlib.rules.scoresheet import ReadingOptions

PANEL_READING_NAMES = ("consolidate",)
"""The named readings（读法）of the panel."""


@dataclass(frozen=True, slots=True)
class PanelRules:
    """What the regulation says of panels and of their report.

    Parameters
    ----------
    least_members, least_senior : int
        Experts that a panel needs, and those with a senior title among them.
    least_points, full_points : int
        Valid points below which a section is given none, and below which it is marked.
    least_opinions, least_suggestions : int
        Opinions and suggestions that a report holds as a rule.
    options : tuple of ReadingOptions
        In the order of `PANEL_READING_NAMES`.
    """

    least_members: int
    least_senior: int
    least_points: int
    full_points: int
    least_opinions: int
    least_suggestions: int
    options: tuple[ReadingOptions, ...]

    def reading(self, value: str | None = None) -> str:
        """Return how points are consolidated: the value asked for, else the default.

        Raises
        ------
        RuleError
            If there is no such value.
        """
        option = self.options[0]
        known = [name for name, _ in option.options]
        if value is not None and value not in known:
            expected = f"{'、'.join(known)}之一"
            raise RuleError(f"读法 {option.name}", f"没有取值“{value}”", expected)
        return value or known[0]
