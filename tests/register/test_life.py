"""The life of a title: states on days around each limit, from events that are on record."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterlib.register.events import KINDS, Event
from tests.register.lives import an_event, life, row, statuses

# Each life with the states expected on several days; days in threes around each limit.
LIVES = {
    "awarded and never reviewed": (
        "awarded 2018-09-05",
        {
            "2018-09-05": "in_term",
            "2022-09-04": "in_term",
            "2022-09-05": "overdue",
            "2024-09-04": "overdue",
            "2024-09-05": "overdue",
            "2024-09-06": "due_for_withdrawal",
        },
    ),
    "reviewed on time": (
        "awarded 2018-09-05,applied 2022-06-05,reviewed 2022-09-01",
        {
            "2022-08-31": "in_term",
            "2022-09-01": "in_term",
            "2026-08-31": "in_term",
            "2026-09-01": "overdue",
        },
    ),
    "reviewed late": (
        "awarded 2016-03-01,reviewed 2021-05-01",
        {"2020-03-01": "overdue", "2021-04-30": "overdue", "2021-05-01": "in_term"},
    ),
    "failed, rectified": (
        "awarded 2018-05-01,review_failed 2022-04-01,reviewed 2023-03-01",
        {
            "2022-03-31": "in_term",
            "2022-04-01": "rectifying",
            "2023-02-28": "rectifying",
            "2023-03-01": "in_term",
            "2027-03-01": "overdue",
        },
    ),
    "failed, the year is over": (
        "awarded 2018-05-01,review_failed 2022-04-01",
        {
            "2023-03-31": "rectifying",
            "2023-04-01": "rectifying",
            "2023-04-02": "due_for_withdrawal",
        },
    ),
    "failed twice": (
        "awarded 2018-05-01,review_failed 2022-04-01,review_failed 2022-12-01",
        {
            "2022-11-30": "rectifying",
            "2022-12-01": "due_for_withdrawal",
            "2023-04-02": "due_for_withdrawal",
        },
    ),
    "withdrawn, then awarded again": (
        "awarded 2012-01-10,withdrawn 2018-02-01,awarded 2020-01-01",
        {
            "2018-01-31": "due_for_withdrawal",
            "2018-02-01": "withdrawn",
            "2019-12-31": "withdrawn",
            "2020-01-01": "in_term",
        },
    ),
    "old term of three years": (
        "awarded 2008-06-01",
        {
            "2011-05-31": "in_term",
            "2011-06-01": "overdue",
            "2013-06-01": "overdue",
            "2013-06-02": "due_for_withdrawal",
        },
    ),
    "leap day": (
        "awarded 2020-02-29",
        {
            "2024-02-28": "in_term",
            "2024-02-29": "overdue",
            "2026-02-28": "overdue",
            "2026-03-01": "due_for_withdrawal",
        },
    ),
    "leap day, term of three years": (
        "awarded 2012-02-29",
        {"2015-02-27": "in_term", "2015-02-28": "overdue", "2015-03-01": "overdue"},
    ),
    "year's end": (
        "awarded 2020-12-31",
        {"2024-12-30": "in_term", "2024-12-31": "overdue", "2025-01-01": "overdue"},
    ),
    "a candidate": (
        "cultivated 2024-03-01,guided 2025-01-10,applied 2026-02-01",
        {"2024-03-01": "candidate", "2026-02-01": "candidate"},
    ),
    "only a hole": ("return 2024-04-01", {"2024-04-01": "none"}),
    "withdrawn without any award": (
        "cultivated 2020-01-01,withdrawn 2021-01-01",
        {"2021-01-01": "withdrawn"},
    ),
    "known to the month": (
        "awarded 2018-09",
        {
            "2022-08-31": "in_term",
            "2022-09-01": "uncertain",
            "2022-09-29": "uncertain",
            "2022-09-30": "overdue",
            "2024-09-01": "overdue",
            "2024-09-02": "uncertain",
            "2024-10-01": "due_for_withdrawal",
        },
    ),
    "known to the year": (
        "awarded 2018",
        {
            "2018-06-01": "uncertain",
            "2018-12-31": "in_term",
            "2022-01-01": "uncertain",
            "2022-12-31": "overdue",
        },
    ),
}


@pytest.mark.clause("2.2", "4.3.review", "4.3.rectify", "4.4.lapse", "5")
@pytest.mark.parametrize(
    ("text", "on", "state"),
    [
        pytest.param(text, on, state, id=f"{name} on {on}")
        for name, (text, days) in LIVES.items()
        for on, state in days.items()
    ],
)
def test_a_life_has_its_state_on_each_day(text: str, on: str, state: str) -> None:
    events = [
        event._replace(year="2023") if event.kind == "return" else event for event in life(text)
    ]
    assert row(events, on)["state"] == state


def test_a_title_without_any_event_yet_has_no_row() -> None:
    assert statuses(life("awarded 2020-05-01"), "2020-04-30") == {}


def test_where_only_one_computation_has_an_event_the_other_is_none() -> None:
    told = row(life("awarded 2018"), "2018-06-01")
    assert (told["state"], told["other_state"]) == ("uncertain", "in_term|none")
    assert told["awarded"] == "2018-01-01|"


@pytest.mark.clause("2.2", "4.3.review", "4.4.lapse")
def test_the_days_of_a_title() -> None:
    told = row(life("awarded 2022-05-31"), "2025-01-01")
    assert {
        name: told[name]
        for name in (
            "since",
            "awarded",
            "decided",
            "term",
            "expires",
            "apply_by",
            "withdraw_after",
        )
    } == {
        "since": "2022-05-31",
        "awarded": "2022-05-31",
        "decided": "2022-05-31",
        "term": "4",
        "expires": "2026-05-31",
        "apply_by": "2026-02-28",
        "withdraw_after": "2028-05-31",
    }


def test_the_term_on_the_plaque_goes_before_the_rule_of_the_day() -> None:
    events = [an_event("awarded", "2020-01-01", term="5")]
    assert row(events, "2024-12-31")["expires"] == "2025-01-01"


@pytest.mark.parametrize(
    ("day", "association", "expires"),
    [
        ("2012-12-31", "", "2015-12-31"),
        ("2013-01-01", "", "2017-01-01"),
        ("2016-08-01", "中国五金制品协会", "2021-08-01"),
        ("2016-08-01", "中国家具协会", "2020-08-01"),
        ("2017-04-01", "中国五金制品协会", "2021-04-01"),
    ],
)
def test_the_term_follows_the_rule_of_the_day_and_of_the_association(
    day, association, expires
) -> None:
    events = [an_event("awarded", day, association=association)]
    assert row(events, "2018-01-01")["expires"] == expires


def test_reading_term_from_begins_the_new_term_where_the_last_one_ended() -> None:
    events = life("awarded 2018-05-01,reviewed 2022-03-01,reviewed 2026-01-10")
    assert row(events, "2026-11-28")["expires"] == "2030-01-10"
    assert row(events, "2026-11-28", term_from="expiry")["expires"] == "2030-05-01"
    awarded = life("awarded 2018-05-01")
    assert row(awarded, "2020-01-01", term_from="expiry")["expires"] == "2022-05-01"


def test_reading_lapse_keeps_a_title_with_an_open_application() -> None:
    events = life("awarded 2018-05-01,applied 2024-04-01")
    assert row(events, "2024-05-01")["state"] == "overdue"
    assert row(events, "2024-05-02")["state"] == "due_for_withdrawal"
    assert row(events, "2024-05-02", lapse="applied")["state"] == "overdue"
    failed = [*events, an_event("review_failed", "2024-05-03")]
    assert row(failed, "2024-06-01", lapse="applied")["state"] == "rectifying"


@pytest.mark.clause("4.3.rectify")
def test_reading_second_failure_waits_for_the_end_of_the_year() -> None:
    events = life("awarded 2018-05-01,review_failed 2022-04-01,review_failed 2022-12-01")
    at_once = row(events, "2022-12-01")
    assert (at_once["reason"], at_once["since"]) == ("rectification_failed", "2022-12-01")
    assert row(events, "2023-04-01", second_failure="at_end")["state"] == "rectifying"
    at_end = row(events, "2023-04-02", second_failure="at_end")
    assert (at_end["reason"], at_end["since"]) == ("rectification_failed", "2023-04-02")


def test_a_second_failure_after_the_year_does_not_move_the_day() -> None:
    events = life("awarded 2018-05-01,review_failed 2022-04-01,review_failed 2023-06-01")
    assert row(events, "2023-05-31")["reason"] == "rectification_over"
    told = row(events, "2023-06-01")
    assert (told["reason"], told["since"]) == ("rectification_failed", "2023-04-02")


@pytest.mark.clause("4.5")
def test_an_award_that_replaces_ends_the_old_title() -> None:
    events = [
        *life("awarded 2015-01-01,reviewed 2019-01-01"),
        an_event("awarded", "2021-06-01", title_id="T2", replaces="T1"),
    ]
    assert row(events, "2021-05-31")["state"] == "in_term"
    told = row(events, "2021-06-01")
    assert (told["state"], told["since"]) == ("replaced", "2021-06-01")
    assert told["expires"] == "2023-01-01"
    assert row(events, "2021-06-01", title_id="T2")["state"] == "in_term"
    again = [*events, an_event("awarded", "2022-01-01")]
    assert row(again, "2022-01-01")["state"] == "in_term"


def test_events_of_one_day_count_in_the_order_of_kinds() -> None:
    events = [an_event("review_failed", "2022-01-01"), an_event("awarded", "2022-01-01")]
    assert row(events, "2022-01-01")["state"] == "rectifying"


def test_events_of_one_inexact_date_share_their_places_in_the_order_of_recording() -> None:
    failed_first = [
        an_event("awarded", "2018-01-01"),
        an_event("review_failed", "2022"),
        an_event("reviewed", "2022"),
    ]
    assert row(failed_first, "2023-01-01")["state"] == "in_term"
    reviewed_first = [failed_first[0], failed_first[2], failed_first[1]]
    assert row(reviewed_first, "2022-12-31")["state"] == "rectifying"


def test_a_correction_takes_the_place_of_the_event_it_names_for_good() -> None:
    wrong = an_event("awarded", "2018-09-05", event_id="A")
    right = an_event("awarded", "2019-09-05", event_id="B", corrects="A", reason="抄错年份")
    assert row([wrong, right], "2022-10-01")["state"] == "in_term"
    nothing = Event(event_id="C", title_id="T1", corrects="B", reason="重复")
    assert statuses([wrong, right, nothing], "2022-10-01") == {}


# Flags


@pytest.mark.clause("4.3.review")
@pytest.mark.parametrize(
    ("on", "flags"),
    [
        ("2025-11-29", ""),
        ("2025-11-30", "apply_now"),
        ("2026-02-28", "apply_now"),
        ("2026-03-01", "application_late"),
        ("2026-06-15", "application_late"),
    ],
)
def test_an_application_is_asked_for_ninety_days_before_its_last_day(on, flags) -> None:
    assert row(life("awarded 2022-05-31"), on)["flags"] == flags


def test_an_open_application_shows_as_a_review_under_way() -> None:
    events = life("awarded 2022-05-31,applied 2026-02-01")
    assert row(events, "2026-02-01")["flags"] == "review_pending"
    decided = [*events, an_event("reviewed", "2026-04-01")]
    assert row(decided, "2026-04-01")["flags"] == ""


@pytest.mark.parametrize(
    ("review", "flag"), [("2022-01-01", ""), ("2022-01-02", "hole:2016-2022")]
)
def test_decisions_too_far_apart_are_a_hole(review, flag) -> None:
    assert row(life(f"awarded 2016-01-01,reviewed {review}"), "2023-01-01")["flags"] == flag


def test_a_withdrawal_between_two_decisions_is_no_hole() -> None:
    events = life("awarded 2008-01-01,withdrawn 2014-01-01,awarded 2020-01-01")
    assert row(events, "2021-01-01")["flags"] == ""


@pytest.mark.clause("2.1")
@pytest.mark.parametrize(("on", "flags"), [("2026-03-01", ""), ("2026-03-02", "cultivation_over")])
def test_cultivation_ends_after_three_years_without_an_application(on, flags) -> None:
    assert row(life("cultivated 2023-03-01"), on)["flags"] == flags


def named(text: str, title_id: str, name: str, region: str) -> list[Event]:
    return life(text, title_id, name=name, region=region, industry="照明")


@pytest.mark.clause("2.2.4", "2.2.5")
def test_titles_in_force_name_their_neighbours() -> None:
    events = [
        *named("awarded 2024-01-01", "T1", "中国样灯之都·甲县", "样省甲县"),
        *named("awarded 2024-02-01", "T2", "中国样灯城", "样省甲"),
        *named("awarded 2024-03-01", "T3", "中国样灯之都·乙市", "样省乙市"),
        *named("awarded 2010-03-01", "T4", "中国样灯之都·丙市", "样省丙市"),
    ]
    found = statuses(events, "2025-01-01")
    assert {title: status.row()["flags"] for title, status in found.items()} == {
        "T1": "same_region_industry:T2;same_title_elsewhere:T3",
        "T2": "same_region_industry:T1",
        "T3": "same_title_elsewhere:T1",
        "T4": "",
    }


def test_a_renamed_place_is_the_same_place() -> None:
    events = [
        *named("awarded 2024-01-01", "T1", "中国样灯之都·甲县", "甲县"),
        an_event("renamed", "2024-06-01", name="中国样灯之都·新甲市", region="新甲市"),
        *named("awarded 2024-02-01", "T2", "中国样灯城", "甲县"),
    ]
    assert row(events, "2025-01-01", title_id="T2")["flags"] == "same_region_industry:T1"
    assert row(events, "2024-05-31")["name"] == "中国样灯之都·甲县"
    assert row(events, "2024-06-01")["name"] == "中国样灯之都·新甲市"


# Annual returns


@pytest.mark.clause("4.1")
@pytest.mark.parametrize(
    ("on", "missing", "late"),
    [
        ("2024-04-30", "2022", ""),
        ("2024-05-01", "2022;2023", ""),
        ("2024-05-02", "2022", "2023"),
        ("2025-04-30", "2022", "2023"),
        ("2025-05-01", "2022", "2023"),
    ],
)
def test_returns_are_missing_after_april_and_late_when_they_come_later(on, missing, late) -> None:
    events = [
        an_event("awarded", "2022-12-31"),
        an_event("return", "2024-05-02", year="2023"),
        an_event("return", "2024-06-02", year="2023"),
        an_event("return", "2025-04-30", year="2024"),
    ]
    told = row(events, on)
    assert (told["returns_missing"], told["returns_late"]) == (missing, late)


def test_no_return_is_owed_for_a_year_at_whose_end_the_title_was_not_in_force() -> None:
    assert row(life("awarded 2023-01-01"), "2024-05-01")["returns_missing"] == "2023"
    assert row(life("awarded 2010-01-01"), "2026-05-01")["returns_missing"] == ""


# Properties

KIND = st.sampled_from([kind for kind in KINDS if kind not in ("return", "guided")])
DAY = st.dates(min_value=date(2010, 1, 1), max_value=date(2026, 1, 1))
HISTORY = st.lists(st.tuples(KIND, DAY, st.sampled_from([10, 7, 4])), min_size=1, max_size=8)


def _events(history, title_id="T1") -> list[Event]:
    return [an_event(kind, day.isoformat()[:length], title_id) for kind, day, length in history]


@given(HISTORY, HISTORY, DAY)
def test_the_state_of_a_title_does_not_depend_on_others(history, other, day) -> None:
    events = _events(history)
    alone = statuses(events, day.isoformat())
    beside = statuses([*_events(other, "T2"), *events], day.isoformat())
    assert ("T1" in alone) == ("T1" in beside)
    if "T1" in alone:
        assert alone["T1"].row() == beside["T1"].row()


@given(HISTORY, DAY)
def test_exact_dates_are_never_uncertain(history, day) -> None:
    exact = [(kind, on, 10) for kind, on, _ in history]
    for status in statuses(_events(exact), day.isoformat()).values():
        assert status.state != "uncertain"


@given(HISTORY, DAY, st.randoms())
def test_the_order_of_rows_matters_only_for_equal_days(history, day, random) -> None:
    distinct = list({on: (kind, on, 10) for kind, on, _ in history}.values())
    events = _events(distinct)
    shuffled = random.sample(events, len(events))
    one, other = (statuses(rows, day.isoformat()) for rows in (events, shuffled))
    assert {t: s.row() for t, s in one.items()} == {t: s.row() for t, s in other.items()}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("awarded 2008-01-01,withdrawn 2008-01-01,awarded 2020-01-01", ""),
        ("awarded 2008-01-01,reviewed 2020-01-01,withdrawn 2020-01-01", "hole:2008-2020"),
        ("withdrawn 2007-12-31,awarded 2008-01-01,awarded 2020-01-01", "hole:2008-2020"),
        ("awarded 2008-01-01,withdrawn 2019-12-31,awarded 2020-01-01", ""),
    ],
)
def test_a_notice_stands_between_two_decisions_by_the_order_of_events(text, flag) -> None:
    assert row(life(text), "2021-01-01")["flags"] == flag


def test_a_place_renamed_by_the_name_alone_is_the_same_place() -> None:
    events = [
        *named("awarded 2024-01-01", "T1", "中国样灯之都·甲县", ""),
        an_event("renamed", "2025-01-01", name="中国样灯之都·新甲市"),
        *named("awarded 2024-01-01", "T2", "中国样烛之城", "甲县"),
    ]
    assert row(events, "2026-01-01")["flags"] == "same_region_industry:T2"
    assert row(events, "2024-12-31", "T2")["flags"] == "same_region_industry:T1"
    other = [events[0], *events[2:]]
    assert row(other, "2026-01-01")["flags"] == "same_region_industry:T2"
    apart = [*events[:2], events[2]._replace(region="乙县")]
    assert row(apart, "2026-01-01")["flags"] == ""
