"""Words for the counted items and for one applicant's row（各项名称、一行说明）."""

from __future__ import annotations

from clusterlib.reports.numbers import interval_text
from clusterlib.reports.run_view import RunApplicant
from clusterlib.reports.sentences import ENTRY_WORDS, ROUTE_WORDS, VERDICT_WORDS
from clusterlib.rules.indicators import INDICATORS, ITEMS
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.items import EXEMPT, MISSING, NOT_MET

_NUMBERS = {"basic": "一", "quality": "二"}

ITEM_WORDS: tuple[str, ...] = tuple(
    "或".join(INDICATORS[position].short for position in item)
    for items in ITEMS.values()
    for item in items
)
"""Short names of the eighteen counted items, both sides where the sheet prints 或."""

_ITEM_NUMBERS = tuple(
    f"{_NUMBERS[section]}{number}"
    for section, items in ITEMS.items()
    for number in range(1, len(items) + 1)
)


def states_words(one: RunApplicant) -> str:
    """Return the items not met, missing and exempt, by number and name."""
    parts = []
    for state, word in ((NOT_MET, "未达"), (MISSING, "缺"), (EXEMPT, "免")):
        names = [
            f"{_ITEM_NUMBERS[position]} {ITEM_WORDS[position]}"
            for position, found in enumerate(one.items)
            if found == state
        ]
        if names:
            parts.append(f"{word} {'、'.join(names)}")
    return "；".join(parts) or "全部达标"


def row_words(one: RunApplicant) -> str:
    """Return one applicant's row as a sentence, for the fixed line under the table."""
    if one.applied is None:
        each = "，".join(
            f"{tier.term} {interval_text(standing.total)} {VERDICT_WORDS[standing.verdict]}"
            for tier, standing in zip(Tier, one.tiers, strict=True)
        )
        return (
            f"{one.name}（{one.applicant_id}）：申报级别{one.tier_word}，三级各算：{each}；"
            f"申报条件{ENTRY_WORDS[one.entry]}"
        )
    standing = one.standing
    return (
        f"{one.name}（{one.applicant_id}，按{one.focus.term}）：{states_words(one)}。"
        f"总得分 {interval_text(standing.total)}，{VERDICT_WORDS[standing.verdict]}；"
        f"名次条件{ROUTE_WORDS[standing.route]}，申报条件{ENTRY_WORDS[one.entry]}"
    )
