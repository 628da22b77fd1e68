"""Cases: the next step, by when, and under which reading."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from clusterlib.register.cases import case_row, cases_on
from clusterlib.register.events import Event
from tests.register.lives import an_event, the_rules

STEPS = (
    ("applied", "2026-03-02"),
    ("examined", "2026-03-10"),
    ("accepted", "2026-03-20"),
    ("reported", "2026-03-24"),
    ("appraised", "2026-04-15"),
    ("opinion", "2026-04-28"),
    ("audited", "2026-05-10"),
    ("council", "2026-06-25"),
    ("awarded", "2026-07-01"),
)


def a_case(until: str, purpose: str = "award", channel: str = "association", **results: str):
    events = []
    for kind, day in STEPS:
        facts = {"purpose": purpose, "channel": channel} if kind == "applied" else {}
        if kind == "examined" and channel == "both":
            events.append(an_event(kind, day, case="C1", by="association"))
            facts = {"by": "provincial"}
        events.append(an_event(kind, day, case="C1", result=results.get(kind, ""), **facts))
        if kind == until:
            break
    return events


def told(events: list[Event], on: str = "2026-11-28", calendar=None, **readings: str):
    rules = the_rules()
    day = date.fromisoformat(on)
    ((first, last),) = cases_on(events, day, rules, rules.readings(readings), calendar or {})
    return case_row(first, last, day)


@pytest.mark.clause("3.2.accept", "3.2.report", "3.3.opinion", "3.4")
@pytest.mark.parametrize(
    ("step", "following"),
    [(kind, following) for (kind, _), (following, _) in pairwise(STEPS)] + [("awarded", "")],
)
def test_each_step_is_followed_by_the_next(step, following) -> None:
    row = told(a_case(step))
    assert (row["step"], row["next"], row["since"]) == (step, following, dict(STEPS)[step])


@pytest.mark.clause("3.1.channels", "3.1.documents")
@pytest.mark.parametrize(
    ("channel", "given", "following"),
    [
        ("association", "", "examined"),
        ("association", "provincial", "examined"),
        ("association", "association", "accepted"),
        ("provincial", "provincial", "accepted"),
        ("both", "association", "examined"),
        ("both", "association,provincial", "accepted"),
        ("federation", "", "accepted"),
    ],
)
def test_the_channel_says_whose_opinions_come_before_acceptance(channel, given, following) -> None:
    events = a_case("applied", channel=channel)
    for by in filter(None, given.split(",")):
        events.append(an_event("examined", "2026-03-10", case="C1", by=by))
    assert told(events)["next"] == following


@pytest.mark.clause("3.3.opinion")
@pytest.mark.parametrize(
    ("channel", "reading", "following"),
    [
        ("provincial", "always", "opinion"),
        ("provincial", "channel", "audited"),
        ("federation", "channel", "audited"),
        ("both", "channel", "opinion"),
    ],
)
def test_reading_opinion_asks_for_it_always_or_by_channel(channel, reading, following) -> None:
    assert told(a_case("appraised", channel=channel), opinion=reading)["next"] == following


@pytest.mark.clause("3.2.accept")
@pytest.mark.parametrize(
    ("on", "late"),
    [("2026-03-24", ""), ("2026-03-25", ""), ("2026-03-26", "1")],
)
def test_the_report_is_due_within_five_days_of_acceptance(on, late) -> None:
    row = told(a_case("accepted"), on)
    assert (row["due"], row["late_days"]) == ("2026-03-25", late)


def test_reading_five_days_counts_working_days() -> None:
    assert told(a_case("accepted"), five_days="working")["due"] == "2026-03-27"


@pytest.mark.clause("3.3.audit")
def test_the_formal_check_is_due_fifteen_working_days_after_the_last_opinion() -> None:
    events = a_case("opinion")
    # Labour Day 2026: 1 to 5 May free, Saturday 9 May worked.
    assert told(events)["due"] == "2026-05-21"
    later = [*events, an_event("opinion", "2026-04-30", case="C1", by="provincial")]
    assert told(later)["due"] == "2026-05-25"
    unasked = told(a_case("appraised", channel="federation"), opinion="channel")
    assert (unasked["next"], unasked["due"]) == ("audited", "2026-05-09")


def test_an_incomplete_check_sends_the_case_back() -> None:
    row = told(a_case("audited", audited="incomplete"))
    assert (row["step"], row["next"], row["due"]) == ("opinion", "audited", "2026-05-21")


@pytest.mark.parametrize(
    ("purpose", "following"),
    [("award", ""), ("change", ""), ("upgrade", ""), ("review", "review_failed")],
)
def test_a_rejection_ends_a_case_and_a_review_fails(purpose, following) -> None:
    assert told(a_case("council", purpose=purpose, council="rejected"))["next"] == following


def test_an_approved_review_is_passed_next() -> None:
    assert told(a_case("council", purpose="review", council="approved"))["next"] == "reviewed"


def test_a_withdrawn_application_is_no_case() -> None:
    applied = a_case("applied")[0]
    gone = Event(event_id="X", title_id="T1", corrects=applied.event_id, reason="申请单位撤回")
    day, rules = date(2026, 11, 28), the_rules()
    assert cases_on([applied, gone], day, rules, rules.readings(), {}) == []
    further = [*a_case("accepted"), applied]
    taken_back = [event for event in further if event.kind != "applied"]
    assert cases_on([applied, *taken_back, gone], day, rules, rules.readings(), {}) == []
    anew = an_event("applied", "2026-03-03", case="C1", channel="federation")
    assert len(cases_on([applied, gone, anew], day, rules, rules.readings(), {})) == 1


def test_a_history_whose_application_is_not_known_stays_a_case() -> None:
    assert told(a_case("accepted")[1:])["next"] == "reported"


def test_where_no_channel_is_known_one_paper_of_whoever_suffices() -> None:
    events = a_case("applied", channel="")
    assert told(events)["next"] == "examined"
    for by in ("", "association", "provincial"):
        assert told([*events, an_event("examined", "2026-03-10", case="C1", by=by)])["next"] == (
            "accepted"
        )


def test_a_day_in_a_year_without_notice_is_marked() -> None:
    events = [
        event._replace(date="2026-12-20") if event.kind == "opinion" else event
        for event in a_case("opinion")
    ]
    assert told(events, "2026-12-31")["due"] == "2027-01-08暂按"


def test_inexact_dates_give_both_days() -> None:
    events = [
        event._replace(date="2026-03") if event.kind == "accepted" else event
        for event in a_case("accepted")
    ]
    assert told(events)["due"] == "2026-03-06|2026-04-05"
