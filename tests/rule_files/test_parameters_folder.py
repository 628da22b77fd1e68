"""The regulation's parameters come from a folder that is named, or from the workspace's 规则."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import clusterlib as cl
from clusterlib.cli import app
from clusterlib.errors import ClusterlibError, InputError, ParameterError
from clusterlib.reports.provenance import rules_file
from clusterlib.resources import parameters_beside
from clusterlib.workflow import assess_applicant

SHIPPED = Path(__file__).parents[2] / "parameters"
FURNITURE = SHIPPED / "standards" / "furniture.yaml"
DAY = "2026-11-25"
MET = {
    "output_value": 300, "sales_revenue": 2800000, "main_revenue": 2600000, "profit_tax": 200000,
    "exports": 30000, "enterprises": 800, "above_scale_enterprises": 100, "valid_patents": 2000,
    "standards": 30, "brands": 20, "employees": 50000, "rd_intensity": 2.5, "market_share": 15,
    "safety_certified": 60, "iso9000": 60, "iso14000": 40, "product_pass_rate": 99,
    "quality_accident": "无", "pollution_accident": "无", "safety_accident": "无",
    "panel_basic": 50, "panel_quality": 17, "panel_government": 3, "panel_policy": 2,
}  # fmt: skip
"""Every item met at every tier, 72 points in all."""


def workspace(folder: Path) -> Path:
    """Return a workspace with a table and a standard, and no rules of its own."""
    (folder / "标准").mkdir(parents=True)
    shutil.copy(FURNITURE, folder / "标准")
    rows = (("applicant_id", "industry", *MET), ("甲", "家具", *map(str, MET.values())))
    text = "\n".join(",".join(row) for row in rows)
    (folder / "申报.csv").write_text(text, encoding="utf-8")
    return folder


def own_rules(folder: Path, old: str = "{value: 70,", new: str = "{value: 75,") -> Path:
    """Write a copy of the shipped parameters in which a passage is changed."""
    shutil.copytree(SHIPPED, folder)
    path = folder / "regulation" / "scoresheet.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def verdict(folder: Path, *options: object) -> tuple[str, str]:
    """Return the verdict of the capital, and the line that names the rules."""
    out = folder / "结果.csv"
    arguments = ("assess", folder / "申报.csv", "--standard", folder / "标准", "--on", DAY,
                 "--out", out, *options)  # fmt: skip
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(ended.exception, ClusterlibError):
        raise ended.exception
    row = dict(
        zip(
            *(line.split(",") for line in out.read_text(encoding="utf-8-sig").splitlines()[:2]),
            strict=False,
        )
    )
    return row["verdict"], next(line for line in ended.output.splitlines() if "规则：" in line)


def test_without_rules_of_its_own_a_workspace_takes_the_shipped_ones(tmp_path: Path) -> None:
    found = verdict(workspace(tmp_path))
    assert found == ("pass", f"规则：随附规则 sha256 {rules_file().sha256[:12]}…")


def test_a_folder_that_is_named_is_taken(tmp_path: Path) -> None:
    rules = own_rules(tmp_path / "修订稿")
    expected = ("fail", f"规则：修订稿 sha256 {rules_file(rules).sha256[:12]}…")
    assert verdict(workspace(tmp_path / "甲"), "--parameters", rules) == expected
    assert verdict(tmp_path / "甲", "--parameters", rules / "regulation") == expected


@pytest.mark.parametrize("standard", ["标准", "标准/furniture.yaml"])
def test_the_rules_beside_the_standards_are_taken(tmp_path: Path, standard: str) -> None:
    rules = own_rules(workspace(tmp_path) / "规则")
    assert parameters_beside(tmp_path / standard) == rules
    assert verdict(tmp_path)[0] == "fail"


def test_the_rules_of_the_current_folder_are_taken(tmp_path: Path, monkeypatch) -> None:
    rules = own_rules(tmp_path / "工作" / "规则")
    monkeypatch.chdir(tmp_path / "工作")
    assert parameters_beside(FURNITURE) == rules
    assert verdict(workspace(tmp_path / "别处"))[0] == "fail"


def test_of_two_folders_of_rules_the_user_says_which(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    named = own_rules(tmp_path / "规则")
    own_rules(workspace(tmp_path / "甲") / "规则", "{value: 70,", "{value: 71,")
    with pytest.raises(InputError, match="有两个规则文件夹"):
        verdict(tmp_path / "甲")
    assert verdict(tmp_path / "甲", "--parameters", named)[0] == "fail"


def test_a_folder_with_a_mistake_is_refused_by_line(tmp_path: Path) -> None:
    own_rules(workspace(tmp_path) / "规则", "upper: 60,", "upper: 50,")
    with pytest.raises(ParameterError, match=r"scoresheet\.yaml 第16行.*合计90分"):
        verdict(tmp_path)
    assert not (tmp_path / "结果.csv").exists()


@pytest.mark.parametrize("name", ["没有", "空的"])
def test_a_folder_without_rules_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "空的").mkdir()
    with pytest.raises(ClusterlibError, match="没有"):
        verdict(workspace(tmp_path / "甲"), "--parameters", tmp_path / name)


def test_the_function_and_the_report_take_and_name_the_folder(tmp_path: Path) -> None:
    rules, folder = own_rules(tmp_path / "修订稿"), workspace(tmp_path / "甲")
    cohort = cl.read_cohort(folder / "申报.csv")
    standard = cl.read_standard(FURNITURE)
    found = [
        cl.assess(cohort, standard, on=DAY, parameters=given).frame()["verdict"][0]
        for given in (None, rules, str(rules))
    ]
    assert found == ["pass", "fail", "fail"]
    report = assess_applicant(
        source=str(folder / "申报.csv"),
        standard=str(FURNITURE),
        on=DAY,
        day=DAY,
        parameters=str(rules),
    )
    assert report.record["provenance"]["parameters"] == {
        "name": "修订稿", "sha256": rules_file(rules).sha256,
    }  # fmt: skip
    text = report.provenance._repr_html_()
    assert "修订稿" in text
    assert rules_file(rules).sha256 in text


def test_a_standard_is_checked_under_the_rules_of_the_folder(tmp_path: Path) -> None:
    own_rules(workspace(tmp_path) / "规则")
    ended = CliRunner().invoke(app, ["standards", "check", str(tmp_path / "标准"), "--on", DAY])
    assert "不能确定达到75分" in ended.output
    assert "70" not in ended.output


def test_a_threshold_a_thousand_times_the_next_is_said_where_it_scores(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    path = folder / "标准" / "furniture.yaml"
    text = path.read_text(encoding="utf-8").replace("capital: 30000,", "capital: 30000000,")
    path.write_text(text, encoding="utf-8")
    arguments = ["assess", folder / "申报.csv", "--standard", path, "--on", DAY, "--out",
                 folder / "结果.csv"]  # fmt: skip
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "furniture.yaml 第35行" in ended.output
    assert "都的达标值30000000是基地的10000的1000倍以上" in ended.output


def test_a_run_takes_names_and_keeps_the_rules_and_is_done_anew_when_they_change(
    tmp_path: Path,
) -> None:
    folder, run = workspace(tmp_path / "甲"), tmp_path / "结果"
    arguments = ["batch", str(folder / "申报.csv"), "--standard", str(folder / "标准"),
                 "--on", DAY, "--out", str(run), "--workers", "1"]  # fmt: skip

    def told() -> str:
        return CliRunner().invoke(app, arguments).output

    def facts() -> tuple[str, dict[str, str]]:
        record = json.loads((run / "applicants" / "甲" / "assessment.json").read_text("utf-8"))
        return record["tiers"][0]["verdict"], record["provenance"]["parameters"]

    assert "本次运行 1 份" in told()
    assert facts() == ("pass", {"name": "随附规则", "sha256": rules_file().sha256})
    rules = own_rules(folder / "规则")
    assert "本次运行 1 份" in told()
    named = {"name": "规则", "sha256": rules_file(rules).sha256}
    assert facts() == ("fail", named)
    assert json.loads((run / "manifest.json").read_text("utf-8"))["regulation"] == named
    assert rules_file(run / "规则") == rules_file(rules)
    assert "75" in (run / "index.html").read_text("utf-8")
    assert "沿用 1 份" in told()
    shutil.rmtree(rules)
    assert "本次运行 1 份" in told()
    assert not (run / "规则").exists()
