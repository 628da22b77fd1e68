"""Tables of a panel: read and written as CSV and XLSX, strictly, every problem at once."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from clusterlib.errors import InputError
from clusterlib.panel.case import cases_of
from clusterlib.panel.checks import check_points, check_tables, check_visits
from clusterlib.panel.records import TABLES, Finding, Line, Member, Opinion, Round, Visit
from clusterlib.panel.tables import read_tables
from clusterlib.reports.panel_tables import write_records
from tests.panel.cases import CLOSED, allowed, lines, members

NOW = datetime(2026, 11, 28, 1, 2, 3, tzinfo=UTC)
MOMENT = "2026-11-27T09:00:00.000000+00:00"
SHEET = "sheet,case,member,round,recorded,locked,corrects,section,points,grade,reason".split(",")
RECORDS = (
    *members(),
    *(line._replace(recorded=MOMENT, locked=MOMENT) for line in lines()),
    Round("C", "1", MOMENT),
    Finding("C", "甲", "1", "influence", "=产量第4；<&>"),
    Opinion("C", "opinion", "1", "一", "一段"),
    Opinion("C", "suggestion", "10", "十", "一段"),
    Visit("C", "2026-11-20", "2026-11", "样县", "会", "both", "recommended", "base"),
)


def table(path, rows, headings=SHEET):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def read(*paths):
    return read_tables(list(paths), NOW)


def records(found):
    return tuple(row.record for rows in found.rows.values() for row in rows)


def told(problems):
    return [(one.row, one.column, one.found) for one in problems]


def line(section="basic", points="40", **facts):
    facts = {"sheet": "S", "case": "C", "member": "甲", "round": "1", **facts}
    facts |= {"section": section, "points": points}
    return [facts.get(name, "") for name in SHEET]


@pytest.mark.parametrize("headings", ["ids", "zh"])
@pytest.mark.parametrize("name", ["全部.xlsx", "全部"])
def test_what_is_written_is_read_back_under_either_headings(tmp_path, name, headings):
    list(write_records(RECORDS, tmp_path / name, headings))
    found = read(tmp_path / name)
    assert found.problems == []
    assert set(records(found)) == set(RECORDS)
    assert len(records(found)) == len(RECORDS)


def test_values_are_read_by_id_or_term_and_kept_the_same(tmp_path):
    rows = [
        ["S", "C", "甲", "第1轮", "", "是", "", "一", "４０．５０", "", ""],
        ["S", "C", "甲", "1", "", "是", "", "质量安全情况", "0", "—", ""],
        ["S", "C", "甲", "1", "", "是", "", "government", "07", "好", ""],
        ["S", "C", "甲", "1", "", "是", "", "四、规划和扶持政策", "", "average", "因为"],
    ]
    headings = "打分表编号 办件 专家编号 轮次 记录时间 锁定 更正 部分 得分 档次 理由".split()
    found = read(table(tmp_path / "a.csv", rows, headings))
    assert found.problems == []
    kept = [(one.section, one.points, one.grade) for one in records(found)]
    assert kept == [
        ("basic", "40.5", ""),
        ("quality", "0", ""),
        ("government", "7", "good"),
        ("policy", "", "average"),
    ]
    assert {one.locked for one in records(found)} == {"2026-11-28T01:02:03.000000+00:00"}


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-27T09:00:00Z",
        "2026-11-27 09:00",
        "2026/11/27 09:00:00",
        "2026-11-27T17:00:00+08:00",
    ],
)
def test_moments_are_utc(tmp_path, moment):
    found = read(table(tmp_path / "a.csv", [line(locked=moment)]))
    assert records(found)[0].locked == MOMENT


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"points": "40.125"}, "points"),
        ({"points": "-1"}, "points"),
        ({"points": "约40"}, "points"),
        ({"points": "40分"}, "points"),
        ({"section": "五"}, "section"),
        ({"grade": "优"}, "grade"),
        ({"round": "0"}, "round"),
        ({"round": "1.5"}, "round"),
        ({"locked": "昨天"}, "locked"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_by_row_and_column(tmp_path, facts, column):
    found = read(table(tmp_path / "a.csv", [line(), line(**facts)]))
    assert [(one.row, one.column) for one in found.problems] == [(3, column)]
    assert len(records(found)) == 1


def test_every_problem_is_told_at_once(tmp_path):
    rows = [line(points="x", section="y"), line(sheet=""), line(member="", round="a")]
    found = read(table(tmp_path / "a.csv", rows))
    assert [(one.row, one.column) for one in found.problems] == [
        (2, "section"),
        (2, "points"),
        (3, "打分表编号"),
        (4, "round"),
        (4, "专家编号"),
    ]


def test_headings_that_are_unknown_missing_or_repeated_are_told(tmp_path):
    headings = [name for name in SHEET if name != "member"]
    found = read(table(tmp_path / "a.csv", [], [*headings, "points", "总分"]))
    assert [(one.column, one.found) for one in found.problems] == [
        ("points", "这一列出现两次"),
        ("总分", "认不出“打分”的这一列"),
        ("专家编号", "“打分”没有这一列"),
    ]


def test_a_file_without_a_table_of_the_panel_is_refused(tmp_path):
    with pytest.raises(InputError, match="没有找到专家组的表"):
        read(table(tmp_path / "a.csv", [["1", "2"]], ["产值", "出口"]))


def problems(rows, *, known=(), roster=("甲", "乙")):
    """What stands between the rows of sheets, and beside what is known."""
    from clusterlib.panel.tables import PanelTables, Placed

    found = PanelTables()
    for place, values in enumerate(rows, 2):
        found.rows["line"].append(Placed(Line(*values), row=place))
    held = [*(Member("C", name, name) for name in roster), *known]
    return check_tables(found, held)


def test_the_rows_of_one_sheet_agree_and_have_each_section_once():
    rows = [line(), line("quality", member="乙"), line("policy", round="2"), line(points="41")]
    assert told(problems(rows)) == [
        (5, "打分表编号、部分", "与前面的行重复而内容不同"),
        (3, "专家编号", "同一份打分表各行不一致"),
        (4, "轮次", "同一份打分表各行不一致"),
    ]


def test_the_first_two_sections_have_no_grade():
    assert told(problems([line(grade="good")])) == [(2, "档次", "前两部分没有档次")]


def test_only_those_on_the_panel_have_sheets():
    assert told(problems([line(member="丁")])) == [(2, "专家编号", "专家组里没有“丁”")]
    unknown = problems([line()], roster=())
    assert [one.refuses for one in unknown] == [False]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"corrects": "没有"}, "没有打分表“没有”"),
        ({"corrects": "K"}, "没有打分表“K”"),
        ({"corrects": "S", "member": "乙"}, "更正的不是同一人同一轮的打分表"),
        ({"corrects": "S", "round": "2"}, "更正的不是同一人同一轮的打分表"),
        ({"corrects": "S", "reason": ""}, "更正没有写理由"),
    ],
)
def test_a_correction_names_the_own_sheet_of_the_round_with_a_reason(facts, found):
    correction = line(**{"sheet": "K", "locked": "t", "reason": "抄错", **facts})
    assert found in [one.found for one in problems([line(locked="t"), correction])]


def test_a_correction_as_it_should_be_has_no_problem_and_one_round_about_has():
    first, second = line(locked="t"), line(sheet="K", locked="t", corrects="S", reason="抄错")
    assert problems([first, second]) == []
    circle = [line(locked="t", corrects="K", reason="x"), second]
    assert "打分表互相更正" in [one.found for one in problems(circle)]


def test_two_locked_sheets_of_one_round_are_told():
    both = [line(locked="t"), line(sheet="K", locked="t")]
    assert told(problems(both)) == [(3, "打分表编号", "同一人同一轮另有打分表“S”")]


def test_what_is_locked_or_closed_already_cannot_change():
    held = [Line(*line(locked="t"))]
    assert told(problems([line(locked="t", points="41")], known=held)) == [
        (2, "打分表编号", "已锁定，不能改动")
    ]
    assert problems([line(locked="t")], known=held) == []
    late = problems([line(locked="u")], known=[Round("C", "1", "t")])
    assert [(one.found, one.refuses) for one in late] == [("收轮以后才锁定", False)]


def test_titles_and_persons_that_do_not_fit_are_told_but_block_nothing(tmp_path):
    names = list(TABLES["member"].headings)
    rows = [
        ["C", "甲", "甲", "教授", "other", "policy", "leader", "", "", ""],
        ["C", "乙", "乙", "处长", "", "policy", "member", "", "", ""],
        ["C", "乙", "乙", "处长", "其他", "科技", "成员", "", "", ""],
        ["C", "甲", "丙", "教授", "", "policy", "member", "", "", ""],
    ]
    found = read(table(tmp_path / "m.csv", rows, names))
    assert found.problems == []
    assert [(one.row, one.refuses) for one in check_tables(found)] == [
        (4, False),
        (5, True),
        (2, False),
        (3, False),
    ]


@pytest.mark.parametrize(
    ("section", "points", "grade", "bands"),
    [
        ("basic", "35.99", "", "36≤得分≤48"),
        ("basic", "48.01", "", "36≤得分≤48"),
        ("quality", "9.99", "", "10≤得分≤16"),
        ("quality", "16.01", "", "10≤得分≤16"),
        ("government", "8", "good", "8<得分≤10"),
        ("government", "8.01", "fair", "6≤得分≤8"),
        ("policy", "6", "average", "0≤得分<6"),
        ("policy", "10.01", "", "0≤得分≤10"),
    ],
)
@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.3.government", "A1.3.policy")
def test_a_point_outside_its_band_is_told_with_the_band(tmp_path, section, points, grade, bands):
    path = table(tmp_path / "a.csv", [line(section, points, grade=grade)])
    [one] = check_points(read(path), {"C": allowed()})
    assert (one.row, one.expected, one.refuses) == (2, bands, False)
    assert points in one.found


@pytest.mark.parametrize(
    ("section", "points", "grade"),
    [
        ("basic", "36", ""), ("basic", "48", ""), ("quality", "10", ""), ("quality", "16", ""),
        ("government", "8.01", "good"), ("government", "10", "good"), ("government", "6", "fair"),
        ("policy", "8", "fair"), ("policy", "5.99", "average"), ("policy", "0", "average"),
        ("policy", "10", ""), ("policy", "", "good"),
    ],
)  # fmt: skip
def test_the_ends_of_each_band_are_taken(tmp_path, section, points, grade):
    path = table(tmp_path / "a.csv", [line(section, points, grade=grade)])
    assert check_points(read(path), {"C": allowed()}) == []


def test_points_of_a_case_without_figures_are_told_not_to_be_checked(tmp_path):
    [one] = check_points(read(table(tmp_path / "a.csv", [line()])), {})
    assert "没有申报单位“C”的数据" in one.found


def test_a_visit_that_differs_from_the_register_is_told(tmp_path):
    visit = Visit("C", channel="both", conclusion="recommended")
    list(write_records([visit], tmp_path / "v", "zh"))
    found = read(tmp_path / "v" / "考评情况.csv")
    assert check_visits(found, {"C": "both"}, {"C": "recommended"}) == []
    assert check_visits(found, {}, {"D": "not_recommended"}) == []
    problems_ = check_visits(found, {"C": "federation"}, {"C": "not_recommended"})
    assert [(one.column, one.found) for one in problems_] == [
        ("渠道", "“协会和省级组织”与台账（联合会）不同"),
        ("结论", "“推荐”与台账（不推荐）不同"),
    ]


def test_rows_of_texts_that_say_nothing_are_passed_over(tmp_path):
    names = list(TABLES["finding"].headings)
    rows = [["C", "甲", "1", "行业影响力", ""], ["C", "甲", "1", "（二）区域经济地位", "有"]]
    found = read(table(tmp_path / "f.csv", rows, names))
    assert [(one.indicator, one.text) for one in records(found)] == [("regional_position", "有")]


def test_a_case_is_what_was_recorded_last_of_each_thing():
    early = lines({"甲": ("40", "12", "7", "7", "fair", "fair")}, locked="")
    case = cases_of([*members(), *early, *lines(), CLOSED, *RECORDS[-3:]])["C"]
    assert len(case.sheets) == 6
    assert case.sheets[0].points["basic"] == 44
    assert [(one.kind, one.number) for one in case.opinions] == [
        ("opinion", "1"),
        ("suggestion", "10"),
    ]
