"""Schemes are read strictly; what they change of another is said, and every mistake refused."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clusterlib.cli import app
from clusterlib.errors import ParameterError
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rule_files.scheme_yaml import read_scheme, scheme_file, schemes_folder
from clusterlib.rules.indicators import INDICATORS
from clusterlib.rules.points import on_grid
from clusterlib.rules.scheme_lint import check_scheme, combinations
from clusterlib.rules.standard import SCHEME
from tests.rule_files.scheme_mistakes import MISTAKES

DAY = date(2026, 11, 25)
MESSAGES = Path(__file__).parent / "scheme_messages.txt"


def shipped(name: str):
    return read_scheme(scheme_file(name), DAY)


def expected_messages() -> dict[str, str]:
    blocks = MESSAGES.read_text(encoding="utf-8").strip().split("\n\n")
    return dict(block.split("\n", 1) for block in blocks)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_line_and_what_to_do(tmp_path: Path, name: str) -> None:
    file, old, new = MISTAKES[name]
    folder = Path(shutil.copytree(schemes_folder(), tmp_path / "schemes"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as refusal:
        read_scheme(folder / file, DAY)
    error = refusal.value
    assert str(error) == expected_messages()[name]
    assert re.fullmatch(r"[\w-]+\.yaml 第\d+行", error.where)


def test_every_mistake_has_its_message() -> None:
    assert list(expected_messages()) == list(MISTAKES)


@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.3.government", "A1.3.policy", "A1.3.note2")
def test_the_scheme_of_2022_holds_the_numbers_of_the_regulation() -> None:
    scheme = shipped(SCHEME)
    sheet = read_score_sheet(schemes_folder().parent / "regulation", DAY)
    assert scheme.pass_mark == sheet.pass_mark
    assert [tier.term for tier in scheme.tiers] == [tier.term for tier in sheet.tiers]
    for section, known in zip(scheme.sections, (*sheet.counted, *sheet.graded), strict=True):
        assert (section.points, section.bands) == (known.maximum, known.bands)
    for section, items in zip(scheme.sections[:2], sheet.listed, strict=True):
        assert [tuple(side.measure for side in item) for item in section.items] == [
            tuple(INDICATORS[position].id for position in item) for item in items
        ]
    for indicator in INDICATORS:
        measure = scheme.measures[indicator.id]
        assert (measure.label, measure.unit) == (indicator.label, indicator.unit)
        assert measure.signed == indicator.signed


@pytest.mark.clause("A1.3.note2")
def test_of_108_combinations_of_bands_12_pass_39_fail_and_57_hang_on_the_panel() -> None:
    scheme = shipped(SCHEME)
    found = combinations(scheme)
    assert (found["pass"], found["fail"], found["open"]) == (12, 39, 57)
    # Under veto the 27 combinations with a failed gate all fail.
    strict = combinations(scheme, veto=True)
    assert sum(strict.values()) == 108
    assert strict["pass"] == 12
    assert strict["fail"] >= 27
    said = "\n".join(found.text for found in check_scheme(scheme))
    assert "共108种：12种必定符合，39种必定不符合，57种取决于档内评分" in said


def test_a_scheme_based_on_another_says_what_it_changes() -> None:
    scheme = shipped("ceramics-example")
    quality = scheme.sections[1]
    measures = [side.measure for item in quality.items for side in item]
    assert "iso22000" not in measures
    assert measures[-2:] == ["energy_per_tonne", "design_firms"]
    assert len(scheme.sections[0].items) == 13
    assert "删去：通过ISO22000认证企业比例" in scheme.differences
    assert not scheme.warnings
    assert any("虚构" in found.text for found in check_scheme(scheme))


def test_a_condition_keeps_its_comparison_its_years_and_its_declared_unit() -> None:
    output, *_, accidents = shipped("sme-clusters-2022").sections[0].items
    assert (output[0].comparison, output[0].last, output[0].limits) == (">=", 3, (Decimal(40),))
    assert (accidents[0].comparison, accidents[0].limits) == ("=", (Decimal(0),))
    unit = shipped("sme-clusters-2022").measures["area"].unit
    assert unit is not None
    assert (unit.term, unit.kind) == ("平方公里", "area")
    provincial = shipped("sme-clusters-yunnan")
    assert provincial.sections[0].items[0][0].limits == (Decimal(10),)
    assert len(provincial.sections[0].items) == 9


@pytest.mark.clause("2.2.3")
def test_adjusted_indicators_of_an_element_that_nobody_filed_are_warned_of() -> None:
    """2.2.3: they are settled with the federation; until filed no name may rest on them."""
    scheme = shipped("furniture-smart-example")
    assert scheme.element == "智能"
    assert len(scheme.sections[0].items) == 15
    assert any("未备案" in words for words in scheme.warnings)
    assert sum(combinations(scheme).values()) == 108


def test_what_the_regulation_fixes_is_changed_with_a_warning_only(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "scheme: own\nterm: 自定\nissuer: 某协会\nbased_on: light-industry-2022\nvalues:\n"
        "  2026-01-01:\n"
        "    origin: {kind: article, ref: 通知, by: 某协会, on: 2025-12-01}\n"
        "    pass_mark: 75\n",
        encoding="utf-8",
    )
    scheme = read_scheme(file, DAY)
    assert scheme.pass_mark == on_grid(75)
    assert any("及格分" in words for words in scheme.warnings)
    assert combinations(scheme)["pass"] < 12


@pytest.mark.parametrize(("mark", "said"), [(100, "没有一种组合必定符合"), (1, "共108种")])
def test_a_mark_that_no_combination_is_sure_of_is_told(tmp_path, mark, said) -> None:
    folder = Path(shutil.copytree(schemes_folder(), tmp_path / "schemes"))
    file = folder / f"{SCHEME}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("pass_mark: 70", f"pass_mark: {mark}"), encoding="utf-8")
    assert said in "\n".join(found.text for found in check_scheme(read_scheme(file, DAY)))


def test_an_edition_before_the_first_of_its_base_is_told_when_it_is_checked(tmp_path) -> None:
    folder = Path(shutil.copytree(schemes_folder(), tmp_path / "schemes"))
    file = folder / "ceramics-example.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  2026-01-01:", "  2021-01-01:", 1), encoding="utf-8")
    assert read_scheme(file, DAY)
    checked = CliRunner().invoke(app, ["schemes", "check", str(file)])
    assert checked.exit_code == 2
    assert "light-industry-2022.yaml 第7行：在2021-01-01没有值" in checked.output


def test_a_new_scheme_begins_as_a_file_that_reads(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    arguments = ["schemes", "new", str(file), "--based-on", SCHEME]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    checked = CliRunner().invoke(app, ["schemes", "check", str(file)])
    assert checked.exit_code == 0
    assert "与light-industry-2022没有不同" in checked.output
    assert "还写着“待填”" in checked.output
    assert isinstance(CliRunner().invoke(app, arguments).exception, Exception)


def test_the_shipped_schemes_are_checked_and_shown() -> None:
    checked = CliRunner().invoke(app, ["schemes", "check", "--on", DAY.isoformat()])
    assert checked.exit_code == 0
    assert len(re.findall(r"^[\w-]+\.yaml：", checked.output, re.MULTILINE)) == 6
    shown = CliRunner().invoke(app, ["schemes", "show", "sme-clusters-2022"])
    assert "集群产值最近3年每年≥40亿元" in shown.output
    assert "占地面积≤100平方公里" in shown.output
