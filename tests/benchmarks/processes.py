"""Times whole processes, with the memory of all their children."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import psutil

_EVERY_SECONDS = 0.05


@dataclass(frozen=True)
class Ran:
    """Seconds and highest megabytes of a process with its children, and what it printed."""

    seconds: float
    megabytes: float
    out: str
    status: int


def run(*arguments: object) -> Ran:
    """Run Python with arguments to its end."""
    started = time.perf_counter()
    # A pipe that nobody empties before the end would stop a process that prints much.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)], stdout=printed, stderr=subprocess.DEVNULL
        )
        highest = 0
        while process.poll() is None:
            highest = max(highest, _bytes_of(process.pid))
            time.sleep(_EVERY_SECONDS if time.perf_counter() - started > 1 else 0.002)
        seconds = time.perf_counter() - started
        printed.seek(0)
        return Ran(seconds, highest / 1e6, printed.read(), process.returncode)


def clusterlib(*arguments: object) -> Ran:
    """Run the command line."""
    return run("-m", "clusterlib", *arguments)


def _bytes_of(pid: int) -> int:
    total = 0
    try:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.Error:
        pass
    return total
