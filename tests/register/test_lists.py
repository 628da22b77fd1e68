"""The yearly lists and what is due."""

from __future__ import annotations

from datetime import date

import pytest

from clusterlib.register.cases import cases_on
from clusterlib.register.due import due_within
from clusterlib.register.events import by_title, counted
from clusterlib.register.lists import list_row, lists_of, pinyin_key
from clusterlib.register.status import status_on, titles_of
from tests.register.lives import an_event, life, statuses, the_rules
from tests.register.test_cases import a_case

REGISTER = [
    *life("awarded 2023-05-01", "A", name="中国样灯之都·甲县", industry="照明", tier="capital"),
    *life("awarded 2020-05-01", "B", name="中国样灯城·乙县", industry="照明", tier="base"),
    *life(
        "awarded 2021-05-01,review_failed 2025-06-01",
        "C",
        name="中国样椅镇·丙县",
        industry="家具",
        tier="township",
    ),
    *life("awarded 2016-01-01", "D", name="中国样瓷之都·丁县", industry="陶瓷", tier="capital"),
    *life("awarded 2019-12", "E", name="中国样伞之乡·戊县", industry="日用杂品", tier="township"),
]


def listed(year: int, **readings: str) -> dict[str, list[str]]:
    found = statuses(REGISTER, f"{year}-12-31").values()
    lists = lists_of(found, year, the_rules().readings(readings))
    return {
        name: [status.title_id for status, _ in getattr(lists, name)]
        for name in ("recognised", "due_for_withdrawal", "uncertain")
    }


@pytest.mark.clause("4.4.recognise", "4.4.lapse")
def test_the_lists_of_a_year_go_by_industry_tier_and_name_in_pinyin() -> None:
    assert listed(2025) == {
        "recognised": ["C", "A", "B"],
        "due_for_withdrawal": ["D"],
        "uncertain": ["E"],
    }


def test_reading_overdue_listed_leaves_only_titles_in_term() -> None:
    assert listed(2025, overdue_listed="no")["recognised"] == ["A"]


def test_a_list_says_why_a_title_is_not_simply_in_term() -> None:
    lists = lists_of(statuses(REGISTER, "2025-12-31").values(), 2025, the_rules().readings())
    notes = {
        status.title_id: note
        for status, note in (*lists.recognised, *lists.due_for_withdrawal, *lists.uncertain)
    }
    assert notes == {
        "A": "",
        "B": "到期未复评，2024-05-01到期",
        "C": "整改中，2026-06-01期满",
        "D": "到期未复评超过两年，自2022-01-02",
        "E": "应公告取消或到期未复评，取决于未录到日的日期",
    }
    assert list_row(*lists.recognised[0])["note"] == "整改中，2026-06-01期满"


def test_characters_outside_gb2312_come_after_those_within() -> None:
    assert sorted(["鄠邑", "瓷", "安", "a"], key=pinyin_key) == ["a", "安", "瓷", "鄠邑"]


def due(events, on: str, days: int):
    rules = the_rules()
    day = date.fromisoformat(on)
    readings = rules.readings()
    titles = list(titles_of(by_title(counted(events)).items(), {}, rules, readings))
    found = {status.title_id: status for status in status_on(titles, day, rules)}
    pairs = [(title, found[title.title_id]) for title in titles if title.title_id in found]
    cases = cases_on(events, day, rules, readings, {})
    return [item.row(day) for item in due_within(pairs, cases, day, days, rules)]


def what(rows) -> list[tuple[str, str, str]]:
    return [(row["day"], row["what"], row["days_left"]) for row in rows]


@pytest.mark.clause("4.3.review", "4.1", "2.2")
def test_what_is_due_stands_by_day_with_the_days_left() -> None:
    events = [*life("awarded 2022-05-31"), an_event("return", "2026-03-01", year="2025")]
    assert what(due(events, "2026-02-20", 90)) == [
        ("2023-04-30", "报送2022年度报表", "-1027"),
        ("2024-04-30", "报送2023年度报表", "-661"),
        ("2025-04-30", "报送2024年度报表", "-296"),
        ("2026-02-28", "提出复评申请", "8"),
        ("2026-04-30", "报送2025年度报表", "69"),
    ]


@pytest.mark.clause("2.1")
def test_a_candidate_owes_a_record_of_each_full_year() -> None:
    events = life("cultivated 2024-03-01,guided 2025-02-28")
    assert what(due(events, "2026-03-01", 400)) == [
        ("2026-03-01", "第2年培育记录", "0"),
        ("2027-03-01", "培育期满", "365"),
        ("2027-03-01", "第3年培育记录", "365"),
    ]


def test_steps_of_a_case_and_inexact_days_are_listed() -> None:
    assert what(due(a_case("accepted"), "2026-03-24", 5)) == [("2026-03-25", "呈报", "1")]
    assert what(due(life("awarded 2018-09"), "2022-06-01", 30)) == [
        ("2022-06-01|2022-06-30", "提出复评申请", "0|29")
    ]


@pytest.mark.clause("4.1")
def test_a_return_that_comes_up_is_listed_before_its_year_has_ended() -> None:
    events = [*life("awarded 2026-05-31"), an_event("withdrawn", "2027-01-15", "T2")]
    assert what(due(events, "2026-11-28", 152)) == []
    assert what(due(events, "2026-11-28", 153)) == [("2027-04-30", "报送2026年度报表", "153")]
    gone = [*life("awarded 2024-05-31,withdrawn 2026-11-01")]
    assert ("2027-04-30", "报送2026年度报表", "153") not in what(due(gone, "2026-11-28", 153))


def test_what_only_one_of_the_two_computations_has_is_listed_too() -> None:
    rows = what(due(life("awarded 2020"), "2026-06-30", 366))
    assert ("2026-01-02", "公告取消", "-179") in rows
    assert ("2026-12-31", "到期未复评满两年", "184") in rows
