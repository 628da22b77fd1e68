"""Words for one applicant's items and row（各项名称、一行说明）."""

from __future__ import annotations

from clusterlib.reports.numbers import interval_text
from clusterlib.reports.run.view import RunApplicant, RunView
from clusterlib.reports.sentences import ENTRY_WORDS, ROUTE_WORDS, VERDICT_WORDS
from clusterlib.scoring.items import EXEMPT, MISSING, NOT_MET


def states_words(one: RunApplicant, view: RunView) -> str:
    """Return the items not met, missing and exempt, by number and name."""
    parts = []
    for state, word in ((NOT_MET, "未达"), (MISSING, "缺"), (EXEMPT, "免")):
        names = [
            f"{view.item_numbers[position]} {view.item_words[position]}"
            for position, found in enumerate(one.items)
            if found == state
        ]
        if names:
            parts.append(f"{word} {'、'.join(names)}")
    return "；".join(parts) or "全部达标"


def row_words(one: RunApplicant, view: RunView) -> str:
    """Return one applicant's row as a sentence, for the fixed line under the table."""
    if one.applied is None:
        each = "，".join(
            f"{tier.term} {interval_text(standing.total)} {VERDICT_WORDS[standing.verdict]}"
            for tier, standing in zip(view.tiers, one.tiers, strict=True)
        )
        return (
            f"{one.name}（{one.applicant_id}）：申报级别{one.tier_word}，三级各算：{each}；"
            f"申报条件{ENTRY_WORDS[one.entry]}"
        )
    standing = one.standing
    return (
        f"{one.name}（{one.applicant_id}，按{one.focus.term}）：{states_words(one, view)}。"
        f"总得分 {interval_text(standing.total)}，{VERDICT_WORDS[standing.verdict]}；"
        f"名次条件{ROUTE_WORDS[standing.route]}，申报条件{ENTRY_WORDS[one.entry]}"
    )
