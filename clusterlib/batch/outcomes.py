"""What became of one job, wherever it ran."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from clusterlib.errors import ClusterlibError
from clusterlib.saving import refusal

ErrorKind = Literal["failed", "timeout", "crashed"]


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What became of one job.

    Attributes
    ----------
    index
        Place of the job among those given, from 0.
    value
        What the function returned; None if it didn't.
    error
        None, or "failed" (the function raised), "timeout" (it was stopped at its limit) or
        "crashed" (its process ended under it).
    message
        What happened, in words for the result table; empty if the job succeeded.
    seconds
        How long the function ran; for a crash, how long since the job was handed out.
    """

    index: int
    value: Any
    error: ErrorKind | None
    message: str
    seconds: float


def attempt(function: Callable[[Any], Any], index: int, job: Any) -> JobOutcome:
    """Run a function on a job and give the outcome, also when it raises.

    Parameters
    ----------
    function
        Takes the job; must be importable where it runs.
    index
        Place of the job.
    job
        Anything that can be pickled.
    """
    begin = time.perf_counter()
    try:
        value = function(job)
    except Exception as error:
        return failed(index, error, time.perf_counter() - begin)
    return JobOutcome(index, value, None, "", time.perf_counter() - begin)


def failed(index: int, error: BaseException, seconds: float) -> JobOutcome:
    """Give the outcome of a job whose function raised `error`."""
    return JobOutcome(index, None, "failed", _words_of(error), seconds)


def timed_out(index: int, limit: float) -> JobOutcome:
    """Give the outcome of a job that was stopped at its limit."""
    return JobOutcome(index, None, "timeout", f"超过时限 {limit:g} 秒，已中止", limit)


def crashed(index: int, detail: str, seconds: float) -> JobOutcome:
    """Give the outcome of a job whose process ended under it, each time it was tried."""
    return JobOutcome(index, None, "crashed", f"运行进程意外终止（{detail}）", seconds)


def _words_of(error: BaseException) -> str:
    if isinstance(error, OSError):
        error = refusal(Path(os.fsdecode(error.filename or "结果文件夹")), error)
    if isinstance(error, ClusterlibError):
        return str(error)
    return f"{type(error).__name__}: {error}"
