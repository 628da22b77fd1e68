"""Workers: outcomes as jobs end, one bad job harms only itself, memory doesn't grow with jobs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from clusterlib.batch.outcomes import JobOutcome
from clusterlib.batch.workers import Workers
from clusterlib.errors import BatchError
from tests.batch import jobs_to_run


def run_jobs(
    function: Callable[[Any], Any], jobs: Iterable[Any], *, workers: int, **limits: Any
) -> Iterator[JobOutcome]:
    """Run jobs in workers of their own."""
    with Workers(workers, **limits) as crew:
        yield from crew.run(function, jobs)


def outcomes_of(what: list[str]) -> dict[str, JobOutcome]:
    done = run_jobs(jobs_to_run.misbehave, what, workers=2, timeout_seconds=3, max_tasks=50)
    return {what[outcome.index]: outcome for outcome in done}


KILLED = [("exit", "7"), ("kill", "-9，可能是内存不足")][: 1 if sys.platform == "win32" else 2]


@pytest.fixture(scope="module")
def mixed() -> dict[str, JobOutcome]:
    good = [f"well {n}" for n in range(20)]
    bad = ["raise", "exit", "kill", "leave", "hang", "unpicklable", "interrupt"]
    if sys.platform == "win32":
        bad.remove("kill")
    jobs = good[:5] + bad + good[5:]
    return outcomes_of(jobs)


def test_every_job_has_one_outcome(mixed: dict[str, JobOutcome]) -> None:
    assert sorted(outcome.index for outcome in mixed.values()) == list(range(len(mixed)))


def test_good_jobs_succeed_beside_a_crash_and_a_hang(mixed: dict[str, JobOutcome]) -> None:
    for n in range(20):
        outcome = mixed[f"well {n}"]
        assert (outcome.error, outcome.value, outcome.message) == (None, f"well {n}", "")


def test_an_exception_is_the_outcome_of_its_job(mixed: dict[str, JobOutcome]) -> None:
    assert mixed["raise"].error == "failed"
    assert mixed["raise"].message == "ValueError: 样县 has no figures"
    assert mixed["raise"].value is None


@pytest.mark.parametrize(("what", "code"), KILLED)
def test_a_crash_says_so_in_words_with_its_exit_code(
    mixed: dict[str, JobOutcome], what: str, code: str
) -> None:
    assert mixed[what].error == "crashed"
    assert mixed[what].message == f"运行进程意外终止（两次，退出码 {code}）"


@pytest.mark.parametrize("how", ["at_start", "at_work"])
def test_a_worker_that_dies_once_costs_its_job_one_more_try(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "died"
    imports: tuple[str, ...] = ()
    if how == "at_start":
        dies = f"import os, pathlib\ntry: pathlib.Path({str(note)!r}).touch(exist_ok=False)\n"
        (tmp_path / "dies_once.py").write_text(
            f"{dies}except FileExistsError: pass\nelse: os._exit(3)\n", encoding="utf-8"
        )
        monkeypatch.syspath_prepend(str(tmp_path))
        imports = ("dies_once",)
    jobs = ["well 1", f"once {note}" if how == "at_work" else "well 2", "well 3"]
    done = list(
        run_jobs(
            jobs_to_run.misbehave,
            jobs,
            workers=1,
            timeout_seconds=60,
            max_tasks=0,
            imports=imports,
        )
    )
    assert note.exists()
    assert [outcome.error for outcome in done] == [None] * 3
    assert {outcome.value for outcome in done} == set(jobs)


def test_workers_that_all_die_at_their_start_end_the_run_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dies_always.py").write_text("import os; os._exit(3)\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    done = run_jobs(
        jobs_to_run.double,
        [1, 2],
        workers=2,
        timeout_seconds=60,
        max_tasks=0,
        imports=("dies_always",),
    )
    with pytest.raises(BatchError, match="连续 3 次启动时意外终止（退出码 3）"):
        list(done)


@pytest.mark.parametrize("change", ["patch", "thread", "limit"])
def test_a_worker_that_a_notebook_has_changed_is_replaced(change: str) -> None:
    if change == "limit" and sys.platform == "win32":
        pytest.skip("Windows has no such limits")
    jobs = ["", change, "", ""]
    done = list(
        run_jobs(jobs_to_run.notebook_that, jobs, workers=1, timeout_seconds=60, max_tasks=0)
    )
    processes = [outcome.value for outcome in sorted(done, key=lambda one: one.index)]
    assert processes[0] == processes[1]
    assert processes[2] == processes[3] != processes[1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert process.stdout.readline() == "well\n"
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate(timeout=20)
    assert psutil.wait_procs(children, timeout=10)[1] == []


def test_a_hang_is_stopped_at_its_limit(mixed: dict[str, JobOutcome]) -> None:
    assert mixed["hang"].error == "timeout"
    assert mixed["hang"].message == "超过时限 3 秒，已中止"
    assert mixed["hang"].seconds == 3


@pytest.mark.parametrize("what", ["leave", "interrupt", "unpicklable"])
def test_leaving_the_function_in_other_ways_ends_only_that_job(
    mixed: dict[str, JobOutcome], what: str
) -> None:
    assert mixed[what].error in {"failed", "crashed"}
    assert mixed[what].message


def test_workers_are_kept_and_replaced_after_their_number_of_jobs() -> None:
    done = run_jobs(jobs_to_run.process_id, range(9), workers=1, timeout_seconds=60, max_tasks=3)
    served = Counter(outcome.value for outcome in done)
    assert sorted(served.values()) == [3, 3, 3]
    assert os.getpid() not in served


def test_workers_have_one_thread_and_their_modules_loaded() -> None:
    before = os.environ.get("OMP_NUM_THREADS")
    done = run_jobs(
        jobs_to_run.threads_and_modules,
        [0],
        workers=1,
        timeout_seconds=60,
        max_tasks=0,
        imports=("decimal",),
    )
    assert next(done).value == ("1", True)
    assert list(done) == []
    assert os.environ.get("OMP_NUM_THREADS") == before


def test_a_process_that_ends_at_once_is_always_told_from_one_that_hangs() -> None:
    jobs = ["exit" if number % 3 == 0 else f"well {number}" for number in range(30)]
    done = run_jobs(jobs_to_run.misbehave, jobs, workers=2, timeout_seconds=60, max_tasks=0)
    errors = {outcome.index: outcome.error for outcome in done}
    assert errors == {n: "crashed" if n % 3 == 0 else None for n in range(30)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to end")
def test_programs_that_a_hanging_job_started_end_with_it(tmp_path: Path) -> None:
    note = tmp_path / "child"
    jobs = [f"start {note}", "well"]
    done = run_jobs(jobs_to_run.misbehave, jobs, workers=1, timeout_seconds=2, max_tasks=0)
    assert [outcome.error for outcome in done] == ["timeout", None]
    child = int(note.read_text(encoding="utf-8"))
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie"


def test_a_job_that_cannot_be_sent_is_an_outcome_and_the_rest_runs() -> None:
    jobs = [1, lambda: None, 3]
    done = run_jobs(jobs_to_run.double, jobs, workers=1, timeout_seconds=60, max_tasks=0)
    found = {outcome.index: (outcome.value, outcome.error) for outcome in done}
    assert found == {0: (2, None), 1: (None, "failed"), 2: (6, None)}


def test_a_module_that_cannot_be_loaded_stops_the_run_with_its_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_at_start.py").write_text("1 / 0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    done = run_jobs(
        jobs_to_run.double,
        [1],
        workers=1,
        timeout_seconds=60,
        max_tasks=0,
        imports=("broken_at_start",),
    )
    with pytest.raises(BatchError, match="ZeroDivisionError"):
        next(done)


def test_a_missing_module_is_refused_before_workers_start() -> None:
    done = run_jobs(
        jobs_to_run.double,
        [1],
        workers=1,
        timeout_seconds=60,
        max_tasks=0,
        imports=("no_such_module.at_all",),
    )
    with pytest.raises(BatchError, match=r"no_such_module\.at_all"):
        next(done)


def test_jobs_are_taken_only_as_workers_become_free() -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        for number in range(1_000_000):
            taken += 1
            yield number

    done = run_jobs(jobs_to_run.double, endless(), workers=1, timeout_seconds=60, max_tasks=0)
    for ended, outcome in enumerate(done, start=1):
        assert outcome.value == 2 * outcome.index
        assert taken <= ended + 2
        if ended == 300:
            break
    done.close()


INTERRUPTED = """
import signal

# A process that was started in the background ignores Ctrl-C, and hands that on.
signal.signal(signal.SIGINT, signal.default_int_handler)

from clusterlib.batch.workers import Workers
from tests.batch import jobs_to_run

if __name__ == "__main__":
    jobs = ["well", "hang", "hang", "hang"]
    with Workers(2, timeout_seconds=300, max_tasks=0) as workers:
        for outcome in workers.run(jobs_to_run.misbehave, jobs):
            print(outcome.value, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_ends_the_workers_at_once(tmp_path: Path) -> None:
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline() == "well\n"
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert "KeyboardInterrupt" in errors
    assert process.returncode != 0
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_no_jobs_give_no_outcomes() -> None:
    assert list(run_jobs(jobs_to_run.double, [], workers=2, timeout_seconds=1, max_tasks=1)) == []


def test_workers_that_were_started_ahead_take_the_jobs_of_one_function_after_another() -> None:
    with Workers(2, timeout_seconds=60, max_tasks=0) as workers:
        workers.start(1)
        first = [outcome.value for outcome in workers.run(jobs_to_run.process_id, [0])]
        again = [outcome.value for outcome in workers.run(jobs_to_run.process_id, [0])]
        assert first == again
        assert [outcome.value for outcome in workers.run(jobs_to_run.double, [4])] == [8]


def test_what_nobody_waited_for_does_not_reach_the_next_jobs() -> None:
    with Workers(2, timeout_seconds=60, max_tasks=0) as workers:
        left = workers.run(jobs_to_run.misbehave, ["well", "hang"])
        assert next(left).value == "well"
        left.close()
        assert [outcome.value for outcome in workers.run(jobs_to_run.double, [4])] == [8]


def test_workers_that_are_not_needed_any_more_end() -> None:
    with Workers(3, timeout_seconds=60, max_tasks=0) as workers:
        list(workers.run(jobs_to_run.double, range(9)))
        before = psutil.Process().children(recursive=True)
        workers.shrink(1)
        assert len(psutil.wait_procs(before, timeout=3)[0]) == 2
        assert [outcome.value for outcome in workers.run(jobs_to_run.double, [4])] == [8]
