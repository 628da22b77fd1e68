"""Runs the cells of one notebook, one after another, in this process.

What the notebook sees (streams, loggers, `input`, event loop) is in place only while a cell runs;
in between, the process's own progress bar and log stand where they were.
"""

from __future__ import annotations

import asyncio
import builtins
import contextvars
import getpass
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

from clusterlib.engine.clean_process import clean_process
from clusterlib.engine.descriptors import DescriptorFile, flush_process_streams
from clusterlib.engine.figures import connected_figures
from clusterlib.engine.shell import CellRun, notebook_shell, refuse_input, refuse_password

_turn = threading.Lock()
_threads_inside: set[int] = set()


def is_inside_a_cell() -> bool:
    """Tell whether this thread is running a cell of a notebook that this module runs."""
    return threading.get_ident() in _threads_inside


class CellRunner:
    """A context manager that has a fresh shell ready; `run` runs one cell in it.

    One notebook at a time: streams, environment and working directory belong to the process.
    Others wait for their turn, but for a notebook that a cell runs.

    Parameters
    ----------
    nested
        Whether a cell runs this notebook.

    Attributes
    ----------
    interrupted
        Whether the user pressed Ctrl-C during a cell, as opposed to a cell that raises
        KeyboardInterrupt itself.
    """

    def __init__(self, *, nested: bool) -> None:
        self._nested = nested
        self.interrupted = False
        self._stack = ExitStack()
        # An empty context: decimal and numpy settings begin and end with this notebook.
        self._context = contextvars.Context()
        self._root_logger: tuple[int, list[logging.Handler]] = (logging.WARNING, [])

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if not self._nested:
                stack.enter_context(_turn)
            stack.enter_context(_marked_thread())
            stack.enter_context(clean_process())
            # Before the process is cleaned, so that the shell is garbage by then.
            stack.callback(self._let_go)
            # A loop of its own, not the thread's current one: that stays as it was.
            self._loop = stack.enter_context(asyncio.Runner(loop_factory=asyncio.new_event_loop))
            self._shell = stack.enter_context(notebook_shell())
            stack.enter_context(connected_figures(self._shell))
            self._files = (DescriptorFile(1), DescriptorFile(2))
            self._shell.stdout.follow(self._files[0])
            self._shell.stderr.follow(self._files[1])
            for file in self._files:
                stack.callback(file.close)
            self._streams = (self._shell.stdout, self._shell.stderr)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _let_go(self) -> None:
        del self._shell, self._streams, self._files, self._context
        self._root_logger = (logging.WARNING, [])

    @property
    def has_left(self) -> bool:
        """Whether a cell has said exit or quit: a kernel would be gone."""
        return self._shell.has_left

    def run(self, source: str) -> CellRun:
        """Run one cell and give what it sent."""
        with self._surroundings():
            return self._loop.run(self._shell.run(source), context=self._context)

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        with ExitStack() as stack:
            stack.enter_context(self._notebook_logging())
            stack.enter_context(self._noted_interrupt())
            stack.enter_context(_refused_questions())
            flush_process_streams()
            for file in self._files:
                stack.enter_context(file.redirected())
            stack.callback(flush_process_streams)
            stack.enter_context(self._notebook_streams())
            yield

    @contextmanager
    def _notebook_streams(self) -> Iterator[None]:
        outside = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self._streams
        try:
            yield
        finally:
            # What a cell puts in their place is there for the next cell too.
            self._streams = sys.stdout, sys.stderr
            sys.stdout, sys.stderr = outside

    @contextmanager
    def _notebook_logging(self) -> Iterator[None]:
        """Show the notebook a root logger as a new process has it: its own from then on."""
        root = logging.getLogger()
        outside = root.level, list(root.handlers)
        root.level, root.handlers[:] = self._root_logger[0], self._root_logger[1]
        root.manager._clear_cache()  # type: ignore[attr-defined]
        try:
            yield
        finally:
            self._root_logger = root.level, list(root.handlers)
            root.level, root.handlers[:] = outside[0], outside[1]
            root.manager._clear_cache()  # type: ignore[attr-defined]

    @contextmanager
    def _noted_interrupt(self) -> Iterator[None]:
        """Tell Ctrl-C, which must stop papermill, from a cell that raises KeyboardInterrupt."""
        is_main = threading.current_thread() is threading.main_thread()
        if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            yield
            return

        def note(number: int, frame: FrameType | None) -> None:
            self.interrupted = True
            raise KeyboardInterrupt

        signal.signal(signal.SIGINT, note)
        try:
            yield
        finally:
            if signal.getsignal(signal.SIGINT) is note:
                signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def _marked_thread() -> Iterator[None]:
    this, was_inside = threading.get_ident(), is_inside_a_cell()
    _threads_inside.add(this)
    try:
        yield
    finally:
        if not was_inside:
            _threads_inside.discard(this)


@contextmanager
def _refused_questions() -> Iterator[None]:
    names: tuple[tuple[Any, str, Any], ...] = (
        (builtins, "input", refuse_input),
        (getpass, "getpass", refuse_password),
    )
    before = [getattr(module, name) for module, name, _ in names]
    for module, name, refusal in names:
        setattr(module, name, refusal)
    try:
        yield
    finally:
        for (module, name, refusal), original in zip(names, before, strict=True):
            if getattr(module, name) is refusal:
                setattr(module, name, original)
