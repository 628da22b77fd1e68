"""The commands on panels, from a roster to a table that the batch takes."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from clusterlib.reports.panel_tables import write_records
from tests.panel.applicants import STANDARD, cohort_table
from tests.panel.cases import SIX, lines, members

COMMANDS = ("members", "check", "import", "consolidate", "export", "user")
POINTS = ("panel_basic", "panel_quality", "panel_government", "panel_policy")


@pytest.fixture
def at(tmp_path, monkeypatch):
    """A folder with an applicant and the roster of its panel."""
    monkeypatch.chdir(tmp_path)
    cohort_table(tmp_path / "申报.csv")
    list(write_records(members(), tmp_path / "名册.xlsx", "zh"))
    return tmp_path


SCORED = ("--applicants", "申报.csv", "--standard", STANDARD)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(folder, points):
    """Fill in the experts' workbooks as they would, the leader closing the round."""
    for member, row in points.items():
        [path] = folder.glob(f"*专家{member}_*.xlsx")
        book = load_workbook(path)
        for line, (given, grade) in enumerate(zip(row[:4], ("", "", *row[4:]), strict=True), 4):
            book["打分"][f"H{line}"] = float(given)
            if grade:
                book["打分"][f"G{line}"] = {"good": "好", "fair": "较好", "average": "一般"}[grade]
            book["打分"][f"K{line}"] = "是"
        if "轮次" in book.sheetnames:
            book["轮次"]["C4"] = "是"
        book.save(path)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_text_has_an_example(run, command):
    ended = run("panel", command, "--help")
    assert ended.status == 0
    assert f"Example: clusterlib panel {command}" in " ".join(ended.out.split())


def test_from_workbooks_to_the_panel_table_without_touching_a_file_by_hand(run, at):
    ended = run("panel", "export", "名册.xlsx", *SCORED, "--out", "打分")
    assert (ended.status, ended.out.count("已写出")) == (0, 7)
    fill(at / "打分", SIX)
    checked = run("panel", "check", "打分", "名册.xlsx", *SCORED)
    assert (checked.status, checked.out.splitlines()[-1]) == (
        0,
        "读到 专家名册 7 行，打分 28 行，轮次 1 行，考评情况 1 行；问题 0 条",
    )
    ended = run("panel", "consolidate", "打分", "名册.xlsx", *SCORED, "--out", "评分.csv")
    assert ended.status == 0
    assert "总得分71.1，符合" in ended.out
    [row] = rows(at / "评分.csv")
    assert [row[name] for name in POINTS] == ["44.17", "12.92", "6.88", "7.13"]
    assert (row["grade_government"], row["grade_policy"]) == ("fair", "fair")
    detail = rows(at / "评分.合成明细.csv")
    assert [one["valid"] for one in detail] == ["6", "6", "4", "3"]
    assert {one["alpha"] for one in detail} == {"0.04"}
    experts = {one["member"]: one for one in rows(at / "评分.专家明细.csv")}
    assert experts["甲"]["total_without"] == "63.93–<69.93"
    assert experts["庚"]["sheet"] == ""


def test_the_panel_table_is_what_the_batch_takes(run, at):
    list(write_records([*members(), *lines(), *closed()], at / "表.xlsx", "ids"))
    ranks = "applicant_id,output_rank,claim_raw_material,panel_basic,note\nC,2,是,1,\nZ,,,40,\n"
    (at / "排名.csv").write_text(ranks, encoding="utf-8")
    command = ("panel", "consolidate", "表.xlsx", *SCORED, "--panel", "排名.csv")
    assert run(*command, "--out", "评分.xlsx", "--headings", "zh").status == 0
    assert run(*command, "--out", "评分.csv", "--reading", "consolidate=median").status == 0
    own, other = rows(at / "评分.csv")
    assert [own[name] for name in POINTS] == ["44.25", "13", "6.9", "7"]
    assert (own["output_rank"], own["claim_raw_material"]) == ("2", "是")
    assert (other["applicant_id"], other["panel_basic"]) == ("Z", "40")
    batch = run("batch", "申报.csv", "--standard", STANDARD, "--panel", "评分.xlsx", "--out", "果")
    assert batch.status == 0
    found = [row for row in rows(at / "果" / "summary.csv") if row["tier"] == "base"]
    assert [row["total"] for row in found] == ["71.1"]
    assert "consolidate" not in found[0]["readings"]


def closed():
    from clusterlib.panel.records import Round

    return [Round("C", "1", "2026-11-28T00:00:00+00:00")]


def test_an_illegal_point_is_told_refused_nowhere_else_and_does_not_count(run, at):
    points = {**SIX, "戊": ("35.99", "11.5", "8.5", "5", "fair", "average")}
    list(write_records([*members(), *lines(points), *closed()], at / "表.xlsx", "zh"))
    ended = run("panel", "check", "表.xlsx", *SCORED)
    assert ended.status == 1
    told = [line for line in ended.out.splitlines() if "不在允许的档内" in line]
    assert len(told) == 2
    assert "应为36≤得分≤48" in told[0]
    assert "应为6≤得分≤8" in told[1]
    assert run("panel", "consolidate", "表.xlsx", *SCORED, "--out", "评分.csv").status == 1
    assert rows(at / "评分.合成明细.csv")[0]["valid"] == "5"


def test_import_takes_all_or_nothing_and_the_store_stands_for_the_tables(run, at):
    list(write_records([*members(), *lines(), *closed()], at / "表", "zh"))
    broken = (at / "表" / "打分.csv").read_text("utf-8-sig").replace(",44,", ",很多,")
    (at / "坏.csv").write_text(broken, encoding="utf-8")
    refused = run("panel", "import", "名册.xlsx", "坏.csv")
    assert (refused.status, "没有录入任何一行" in refused.err) == (1, True)
    assert "新增 32 条，已有 0 条" in run("panel", "import", "表").out
    assert "新增 0 条，已有 32 条" in run("panel", "import", "表").out
    ended = run("panel", "consolidate", *SCORED, "--out", "评分.csv")
    assert (ended.status, rows(at / "评分.csv")[0]["panel_basic"]) == (0, "44.17")
    assert run("panel", "export", "--records", "--out", "全部.xlsx").status == 0
    assert run("panel", "import", "全部.xlsx", "--store", "另一").status == 0
    assert run("panel", "export", *SCORED, "--out", "二轮").status == 0
    assert len(list((at / "二轮").glob("*第2轮.xlsx"))) == 7
    assert "记录链完整" in run("register", "verify").out


def test_members_says_who_sits_on_the_panel_and_what_is_against_it(run, at):
    near = [member._replace(region="样一市") for member in members()[:4]]
    list(write_records(near, at / "四人.csv名册.xlsx", "zh"))
    ended = run("panel", "members", "四人.csv名册.xlsx", *SCORED)
    assert ended.status == 0
    assert "专家组4人（专家甲、专家乙、专家丙、专家丁）；应为不少于5名（3.2.panel）" in ended.out
    assert "所在地（样一市）与申报地区" in ended.out
    assert "提示：没有环保领域的专家" in ended.out
    checked = run("panel", "check", "四人.csv名册.xlsx", *SCORED)
    assert (checked.status, "C 专家组 不合：专家组4人" in checked.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (
            ("consolidate", "名册.xlsx", *SCORED, "--out", "x.csv", "--reading", "consolidate=x"),
            "x",
        ),
        (("consolidate", "名册.xlsx", *SCORED, "--out", "x.doc"), ".doc"),
        (("check", "没有.xlsx"), "没有.xlsx"),
        (("check", "申报.csv"), "申报.csv"),
        (("export", "名册.xlsx", "--out", "打分"), "--applicants"),
        (("export", "名册.xlsx", "--applicants", "申报.csv", "--out", "打分"), "--standard"),
        (("export", "--out", "打分", *SCORED), "办件"),
    ],
)
def test_what_cannot_be_asked_is_told_with_status_2(run, at, arguments, found):
    ended = run("panel", *arguments)
    assert ended.status == 2
    assert found in ended.err
    assert "Traceback" not in ended.err


def test_a_case_without_its_applicant_is_told_and_stops_no_other(run, at):
    other = [member._replace(case="D") for member in members()]
    list(write_records([*members(), *other, *lines(), *closed()], at / "表.xlsx", "zh"))
    ended = run("panel", "consolidate", "表.xlsx", *SCORED, "--out", "评分.csv")
    assert ended.status == 1
    assert "D：没有这个申报单位的数据，没有合成" in ended.err
    assert [row["applicant_id"] for row in rows(at / "评分.csv")] == ["C"]


def test_the_batch_takes_the_points_that_are_recorded_without_a_table_by_hand(run, at):
    list(write_records([*members(), *lines(), *closed()], at / "表", "ids"))
    assert run("panel", "import", "表").status == 0
    command = ("batch", "申报.csv", "--standard", STANDARD, "--out", "果", "--store", "台账")
    assert run(*command).status == 0
    assert run(*command, "--reading", "consolidate=median").status == 0
    found = [row for row in rows(at / "果" / "summary.csv") if row["tier"] == "base"]
    assert [(row["total"], row["verdict"]) for row in found] == [("71.15", "pass")]


def test_a_blank_roster_is_filled_in_and_read(run, at):
    assert run("template", "专家名册.xlsx", "--kind", "roster").status == 0
    book = load_workbook("专家名册.xlsx")
    sheet = book["专家名册"]
    assert {one.formula1 for one in sheet.data_validations.dataValidation} >= {
        '"组长,副组长,成员"'
    }
    for number in range(5):
        role = ("组长", "副组长", *["成员"] * 3)[number]
        sheet.append(
            ["C", f"Z{number}", f"专家{number}", "教授", None, "科技", role, "某院", "他省", None]
        )
    book.save("专家名册.xlsx")
    ended = run("panel", "members", "专家名册.xlsx", *SCORED)
    assert ended.status == 0
    assert "专家组5人" in ended.out
    again = run("template", "专家名册.xlsx", "--kind", "roster")
    assert (again.status, "已有这个文件" in again.err) == (2, True)
    assert run("template", "别的.xlsx", "--kind", "名册").status == 2
