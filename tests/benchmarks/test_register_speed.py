"""The status of a whole register as a command, and one title's life."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from clusterlib.register.events import by_title
from clusterlib.register.status import Title, status_on
from tests.benchmarks.processes import Ran, run
from tests.benchmarks.registers import register_events, write_register
from tests.register.lives import the_rules

TITLES, FEW, ROUNDS = 100_000, 1_000, 3
DAY = "2026-11-28"


def status(folder: Path) -> Ran:
    out = folder.with_suffix(".csv")
    asked = ("register", "status", "--on", DAY, "--store", folder, "--out", out)
    found = run("-m", "clusterlib", *asked)
    assert found.status == 0
    return found


def test_status_of_a_hundred_thousand_titles(note, tmp_path: Path) -> None:
    many, few, one = (tmp_path / str(count) for count in (TITLES, FEW, 1))
    for folder in (many, few, one):
        write_register(folder, int(folder.name))
    start = min(status(one).seconds for _ in range(ROUNDS))
    least = min(status(few).seconds for _ in range(ROUNDS)) - start
    found = [status(many) for _ in range(ROUNDS)]
    seconds = [ran.seconds for ran in found]
    note(f"register status, {TITLES:,} titles × 20 events", seconds)
    note("memory of it", [ran.megabytes for ran in found], unit="MB")
    per_title = [(second - start) / TITLES * 1000 for second in seconds]
    note("cost of a title, against 1,000 titles", per_title, [least / FEW * 1000], unit="ms")
    assert min(seconds) < 10
    assert max(ran.megabytes for ran in found) < 1500
    assert min(per_title) <= least / FEW * 1000


def test_one_life(note) -> None:
    rules, day = the_rules(), date.fromisoformat(DAY)
    readings = rules.readings()
    lives = by_title(register_events(300))
    taken = []
    for title_id, events in lives.items():
        began = time.perf_counter()
        status_on([Title.of(title_id, events, (), rules, readings)], day, rules)
        taken.append((time.perf_counter() - began) * 1000)
    note("life and status of one title of 20 events", taken, unit="ms")
    assert sorted(taken)[len(taken) // 2] < 5
