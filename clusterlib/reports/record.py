"""The assessment as data（assessment.json）: complete, exact, in a stable order.

Decimals are texts, so that nothing is lost on the way; points carry their open ends. The
rows under ``result`` are those of the result table, cell by cell.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from clusterlib.analysis.distance import gap, percent_of
from clusterlib.analysis.entry import FINDING_IDS
from clusterlib.analysis.what_if import Standing, WhatIf
from clusterlib.errors import InputError
from clusterlib.problems import Problem
from clusterlib.reports.applicant_view import ApplicantView, view_of
from clusterlib.reports.numbers import plain
from clusterlib.reports.provenance import Provenance
from clusterlib.reports.results import ScoredCohort, result_columns
from clusterlib.rules.points import points_text
from clusterlib.rules.tiers import Tier
from clusterlib.saving import save_beside
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.evidence import Confirmation, Entry
from clusterlib.scoring.explanation import (
    STANDARD_CLAUSE,
    THRESHOLD_CLAUSE,
    TOTAL_CLAUSE,
    VIOLATION_CLAUSE,
    YEARS_CLAUSE,
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

RECORD = "assessment.json"
FORMAT = "clusterlib assessment 1"


def record_of(
    assessment: Assessment, provenance: Provenance, *, view: ApplicantView | None = None
) -> dict[str, Any]:
    """Return the record of one applicant.

    Parameters
    ----------
    assessment : Assessment
        One applicant.
    provenance : Provenance
        What it was made from.
    view : ApplicantView, optional
        The same assessment's view, where it was worked out already.
    """
    view = view or view_of(assessment)
    explanation = view.explanation
    return {
        "format": FORMAT,
        "applicant": _applicant(view),
        "on": view.day,
        "year": view.year,
        "standard": _standard(view),
        "readings": _readings(view),
        "result": result_rows(assessment),
        "outcome_tier": _tier_id(explanation.outcome),
        "entry": {
            "industry_years": {
                "finding": FINDING_IDS[view.years], "clause": YEARS_CLAUSE,
                **_fact(explanation.industry_years),
            },
            "major_violation": {
                "finding": FINDING_IDS[view.violation], "clause": VIOLATION_CLAUSE,
                **_fact(explanation.major_violation),
            },
        },
        "tiers": [_tier(trace) for trace in explanation.tiers],
        "what_if": _what_if(view.asked),
        "asks": [
            {"kind": ask.kind, "of": "county" if ask.of_county else "panel",
             "section": ask.section, "columns": list(ask.columns)}
            for ask in view.asks
        ],
        "readings_tried": _tried(view),
        "problems": [_problem(found) for found in view.problems],
        "earlier": [_entry(entry) for entry in (view.evidence.earlier if view.evidence else ())],
        "provenance": asdict(provenance) | {"versions": dict(provenance.versions)},
    }


def result_rows(assessment: Assessment) -> list[dict[str, str]]:
    """Return the rows of the result table for an assessment, all tiers, as texts."""
    everyone = np.arange(len(assessment))
    scored = ScoredCohort(
        assessment.cohort, ((everyone, assessment),), (), assessment.standard.day.isoformat()
    )
    columns = result_columns(scored)
    cells = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in cells]


def write_record(record: dict[str, Any], path: Path) -> Path:
    """Write a record and return the path really written."""
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return save_beside(path, f"{text}\n".encode())


def read_record(path: Path) -> dict[str, Any]:
    """Return a record as written.

    Raises
    ------
    InputError
        If the file is none.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(path.name, "不能读取评价结果", RECORD, "请重新运行评价") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise InputError(path.name, "不是本版本的评价结果", FORMAT, "请重新运行评价")
    return record


def _applicant(view: ApplicantView) -> dict[str, Any]:
    evidence = view.evidence
    review = None if evidence is None else evidence.review
    return {
        "applicant_id": view.applicant_id,
        "name": view.name,
        "region": view.region,
        "industry": view.industry,
        "product": view.product,
        "tier": _tier_id(view.explanation.applied),
        "review": review,
        "fictional": view.fictional,
    }


def _standard(view: ApplicantView) -> dict[str, Any]:
    standard = view.standard
    return {
        "industry": standard.industry,
        "term": standard.term,
        "issuer": standard.issuer,
        "status": standard.status,
        "clause": STANDARD_CLAUSE,
        "file": standard.file,
        "example": view.example_standard,
        "draft": asdict(standard.draft) if standard.draft else None,
    }


def _readings(view: ApplicantView) -> list[dict[str, Any]]:
    return [
        {
            "name": option.name,
            "value": getattr(view.readings, option.name),
            "wording": option.wording(getattr(view.readings, option.name)),
            "term": option.term,
            "clause": option.clause,
            "reason": option.reason,
        }
        for option in view.sheet.reading_options
    ]


def _tier(trace: TierTrace) -> dict[str, Any]:
    return {
        "tier": trace.tier.id,
        "total": {**_interval(trace.total), "estimate": _steps(trace.points),
                  "clause": TOTAL_CLAUSE},
        "verdict": VERDICT_IDS[trace.verdict],
        "route": _route(trace.route),
        "sections": [_section(part) for part in trace.sections],
    }


def _route(route: RouteTrace) -> dict[str, Any]:
    return {
        "state": ROUTE_IDS[route.state],
        "clause": route.clause,
        "limit": route.limit,
        "ranks": [_fact(rank) for rank in route.ranks],
        "claim": _fact(route.claim),
        "exception": None if route.exception is None else _fact(route.exception),
    }


def _section(part: SectionTrace) -> dict[str, Any]:
    return {
        "section": part.section,
        "clause": part.clause,
        "maximum": points_text(part.maximum),
        "points": {**_interval(part.interval), "estimate": _steps(part.points)},
        "met": part.met,
        "missing": part.missing,
        "dropped": part.dropped,
        "gate": GATE_IDS[part.gate] if part.gates else None,
        "gates": [_fact(gate) for gate in part.gates],
        "grade": None if part.grade is None else _fact(part.grade),
        "panel": _panel(part),
        "items": [_item(item) for item in part.items],
    }


def _panel(part: SectionTrace) -> dict[str, Any]:
    value = part.panel.value
    return {
        "column": part.panel.column,
        "points": None if value is None else points_text(int(value)),
        "refused": part.refused,
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
    both = threshold is not None and value is not None
    return {
        "state": STATE_IDS[side.state],
        "unit": side.indicator.unit.term,
        "content": side.indicator.content,
        **_fact(side.figure),
        "threshold": None if threshold is None else {
            "value": plain(threshold.value),
            "stated": plain(threshold.stated),
            "unit": threshold.unit.term,
            "file": threshold.file,
            "start": threshold.start.isoformat(),
            "source": asdict(threshold.source),
            "clause": THRESHOLD_CLAUSE,
        },
        "exempt": side.exempt,
        "gap": plain(gap(value, threshold.value)) if both else None,
        "percent": percent_of(value, threshold.value) if both else None,
    }


def _fact(fact: FactTrace) -> dict[str, Any]:
    return {
        "column": fact.column,
        "value": None if fact.value is None else plain(fact.value),
        "written": fact.written,
        "reported": None if fact.reported is None else _entry(fact.reported),
        "confirmed": None if fact.confirmed is None else _confirmation(fact.confirmed),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return _exact(asdict(entry))


def _confirmation(confirmation: Confirmation) -> dict[str, Any]:
    return _exact(asdict(confirmation))


def _exact(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: plain(value) if isinstance(value, Decimal) else value
        for name, value in facts.items()
    }


def _what_if(found: WhatIf) -> dict[str, Any]:
    def fork(better: Standing, worse: Standing) -> dict[str, Any]:
        return {"met": _standing(better), "not_met": _standing(worse)}

    return {
        "tier": found.tier.id,
        "now": _standing(found.now),
        "missing": [
            {"section": one.section, "number": one.item.number if one.item else None,
             **fork(one.better, one.worse)}
            for one in found.missing
        ],
        "all_missing": None if found.all_missing is None
        else fork(found.all_missing.better, found.all_missing.worse),
        "gates": None if found.gates is None else fork(found.gates.better, found.gates.worse),
        "within_reach": [
            {"section": turn.section, "number": turn.item.number, **_standing(turn.after)}
            for turn in found.within_reach
        ],
        "at_risk": [
            {"section": turn.section, "number": turn.item.number, **_standing(turn.after)}
            for turn in found.at_risk
        ],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "met": list(standing.met),
        "missing": list(standing.missing),
        "bands": [list(pair) for pair in zip(standing.best, standing.worst, strict=True)],
        "total": _interval(standing.total),
        "verdict": VERDICT_IDS[standing.verdict],
    }


def _tried(view: ApplicantView) -> list[dict[str, Any]]:
    return [
        {
            "name": under.name,
            "value": under.value,
            "chosen": under.chosen,
            "outcome_tier": _tier_id(under.outcome),
            "tiers": [
                {"tier": tier.id, "total": _interval(result.total),
                 "estimate": _steps(result.points), "verdict": VERDICT_IDS[result.verdict],
                 "route": ROUTE_IDS[result.route]}
                for tier, result in zip(Tier, under.tiers, strict=True)
            ],
        }
        for under in view.readings_tried
    ]


def _problem(found: Problem) -> dict[str, Any]:
    return {**asdict(found), "reason": found.reason}


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "lo": points_text(interval.lower),
        "hi": points_text(interval.upper),
        "lo_open": interval.lower_open,
        "hi_open": interval.upper_open,
    }


def _steps(steps: int | None) -> str | None:
    return None if steps is None or steps == NO_POINTS else points_text(steps)


def _tier_id(tier: Tier | None) -> str:
    return "" if tier is None else tier.id
