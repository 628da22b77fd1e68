"""A register of very many titles is told part by part, as it would be at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

from clusterlib.register import many
from clusterlib.register.many import status_columns
from clusterlib.register.status import status_on, titles_of
from clusterlib.register.store import Store, open_store
from tests.benchmarks.registers import register_events
from tests.register.lives import an_event, the_rules

ON = date(2026, 11, 28)
RULES = the_rules()
READINGS = RULES.readings()


def filled(place: str) -> Store:
    store = open_store(place)
    events = [
        *register_events(12),
        an_event("renamed", "2020-05-01", "T000003", region="样省新样县"),
        an_event(
            "awarded", "2021-05-01", "T900001", name="中国样品1都·另样县", replaces="T000001"
        ),
        an_event(
            "awarded", "2022", "T900002", name="中国样品2镇", region="样省新样", industry="家具"
        ),
        an_event("awarded", "2022-02", "T900003", region="样省样3县", industry="家具"),
        an_event("cultivated", "2020-01-01", "Z1"),
        an_event("plaque", "2026-12-01", "Z2"),
        an_event("plaque", "2020-12-01", "Z3"),
        an_event("guided", "2019-12-01", "T0"),
        an_event("awarded", "2026-12-01", "T0"),
        an_event("council", "2022-05-05", "Z4"),
        an_event("audited", "2022-05", "Z4"),
        an_event("reviewed", "2022-05-01", "Z4"),
        an_event("review_failed", "2022-05", "Z4"),
        an_event("appraised", "2022-05", "Z4", association="某协会"),
        an_event("awarded", "2026-01-01", "T000002", corrects="E0000030"),
    ]
    with store.writing(datetime(2026, 11, 28, tzinfo=UTC)) as turn:
        turn.append(events)
    return store


def rows_of(place: str) -> list[dict[str, str]]:
    columns = status_columns(place, ON, None, RULES, READINGS)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_parts_in_processes_give_the_rows_of_the_whole(place: str, monkeypatch) -> None:
    store = filled(place)
    titles = titles_of(store.titles(), store.replacements(), RULES, READINGS)
    whole = [status.row() for status in status_on(titles, ON, RULES)]
    assert rows_of(place) == whole
    monkeypatch.setattr(many, "LEAST_TITLES", 0)
    monkeypatch.setattr(many, "cpu_count", lambda: 3)
    assert rows_of(place) == whole
    assert [row["title_id"] for row in whole if row["state"] == "none"] == ["T0", "Z3"]
    assert any("same_region_industry" in row["flags"] for row in whole)


def test_what_is_recorded_meanwhile_is_in_no_part(place: str) -> None:
    store = filled(place)
    last = store.last_place()
    before = list(store.titles())
    with store.writing(datetime(2026, 11, 28, tzinfo=UTC)) as turn:
        turn.append([an_event("plaque", "2020", "A0"), an_event("plaque", "2020", "T000001")])
    assert list(store.titles(last=last)) == before
    ids = store.title_ids()
    parts = [
        found
        for part in (ids[:4], ids[4:9], ids[9:])
        for found in store.titles(between=(part[0], part[-1]))
    ]
    assert parts == list(store.titles())
    assert list(store.titles(among=ids[3:5])) == parts[3:5]
