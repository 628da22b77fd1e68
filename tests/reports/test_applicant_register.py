"""The part of a report that says what the register holds of an applicant."""

from __future__ import annotations

import pytest

from clusterlib.reports.applicant.register import register
from clusterlib.reports.page import text_of

TITLE = {
    "title_id": "T1",
    "name": "中国样椅之都",
    "region": "样省甲县",
    "tier": "capital",
    "state": "overdue",
    "decided": "2022-05-01|2022-05-31",
    "expires": "2026-05-01|2026-05-31",
}
BASE = {
    "line": "出口额", "unit": "万美元", "base_year": "2023", "base": "300",
    "year": "2025", "now": "", "change": "",
}  # fmt: skip
EXCERPT = {"on": "2026-11-25", "in_force": [TITLE], "holders": [], "base": [BASE]}


@pytest.mark.parametrize(
    ("tier", "term"), [("capital", "都"), ("base", "基地"), ("township", "乡")]
)
def test_a_title_stands_with_its_tier_state_and_days(tier: str, term: str) -> None:
    told = text_of(register({**EXCERPT, "in_force": [{**TITLE, "tier": tier}]}))
    assert f"中国样椅之都T1样省甲县{term}" in told
    assert "到期未复评2022-052026-05" in told
    assert "同产品同级的其他在册称号（2.2.5）：没有。" in told


@pytest.mark.clause("A4.figures")
def test_base_figures_of_a_review_stand_with_the_last_ones_where_there_are_any() -> None:
    assert "2023年2025年变化（%）出口额万美元300未报" in text_of(register(EXCERPT))
    alone = {**EXCERPT, "base": [{**BASE, "year": ""}]}
    assert text_of(register(alone)).endswith("单位2023年出口额万美元300")
    assert "复评" not in text_of(register({**EXCERPT, "in_force": [], "base": []}))


def test_without_a_register_nothing_is_shown() -> None:
    assert register(None) == ""
