"""Panels in the register's database: nothing recorded is lost, changed or counted twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.panel.records import Finding, Round
from clusterlib.panel.store import PanelStore
from clusterlib.register.store import backup, open_store, restore
from tests.panel.cases import lines, members
from tests.register.lives import an_event

NOW = datetime(2026, 11, 28, 1, 2, 3, 456789, tzinfo=UTC)
ONE = {"甲": ("44", "13", "7", "6.8", "fair", "fair")}


@pytest.fixture
def panels(tmp_path):
    return PanelStore(open_store(tmp_path / "台账"))


def test_what_is_recorded_is_read_back_and_adds_nothing_the_second_time(panels):
    records = [
        *members(),
        *lines(locked=""),
        Round("C", "1"),
        Finding("D", "甲", "1", "chain", "<&"),
    ]
    assert panels.append(records, NOW) == len(records)
    assert panels.append(records, NOW + timedelta(days=1)) == 0
    assert set(panels.cases()) == {"C", "D"}
    assert panels.case("D").findings[0].text == "<&"
    assert panels.case("没有").members == ()
    assert panels.first_misfit() == ""


def test_an_open_sheet_can_be_saved_again_and_again_until_it_is_locked(panels):
    panels.append(lines(ONE, locked=""), NOW)
    changed = {"甲": ("45", "13", "7", "6.8", "fair", "fair")}
    panels.append(lines(changed, locked=""), NOW)
    assert panels.case("C").sheets[0].points["basic"] == 45
    panels.append(lines(changed, locked="2026-11-28T02:00:00+00:00"), NOW)
    with pytest.raises(InputError, match="已锁定"):
        panels.append(lines(ONE, locked=""), NOW)
    [sheet] = panels.case("C").sheets
    assert (sheet.points["basic"], bool(sheet.locked)) == (45, True)


def test_nothing_of_what_is_refused_is_recorded(panels):
    panels.append(lines(ONE), NOW)
    other = {"乙": ("44", "13", "7", "6.8", "fair", "fair"), "甲": ("40", "13", "7", "7", "", "")}
    with pytest.raises(InputError):
        panels.append(lines(other), NOW)
    assert [sheet.member for sheet in panels.case("C").sheets] == ["甲"]


def test_a_closed_round_stays_closed(panels):
    panels.append([Round("C", "1", "2026-11-28T03:00:00+00:00")], NOW)
    with pytest.raises(InputError, match="已收轮"):
        panels.append([Round("C", "1", "")], NOW)


def test_a_correction_is_another_sheet_and_both_are_kept(panels):
    panels.append(lines(ONE), NOW)
    correction = [line._replace(sheet="K", corrects="S1甲", reason="抄错") for line in lines(ONE)]
    panels.append(correction, NOW)
    assert [sheet.id for sheet in panels.case("C").sheets] == ["S1甲", "K"]


@pytest.mark.parametrize("change", ["UPDATE panels SET content = '{}'", "DELETE FROM panels"])
def test_the_database_itself_refuses_to_change_what_is_recorded(panels, change):
    panels.append(members(), NOW)
    with pytest.raises(InputError, match="只能追加"), panels.store.taking_turns() as connection:
        connection.execute(sa.text(change))


def test_a_change_behind_the_stores_back_is_found(panels):
    panels.append(members(), NOW)
    with panels.store.taking_turns() as connection:
        connection.execute(sa.text("DROP TRIGGER panels_no_update"))
        connection.execute(
            sa.text(
                "UPDATE panels SET \"case\" = 'C', content = replace(content, '专家丙', '专家辛')"
            )
        )
    assert panels.first_misfit() == "专家名册 C（第3条）"


def test_a_backup_holds_the_panels_too(panels, tmp_path):
    with panels.store.writing(NOW) as turn:
        turn.append([an_event("awarded", "2020")])
    panels.append(members(), NOW)
    assert backup(panels.store, tmp_path / "b.sqlite") == 1
    again = open_store(tmp_path / "另一")
    restore(tmp_path / "b.sqlite", again)
    assert PanelStore(again).case("C").members == tuple(members())
    assert PanelStore(again).first_misfit() == ""
