"""One writer per run folder: a lock that the system gives up when its holder ends.

The file says who holds it and since when. What a killed run has left of it locks nothing:
only the system's own lock counts, on Windows as elsewhere, so that no process number has to
be guessed about. A file system without locks is used without.
"""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from clusterlib.errors import BatchError
from clusterlib.runs.folder import LOCK, remove_parts
from clusterlib.saving import shown_name

_WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_FAR = 1 << 30
"""Windows lets nobody read what is locked, so a byte far behind the text is."""

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def one_writer(run: Path) -> Iterator[None]:
    """Be the only one who writes in a run's folder, which is made if need be.

    Half-made files are removed before and after. A folder that was made and stays empty is
    removed again.

    Raises
    ------
    BatchError
        If another run goes on in the folder.
    """
    made = _make(run)
    try:
        with _held(run / LOCK):
            remove_parts(run)
            try:
                yield
            finally:
                remove_parts(run)
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _make(run: Path) -> list[Path]:
    """Make a folder and return what was made, the lowest first."""
    absent = [folder for folder in (run, *run.parents) if not folder.exists()]
    run.mkdir(parents=True, exist_ok=True)
    return absent


@contextmanager
def _held(path: Path) -> Iterator[None]:
    with _locked(path) as file:
        facts = {
            "who": _who(),
            "host": platform.node(),
            "process": os.getpid(),
            "since": datetime.now().isoformat(sep=" ", timespec="minutes"),
        }
        file.seek(0)
        file.truncate()
        file.write(json.dumps(facts).encode())
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
            if sys.platform != "win32":
                path.unlink(missing_ok=True)
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _locked(path: Path) -> IO[bytes]:
    """Return the open file, locked; not one that its last holder has just removed."""
    while True:
        file = path.open("a+b")
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in _WITHOUT_LOCKS:
                file.close()
                raise _taken(path) from error
        with suppress(OSError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()


def _taken(path: Path) -> BatchError:
    try:
        facts = json.loads(path.read_bytes())
        holder = (
            f"{facts['who']}（{facts['host']}，进程 {facts['process']}）自 {facts['since']} 起"
        )
    except (OSError, ValueError, KeyError, TypeError):
        holder = "另一个批量评价"
    return BatchError(
        shown_name(path.parent.resolve().name),
        f"{holder}正在写这个结果文件夹",
        "",
        "请等它完成后再运行，或换一个文件夹",
    )


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未知用户"
