"""The same jobs on the machines of an existing Dask cluster, with the same outcomes.

The scheduler hands a job to another machine when the one that had it is lost, so a job may run
more than once; its outcome comes once. A job's function must therefore leave the same result
however often it runs.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from clusterlib.batch.outcomes import JobOutcome, attempt, crashed, failed, timed_out
from clusterlib.errors import BatchError

if TYPE_CHECKING:
    from distributed import Client, Future

logger = logging.getLogger(__name__)

# One per thread: a job that waits behind one that ends its worker would count as guilty too.
WAITING_PER_THREAD = 1
CONNECT_SECONDS = 15


class DaskWorkers:
    """The workers of an existing Dask cluster, for a ``with`` statement.

    Parameters
    ----------
    address
        Address of the scheduler, such as tcp://192.0.2.1:8786.
    timeout_seconds
        Limit of one job, counted from its start; None for none. Where it's reached, the Dask
        worker is started anew, which its nanny does: run workers with one.

    Raises
    ------
    BatchError
        On entering, if the extra isn't installed or the scheduler can't be reached.
    """

    def __init__(self, address: str, *, timeout_seconds: float | None) -> None:
        self._address = address
        self._limit = timeout_seconds

    def __enter__(self) -> DaskWorkers:
        self._client = _connect(self._address)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def start(self, jobs: int) -> None:
        """Do nothing: they are there."""

    def shrink(self, size: int) -> None:
        """Do nothing: they stay."""

    def run(self, function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[JobOutcome]:
        """Run a function on every job, giving outcomes as they come; see `Workers.run`.

        The function's module must be installed on the machines of the cluster. Jobs are taken
        a few at a time as machines become free.
        """
        return _outcomes(self._client, function, enumerate(jobs), self._limit)


def _connect(address: str) -> Client:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise BatchError(
            "--scheduler",
            "没有安装软件包 distributed",
            remedy="请安装：pip install clusterlib[cluster]",
        ) from error
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BatchError(
            "--scheduler",
            f"“{address}”没有 Dask 调度程序应答",
            "tcp://192.0.2.1:8786 这样的地址",
            "请先启动：dask scheduler",
        ) from error


def _outcomes(
    client: Client,
    function: Callable[[Any], Any],
    jobs: Iterator[tuple[int, Any]],
    limit: float | None,
) -> Iterator[JobOutcome]:
    from distributed import as_completed

    indices: dict[Any, int] = {}

    def hand_out(index: int, job: Any) -> Future[Any]:
        # pure=False: a key of its own, or two runs on one cluster would share results.
        future = client.submit(_attempt_within, function, index, job, limit, pure=False)
        indices[future.key] = index
        return future

    running = as_completed(loop=client.loop, with_results=True, raise_errors=False)
    running.update([hand_out(*pair) for pair in islice(jobs, _at_once(client))])
    for future, result in running:
        outcome = _outcome(indices.pop(future.key), future, result)
        if outcome.error == "timeout":
            _restart_worker_of(client, result)
        future.release()
        for pair in islice(jobs, 1):
            running.add(hand_out(*pair))
        yield outcome


def _at_once(client: Client) -> int:
    threads: dict[str, int] = client.nthreads()
    return WAITING_PER_THREAD * max(1, sum(threads.values()))


def _outcome(index: int, future: Future[Any], result: Any) -> JobOutcome:
    from distributed import KilledWorker

    if future.status == "finished":
        outcome: JobOutcome = result[0]
        return outcome
    error = result[1]
    if isinstance(error, KilledWorker):
        return crashed(index, f"{error.allowed_failures + 1} 台工作机均中断", 0.0)
    return failed(index, error, 0.0)


def _attempt_within(
    function: Callable[[Any], Any], index: int, job: Any, limit: float | None
) -> tuple[JobOutcome, str]:
    """Run the job on a Dask worker; give its outcome and the worker's address."""
    from distributed import get_worker

    address = get_worker().address
    if limit is None:
        return attempt(function, index, job), address
    outcomes: list[JobOutcome] = []
    thread = threading.Thread(
        target=lambda: outcomes.append(attempt(function, index, job)), daemon=True
    )
    thread.start()
    thread.join(limit)
    return (outcomes[0] if outcomes else timed_out(index, limit)), address


def _restart_worker_of(client: Client, result: tuple[JobOutcome, str]) -> None:
    """End the process in which a job still hangs; what else waited there runs elsewhere."""
    address = result[1]
    answer = client.restart_workers([address], raise_for_error=False)
    if answer.get(address) != "OK":
        logger.warning("worker %s keeps a job that hangs: it has no nanny", address)
