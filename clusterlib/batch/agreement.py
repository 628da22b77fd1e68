"""Checks each report against the scorer's own table（报告与汇总核对）.

A report that shows another applicant's figures is the worst that can happen to a batch, so
the record and the page are compared with the table of the one pass, tier by tier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.reports.applicant.record import RECORD, read_record
from clusterlib.reports.numbers import interval_text, range_text
from clusterlib.reports.page import text_of
from clusterlib.reports.results import ScoredCohort, result_columns
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.explanation import Interval

_LEVELS = re.compile(r'<table class="[^"]*\blevels\b.*?</table>', re.DOTALL)
_ROWS = re.compile(r"<tr.*?</tr>", re.DOTALL)


def disagreements(scored: ScoredCohort, folders: Mapping[str, Path]) -> dict[str, str]:
    """Return, by applicant id, how a record or page differs from the table.

    Parameters
    ----------
    scored : ScoredCohort
        The table of the one pass.
    folders : mapping of id to Path
        Folder of each applicant that was done.
    """
    columns = result_columns(scored)
    rows_of: dict[str, list[dict[str, str]]] = {}
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(columns, cells, strict=True))
        rows_of.setdefault(row["applicant_id"], []).append(row)
    shown_of = {
        members.cohort.applicant_id[position]: shown_levels(members, position)
        for _, members in scored.parts
        for position in range(len(members))
    }
    found = {}
    for applicant_id, folder in folders.items():
        difference = _in_record(folder / RECORD, rows_of[applicant_id]) or _in_page(
            folder / "report.html", shown_of[applicant_id]
        )
        if difference:
            found[applicant_id] = difference
    return found


def shown_levels(assessment: Assessment, position: int) -> list[tuple[str, str, str, str]]:
    """Return what a page must show of each tier: term, items met, interval, verdict."""
    shown = []
    for tier, scores in zip(assessment.sheet.tiers, assessment.scores.tiers, strict=True):
        profile = scores.profiles.of_row[position]
        total, counts = scores.by_profile, scores.profiles.basic_counts
        interval = Interval(
            int(total.lower[profile]),
            int(total.upper[profile]),
            bool(total.lower_open[profile]),
            bool(total.upper_open[profile]),
        )
        met, missing = int(counts.met[profile]), int(counts.missing[profile])
        verdict = VERDICT_WORDS[int(total.verdict[profile])]
        shown.append((tier.term, range_text(met, met + missing), interval_text(interval), verdict))
    return shown


def _in_record(path: Path, rows: list[dict[str, str]]) -> str:
    try:
        recorded = read_record(path)["result"]
    except InputError as error:
        return str(error)
    if len(recorded) != len(rows):
        return f"{path.name} 有 {len(recorded)} 级，汇总有 {len(rows)} 级"
    for found, expected in zip(recorded, rows, strict=True):
        for column, value in expected.items():
            if found.get(column) != value:
                return (
                    f"{path.name} {expected['tier']} {column} 为“{found.get(column)}”，"
                    f"汇总为“{value}”"
                )
    return ""


def _in_page(path: Path, levels: Sequence[tuple[str, ...]]) -> str:
    table = _LEVELS.search(path.read_text(encoding="utf-8"))
    rows = [text_of(row) for row in _ROWS.findall(table[0])][1:] if table else []
    if len(rows) != len(levels):
        return f"{path.name} 的三级对照有 {len(rows)} 行"
    for row, shown in zip(rows, levels, strict=True):
        for text in shown:
            if text not in row:
                return f"{path.name} 的三级对照“{shown[0]}”行没有“{text}”"
    return ""
