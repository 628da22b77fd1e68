"""Adding to a register: what fits, corrections, and imports that are whole or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.register.adding import add_event, import_events
from clusterlib.register.events import Event
from clusterlib.register.store import Store, open_store
from clusterlib.register.tables import read_events
from tests.register.lives import an_event, the_rules
from tests.register.test_tables import csv_file

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
TITLES = (
    "行业,称号,所在地,授名时间,第一次复评",
    "照明,中国样灯之都·甲县,样省甲县,2018年3月,2022.4.5",
    "照明,华夏样灯城,样省乙县,2021,",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "台账")


def add(store: Store, event: Event) -> Event:
    return add_event(store, event, NOW, the_rules(), the_rules().readings())


def take(store: Store, path: Path):
    return import_events(store, read_events(path), NOW, the_rules(), the_rules().readings())


def test_an_event_that_fits_is_recorded_and_another_refused_with_the_reason(store) -> None:
    add(store, an_event("awarded", "2022-05-31", event_id=""))
    with pytest.raises(InputError, match="不能再授名"):
        add(store, an_event("awarded", "2023-05-31", event_id=""))
    assert [event.date for event in store.events()] == ["2022-05-31"]


def test_a_day_after_today_in_shanghai_is_refused(store) -> None:
    late = datetime(2026, 11, 27, 16, tzinfo=UTC)
    rules = the_rules()
    add_event(store, an_event("awarded", "2026-11-28"), late, rules, rules.readings())
    with pytest.raises(InputError, match="晚于今天"):
        add(store, an_event("awarded", "2026-11-29", "T2"))


def test_a_correction_names_reason_and_person_and_is_made_once(store) -> None:
    add(store, an_event("awarded", "2018-05-31", event_id="A"))
    right = an_event(
        "awarded", "2019-05-31", event_id="B", corrects="A", reason="抄错", person="示例甲"
    )
    for lacking in ({"reason": ""}, {"person": ""}, {"corrects": "Z"}):
        with pytest.raises(InputError):
            add(store, right._replace(**lacking))
    add(store, right)
    with pytest.raises(InputError, match="已经更正过"):
        add(store, right._replace(event_id="C"))
    nothing = Event(event_id="D", title_id="T1", corrects="B", reason="重复", person="示例甲")
    add(store, nothing)
    assert dict(store.titles()) == {}


def test_a_table_of_titles_is_taken_once_with_its_findings(store, tmp_path) -> None:
    first = take(store, csv_file(tmp_path, *TITLES))
    assert (first.added, first.held, first.refusals) == (3, 0, ())
    assert [(title, finding.code) for title, finding in first.findings] == [
        ("T0001", "no_application"),
        ("T0001", "no_application"),
        ("T0002", "name_not_parsed"),
        ("T0002", "no_application"),
    ]
    again = take(store, csv_file(tmp_path, *TITLES))
    assert (again.added, again.held) == (0, 3)
    longer = (*TITLES, "家具,中国样椅之乡,样省丙县,2020,2024")
    assert take(store, csv_file(tmp_path, *longer)).added == 2
    assert sorted(dict(store.titles())) == ["T0001", "T0002", "T0003"]


def test_one_unreadable_row_refuses_the_whole_file(store, tmp_path) -> None:
    result = take(store, csv_file(tmp_path, *TITLES, "照明,中国样灯镇,样省丁县,前年,"))
    assert [refusal.row for refusal in result.refusals] == [4]
    assert store.events() == []


def test_an_id_with_other_content_is_an_error_and_with_the_same_adds_nothing(
    store, tmp_path
) -> None:
    heading = "event_id,title_id,kind,date"
    take(store, csv_file(tmp_path, heading, "A,T1,awarded,2020"))
    assert take(store, csv_file(tmp_path, heading, "A,T1,awarded,2020")).held == 1
    result = take(store, csv_file(tmp_path, heading, "B,T2,awarded,2021", "A,T1,awarded,2019"))
    assert [refusal.row for refusal in result.refusals] == [3]
    assert len(store.events()) == 1


def test_history_that_does_not_fit_is_taken_and_listed(store, tmp_path) -> None:
    result = take(
        store,
        csv_file(
            tmp_path,
            "title_id,kind,date",
            "T1,reviewed,2015",
            "T1,awarded,2016",
            "T1,awarded,2018-01-01",
        ),
    )
    assert result.added == 3
    codes = {finding.code for _, finding in result.findings}
    assert {"never_decided", "award_in_force", "no_award"} <= codes


def test_an_id_that_is_taken_is_refused_with_what_to_do(store) -> None:
    add(store, an_event("awarded", "2022-05-31", event_id="A"))
    with pytest.raises(InputError, match="已有这个事件编号"):
        add(store, an_event("plaque", "2022-06-30", event_id="A"))
    assert len(store.events()) == 1


@pytest.mark.parametrize("name", ["中国样灯之都·新甲市", "中国样灯之都・新甲市"])
def test_a_table_adds_nothing_again_after_a_place_was_renamed(store, tmp_path, name) -> None:
    assert take(store, csv_file(tmp_path, *TITLES)).added == 3
    renamed = an_event(
        "renamed", "2025-01-01", "T0001", event_id="", name=name, region="样省新甲市"
    )
    add(store, renamed)
    assert (take(store, csv_file(tmp_path, *TITLES)).added, len(store.events())) == (0, 4)
    later = csv_file(tmp_path, TITLES[0], f"照明,{name},样省新甲市,,2026.4.5")
    assert take(store, later).added == 1
    assert store.events()[-1].title_id == "T0001"
