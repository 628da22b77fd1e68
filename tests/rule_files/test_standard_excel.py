"""A standard as an Excel sheet: without loss, tolerant in layout, strict in content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from clusterlib.errors import ParameterError
from clusterlib.rule_files.standard_excel import read_standard_excel, write_standard_excel
from clusterlib.rule_files.standard_sheet import sheet_bytes
from clusterlib.rule_files.standard_yaml import read_standard_yaml, write_standard_yaml
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.standard import Draft, Standard
from tests.rule_files.standards_to_write import standards

HERE = Path(__file__).parent
SHIPPED = sorted((HERE.parents[1] / "parameters" / "standards").glob("*.yaml"))
FILE = "玩具.xlsx"


def nameless(standard: Standard) -> Standard:
    return replace(standard, file="")


def the_standard() -> Standard:
    """Toys: every kind of row, two days for one indicator, a draft, readings."""
    standard = read_standard_yaml(HERE / "toys.yaml")
    thresholds = tuple(
        replace(
            found,
            dated=(
                *found.dated,
                replace(found.dated[0], start=date(2026, 7, 1), values=tuple(map(Decimal, "432"))),
            ),
        )
        if found.indicator == "exports"
        else found
        for found in standard.thresholds
        if found.indicator != "profit_margin"
    )
    draft = Draft("样例", "试算", "toys.yaml", ("出口额 30→40", "利税总额 30→20"))
    return replace(standard, thresholds=thresholds, draft=draft)


def edited(tmp_path: Path, edit: Callable[[Worksheet], None]) -> Path:
    """Write the standard, change the sheet as an analyst would in Excel, and save it."""
    path = tmp_path / FILE
    write_standard_excel(the_standard(), path)
    workbook = openpyxl.load_workbook(path)
    edit(workbook.active)
    workbook.save(path)
    return path


def row_of(sheet: Worksheet, label: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == label)


def with_cell(label: str, column: str, value: object) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        sheet[f"{column}{row_of(sheet, label)}"] = value

    return edit


# Without loss


@pytest.mark.clause("1.1")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_standard_survives_yaml_excel_yaml(tmp_path: Path, path: Path) -> None:
    """1.1: the sheet that goes to the federation holds what the file holds."""
    standard = read_standard(path)
    sheet = write_standard_excel(standard, tmp_path / "标准.xlsx")
    back = tmp_path / "back.yaml"
    write_standard_yaml(read_standard(sheet), back)
    assert nameless(read_standard(back)) == nameless(standard)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(standards())
def test_any_standard_survives_both_forms(tmp_path: Path, standard: Standard) -> None:
    sheet, text = tmp_path / "标准.xlsx", tmp_path / "标准.yaml"
    sheet.write_bytes(sheet_bytes(standard))
    assert nameless(read_standard_excel(sheet)) == standard
    write_standard_yaml(standard, text)
    assert nameless(read_standard_yaml(text)) == standard


def test_a_standard_saved_by_another_program_reads_the_same(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda sheet: None)
    assert nameless(read_standard_excel(path)) == nameless(the_standard())


def test_the_same_standard_gives_the_same_bytes() -> None:
    assert sheet_bytes(the_standard()) == sheet_bytes(the_standard())


def test_numbers_are_numbers_and_days_are_days(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(edited(tmp_path, lambda sheet: None)).active
    row = row_of(sheet, "出口额")
    assert [sheet.cell(row, column).data_type for column in (3, 4, 5)] == ["n"] * 3
    assert sheet.cell(row, 7).value == datetime(2024, 1, 1)


def test_fifteen_digits_are_kept(tmp_path: Path) -> None:
    standard = the_standard()
    values = tuple(map(Decimal, ("123456789.012345", "0.1", "0.000123456789012345")))
    thresholds = tuple(
        replace(found, dated=(replace(found.dated[0], values=values),))
        if found.indicator == "main_revenue"
        else found
        for found in standard.thresholds
    )
    path = tmp_path / FILE
    write_standard_excel(replace(standard, thresholds=thresholds), path)
    found = read_standard_excel(path).threshold("main_revenue")
    assert found is not None
    assert found.dated[0].values == values


# The printed form


def test_it_prints_on_one_page_with_signature_lines(tmp_path: Path) -> None:
    path = tmp_path / FILE
    write_standard_excel(the_standard(), path)
    sheet = openpyxl.load_workbook(path).active
    setup = sheet.page_setup
    assert setup.paperSize == 9
    assert {setup.fitToWidth, setup.fitToHeight} <= {1, None}  # one page each where left out
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    labels = [cell.value for cell in sheet["A"] if cell.value]
    assert "专家签字：" in labels
    texts = {cell.value for row in sheet for cell in row}
    assert "协（学）会、中心（盖章）：" in texts
    assert sheet.print_area.endswith(f"$H${sheet.max_row}")


def test_it_follows_the_order_of_the_score_sheet(tmp_path: Path) -> None:
    path = tmp_path / FILE
    write_standard_excel(the_standard(), path)
    labels = [cell.value for cell in openpyxl.load_workbook(path).active["A"] if cell.value]
    order = ["一、特色产业基本情况（60分）", "特色产业工业总产值", "或：占本地区工业总产值比例",
             "利税总额", "或：主营业务收入利润率", "区域内企业数", "其中：规模以上企业数",
             "二、质量安全情况（20分）", "产品合格率", "是否发生过重大污染事故",
             "三、区域内政府有关职能部门", "四、地方政府批准的", "备注：1"]  # fmt: skip
    positions = [next(i for i, label in enumerate(labels) if label.startswith(w)) for w in order]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("status", "shown"), [("draft", True), ("submitted", True), ("filed", False)]
)
def test_a_standard_that_is_not_filed_says_so(tmp_path: Path, status: str, shown: bool) -> None:
    path = tmp_path / FILE
    write_standard_excel(replace(the_standard(), status=status), path)
    sheet = openpyxl.load_workbook(path).active
    assert ("未经审定备案" in str(sheet["A2"].value)) == shown


# Tolerant in layout


def _insert_blank_lines(sheet: Worksheet) -> None:
    row = row_of(sheet, "出口额")
    for merged in [*sheet.merged_cells.ranges]:
        if merged.min_row > row:  # openpyxl, unlike Excel, does not move them
            sheet.unmerge_cells(str(merged))
    sheet.insert_rows(row, 2)


def _move_a_row(sheet: Worksheet) -> None:
    row, target = row_of(sheet, "利税总额"), sheet.max_row + 3
    sheet.move_range(f"A{row}:H{row}", rows=target - row)


def _put_the_later_day_first(sheet: Worksheet) -> None:
    row = row_of(sheet, "出口额")
    for column in "CDEFG":
        first, second = sheet[f"{column}{row}"], sheet[f"{column}{row + 1}"]
        first.value, second.value = second.value, first.value


def _swap_columns(sheet: Worksheet) -> None:
    first = row_of(sheet, "指标")
    for row in range(first, row_of(sheet, "是否曾发生过重大安全生产事故") + 1):
        cells = sheet[f"B{row}"], sheet[f"G{row}"]
        if not any(cell.coordinate in sheet.merged_cells for cell in cells):
            cells[0].value, cells[1].value = cells[1].value, cells[0].value
            formats = cells[0].number_format, cells[1].number_format
            cells[1].number_format, cells[0].number_format = formats


def _add_notes(sheet: Worksheet) -> None:
    sheet["J3"] = "附注：本表由秘书处填写"
    sheet[f"I{row_of(sheet, '指标')}"] = "备注"
    sheet[f"I{row_of(sheet, '出口额')}"] = "待核"
    sheet[f"A{sheet.max_row + 2}"] = "填表说明：按2025年调查"


def _write_days_as_text(sheet: Worksheet) -> None:
    texts = ["2024/1/1", "2024年1月1日", "２０２４－０１－０１", "2024.01.01", " 2024-1-01 "]
    for number, cell in enumerate(sheet["G"]):
        if cell.value == datetime(2024, 1, 1):
            cell.value, cell.number_format = texts[number % len(texts)], "General"


def _write_numbers_as_text(sheet: Worksheet) -> None:
    for column in "CDE":
        for cell in sheet[column]:
            if cell.value == 30:
                cell.value = "３０．０"
            elif cell.value == 20:
                cell.value = " 20.00 "
            elif cell.value == 10:
                cell.value = "0,010".removeprefix("0,")


def _space_the_labels(sheet: Worksheet) -> None:
    for cell in sheet["A"]:
        if cell.value == "或：占本地区工业总产值比例":
            cell.value = "或: 占本地区工业总产值\n比例"
        elif cell.value == "其中：规模以上企业数":
            cell.value = "规模以上 企业数量"
        elif cell.value == "通过ISO9000认证企业比例":
            cell.value = "通过ＩＳＯ９０００认证企业比例"
    sheet[f"B{row_of(sheet, '产品合格率')}"] = "％"
    row = row_of(sheet, "指标")
    sheet[f"D{row}"], sheet[f"E{row}"] = "基地（城、园、区）", " 乡（镇、街）"


def _merge_a_label(sheet: Worksheet) -> None:
    row = row_of(sheet, "出口额")
    sheet.merge_cells(f"A{row}:A{row + 1}")
    sheet.merge_cells(f"B{row}:B{row + 1}")


def _other_sheets(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("说明", 0)["A1"] = "请看第二张表"


def _ids_for_terms(sheet: Worksheet) -> None:
    for row in sheet:
        for cell in row:
            if cell.value == "草稿":
                cell.value = "draft"
            if cell.value == "一票否决（veto）":
                cell.value = "一票否决"
            if cell.value == "读法：后3项不符合（gate）":
                cell.value = "读法: gate"


@pytest.mark.parametrize(
    "edit",
    [
        _insert_blank_lines, _move_a_row, _put_the_later_day_first,
        _swap_columns, _add_notes, _write_days_as_text,
        _write_numbers_as_text, _space_the_labels, _merge_a_label, _other_sheets, _ids_for_terms,
    ],
    ids=lambda edit: edit.__name__.strip("_"),
)  # fmt: skip
def test_the_layout_may_change(tmp_path: Path, edit: Callable[[Worksheet], None]) -> None:
    path = edited(tmp_path, edit)
    assert nameless(read_standard_excel(path)) == nameless(the_standard())


@pytest.mark.parametrize(
    ("value", "shown_as", "read"),
    [
        (0.125, "0.0%", "12.5"),
        (0.125, "0%", "13"),
        (0.30, "0.00%", "30"),
        (1.2, "0%", "120"),
        (12.5, '0.0"%"', "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (12.5, "#,##0.00", "12.5"),
    ],
)
def test_a_percentage_is_read_as_displayed(tmp_path, value, shown_as, read) -> None:
    def edit(sheet: Worksheet) -> None:
        cell = sheet[f"C{row_of(sheet, '产品合格率')}"]
        cell.value, cell.number_format = value, shown_as

    found = read_standard_excel(edited(tmp_path, edit)).threshold("product_pass_rate")
    assert found is not None
    assert found.dated[0].values[0] == Decimal(read)


def test_a_source_without_its_kind_is_a_standard(tmp_path: Path) -> None:
    path = edited(tmp_path, with_cell("利税总额", "F", "国标：GB 0000（示例）"))
    found = read_standard_excel(path).threshold("profit_tax")
    assert found is not None
    source = found.dated[0].source
    assert (source.kind, source.ref) == ("standard", "国标：GB 0000（示例）")


# Strict in content

FAULTS = [
    # label of the row, column, what is written there, place, what is said of it
    ("出口额", "A", "出口总额", "A", "认不出指标“出口总额”"),
    ("出口额", "A", None, "B", "没有指标名称"),
    ("主营业务收入", "A", "产品销售收入", "A", "“产品销售收入”重复（2024-01-01）"),
    ("利税总额", "B", "万美元", "B", "“利税总额”的单位“万美元”不对"),
    ("利税总额", "B", None, "B", "“利税总额”的单位“”不对"),
    ("利税总额", "C", None, "C", "“利税总额”缺都的达标值"),
    ("利税总额", "E", None, "E", "“利税总额”缺乡的达标值"),
    ("利税总额", "D", "约20", "D", "“约20”不是数字"),
    ("利税总额", "D", "12,34", "D", "“12,34”不是数字"),
    ("利税总额", "D", "1e5", "D", "“1e5”不是数字"),
    ("利税总额", "D", True, "D", "“TRUE”不是数字"),
    ("利税总额", "D", "—", "D", "“—”不是数字"),
    ("利税总额", "D", date(2024, 1, 1), "D", "“2024-01-01”不是数字"),
    ("利税总额", "D", "#REF!", "D", "“#REF!”不是数字"),
    ("利税总额", "D", "1.234567890123456", "D", "有效数字超过15位"),
    ("利税总额", "F", None, "F", "没有写依据"),
    ("利税总额", "F", "统计：", "F", "没有写依据"),
    ("利税总额", "G", None, "G", "“利税总额”没有生效日"),
    ("利税总额", "G", "2024", "G", "“2024”不是日期"),
    ("利税总额", "G", "2024-02-30", "G", "“2024-02-30”不是日期"),
    ("利税总额", "C", "免", "D", "三级没有都填“免”"),
    ("通过ISO22000认证企业比例", "D", 30, "D", "三级没有都填“免”"),
    ("通过ISO22000认证企业比例", "F", None, "F", "免评没有理由"),
    ("通过ISO22000认证企业比例", "G", date(2024, 1, 1), "G", "填了生效日"),
    ("通过ISO22000认证企业比例", "A", "通过ISO9000认证企业比例", "A", "重复（免评）"),
    ("是否发生过重大污染事故", "C", "有", "C", "的达标值“有”"),
    ("制定单位", "G", "已批准", "G", "认不出状态“已批准”"),
    ("读法：后3项不符合（gate）", "A", "读法：后五项", "A", "认不出读法“读法：后五项”"),
    ("读法：后3项不符合（gate）", "B", "从严", "B", "认不出读法的取值“从严”"),
    ("读法：后3项不符合（gate）", "B", "一票否决（section_zero）", "B", "认不出读法的取值"),
    ("修订自", "A", "起草人", "A", "“起草人”重复"),
]


@pytest.mark.parametrize(("label", "column", "value", "place", "found"), FAULTS)
def test_each_fault_is_named_with_sheet_and_cell(
    tmp_path: Path, label: str, column: str, value: object, place: str, found: str
) -> None:
    rows: list[int] = []

    def edit(sheet: Worksheet) -> None:
        rows.append(row_of(sheet, label))
        with_cell(label, column, value)(sheet)

    path = edited(tmp_path, edit)
    with pytest.raises(ParameterError) as refusal:
        read_standard_excel(path)
    text = str(refusal.value)
    assert found in text
    assert f"{FILE}，达标值!{place}{rows[0]}：" in text


def test_a_reading_that_stands_twice(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        row = row_of(sheet, "起草人")
        sheet[f"A{row}"], sheet[f"B{row}"] = "读法：后3项不符合", "一票否决"

    with pytest.raises(ParameterError, match="读法“读法：后3项不符合”重复"):
        read_standard_excel(edited(tmp_path, edit))


def test_without_the_column_of_reasons(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[f"H{row_of(sheet, '指标')}"] = None

    path = edited(tmp_path, edit)
    assert nameless(read_standard_excel(path)) == nameless(the_standard())


def test_a_day_before_the_calendar_of_excel_is_written_as_text(tmp_path: Path) -> None:
    standard = the_standard()
    first = replace(standard.thresholds[0].dated[0], start=date(1899, 12, 31))
    old = replace(standard.thresholds[0], dated=(first,))
    standard = replace(standard, thresholds=(old, *standard.thresholds[1:]))
    path = tmp_path / FILE
    write_standard_excel(standard, path)
    assert nameless(read_standard_excel(path)) == nameless(standard)


def test_more_digits_than_a_number_holds_are_written_as_text(tmp_path: Path) -> None:
    standard = the_standard()
    values = tuple(map(Decimal, ("1.2345678901234567", "1", "0")))
    first = replace(standard.thresholds[0].dated[0], values=values)
    long = replace(standard.thresholds[0], dated=(first,))
    path = tmp_path / FILE
    write_standard_excel(replace(standard, thresholds=(long, *standard.thresholds[1:])), path)
    with pytest.raises(ParameterError, match=r"“1\.2345678901234567”有效数字超过15位"):
        read_standard_excel(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="没有这个文件"):
        read_standard_excel(tmp_path / FILE)


def test_every_faulty_row_is_named_at_once(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for label, column, value in (("利税总额", "C", "多"), ("从业人数", "G", None)):
            with_cell(label, column, value)(sheet)

    with pytest.raises(ParameterError, match="有2处错误") as refusal:
        read_standard_excel(edited(tmp_path, edit))
    assert "“多”不是数字" in str(refusal.value)
    assert "“从业人数”没有生效日" in str(refusal.value)


def test_rows_of_one_indicator_share_a_unit(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[f"B{row_of(sheet, '出口额') + 1}"] = "亿美元"

    with pytest.raises(ParameterError, match="“出口额”各行单位不一致；应为都用万美元"):
        read_standard_excel(edited(tmp_path, edit))


def test_a_percentage_format_beside_another_unit_is_refused(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[f"C{row_of(sheet, '从业人数')}"].number_format = "0%"

    with pytest.raises(ParameterError, match="单元格是百分比格式，单位却是人"):
        read_standard_excel(edited(tmp_path, edit))


@pytest.mark.parametrize("label", ["行业", "制定单位"])
def test_a_line_that_must_be_filled(tmp_path: Path, label: str) -> None:
    path = edited(tmp_path, with_cell(label, "B", None))
    with pytest.raises(ParameterError, match=f"没有填“{label}”"):
        read_standard_excel(path)


@pytest.mark.parametrize("heading", ["单位", "都", "乡", "依据", "生效日"])
def test_a_heading_that_is_missing(tmp_path: Path, heading: str) -> None:
    def edit(sheet: Worksheet) -> None:
        cell = next(found for found in sheet[row_of(sheet, "指标")] if found.value == heading)
        cell.value = "其他"

    with pytest.raises(ParameterError, match=f"表头缺“{heading}”"):
        read_standard_excel(edited(tmp_path, edit))


def test_a_heading_that_is_repeated(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[f"H{row_of(sheet, '指标')}"] = "都"

    with pytest.raises(ParameterError, match="表头“都”重复"):
        read_standard_excel(edited(tmp_path, edit))


def test_two_tables_are_refused(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.parent.copy_worksheet(sheet)

    with pytest.raises(ParameterError, match="有几个表头"):
        read_standard_excel(edited(tmp_path, edit))


def test_an_item_without_a_row_is_refused(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(row_of(sheet, "从业人数"))

    with pytest.raises(ParameterError, match="没有employees（从业人数）的达标值"):
        read_standard_excel(edited(tmp_path, edit))


def test_a_section_whose_items_are_all_exempt_is_refused(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for label in ("行业相关的安全认证比例", "通过ISO9000认证企业比例",
                      "通过ISO14000认证企业比例", "产品合格率"):  # fmt: skip
            row = row_of(sheet, label)
            for column, value in zip("CDEFG", ("免", "免", "免", "不适用", None), strict=True):
                sheet[f"{column}{row}"] = value

    with pytest.raises(ParameterError, match="“质量安全情况”各项全部免评"):
        read_standard_excel(edited(tmp_path, edit))


def test_a_formula_without_a_value_is_named_as_one(tmp_path: Path) -> None:
    path = edited(tmp_path, with_cell("利税总额", "C", "=D14*1.5"))
    with pytest.raises(ParameterError, match=r"“=D14.1.5”不是数字.*公式须先用 Excel 算出"):
        read_standard_excel(path)


# Files that are none


def _without_the_sheet(path: Path) -> None:
    with ZipFile(path, "w") as package:
        package.writestr("nothing.txt", "无")


def _truncated(path: Path) -> None:
    path.write_bytes(sheet_bytes(the_standard())[:4000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("指标,单位,都", encoding="utf-8")


def _too_large(path: Path) -> None:
    path.write_bytes(b"0" * 5_000_001)


def _other_workbook(path: Path) -> None:
    workbook = Workbook()
    workbook.active["A1"] = "申报单位"
    workbook.save(path)


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_without_the_sheet, "不是 Excel 工作簿"),
        (_truncated, "文件已损坏"),
        (_empty, "文件是空的"),
        (_text, "不是 Excel 工作簿"),
        (_too_large, "文件过大"),
        (_other_workbook, "没有达标值表的表头"),
    ],
)
def test_a_file_that_is_no_standard(tmp_path: Path, spoil: Callable[[Path], None], found) -> None:
    path = tmp_path / FILE
    spoil(path)
    with pytest.raises(ParameterError, match=found) as refusal:
        read_standard_excel(path)
    assert refusal.value.where == FILE


@pytest.mark.parametrize(
    ("reason", "read"), [("", ""), ("\n\n", ""), (" ", ""), ("试算\n", "试算\n")]
)
def test_a_draft_keeps_its_reason_and_spaces_alone_are_none(
    tmp_path: Path, reason: str, read: str
) -> None:
    draft = Draft("起草", reason, "家具.yaml", ())
    path = write_standard_excel(replace(the_standard(), draft=draft), tmp_path / "标准.xlsx")
    assert read_standard_excel(path).draft == replace(draft, reason=read)
