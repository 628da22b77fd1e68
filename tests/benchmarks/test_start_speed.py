"""How long one command takes, against Python that does nothing; one workbook against pandas."""

from __future__ import annotations

import time

import pytest

from clusterlib.intake.workbook import read_workbook
from clusterlib.samples import write_samples
from tests.benchmarks.processes import clusterlib, run

ROUNDS = 7


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    samples = write_samples(tmp_path_factory.mktemp("samples"))
    return samples.applications / "松溪样县申报表.xlsx"


def test_help_starts_at_once(note):
    pairs = [(clusterlib("--help").seconds, run("-c", "pass").seconds) for _ in range(ROUNDS)]
    note("clusterlib --help against python -c pass", *zip(*pairs, strict=True))
    assert sorted(own - other for own, other in pairs)[ROUNDS // 2] <= 0.25


def test_check_of_one_workbook(note, workbook, tmp_path):
    seconds = [clusterlib("check", workbook, "--out", tmp_path).seconds for _ in range(ROUNDS)]
    assert note("check of one workbook, whole process", seconds) <= 1.5


def test_reading_one_workbook(note, workbook):
    import pandas as pd

    ours, peer = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        read_workbook(workbook)
        ours.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        pd.read_excel(workbook, sheet_name=None, header=None, engine="openpyxl")
        peer.append(1000 * (time.perf_counter() - began))
    assert note("read a workbook against pandas with openpyxl", ours, peer, unit="ms") < 1
