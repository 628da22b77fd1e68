"""Events that do not fit the life so far are refused, and the holes of a history are listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clusterlib.register.events import Event
from clusterlib.register.fit import Filing, holes_of, misfits
from clusterlib.register.status import Title
from clusterlib.rules.titles import TitleRules
from tests.register.lives import an_event, life, the_rules
from tests.register.test_cases import a_case

NAMED = {"name": "中国样灯之都·甲县", "tier": "capital"}
REPLACED = an_event("awarded", "2024-01-01", title_id="T2", replaces="T1")


def refusals(
    events: list[Event],
    event: Event,
    *replacements: Event,
    rules: TitleRules | None = None,
    **known: Any,
) -> set[str]:
    rules = rules or the_rules()
    readings = rules.readings()
    title = Title.of("T1", events, replacements, rules, readings) if events else None
    filing = Filing(title, date(2026, 11, 28), rules, **known)
    found = misfits(event, filing, readings)
    assert all(misfit.sentence().endswith("。") for misfit in found)
    return {misfit.code for misfit in found}


AWARDED = "awarded 2022-05-31"
CASES = {
    "an award of a title in term": (AWARDED, an_event("awarded", "2023-01-01"), "award_in_force"),
    "an award of an overdue title": (AWARDED, an_event("awarded", "2026-08-01"), "award_in_force"),
    "an award of a title due for withdrawal": (
        "awarded 2012-05-31",
        an_event("awarded", "2026-08-01"),
        "",
    ),
    "a first award": ("", an_event("awarded", "2026-08-01"), ""),
    "a review of nothing": ("", an_event("reviewed", "2026-08-01"), "never_decided"),
    "a failed review of a candidate": (
        "cultivated 2022-01-01",
        an_event("review_failed", "2023-01-01"),
        "never_decided",
    ),
    "a review": (AWARDED, an_event("reviewed", "2026-05-01"), ""),
    "a review before the award": (AWARDED, an_event("reviewed", "2022-05-30"), "never_decided"),
    "a review after withdrawal": (
        "awarded 2012-05-31,withdrawn 2018-01-01",
        an_event("reviewed", "2019-01-01"),
        "after_the_end",
    ),
    "an award after withdrawal": (
        "awarded 2012-05-31,withdrawn 2018-01-01",
        an_event("awarded", "2019-01-01"),
        "",
    ),
    "an application after withdrawal": (
        "awarded 2012-05-31,withdrawn 2018-01-01",
        an_event("applied", "2019-01-01", purpose="award", case="C9"),
        "",
    ),
    "a plaque after withdrawal": (
        "awarded 2012-05-31,withdrawn 2018-01-01",
        an_event("plaque", "2019-01-01"),
        "after_the_end",
    ),
    "a return of a year in force": (AWARDED, an_event("return", "2023-04-01", year="2022"), ""),
    "a return of the year before": (
        AWARDED,
        an_event("return", "2023-04-01", year="2021"),
        "return_not_in_force",
    ),
    "a day after today": (AWARDED, an_event("plaque", "2026-11-29"), "in_the_future"),
    "today": (AWARDED, an_event("plaque", "2026-11-28"), ""),
    "this month": (AWARDED, an_event("plaque", "2026-11"), ""),
    "next month": (AWARDED, an_event("plaque", "2026-12"), "in_the_future"),
}


@pytest.mark.parametrize(
    ("text", "event", "code"), [pytest.param(*case, id=name) for name, case in CASES.items()]
)
def test_an_event_fits_or_is_refused(text, event, code) -> None:
    assert refusals(life(text) if text else [], event) == ({code} if code else set())


@pytest.mark.clause("4.5")
def test_after_replacement_only_a_new_award_and_its_case_fit() -> None:
    events = life(AWARDED)
    assert refusals(events, an_event("reviewed", "2025-01-01"), REPLACED) == {"after_the_end"}
    assert refusals(events, an_event("awarded", "2025-01-01"), REPLACED) == set()
    assert refusals(events, an_event("plaque", "2023-12-31"), REPLACED) == set()


@pytest.mark.clause("4.5", "2.2.2")
@pytest.mark.parametrize(
    ("event", "code"),
    [
        (an_event("reviewed", "2026-05-01", name="中国样灯之城·甲县"), "another_name"),
        (an_event("renamed", "2026-05-01", name="中国样灯之都·新甲市"), ""),
        (an_event("renamed", "2026-05-01", name="中国样灯之城·甲县"), "another_name"),
        (an_event("renamed", "2026-05-01", name="中国样灯之都"), ""),
        (an_event("reviewed", "2026-05-01", tier="base"), "another_tier"),
        (an_event("reviewed", "2026-05-01", tier="capital", name="中国样灯之都·甲县"), ""),
    ],
)
def test_name_and_tier_change_only_by_renaming_or_replacement(event, code) -> None:
    assert refusals(life(AWARDED, **NAMED), event) == ({code} if code else set())


@pytest.mark.parametrize(
    ("day", "code"), [("2023-03-01", ""), ("2025-06-01", "another_name"), ("2025", "")]
)
def test_an_event_names_the_title_as_it_was_called_on_its_day(day, code) -> None:
    renamed = an_event("renamed", "2025-03-01", name="中国样灯之都·新甲市")
    event = an_event("return", day, year="2022", name="中国样灯之都·甲县")
    assert refusals([*life(AWARDED, **NAMED), renamed], event) == ({code} if code else set())


def test_a_case_goes_on_under_the_title_that_an_upgrade_gives() -> None:
    steps = tuple(a_case("council", purpose="upgrade"))
    event = an_event("awarded", "2026-07-01", title_id="T9", case="C1", replaces="T1")
    assert refusals([], event, of_case=steps) == set()
    assert refusals([], event) == {"out_of_order"}


@pytest.mark.clause("2.2.3")
def test_an_element_needs_a_filed_standard() -> None:
    event = an_event("applied", "2026-05-01", name="中国智能样灯之都", case="C1", purpose="award")
    filed = replace(the_rules(), filed_elements=frozenset({"智能"}))
    assert refusals([], event) == {"element_not_filed"}
    assert refusals([], event, rules=filed) == set()


@pytest.mark.parametrize(
    ("until", "event", "codes"),
    [
        ("applied", an_event("accepted", "2026-03-20", case="C1"), {"out_of_order"}),
        ("accepted", an_event("reported", "2026-03-22", case="C1"), set()),
        ("accepted", an_event("accepted", "2026-03-20", case="C2"), {"out_of_order"}),
        ("accepted", an_event("awarded", "2026-07-01", case="C2"), {"out_of_order"}),
        ("accepted", an_event("applied", "2026-07-01", case="C2", purpose="award"), set()),
        ("accepted", an_event("appraised", "2026-03-22", case="C1"), {"out_of_order"}),
        ("accepted", an_event("accepted", "2026-03-22", case="C1"), {"out_of_order"}),
        ("accepted", an_event("reported", "2026-03-19", case="C1"), {"before_the_last_step"}),
        ("opinion", an_event("opinion", "2026-05-01", case="C1", by="provincial"), set()),
        ("council", an_event("awarded", "2026-07-01", case="C1"), set()),
        ("awarded", an_event("council", "2026-07-02", case="C1"), {"case_ended"}),
    ],
)
def test_steps_of_a_case_come_in_order_and_end_with_the_decision(until, event, codes) -> None:
    assert refusals(a_case(until), event) == codes


def test_a_rejected_case_is_not_awarded() -> None:
    events = a_case("council", council="rejected")
    assert refusals(events, an_event("awarded", "2026-07-01", case="C1")) == {"case_ended"}


def test_an_incomplete_check_is_repeated() -> None:
    events = a_case("audited", audited="incomplete")
    assert refusals(events, an_event("audited", "2026-05-20", case="C1")) == set()


def test_a_life_uncertain_for_want_of_dates_refuses_only_what_neither_side_allows() -> None:
    vague = life("awarded 2018")
    assert refusals(vague, an_event("return", "2023-04-01", year="2022")) == set()
    lapsed = an_event("return", "2026-04-01", year="2025")
    assert refusals(vague, lapsed) == {"return_not_in_force"}


def test_the_holes_of_a_history_are_listed() -> None:
    rules = the_rules()
    events = life("reviewed 2014,reviewed 2014,awarded 2019-01-01")
    title = Title.of("T1", events, (), rules, rules.readings())
    assert [hole.code for hole in holes_of(title)] == [
        "no_application",
        "no_award",
        "no_application",
        "no_award",
        "no_application",
        "same_inexact_date",
    ]


@pytest.mark.parametrize(
    "name", ["中国样灯之都・甲县", "中国样灯之都•甲", " 中国样灯之都 · 甲县", "中国样灯之都．甲区"]
)
def test_a_name_is_the_same_in_other_widths_dots_and_spaces(name: str) -> None:
    event = an_event("return", "2023-03-01", year="2022", name=name)
    assert refusals(life(AWARDED, **NAMED), event) == set()
    other = event._replace(name=f"{name}城")
    assert refusals(life(AWARDED, **NAMED), other) == {"another_name"}


def test_after_the_end_a_correction_fits() -> None:
    events = life("awarded 2012-05-31,withdrawn 2018-01-01,plaque 2018-06-01")
    right = an_event("plaque", "2018-07-01", corrects=events[2].event_id)
    assert refusals(events[:2], right) == set()
    assert refusals(events[:2], right._replace(corrects="")) == {"after_the_end"}


@pytest.mark.clause("4.2")
@pytest.mark.parametrize("on", ["2023-03-01", "2026-08-01"])
def test_guidance_of_a_title_in_force_is_recorded(on: str) -> None:
    assert refusals(life(AWARDED), an_event("guided", on, year=on[:4])) == set()
