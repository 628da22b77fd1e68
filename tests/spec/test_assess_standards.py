"""Standards through the commands: strict YAML, days, folders, industries, the Excel form."""

from __future__ import annotations

import re

import openpyxl
import pytest

from tests.spec.files import BASIC, QUALITY, a_standard, threshold_lines

ONE = "applicant_id,exports\nA,25\n"


def changed(path, old, new):
    """A sound standard with one place of it changed."""
    text = a_standard(path).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


EXPORTS = threshold_lines("exports", "万美元", "30 20 10")
FAULTS = {
    "unknown key": ("issuer: 示例\n", "issuer: 示例\nfoo: 1\n", 4),
    "unknown indicator": ("  exports:\n", "  exporst:\n", None),
    "unknown key of a threshold": ('    unit: "亿元"\n', '    unit: "亿元"\n    note: x\n', 8),
    "duplicate key": ("issuer: 示例\n", "issuer: 示例\nissuer: 示例\n", 4),
    "duplicate indicator": (EXPORTS, EXPORTS + EXPORTS, None),
    "duplicate day": (EXPORTS, EXPORTS + EXPORTS.splitlines()[-1] + "\n", None),
    "missing item": (EXPORTS, "", None),
    "missing key": ("status: draft\n", "", None),
    "wrong unit": ('    unit: "亿元"\n', '    unit: "个"\n', 7),
    "no unit of ours": ('    unit: "亿元"\n', '    unit: "千元"\n', 7),
    "undated value": ("      2024-01-01: {cap", "      now: {cap", 9),
    "no such day": ("      2024-01-01: {cap", "      2024-02-30: {cap", 9),
    "missing tier": ("township: 10, ", "", 9),
    "no source": (", source: {kind: standard, ref: 示例}", "", 9),
    "no number": ("capital: 30", "capital: 约30", 9),
    "exponent": ("capital: 30", "capital: 3e1", 9),
    "too many digits": ("capital: 30", "capital: 30.12345678901234567", 9),
    "unknown status": ("status: draft", "status: final", 4),
    "broken YAML": ("issuer: 示例", "issuer: 示例: 二", 3),
}


@pytest.mark.parametrize(("old", "new", "line"), FAULTS.values(), ids=list(FAULTS))
def test_a_faulty_standard_is_an_error_that_names_file_and_line(assess, tmp_path, old, new, line):
    ended = assess(ONE, standard=changed(tmp_path / "家具.yaml", old, new))
    assert ended.status == 2
    named = re.search(r"家具\.yaml 第(\d+)行", ended.err)
    assert named, ended.err
    if line is not None:
        assert int(named[1]) == line
    assert list(tmp_path.glob("out*")) == []


@pytest.mark.parametrize("tail", ["readings: {gate: maybe}\n", "readings: {gat: veto}\n"])
def test_an_unknown_reading_of_a_standard_is_named_by_file_and_line(assess, tmp_path, tail):
    ended = assess(ONE, standard=a_standard(tmp_path / "家具.yaml", tail=tail))
    assert ended.status == 2
    assert re.search(r"家具\.yaml 第\d+行", ended.err)


@pytest.mark.parametrize("section", [BASIC, QUALITY], ids=["basic", "quality"])
def test_a_standard_that_exempts_all_of_a_section_is_refused(assess, tmp_path, section):
    ended = assess(ONE, standard=a_standard(tmp_path / "s.yaml", exempt=tuple(section)))
    assert ended.status == 2
    assert "全部免评" in ended.err


@pytest.mark.clause("A1.3.note1")
def test_a_standard_is_resolved_for_the_day_asked_for(assess, tmp_path):
    later = threshold_lines("exports", "万美元", "3 2 1", "2026-01-01").splitlines()[-1] + "\n"
    standard = changed(tmp_path / "s.yaml", EXPORTS, EXPORTS + later)
    for day, counts in (("2025-12-31", ["0", "1", "1"]), ("2026-01-01", ["1", "1", "1"])):
        ended = assess(ONE, standard=standard, on=day)
        assert [row["basic_met"] for row in ended.results] == counts
        assert {row["on"] for row in ended.results} == {day}
    ended = assess(ONE, standard=standard, on="2023-12-31")
    assert ended.status == 2
    assert "2023-12-31" in ended.err


@pytest.mark.parametrize("unit", ["元", "万元", "亿元"])
def test_a_threshold_in_any_unit_of_its_kind_is_converted_exactly(assess, tmp_path, unit):
    figure = {"元": "100500000", "万元": "10050", "亿元": "1.005"}[unit]
    values = {"output_value": (unit, f"{figure} {figure} {figure}")}
    standard = a_standard(tmp_path / "s.yaml", values=values)
    ended = assess("applicant_id,output_value\nA,1.005\n", standard=standard)
    assert ended.row()["basic_met"] == "1"


def test_a_folder_is_searched_by_id_or_term_of_the_rows_industry(assess, tmp_path):
    folder = tmp_path / "标准"
    folder.mkdir()
    a_standard(folder / "a.yaml")
    a_standard(
        folder / "b.yaml",
        industry="hardware",
        term="五金",
        values={"exports": ("万美元", "3 2 1")},
        tail="readings: {ranks: either}\n",
    )
    table = (
        "applicant_id,industry,exports,panel_basic\nA,家具,3,\nB,hardware,3,\nC,皮革,3,99\nD,,3,\n"
    )
    ended = assess(table, standard=folder)
    assert ended.status == 1
    assert [ended.row(name)["standard"] for name in "ABCD"] == ["furniture", "hardware", "", ""]
    assert [ended.row(name)["basic_met"] for name in "ABCD"] == ["0", "1", "", ""]
    assert "ranks=either" in ended.row("B")["readings"]
    assert ended.brief("row", "column", "value", "severity") == [
        ("4", "industry", "皮革", "error"),
        ("5", "industry", "", "error"),
    ]
    filled = {name for name, cell in ended.row("C", "base").items() if cell}
    assert filled == {"applicant_id", "tier", "industry"}


def test_with_one_file_another_industry_is_a_warning_and_scored_by_it(assess):
    ended = assess("applicant_id,industry,exports\nA,皮革,30\nB,furniture,30\nC,,30\n")
    assert ended.status == 0
    assert ended.brief("row", "column", "severity") == [("2", "industry", "warning")]
    assert {row["standard"] for row in ended.results} == {"furniture"}
    assert ended.row()["basic_met"] == "1"


def test_a_standard_goes_to_excel_and_back_without_loss(run, assess, tmp_path):
    tail = (
        "readings: {gate: veto, exempt: drops_item}\n"
        "draft:\n  author: 甲\n  reason: 试算\n  parent: furniture\n"
        '  changes:\n    - "出口额 3→4"\n'
    )
    source = a_standard(
        tmp_path / "一.yaml",
        exempt=("iso22000",),
        left_out=("output_share",),
        tail=tail,
        values={"profit_tax": ("亿元", "1.005 0.3 0.00001"), "exports": ("亿美元", "3 2 1")},
    )
    assert run("standards", "export", source, tmp_path / "一.xlsx").status == 0
    assert run("standards", "import", tmp_path / "一.xlsx", tmp_path / "二.yaml").status == 0
    assert run("standards", "export", tmp_path / "二.yaml", tmp_path / "二.xlsx").status == 0
    first, second = (
        [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / name).active]
        for name in ("一.xlsx", "二.xlsx")
    )
    assert first == second
    assert ["指标", "单位", "都", "基地", "乡", "依据", "生效日"] in [row[:7] for row in first]
    table = "applicant_id,exports,profit_tax,iso9000\nA,30000,10050,25\n"
    by_file = [
        assess(table, standard=tmp_path / name).results
        for name in ("一.yaml", "二.yaml", "一.xlsx")
    ]
    assert by_file[0] == by_file[1] == by_file[2]
    assert by_file[0][0]["basic_met"] == "2"
    assert "gate=veto" in by_file[0][0]["readings"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--tier", "市"),
        ("--on", "2026-13-01"),
        ("--reading", "gate"),
        ("--reading", "gate=x"),
        ("--reading", "foo=x"),
    ],
)
def test_a_faulty_option_is_a_message_without_files(assess, tmp_path, arguments):
    ended = assess(ONE, *arguments)
    assert ended.status == 2
    assert "Traceback" not in ended.err
    assert ended.err.startswith("错误：")
    assert list(tmp_path.glob("out*")) == []
