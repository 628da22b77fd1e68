"""Runs readers on mutated files in a process of its own: what it raises, how long, how much.

A reader may do one of two things with a file: read it, or raise an error of this package. It
must do so within ten seconds and one gigabyte; a process that hangs or dies is a finding.
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import psutil

from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import seeds

MOST_SECONDS = 10
MOST_MEGABYTES = 1000
_LONGEST_WAIT = 600
"""Seconds on the clock, for a process that waits for something instead of working."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that a reader did not treat as it must.

    Parameters
    ----------
    kind : str
        What kind of file.
    number : int
        With `kind` and the seed, which file it is.
    what : str
        What happened.
    """

    kind: str
    number: int
    what: str


def mutated_file(kind: str, number: int, seed: int, wholes: dict[str, list[bytes]]) -> bytes:
    """Return the file of a kind and number; the same always."""
    return mutated(kind, wholes[kind], Random(f"{seed}/{kind}/{number}"))


def fuzz(
    kinds: Sequence[str], numbers: range, seed: int, until: float
) -> Iterator[Finding | None]:
    """Yield per file what is wrong with how it was treated, None where nothing is.

    Parameters
    ----------
    kinds : sequence of str
        Kinds in turn.
    numbers : range
        Numbers of the files; the kind follows from the number.
    seed : int
        Another gives other files.
    until : float
        Time on `time.monotonic`'s clock at which to end.
    """
    context = multiprocessing.get_context("spawn")
    left = list(numbers)
    while left and time.monotonic() < until:
        ours, theirs = context.Pipe()
        child = context.Process(target=_work, args=(theirs, kinds, left, seed), daemon=True)
        child.start()
        theirs.close()
        ours.recv()  # it is ready
        while left and time.monotonic() < until:
            number = left.pop(0)
            kind = kinds[number % len(kinds)]
            try:
                alive = _answers(ours, psutil.Process(child.pid))
                what = ours.recv() if alive else f"no answer in {2 * MOST_SECONDS} s"
            except EOFError:
                alive, what = False, f"the process died ({_ended(child)})"
            yield Finding(kind, number, what) if what else None
            if not alive:
                break
        child.kill()
        child.join()
        ours.close()


def _answers(ours: Connection, child: psutil.Process) -> bool:
    """Return whether the process answers before it has worked for twice the limit."""
    try:
        begun, waited = _worked(child), time.monotonic() + _LONGEST_WAIT
        while not ours.poll(2):
            if _worked(child) - begun > 2 * MOST_SECONDS or time.monotonic() > waited:
                return False
    except psutil.Error:
        pass  # it has died, as the next word of it will tell
    return True


def _worked(child: psutil.Process) -> float:
    spent = child.cpu_times()
    return spent.user + spent.system


def _ended(child: multiprocessing.process.BaseProcess) -> int | None:
    child.join(1)
    return child.exitcode


def _work(parent: Connection, kinds: Sequence[str], numbers: list[int], seed: int) -> None:
    """Read file after file and tell the parent of each what was wrong, blank if nothing."""
    wholes = seeds()
    folder = Path(tempfile.mkdtemp(prefix="clusterlib_fuzz_"))
    _limit_memory()
    parent.send("")
    try:
        for number in numbers:
            kind = kinds[number % len(kinds)]
            parent.send(tried(kind, mutated_file(kind, number, seed, wholes), folder))
    except BrokenPipeError:
        pass
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tried(kind: str, content: bytes, folder: Path) -> str:
    """Return what is wrong with how a file is treated, blank if nothing."""
    from clusterlib.errors import ClusterlibError
    from tests.fuzz.targets import reader_of

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / f"a.{kind.partition('-')[2]}"
    path.write_bytes(content)
    begun = time.process_time()
    try:
        reader_of(kind)(path)
    except ClusterlibError as error:
        # Each of several errors has a line of its own.
        told = [str(one) for one in error.each or (error,)]
        if any("\n" in line or len(line) > 2_000 for line in told):
            return f"a message of {len(str(error))} characters or several lines"
    except BaseException:
        return traceback.format_exc()
    seconds = time.process_time() - begun
    return f"{seconds:.1f} s" if seconds > MOST_SECONDS else ""


def _limit_memory() -> None:
    """Let the process have so much more memory than it has now; beyond, it fails or dies."""
    if sys.platform == "linux":
        import resource

        from clusterlib import workflow  # noqa: F401  what it loads is not the file's
        from tests.fuzz import targets  # noqa: F401

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MOST_MEGABYTES * 10**6
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
