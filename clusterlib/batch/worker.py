"""One worker process: what its parent does with it, and what it does itself."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

from clusterlib.batch.outcomes import JobOutcome, attempt, failed
from clusterlib.engine.traces import traces

# jsonschema, which nbformat needs, loads this if it's there to check addresses in languages other
# than English; it takes a second, and no notebook has such a field.
UNNEEDED = "rfc3987_syntax"
SECONDS_TO_START = 120.0


@dataclass(frozen=True, slots=True)
class Task:
    """A job among those given, its function, and how often its worker has ended under it."""

    index: int
    call: tuple[Callable[[Any], Any], Any]
    lost: int = 0


class Worker:
    """One worker process, its pipe, and the job it has."""

    def __init__(self, imports: tuple[str, ...]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, imports))
        with _signals_held_back():
            self.process.start()
        theirs.close()
        self.is_ready = False
        self.task: Task | None = None
        self.served = 0
        self._begin = time.perf_counter()
        self._data = b""

    @property
    def seconds(self) -> float:
        """How long it has had its job."""
        return time.perf_counter() - self._begin

    @property
    def job(self) -> int:
        """Position of its job; -1 where it has none."""
        return -1 if self.task is None else self.task.index

    def take(self, task: Task) -> None:
        """Hand over a function and its job, or keep them until the process has started.

        Raises if they can't go.
        """
        self._data = bytes(ForkingPickler.dumps(task.call))
        self.task = task
        if self.is_ready:
            self.begin()

    def begin(self) -> None:
        """Send the job: its time runs from now."""
        self._begin = time.perf_counter()
        # If the process has just died, its end is noticed where all ends are.
        with suppress(OSError):
            self.pipe.send((self.job, self._data))
        self._data = b""

    def is_late(self, limit: float) -> bool:
        """Tell whether it has had its job for longer than the limit."""
        return self.is_ready and self.task is not None and self.seconds > limit

    def is_stuck(self) -> bool:
        """Tell whether it takes too long to start."""
        return not self.is_ready and self.seconds > SECONDS_TO_START

    def kill(self) -> None:
        """End the process, and on POSIX what its job started."""
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg") and self.is_ready and self.process.pid:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def has_sent(pipe: Connection) -> bool:
    """Tell whether there is something to receive."""
    try:
        return pipe.poll()
    except OSError:
        return False


def _serve(pipe: Connection, imports: tuple[str, ...]) -> None:
    """Run jobs one after another until the pipe is closed: what a worker process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "setsid"):
        os.setsid()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.modules.setdefault(UNNEEDED, None)  # type: ignore[arg-type]
    try:
        for name in imports:
            importlib.import_module(name)
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        return
    pipe.send(None)
    with suppress(EOFError, OSError):
        while True:
            index, data = pipe.recv()
            _send(pipe, attempt(_call, index, data))


def _end_with_parent() -> None:
    """End this process, and on POSIX what its job started, as soon as its parent has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        if hasattr(os, "killpg"):
            os.killpg(os.getpgid(0), signal.SIGKILL)
        os._exit(1)


_HELD_BACK = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Let no Ctrl-C reach a process before it has said what it does with one.

    What is held back here is held back in the new process too, until it lets it through.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _call(data: bytes) -> Any:
    function, job = pickle.loads(data)
    return function(job)


def _send(pipe: Connection, outcome: JobOutcome) -> None:
    is_changed = bool(traces())
    try:
        pipe.send((outcome, is_changed))
    except OSError:
        raise
    except Exception as error:
        pipe.send((failed(outcome.index, error, outcome.seconds), is_changed))
