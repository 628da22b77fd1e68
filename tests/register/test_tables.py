"""Tables of events and of titles: read strictly, every problem at once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clusterlib.errors import InputError
from clusterlib.register.cases import CASE_COLUMNS
from clusterlib.register.dates import written_date
from clusterlib.register.events import COLUMNS
from clusterlib.register.status import COLUMNS as OF_STATUS
from clusterlib.register.tables import read_events
from clusterlib.rules.annual import RETURN_LINES


def csv_file(folder: Path, *lines: str) -> Path:
    path = folder / "台账.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年9月", "2023-09"),
        ("2023.9", "2023-09"),
        ("2023/9/5", "2023-09-05"),
        ("2023", "2023"),
        ("2023年", "2023"),
        ("2023-09-05", "2023-09-05"),
        ("２０２３年１０月５日", "2023-10-05"),
        ("2023 年 9 月", "2023-09"),
        ("2023-09-05 00:00:00", "2023-09-05"),
        ("2023.10", "2023-10"),
        ("2023.09", "2023-09"),
    ],
)
def test_dates_are_read_as_associations_write_them(text, day) -> None:
    assert written_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["2023.1", "2023年13月", "2023/2/30", "去年", "2023年9月前后", "2023-2024", "9月", "2023/9-5"],
)
def test_a_date_that_cannot_be_read_for_sure_is_refused(text) -> None:
    with pytest.raises(InputError):
        written_date(text)


def test_events_are_read_by_ids_or_labels(tmp_path: Path) -> None:
    by_label = csv_file(
        tmp_path,
        "称号编号,事件,日期,级别,事由,渠道,年度,结果,有效期,序号",
        "T1,申请,2023年9月,都,授名,协会和省级组织,,,,1",
        "T1,会长办公会,2023/12/5,,,,,通过,,2",
        "T1,授名,2023.12.20,,,,,,4年,3",
        "T1,年报,2025,,,,2024年度,,,4",
    )
    table = read_events(by_label)
    assert table.refusals == ()
    assert [
        (e.kind, e.date, e.tier, e.purpose, e.channel, e.year, e.result, e.term)
        for e in table.events
    ] == [
        ("applied", "2023-09", "capital", "award", "both", "", "", ""),
        ("council", "2023-12-05", "", "", "", "", "approved", ""),
        ("awarded", "2023-12-20", "", "", "", "", "", "4"),
        ("return", "2025", "", "", "", "2024", "", ""),
    ]
    by_id = csv_file(tmp_path, "title_id,kind,date", "T1,awarded,2023-12-20")
    assert read_events(by_id).events[0].kind == "awarded"


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "称号编号,事件,日期,级别,年度,结果,颜色",
        ",授名,2023年13月,省,,,",
        "T1,开会,2023,,,,",
        "T1,年报,2024,,,,",
        "T1,年报,2024,,二四,,",
        "T1,授名,2024,,,通过,",
    )
    assert [(refusal.row, refusal.column) for refusal in read_events(path).refusals] == [
        (1, "颜色"),
        (2, "称号编号"),
        (2, "日期"),
        (2, "级别"),
        (3, "事件"),
        (4, "年度"),
        (5, "年度"),
        (6, "结果"),
    ]
    assert all("第" in refusal.sentence() for refusal in read_events(path).refusals)


def test_a_row_per_title_becomes_its_award_and_its_reviews_in_order(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "2023年称号一览",
        "序号,行业,称号,所在地,级别,授名时间,第二次复评,第一次复评时间,备注",
        "1,照明,中国样灯之都·甲县,样省甲县,都,2012年3月,2020.4,2016/5/6,无误",
        "2,照明,中国样椅城,样省乙县,城,2021,—,,",
    )
    table = read_events(path)
    assert table.refusals == ()
    assert [(e.name, e.kind, e.date, e.tier) for e in table.events] == [
        ("中国样灯之都·甲县", "awarded", "2012-03", "capital"),
        ("", "reviewed", "2016-05-06", ""),
        ("", "reviewed", "2020-04", ""),
        ("中国样椅城", "awarded", "2021", "base"),
    ]


def test_a_title_without_name_or_dates_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "称号,授名时间", ",2020", "中国样灯之都,")
    assert [refusal.row for refusal in read_events(path).refusals] == [2, 3]


def test_what_a_merged_cell_says_holds_for_every_row_it_covers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("行业", "称号", "授名时间"),
        ("照明", "中国样灯之都", "2020年"),
        (None, "中国样灯城", "2021年"),
        ("家具", "中国样椅镇", "2022年"),
        (None, "中国样桌镇", "2023年"),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "台账.xlsx")
    assert [event.industry for event in read_events(tmp_path / "台账.xlsx").events] == [
        "照明",
        "照明",
        "家具",
        "",
    ]


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有找到台账的表头"):
        read_events(csv_file(tmp_path, "单位,产值", "甲,1"))


def test_every_sheet_with_a_heading_is_read_and_named_in_a_refusal(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["各行业一张表"])
    for industry, day in (("照明", "2018年3月"), ("家具", "2019年13月"), ("制笔", "2020")):
        sheet = book.create_sheet(industry)
        sheet.append([f"{industry}行业称号"])
        sheet.append(["行业", "称号", "授名时间"])
        sheet.append([industry, f"中国样{industry}之都", day])
    book.save(tmp_path / "称号.xlsx")
    table = read_events(tmp_path / "称号.xlsx")
    assert [event.industry for event in table.events] == ["照明", "制笔"]
    (refusal,) = table.refusals
    assert refusal.sentence().startswith("工作表“家具”第3行“授名时间”")


@pytest.mark.clause("4.6")
def test_no_table_of_titles_cases_and_returns_has_a_fee() -> None:
    labels = [*COLUMNS.values(), *OF_STATUS.values(), *CASE_COLUMNS.values()]
    labels += [line.label for line in RETURN_LINES]
    assert [label for label in labels if "费用" in label or "收费" in label] == []
