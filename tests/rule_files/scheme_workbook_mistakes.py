"""One mistake each in a good workbook of a scheme: of which, and what is done to it.

The message of each stands in ``scheme_workbook_messages.txt``.
"""

from __future__ import annotations

from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

SHEET, OWN, SMART = "light-industry-2022", "ceramics-example", "furniture-smart-example"
NATIONAL, SEVEN = "sme-clusters-2022", "provincial-seven-conditions"
SCORES, MEASURES = "打分表", "指标表"
BASIC, QUALITY, GOVERNMENT = "特色产业基本情况", "质量安全情况", "政府部门和地方行业组织开展工作"
PASS_RATE, DESIGN, ENERGY = "产品合格率", "工业设计机构数量", "单位产品综合能耗"
SME_SHARE = "中小企业产值占集群总产值比重"
ACCIDENT = "是否发生过重大污染事故"

Change = Callable[[Workbook], object]


def cell_of(sheet: Worksheet, label: str, column: str) -> Cell:
    """Return the cell in a column of the row whose first or second cell is a label."""
    row = next(row for row in sheet.iter_rows() if label in (row[0].value, row[1].value))
    return sheet[f"{column}{row[0].row}"]


def put(sheet: str, label: str, column: str, value: object) -> Change:
    """Return what writes a value into a row."""

    def change(book: Workbook) -> None:
        cell_of(book[sheet], label, column).value = value

    return change


def score(label: str, column: str, value: object) -> Change:
    return put(SCORES, label, column, value)


def measure(label: str, column: str, value: object) -> Change:
    return put(MEASURES, label, column, value)


def place(sheet: str, cell: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def drop(sheet: str, label: str) -> Change:
    """Return what empties a row."""

    def change(book: Workbook) -> None:
        row = cell_of(book[sheet], label, "A").row
        for cell in book[sheet][row]:
            if not type(cell).__name__.startswith("Merged"):
                cell.value = None

    return change


def hide(book: Workbook) -> None:
    row = cell_of(book[SCORES], DESIGN, "A").row
    book[SCORES].row_dimensions[row].hidden = True


def percent(book: Workbook) -> None:
    cell = cell_of(book[SCORES], DESIGN, "E")
    cell.value, cell.number_format = 0.1, "0%"


def unmerged(label: str, column: str, value: object) -> Change:
    """Return what takes a merged row apart and writes a value into one of its cells."""

    def change(book: Workbook) -> None:
        sheet = book[SCORES]
        row = cell_of(sheet, label, "A").row
        for area in list(sheet.merged_cells.ranges):
            if area.min_row == row:
                sheet.unmerge_cells(str(area))
        sheet[f"{column}{row}"] = value

    return change


def both(*changes: Change) -> Change:
    def change(book: Workbook) -> None:
        for one in changes:
            one(book)

    return change


def rename(old: str, new: str) -> Change:
    """Return what writes another text wherever a text stands."""

    def change(book: Workbook) -> None:
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == old:
                        cell.value = new

    return change


MISTAKES: dict[str, tuple[str, Change]] = {
    # The lines around the table
    "no title of its own": (SHEET, score("名称", "B", None)),
    "a code with a space": (SHEET, score("评价体系代码", "C", "light 2022")),
    "a day in words": (SHEET, place(SCORES, "I2", "2022年起")),
    "no source": (SHEET, score("来源", "C", None)),
    "an unknown kind of source": (SHEET, score("来源类别", "C", "口头")),
    "a change that nobody decided": (OWN, score("决定者", "C", " ")),
    "a change decided on no day": (OWN, score("决定日", "C", "去年")),
    "an unknown base": (OWN, score("依据的评价体系", "C", "light-industry-2023")),
    "a base with other tiers": (OWN, score("依据的评价体系", "C", SEVEN)),
    "an element neither filed nor not": (SMART, score("元素已备案", "C", "快了")),
    "an element of nothing": (SHEET, score("命名元素", "C", "智能")),
    "filed without an element": (OWN, score("元素已备案", "C", "是")),
    "a line twice": (OWN, score("网址", "A", "来源")),
    "points that do not sum to the total": (SHEET, score("满分", "C", 90)),
    "no pass mark": (SHEET, score("及格分", "C", None)),
    "a pass mark of nothing": (SHEET, score("及格分", "C", 0)),
    "a pass mark without points": (SEVEN, score("及格分", "C", 60)),
    # Headings
    "two tiers of one name": (SHEET, rename("基地", "都")),
    "two tiers of one code": (SHEET, score("级别代码", "F", "capital")),
    "a heading that is none": (SHEET, rename("单位类别", "单位种类")),
    "a column without a heading": (SHEET, rename("要求", "比较")),
    # Items
    "an unknown indicator of an item": (OWN, score(DESIGN, "B", "工业设计机构")),
    "another unit than the indicator's": (OWN, score(ENERGY, "C", "吨标准煤")),
    "an item without a unit": (OWN, score(DESIGN, "C", None)),
    "an unknown comparison": (OWN, score(ENERGY, "D", "=<")),
    "no comparison": (OWN, score(ENERGY, "D", None)),
    "a tier without a limit": (OWN, score(DESIGN, "F", None)),
    "one tier left to the standard": (OWN, score(DESIGN, "F", "行业标准")),
    "a limit in words": (OWN, score(DESIGN, "F", "五个")),
    "a limit with its unit": (OWN, score(DESIGN, "F", "5个")),
    "a limit as a percentage": (OWN, percent),
    "a limit below zero": (OWN, score(DESIGN, "G", -2)),
    "a share above 100": (NATIONAL, score("主导产业产值占集群总产值比重", "E", 170)),
    "a formula that Excel never worked out": (OWN, score(DESIGN, "G", "=1+1")),
    "more years than there are": (NATIONAL, score("集群产值", "F", 11)),
    "half a year": (NATIONAL, score("集群产值", "F", 1.5)),
    "a number of a row in words": (OWN, score(DESIGN, "A", "第六")),
    "an alternative to nothing": (SHEET, score("行业相关的安全认证比例", "A", "或")),
    "one indicator on both sides": (
        OWN,
        both(
            score(DESIGN, "A", "或"), score(DESIGN, "C", "千克标准煤"), score(DESIGN, "B", ENERGY)
        ),
    ),
    "an item twice": (SHEET, score("省市以上知名品牌数量", "B", "有效期内专利数量")),
    "a row without an indicator": (OWN, score(DESIGN, "B", None)),
    "a row in front of all sections": (SHEET, score(BASIC, "A", 0)),
    "an answer that may be yes": (SHEET, score(ACCIDENT, "E", "有")),
    "an answer with a comparison": (SHEET, score(ACCIDENT, "D", "＝")),
    "an answer twice": (SHEET, score("是否曾发生过重大安全生产事故", "B", ACCIDENT)),
    "points in the row of an item": (OWN, score(DESIGN, "I", "2分")),
    "words beside the table": (OWN, place(SCORES, "L7", "记得改")),
    "a hidden row": (OWN, hide),
    # Sections
    "a section without a name": (SHEET, score(GOVERNMENT, "B", None)),
    "two sections of one name": (SHEET, score("规划和扶持政策", "B", GOVERNMENT)),
    "two sections of one code": (SHEET, score("规划和扶持政策", "J", "government")),
    "an unknown rule": (SHEET, score(BASIC, "C", "60分")),
    "a section of no points": (SHEET, score(BASIC, "C", "0分，按达标项数")),
    "an item of a graded section": (SHEET, score(QUALITY, "C", "20分，按专家组档次")),
    "more conditions than there are": (SEVEN, score("七项条件", "C", "初评满足8项，复评满足5项")),
    "a number in the row of a section": (NATIONAL, unmerged("认定条件", "F", 3)),
    "points where nothing is scored": (SEVEN, score("七项条件", "G", "7项，得分≥60分")),
    "a section without items": (
        NATIONAL,
        both(*(drop(SCORES, str(at)) for at in range(1, 8)), drop(SCORES, "或")),
    ),
    # Points in words
    "no bands": (SHEET, score(BASIC, "I", None)),
    "a gap between counts": (
        SHEET,
        score(BASIC, "I", "11项以上，得分＞48分\n8-9项，36分≤得分≤48分\n7项以下，得分＜36分"),
    ),
    "a count in two bands": (
        SHEET,
        score(BASIC, "I", "11项以上，得分＞48分\n8-11项，36分≤得分≤48分\n7项以下，得分＜36分"),
    ),
    "more items than there are": (
        SHEET,
        score(BASIC, "I", "14项以上，得分＞48分\n8-13项，36分≤得分≤48分\n7项以下，得分＜36分"),
    ),
    "a point in no band": (
        SHEET,
        score(BASIC, "I", "11项以上，得分＞48分\n8-10项，36分≤得分＜48分\n7项以下，得分＜36分"),
    ),
    "a point in two bands": (
        SHEET,
        score(BASIC, "I", "11项以上，得分≥48分\n8-10项，36分≤得分≤48分\n7项以下，得分＜36分"),
    ),
    "bands apart": (
        SHEET,
        score(BASIC, "I", "11项以上，得分＞50分\n8-10项，36分≤得分≤48分\n7项以下，得分＜36分"),
    ),
    "points above the full ones": (
        SHEET,
        score(BASIC, "I", "11项以上，得分＞68分\n8-10项，36分≤得分≤68分\n7项以下，得分＜36分"),
    ),
    "points in other words": (
        SHEET,
        score(BASIC, "I", "11项以上48分以上\n8-10项，36分≤得分≤48分\n7项以下，得分＜36分"),
    ),
    "a grade that is none": (
        SHEET,
        score(GOVERNMENT, "I", "优，得分＞8分\n较好，6分≤得分≤8分\n一般，得分＜6分"),
    ),
    "a grade left out": (SHEET, score(GOVERNMENT, "I", "好，得分＞8分\n一般，得分≤8分")),
    # Indicators
    "a label of two indicators": (OWN, measure(DESIGN, "I", "主营业务收入")),
    "an indicator without a label": (SHEET, measure("从业人数", "A", None)),
    "an unknown kind of indicator": (OWN, measure(DESIGN, "B", "数量")),
    "no kind": (OWN, measure(DESIGN, "B", None)),
    "a unit that nobody declared": (NATIONAL, measure("占地面积", "D", None)),
    "a common unit declared": (OWN, measure(DESIGN, "D", "个数")),
    "a class of common units": (NATIONAL, measure("占地面积", "D", "money")),
    "a share in 亿元": (NATIONAL, measure(SME_SHARE, "C", "亿元")),
    "an amount in %": (NATIONAL, measure("集群产值", "C", "%")),
    "an answer with a unit": (SHEET, measure(ACCIDENT, "C", "起")),
    "a growth of nothing": (NATIONAL, measure("产值年均增速", "F", None)),
    "a growth of an unknown indicator": (NATIONAL, measure("产值年均增速", "F", "产值")),
    "a share of one indicator": (
        NATIONAL,
        measure("中小企业产值占集群总产值比重", "F", "集群产值"),
    ),
    "an amount made of others": (NATIONAL, measure("占地面积", "F", "集群产值")),
    "a code of two indicators": (OWN, measure(DESIGN, "H", "brands")),
    "a code that is none": (OWN, measure(DESIGN, "H", "2026 design")),
    "a code of an earlier year": (OWN, measure(DESIGN, "H", "brands_1")),
    "a label of another column": (OWN, measure(DESIGN, "I", "申报单位")),
    "a label of an earlier year": (OWN, measure(DESIGN, "I", "设计机构（前1年）")),
    "negative in other words": (OWN, measure(DESIGN, "E", "是")),
    # Sheets
    "no sheet of indicators": (SHEET, lambda book: book.remove(book[MEASURES])),
    "a sheet of its own": (SHEET, lambda book: book.create_sheet("草稿").append(["记得改"])),
    "two score sheets": (SHEET, lambda book: book.copy_worksheet(book[SCORES])),
    "no headings": (SHEET, lambda book: book[MEASURES].delete_rows(2)),
}
