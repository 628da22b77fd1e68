"""How a shell's output comes out as messages: streams, displays, results, names of cells."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Callable
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher

from clusterlib.engine.descriptors import DescriptorFile

Message = dict[str, Any]

# No notebook can hold one.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class CellStream(io.TextIOBase):
    """stdout or stderr of a cell, sent when flushed: by the cell, before a display, at the end.

    Parameters
    ----------
    name
        "stdout" or "stderr".
    send
        Called with the message type and its content.
    """

    encoding = "UTF-8"

    def __init__(self, name: str, send: Callable[[str, Message], None]) -> None:
        super().__init__()
        self.name = name
        self._send = send
        self._pending: list[str] = []
        self._file: DescriptorFile | None = None
        self._process = os.getpid()

    def follow(self, file: DescriptorFile) -> None:
        """Take in, in order, what programs write to the descriptor led to `file`."""
        self._file = file

    def _take_in(self) -> None:
        if self._file is not None and (text := self._file.new_text()):
            self._pending.append(text)

    def writable(self) -> bool:
        """Tell that text can be written."""
        return True

    def write(self, text: str) -> int:
        """Keep `text` until the next flush; give its length."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if os.getpid() != self._process:
            self._write_from_child(text)
        else:
            self._take_in()
            self._pending.append(text)
        return len(text)

    def _write_from_child(self, text: str) -> None:
        """Write a forked child's text where the parent reads what programs write."""
        if self._file is not None:
            os.write(self._file.descriptor, text.encode("utf-8", "replace"))

    def fileno(self) -> int:
        """Give the descriptor that leads to this stream while the cell runs."""
        if self._file is None:
            raise io.UnsupportedOperation("fileno")
        return self._file.descriptor

    def flush(self) -> None:
        """Send what was written since the last flush as one message."""
        if os.getpid() != self._process:
            return
        self._take_in()
        if self._pending:
            text = "".join(self._pending)
            self._pending.clear()
            if text:
                shown = _LONE_SURROGATE.sub("\ufffd", text)
                self._send("stream", {"name": self.name, "text": shown})


class MessagePublisher(DisplayPublisher):
    """Sends what `display` shows as messages of the shell."""

    shell: Any

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
    ) -> None:
        """Send one display, or an update of an earlier one with the same display_id."""
        self._validate_data(data, metadata)
        content = {"data": data, "metadata": metadata or {}, "transient": transient or {}}
        self.shell.flush_streams()
        self.shell.send("update_display_data" if update else "display_data", content)

    def clear_output(self, wait: bool = False) -> None:
        """Send the request to clear what the cell has shown so far."""
        self.shell.flush_streams()
        self.shell.send("clear_output", {"wait": wait})


class MessageDisplayHook(DisplayHook):
    """Sends the value of a cell's last expression as an execute_result message."""

    shell: Any
    content: Message | None = None

    def start_displayhook(self) -> None:
        """Begin a result; while it's being formatted `content` isn't None."""
        super().start_displayhook()
        self.content = {"data": {}, "metadata": {}}

    def write_output_prompt(self) -> None:
        """Note the number of the cell instead of printing it."""
        if self.content is not None:
            self.content["execution_count"] = self.prompt_count

    def write_format_data(self, format_dict: Message, md_dict: Message | None = None) -> None:
        """Note the representations of the value instead of printing them."""
        if self.content is not None:
            self.content.update(data=format_dict, metadata=md_dict)

    def finish_displayhook(self) -> None:
        """Send the result after what was printed before it."""
        self.shell.flush_streams()
        if self.content and self.content["data"]:
            self.shell.send("execute_result", self.content)
        self.content = None
        self._is_active = False


class CellCompiler(CachingCompiler):
    """Names a cell's source as ipykernel does: a file that isn't there.

    IPython shortens tracebacks through such files, so this makes both engines show the same.
    """

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Give the name that warnings show; equal cells have equal names."""
        digest = int(hashlib.sha256(raw_code.encode("utf-8")).hexdigest()[:8], 16)
        return os.path.join(tempfile.gettempdir(), f"clusterlib_{os.getpid()}", f"{digest}.py")
