"""A run started from the page（批量评价）: watched, cancelled, tried again.

The run has a process of its own; a thread here reads what it says. The page asks how
things stand, so no widget is touched from a thread.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

from clusterlib.batch.progress import Step
from clusterlib.dashboards.page.errors import ErrorShown, page_log, record
from clusterlib.errors import ClusterlibError, InputError

State = Literal["none", "running", "stopping", "done", "cancelled", "failed"]
SECONDS_TO_STOP = 20.0


class RunProcessError(RuntimeError):
    """The process of a run ended without a word, or with an error of the program."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked to do.

    Parameters
    ----------
    inputs : tuple of Path
        Workbooks or a folder.
    standard, panel, confirmed : Path
        The rules and tables; None for no table.
    out : Path
        Folder of the run.
    on : str
        ISO day whose rules apply.
    source : str
        What the inputs are called on the page.
    """

    inputs: tuple[Path, ...]
    standard: Path
    panel: Path | None
    confirmed: Path | None
    out: Path
    on: str
    source: str


class RunWatch:
    """One run at a time, and where it stands.

    Attributes
    ----------
    asked : Asked or None
        What was asked last.
    state : str
        ``none`` before the first run, then ``running`` and how it ended.
    error : str
        Why the run as a whole failed, in Chinese with its code.
    """

    def __init__(self) -> None:
        self.asked: Asked | None = None
        self.state: State = "none"
        self.error = ""
        self.seconds = 0.0
        self._began = 0.0
        self._steps: dict[tuple[str, str], Step] = {}
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self.state in ("running", "stopping")

    def steps(self) -> tuple[Step, ...]:
        """Return where each applicant stands, failures first."""
        with self._lock:
            found = tuple(self._steps.values())
        return tuple(sorted(found, key=lambda step: step.status != "failed"))

    def elapsed(self) -> float:
        """Return how many seconds the run has taken."""
        return time.monotonic() - self._began if self.is_running else self.seconds

    def start(self, asked: Asked, only: tuple[str, ...] = ()) -> None:
        """Start a run; with `only`, try these applicants of it again.

        Raises
        ------
        InputError
            If one is going on already.
        """
        if self.is_running:
            raise InputError("批量评价", "正在进行", "", "请等它完成，或先取消")
        if self._thread is not None:
            self._thread.join()
        self.asked, self.error, self.state = asked, "", "running"
        self._began = time.monotonic()
        with self._lock:
            self._steps = {}
        words = {
            "inputs": [str(path) for path in asked.inputs],
            "standard": str(asked.standard),
            "panel": str(asked.panel or ""),
            "confirmed": str(asked.confirmed or ""),
            "out": str(asked.out),
            "on": asked.on,
            "only": list(only),
        }
        noise = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "clusterlib.dashboards.reception.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=noise,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
        )
        self._tell(json.dumps(words, ensure_ascii=False) + "\n")
        self._thread = threading.Thread(
            target=self._listen, args=(self._process, noise), daemon=True
        )
        self._thread.start()

    def cancel(self) -> None:
        """End the run in good order; what is finished stays and is taken up by the next."""
        if self.state == "running" and self._process is not None and self._process.stdin:
            self.state = "stopping"
            self._process.stdin.close()
            process = self._process
            timer = threading.Timer(SECONDS_TO_STOP, process.kill)
            timer.daemon = True
            timer.start()

    def wait(self) -> State:
        """Wait for the run to end and return how it ended; for notebooks and tests."""
        if self._thread is not None:
            self._thread.join()
        return self.state

    def _tell(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def _listen(self, process: subprocess.Popen[str], noise: IO[str]) -> None:
        end: dict[str, Any] = {}
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                message = json.loads(line)
                if "step" in message:
                    self._take(Step(**message["step"]))
                else:
                    end = message
        process.wait()
        if process.stdin:
            process.stdin.close()
        with noise:
            noise.seek(0)
            said = noise.read()[-20_000:]
        self.seconds = time.monotonic() - self._began
        self._end(end, said, process.returncode)

    def _take(self, step: Step) -> None:
        with self._lock:
            self._steps[step.applicant_id, step.slug or step.source] = step

    def _end(self, end: dict[str, Any], said: str, code: int) -> None:
        how = end.get("end")
        if how == "done":
            self.state = "done"
        elif how == "cancelled" or self.state == "stopping":
            self.state = "cancelled"
        else:
            self.error = str(_shown(end, said, code))
            self.state = "failed"
        with self._lock:
            self._steps = {key: _stopped(step) for key, step in self._steps.items()}


def _shown(end: dict[str, Any], said: str, code: int) -> ErrorShown:
    """Write what happened to the log and return what the page shows of it."""
    if end.get("end") == "refused":
        shown = record(InputError(*end["facts"]))
    else:
        shown = record(RunProcessError(f"exit status {code}"))
    page_log().error("%s %s\n%s", shown.code, end.get("trace", ""), said)
    return shown


def _stopped(step: Step) -> Step:
    """Return a step of a run that has ended: nobody waits any longer."""
    if step.status != "waiting":
        return step
    return replace(step, status="failed", error="本次没有做到，请再按“开始”，只做缺的")


def words_of_error(error: ClusterlibError) -> str:
    """Return what a refused request says, without a code: the reader can put it right."""
    expected = f"；应为{error.expected}" if error.expected else ""
    remedy = f"。{error.remedy}" if error.remedy else ""
    return f"{error.where}：{error.found}{expected}{remedy}".rstrip("。") + "。"
