"""The store: what is confirmed stays, in order, and nothing is changed unseen."""

from __future__ import annotations

import os
import subprocess
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.register.chain import first_misfit
from clusterlib.register.database import FILE
from clusterlib.register.events import Event, by_title, counted
from clusterlib.register.store import VERSION, Store, backup, open_store, restore
from tests.register.lives import an_event
from tests.register.writers import assert_whole, written_at_once

NOW = datetime(2026, 11, 28, 1, 2, 3, 456789, tzinfo=UTC)


def record(store, *events: Event, now: datetime = NOW):
    with store.writing(now) as turn:
        return turn.append(events)


def test_what_is_recorded_is_read_back_in_order(place: str) -> None:
    store = open_store(place)
    record(store, an_event("awarded", "2020-01-01", event_id="B"), an_event("plaque", "2020-02"))
    record(store, an_event("reviewed", "2024-01-01", event_id="A", note="<&=@ 之·都"))
    again = open_store(place)
    assert [event.kind for event in again.events()] == ["awarded", "plaque", "reviewed"]
    assert again.events()[-1].note == "<&=@ 之·都"
    assert first_misfit(again.log()) is None


def test_titles_come_one_by_one_with_the_events_that_count(place: str) -> None:
    store = open_store(place)
    events = [
        an_event("awarded", "2020-01-01", "T2", event_id="A"),
        an_event("awarded", "2021-01-01", "T1", event_id="B"),
        an_event("awarded", "2022-01-01", "T2", event_id="C", corrects="A"),
        Event(event_id="D", title_id="T1", corrects="B"),
    ]
    for event in events:
        record(store, event)
    assert dict(store.titles()) == by_title(counted(events)) == {"T2": [events[2]]}


def test_an_id_is_given_where_there_is_none_and_never_twice(place: str) -> None:
    store = open_store(place)
    record(store, an_event("awarded", "2020", event_id="E000002"))
    nameless = Event(title_id="T1", kind="plaque", date="2020")
    rows = record(store, nameless, an_event("plaque", "2020", event_id="E000003"))
    assert [row.event.event_id for row in rows] == ["E000004", "E000003"]


def test_nothing_of_a_turn_that_fails_is_recorded(place: str) -> None:
    store = open_store(place)
    taken = an_event("awarded", "2020", event_id="A")
    record(store, taken)
    with pytest.raises(InputError):
        record(store, an_event("plaque", "2020"), taken)
    assert store.events() == [taken]


def test_the_time_of_recording_never_goes_back(place: str) -> None:
    store = open_store(place)
    record(store, an_event("awarded", "2020"))
    later = record(store, an_event("plaque", "2020"), now=NOW - timedelta(days=1))
    assert later[0].recorded == "2026-11-28T01:02:03.456789+00:00"


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        (datetime(2026, 5, 31, 15, 59, 59, 999999, tzinfo=UTC), True),
        (datetime(2026, 5, 31, 16, 0, tzinfo=UTC), False),
        (datetime(2026, 5, 31, 16, 0, 0, 1, tzinfo=UTC), False),
    ],
)
def test_known_by_a_day_means_by_its_end_in_shanghai(place: str, moment, known) -> None:
    store = open_store(place)
    record(store, an_event("awarded", "2020"), now=moment)
    assert bool(store.events(known=date(2026, 5, 31))) is known
    assert bool(list(store.titles(known=date(2026, 5, 31)))) is known


@pytest.mark.parametrize(
    "statement", ["UPDATE events SET date = '2019'", "DELETE FROM events WHERE place = 1"]
)
def test_the_database_refuses_to_change_the_log(place: str, statement: str) -> None:
    store = open_store(place)
    record(store, an_event("awarded", "2020"))
    with pytest.raises(sa.exc.DBAPIError, match="only appended to"), store.engine.begin() as held:
        held.execute(sa.text(statement))
    assert [event.date for event in store.events()] == ["2020"]


TAMPERED = {
    "a date": ("UPDATE events SET date = '2019' WHERE place = 2", "E2"),
    "a row taken out": ("DELETE FROM events WHERE place = 2", "E3"),
    "a hash": ("UPDATE events SET hash = 'f00' WHERE place = 3", "E3"),
    "a time": (
        "UPDATE events SET recorded = '2020-01-01T00:00:00.000000+00:00' WHERE place = 2",
        "E2",
    ),
}


@pytest.mark.parametrize(
    ("statement", "named"), [pytest.param(*case, id=name) for name, case in TAMPERED.items()]
)
def test_what_gets_round_the_triggers_is_found(tmp_path: Path, statement: str, named: str) -> None:
    store = open_store(tmp_path)
    for number in range(1, 5):
        record(store, an_event("plaque", "2020", event_id=f"E{number}"))
    with store.engine.begin() as held:
        for verb in ("update", "delete"):
            held.execute(sa.text(f"DROP TRIGGER events_no_{verb}"))
        held.execute(sa.text(statement))
    misfit = first_misfit(store.log())
    assert misfit is not None
    assert misfit.event.event_id == named


def test_a_backup_made_while_others_write_restores_into_an_empty_store(
    place: str, tmp_path: Path
) -> None:
    store = open_store(place)
    record(store, *(an_event("plaque", "2020") for _ in range(20)))
    writing = threading.Thread(
        target=lambda: [record(open_store(place), an_event("plaque", "2021")) for _ in range(10)]
    )
    writing.start()
    copied = backup(store, tmp_path / "备份.sqlite")
    writing.join()
    fresh = open_store(tmp_path / "新台账")
    assert restore(tmp_path / "备份.sqlite", fresh) == copied >= 20
    assert first_misfit(fresh.log()) is None
    assert fresh.events() == store.events()[:copied]
    with pytest.raises(InputError, match="不是空的"):
        restore(tmp_path / "备份.sqlite", fresh)
    with pytest.raises(InputError, match="已有这个文件"):
        backup(store, tmp_path / "备份.sqlite")


def test_writers_take_turns_and_what_was_confirmed_is_there_when_some_are_killed(
    place: str,
) -> None:
    confirmed = written_at_once(place, writers=4, events=20, killed=2, after=8)
    assert_whole(place, confirmed, at_least=2 * 20 + 2 * 8)


def test_a_store_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.engine.begin() as held:
        held.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="更新的版本"):
        open_store(tmp_path)


def test_the_version_of_the_code_is_the_last_migration() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "clusterlib.register:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION


def test_a_locked_store_and_a_strange_file_are_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("clusterlib.register.database._WAIT_SECONDS", 0.2)
    store = open_store(tmp_path)
    with (
        store.writing(NOW),
        pytest.raises(InputError, match="正被别的程序占用"),
        open_store(tmp_path).writing(NOW),
    ):
        pass
    (tmp_path / "坏").mkdir()
    (tmp_path / "坏" / FILE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(InputError, match="不是台账"):
        open_store(tmp_path / "坏")


def test_an_address_that_nobody_serves_is_told() -> None:
    with pytest.raises(InputError, match="不是可用的地址"):
        open_store("nonsense://nobody")


def test_an_address_of_sqlite_is_a_register_like_a_folder(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/r.sqlite")
    with store.writing(datetime.now(UTC)) as turn:
        turn.append([Event(title_id="T1", kind="plaque", date="2020")])
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert [event.title_id for event in store.events()] == ["T1"]


def test_titles_come_by_id_as_text(place: str) -> None:
    store = open_store(place)
    ids = ["b", "A", "a", "B", "Z-1", "_", "称", "10", "9", "Á"]
    with store.writing(datetime.now(UTC)) as turn:
        turn.append(Event(title_id=name, kind="plaque", date="2020") for name in ids)
    assert [title_id for title_id, _ in store.titles()] == sorted(ids)


def fill(store: Store, confirmed: list[str]) -> None:
    for number in range(1000):
        record(store, an_event("plaque", "2020", event_id=f"E{number}", note="说明" * 500))
        confirmed.append(f"E{number}")


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_is_told_and_loses_nothing_confirmed(tmp_path: Path) -> None:
    disk = tmp_path / "盘"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted: {mounted.stderr.decode().strip()}")
    try:
        store = open_store(disk)
        confirmed: list[str] = []
        with pytest.raises(InputError, match=r"磁盘已满.*已确认的记录都在"):
            fill(store, confirmed)
        assert confirmed
        assert [event.event_id for event in store.events()] == confirmed
        assert first_misfit(store.log()) is None
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
