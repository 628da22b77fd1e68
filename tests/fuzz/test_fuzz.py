"""A few mutated files of every kind, always the same; many more by ``python -m tests.fuzz``."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import numpy as np
import pytest

from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.indicators import CLAIMS, GATES, GRADES, INDICATORS, PANEL, RANKS
from clusterlib.rules.tiers import TIERS
from clusterlib.scoring.score import VERDICT_IDS
from clusterlib.workflow import assess_table
from tests.fuzz.mutations import mutated
from tests.fuzz.runs import fuzz, mutated_file, tried
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import READERS

pytestmark = pytest.mark.fuzz

KINDS = tuple(seeds())
FILES = 10 * len(KINDS)
APPLICANTS = 4_000
POINTS = {"panel_basic": 60, "panel_quality": 20, "panel_government": 10, "panel_policy": 10}


def test_whole_files_are_read(tmp_path: Path) -> None:
    for kind, wholes in seeds().items():
        for whole in wholes:
            assert tried(kind, whole, tmp_path / "file") == ""


def test_readers_read_or_refuse_what_they_are_given() -> None:
    until = time.monotonic() + 600
    findings = list(fuzz(KINDS, range(FILES), 0, until))
    assert len(findings) == FILES
    assert [found for found in findings if found] == []


def test_what_a_reader_must_not_do_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> None:
        raise KeyError(path.name)

    monkeypatch.setitem(READERS, "panel", broken)
    assert "KeyError" in tried("panel-csv", b"a,b\n", tmp_path / "file")


def test_the_same_number_gives_the_same_file() -> None:
    wholes = seeds()
    for kind in ("cohort-csv", "standard-yaml"):
        files = [mutated_file(kind, number, 7, wholes) for number in range(20)]
        assert files == [mutated_file(kind, number, 7, wholes) for number in range(20)]
        assert len(set(files)) > 15
    assert mutated("x-csv", [b""], Random(1)) is not None


@pytest.mark.clause("A1.3.note2")
def test_leaving_anything_out_never_turns_a_verdict_to_pass(tmp_path: Path) -> None:
    """Each applicant stands in the table twice: as it is, and with some of its cells blank.

    Grades stay: points that contradict a grade are refused, and count where there is none.
    """
    furniture = parameters_folder() / "standards" / "furniture.yaml"
    random = np.random.default_rng(20261125)
    columns = _columns(random, furniture)
    names = list(columns)
    whole = np.array([columns[name] for name in names], object).T
    blanked = whole.copy()
    blanked[random.random(whole.shape) < random.choice([0.02, 0.1, 0.5], (APPLICANTS, 1))] = ""
    kept = [names.index(name) for name in GRADES]
    blanked[:, kept] = whole[:, kept]
    lines = [",".join(["applicant_id", *names])]
    lines += [f"W{row}," + ",".join(cells) for row, cells in enumerate(whole)]
    lines += [f"B{row}," + ",".join(cells) for row, cells in enumerate(blanked)]
    (tmp_path / "表.csv").write_text("\n".join(lines), encoding="utf-8")
    scored = assess_table(tmp_path / "表.csv", furniture, on="2026-11-25")
    ((_, assessment),) = scored.parts
    passed = next(code for code, word in VERDICT_IDS.items() if word == "pass")
    for tier in TIERS:
        verdicts = assessment.scores.tiers[tier].verdict
        before, after = verdicts[:APPLICANTS] == passed, verdicts[APPLICANTS:] == passed
        assert before.sum() > 50
        assert not np.flatnonzero(after & ~before).tolist()


def _columns(random: np.random.Generator, standard: Path) -> dict[str, np.ndarray]:
    """Return cells of random applicants near the thresholds, bad and blank ones among them."""
    n, strength = APPLICANTS, random.random(APPLICANTS) ** 0.3
    known = read_standard(standard)
    columns = {}
    for indicator in INDICATORS:
        threshold = known.threshold(indicator.id)
        if threshold is None or threshold.exempt:
            continue
        values = [float(value) for value in threshold.dated[-1].values]
        picked = random.choice([*values[1:], *(value * 1.5 for value in values[1:]), 1], n)
        picked = np.where(random.random(n) < strength, values[0] * 1.2, picked)
        most = 100 if indicator.is_share else 1e15
        columns[f"{indicator.id}（{threshold.unit.term}）"] = _with_bad_cells(
            random, np.array([f"{min(value, most):.0f}" for value in picked], object)
        )
    for gate in GATES:
        columns[gate] = random.choice([*["无"] * 40, "有", ""], n)
    for name in PANEL:
        points = [f"{POINTS[name] * share / 20:g}" for share in range(21)]
        columns[name] = random.choice([*points, *points[-4:] * 9, *[""] * 40], n)
    for name in GRADES:
        columns[name] = random.choice([*["好"] * 6, "较好", "一般", ""], n)
    for name in RANKS:
        columns[name] = random.choice(["1", "5", "20", ""], n)
    for name in CLAIMS:
        columns[name] = random.choice(["是", "否", ""], n)
    return columns


def _with_bad_cells(random: np.random.Generator, cells: np.ndarray) -> np.ndarray:
    bad = random.random(len(cells))
    cells[bad < 0.03] = "约5"
    cells[(bad > 0.03) & (bad < 0.06)] = ""
    return cells
