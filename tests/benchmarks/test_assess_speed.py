"""`clusterlib assess` against pandas that reads the same table and writes the same result."""

from __future__ import annotations

import pytest

from tests.benchmarks.applicants import DAY, FURNITURE, write_table
from tests.benchmarks.processes import clusterlib, run

ROWS, ROUNDS = 100_000, 5
PANDAS = """
import sys, pandas as pd
table = pd.read_csv(sys.argv[1])
pd.read_pickle(sys.argv[2]).to_csv(sys.argv[3], index=False, encoding="utf-8-sig")
"""


@pytest.mark.parametrize("quoted", [False, True], ids=["plain", "quoted and ragged"])
def test_100000_rows_at_three_tiers(note, tmp_path, quoted):
    import pandas as pd

    table = write_table(tmp_path / "table.csv", ROWS, quoted=quoted)
    result = tmp_path / "result.csv"
    arguments = ("assess", table, "--standard", FURNITURE, "--on", DAY, "--out", result)
    clusterlib(*arguments)
    same = tmp_path / "result.pkl"
    pd.read_csv(result).to_pickle(same)
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(clusterlib(*arguments))
        # pandas reads the plain table in both cases: it refuses ragged lines.
        plain = table if not quoted else write_table(tmp_path / "plain.csv", ROWS)
        peer.append(run("-c", PANDAS, plain, same, tmp_path / "again.csv"))
    assert all(ran.status in (0, 1) for ran in ours)
    assert all(ran.status == 0 for ran in peer)
    name = "quoted and ragged" if quoted else "plain"
    ratio = note(
        f"assess 100,000 × 3 tiers, whole process, {name} CSV",
        [ran.seconds for ran in ours],
        [ran.seconds for ran in peer],
    )
    most = note(
        f"the same, memory, {name} CSV",
        [ran.megabytes for ran in ours],
        [ran.megabytes for ran in peer],
        unit="MB",
    )
    assert most > 0
    assert max(ran.megabytes for ran in ours) < 1500
    assert quoted or ratio <= 1.5
