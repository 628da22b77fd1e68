"""What is still to ask for（还要向县里和专家组要的）, of whom, at one tier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clusterlib.rules.indicators import SECTIONS, Section
from clusterlib.rules.scoresheet import Readings
from clusterlib.scoring.explanation import Explanation, ItemTrace, RouteTrace, TierTrace
from clusterlib.scoring.items import EXEMPT, MET, MISSING
from clusterlib.scoring.route import ROUTE_UNKNOWN
from clusterlib.scoring.sections import GATE_FAILED

Kind = Literal["figure", "gate", "entry", "grade", "points", "refused", "rank", "claim"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is still open.

    Parameters
    ----------
    kind : str
        ``figure``, ``gate`` and ``entry`` are asked of the county; ``grade``, ``points``,
        ``refused``, ``rank`` and ``claim`` of the panel and the federation.
    columns : tuple of str
        Ids of what is asked for; of several figures either is enough.
    section : str
        Section of the score sheet, blank for others.
    item : ItemTrace or None
        The item, for a figure.
    """

    kind: Kind
    columns: tuple[str, ...]
    section: Section | Literal[""] = ""
    item: ItemTrace | None = None

    @property
    def of_county(self) -> bool:
        """Whether the county is asked, else the panel or the federation."""
        return self.kind in ("figure", "gate", "entry")


def asks(explanation: Explanation, trace: TierTrace, readings: Readings) -> tuple[Ask, ...]:
    """Return all that is still to ask for at a tier, the county's part first.

    Parameters
    ----------
    explanation : Explanation
        One applicant.
    trace : TierTrace
        The tier, one of the explanation's.
    readings : Readings
        ``ranks`` is used.
    """
    entry = (explanation.industry_years, explanation.major_violation)
    unanswered = tuple(gate.column for gate in trace.sections[1].gates if gate.value is None)
    # One gate answered 有 decides for all three.
    open_gates = unanswered if trace.sections[1].gate != GATE_FAILED else ()
    return (
        *_figures(trace),
        *([Ask("gate", open_gates, "quality")] if open_gates else ()),
        *(Ask("entry", (fact.column,)) for fact in entry if fact.value is None),
        *_panel(trace),
        *_route(trace.route, readings),
    )


def _figures(trace: TierTrace) -> list[Ask]:
    found = []
    for section in trace.sections[:2]:
        for item in section.items:
            blank = tuple(s.indicator.id for s in item.sides if s.state == MISSING)
            if blank and item.state not in (MET, EXEMPT):
                found.append(Ask("figure", blank, section.section, item))
    return found


def _panel(trace: TierTrace) -> list[Ask]:
    found = []
    for name, section in zip(SECTIONS, trace.sections, strict=True):
        if section.refused:
            found.append(Ask("refused", (section.panel.column,), name))
        elif section.panel.value is not None or section.interval.lower == section.interval.upper:
            continue
        elif section.grade is not None and section.grade.value is None:
            found.append(Ask("grade", (section.grade.column, section.panel.column), name))
        else:
            found.append(Ask("points", (section.panel.column,), name))
    return found


def _route(route: RouteTrace, readings: Readings) -> list[Ask]:
    """Return the blanks that could still make the route met."""
    if route.state != ROUTE_UNKNOWN:
        return []
    *pair, exports = route.ranks
    beyond = any(rank.value is not None and rank.value > route.limit for rank in pair)
    blank = [rank.column for rank in pair if rank.value is None]
    if beyond and readings.ranks == "both":
        blank = []
    blank += [exports.column] if exports.value is None else []
    found = [Ask("rank", tuple(blank))] if blank else []
    return [*found, *([Ask("claim", (route.claim.column,))] if route.claim.value is None else ())]
