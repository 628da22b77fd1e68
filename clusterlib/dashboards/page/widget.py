"""What the widget of every page has: requests that are dealt with once, each answered.

The front end computes nothing about standards or scores. It sends a request as a message:
``ticket``, its own for each, ``do``, what, and its arguments; bytes come beside it and are put
in as ``data``. The kernel answers with the traits of what is on screen and, in the same
message, ``answered``, the ticket of the request, and ``answer``, which counts on.

A request whose answer was lost with the connection is sent again under the same ticket. It is
not dealt with twice: the whole state goes out, since the answer that was lost may have held
what has not changed again. ``problem`` is an error for the reader with its code, blank if
there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from clusterlib.dashboards.page.errors import record

_ROOMS = Path(__file__).parents[1]
_REMEMBERED = 256

Request = dict[str, Any]
Deal = Callable[[Request], dict[str, Any]]


def joined(*names: str) -> str:
    """Return files of the pages as one text, those of a pattern by the order of names."""
    paths = [path for name in names for path in sorted(_ROOMS.glob(name))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


class PageWidget(anywidget.AnyWidget):
    """The traits that all pages share; see the module."""

    texts = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    answered = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Int(0).tag(sync=True)

    def answer_with(self, deal: Deal) -> None:
        """Let `deal` deal with requests; what it returns are the traits to set.

        An error in `deal` is logged and shown on the page under a code; the request counts
        as answered and leaves the state as it was.
        """
        self._deal = deal
        self._dealt: deque[str] = deque(maxlen=_REMEMBERED)
        self.on_msg(self._on_message)

    def receive(self, request: Request) -> None:
        """Deal with a request, or send the whole state where it was dealt with already."""
        ticket, what = str(request.get("ticket", "")), request.get("do")
        if not ticket or not isinstance(what, str):
            return  # nothing that a page sends
        if ticket in self._dealt or what == "state":
            self.send_state()
            self.show({}, ticket)
            return
        try:
            traits = {"problem": "", **self._deal(request)}
        except Exception as error:
            traits = {"problem": str(record(error))}
        self._dealt.append(ticket)
        self.show(traits, ticket)

    def show(self, traits: dict[str, Any], answered: str = "") -> None:
        """Set traits in one message; `answered` is the request that they answer, if any."""
        with self.hold_sync():
            for name, value in traits.items():
                setattr(self, name, value)
            self.answered = answered or self.answered
            self.answer += 1

    def _on_message(self, _: object, content: Request, buffers: Sequence[memoryview]) -> None:
        if isinstance(content, dict):
            self.receive({**content, "data": buffers[0]} if buffers else content)
