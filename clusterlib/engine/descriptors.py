"""What programs and C libraries write straight to stdout and stderr, caught for the notebook.

`os.system`, `subprocess` and compiled code don't know Python's `sys.stdout`. While a cell runs,
the two file descriptors lead to temporary files whose growth is read whenever the cell prints or
shows something, so that order is kept.
"""

from __future__ import annotations

import locale
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# O_BINARY is there only on Windows, where text mode would double the line ends.
_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)


class DescriptorFile:
    """A temporary file that a file descriptor is led to, and its text as it grows."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        handle, self._path = tempfile.mkstemp(prefix="clusterlib-cell-")
        self._reader = os.fdopen(handle, "rb", buffering=0)
        self._writer = os.open(self._path, _APPEND)

    @contextmanager
    def redirected(self) -> Iterator[None]:
        """Lead the descriptor to the file; without one (no console on Windows) do nothing."""
        try:
            original = os.dup(self.descriptor)
        except OSError:
            yield
            return
        os.dup2(self._writer, self.descriptor)
        try:
            yield
        finally:
            os.dup2(original, self.descriptor)
            os.close(original)

    def new_text(self) -> str:
        """Give what was written since the last call."""
        if os.fstat(self._reader.fileno()).st_size == self._reader.tell():
            return ""
        found = self._reader.read()
        try:
            return found.decode("utf-8")
        except UnicodeDecodeError:
            return found.decode(locale.getpreferredencoding(False), errors="replace")

    def close(self) -> None:
        """Remove the file; one that a left-over program still holds open stays on Windows."""
        self._reader.close()
        os.close(self._writer)
        with suppress(OSError):
            os.unlink(self._path)


def flush_process_streams() -> None:
    """Write out what the process itself has printed, so that it doesn't land in a cell."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(ValueError, OSError):
            if stream is not None:
                stream.flush()
