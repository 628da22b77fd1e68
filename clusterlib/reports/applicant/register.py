"""What the register says of an applicant（台账情况）, as a part of its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clusterlib.register.days import told_day
from clusterlib.register.life import STATES
from clusterlib.reports.markup import heading, note, section, table, td, th, tr
from clusterlib.rules.tiers import TIERS

_TIER_TERMS = {tier.id: tier.term for tier in TIERS}


def register(excerpt: Mapping[str, Any] | None) -> str:
    """Return titles in force of the place and trade, other holders, base figures of a review.

    Parameters
    ----------
    excerpt : mapping or None
        As `clusterlib.register.facts.RegisterFacts.excerpt`; nothing is shown of None.
    """
    if excerpt is None:
        return ""
    parts = [heading("台账情况", f"按 {excerpt['on']} 的台账，不计分")]
    parts += _titles("本地区本行业在册称号（2.2.4）", excerpt["in_force"])
    parts += _titles("同产品同级的其他在册称号（2.2.5）", excerpt["holders"])
    if excerpt["base"]:
        parts.append(_base(excerpt["base"]))
    return section("register", *parts)


def _titles(told: str, titles: Sequence[Mapping[str, str]]) -> list[str]:
    if not titles:
        return [note(f"{told}：没有。", "plain")]
    rows = [
        tr(
            [
                td(one["name"] or one["title_id"]),
                td(one["title_id"], "soft"),
                td(one["region"]),
                td(_TIER_TERMS.get(one["tier"], "")),
                td(STATES[one["state"]], "s"),
                td(told_day(one["decided"])),
                td(told_day(one["expires"])),
            ]
        )
        for one in titles
    ]
    headings = [
        th(told),
        th("编号"),
        th("地区"),
        th("级别"),
        th("状态", "s"),
        th("授名或复评"),
        th("到期"),
    ]
    return [table(headings, rows, "titles")]


def _base(rows: Sequence[Mapping[str, str]]) -> str:
    """Return a review's base figures: of the award or last review, and as last reported."""
    later = rows[0]["year"]
    headings = [
        th("复评比对数（A4，年报）"),
        th("单位"),
        th(f"{rows[0]['base_year']}年", "r"),
        *([th(f"{later}年", "r"), th("变化（%）", "r")] if later else []),
    ]
    cells = [
        tr(
            [
                td(row["line"]),
                td(row["unit"], "soft"),
                td(row["base"] or "未报", "r"),
                *([td(row["now"] or "未报", "r"), td(row["change"], "r")] if later else []),
            ]
        )
        for row in rows
        if row["base"] or row["now"]
    ]
    return table(headings, cells, "base")
