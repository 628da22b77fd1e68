"""Real namings and reviews: public facts with their sources, loaded without loss."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import clusterlib
from clusterlib.register.adding import import_events
from clusterlib.register.names import parse_name
from clusterlib.register.status import status_on, titles_of
from clusterlib.register.store import Store, open_store
from clusterlib.register.tables import read_events
from tests.register.lives import the_rules

ON = date(2026, 11, 28)
EVENTS = Path(clusterlib.__file__).parent / "samples" / "register_events.csv"


@pytest.fixture
def loaded(tmp_path: Path) -> tuple[Store, tuple[tuple[str, str], ...]]:
    rules = the_rules()
    store = open_store(tmp_path)
    table = read_events(EVENTS)
    now = datetime(2026, 11, 28, tzinfo=UTC)
    result = import_events(store, table, now, rules, rules.readings())
    assert result.refusals == ()
    return store, tuple((title, finding.code) for title, finding in result.findings)


def written() -> list[dict[str, str]]:
    with EVENTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_event_is_there_with_its_source(loaded) -> None:
    events = loaded[0].events()
    assert len(events) == 83
    assert [(e.date, e.name, e.region, e.source) for e in events] == [
        (row["日期"], row["称号"], row["地区"], row["来源"]) for row in written()
    ]
    assert all(event.source for event in events)


def test_the_state_of_each_title_is_given_with_its_holes(loaded) -> None:
    store, findings = loaded
    rules = the_rules()
    titles = titles_of(store.titles(), store.replacements(), rules, rules.readings())
    states = {status.title_id: status for status in status_on(titles, ON, rules)}
    count = len(states)
    assert count == 65
    of_name = {status.facts["name"]: status for status in states.values()}
    # Reviewed in December 2023 for four years, a review before it in 2014.
    inkstone = of_name["中国文房四宝之城·宣城"]
    assert inkstone.state == "in_term"
    assert inkstone.flags == ("hole:2004-2014", "hole:2014-2023")
    assert of_name["中国鞋都"].state == "due_for_withdrawal"
    assert of_name["中国滩羊皮产业基地·吴忠"].row()["expires"] == "2026-08-09"
    reviewed_only = {event.title_id for event in store.events() if event.kind == "reviewed"} - {
        event.title_id for event in store.events() if event.kind == "awarded"
    }
    assert {title for title, code in findings if code == "no_award"} == reviewed_only


def test_names_compose_back_unchanged_or_are_listed(loaded) -> None:
    listed = {title for title, code in loaded[1] if code == "name_not_parsed"}
    rules = the_rules()
    for event in loaded[0].events():
        name = parse_name(event.name, rules)
        assert event.title_id in listed if name is None else name.text() == event.name
