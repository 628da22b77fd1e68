"""Jobs in worker processes that are kept warm, on this machine.

Workers are spawned, not forked, so they behave the same on Windows and Linux. Each runs one job
after another until it's replaced; a job that hangs, crashes or ends its process takes only itself
with it. A job whose worker crashed, while it started or later, is tried once more, after the
others: the system may have ended it for want of memory. One that failed or timed out isn't.

A worker whose job has left it changed for good is replaced, and a worker ends with its parent.

Each worker has a pipe of its own and is given its next job when it has ended one. So it's always
known which job a dead process had, even if it died at once, and no lock is shared that a killed
worker could keep.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from multiprocessing.connection import wait
from typing import Any

from clusterlib.batch.outcomes import JobOutcome, crashed, failed, timed_out
from clusterlib.batch.worker import Task, Worker, has_sent
from clusterlib.errors import BatchError

# One thread per worker: workers share the cores already.
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
}
# A longer wait couldn't be interrupted by Ctrl-C on Windows.
LONGEST_WAIT = 0.5
SECONDS_TO_LEAVE = 5
MOST_LOST_AT_START = 3
"""So many workers in a row that end before they have started: no job is to blame."""


class Workers:
    """Worker processes, for a ``with`` statement: they start when asked to or with their jobs.

    Parameters
    ----------
    size
        How many processes at most.
    timeout_seconds
        Limit of one job, counted from its start in a worker; None for none.
    max_tasks
        After how many jobs a worker is replaced; 0 for never.
    imports
        Modules that each worker loads once, before its first job.

    Raises
    ------
    BatchError
        On entering, if a module of `imports` isn't there.
    """

    def __init__(
        self,
        size: int,
        *,
        timeout_seconds: float | None,
        max_tasks: int,
        imports: tuple[str, ...] = (),
    ) -> None:
        self._size = size
        self._limit = timeout_seconds
        self._max_tasks = max_tasks
        self._imports = imports
        self._workers: list[Worker] = []
        self._leaving: list[Worker] = []
        self._again: deque[Task] = deque()
        self._done: list[JobOutcome] = []
        self._lost_at_start = 0
        self._environment = ExitStack()

    def __enter__(self) -> Workers:
        for name in self._imports:
            _refuse_missing(name)
        self._environment.enter_context(_environment_of_workers())
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers: those with a job at once, the others after a moment to tidy up."""
        with self._environment:
            for worker in self._workers:
                self._leave(worker)
            until = time.monotonic() + SECONDS_TO_LEAVE
            for worker in self._leaving:
                worker.process.join(max(0, until - time.monotonic()))
                worker.kill()

    def start(self, jobs: int) -> None:
        """Start the workers for so many jobs now, so that they load while the caller prepares."""
        while len(self._workers) < min(self._size, jobs):
            self._workers.append(Worker(self._imports))

    def shrink(self, size: int) -> None:
        """End idle workers beyond so many; they tidy up while the caller goes on."""
        for worker in [each for each in self._workers if each.task is None][size:]:
            self._workers.remove(worker)
            self._leave(worker)

    def run(self, function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[JobOutcome]:
        """Run a function on every job, giving outcomes as they come.

        Parameters
        ----------
        function
            Takes a job and returns something that can be pickled; it must be importable from
            its module, for it's looked up by name in the workers.
        jobs
            Taken one by one as workers become free, so there may be any number.

        Yields
        ------
        JobOutcome
            One per job, in the order in which they end.

        Raises
        ------
        BatchError
            If workers can't start.
        """
        waiting = (Task(index, (function, job)) for index, job in enumerate(jobs))
        try:
            self._hand_out(waiting)
            while self._done or self._is_at_work():
                if not self._done:
                    self._wait()
                done, self._done = self._done, []
                # First, so that no worker is idle while the caller looks at an outcome.
                self._hand_out(waiting)
                yield from done
        finally:
            # Where nobody asks for the rest, its outcomes must not reach the next run.
            self._drop_jobs()

    def _is_at_work(self) -> bool:
        return bool(self._again) or any(worker.task is not None for worker in self._workers)

    def _hand_out(self, tasks: Iterator[Task]) -> None:
        while True:
            worker = next((w for w in self._workers if w.task is None), None)
            if worker is None and len(self._workers) == self._size:
                return
            task = next(tasks, None) or (self._again.popleft() if self._again else None)
            if task is None:
                return
            if worker is None:
                worker = Worker(self._imports)
                self._workers.append(worker)
            try:
                worker.take(task)
            except Exception as error:
                self._done.append(failed(task.index, error, 0.0))

    def _wait(self) -> None:
        pipes = [worker.pipe for worker in self._workers]
        ends = [worker.process.sentinel for worker in self._workers]
        wait([*pipes, *ends], timeout=LONGEST_WAIT)
        for worker in tuple(self._workers):
            # In this order: a worker may have sent its result before it ended.
            if has_sent(worker.pipe):
                self._receive(worker)
            elif not worker.process.is_alive():
                self._bury(worker)
            elif self._limit is not None and worker.is_late(self._limit):
                self._done.append(timed_out(worker.job, self._limit))
                self._workers.remove(worker)
                worker.kill()
            elif worker.is_stuck():
                self._bury(worker)

    def _receive(self, worker: Worker) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        except Exception as error:
            # The value can't be read here, such as one of a class that only workers have.
            message = failed(worker.job, error, worker.seconds), False
        match message:
            case None:
                worker.is_ready = True
                self._lost_at_start = 0
                if worker.task is not None:
                    worker.begin()
            case str():
                raise BatchError("运行进程", f"装不进所需模块：{message}", "可装入的模块")
            case outcome, is_changed:
                self._done.append(outcome)
                worker.task = None
                worker.served += 1
                if is_changed:
                    self._workers.remove(worker)
                    worker.kill()
                elif worker.served == self._max_tasks:
                    self._workers.remove(worker)
                    self._leave(worker)
                    # Its memory is free before the one in its place needs some.
                    worker.process.join(SECONDS_TO_LEAVE)

    def _drop_jobs(self) -> None:
        for worker in tuple(self._workers):
            if worker.task is not None:
                self._workers.remove(worker)
                worker.kill()
        self._again.clear()
        self._done = []

    def _leave(self, worker: Worker) -> None:
        if worker.task is None and worker.is_ready:
            worker.pipe.close()
            self._leaving.append(worker)
        else:
            worker.kill()

    def _bury(self, worker: Worker) -> None:
        """Take away a worker that has ended, or never starts; its job is tried once more."""
        self._workers.remove(worker)
        task, seconds, was_ready = worker.task, worker.seconds, worker.is_ready
        worker.kill()
        code = worker.process.exitcode
        if not was_ready:
            self._lost_at_start += 1
            if self._lost_at_start == MOST_LOST_AT_START:
                raise BatchError(
                    "运行进程",
                    f"连续 {MOST_LOST_AT_START} 次启动时意外终止（退出码 {code}）",
                    remedy="请关闭其他程序，腾出内存后再运行；仍不行请减少 --workers",
                )
        if task is not None and task.lost:
            hint = "，可能是内存不足" if code == -9 else ""
            self._done.append(crashed(task.index, f"两次，退出码 {code}{hint}", seconds))
        elif task is not None:
            self._again.append(replace(task, lost=task.lost + was_ready))


def _refuse_missing(name: str) -> None:
    try:
        found = find_spec(name)
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise BatchError(f"模块 {name}", "没有安装", "运行进程可装入的模块")


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
