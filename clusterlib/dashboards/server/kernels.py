"""Kernels of the pages: a few kept warm, idle ones ended, never more than a limit.

Voila's own pool dies when a refill is refused, and has no limit. Here a refill that is
not possible is simply tried again at the next change, and a visitor is turned away only
when not even an unused warm kernel is left to give up.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Integer
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from clusterlib.dashboards.page.errors import new_code


class FullError(Exception):
    """No kernel can be started without passing the limit."""


class PreparedPage:
    """A kernel that runs a page's notebook, and the HTML as far as it is made.

    Attributes
    ----------
    finished : Event
        Set once all of the HTML is there, or the page has failed.
    """

    def __init__(self) -> None:
        self.kernel_id = ""
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


class PageKernels(AsyncMappingKernelManager):
    """The kernels of all pages.

    Attributes
    ----------
    limit : int
        Most kernels at one time, the warm ones included.
    warm : int
        Kernels kept ready for each page.
    orphan_timeout : int
        Seconds without a connected page and without activity after which a kernel ends.
    """

    limit = Integer(16, config=True)
    warm = Integer(1, config=True)
    orphan_timeout = Integer(300, config=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._ready: dict[str, list[PreparedPage]] = {}
        self._starting = 0
        self._tasks: set[asyncio.Task] = set()
        self._closing = False

    @property
    def in_use(self) -> int:
        """Number of kernels, those that are just starting included."""
        return len(self) + self._starting

    @property
    def visitors(self) -> int:
        """Number of kernels that belong to an open page."""
        return self.in_use - self.unused

    @property
    def unused(self) -> int:
        """Number of warm kernels that nobody uses yet."""
        return sum(len(pages) for pages in self._ready.values())

    def keep_warm(self, pages: tuple[str, ...]) -> None:
        """Begin to keep kernels ready for these pages."""
        self._ready = {page: [] for page in pages}
        self.refill()

    def refill(self) -> None:
        """Start warm kernels where some are missing and the limit leaves room."""
        for page, ready in self._ready.items():
            while not self._closing and len(ready) < self.warm and self.in_use < self.limit:
                ready.append(self._prepare(page))

    async def open_page(self, page: str) -> PreparedPage:
        """Return a prepared page for a visitor; the caller owns its kernel.

        Raises
        ------
        FullError
            If the limit is reached and no unused kernel can be given up.
        """
        prepared = await self._take_ready(page)
        if prepared is None:
            if self.in_use >= self.limit and not await self._give_up_one():
                raise FullError(f"limit of {self.limit} kernels reached")
            prepared = self._prepare(page)
        self._later(self._refill_after(prepared))
        return prepared

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **options: Any) -> None:
        """End a kernel and fill up what the limit had kept from being warm."""
        for ready in self._ready.values():
            ready[:] = [page for page in ready if page.kernel_id != kernel_id]
        await super().shutdown_kernel(kernel_id, *args, **options)
        self._later(self._refill_soon())

    async def shutdown_all(self, *args: Any, **options: Any) -> None:
        """End all kernels; none is started again."""
        self._closing = True
        for task in tuple(self._tasks):
            task.cancel()
        await super().shutdown_all(*args, **options)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End an idle kernel; one without a page sooner; a warm one never."""
        if any(page.kernel_id == kernel_id for ready in self._ready.values() for page in ready):
            return
        kernel = self._kernels[kernel_id]
        idle = datetime.now(UTC) - kernel.last_activity
        orphaned = not self._kernel_connections.get(kernel_id, 0)
        if orphaned and idle > timedelta(seconds=self.orphan_timeout):
            self.log.info("kernel %s ends: no page for %d s", kernel_id, idle.total_seconds())
            await self.shutdown_kernel(kernel_id)
            return
        await super().cull_kernel_if_idle(kernel_id)

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _refill_after(self, page: PreparedPage) -> None:
        # The visitor's own page comes first: its scripts load while nothing else starts.
        await page.finished.wait()
        await self._refill_soon()

    async def _refill_soon(self) -> None:
        await asyncio.sleep(2.0)
        self.refill()

    async def _take_ready(self, page: str) -> PreparedPage | None:
        ready = self._ready.get(page, [])
        while ready:
            prepared = ready.pop(0)
            if not prepared.failed and await self._is_well(prepared):
                return prepared
            await self._end(prepared)
        return None

    async def _is_well(self, prepared: PreparedPage) -> bool:
        if not prepared.kernel_id:
            return True  # still starting
        return prepared.kernel_id in self and await self.is_alive(prepared.kernel_id)

    async def _give_up_one(self) -> bool:
        for ready in self._ready.values():
            if ready and ready[0].kernel_id:
                await self._end(ready.pop(0))
                return True
        return False

    async def _end(self, prepared: PreparedPage) -> None:
        if prepared.kernel_id in self:
            with contextlib.suppress(Exception):
                await super().shutdown_kernel(prepared.kernel_id, now=True)

    def _prepare(self, page: str) -> PreparedPage:
        prepared = PreparedPage()
        self._starting += 1
        self._later(self._run(page, prepared))
        return prepared

    async def _run(self, page: str, prepared: PreparedPage) -> None:
        counted = True
        try:
            renderer = self._renderer(f"{page}.ipynb")
            await renderer.initialize()
            code = new_code()
            renderer.resources["error_code"] = code
            prepared.kernel_id = await self.start_kernel(
                kernel_name=renderer.notebook.metadata.kernelspec.name, path=""
            )
            self._starting -= 1
            counted = False
            renderer.resources["kernel_id"] = prepared.kernel_id
            kernel = self.get_kernel(prepared.kernel_id)
            async for snippet, _ in renderer.generate_content_generator(
                prepared.kernel_id, kernel
            ):
                prepared.add(snippet)
                if code in snippet:
                    self.log.error("%s page %s failed, its trace stands above", code, page)
            prepared.finish()
        except Exception as error:
            self.log.exception("page %s could not be prepared", page)
            prepared.finish(error)
        finally:
            self._starting -= counted

    def _renderer(self, notebook: str) -> NotebookRenderer:
        app = self.parent
        page_config = get_page_config(
            base_url=app.base_url,
            settings=app.app.settings,
            log=app.log,
            voila_configuration=app.voila_configuration,
        )
        return NotebookRenderer(
            voila_configuration=app.voila_configuration,
            traitlet_config=app.config,
            notebook_path=notebook,
            template_paths=app.template_paths,
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            base_url=app.base_url,
            kernel_spec_manager=app.kernel_spec_manager,
            page_config=page_config,
            mathjax_config="",
            mathjax_url="",
        )
