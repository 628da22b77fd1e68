"""Vocabulary of a standard's sheet（达标值表）: the score sheet of Annex 1, three tiers a row.

Shared by what draws the sheet and what reads it.
"""

from __future__ import annotations

from clusterlib.rule_files.excel_cells import half_width
from clusterlib.rules.indicators import FACT_BY_ID, GATES, Catalogue
from clusterlib.rules.scoresheet import ScoreSheet

SHEET = "达标值"
FIRST, LAST = ("指标", "单位"), ("依据", "生效日", "说明")

EXEMPT = "免"
NO_ACCIDENT = "无"
READING_PREFIX = "读法："
HEADER_LABELS = {
    "行业": "term",
    "行业代码": "industry",
    "制定单位": "issuer",
    "状态": "status",
    "起草人": "author",
    "修订理由": "reason",
    "修订自": "parent",
    "修订内容": "changes",
    "评价体系": "scheme",
    "命名元素": "elements",
}
READING_TERMS = {
    "gate": ("后3项不符合", {"section_zero": "该部分得0分", "veto": "一票否决"}),
    "ranks": ("产量、销售量名次", {"both": "须同时满足", "either": "满足其一"}),
    "missing": ("缺项", {"unknown": "作未知", "not_met": "作未达标"}),
    "exempt": ("免评项", {"counts_as_met": "计为达标", "drops_item": "不计入项数"}),
    "points_within_band": (
        "档内取分",
        {"even": "匀取", "lowest": "取低端", "highest": "取高端", "midpoint": "取中点"},
    ),
    "entry": (
        "申报条件",
        {"bars": "不满足的不建议", "must_be_met": "须已满足", "finding": "只作提示"},
    ),
    "outcome": (
        "低于申报级别",
        {"best_below": "可建议较低一级", "applied_only": "只就申报的一级"},
    ),
    "panel_missing": (
        "缺项时的专家评分",
        {"every_count": "各种情形都允许才采用", "any_count": "有一种情形允许即采用"},
    ),
}
"""Per reading, its name on the form and that of its values."""

GATE_LABELS = frozenset(label for gate in GATES for label in FACT_BY_ID[gate].labels)


def reading_cells(name: str, value: str) -> tuple[str, str]:
    """Return label and value of a reading as printed, each with its id in brackets."""
    term, values = READING_TERMS[name]
    return f"{READING_PREFIX}{term}（{name}）", f"{values.get(value, value)}（{value}）"


AT_MOST = "（不高于）"
"""Printed behind the label of an indicator whose threshold is met from below."""


def printed_label(sheet: ScoreSheet, position: int) -> str:
    """Return the label as the score sheet prints it, with 或： or 其中： before it."""
    indicator = sheet.catalogue.indicators[position]
    label = f"{indicator.label}{AT_MOST}" if indicator.at_most else indicator.label
    if sheet.is_other_side(position):
        return f"或：{label}"
    return f"{'其中：' if indicator.id == 'above_scale_enterprises' else ''}{label}"


def positions_by_label(catalogue: Catalogue) -> dict[str, int]:
    """Return the positions of indicators by their labels, half-width."""
    return {
        half_width(label): place
        for place, found in enumerate(catalogue.indicators)
        for label in (*found.labels, f"{found.label}{AT_MOST}")
    }


def headings_of(sheet: ScoreSheet) -> tuple[str, ...]:
    """Return the headings of the table; 说明 holds the reason of a source and may be absent."""
    return (*FIRST, *(tier.term for tier in sheet.tiers), *LAST)
