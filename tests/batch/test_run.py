"""A run as a whole: on real workbooks, with real workers."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from clusterlib.batch.job import Job
from clusterlib.batch.plan import check_parameters
from clusterlib.batch.run import BatchOptions, BatchResult, run_batch
from clusterlib.errors import BatchError, RuleError
from clusterlib.reports.results import COLUMNS
from clusterlib.resources import notebooks_folder, parameters_folder
from clusterlib.runs.folder import APPLICANT_FILES, JOURNAL, MANIFEST, slugs_of
from clusterlib.samples import SamplePaths, write_samples

CHOSEN = ("松溪样县", "癸县", "铁铺样市", "半截样县", "甲县", "重号样县")
"""Three that run, one that cannot be read, two of one id."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    return write_samples(tmp_path_factory.mktemp("样例 {1}（括号）"))


@pytest.fixture(scope="module")
def inputs(samples: SamplePaths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("申报")
    for name in CHOSEN:
        file = f"{name}申报表.xlsx"
        shutil.copy(samples.applications / file, folder / file)
    return folder


def options_for(inputs: Path, samples: SamplePaths, out: Path) -> BatchOptions:
    return BatchOptions(
        inputs=(inputs,),
        standard=parameters_folder() / "standards",
        out=out,
        panel=samples.panel,
        confirmed=samples.confirmed,
        on="2026-11-25",
        workers=1,
    )


@pytest.fixture(scope="module")
def finished(
    inputs: Path, samples: SamplePaths, tmp_path_factory: pytest.TempPathFactory
) -> tuple[BatchOptions, BatchResult]:
    options = options_for(inputs, samples, tmp_path_factory.mktemp("结果") / "第一次")
    return options, run_batch(options)


def summary(run: Path) -> list[dict[str, str]]:
    with (run / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def content(run: Path) -> dict[str, bytes]:
    """Every file of a run, run times aside."""
    found = {
        path.relative_to(run).as_posix(): path.read_bytes()
        for path in sorted(run.rglob("*"))
        if path.is_file() and path.suffix != ".xlsx"
    }
    rows = [{**row, "seconds": ""} for row in summary(run)]
    found["summary.csv"] = json.dumps(rows).encode()
    manifest = json.loads(found[MANIFEST])
    for applicant in manifest["applicants"].values():
        applicant["seconds"] = 0
    found[MANIFEST] = json.dumps(manifest).encode()
    return found


def differing(one: Path, other: Path) -> list[str]:
    """Names of files that are in one run only, or not the same in both."""
    first, second = content(one), content(other)
    names = sorted(first.keys() | second.keys())
    return [name for name in names if first.get(name) != second.get(name)]


def test_each_applicant_has_notebook_report_and_record(finished):
    options, _ = finished
    folders = sorted(path.name for path in (options.out / "applicants").iterdir())
    assert folders == ["J07", "J08", "W01"]
    for folder in folders:
        files = sorted(path.name for path in (options.out / "applicants" / folder).iterdir())
        assert files == sorted(APPLICANT_FILES)


def test_the_summary_has_three_rows_per_applicant_and_one_per_failed_input(finished):
    options, result = finished
    rows = summary(options.out)
    assert COLUMNS[-2:] == ("readings", "entry")
    assert list(rows[0]) == [*COLUMNS[:-1], "status", "seconds", "error", "entry"]
    done = [row for row in rows if row["status"] == "done"]
    failed = [row for row in rows if row["status"] == "failed"]
    assert [row["tier"] for row in done] == ["capital", "base", "township"] * 3
    assert [(row["applicant_id"], row["tier"]) for row in failed] == [
        ("半截样县申报表", ""),
        ("甲县申报表", ""),
        ("重号样县申报表", ""),
    ]
    assert result.failed == 3


@pytest.mark.parametrize(
    ("one", "other"), [("重号样县申报表", "甲县申报表"), ("甲县申报表", "重号样县申报表")]
)
def test_two_inputs_with_one_id_both_fail_and_name_each_other(finished, one, other):
    options, _ = finished
    (error,) = [row["error"] for row in summary(options.out) if row["applicant_id"] == one]
    assert f"“J09”与“{other}.xlsx”重复" in error


def test_the_manifest_names_every_input_by_its_hash_and_ends_the_journal(finished):
    options, _ = finished
    manifest = json.loads((options.out / MANIFEST).read_text(encoding="utf-8"))
    assert len(manifest["inputs"]) == len(CHOSEN)
    assert {len(found["sha256"]) for found in manifest["inputs"]} == {64}
    assert manifest["on"] == "2026-11-25"
    assert not (options.out / JOURNAL).exists()


def test_a_report_names_no_address_outside_itself(finished):
    options, _ = finished
    for page in (*options.out.glob("applicants/*/report.html"), options.out / "index.html"):
        text = page.read_text(encoding="utf-8")
        assert "http://" not in text.replace("http://www.w3.org", "")
        assert "https://" not in text


def test_a_second_run_does_nothing_and_gives_the_same_bytes(finished):
    options, _ = finished
    before = content(options.out)
    again = run_batch(options)
    assert "本次运行 0 份，沿用 3 份" in again.lines[0]
    assert content(options.out) == before


def test_a_renamed_workbook_and_a_lost_report_are_the_only_ones_run_again(finished, tmp_path):
    options, _ = finished
    run = tmp_path / "结果" / "第一次"
    shutil.copytree(options.out, run)
    inputs = tmp_path / "申报"
    shutil.copytree(options.inputs[0], inputs)
    (inputs / "松溪样县申报表.xlsx").rename(inputs / "新名字.xlsx")
    (run / "applicants" / "W01" / "report.html").unlink()
    again = run_batch(replace(options, inputs=(inputs,), out=run))
    assert "本次运行 2 份，沿用 1 份" in again.lines[0]
    report = (run / "applicants" / "J08" / "report.html").read_text(encoding="utf-8")
    assert "新名字.xlsx" in report
    assert "松溪样县申报表.xlsx" not in report


def test_what_belongs_to_a_removed_input_is_listed_and_removed_only_when_asked(finished, tmp_path):
    options, _ = finished
    run = tmp_path / "结果" / "第一次"
    shutil.copytree(options.out, run)
    inputs = tmp_path / "申报"
    shutil.copytree(options.inputs[0], inputs)
    (inputs / "松溪样县申报表.xlsx").unlink()
    left = replace(options, inputs=(inputs,), out=run)
    told = run_batch(left)
    assert any(line.startswith("多余：applicants/J08（") for line in told.lines)
    assert (run / "applicants" / "J08" / "report.html").exists()
    assert "J08" not in {row["applicant_id"] for row in summary(run)}
    pruned = run_batch(replace(left, prune=True))
    assert any(line.startswith("已删除：applicants/J08（") for line in pruned.lines)
    assert sorted(path.name for path in (run / "applicants").iterdir()) == ["J07", "W01"]


def test_a_run_killed_in_the_middle_goes_on_to_the_same_bytes(finished, inputs, samples):
    options, _ = finished
    killed = options.out.with_name("中断")
    command = [
        sys.executable,
        "-m",
        "clusterlib",
        "batch",
        str(inputs),
        "--standard",
        str(options.standard),
        "--panel",
        str(samples.panel),
        "--confirmed",
        str(samples.confirmed),
        "--on",
        "2026-11-25",
        "--workers",
        "1",
        "--out",
        str(killed),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = killed / JOURNAL
    deadline = time.monotonic() + 120
    while not journal.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    process.wait()
    assert journal.exists(), "the run ended before it could be killed"
    assert not (killed / "summary.csv").exists()
    subprocess.run(command, check=False, capture_output=True)
    assert differing(killed, options.out) == []


def test_papermills_own_engine_gives_the_same_bytes(finished, tmp_path_factory):
    options, _ = finished
    single = tmp_path_factory.mktemp("单份") / "申报"
    single.mkdir()
    shutil.copy(options.inputs[0] / "铁铺样市申报表.xlsx", single)
    ours = replace(options, inputs=(single,), out=single.with_name("本机"))
    kernel = replace(options, inputs=(single,), out=single.with_name("内核"), engine="kernel")
    run_batch(ours)
    run_batch(kernel)
    assert differing(kernel.out, ours.out) == []


def test_a_cohort_table_runs_like_workbooks(samples, tmp_path):
    with samples.furniture.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[:3]
    table = tmp_path / "汇总.csv"
    with table.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    run = tmp_path / "结果"
    result = run_batch(
        BatchOptions(
            inputs=(table,),
            standard=parameters_folder() / "standards",
            out=run,
            on="2026-11-25",
            workers=1,
        )
    )
    assert result.failed == 0
    assert len(list((run / "applicants").iterdir())) == 2


def test_an_unknown_parameter_is_refused(tmp_path):
    notebook = str(notebooks_folder() / "score_applicant.ipynb")
    job = Job(notebook, (("soruce", "x"),), str(tmp_path), "a", "key", "clusterlib")
    with pytest.raises(BatchError, match="soruce"):
        check_parameters([job])


def test_an_unknown_engine_is_refused_before_anything_is_written(finished, tmp_path):
    options, _ = finished
    with pytest.raises(RuleError, match="kernel"):
        run_batch(replace(options, out=tmp_path / "无", engine="fast"))
    assert not (tmp_path / "无").exists()


@pytest.mark.parametrize(
    ("ids", "plain"),
    [
        (["A1", "b-2", "县01"], True),
        (["a1", "A1"], False),
        (["con"], False),
        (["../x"], False),
        (["a{b}"], False),
        (["x" * 90], False),
        (["尾点."], False),
    ],
)
def test_folders_carry_the_plain_id_only_where_every_system_can_hold_it(ids, plain):
    slugs = slugs_of(ids)
    assert len({slug.casefold() for slug in slugs.values()}) == len(ids)
    assert all((slug == found) == plain for found, slug in slugs.items())
    assert all(not set(slug) & set('<>:"/\\|?*{}') for slug in slugs.values())
