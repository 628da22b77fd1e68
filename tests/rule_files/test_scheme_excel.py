"""A scheme as an Excel workbook says what its YAML says, and both are read by the same rules."""

from __future__ import annotations

import csv
import random
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from clusterlib.cli import app
from clusterlib.errors import ClusterlibError, ParameterError
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.own_schemes import schemes_named
from clusterlib.rule_files.scheme_excel import write_workbook
from clusterlib.rule_files.scheme_write import yaml_text
from clusterlib.rule_files.scheme_yaml import read_days, read_scheme, scheme_file, schemes_folder
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.points import band, on_grid
from clusterlib.rules.scheme import Condition, Measure, Scheme, Section
from clusterlib.rules.scheme_changes import based_on
from clusterlib.rules.units import Unit
from tests.scoring.drawn_schemes import DAY, random_scheme

SHIPPED = sorted(file.stem for file in schemes_folder().glob("*.yaml"))
FURNITURE = parameters_folder() / "standards" / "furniture.yaml"


@cache
def shipped(name: str) -> Scheme:
    return read_scheme(scheme_file(name), DAY)


def told(scheme: Scheme) -> tuple:
    """Return a scheme with its tiers' names, which equality of tiers leaves out."""
    return scheme, [(int(tier), tier.id, tier.term) for tier in scheme.tiers]


def through_excel(scheme: Scheme, folder: Path) -> Scheme:
    return read_scheme(write_workbook([scheme], folder / "打分表.xlsx"), DAY)


def through_yaml(scheme: Scheme, folder: Path) -> Scheme:
    base = shipped(scheme.based_on) if scheme.based_on else None
    file = folder / f"{scheme.id}.yaml"
    file.write_text(yaml_text([(scheme, base)]), encoding="utf-8")
    return read_scheme(file, DAY)


def invoke(*arguments: str | Path) -> str:
    ended = CliRunner().invoke(app, [*map(str, arguments)])
    if isinstance(ended.exception, ClusterlibError):
        raise ended.exception
    assert ended.exit_code in (0, 1), ended.output
    return ended.output


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scheme_goes_through_excel_and_yaml_without_loss(tmp_path, name) -> None:
    scheme = shipped(name)
    again = through_excel(scheme, tmp_path)
    assert told(again) == told(scheme)
    assert told(through_yaml(again, tmp_path)) == told(scheme)


def test_any_scheme_goes_through_excel_and_yaml_without_loss(tmp_path: Path) -> None:
    source = random.Random(15)
    for _ in range(25):
        scheme = random_scheme(source)
        assert told(through_excel(scheme, tmp_path)) == told(scheme)
        assert told(through_yaml(scheme, tmp_path)) == told(scheme)


def test_any_change_of_the_regulations_scheme_goes_through_both_without_loss(tmp_path) -> None:
    source, base = random.Random(16), shipped("light-industry-2022")
    origin = replace(base.origin, decided_by="某协会", decided_on="2025-12-01")
    for _ in range(25):
        drawn = replace(random_scheme(source), origin=origin)
        sections = [*base.sections, *(replace(one, id=f"x{one.id}") for one in drawn.sections)]
        chosen = tuple(source.sample(sections, source.randint(1, len(sections))))
        mark = drawn.pass_mark or on_grid(1)
        scheme = based_on(
            base,
            replace(
                drawn,
                sections=chosen,
                pass_mark=mark if any(section.points for section in chosen) else None,
            ),
        )
        assert scheme.differences
        assert told(through_excel(scheme, tmp_path)) == told(scheme)
        assert told(through_yaml(scheme, tmp_path)) == told(scheme)


def rare() -> Scheme:
    """Return a scheme of all that the shipped ones do not show."""
    base = shipped("sme-clusters-2022")
    area, share = Unit("公顷", "面积", 0), base.measures["sme_share"].unit
    drawn = (
        Measure("whole", ("总额=1", "=SUM(A1)", "总 额；甲、乙"), "amount", area),
        Measure("part", ("部分额",), "amount", area, True),
        Measure("比重", ("比重", "占比"), "share", share, False, ("part", "whole")),
        Measure("up", ("年均增长",), "growth", share, True, None, "part"),
        Measure("accident", ("发生过事故",), "answer", None),
    )
    measures = {measure.id: measure for measure in drawn}
    limits = (Decimal("0.123456789012345"), Decimal("123456789012345"), Decimal("-0.1"))
    items = (
        (Condition("part", "<", limits, 10), Condition("up", "=", limits)),
        (Condition("whole", ">", None, 2),),
        (Condition("比重", "<=", (Decimal(100), Decimal("99.99"), Decimal(0))),),
    )
    bands = (band(0, 0, 1, "none"), band(1, 1, 2, "both"), band(3, 2, 7, "none"))
    sections = (
        Section("a", "甲（1）", "counted", on_grid(7), items, bands, ("accident",)),
        Section("乙", "=2+3", "at_least", items=items[:2], least=(2, 1)),
    )
    tiers = shipped("light-industry-2022").tiers
    return replace(base, id="少见", tiers=tiers, measures=measures, sections=sections,
                   pass_mark=on_grid(Decimal("6.5")))  # fmt: skip


def test_declared_units_derivations_and_texts_like_formulas_are_kept(tmp_path: Path) -> None:
    scheme = rare()
    assert told(through_excel(scheme, tmp_path)) == told(scheme)
    assert told(through_yaml(scheme, tmp_path)) == told(scheme)


def test_every_edition_has_its_own_pair_of_sheets(tmp_path: Path) -> None:
    first = rare()
    later = replace(first, start=date(2025, 7, 1), pass_mark=on_grid(5))
    file = write_workbook([first, later], tmp_path / "两版.xlsx")
    pairs = [
        f"{name} {day}" for day in ("2022-09-01", "2025-07-01") for name in ("打分表", "指标表")
    ]
    assert openpyxl.load_workbook(file).sheetnames == [*pairs, "填写说明"]
    assert [told(one) for one in read_days(file)] == [told(first), told(later)]
    assert read_scheme(file, date(2025, 6, 30)).pass_mark == first.pass_mark
    assert read_scheme(file, date(2025, 7, 1)).pass_mark == on_grid(5)
    with pytest.raises(ParameterError, match="在2020-01-01没有值"):
        read_scheme(file, date(2020, 1, 1))
    invoke("schemes", "import", file, "--out", tmp_path / "少见.yaml")
    assert [told(one) for one in read_days(tmp_path / "少见.yaml")] == [told(first), told(later)]


def test_a_change_says_the_same_differences_and_warnings_from_excel(tmp_path: Path) -> None:
    file = tmp_path / "own.xlsx"
    invoke("schemes", "new", file, "--based-on", "light-industry-2022")
    book = openpyxl.load_workbook(file)
    sheet = book["打分表"]
    for row in sheet.iter_rows():
        if row[0].value == "及格分":
            row[2].value = 75
        if row[1].value == "是否发生过重大污染事故":
            gate = row[0].row
    sheet.delete_rows(gate)
    book.save(file)
    scheme = read_scheme(file, date.today())
    assert scheme.pass_mark == on_grid(75)
    assert "及格分：改为75" in scheme.differences
    assert "删须为“无”的一项：是否发生过重大污染事故" in scheme.differences
    assert "及格分与管理办法不同（附件一备注2）" in scheme.warnings
    assert any("必须符合的一项" in words for words in scheme.warnings)
    invoke("schemes", "import", file, "--out", tmp_path / "own.yaml")
    assert told(read_scheme(tmp_path / "own.yaml", date.today())) == told(scheme)


def test_the_workbook_prints_on_a4_and_leaves_no_formula(tmp_path: Path) -> None:
    file = write_workbook([shipped("light-industry-2022")], tmp_path / "打分表.xlsx")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["打分表", "指标表", "填写说明"]
    for sheet in book:
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["打分表"].freeze_panes == "C5"
    assert book["指标表"].freeze_panes == "B3"
    tints = {row[4].fill.fgColor.rgb for row in book["打分表"].iter_rows(min_row=6, max_row=10)}
    assert tints == {"FFFFF8DC"}
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in package.read(name)
    assert write_workbook([shipped("light-industry-2022")], tmp_path / "又.xlsx").read_bytes() == (
        file.read_bytes()
    )


def test_a_standards_workbook_and_a_schemes_are_told_apart(tmp_path: Path) -> None:
    scheme = write_workbook([shipped("light-industry-2022")], tmp_path / "打分表.xlsx")
    with pytest.raises(ParameterError, match=r"这是评价体系的打分表，不是行业标准.*schemes check"):
        read_standard(scheme)
    invoke("standards", "export", FURNITURE, tmp_path / "家具.xlsx")
    with pytest.raises(ParameterError, match=r"这是行业标准的达标值表.*standards check"):
        read_scheme(tmp_path / "家具.xlsx", DAY)
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    with pytest.raises(ParameterError, match=r"没有标题为“评价体系打分表”.*schemes export"):
        read_scheme(tmp_path / "空.xlsx", DAY)


def test_an_analyst_adds_two_items_in_excel_and_scores_a_table(tmp_path: Path) -> None:
    """From an exported workbook to a scored table, with nothing but Excel and three commands."""
    file = tmp_path / "洁具.xlsx"
    invoke("schemes", "new", file, "--based-on", "light-industry-2022")
    book = openpyxl.load_workbook(file)
    measures, sheet = book["指标表"], book["打分表"]
    measures.append(["单位产品水耗", "数额", "立方米", "体积"])
    measures.append(["设计中心数量", "个数", "个"])
    row = next(cell.row for cell in sheet["B"] if cell.value == "产品合格率")
    insert_rows(sheet, row + 1, 2)
    for at, values in enumerate(
        (
            [None, "单位产品水耗", "立方米", "≤", 3, 4, 5],
            [None, "设计中心数量", "个", "≥", 3, 2, 1],
        )
    ):
        for column, value in enumerate(values, 1):
            sheet.cell(row + 1 + at, column).value = value
    top = next(cell.row for cell in sheet["B"] if cell.value == "质量安全情况")
    sheet.cell(top, 9).value = "7项，得分＞16分；4-6项，10分≤得分≤16分；3项以下，得分＜10分"
    for cells in sheet.iter_rows():
        filled = {"制定单位": "洁具协会", "来源": "洁具协会2026年第1号", "决定者": "洁具协会"}
        if cells[0].value in filled:
            cells[2].value = filled[cells[0].value]
    book.save(file)

    said = invoke("schemes", "check", file)
    assert "增项：单位产品水耗" in said
    assert "待填" not in said
    assert "单位产品水耗≤3、4、5立方米" in invoke("schemes", "show", file)
    table, out = tmp_path / "汇总.csv", tmp_path / "结果.csv"
    table.write_text(
        "申报编号,单位产品水耗（立方米）,设计中心数量\nA,3,3\nB,3.1,2\n", encoding="utf-8"
    )
    invoke("schemes", "score", table, "--scheme", file, "--standard", FURNITURE, "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as rows:
        met = {
            (one["applicant_id"], one["tier"]): one["quality_met"] for one in csv.DictReader(rows)
        }
    # One of the other items is exempt in furniture, so that it counts as met.
    assert met[("A", "capital")] == "3"
    assert (met[("B", "capital")], met[("B", "base")]) == ("1", "3")
    invoke("schemes", "import", file, "--out", tmp_path / "洁具.yaml")
    again, scheme = (
        read_scheme(tmp_path / f"洁具.{end}", date.today()) for end in ("yaml", "xlsx")
    )
    assert told(again) == told(scheme)
    shutil.move(file, tmp_path / "别的名称.xlsx")
    assert read_scheme(tmp_path / "别的名称.xlsx", date.today()).id == "洁具"


def insert_rows(sheet, row: int, count: int) -> None:
    """Insert rows as Excel does: merged cells below move along."""
    for area in list(sheet.merged_cells.ranges):
        if area.min_row >= row:
            area.shift(0, count)
    sheet.insert_rows(row, count)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "own.txt", "--based-on", "light-industry-2022"], "扩展名是“.txt”"),
        (["new", "2022.xlsx", "--based-on", "light-industry-2022"], "“2022”不能作代码"),
        (["export", "light-industry-2022", "--out", "a.yaml"], "扩展名是“.yaml”"),
        (["import", "a.yaml", "--out", "b.yaml"], "扩展名是“.yaml”"),
        (["import", "a.xlsx", "--out", "b.xlsx"], "扩展名是“.xlsx”"),
        (["import", "好.xlsx", "--out", "b.yaml"], "请用 --out sme-clusters-2022.yaml"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused(tmp_path, monkeypatch, arguments, said) -> None:
    monkeypatch.chdir(tmp_path)
    write_workbook([shipped("sme-clusters-2022")], tmp_path / "好.xlsx")
    with pytest.raises(ClusterlibError, match=re.escape(said)):
        invoke("schemes", *arguments)


def test_a_scheme_that_goes_by_the_code_of_a_shipped_one_says_so_in_every_result(tmp_path) -> None:
    """A sheet is exported and edited, its code forgotten: it must not pass for the first one."""
    own = replace(shipped("light-industry-2022"), pass_mark=on_grid(60))
    for file in (write_workbook([own], tmp_path / "打分表.xlsx"), tmp_path / f"{own.id}.yaml"):
        if file.suffix == ".yaml":
            file.write_text(yaml_text([(own, None)]), encoding="utf-8")
        (words,) = read_scheme(file, DAY).warnings
        assert "代码与随附的“light-industry-2022”相同，内容不同（及格分：改为60）" in words
    same = write_workbook([shipped("light-industry-2022")], tmp_path / "同.xlsx")
    assert read_scheme(same, DAY).warnings == ()


@pytest.mark.parametrize("name", ["own.xls", "own.csv", "own.yml", "own.et"])
def test_another_kind_of_file_is_to_be_saved_anew(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(ParameterError, match=r"应为\.yaml 或 \.xlsx。请在 Excel 里另存为 \.xlsx"):
        read_scheme(scheme_file(str(tmp_path / name)), DAY)


@pytest.mark.parametrize("base", ["../other", "other.yaml", "/etc/own", "a b"])
def test_a_base_is_named_by_its_code_alone(tmp_path: Path, base: str) -> None:
    origin = replace(rare().origin, decided_by="某厅", decided_on="2025-12-01")
    own = replace(rare(), based_on=base, origin=origin)
    with pytest.raises(ParameterError, match="不能作代码"):
        read_scheme(write_workbook([own], tmp_path / "own.xlsx"), DAY)


def test_a_folder_of_schemes_is_checked_in_both_forms(tmp_path: Path) -> None:
    write_workbook([shipped("sme-clusters-2022")], tmp_path / "甲.xlsx")
    shutil.copy(scheme_file("light-industry-2022"), tmp_path)
    said = invoke("schemes", "check", tmp_path)
    assert re.findall(r"^(\S+)：中", said, re.MULTILINE) == ["light-industry-2022.yaml", "甲.xlsx"]


def test_a_workbook_is_based_on_one_beside_it_but_not_on_itself(tmp_path: Path) -> None:
    base = replace(shipped("sme-clusters-2022"), id="甲")
    write_workbook([base], tmp_path / "甲.xlsx")
    origin = replace(base.origin, decided_by="某厅", decided_on="2025-12-01")
    own = replace(base, id="乙", term="乙地", origin=origin, based_on="甲")
    file = write_workbook([own], tmp_path / "乙.xlsx")
    scheme = read_scheme(file, DAY)
    assert (scheme.based_on, scheme.differences) == ("甲", ())
    write_workbook([replace(base, origin=origin, based_on="乙")], tmp_path / "甲.xlsx")
    with pytest.raises(ParameterError, match="又回到了自己"):
        read_scheme(file, DAY)


@pytest.mark.clause("2.2.3")
def test_a_pack_in_excel_is_used_alone_and_imported_to_be_added_to_another(tmp_path) -> None:
    folder = tmp_path / "评价体系"
    folder.mkdir()
    pack = replace(shipped("furniture-smart-example"), id="smart", element="节水", filed=True)
    file = write_workbook([pack], folder / "smart.xlsx")
    (alone,) = schemes_named("light-industry-2022", ["节水"], tmp_path)
    assert (alone.id, alone.element, len(alone.sections[0].items)) == ("smart", "节水", 15)
    with pytest.raises(ParameterError, match="请用 clusterlib schemes import 另存"):
        schemes_named("ceramics-example", ["节水"], tmp_path)
    invoke("schemes", "import", file, "--out", folder / "smart.yaml")
    file.unlink()
    (both,) = schemes_named("ceramics-example", ["节水"], tmp_path)
    assert [len(section.items) for section in both.sections[:2]] == [15, 6]
