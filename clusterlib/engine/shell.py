"""A fresh IPython shell per notebook, whose output comes out as Jupyter messages.

`notebook_shell` opens one; `NotebookShell.run` runs one cell and gives a `CellRun`: the messages
a kernel would have sent for it, in the same order and form. The engine hands them to nbclient,
which turns them into outputs, so outputs are made by the same code for both engines.
"""

from __future__ import annotations

import atexit
import linecache
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from IPython.core import completer, page
from IPython.core.autocall import ExitAutocall
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import json_packer, json_unpacker
from traitlets import CBool, Instance, Type, default
from traitlets.config import Config

from clusterlib.engine.shell_outputs import (
    CellCompiler,
    CellStream,
    Message,
    MessageDisplayHook,
    MessagePublisher,
)

# Loaded now, not by the first shell: it adds a warning filter that every notebook must have.
COMPLETER = completer.IPCompleter

# What ipykernel sets, so that programs called from a cell colour and page their output alike.
KERNEL_ENVIRONMENT = {
    "TERM": "xterm-color",
    "CLICOLOR": "1",
    "FORCE_COLOR": "1",
    "CLICOLOR_FORCE": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
}
INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


@dataclass(frozen=True, slots=True)
class CellRun:
    """What one cell gave: its number, the messages it sent, and its error if it failed."""

    execution_count: int
    messages: tuple[Message, ...]
    error: dict[str, Any] | None


class NotebookExit(ExitAutocall):
    """What `exit` and `quit` are in a cell; with `exit(True)` a kernel stays."""

    _ip: Any

    def __call__(self, keep_kernel: bool = False) -> None:
        """Leave the notebook after this cell."""
        if not keep_kernel:
            self._ip.ask_exit()


class NotebookShell(InteractiveShell):
    """An IPython shell that reads no profile, keeps no history on disk and sends messages."""

    compiler_class = Type(CellCompiler)
    displayhook_class = Type(MessageDisplayHook)
    display_pub_class = Type(MessagePublisher)
    autoindent = CBool(False)
    profile_dir = Instance(ProfileDir, allow_none=True)
    displayhook: MessageDisplayHook
    history_manager: Any
    extension_manager: Any

    def __init__(self, config: Config) -> None:
        self.messages: list[Message] = []
        self.stdout = CellStream("stdout", self.send)
        self.stderr = CellStream("stderr", self.send)
        self.has_left = False
        self._failed_in_display = False
        self._last_traceback: list[str] | None = None
        super().__init__(config=config)
        # IPython keeps outputs on the class: one notebook would hold those of all before it.
        self.history_manager.outputs = defaultdict(list)
        atexit.unregister(self.atexit_operations)
        # The one extension that a kernel loads by itself.
        self.extension_manager.load_extension("storemagic")

    @default("profile_dir")
    def _temporary_profile_dir(self) -> ProfileDir:
        folder = tempfile.mkdtemp(prefix="clusterlib-profile-")
        self.tempdirs.append(folder)
        return ProfileDir(location=folder)

    def init_ipython_dir(self, ipython_dir: str | None) -> None:
        """Leave the user's IPython folder alone."""

    def init_profile_dir(self, profile_dir: ProfileDir | None) -> None:
        """Make a folder for the profile only when something asks for it, such as %store."""

    def init_virtualenv(self) -> None:
        """Stay in the environment this process runs in."""

    def init_environment(self) -> None:
        """Set what ipykernel sets; the engine puts the environment back after the notebook."""
        os.environ.update(KERNEL_ENVIRONMENT)
        os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)

    def init_hooks(self) -> None:
        """Drop what goes to the pager, such as help on an object: nobody reads it."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(_drop_page), 99)

    def enable_gui(self, gui: str | None = None) -> None:
        """Refuse every event loop of a window system: a notebook run has no screen."""
        if gui is not None:
            raise UsageError(f"GUI event loop {gui!r} isn't there in a notebook run")

    @default("exiter")
    def _exit_of_a_kernel(self) -> NotebookExit:
        return NotebookExit(self)

    def ask_exit(self) -> None:
        """Run nothing after this cell: it has said exit or quit, and a kernel would be gone."""
        self.has_left = True

    def send(self, kind: str, content: Message) -> None:
        """Add a message in the form nbclient receives it from a kernel."""
        # Through JSON as on the wire: tuples become lists, numbers as keys become text.
        content = json_unpacker(json_packer(content))
        self.messages.append(
            {
                "msg_type": kind,
                "header": {"msg_type": kind},
                "parent_header": {"msg_id": "cell"},
                "metadata": {},
                "content": content,
                "buffers": [],
            }
        )

    def flush_streams(self) -> None:
        """Send what cells printed so far, stdout first."""
        sys.stdout.flush()
        sys.stderr.flush()

    def _showtraceback(
        self, etype: type[BaseException], evalue: BaseException, stb: list[str]
    ) -> None:
        self.flush_streams()
        if self.displayhook.content is not None:
            self._failed_in_display = True
        self._last_traceback = stb
        content = {"traceback": stb, "ename": str(etype.__name__), "evalue": str(evalue)}
        self.send("error", content)

    async def run(self, source: str) -> CellRun:
        """Run one cell and give what it sent.

        Parameters
        ----------
        source
            The cell's text, with magics, shell commands and top-level await.
        """
        self.messages = []
        self._failed_in_display = False
        self._last_traceback = None
        count = self.execution_count
        try:
            cell, failure = self.transform_cell(source), None
        except Exception:
            cell, failure = source, sys.exc_info()
        if self.should_run_async(source, transformed_cell=cell, preprocessing_exc_tuple=failure):
            result = await self._run_awaiting(source, cell)
        else:
            result = self.run_cell(source, store_history=True)
        self.flush_streams()
        error = result.error_before_exec or result.error_in_exec
        content = None
        if error is not None or self._failed_in_display:
            content = {
                "traceback": self._last_traceback or [],
                "ename": type(error).__name__,
                "evalue": str(error),
            }
        return CellRun(count, tuple(self.messages), content)

    async def _run_awaiting(self, source: str, cell: str) -> Any:
        result = None
        try:
            result = await self.run_cell_async(source, store_history=True, transformed_cell=cell)
        finally:
            self.events.trigger("post_execute")
            self.events.trigger("post_run_cell", result)
        return result

    def close(self) -> None:
        """Let go of everything the notebook made: variables, sources, temporary folders."""
        for name in self.compile._filename_map:
            linecache.cache.pop(name, None)
        self.user_ns.clear()
        self.history_manager.reset(new_session=False)
        for file in self.tempfiles:
            file.unlink(missing_ok=True)
        for folder in self.tempdirs:
            shutil.rmtree(folder, ignore_errors=True)


InteractiveShellABC.register(NotebookShell)


@contextmanager
def notebook_shell() -> Iterator[NotebookShell]:
    """Open a fresh shell that `get_ipython()` finds, and close it afterwards.

    A shell that was there before, when a notebook calls the engine, is the current one again
    afterwards.
    """
    classes = tuple(NotebookShell._walk_mro())
    before = [cls.__dict__.get("_instance") for cls in classes]
    for cls in classes:
        cls._instance = None
    shell = None
    try:
        shell = NotebookShell.instance(config=_configuration())
        yield shell
    finally:
        if shell is not None:
            shell.close()
        for cls, instance in zip(classes, before, strict=True):
            cls._instance = instance


def refuse_input(prompt: object = "") -> str:
    """Stand in for `input`: nobody sits at a notebook run to answer."""
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


def refuse_password(prompt: str = "Password: ", stream: object = None) -> str:
    """Stand in for `getpass.getpass`."""
    raise StdinNotImplementedError(
        "getpass was called, but this frontend does not support input requests."
    )


def _drop_page(text: object, start: int = 0, screen_lines: int = 0, pager_cmd: str = "") -> None:
    """Take what would go to a pager and forget it."""


def _configuration() -> Config:
    config = Config()
    # No database: it costs a connection per shell and nobody asks for history of a batch.
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    return config
