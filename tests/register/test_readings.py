"""Each reading of the register changes what it should and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from clusterlib.register.cases import case_row, cases_on
from clusterlib.register.events import by_title, counted, replacements_of
from clusterlib.register.lists import lists_of
from clusterlib.register.status import status_on, titles_of
from clusterlib.rules.titles import TITLE_READING_NAMES
from tests.register.lives import life, the_rules
from tests.register.test_cases import a_case

ON = date(2026, 11, 28)
BOOK = [
    *life("awarded 2018-05-31,reviewed 2022-07-01", "LATE", industry="甲"),
    *life("awarded 2018-05-31,reviewed 2022-05-01", "EARLY", industry="甲"),
    *life("awarded 2020-01-01,applied 2023-10-01", "PENDING", industry="甲"),
    *life("awarded 2022-02-01,review_failed 2026-02-01,review_failed 2026-08-01", "TWICE"),
    *life("awarded 2022-02-01,review_failed 2026-02-01", "ONCE", industry="甲"),
    *life("awarded 2022-02-01", "OVERDUE", industry="甲"),
    *life("awarded 2024-02-01", "TERM", industry="甲"),
    *(
        event._replace(title_id="F", event_id=f"F{event.event_id}", case="F")
        for event in a_case("appraised", channel="federation")
    ),
    *(
        event._replace(title_id="A", event_id=f"A{event.event_id}", case="A")
        for event in a_case("accepted")
    ),
]


def told(**readings: str) -> dict[tuple[str, str, str], str]:
    """Return every cell of status, cases and lists, by table, row and column."""
    rules = the_rules()
    chosen = rules.readings(readings)
    events = counted(BOOK)
    titles = titles_of(by_title(events).items(), replacements_of(events), rules, chosen)
    found = status_on(titles, ON, rules)
    cells = {("status", row["title_id"], name): text for row in (one.row() for one in found)
             for name, text in row.items()}  # fmt: skip
    for first, last in cases_on(BOOK, ON, rules, chosen, {}):
        row = case_row(first, last, ON)
        cells |= {("cases", row["case"], name): text for name, text in row.items()}
    lists = lists_of(found, ON.year, chosen)
    for name in ("recognised", "due_for_withdrawal", "uncertain"):
        for status, note in getattr(lists, name):
            cells["lists", status.title_id, name] = note or "是"
    return cells


def changed(**readings: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    before, after = told(), told(**readings)
    keys = sorted(before.keys() | after.keys())
    pairs = {key: (before.get(key, ""), after.get(key, "")) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


TERM_FROM = {
    ("status", "LATE", "expires"): ("2026-07-01", "2026-05-31"),
    ("status", "LATE", "apply_by"): ("2026-04-01", "2026-02-28"),
    ("status", "LATE", "withdraw_after"): ("2028-07-01", "2028-05-31"),
    ("status", "LATE", "since"): ("2026-07-01", "2026-05-31"),
    ("status", "EARLY", "expires"): ("2026-05-01", "2026-05-31"),
    ("status", "EARLY", "apply_by"): ("2026-02-01", "2026-02-28"),
    ("status", "EARLY", "withdraw_after"): ("2028-05-01", "2028-05-31"),
    ("status", "EARLY", "since"): ("2026-05-01", "2026-05-31"),
    ("lists", "LATE", "recognised"): (
        "到期未复评，2026-07-01到期",
        "到期未复评，2026-05-31到期",
    ),
    ("lists", "EARLY", "recognised"): (
        "到期未复评，2026-05-01到期",
        "到期未复评，2026-05-31到期",
    ),
}
LAPSE = {
    ("status", "PENDING", "state"): ("due_for_withdrawal", "overdue"),
    ("status", "PENDING", "reason"): ("lapsed", ""),
    ("status", "PENDING", "since"): ("2026-01-02", "2024-01-01"),
    ("status", "PENDING", "flags"): ("", None),
    ("lists", "PENDING", "due_for_withdrawal"): ("到期未复评超过两年，自2026-01-02", ""),
    ("lists", "PENDING", "recognised"): ("", "到期未复评，2024-01-01到期"),
}
SECOND_FAILURE = {
    ("status", "TWICE", "state"): ("due_for_withdrawal", "rectifying"),
    ("status", "TWICE", "reason"): ("rectification_failed", ""),
    ("status", "TWICE", "since"): ("2026-08-01", "2026-02-01"),
    ("status", "TWICE", "flags"): ("", "application_late"),
    ("lists", "TWICE", "due_for_withdrawal"): ("整改后仍不合格，自2026-08-01", ""),
    ("lists", "TWICE", "recognised"): ("", "整改中，2027-02-01期满"),
}
FIVE_DAYS = {
    ("cases", "A", "due"): ("2026-03-25", "2026-03-27"),
    ("cases", "A", "late_days"): ("248", "246"),
}
OPINION = {
    ("cases", "F", "next"): ("opinion", "audited"),
    ("cases", "F", "due"): ("", None),
    ("cases", "F", "late_days"): ("", None),
}
NOT_LISTED = {
    ("lists", title, "recognised"): (note, "")
    for title, note in {
        "LATE": "到期未复评，2026-07-01到期",
        "EARLY": "到期未复评，2026-05-01到期",
        "ONCE": "整改中，2027-02-01期满",
        "OVERDUE": "到期未复评，2026-02-01到期",
    }.items()
}
EFFECTS = {
    "term_from": ("expiry", TERM_FROM),
    "lapse": ("applied", LAPSE),
    "second_failure": ("at_end", SECOND_FAILURE),
    "five_days": ("working", FIVE_DAYS),
    "opinion": ("channel", OPINION),
    "overdue_listed": ("no", NOT_LISTED),
}


@pytest.mark.clause("4.3.review", "4.3.rectify", "4.4.lapse", "3.2.accept", "3.3.opinion")
@pytest.mark.parametrize("name", TITLE_READING_NAMES)
def test_a_reading_changes_what_it_should_and_nothing_else(name: str) -> None:
    value, effects = EFFECTS[name]
    found = changed(**{name: value})
    assert found.keys() == effects.keys()
    for key, (before, after) in effects.items():
        assert found[key][0] == before
        assert after is None or found[key][1] == after
    assert changed(**{name: the_rules().readings()[name]}) == {}
