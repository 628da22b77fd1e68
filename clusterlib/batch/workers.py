"""Jobs in worker processes that are kept warm, on this machine.

Workers are spawned, not forked, so they behave the same on Windows and Linux. Each runs one job
after another until it's replaced; a job that hangs, crashes or ends its process takes only itself
with it. A job that failed, timed out or crashed isn't tried again.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as JobTimeout
from contextlib import contextmanager
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from clusterlib.batch.outcomes import JobOutcome, attempt, crashed, failed, timed_out
from clusterlib.errors import BatchError

if TYPE_CHECKING:
    from pebble import ProcessFuture

# One thread per worker: workers share the cores already.
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
}
# jsonschema, which nbformat needs, loads this if it's there to check addresses in languages other
# than English; it takes a second, and no notebook has such a field.
UNNEEDED = "rfc3987_syntax"
# Enough waiting jobs that no worker stands idle, few enough that memory doesn't grow with them.
WAITING_PER_WORKER = 2


def run_jobs(
    function: Callable[[Any], Any],
    jobs: Iterable[Any],
    *,
    workers: int,
    timeout_seconds: float | None,
    max_tasks: int,
    imports: tuple[str, ...] = (),
) -> Iterator[JobOutcome]:
    """Run a function on every job in worker processes, giving outcomes as they come.

    Parameters
    ----------
    function
        Takes a job and returns something that can be pickled; it must be importable from its
        module, for it's looked up by name in the workers.
    jobs
        Taken one by one as workers become free, so there may be any number.
    workers
        How many processes.
    timeout_seconds
        Limit of one job, counted from its start in a worker; None for none.
    max_tasks
        After how many jobs a worker is replaced; 0 for never.
    imports
        Modules that each worker loads once, before its first job.

    Yields
    ------
    JobOutcome
        One per job, in the order in which they end.

    Raises
    ------
    BatchError
        If a module of `imports` isn't there.
    """
    from pebble import ProcessPool

    for name in imports:
        _refuse_missing(name)
    with _environment_of_workers():
        pool = ProcessPool(
            max_workers=workers,
            max_tasks=max_tasks,
            initializer=_load,
            initargs=(imports,),
            context=multiprocessing.get_context("spawn"),
        )
        try:
            yield from _Dispatch(pool, function, timeout_seconds).outcomes(
                jobs, workers * WAITING_PER_WORKER
            )
            pool.close()
        finally:
            # After Ctrl-C, or when nobody asks for the rest: end the workers now.
            if pool.active:
                pool.stop()
            pool.join()


class _Dispatch:
    """Hands jobs to a pool, a bounded number at a time, and collects what becomes of them."""

    def __init__(
        self, pool: Any, function: Callable[[Any], Any], timeout_seconds: float | None
    ) -> None:
        self._pool = pool
        self._function = function
        self._limit = timeout_seconds
        self._done: SimpleQueue[tuple[int, float, ProcessFuture]] = SimpleQueue()

    def outcomes(self, jobs: Iterable[Any], at_once: int) -> Iterator[JobOutcome]:
        pending = 0
        for index, job in enumerate(jobs):
            self._hand_out(index, job)
            pending += 1
            if pending == at_once:
                yield self._next()
                pending -= 1
        for _ in range(pending):
            yield self._next()

    def _hand_out(self, index: int, job: Any) -> None:
        arguments = (self._function, index, job)
        begin = time.perf_counter()
        future = self._pool.schedule(attempt, args=arguments, timeout=self._limit)
        future.add_done_callback(lambda done: self._done.put((index, begin, done)))

    def _next(self) -> JobOutcome:
        index, begin, future = _wait_for(self._done)
        return self._outcome(index, future, time.perf_counter() - begin)

    def _outcome(self, index: int, future: ProcessFuture, seconds: float) -> JobOutcome:
        from pebble import ProcessExpired

        match future.exception():
            case None:
                return future.result()
            case JobTimeout():
                return timed_out(index, self._limit or seconds)
            case ProcessExpired() as error:
                return crashed(index, f"退出码 {error.exitcode}", seconds)
            case error:  # such as a value that can't be pickled
                return failed(index, error, seconds)


def _wait_for(queue: SimpleQueue) -> Any:
    while True:
        try:
            # A wait without end can't be interrupted by Ctrl-C on Windows.
            return queue.get(timeout=0.5)
        except Empty:
            continue


def _load(modules: tuple[str, ...]) -> None:
    sys.modules.setdefault(UNNEEDED, None)
    for name in modules:
        importlib.import_module(name)


def _refuse_missing(name: str) -> None:
    try:
        found = find_spec(name)
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise BatchError(f"module {name}", "not installed", "a module that workers can load")


@contextmanager
def _environment_of_workers() -> Iterator[None]:
    """Set before a worker starts: numpy reads the number of threads when it's loaded."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
