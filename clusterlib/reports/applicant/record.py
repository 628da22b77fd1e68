"""The assessment as data（assessment.json）: complete, exact, in a stable order.

Decimals are texts, so that nothing is lost on the way; points carry their open ends. The
rows under ``result`` are those of the result table, cell by cell.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from clusterlib.analysis.what_if import Standing, WhatIf
from clusterlib.errors import InputError
from clusterlib.problems import Problem
from clusterlib.reports.applicant.record_score import (
    entry_record,
    figure_records,
    interval_record,
    steps_text,
    threshold_records,
    tier_record,
)
from clusterlib.reports.applicant.view import ApplicantView, applicant_view
from clusterlib.reports.own_sheet_words import own_sheet_lines
from clusterlib.reports.provenance import Provenance
from clusterlib.reports.results import ScoredCohort, result_columns
from clusterlib.rules.points import points_text
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.runs.folder import RECORD as RECORD
from clusterlib.saving import save_beside
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.entry import ENTRY_IDS, FINDING_IDS
from clusterlib.scoring.explanation import (
    STANDARD_CLAUSE,
    VIOLATION_CLAUSE,
    YEARS_CLAUSE,
)
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import VERDICT_IDS

FORMAT = "clusterlib assessment 2"


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
    view = view or applicant_view(assessment)
    explanation = view.explanation
    earlier = view.evidence.earlier if view.evidence else ()
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
            "state": ENTRY_IDS[explanation.entry],
            "industry_years": {"finding": FINDING_IDS[view.years], "clause": YEARS_CLAUSE},
            "major_violation": {
                "finding": FINDING_IDS[view.violation],
                "clause": VIOLATION_CLAUSE,
            },
        },
        "tiers": [tier_record(trace) for trace in explanation.tiers],
        "figures": figure_records(view),
        "thresholds": threshold_records(view),
        "what_if": _what_if(view.asked),
        "asks": [
            {
                "kind": ask.kind,
                "of": "county" if ask.of_county else "panel",
                "section": ask.section,
                "columns": list(ask.columns),
            }
            for ask in view.asks
        ],
        "readings_tried": _tried(view),
        "problems": [_problem(found) for found in view.problems],
        "earlier": [entry_record(entry) for entry in earlier],
        "provenance": _provenance(provenance),
        **({"sheet": _own_sheet(view.sheet)} if view.sheet.own else {}),
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    facts = asdict(provenance) | {"versions": dict(provenance.versions)}
    return facts if facts["schemes"] else {k: v for k, v in facts.items() if k != "schemes"}


def _own_sheet(sheet: ScoreSheet) -> dict[str, Any]:
    """Return what a run's page needs of a score sheet that is not the regulation's."""
    known = sheet.catalogue.indicators
    return {
        "told": [list(pair) for pair in own_sheet_lines(sheet)],
        "tiers": [tier.term for tier in sheet.tiers],
        "pass_mark": points_text(sheet.pass_mark),
        "items": [
            ["或".join(known[side].short for side in item) for item in items]
            for items in sheet.listed
        ],
        "bands": [band.least for band in sheet.basic.bands],
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
    # A line per part: indenting every level costs ten times as much and is read by nobody.
    parts = [
        f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}"
        for name, part in record.items()
    ]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    return save_beside(path, text.encode())


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
        "tier_assumed": _tier_id(view.explanation.assumed),
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


def _what_if(found: WhatIf) -> dict[str, Any]:
    def fork(better: Standing, worse: Standing) -> dict[str, Any]:
        return {"met": _standing(better), "not_met": _standing(worse)}

    return {
        "tier": found.tier.id,
        "now": _standing(found.now),
        "missing": [
            {
                "section": one.section,
                "number": one.item.number if one.item else None,
                **fork(one.better, one.worse),
            }
            for one in found.missing
        ],
        "all_missing": None
        if found.all_missing is None
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
        "total": interval_record(standing.total),
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
                {
                    "tier": tier.id,
                    "total": interval_record(result.total),
                    "estimate": steps_text(result.points),
                    "verdict": VERDICT_IDS[result.verdict],
                    "route": ROUTE_IDS[result.route],
                }
                for tier, result in zip(TIERS, under.tiers, strict=True)
            ],
        }
        for under in view.readings_tried
    ]


def _problem(found: Problem) -> dict[str, Any]:
    facts = asdict(found)
    del facts["file"]  # the record is of one file, which its provenance names
    return {**facts, "reason": found.reason}


def _tier_id(tier: Tier | None) -> str:
    return "" if tier is None else tier.id
