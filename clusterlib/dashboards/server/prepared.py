"""A page made ready（备好的页面）: its kernel, its HTML, and who has it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator


class PreparedPage:
    """A kernel that runs a page's notebook, and the HTML as far as it is made.

    Attributes
    ----------
    page : str
        Name of the page.
    finished : Event
        Set once all of the HTML is there, or the page has failed.
    visitor : str
        Mark of the browser to which it was given, blank while it is unused.
    seen : float
        When that browser was last heard of, by the loop's clock.
    is_connected : bool
        Whether its kernel was ever connected to.
    is_left : bool
        Whether the visitor has gone before that, and may come back.
    """

    def __init__(self, page: str) -> None:
        self.page = page
        self.kernel_id = ""
        self.visitor = ""
        self.seen = 0.0
        self.is_connected = self.is_left = False
        self.failed: BaseException | None = None
        self._snippets: list[str] = []
        self._more = asyncio.Event()
        self.finished = asyncio.Event()

    def add(self, snippet: str) -> None:
        """Append a piece of HTML."""
        self._snippets.append(snippet)
        self._more.set()

    def finish(self, failed: BaseException | None = None) -> None:
        """Say that no further piece comes."""
        self.failed = failed
        self.finished.set()
        self._more.set()

    async def html(self) -> AsyncIterator[str]:
        """Give the pieces made so far, then the others as they come."""
        position = 0
        while True:
            self._more.clear()
            while position < len(self._snippets):
                yield self._snippets[position]
                position += 1
            if self.finished.is_set():
                break
            await self._more.wait()
        if self.failed:
            raise self.failed
