"""A lock that ends with its holder（占用）: the system gives it up when a process dies."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from clusterlib.errors import InputError

_LONGEST_WAIT_SECONDS = 5.0
_STEP_SECONDS = 0.05

if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes]) -> bool:
        """Lock an open file if nobody else holds it; closing the file unlocks it."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Lock an open file if nobody else holds it; closing the file unlocks it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that a file stands for, while the block runs.

    Raises
    ------
    InputError
        If somebody else holds it for several seconds.
    """
    until = time.monotonic() + _LONGEST_WAIT_SECONDS
    with path.open("ab") as file:
        while not try_lock(file):
            if time.monotonic() > until:
                raise InputError(path.parent.name, "别人正在保存", "", "请过几秒再试")
            time.sleep(_STEP_SECONDS)
        yield
