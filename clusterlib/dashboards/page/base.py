"""A page of the browser: its state, what it answers, what a notebook observes of it.

What is on screen follows from `state`, a frozen value. A request ``do`` is answered by the
method ``_do_<do>``, which may put another state in its place and return traits of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import traitlets

from clusterlib.dashboards.page.widget import PageWidget, Request

State = TypeVar("State")
Traits = dict[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Media type of a workbook."""


class Observable(traitlets.HasTraits):
    """A part of a page for the next cell; `version` counts its changes, for ``observe``."""

    version = traitlets.Int(0)

    def __init__(self, page: Any) -> None:
        super().__init__()
        self._page = page

    def follow(self) -> None:
        """Tell whoever observes that the page has changed."""
        self.version += 1


class Page(Generic[State]):
    """A page; `parts` are told of each change.

    Attributes
    ----------
    widget : PageWidget
        The page as shown.
    state : frozen value
        All that the page shows follows from it.
    parts : tuple of Observable
        What a notebook reads and observes.
    """

    def __init__(self, widget: PageWidget, state: State) -> None:
        self.widget = widget
        self.state = state
        self.parts: tuple[Observable, ...] = ()
        self._files = 0
        widget.answer_with(self._deal)

    def shown(self) -> Traits:
        """Return the traits that show the state."""
        raise NotImplementedError

    def tell(self) -> None:
        """Show the state as it is, and tell whoever observes it."""
        self.widget.show(self.shown())
        self._follow()

    def _deal(self, request: Request) -> Traits:
        kept = self.state
        try:
            deal: Callable[[Request], Traits | None] = getattr(self, f"_do_{request['do']}")
            return self._answer(request, deal(request) or {})
        except Exception:
            # What could not be shown is not kept either, or every later answer would fail.
            self.state = kept
            raise

    def _answer(self, request: Request, traits: Traits) -> Traits:
        """Return all that answers a request; pages say which leave the screen as it is."""
        self._follow()
        return {**self.shown(), **traits}

    def _follow(self) -> None:
        for part in self.parts:
            part.follow()

    def _file(self, name: str, data: bytes, kind: str) -> Traits:
        """Return a file for the visitor to save, as a trait."""
        self._files += 1
        return {"file": {"number": self._files, "name": name, "type": kind, "data": data}}
