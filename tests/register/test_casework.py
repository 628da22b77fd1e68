"""From a scored batch to a decision: nothing that the application says is typed again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clusterlib.casework import OpenedCase, add_step, applicants_in, open_cases
from clusterlib.errors import InputError
from clusterlib.register.adding import add_event
from clusterlib.register.facts import facts_of
from clusterlib.register.filed import FiledReturn
from clusterlib.register.status import Status, Title, titles_of, with_status
from clusterlib.register.store import Store, open_store
from clusterlib.reports.applicant.record import FORMAT, RECORD, write_record
from clusterlib.rules.annual import ReturnFigure
from clusterlib.runs.folder import APPLICANTS
from clusterlib.workflow import assess_applicant
from tests.register.lives import an_event, statuses, the_rules

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
RULES = the_rules()
READINGS = RULES.readings()
DAY = date(2026, 11, 28)
FACTS = {
    "name": "中国样家具产业基地",
    "region": "东样省柳河样县",
    "industry": "家具",
    "tier": "base",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "台账")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return tmp_path / "第四季度"


def put(run: Path, applicant_id: str, **changes: object) -> None:
    """Write the record of an applicant as a batch leaves it."""
    facts = {
        "applicant_id": applicant_id,
        "name": "柳河样县人民政府",
        "region": "东样省柳河样县",
        "industry": "furniture",
        "product": "板式家具",
        "tier": "base",
        "review": False,
        **changes,
    }
    record = {"format": FORMAT, "applicant": facts, "standard": {"term": "家具"}}
    write_record(record, run / APPLICANTS / applicant_id / RECORD)


def opened(store: Store, run: Path, *ids: str) -> list[OpenedCase]:
    day = date(2026, 3, 2)
    return list(open_cases(store, run, ids, day, "association", NOW, RULES, READINGS, "某人"))


def pairs(store: Store) -> list[tuple[Title, Status]]:
    titles = titles_of(store.titles(), store.replacements(), RULES, READINGS)
    return with_status(titles, DAY, RULES)


def award(store: Store, **changes: str) -> None:
    event = an_event("awarded", "2023-04-01", event_id="", **{**FACTS, **changes})
    add_event(store, event, NOW, RULES, READINGS)


def test_a_real_record_opens_a_case_with_all_that_it_says(store: Store, run: Path) -> None:
    report = assess_applicant(on="2026-11-25")
    folder = run / APPLICANTS / "a"
    folder.mkdir(parents=True)
    report.save(str(folder))
    (found,) = opened(store, run)
    event = store.events()[0]
    applicant = report.record["applicant"]
    assert (found.outcome, event.kind, event.date) == ("opened", "applied", "2026-03-02")
    assert (event.applicant_id, event.tier) == (applicant["applicant_id"], applicant["tier"])
    assert (event.region, event.industry) == (
        applicant["region"],
        report.record["standard"]["term"],
    )
    assert (event.channel, event.source, event.person) == ("association", "第四季度", "某人")


@pytest.mark.clause("4.5", "4.3.review")
@pytest.mark.parametrize(
    ("applicant", "title", "purpose", "told"),
    [
        ({}, {}, "award", "不重复申报"),
        ({"review": True}, {}, "review", "复评"),
        ({"review": None}, {}, "review", "复评"),
        ({"review": True, "tier": "capital"}, {}, "upgrade", "提升"),
        ({"review": True, "tier": "township"}, {}, "review", "复评"),
        ({"review": True, "region": "柳河样县"}, {}, "review", "复评"),
        ({"review": True, "region": "另样县"}, {}, "award", "没有该地区该行业的称号"),
        ({"review": True}, {"industry": "皮革"}, "award", "没有该地区该行业的称号"),
    ],
)
def test_the_purpose_follows_from_the_title_that_stands(
    store: Store, run: Path, applicant, title, purpose, told
) -> None:
    award(store, **title)
    put(run, "A01", **applicant)
    (found,) = opened(store, run)
    assert (found.outcome, found.purpose) == ("opened", purpose)
    assert told in found.line()
    assert (found.title_id == "T1") == (purpose in ("review", "upgrade"))


@pytest.mark.clause("2.1")
def test_a_candidate_under_cultivation_keeps_its_id(store: Store, run: Path) -> None:
    event = an_event("cultivated", "2024-04-01", "K7", event_id="", **{**FACTS, "name": ""})
    add_event(store, event, NOW, RULES, READINGS)
    put(run, "A01")
    (found,) = opened(store, run)
    assert (found.title_id, found.purpose) == ("K7", "award")


def test_the_same_applicant_twice_is_one_case_and_a_strange_one_is_refused(
    store: Store, run: Path
) -> None:
    put(run, "A01")
    put(run, "A02", region="另样县")
    assert [found.outcome for found in opened(store, run, "A01")] == ["opened"]
    assert [found.outcome for found in opened(store, run)] == ["held", "opened"]
    assert [event.title_id for event in store.events()] == ["T0001", "T0002"]
    with pytest.raises(InputError, match="没有这个申报编号"):
        opened(store, run, "A03")


@pytest.mark.clause("3.4")
def test_a_case_goes_from_application_to_award_by_its_id_alone(store: Store, run: Path) -> None:
    put(run, "A01")
    (found,) = opened(store, run)
    steps = [
        {"kind": "examined", "date": "2026-03-10", "by": "association"},
        {"kind": "受理", "date": "2026-03-20"},
        {"kind": "reported", "date": "2026-03-24"},
        {"kind": "appraised", "date": "2026-04-15", "result": "推荐"},
        {"kind": "opinion", "date": "2026-04-28", "by": "行业协会"},
        {"kind": "audited", "date": "2026-05-10", "result": "complete"},
        {"kind": "council", "date": "2026-06-25", "result": "approved"},
        {"kind": "awarded", "name": "中国板式家具产业基地·柳河样县", "document": "某文"},
    ]
    for step in steps:
        recorded = add_step(store, found.case, step, NOW, RULES, READINGS)
        assert (recorded.title_id, recorded.case) == (found.title_id, "2026-A01")
    assert store.events()[-1].date == "2026-11-28"
    row = statuses(store.events(), "2026-11-28")[found.title_id].row()
    assert (row["state"], row["tier"], row["region"]) == ("in_term", "base", "东样省柳河样县")
    with pytest.raises(InputError, match="已有结论"):
        add_step(store, found.case, {"kind": "council"}, NOW, RULES, READINGS)
    with pytest.raises(InputError, match="没有这个办件"):
        add_step(store, "2026-A09", {"kind": "council"}, NOW, RULES, READINGS)


@pytest.mark.clause("4.5")
def test_an_upgrade_ends_the_title_that_it_was_applied_for_under(store: Store, run: Path) -> None:
    award(store)
    put(run, "A01", review=True, tier="capital")
    (found,) = opened(store, run)
    for kind in ("examined", "accepted", "reported", "appraised", "opinion", "audited"):
        given = {"kind": kind, "date": "2026-04-01", "by": "association"}
        if kind not in ("examined", "opinion"):
            del given["by"]
        add_step(store, found.case, given, NOW, RULES, READINGS)
    add_step(store, found.case, {"kind": "council", "result": "approved"}, NOW, RULES, READINGS)
    with pytest.raises(InputError, match="提升或变更后的称号"):
        add_step(store, found.case, {"kind": "awarded"}, NOW, RULES, READINGS)
    given = {"kind": "awarded", "name": "中国板式家具之都·柳河样县", "tier": "都"}
    recorded = add_step(store, found.case, given, NOW, RULES, READINGS)
    assert (recorded.title_id, recorded.replaces, recorded.industry) == ("T0001", "T1", "家具")
    states = statuses(store.events(), "2026-11-28")
    assert (states["T1"].state, states["T0001"].state) == ("replaced", "in_term")


@pytest.mark.clause("2.2.4", "2.2.5", "A4.figures")
def test_the_register_tells_of_an_applicant_its_titles_and_base_figures(
    store: Store, run: Path
) -> None:
    award(store)
    put(run, "A01", product="样家具", review=True)
    put(run, "A02", product="样家具", region="另样县")
    others = {
        "T2": {"name": "中国样家具城", "region": "远样县"},
        "T3": {"name": "中国样家具产业基地", "region": "再样县"},
        "T4": {"name": "中国样家具之都", "region": "高样县", "tier": "capital"},
    }
    for title_id, changes in others.items():
        event = an_event("awarded", "2023-05-01", title_id, event_id="", **{**FACTS, **changes})
        add_event(store, event, NOW, RULES, READINGS)
    found = pairs(store)
    filed = {
        "T1": {
            year: FiledReturn(
                store.events()[0], {"exports": ReturnFigure("exports", value, "万美元")}
            )
            for year, value in ((2023, "100"), (2025, "80"))
        }
    }
    own, new = (
        facts_of(applicant, found, filed, DAY, RULES) for applicant in applicants_in(run, ())
    )
    assert [status.title_id for status in own.in_force] == ["T1"]
    assert [status.title_id for status in own.holders] == ["T2", "T3"]
    assert "出口额（万美元）：2023年100，2025年80，变化-20.0%" in own.lines()
    assert new.in_force == ()
    assert new.lines()[0] == "本地区本行业没有在册称号"
    assert [status.title_id for status in new.holders] == ["T1", "T2", "T3"]


@pytest.mark.clause("2.2.4")
@pytest.mark.parametrize("region", ["东样省新柳样市", "东样省柳河样县", "新柳样"])
def test_a_place_that_was_renamed_is_the_same_place(store: Store, run: Path, region: str) -> None:
    award(store)
    other = {**FACTS, "industry": "皮革", "name": "中国样革之乡", "tier": "township"}
    add_event(
        store, an_event("awarded", "2022-04-01", "T5", event_id="", **other), NOW, RULES, READINGS
    )
    renamed = an_event("renamed", "2025-01-01", "T5", event_id="", region="东样省新柳样市")
    add_event(store, renamed, NOW, RULES, READINGS)
    put(run, "A01", region=region, review=True)
    (applicant,) = applicants_in(run, ())
    facts = facts_of(applicant, pairs(store), {}, DAY, RULES)
    assert [status.title_id for status in facts.in_force] == ["T1"]
    (found,) = opened(store, run)
    assert (found.title_id, found.purpose) == ("T1", "review")


def test_one_return_alone_gives_the_base_of_a_review_and_of_nothing_else(
    store: Store, run: Path
) -> None:
    award(store)
    put(run, "A01")
    (applicant,) = applicants_in(run, ())
    figures = {"exports": ReturnFigure("exports", "100", "万美元")}
    filed = {"T1": {2023: FiledReturn(store.events()[0], figures)}}
    facts = facts_of(applicant, pairs(store), filed, DAY, RULES)
    assert "出口额（万美元）：2023年100" in facts.lines()
    (row,) = (row for row in facts.excerpt(review=True)["base"] if row["base"])
    assert (row["line"], row["base_year"], row["year"], row["now"]) == ("出口额", "2023", "", "")
    assert facts.excerpt(review=False)["base"] == []
    assert facts.excerpt(review=False)["in_force"][0]["expires"] == "2027-04-01"
