"""The intake page as a widget（申报受理）: traits, messages, and how they are used.

========  ==========  ==================================================================
trait     direction   content
========  ==========  ==================================================================
request   to kernel   ``seq`` (number), ``do`` (what, below), its arguments
answer    to browser  number of the last request dealt with, always set last
texts     to browser  texts that stay: limits, kinds of files, columns of an entry
view      to browser  all that is on screen but the run: rules, list of workbooks, the one
                      selected with problems, verdict and figures
entry     to browser  the confirmed figure being entered: marks per field, effect, saved
run       to browser  the batch run: how it stands, a row per applicant, links
problem   to browser  an error for the reader with its code, blank if none
========  ==========  ==================================================================

Requests: ``open``, ``look`` (after uploads), ``select`` (number), ``remove`` (number),
``rules`` (standard, panel), ``try`` and ``confirm`` (record), ``start`` (source, name),
``cancel``, ``retry`` (id), ``poll``, ``result`` (name).

Files go as messages of their own, in parts, each asked for or answered before the next:
neither the websocket's limit on a message nor the server's on a rate is ever met.

- ``{kind: "part", upload, name, size, at}`` with a buffer is answered by
  ``{kind: "got", upload, at, done, text, bad}``;
- ``{kind: "get", id, what, which, at}`` is answered by ``{kind: "data", id, …}``: either
  ``built`` and ``of`` while a file is being made, or ``name``, ``type``, ``total`` and ``at``
  with a buffer, or ``error``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from clusterlib.dashboards.errors_shown import record
from clusterlib.dashboards.page_widget import PageWidget, joined

Message = dict[str, Any]
Reply = tuple[Message, list[bytes]]


class IntakeWidget(PageWidget):
    """The front end of the intake page; see the module for the traits."""

    _esm = joined("matrix/10_dom.js", "matrix/20_link.js", "intake/*.js")
    _css = joined("matrix/10_page.css", "intake/*.css")

    entry = traitlets.Dict().tag(sync=True)
    run = traitlets.Dict().tag(sync=True)

    def reply_with(self, reply: Callable[[Message, bytes], Reply]) -> None:
        """Let `reply` answer messages about files; an error becomes the answer."""

        def on_message(_: Any, content: Message, buffers: list[memoryview]) -> None:
            try:
                answer, data = reply(content, bytes(buffers[0]) if buffers else b"")
            except Exception as error:
                is_part = content.get("kind") == "part"
                answer = {
                    "kind": "got" if is_part else "data", "upload": content.get("upload"),
                    "id": content.get("id"), "done": True, "bad": True, "at": 0,
                    "text": str(record(error)), "error": str(record(error)),
                }
                data = []
            self.send(answer, data)

        self.on_msg(on_message)
