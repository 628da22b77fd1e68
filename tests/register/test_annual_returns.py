"""Annual returns in the register: taken in, kept, checked beside other years, contacts apart."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.filing import TakenIn, take_in
from clusterlib.register.adding import add_event
from clusterlib.register.chain import first_misfit
from clusterlib.register.filed import (
    altered_returns,
    contact_rows,
    erase_contacts,
    filed_returns,
    is_missing_only,
)
from clusterlib.register.return_checks import doubts_of, growth_of
from clusterlib.register.round import round_of, summary
from clusterlib.register.status import status_on, titles_of
from clusterlib.register.store import Store, backup, open_store, restore
from clusterlib.rules.annual import RETURN_LINE, ReturnFigure
from tests.intake.returns import write_filled
from tests.register.lives import an_event, the_rules

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
RULES = the_rules()
READINGS = RULES.readings()
NAME = "中国户外家具之城"


@pytest.fixture
def store(place: str) -> Store:
    held = open_store(place)
    facts = {"name": NAME, "region": "东样省柳河样县", "tier": "base", "industry": "家具"}
    for title_id, day in (("T1", "2023-04-01"), ("T2", "2024-06-01")):
        event = an_event("awarded", day, title_id, event_id="", **facts)
        add_event(
            held,
            event._replace(name=NAME if title_id == "T1" else "中国样灯之都"),
            NOW,
            RULES,
            READINGS,
        )
    return held


def taken(store: Store, path: Path, received: str = "2026-04-08") -> list[TakenIn]:
    day = date.fromisoformat(received)
    return list(take_in(store, [path], day, NOW, RULES, READINGS))


@pytest.mark.clause("4.1", "A5")
def test_a_return_becomes_an_event_with_its_figures(store: Store, tmp_path: Path) -> None:
    (found,) = taken(store, write_filled(tmp_path / "柳河样县.xlsx"))
    assert (found.outcome, found.title_id, found.year) == ("filed", "T1", 2025)
    filed = filed_returns(store)["T1"][2025]
    assert (filed.event.kind, filed.event.date, filed.event.year) == (
        "return",
        "2026-04-08",
        "2025",
    )
    revenue = filed.figures["revenue"]
    assert revenue == ReturnFigure("revenue", "1098000", "万元", "", "年度报表", "D9")
    assert first_misfit(store.log()) is None
    assert list(altered_returns(store)) == []


def test_the_same_return_twice_adds_nothing_and_another_is_kept_beside_it(
    store: Store, tmp_path: Path
) -> None:
    taken(store, write_filled(tmp_path / "一.xlsx"))
    count = len(store.events())
    (again,) = taken(store, write_filled(tmp_path / "二.xlsx"), "2026-05-02")
    assert (again.outcome, len(store.events())) == ("held", count)
    (other,) = taken(store, write_filled(tmp_path / "三.xlsx", {"D9": 999_000}), "2026-05-03")
    assert other.outcome == "filed"
    assert filed_returns(store)["T1"][2025].figures["revenue"].value == "999000"


@pytest.mark.parametrize(
    ("changes", "year", "told"),
    [
        ({"B5": "中国另外之城"}, 2025, "没有“中国另外之城”"),
        ({"B5": None}, 2025, "没有填写"),
        ({"B3": "T9"}, 2025, "没有这个称号编号"),
        ({}, 2022, "不须报该年度"),
        ({"D8": "年"}, 2025, "看不出年度"),
    ],
)
def test_a_return_of_no_title_or_year_is_refused_and_nothing_recorded(
    store: Store, tmp_path: Path, changes, year, told
) -> None:
    before = store.events()
    (found,) = taken(store, write_filled(tmp_path / "年报.xlsx", changes, year))
    assert found.outcome == "refused"
    assert told in found.reason
    assert store.events() == before
    assert filed_returns(store) == {}


def test_of_a_folder_every_file_is_listed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "年报"
    folder.mkdir()
    write_filled(folder / "甲.xlsx")
    (folder / "乙.docx").write_bytes(b"x")
    (folder / "丙.xlsx").write_bytes(b"no workbook")
    (folder / "~$甲.xlsx").write_bytes(b"x")
    outcomes = {found.source: found.outcome for found in taken(store, folder)}
    assert outcomes == {
        "甲.xlsx": "filed",
        "乙.docx": "skipped",
        "丙.xlsx": "refused",
        "~$甲.xlsx": "skipped",
    }


@pytest.mark.clause("A5.firms")
def test_contacts_are_erased_with_a_record_and_the_chain_holds(
    store: Store, tmp_path: Path
) -> None:
    (found,) = taken(store, write_filled(tmp_path / "年报.xlsx"))
    rows = contact_rows(store, "某人", "通知培训", NOW)
    assert {("样甲家具", "手机号", "13000000000")} <= {
        (row["firm"], row["what"], row["text"]) for row in rows
    }
    assert "13000000000" not in str(store.events())
    with pytest.raises(InputError, match="经办人"):
        erase_contacts(store, found.event_id, "", "本人要求", NOW)
    erase_contacts(store, found.event_id, "某人", "本人要求", NOW)
    assert contact_rows(store, "某人", "核对", NOW) == []
    assert (store.events()[-1].kind, store.events()[-1].reason) == ("return", "本人要求")
    assert first_misfit(store.log()) is None
    assert list(altered_returns(store)) == []
    with pytest.raises(InputError, match="没有这份年报的联系人"):
        erase_contacts(store, found.event_id, "某人", "本人要求", NOW)


def test_erased_contacts_are_in_no_file_any_more(tmp_path: Path) -> None:
    held = open_store(tmp_path / "台账")
    facts = {"name": NAME, "region": "柳河样县"}
    add_event(held, an_event("awarded", "2023-04-01", event_id="", **facts), NOW, RULES, READINGS)
    (found,) = taken(held, write_filled(tmp_path / "年报.xlsx"))
    erase_contacts(held, found.event_id, "某人", "本人要求", NOW)
    for file in (tmp_path / "台账").iterdir():
        assert b"13000000000" not in file.read_bytes()


def test_figures_are_only_added_to_and_what_gets_round_that_is_named(
    store: Store, tmp_path: Path
) -> None:
    taken(store, write_filled(tmp_path / "年报.xlsx"))
    for statement in (
        "UPDATE return_figures SET value = '1'",
        "DELETE FROM return_figures",
        "UPDATE contacts SET content = '[]'",
    ):
        with pytest.raises(sa.exc.DBAPIError), store.engine.begin() as connection:
            connection.execute(sa.text(statement))
    with store.engine.begin() as connection:
        _disarm(connection)
        connection.execute(sa.text("UPDATE return_figures SET value = '1' WHERE line = 'revenue'"))
    assert ["改动过" in told for _, told in altered_returns(store)] == [True]


def _disarm(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("DROP TRIGGER return_figures_no_update"))
    else:
        connection.execute(
            sa.text("ALTER TABLE return_figures DISABLE TRIGGER return_figures_append_only")
        )


def test_a_backup_holds_figures_and_contacts(store: Store, tmp_path: Path) -> None:
    taken(store, write_filled(tmp_path / "年报.xlsx"))
    backup(store, tmp_path / "备份.sqlite")
    other = open_store(tmp_path / "另一")
    restore(tmp_path / "备份.sqlite", other)
    assert filed_returns(other) == filed_returns(store)
    assert contact_rows(other, "某人", "核对", NOW) == contact_rows(store, "某人", "核对", NOW)
    assert list(altered_returns(other)) == []


def test_events_imported_without_their_figures_are_told_not_accused(
    store: Store, tmp_path: Path
) -> None:
    taken(store, write_filled(tmp_path / "年报.xlsx"))
    other = open_store(tmp_path / "另一")
    with other.writing(NOW) as turn:
        turn.append(store.events())
    assert [is_missing_only(told) for _, told in altered_returns(other)] == [True]


def figures(year_values: dict[str, str], **growth: str) -> dict[str, ReturnFigure]:
    return {
        line: ReturnFigure(line, value, RETURN_LINE[line].unit, growth.get(line, ""))
        for line, value in year_values.items()
    }


BEFORE = {
    "revenue": "1162000",
    "profit": "60000",
    "enterprises": "421",
    "above_scale_enterprises": "52",
    "employees": "24900",
    "green_factories": "3",
    "union_share": "61.5",
}


@pytest.mark.clause("A5")
@pytest.mark.parametrize(
    ("now", "growth", "expected"),
    [
        ({"revenue": "1098000"}, {"revenue": "5.5"}, [("growth_recomputed", "revenue")]),
        ({"revenue": "1098000"}, {"revenue": "-5.5"}, []),
        ({"revenue": "1098000"}, {"revenue": "-6"}, []),
        ({"revenue": "1098000"}, {"revenue": "-6.1"}, [("growth_recomputed", "revenue")]),
        ({"revenue": "1098000"}, {"revenue": "略降"}, []),
        ({"revenue": "11620000"}, {}, [("jump", "revenue")]),
        ({"revenue": "580999"}, {}, [("jump", "revenue")]),
        ({"revenue": "581000"}, {}, []),
        ({"revenue": "1162000000"}, {}, [("thousandfold_year", "revenue")]),
        (
            {"revenue": "1162000", "employees": "24900", "enterprises": "421"},
            {},
            [("same_as_return", "revenue")],
        ),
        ({"above_scale_enterprises": "52", "union_share": "61.5"}, {}, []),
        (
            {"above_scale_enterprises": "60", "enterprises": "50"},
            {},
            [("part_above_whole", "above_scale_enterprises"), ("jump", "enterprises")],
        ),
        ({"green_factories": "2"}, {}, [("cumulative_falls", "green_factories")]),
        ({"green_factories": "3"}, {}, []),
        (
            {"profit": "-500"},
            {"profit": "12"},
            [("growth_recomputed", "profit"), ("jump", "profit")],
        ),
    ],
)
def test_a_return_is_compared_with_the_year_before(now, growth, expected) -> None:
    found = doubts_of(figures(now, **growth), 2025, {2024: figures(BEFORE)})
    assert [(problem.code, problem.column) for problem in found] == expected
    assert all(problem.reason for problem in found)


def test_a_later_year_is_no_year_before() -> None:
    assert doubts_of(figures({"green_factories": "2"}), 2023, {2024: figures(BEFORE)}) == []


def test_growth_on_a_loss_or_on_nothing_is_none() -> None:
    def one(value: str) -> ReturnFigure:
        return ReturnFigure("profit", value, "万元")

    assert growth_of(one("5"), one("-10")) is None
    assert growth_of(one("5"), one("0")) is None
    assert growth_of(one("5"), None) is None
    assert str(growth_of(one("110"), one("100"))) == "10.0"
    assert str(growth_of(one("-10"), one("40"))) == "-125.0"


@pytest.mark.clause("A5.firms")
def test_leading_firms_are_checked_beside_the_whole() -> None:
    now = figures({"revenue": "100000", "leading_firms": "3"})
    now |= {
        f"firm.{place}.{column}": ReturnFigure(f"firm.{place}.{column}", value, unit)
        for place, revenue in enumerate(("90000", "9999", "20000"), 1)
        for column, value, unit in (("name", f"样{place}", ""), ("revenue", revenue, "万元"))
    }
    found = doubts_of(now, 2025, {})
    assert [problem.code for problem in found] == ["firms_above_whole", "firm_below_leading"]
    del now["firm.3.name"]
    assert "firms_differ" in {problem.code for problem in doubts_of(now, 2025, {})}


@pytest.mark.clause("4.1")
@pytest.mark.parametrize(
    ("received", "on", "state", "late"),
    [
        ("", "2026-04-30", "awaited", 0),
        ("", "2026-05-01", "missing", 1),
        ("2026-04-30", "2026-05-01", "on_time", 0),
        ("2026-05-02", "2026-05-03", "late", 2),
        ("2026-05-02", "2026-05-01", "missing", 1),
    ],
)
def test_a_round_says_who_is_late(tmp_path: Path, received, on, state, late) -> None:
    events = [an_event("awarded", "2023-04-01", name=NAME)]
    if received:
        events.append(an_event("return", received, year="2025"))
    titles = list(titles_of([("T1", events)], {}, RULES, READINGS))
    day = date.fromisoformat(on)
    found = list(zip(titles, status_on(titles, day, RULES), strict=True))
    (owed,) = round_of(found, {}, 2025, day, RULES)
    assert (owed.state, owed.days_late) == (state, late)
    assert summary([owed]).startswith("应报 1 个：")
    assert round_of(found, {}, 2021, day, RULES) == []
