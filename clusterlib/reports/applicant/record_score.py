"""The score, the figures and the thresholds of a record, as plain data."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from clusterlib.analysis.distance import gap, percent_of
from clusterlib.applicants.evidence import Confirmation, Reported
from clusterlib.reports.applicant.view import ApplicantView
from clusterlib.reports.numbers import plain
from clusterlib.rules.points import points_text
from clusterlib.rules.tiers import TIERS
from clusterlib.scoring.explanation import (
    THRESHOLD_CLAUSE,
    TOTAL_CLAUSE,
    FactTrace,
    Interval,
    ItemTrace,
    RouteTrace,
    SectionTrace,
    SideTrace,
    TierTrace,
)
from clusterlib.scoring.items import STATE_IDS
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import VERDICT_IDS
from clusterlib.scoring.sections import GATE_IDS, NO_POINTS


def tier_record(trace: TierTrace) -> dict[str, Any]:
    """Return one tier: total, verdict, route, sections."""
    return {
        "tier": trace.tier.id,
        "total": {
            **interval_record(trace.total),
            "estimate": steps_text(trace.points),
            "clause": TOTAL_CLAUSE,
        },
        "verdict": VERDICT_IDS[trace.verdict],
        "route": _route(trace.route),
        "sections": [_section(part) for part in trace.sections],
    }


def _route(route: RouteTrace) -> dict[str, Any]:
    return {
        "state": ROUTE_IDS[route.state],
        "clause": route.clause,
        "limit": route.limit,
        "ranks": [_answer(rank) for rank in route.ranks],
        "claim": _answer(route.claim),
        "exception": None if route.exception is None else _answer(route.exception),
    }


def _section(part: SectionTrace) -> dict[str, Any]:
    return {
        "section": part.section,
        "clause": part.clause,
        "maximum": points_text(part.maximum),
        "points": {**interval_record(part.interval), "estimate": steps_text(part.points)},
        "met": part.met,
        "missing": part.missing,
        "dropped": part.dropped,
        "gate": GATE_IDS[part.gate] if part.gates else None,
        "gates": [_answer(gate) for gate in part.gates],
        "grade": None if part.grade is None else _answer(part.grade),
        "panel": _panel(part),
        "items": [_item(item) for item in part.items],
    }


def _panel(part: SectionTrace) -> dict[str, Any]:
    value = part.panel.value
    return {
        "column": part.panel.column,
        "points": None if value is None else points_text(int(value)),
        "refused": part.refused,
        "settled": part.settled,
    }


def _item(item: ItemTrace) -> dict[str, Any]:
    return {
        "number": item.number,
        "state": STATE_IDS[item.state],
        "decides": item.deciding.indicator.id,
        "sides": [_side(side) for side in item.sides],
    }


def _side(side: SideTrace) -> dict[str, Any]:
    threshold, value = side.threshold, side.figure.value
    found: dict[str, Any] = {"column": side.indicator.id, "state": STATE_IDS[side.state]}
    if threshold is None or value is None:
        return {**found, "gap": None, "percent": None}
    return {
        **found,
        "gap": plain(gap(value, threshold.value, at_most=side.indicator.at_most)),
        "percent": percent_of(value, threshold.value),
    }


def figure_records(view: ApplicantView) -> dict[str, Any]:
    """Return every figure and answer once, by column: value, as written, place, verified."""
    explanation = view.explanation
    facts = [side.figure for side in _sides(explanation.tiers[0])]
    facts += [explanation.industry_years, explanation.major_violation]
    facts += explanation.tiers[0].sections[1].gates
    facts += explanation.tiers[0].route.ranks
    facts += [part.grade for part in explanation.tiers[0].sections if part.grade is not None]
    for trace in explanation.tiers:
        facts += [trace.route.claim]
        facts += [trace.route.exception] if trace.route.exception is not None else []
    return {fact.column: _fact(fact) for fact in facts}


def threshold_records(view: ApplicantView) -> dict[str, Any]:
    """Return every threshold once, by column: as stated and as compared, per tier, its source."""
    by_tier = zip(*(_sides(trace) for trace in view.explanation.tiers), strict=True)
    return {sides[0].indicator.id: _threshold(sides) for sides in by_tier}


def _threshold(sides: tuple[SideTrace, ...]) -> dict[str, Any]:
    indicator, first = sides[0].indicator, sides[0].threshold
    if first is None:
        return {"exempt": sides[0].exempt, "content": indicator.content}
    stated = [side.threshold for side in sides if side.threshold is not None]
    return {
        "unit": first.unit.term,
        "stated": {tier.id: plain(one.stated) for tier, one in zip(TIERS, stated, strict=True)},
        "compared": {tier.id: plain(one.value) for tier, one in zip(TIERS, stated, strict=True)},
        "compared_unit": indicator.unit.term,
        "file": first.file,
        "start": first.start.isoformat(),
        "source": asdict(first.source),
        "clause": THRESHOLD_CLAUSE,
        "content": indicator.content,
    }


def _sides(trace: TierTrace) -> list[SideTrace]:
    return [side for part in trace.sections for item in part.items for side in item.sides]


def _fact(fact: FactTrace) -> dict[str, Any]:
    return {
        "value": None if fact.value is None else plain(fact.value),
        "written": fact.written,
        "reported": None if fact.reported is None else entry_record(fact.reported),
        "confirmed": None if fact.confirmed is None else _confirmation(fact.confirmed),
    }


def _answer(fact: FactTrace) -> dict[str, Any]:
    return {"column": fact.column, "value": None if fact.value is None else plain(fact.value)}


def entry_record(entry: Reported) -> dict[str, Any]:
    """Return one entry of the file."""
    return _exact(asdict(entry))


def _confirmation(confirmation: Confirmation) -> dict[str, Any]:
    return _exact(asdict(confirmation))


def _exact(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: plain(value) if isinstance(value, Decimal) else value
        for name, value in facts.items()
    }


def interval_record(interval: Interval) -> dict[str, Any]:
    """Return an interval of points with its open ends."""
    return {
        "lo": points_text(interval.lower),
        "hi": points_text(interval.upper),
        "lo_open": interval.lower_open,
        "hi_open": interval.upper_open,
    }


def steps_text(steps: int | None) -> str | None:
    """Return grid steps as text, None where there are none."""
    return None if steps is None or steps == NO_POINTS else points_text(steps)
