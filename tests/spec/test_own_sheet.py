"""An association's own score sheet goes the whole way: two files of data, not a line of code."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.dashboards.what_if.source import Source
from clusterlib.errors import InputError, ParameterError
from clusterlib.intake.cells.labels import form_of_sheet
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.template.blank import write_application
from clusterlib.rule_files.standard_excel import write_standard_excel
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.own_sheet import sheet_for
from clusterlib.workflow import assess, score_sheet_on
from tests.intake.workbooks import FACTS, figures_by_year
from tests.spec.own_sheets import SCHEME, workspace
from tests.spec.test_another_edition import cells, run

DAY = date(2026, 11, 25)
TABLE = "申报编号,申报单位,行业,申报级别,窑炉余热回收企业比例,单位产品综合能耗（千克标准煤）\n"
TOLD = ("样陶协会 2025-12-01定（样字1号）", "增项：单位产品综合能耗", "删去：产品合格率")


def form(standard: Path):
    return form_of_sheet(sheet_for(read_standard(standard), score_sheet_on(DAY)))


def table(folder: Path, *rows: str) -> Path:
    path = folder / "汇总.csv"
    path.write_text(TABLE + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def application(folder: Path, standard: Path, **last: str) -> Path:
    (folder / "申报").mkdir(exist_ok=True)
    figures = figures_by_year(product_pass_rate=None)
    for year in figures.values():
        year.update({"kiln_heat": "45", "energy_per_tonne": "290"})
    figures[max(figures)].update(last)
    facts = {**FACTS, "industry": "陶瓷"}
    path = folder / "申报" / "样县.xlsx"
    return write_application(
        path, facts, figures, regional={"regional_output": "9000000"}, form=form(standard)
    )


def test_the_blank_workbook_asks_for_what_the_sheet_lists_and_for_nothing_else(tmp_path) -> None:
    text = run("template", tmp_path / "申报表.xlsx", "--standard", workspace(tmp_path))
    assert "已写出" in text
    text = cells(tmp_path / "申报表.xlsx")
    assert "窑炉余热回收企业比例" in text
    assert "千克标准煤" in text
    assert "产品合格率" not in text


def test_a_filled_workbook_is_checked_for_the_own_items_by_sheet_and_cell(tmp_path) -> None:
    standard = workspace(tmp_path)
    application(tmp_path, standard, kiln_heat="约45", energy_per_tonne="")
    said = run("check", tmp_path / "申报", "--standard", standard)
    assert "窑炉余热回收企业比例“约45”" in said
    assert "单位产品综合能耗" in said
    assert "产品合格率" not in said


@pytest.mark.parametrize(
    ("figure", "met"),
    [("299.9", True), ("300", True), ("300.1", False), ("350", False)],
)
def test_an_item_of_at_most_is_met_up_to_its_limit(tmp_path, figure: str, met: bool) -> None:
    standard = workspace(tmp_path)
    result = tmp_path / "结果.csv"
    run("assess", table(tmp_path, f"A,甲,陶瓷,基地,39.9,{figure}"),
        "--standard", standard, "--on", DAY.isoformat(), "--out", result)  # fmt: skip
    base = result.read_text(encoding="utf-8-sig").splitlines()[2].split(",")
    assert base[7:9] == [str(int(met)), "4"]


def test_the_excel_form_of_the_standard_keeps_sheet_and_words(tmp_path) -> None:
    standard = read_standard(workspace(tmp_path))
    sheet = write_standard_excel(standard, tmp_path / "标准" / "陶瓷.xlsx")
    text = cells(sheet)
    assert "二、质量、安全和节能情况（20分）" in text
    assert "前6项均符合" in text
    assert "单位产品综合能耗（不高于）" in text
    back = read_standard(sheet)
    assert (back.scheme, back.own, back.catalogue) == (
        standard.scheme, standard.own, standard.catalogue,
    )  # fmt: skip
    assert back.threshold("kiln_heat").dated[0].values == (Decimal(60), Decimal(40), Decimal(20))
    book = load_workbook(sheet)
    book.active["C10"].value = "无数"
    book.save(sheet)
    with pytest.raises(ParameterError, match="C10"):
        read_standard(sheet)


def test_a_batch_prints_items_limits_and_who_decided_in_report_page_and_summary(tmp_path) -> None:
    standard = workspace(tmp_path)
    application(tmp_path, standard)
    out = tmp_path / "结果"
    said = run("batch", tmp_path / "申报", "--standard", standard, "--on", DAY.isoformat(),
               "--out", out, "--workers", 1)  # fmt: skip
    assert "完成 1 家" in said
    (folder,) = (out / "applicants").iterdir()
    report = (folder / "report.html").read_text(encoding="utf-8")
    for words in ("窑炉余热回收企业比例", "≤300", "质量、安全和节能情况", *TOLD):
        assert words in report
    assert ">产品合格率<" not in report
    index = (out / "index.html").read_text(encoding="utf-8")
    assert all(words in index for words in ("窑炉余热", *TOLD))
    notes = cells(out / "summary.xlsx")
    assert all(words in notes for words in TOLD)
    record = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    assert record["thresholds"]["energy_per_tonne"]["stated"]["base"] == "300"
    assert record["provenance"]["schemes"][0]["name"] == "陶瓷增项.yaml"


def test_the_calibration_page_has_a_column_for_each_own_item(tmp_path) -> None:
    standard = workspace(tmp_path)
    rows = [f"{n},县{n},陶瓷,基地,{30 + n},{280 + 2 * n}" for n in range(12)]
    board = CalibratePage(Source(table(tmp_path, *rows), standard, DAY.isoformat()), tmp_path)
    names = [column["id"] for column in board.widget.texts["columns"]]
    assert names[-2:] == ["kiln_heat", "energy_per_tonne"]
    before = board.state.matrices()[1]
    board.set_threshold("energy_per_tonne", "base", "290")
    after = board.state.matrices()[1]
    assert int((before.cells[:, -1] & 7 == 1).sum()) == 11
    assert int((after.cells[:, -1] & 7 == 1).sum()) == 6
    assert any(TOLD[0] in check["text"] for check in board.widget.view["checks"])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("is: \"<=\"", "is: \"<\"", "的比较是“<”"),
        ("[kiln_heat]\n", "{indicator: kiln_heat, last: 3}\n", "由几年的数"),
        ("[kiln_heat]\n", "[kiln_heat]\n        - [kiln_heat]\n", "列了两次"),
        ("kind: share}", "kind: share, share_of: [brands, enterprises]}", "由几年的数"),
    ],
)  # fmt: skip
def test_what_only_schemes_score_can_do_is_refused_in_a_standard(tmp_path, old, new, says) -> None:
    standard = workspace(tmp_path)
    assert old in SCHEME
    text = SCHEME.replace(old, new, 1)
    (tmp_path / "评价体系" / "陶瓷增项.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=says):
        read_standard(standard)


def test_a_table_read_without_the_own_columns_is_not_scored_as_if_they_were_blank(tmp_path):
    standard = read_standard(workspace(tmp_path))
    cohort = read_cohort(table(tmp_path, "A,甲,陶瓷,基地,45,290"), standard.catalogue)
    assert assess(cohort, standard, on=DAY).parts
    printed = tmp_path / "二.csv"
    printed.write_text("申报编号,出口额\nA,3\n", encoding="utf-8")
    with pytest.raises(InputError, match="窑炉余热回收企业比例"):
        assess(read_cohort(printed), standard, on=DAY)


def test_a_pack_of_an_element_adds_its_items_and_says_that_it_is_not_filed(tmp_path) -> None:
    standard = workspace(tmp_path)
    text = standard.read_text(encoding="utf-8").replace("scheme: 陶瓷增项", "elements: [智能]")
    text = text.replace(text[text.index("  kiln_heat:") : text.index("  output_value:")], "")
    standard.write_text(text, encoding="utf-8")
    read = read_standard(standard)
    assert [own.id for own in read.catalogue.own] == ["smart_output_share", "digital_firms"]
    sheet = sheet_for(read, score_sheet_on(DAY))
    assert sheet.basic.items == 15
    assert any("未备案" in words for words in sheet.own.warnings)
    both = text.replace("elements: [智能]", "scheme: ceramics-example\nelements: [智能]")
    standard.write_text(both, encoding="utf-8")
    sheet = sheet_for(read_standard(standard), score_sheet_on(DAY))
    assert (sheet.basic.items, sheet.quality.items) == (15, 6)
