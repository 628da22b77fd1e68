"""The page of incoming workbooks without a browser: what it answers, its frames, its run."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clusterlib.dashboards.reception import open_reception
from clusterlib.dashboards.reception.page import ReceptionPage
from clusterlib.dashboards.uploads import session as uploads_session
from clusterlib.dashboards.uploads.session import Chunk, Session
from clusterlib.errors import InputError
from clusterlib.file_names import safe_name
from clusterlib.samples import SamplePaths, write_samples

DAY = "2026-11-25"
ENTRY = {
    "applicant_id": "T03",
    "item": "main_revenue",
    "year": "2025",
    "value": "80",
    "unit": "亿元",
    "reason": "按纳税申报表核定",
    "document": "纳税申报表",
    "person": "样核定员",
    "day": "2026-03-15",
}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    return write_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture
def board(samples: SamplePaths, tmp_path: Path) -> Iterator[ReceptionPage]:
    """Return the page with four workbooks: faultless, faulty, unreadable, of no trade."""
    page = open_reception(work=str(tmp_path), on=DAY)
    page.workbooks.add(*workbooks(samples, "东渡样镇", "土桥样县", "上锁样县", "积木样县"))
    yield page
    page.session.close()


def workbooks(samples: SamplePaths, *names: str) -> list[Path]:
    """Return sample workbooks by the names of their applicants."""
    return [samples.applications / f"{name}申报表.xlsx" for name in names]


def asked(page: ReceptionPage, do: str, **arguments: object) -> dict:
    """Send a request as the front end does and return the view."""
    page.table.receive({"do": do, "ticket": str(page.table.answer), **arguments})
    return page.table.view


def test_every_workbook_is_listed_with_counts_and_why_it_is_not_scored(
    board: ReceptionPage,
) -> None:
    found = board.workbooks.frame().set_index("name")
    assert found.loc["东渡样镇", ["errors", "warnings", "not_scored"]].tolist() == [2, 0, ""]
    assert found.loc["土桥样县", ["errors", "warnings"]].tolist() == [2, 4]
    assert found.loc["上锁样县申报表", "not_scored"] == "读不了"
    assert "密码" in found.loc["上锁样县申报表", "unread"]
    assert found.loc["积木样县", "not_scored"] == "未评价"
    assert asked(board, "watch")["total"] == "收到 4 份，3 份有须改正处，1 份读不了。"


def test_problems_stand_by_sheet_and_cell(board: ReceptionPage) -> None:
    view = asked(board, "select", number=2)
    sheets = {group["sheet"]: group["problems"] for group in view["chosen"]["sheets"]}
    assert set(sheets) == {"基本情况表二", "打分表补充"}
    assert [
        (problem["cell"], problem["severity"], problem["found"])
        for problem in sheets["打分表补充"]
    ] == [
        ("E4", "须改正", "80亿"),
        ("E4", "缺", "80亿"),
    ]
    assert len(board.problem_list.frame()) == 9


def test_the_verdict_is_one_sentence_with_three_tiers(board: ReceptionPage) -> None:
    verdict = asked(board, "select", number=2)["chosen"]["verdict"]
    assert verdict["sentence"] == "按基地达标值：未定。10≤总得分≤84，跨 70 分。"
    assert [tier["term"] for tier in verdict["tiers"]] == ["都", "基地", "乡"]
    assert board.verdicts.frame()["verdict"].tolist() == ["open", "open"]


def test_a_workbook_sent_again_takes_the_place_of_the_first(
    board: ReceptionPage, samples: SamplePaths
) -> None:
    board.workbooks.add(*workbooks(samples, "土桥样县"))
    assert board.workbooks.frame()["name"].tolist().count("土桥样县") == 1


def test_the_same_id_in_another_workbook_is_not_scored_twice(
    board: ReceptionPage, samples: SamplePaths
) -> None:
    board.workbooks.add(*workbooks(samples, "甲县", "重号样县"))
    found = board.workbooks.frame().set_index("name")["not_scored"]
    assert (found["甲县"], found["重号样县"]) == ("", "编号重复")


@pytest.mark.parametrize("field", ["value", "unit", "reason", "document", "person", "day"])
def test_a_confirmed_figure_is_refused_beside_the_field_that_is_blank(
    board: ReceptionPage, field: str
) -> None:
    asked(board, "confirm", record={**ENTRY, field: ""})
    assert board.table.entry["wrong"] == {field: "必填"}
    assert board.confirmed.frame().empty


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("value", "约80", "不是确数"),
        ("value", "abc", "不是数字"),
        ("value", "-1", "不能为负数"),
        ("unit", "个", "单位不适用"),
        ("day", "3月15日", "应为年-月-日"),
        ("day", "2999-01-01", "不能晚于今天"),
    ],
)
def test_a_confirmed_figure_that_cannot_be_read_is_refused(
    board: ReceptionPage, field: str, text: str, why: str
) -> None:
    asked(board, "confirm", record={**ENTRY, field: text})
    assert why in board.table.entry["wrong"][field]
    assert not (board.work / "核定" / "核定数据.csv").exists()


def test_a_reason_that_begins_with_a_formulas_sign_is_kept_as_a_text(board: ReceptionPage) -> None:
    record = {**ENTRY, "reason": "=1+1", "document": "-5%以内", "person": "'王某"}
    asked(board, "confirm", record=record)
    for name in ("核定数据.csv", "核定记录.csv"):
        written = (board.work / "核定" / name).read_text(encoding="utf-8-sig")
        assert ",'=1+1,'-5%以内,''王某," in written
    asked(board, "confirm", record=record)
    assert "没有重复写入" in board.table.view["saved"]


def test_a_confirmed_figure_shows_its_effect_first_and_leaves_what_was_reported(
    board: ReceptionPage,
) -> None:
    asked(board, "select", number=2)
    asked(board, "check", record=ENTRY)
    effect = board.table.entry["effect"]
    assert "达标项数 7–8 → 8" in effect["sentence"]
    view = asked(board, "confirm", record=ENTRY)
    figure = next(
        found for found in view["chosen"]["figures"] if found["column"] == "main_revenue"
    )
    assert (figure["reported"], figure["confirmed"]["value"]) == ("80亿", "80")
    assert view["saved"].startswith("已保存到 核定/核定数据.csv")
    assert board.confirmed.frame()["value"].tolist() == [80.0]
    asked(board, "confirm", record=ENTRY)
    assert "没有重复写入" in board.table.view["saved"]


def test_an_upload_is_taken_in_parts_and_a_part_sent_twice_does_no_harm(
    board: ReceptionPage, samples: SamplePaths
) -> None:
    data = workbooks(samples, "甲县")[0].read_bytes()
    half = len(data) // 2
    for at, piece in ((0, data[:half]), (0, data[:half]), (half, data[half:])):
        asked(
            board,
            "part",
            upload="a",
            name="甲县申报表.xlsx",
            size=len(data),
            at=at,
            data=memoryview(piece),
            rest=0,
        )
    assert board.table.upload["whole"]
    assert "甲县" in board.workbooks.frame()["name"].tolist()


@pytest.mark.parametrize(
    ("name", "size", "why"),
    [
        ("甲县.pdf", 5, "不是申报工作簿"),
        ("甲县.xlsx", 0, "空的"),
        ("甲县.xlsx", uploads_session.LARGEST_UPLOAD + 1, "超过20MB"),
    ],
)
def test_a_file_of_another_kind_empty_or_too_large_is_refused(
    board: ReceptionPage, name: str, size: int, why: str
) -> None:
    asked(board, "part", upload="b", name=name, size=size, at=0, data=b"", rest=0)
    assert why in board.table.upload["error"]


def test_a_file_larger_than_it_said_is_refused() -> None:
    session = Session()
    with pytest.raises(InputError, match="超过"):
        session.take(Chunk("a", "甲县.xlsx", 2, 0, b"123"))
    session.close()


def test_an_upload_stays_in_the_private_folder_whatever_its_name() -> None:
    session = Session()
    _, path = session.take(Chunk("a", "..\\..\\样县?.xlsx", 3, 0, b"123"))
    assert path is not None
    assert session.folder is not None
    assert path.parent.parent == session.folder
    assert path.name == "样县_.xlsx"
    session.close()
    assert not path.exists()


def test_the_marked_copy_and_the_template_are_workbooks(board: ReceptionPage) -> None:
    asked(board, "marked", number=2)
    assert board.table.file["name"] == "土桥样县申报表（标注）.xlsx"
    marked = load_workbook(BytesIO(board.table.file["data"]))
    assert {"封面", "基本情况表二", "打分表补充"} < set(marked.sheetnames)
    assert "问题" in marked.sheetnames[0]
    asked(board, "template")
    assert board.table.file["name"] == "申报表模板.xlsx"


def test_an_unreadable_workbook_has_no_marked_copy(board: ReceptionPage) -> None:
    asked(board, "marked", number=3)
    assert "不能标注" in board.table.problem
    assert "错误码 E-" in board.table.problem


def test_another_panel_table_is_chosen_from_the_working_folder(
    board: ReceptionPage, samples: SamplePaths
) -> None:
    (board.work / "核定").mkdir()
    shutil.copy(samples.panel, board.work / "核定" / "专家评分.csv")
    view = asked(board, "rules", standard=board.state.standard, panel="专家评分.csv", on=DAY)
    assert view["rules"]["panel"] == "专家评分.csv"
    assert view["rows"][0]["word"]["total"] == "32.5"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"on": "明天"}, "不是日期"),
        ({"standard": "没有.yaml"}, "不在工作文件夹里了"),
        ({"panel": "没有.csv"}, "不在工作文件夹里了"),
    ],
)
def test_rules_that_cannot_be_used_leave_the_old_ones(
    board: ReceptionPage, change: dict[str, str], why: str
) -> None:
    before = board.state.rules
    rules = {"standard": board.state.standard, "panel": "不用评审表", "on": DAY}
    asked(board, "rules", **{**rules, **change})
    assert why in board.table.problem
    assert board.state.rules == before


def test_a_run_finishes_names_what_failed_and_can_be_sent(board: ReceptionPage) -> None:
    board.run.start()
    assert board.run.wait() == "done"
    found = board.run.frame().set_index("name")["status"]
    assert found["东渡样镇"] == "done"
    assert found["积木样县"] == "failed"
    view = asked(board, "watch")
    assert view["run"]["sentence"].startswith("完成 2 家、失败 2 家")
    asked(board, "package", id="J21")
    assert board.table.file["name"] == "东渡样镇.zip"
    with zipfile.ZipFile(BytesIO(board.table.file["data"])) as package:
        assert package.namelist() == ["东渡样镇评价报告.html", "东渡样镇申报表（标注）.xlsx"]
    asked(board, "packages")
    with zipfile.ZipFile(BytesIO(board.table.file["data"])) as packages:
        assert packages.namelist() == ["东渡样镇.zip", "土桥样县.zip"]
    asked(board, "retry", id="X01")
    assert board.run.wait() == "done"
    assert board.run.frame().set_index("name")["status"]["东渡样镇"] == "kept"


def test_a_run_without_workbooks_is_refused(tmp_path: Path) -> None:
    page = open_reception(work=str(tmp_path), on=DAY)
    asked(page, "start")
    assert "还没有收到申报表" in page.table.problem


def test_the_notebook_is_told_of_changes(board: ReceptionPage, samples: SamplePaths) -> None:
    told: list[int] = []
    board.workbooks.observe(lambda change: told.append(change["new"]), "version")
    board.workbooks.add(*workbooks(samples, "甲县"))
    assert told


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("甲县<1>", "甲县_1_"),
        ("con", "con_"),
        ("a" * 61, "a" * 60),
        ("a" * 60, "a" * 60),
        ("a" * 59, "a" * 59),
        ("样县. ", "样县"),
        ("\u202e样县", "样县"),
    ],
)
def test_names_of_packages_can_be_held_by_windows(name: str, safe: str) -> None:
    assert safe_name(name) == safe
