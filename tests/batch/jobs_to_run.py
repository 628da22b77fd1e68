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
        case ["once", note]:
            if not Path(note).exists():
                Path(note).touch()
                os._exit(9)
        case ["start", note]:
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            Path(note).write_text(str(child.pid), encoding="utf-8")
            time.sleep(600)
        case ["unpicklable"]:
            return lambda: None
        case ["interrupt"]:
            raise KeyboardInterrupt
    return what


NOTEBOOKS = {
    "": "1",
    "patch": "import json; json.dumps = lambda value: 'mine'",
    "thread": "import threading, time; threading.Thread(target=time.sleep, args=(600,)).start()",
    "limit": "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (512, 512))",
}


def notebook_that(changes: str) -> int:
    """Run a notebook that changes its process; give the process."""
    import papermill
    from nbformat.v4 import new_code_cell, new_notebook

    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = new_notebook(
        cells=[new_code_cell(NOTEBOOKS[changes])], metadata={"kernelspec": kernel}
    )
    papermill.execute_notebook(notebook, None, engine_name="clusterlib", progress_bar=False)
    return os.getpid()


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
