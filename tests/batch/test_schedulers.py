"""The same jobs on a Dask cluster: a scheduler and two worker processes on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from clusterlib.batch.outcomes import JobOutcome
from clusterlib.batch.schedulers import DaskWorkers
from clusterlib.errors import BatchError
from tests.batch import jobs_to_run

ROOT = Path(__file__).parents[2]


def start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + command[0], *command[1:]],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    family = [*psutil.Process(process.pid).children(recursive=True), process]
    for member in family:
        member.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    place = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    scheduler = start("dask_scheduler", "--no-dashboard", *place)
    where = address_in(file)
    alone = ("--nworkers", "1", "--nthreads", "1", "--no-dashboard")
    workers = [start("dask_worker", where, *alone) for _ in range(2)]
    yield where
    for process in (*workers, scheduler):
        stop(process)


def address_in(file: Path) -> str:
    """Wait until the scheduler has written its address."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if file.exists() and (text := file.read_text(encoding="utf-8")):
            return json.loads(text)["address"]
        time.sleep(0.05)
    raise TimeoutError(file)


def run_jobs_on_dask(
    function: Callable[[Any], Any], jobs: Iterable[Any], *, address: str, timeout_seconds: float
) -> Iterator[JobOutcome]:
    """Run jobs on a cluster."""
    with DaskWorkers(address, timeout_seconds=timeout_seconds) as workers:
        yield from workers.run(function, jobs)


def workers_of(address: str) -> dict[str, int]:
    """Give the address and process id of each worker."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
        return client.run(os.getpid)


def test_outcomes_are_those_of_the_local_workers(address: str) -> None:
    jobs = ["well 1", "raise", "well 2"]
    workers_of(address)
    done = run_jobs_on_dask(jobs_to_run.misbehave, jobs, address=address, timeout_seconds=30)
    by_index = {outcome.index: outcome for outcome in done}
    assert sorted(by_index) == [0, 1, 2]
    assert (by_index[0].value, by_index[0].error) == ("well 1", None)
    assert by_index[1].message == "ValueError: 样县 has no figures"


def test_a_lost_worker_costs_no_job_and_repeats_no_outcome(address: str, tmp_path: Path) -> None:
    victim = next(iter(workers_of(address).values()))
    jobs = [(str(tmp_path), number) for number in range(60)]
    outcomes: list[JobOutcome] = []
    for outcome in run_jobs_on_dask(
        jobs_to_run.note_and_double, jobs, address=address, timeout_seconds=30
    ):
        outcomes.append(outcome)
        if len(outcomes) == 10:
            os.kill(victim, getattr(signal, "SIGKILL", signal.SIGTERM))
    assert Counter(outcome.index for outcome in outcomes) == Counter(range(60))
    assert all(outcome.value == 2 * outcome.index for outcome in outcomes)
    attempts = Counter(path.name.split("-")[0] for path in tmp_path.iterdir())
    assert set(attempts) == {str(number) for number in range(60)}
    assert victim not in workers_of(address).values()


def test_a_hang_is_stopped_at_its_limit_and_the_rest_finishes(address: str) -> None:
    before = workers_of(address)
    jobs = ["well 0", "hang", *(f"well {n}" for n in range(2, 12))]
    begin = time.monotonic()
    done = run_jobs_on_dask(jobs_to_run.misbehave, jobs, address=address, timeout_seconds=1)
    by_index = {outcome.index: outcome for outcome in done}
    assert sorted(by_index) == list(range(12))
    assert by_index[1].error == "timeout"
    assert by_index[1].message == "超过时限 1 秒，已中止"
    assert all(by_index[n].error is None for n in range(12) if n != 1)
    assert time.monotonic() - begin < 30
    assert set(workers_of(address).values()) != set(before.values())


def test_a_job_that_ends_every_worker_is_an_outcome_and_the_rest_finishes(address: str) -> None:
    workers_of(address)
    jobs = ["exit", *(f"well {n}" for n in range(1, 6))]
    done = run_jobs_on_dask(jobs_to_run.misbehave, jobs, address=address, timeout_seconds=30)
    by_index = {outcome.index: outcome for outcome in done}
    assert sorted(by_index) == list(range(6))
    assert by_index[0].error == "crashed"
    assert "工作机" in by_index[0].message


def test_jobs_are_taken_only_as_machines_become_free(address: str) -> None:
    workers_of(address)
    taken = 0

    def many() -> Iterator[int]:
        nonlocal taken
        for number in range(1_000_000):
            taken += 1
            yield number

    done = run_jobs_on_dask(jobs_to_run.double, many(), address=address, timeout_seconds=30)
    for ended, _ in enumerate(done, start=1):
        assert taken <= ended + 4
        if ended == 50:
            break
    done.close()


def test_a_scheduler_that_does_not_answer_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("clusterlib.batch.schedulers.CONNECT_SECONDS", 1)
    done = run_jobs_on_dask(
        jobs_to_run.double, [1], address="tcp://127.0.0.1:1", timeout_seconds=1
    )
    with pytest.raises(BatchError, match=r"127\.0\.0\.1:1.*dask scheduler"):
        next(done)


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run_jobs_on_dask(jobs_to_run.double, [1], address="tcp://x:1", timeout_seconds=1)
    with pytest.raises(BatchError, match=r"clusterlib\[cluster\]"):
        next(done)
