"""A workspace's own 规则 hold in every command and page on titles, as in scores and papers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from clusterlib.dashboards.annual import open_annual
from clusterlib.dashboards.register import open_register
from clusterlib.documents.workspace import lists_of_year, sources_of
from clusterlib.reports.panel_tables import write_records
from clusterlib.resources import parameters_folder, parameters_in_force
from clusterlib.sheets.delimited import read_records
from tests.cli.conftest import Run
from tests.panel.cases import members

ON = "2026-11-28"
EVENTS = """称号编号,事件,日期,办件,称号,地区,行业,级别,事由
T1,授名,2022-11-20,,中国样灯之都·甲县,样省甲县,照明,都,
T2,授名,2021-01-10,,中国样椅之乡,样省丙县,家具,乡,
T2,复评不合格,2025-06-01,,,,,,
T3,申请,2026-10-01,C1,中国样盒城,样省丁县,包装,城,授名
T3,审查意见,2026-10-08,C1,,,,,
T3,受理,2026-11-12,C1,,,,,
"""
# Of the two titles, one is overdue for eight days and one was to be rectified by June.
LONGER = {"rectification_years": ("value: 1,", "value: 2,")}
NOT_LISTED = {"overdue_listed": ('value: "yes"', 'value: "no"')}
TEN_DAYS = {"acceptance_days": ("value: 5,", "value: 30,")}
NINE_EXPERTS = {"least_panel_members": ("value: 5,", "value: 9,")}
FIVE_YEARS = {"title_years": ("value: 4\n", "value: 5\n")}


def with_rules(folder: Path, *changes: Mapping[str, tuple[str, str]]) -> Path:
    """Copy the shipped rules into a folder, with other values for some."""
    shutil.copytree(parameters_folder() / "regulation", folder / "regulation")
    for name, (old, new) in {key: pair for one in changes for key, pair in one.items()}.items():
        (file,) = (
            path
            for path in (folder / "regulation").glob("*.yaml")
            if f"\n{name}:\n" in path.read_text(encoding="utf-8")
        )
        head, found, rest = file.read_text(encoding="utf-8").partition(f"\n{name}:\n")
        assert old in rest
        file.write_text(head + found + rest.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("事件.csv").write_text(EVENTS, encoding="utf-8")
    assert run("register", "import", "事件.csv").status == 0
    return tmp_path


def states(run: Run, *words: str) -> dict[str, str]:
    assert run("register", "status", "--on", ON, "--out", "状态.csv", *words).status == 0
    return {row["title_id"]: row["state"] for row in read_records(Path("状态.csv"))}


def test_a_limit_of_the_workspace_changes_the_states(run: Run, at: Path) -> None:
    assert states(run) == {"T1": "overdue", "T2": "due_for_withdrawal", "T3": "candidate"}
    with_rules(at / "规则", LONGER, FIVE_YEARS)
    assert states(run) == {"T1": "in_term", "T2": "rectifying", "T3": "candidate"}


def test_rules_that_are_named_come_before_those_of_the_workspace(run: Run, at: Path) -> None:
    with_rules(at / "规则", LONGER)
    with_rules(at / "试算", FIVE_YEARS)
    named = states(run, "--parameters", "试算")
    assert named == {"T1": "in_term", "T2": "due_for_withdrawal", "T3": "candidate"}


def test_a_reading_of_the_workspace_changes_the_lists(run: Run, at: Path) -> None:
    asked = ("register", "lists", "2026", "--out", "名单")
    assert "认定 1 个，应公告取消 1 个" in run(*asked).out
    with_rules(at / "规则", NOT_LISTED)
    assert "认定 0 个，应公告取消 1 个" in run(*asked).out
    assert "认定 1 个" in run(*asked, "--reading", "overdue_listed=yes").out


def test_days_of_cases_and_the_calendar_of_the_workspace_hold(run: Run, at: Path) -> None:
    def due(*words: str) -> str:
        asked = ("register", "cases", "--on", ON, "--out", "办件.csv", *words)
        assert run(*asked).status == 0
        (case,) = read_records(Path("办件.csv"))
        return case["due"]

    assert due() == "2026-11-17"
    with_rules(at / "规则", TEN_DAYS)
    assert due() == "2026-12-12"
    assert due("--reading", "five_days=working") == "2026-12-24"
    (at / "规则" / "calendar").mkdir()
    (at / "规则" / "calendar" / "2026.yaml").write_text(
        "holidays: [2026-11-13]\nworking_days: []\nsource: 示例\n", encoding="utf-8"
    )
    assert due("--reading", "five_days=working") == "2026-12-25"


def test_what_is_due_and_what_an_entry_must_fit_go_by_the_workspace(run: Run, at: Path) -> None:
    asked = ("register", "due", "--on", ON, "--within", "0")
    award = ("register", "add", "title_id=T2", "kind=授名", "date=2026-11-28")
    assert "公告取消" in run(*asked).out
    with_rules(at / "规则", LONGER)
    assert "公告取消" not in run(*asked).out
    refused = run(*award)
    assert (refused.status, "整改中" in refused.err) == (2, True)


def test_returns_and_rounds_go_by_the_workspace(run: Run, at: Path) -> None:
    asked = ("register", "round", "2026", "--on", "2027-05-01", "--out", "年报.csv")
    assert "应报 1 个" in run(*asked).out
    with_rules(at / "规则", LONGER)
    assert "应报 2 个" in run(*asked).out


def test_pages_go_by_the_workspace_and_see_a_change(run: Run, at: Path) -> None:
    page, round_ = open_register(work=str(at), on=ON), open_annual(work=str(at), on="2027-05-01")

    def shown() -> tuple[str, set[str]]:
        page.widget.receive({"ticket": page.widget.answer, "do": "watch"})
        round_.widget.receive({"ticket": round_.widget.answer, "do": "choose", "year": 2026})
        found = page.ledger.held(date.fromisoformat(ON), None).found
        return found["T2"][1].state, {owed.title_id for owed in round_.state.owed}

    assert shown() == ("due_for_withdrawal", {"T1"})
    with_rules(at / "规则", LONGER)
    assert shown() == ("rectifying", {"T1", "T2"})
    round_.session.close()


def test_papers_go_by_the_workspace_without_standards_too(run: Run, at: Path) -> None:
    def listed() -> tuple[int, str]:
        sources = sources_of(date(2026, 12, 31), folder=at)
        return len(lists_of_year(sources, 2026).recognised), sources.statuses["T2"].state

    assert listed() == (1, "due_for_withdrawal")
    with_rules(at / "规则", LONGER, NOT_LISTED)
    assert listed() == (0, "rectifying")


def test_panels_go_by_the_workspace(run: Run, at: Path) -> None:
    list(write_records(members(), at / "名册.xlsx", "zh"))
    assert "不合" not in run("panel", "members", "名册.xlsx").out
    with_rules(at / "规则", NINE_EXPERTS)
    assert "应为不少于9名" in run("panel", "members", "名册.xlsx").out


def test_the_register_elsewhere_brings_the_rules_beside_it(
    run: Run, at: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch
) -> None:
    with_rules(at / "规则", LONGER)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert states(run, "--store", str(at / "台账"))["T2"] == "rectifying"
    with_rules(Path("规则"), FIVE_YEARS)
    refused = run("register", "due", "--on", ON, "--store", str(at / "台账"))
    assert (refused.status, "有两个规则文件夹" in refused.err) == (2, True)
    named = states(run, "--store", str(at / "台账"), "--parameters", "规则")
    assert named["T1"] == "in_term"


def test_a_folder_of_calendars_and_templates_alone_leaves_the_rules_as_shipped(
    run: Run, at: Path
) -> None:
    (at / "规则" / "calendar").mkdir(parents=True)
    (at / "规则" / "documents").mkdir()
    assert states(run)["T2"] == "due_for_withdrawal"
    assert parameters_in_force(None, at / "台账") == at / "规则"


@pytest.mark.clause("2.2.3")
def test_an_element_can_be_claimed_where_its_indicators_are_filed(run: Run, at: Path) -> None:
    def added(title: str, element: str, day: str = "2026-05-01") -> tuple[int, str]:
        name = f"name=中国{element}样灯之都"
        ended = run("register", "add", f"title_id={title}", "kind=授名", f"date={day}", name)
        return ended.status, ended.err

    status, told = added("S1", "智能")
    assert (status, "没有已备案的相应考核指标" in told) == (2, True)
    scheme = (parameters_folder() / "schemes" / "furniture-smart-example.yaml").read_text("utf-8")
    (at / "评价体系").mkdir()
    own = at / "评价体系" / "furniture-smart-example.yaml"
    own.write_text(scheme, encoding="utf-8")
    assert added("S1", "智能")[0] == 2
    own.write_text(scheme.replace('filed: "no"', "filed: maybe"), encoding="utf-8")
    assert added("S1", "智能")[0] == 2
    own.write_text(scheme.replace('filed: "no"', 'filed: "yes"'), encoding="utf-8")
    assert added("S1", "智能")[0] == 0
    assert added("S2", "绿色")[0] == 2
    assert "认定 2 个" in run("register", "lists", "2025", "--out", "名单").out
