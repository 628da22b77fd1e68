"""Tables under Chinese headings say their values in words."""

from __future__ import annotations

import pytest

from clusterlib.register.events import Event
from clusterlib.register.words import in_words


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("state", "due_for_withdrawal", "应公告取消"),
        ("state", "on_time", "按期"),
        ("other_state", "none|in_term", "无记录|有效"),
        ("reason", "rectification_over", "整改期满未通过"),
        ("tier", "township", "乡"),
        (
            "flags",
            "apply_now;hole:2018-2025;same_region_industry:apply_now",
            "应提出复评申请;缺录:2018-2025;同地区同行业:apply_now",
        ),
        ("next", "review_failed", "复评不合格"),
        ("title_id", "awarded", "awarded"),
        ("state", "", ""),
    ],
)
def test_values_are_told_in_words(column: str, text: str, told: str) -> None:
    assert in_words(column, text) == told


def test_a_table_of_events_keeps_what_is_free_text() -> None:
    kept = set(Event._fields) - {"reason", "tier", "purpose", "channel"}
    assert all(in_words(column, "lapsed") == "lapsed" for column in kept)
