"""The result of scoring by a scheme（评价体系）as columns: sections in the scheme's own ids."""

from __future__ import annotations

from collections.abc import Mapping

from clusterlib.rules.points import points_text
from clusterlib.rules.scheme import Scheme
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.schemes import SchemeScores
from clusterlib.scoring.score import VERDICT_IDS
from clusterlib.scoring.sections import GATE_IDS


def scheme_columns(
    scheme: Scheme,
    applicants: tuple[str, ...],
    names: tuple[str, ...],
    scores: Mapping[Tier, SchemeScores],
    on: str,
) -> dict[str, list[str]]:
    """Return one row per applicant and tier: items per section, points, total, verdict."""
    rows = [
        {
            "applicant_id": identity,
            "tier": tier.id,
            **_row(scheme, scores[tier], at),
            "name": names[at],
            "scheme": scheme.id,
            "differences": "；".join((*scheme.warnings, *scheme.differences)),
            "on": on,
        }
        for at, identity in enumerate(applicants)
        for tier in scheme.tiers
        if tier in scores
    ]
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}


def _row(scheme: Scheme, scores: SchemeScores, at: int) -> dict[str, str]:
    row: dict[str, str] = {}
    for section in scheme.sections:
        found = scores.sections[section.id]
        if section.items:
            row[f"{section.id}_met"] = str(found.met[at])
            row[f"{section.id}_missing"] = str(found.missing[at])
        if section.gates:
            row[f"{section.id}_gate"] = GATE_IDS[int(found.gate[at])]
        if found.points is not None:
            row[f"{section.id}_lo"] = points_text(int(found.points.lower[at]))
            row[f"{section.id}_hi"] = points_text(int(found.points.upper[at]))
    if scheme.pass_mark is not None:
        row["total_lo"] = points_text(int(scores.lower[at]))
        row["total_hi"] = points_text(int(scores.upper[at]))
    row["verdict"] = VERDICT_IDS[int(scores.verdict[at])]
    return row
