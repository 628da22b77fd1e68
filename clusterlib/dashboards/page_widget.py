"""What the widget of every page has: requests with a number, answers, errors that are shown.

The front end computes nothing about standards or scores. It sends ``request`` (``seq``, a
number, and ``do``, what), the kernel answers with the traits of what is on screen and
``answer``, the number of the request, always set last. ``problem`` is an error for the
reader with its code, blank if there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from clusterlib.dashboards.errors_shown import record

_STATIC = Path(__file__).parent / "static"

Request = dict[str, Any]


def joined(*names: str) -> str:
    """Return files below ``static`` as one text, those of a pattern by the order of names."""
    paths = [path for name in names for path in sorted(_STATIC.glob(name))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


class PageWidget(anywidget.AnyWidget):
    """The traits that all pages share; see the module."""

    request = traitlets.Dict().tag(sync=True, echo_update=False)
    texts = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Int(0).tag(sync=True)

    def answer_with(self, deal: Callable[[Request], dict[str, Any]]) -> None:
        """Let `deal` deal with requests; what it returns are the traits to set.

        An error in `deal` is logged and shown on the page under a code; the request counts
        as answered and leaves the state as it was.
        """

        def on_request(change: dict[str, Any]) -> None:
            request = change["new"]
            seq = int(request["seq"])
            try:
                # Sent again after a lost connection: the state goes out once more.
                again = seq <= self.answer and request["do"] != "open"
                traits = deal({"do": "resend"} if again else request)
            except Exception as error:
                self.show({"problem": str(record(error))}, seq)
            else:
                self.show({"problem": "", **traits}, seq)

        self.observe(on_request, names="request")

    def show(self, traits: dict[str, Any], seq: int | None = None) -> None:
        """Set traits in one message, the number of the answer last."""
        with self.hold_sync():
            for name, value in traits.items():
                setattr(self, name, value)
            self.answer = max(self.answer + 1, seq or 0)
