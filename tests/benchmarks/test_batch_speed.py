"""A batch against papermill's own engine on the same notebooks, two workers each."""

from __future__ import annotations

import os

import pytest

from tests.benchmarks.applicants import DAY, STANDARDS, write_applicants
from tests.benchmarks.processes import Ran, clusterlib

APPLICANTS, PEERS, STARTS, ROUNDS = 200, 20, 2, 3
MANY = int(os.environ.get("CLUSTERLIB_BENCHMARK_MANY", "0"))
"""Applicants of the long run, such as 2000; left out unless asked for."""


def batch(folder, applicants, out, engine="clusterlib") -> Ran:
    paths = folder / str(applicants)
    many = write_applicants(paths, applicants) if not paths.exists() else None
    inputs = many.applications if many else paths / "applications"
    ran = clusterlib(
        "batch",
        inputs,
        "--standard",
        STANDARDS,
        "--panel",
        paths / "panel.csv",
        "--confirmed",
        paths / "confirmed.csv",
        "--on",
        DAY,
        "--workers",
        2,
        "--engine",
        engine,
        "--out",
        out,
    )
    assert f"完成 {applicants} 家" in ran.out, ran.out
    return ran


def test_200_applicants_against_papermills_own_engine(note, tmp_path):
    """The peer runs a few applicants; what 200 would take it follows from start and slope."""
    ours, starts, peer, peer_starts = [], [], [], []
    for number in range(ROUNDS):
        ours.append(batch(tmp_path, APPLICANTS, tmp_path / f"ours{number}"))
        peer.append(batch(tmp_path, PEERS, tmp_path / f"peer{number}", "kernel"))
        starts.append(batch(tmp_path, STARTS, tmp_path / f"start{number}"))
        peer_starts.append(batch(tmp_path, STARTS, tmp_path / f"peerstart{number}", "kernel"))
    note(
        f"batch of {APPLICANTS}, memory of all processes",
        [ran.megabytes for ran in ours],
        unit="MB",
    )
    note(
        f"memory of each further report, from {STARTS} to {APPLICANTS}",
        [
            (ran.megabytes - start.megabytes) / (APPLICANTS - STARTS)
            for start, ran in zip(starts, ours, strict=True)
        ],
        unit="MB",
    )
    note(
        f"batch of {STARTS}, whole run: start-up",
        [ran.seconds for ran in starts],
        [ran.seconds for ran in peer_starts],
    )
    each = [slope(start, ran, APPLICANTS) for start, ran in zip(starts, ours, strict=True)]
    peer_each = [slope(start, ran, PEERS) for start, ran in zip(peer_starts, peer, strict=True)]
    note("batch, seconds of each further applicant", each, peer_each, inverted=True)
    peer_whole = [
        start.seconds + (APPLICANTS - STARTS) * seconds
        for start, seconds in zip(peer_starts, peer_each, strict=True)
    ]
    ratio = note(
        f"batch of {APPLICANTS}, whole run (peer: from its {PEERS})",
        [ran.seconds for ran in ours],
        peer_whole,
        inverted=True,
    )
    assert max(ran.megabytes for ran in ours) < 1000
    assert ratio >= 10


def slope(start: Ran, ran: Ran, applicants: int) -> float:
    """Return the seconds of each applicant after the first ones."""
    return (ran.seconds - start.seconds) / (applicants - STARTS)


@pytest.mark.skipif(not MANY, reason="set CLUSTERLIB_BENCHMARK_MANY to the number of applicants")
def test_cost_and_memory_stay_flat(note, tmp_path):
    few = batch(tmp_path, APPLICANTS, tmp_path / "few")
    many = batch(tmp_path, MANY, tmp_path / "many")
    note(
        f"seconds per applicant, {MANY} against {APPLICANTS}",
        [many.seconds / MANY],
        [few.seconds / APPLICANTS],
    )
    note(f"memory, {MANY} against {APPLICANTS}", [many.megabytes], [few.megabytes], unit="MB")
    assert many.megabytes < 1000
    assert many.megabytes <= 1.1 * few.megabytes
    assert many.seconds / MANY <= 1.1 * few.seconds / APPLICANTS
