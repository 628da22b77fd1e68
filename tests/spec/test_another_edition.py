"""Under rules with another pass mark, other items and another name of a tier, all texts follow."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from clusterlib.batch.run import BatchOptions, run_batch
from clusterlib.cli import app
from clusterlib.dashboards.calibrate import open_calibration
from clusterlib.dashboards.compare import open_comparison
from clusterlib.dashboards.compare.export import workbook as comparison_workbook
from clusterlib.dashboards.reception import open_reception
from clusterlib.errors import ParameterError
from clusterlib.intake.workbook import cohort_of, read_workbook
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rule_files.standards import read_standard
from clusterlib.workflow import assess, assess_table

DAY = "2026-11-25"
OLD = re.compile(
    r"(?<![0-9])70 ?分|≥ ?70(?![0-9])|13 ?项|11 ?项以上|8[-–]10 ?项|7 ?项以下|≤7项|≥11项"
    r"|基地(?!例外)"
)
"""What only the edition of 2022 says."""
CHANGES = {
    "scoresheet.yaml": (
        ("{value: 13,", "{value: 12,"),
        ("        - [market_share]\n", ""),
        ("least: 8,", "least: 7,"),
        ("least: 11,", "least: 10,"),
        ("[[0, 0], [8, 36], [10, 48], [13, 60]]", "[[0, 0], [7, 36], [9, 48], [12, 60]]"),
        ("{value: 70,", "{value: 75,"),
    ),
    "readings.yaml": (("打分表按13项、5项定档", "打分表按12项、5项定档"),),
    "tiers.yaml": (("base: 基地,", "base: 产区,"),),
}


def changed(folder: Path, changes: dict[str, tuple[tuple[str, str], ...]]) -> Path:
    """Return a copy of the regulation with passages changed, each of which stands there once."""
    shutil.copytree(parameters_folder() / "regulation", folder)
    for name, pairs in changes.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with such rules, a standard in both forms and a table."""
    place = tmp_path_factory.mktemp("工作")
    changed(place / "规则", CHANGES)
    (place / "标准").mkdir()
    shutil.copy(parameters_folder() / "standards" / "furniture.yaml", place / "标准")
    lines = sample_table().read_text(encoding="utf-8-sig").splitlines()
    table = "\n".join(lines[:9]).replace(",基地,", ",产区,")
    (place / "汇总.csv").write_text(table, encoding="utf-8")
    return place


def run(*arguments: object) -> str:
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.output


def cells(path: Path) -> str:
    book = load_workbook(path)
    texts = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    choices = [
        str(found.formula1) for sheet in book for found in sheet.data_validations.dataValidation
    ]
    return "\n".join(texts + choices)


def visible(page: str) -> str:
    """Return the words of an HTML page."""
    bare = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", bare)


def without_old(text: str) -> None:
    found = OLD.search(text)
    assert found is None, text[max(found.start() - 60, 0) : found.end() + 60]


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.clause("A1.3.note2")
def test_reports_and_the_overview_of_a_run_say_the_numbers_of_the_day(place: Path) -> None:
    result = run_batch(
        BatchOptions(
            inputs=(place / "汇总.csv",),
            standard=place / "标准",
            out=place / "结果",
            on=DAY,
            workers=1,
        )
    )
    assert result.failed == 0
    pages = [*(place / "结果").glob("applicants/*/report.html"), place / "结果" / "index.html"]
    assert len(pages) == 9
    for page in pages:
        text = visible(page.read_text(encoding="utf-8"))
        without_old(text)
        assert "75" in text
        assert "产区" in text
    report = visible(pages[0].read_text(encoding="utf-8"))
    assert "12项中达标" in report
    assert "须 ≥75 分" in report
    without_old(cells(place / "结果" / "summary.xlsx"))
    assert "产区" in cells(place / "结果" / "summary.xlsx")
    record = json.loads(next(place.glob("结果/applicants/*/assessment.json")).read_text("utf-8"))
    assert [len(part["items"]) for part in record["tiers"][0]["sections"][:2]] == [12, 5]


def test_a_tier_is_read_by_the_name_of_the_day(place: Path) -> None:
    scored = assess_table(
        place / "汇总.csv", place / "标准" / "furniture.yaml", on=DAY, parameters=place / "规则"
    )
    assert 1 in scored.cohort.figures.applied
    assert not [found for found in scored.problems if found.code == "unknown_tier"]
    frame = scored.frame()
    assert frame["basic_met"].max() <= 12


def test_the_form_of_a_standard_prints_and_reads_the_numbers_of_the_day(place, tmp_path) -> None:
    (tmp_path / "规则").symlink_to(place / "规则")
    (tmp_path / "标准").mkdir()
    source, form = place / "标准" / "furniture.yaml", tmp_path / "标准" / "家具.xlsx"
    run("standards", "export", source, form)
    text = cells(form)
    without_old(text)
    assert "得分须≥75分" in text
    assert "10项以上符合达标值，得分＞48分；7-9项，36分≤得分≤48分；6项以下" in text
    assert "产区" in text
    assert "主导产品具有较高市场占有率" not in text
    standard = read_standard(form)
    assert standard.threshold("exports") is not None
    without_old(run("standards", "check", form))
    # The words of another edition are not those of this one.
    with pytest.raises(ParameterError, match="表头缺“基地”"):
        read_standard(form, parameters_folder())


def test_the_application_form_offers_the_tiers_of_the_day(place, tmp_path) -> None:
    (tmp_path / "规则").symlink_to(place / "规则")
    form = tmp_path / "申报表.xlsx"
    run("template", form)
    text = cells(form)
    without_old(text.replace("培训基地", "").replace("评价基地", ""))
    assert "都、产区（城、园、区）、乡（镇、街）三级选一级" in text
    book = load_workbook(form)
    cover = book["封面"]
    row = next(cell.row for cell in cover["A"] if cell.value == "申报级别")
    cover.cell(row, 2).value = "产区"
    book.save(form)
    tiers = read_score_sheet(place / "规则", date(2026, 11, 25)).tiers
    codes = [found.code for found in read_workbook(form, tiers=tiers).problems]
    assert "unknown_tier" not in codes
    standard = read_standard(place / "标准" / "furniture.yaml", place / "规则")
    cohort = cohort_of([read_workbook(form, tiers=tiers)])
    missing = {
        found.column
        for found in assess(cohort, standard, on=DAY, parameters=place / "规则").problems
        if found.is_missing
    }
    assert "brands" in missing
    assert "market_share" not in missing
    assert "认不出申报级别" not in run("check", form)


def test_the_pages_say_the_numbers_of_the_day(place: Path) -> None:
    table, standard = str(place / "汇总.csv"), str(place / "标准" / "furniture.yaml")
    board = open_calibration(cohort=table, standard=standard, work=str(place), on=DAY)
    shown = board.widget
    text = "\n".join(leaves([shown.texts, shown.view, shown.strip, shown.line]))
    without_old(text)
    assert "一、特色产业基本情况（60分）12项" in text
    assert shown.texts["mark"] == "75"
    assert shown.texts["markAt"] == 75
    assert "产区" in text
    compared = open_comparison(cohort=table, standard=standard, on=DAY)
    compared.tell()
    text = "\n".join(leaves([compared.widget.texts, compared.widget.view]))
    without_old(text)
    assert "≥75 分为符合" in text
    assert "竖线 75 分" in text
    assert "12项" in text
    (place / "对比.xlsx").write_bytes(comparison_workbook(compared.state))
    without_old(cells(place / "对比.xlsx"))
    desk = open_reception(work=str(place), standard=standard, on=DAY)
    try:
        assert desk.state.rules.tiers[1].term == "产区"
    finally:
        desk.session.close()


def test_scripts_and_styles_of_pages_hold_no_number_of_an_edition() -> None:
    package = Path(__file__).parents[2] / "clusterlib"
    files = [*package.rglob("*.js"), *package.rglob("*.css")]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"70%|70分|≥70|\b70\b分|1[13]项|[前后][0-9]项|基地", text), file


BROKEN = {
    "two items in one": (
        "[[safety_certified], [iso9000], [iso14000], [iso22000], [product_pass_rate]]",
        "[[safety_certified], [iso9000, iso14000], [iso22000], [product_pass_rate]]",
        "不是打分表的一项",
    ),
    "an item twice": (
        "        - [brands]\n",
        "        - [brands]\n        - [brands]\n",
        "列了两次",
    ),
    "an unknown indicator": ("- [brands]", "- [brand]", "brand"),
    "an item of the other section": ("- [brands]", "- [iso9000]", "iso9000"),
    "an item without a side": ("- [brands]", "- []", "不是打分表的一项"),
    "a count unlike the list": ("        - [brands]\n", "", "写13项，打分表列有12项"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_faulty_list_of_items_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, said = BROKEN[name]
    folder = changed(tmp_path / "规则", {"scoresheet.yaml": ((old, new),)})
    with pytest.raises(ParameterError, match=said) as refusal:
        read_score_sheet(folder, date(2026, 11, 25))
    assert re.fullmatch(r"scoresheet\.yaml 第\d+行", refusal.value.where)


@pytest.mark.parametrize("term", ["都", "镇", "township", "园"])
def test_two_tiers_of_one_name_are_refused(tmp_path: Path, term: str) -> None:
    old = "base: 基地," if term != "园" else "capital: 都,"
    new = f"{old.partition(':')[0]}: {term},"
    folder = changed(tmp_path / "规则", {"tiers.yaml": ((old, new),)})
    with pytest.raises(ParameterError, match="也是另一级的名称"):
        read_score_sheet(folder, date(2026, 11, 25))


def test_rules_written_before_items_were_listed_read_as_before(tmp_path: Path) -> None:
    folder = changed(tmp_path / "规则", {})
    for name, first in (("scoresheet.yaml", "listed"), ("tiers.yaml", "tier_terms")):
        text = (folder / name).read_text(encoding="utf-8")
        kept = re.sub(rf"^\w*{first}:\n(?: .*\n)+", "", text, flags=re.MULTILINE)
        assert kept != text
        (folder / name).write_text(kept, encoding="utf-8")
    day = date(2026, 11, 25)
    assert read_score_sheet(folder, day) == read_score_sheet(
        parameters_folder() / "regulation", day
    )
