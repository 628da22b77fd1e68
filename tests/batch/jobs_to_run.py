"""Small job functions, importable by worker processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def double(number: int) -> int:
    return 2 * number


def misbehave(what: str) -> str:
    """Do what the word says; "well" and a number come back."""
    match what.split():
        case ["raise"]:
            raise ValueError("样县 has no figures")
        case ["exit"]:
            os._exit(7)
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["leave"]:
            sys.exit(3)
        case ["hang"]:
            time.sleep(600)
        case ["start", note]:
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            Path(note).write_text(str(child.pid), encoding="utf-8")
            time.sleep(600)
        case ["unpicklable"]:
            return lambda: None
        case ["interrupt"]:
            raise KeyboardInterrupt
    return what


def process_id(_: Any) -> int:
    return os.getpid()


def threads_and_modules(_: Any) -> tuple[str | None, bool]:
    return os.environ.get("OMP_NUM_THREADS"), "decimal" in sys.modules


def note_and_double(job: tuple[str, int]) -> int:
    """Leave a file per attempt, so that a test sees how often a job ran."""
    folder, number = job
    (Path(folder) / f"{number}-{os.getpid()}-{time.time_ns()}").touch()
    time.sleep(0.05)
    return 2 * number
