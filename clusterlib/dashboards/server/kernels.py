"""Kernels of the pages: a few kept warm, idle ones ended, never more than a limit.

Voila's own pool dies when a refill is refused, and has no limit. Here a refill that is
not possible is simply tried again at the next change, and a visitor is turned away only
when not even an unused warm kernel is left to give up.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Integer
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from clusterlib.dashboards.page.errors import new_code
from clusterlib.dashboards.server.prepared import PreparedPage

BACK_WITHIN_SECONDS = 8.0
"""How long a page is kept for a visitor who left before it was there."""
FORSAKEN_SECONDS = 8.0
"""After so long without a word from an open page it is taken to be gone, if its visitor asks
for another, or room is needed. An open page asks every second and a half."""


class FullError(Exception):
    """No kernel can be started without passing the limit."""


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
    orphan_timeout = Integer(60, config=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._ready: dict[str, list[PreparedPage]] = {}
        self._given: list[PreparedPage] = []
        self._starting = 0
        self._tasks: set[asyncio.Task[Any]] = set()
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

    @property
    def ready(self) -> int:
        """Number of warm kernels whose notebook has run."""
        return sum(page.finished.is_set() for pages in self._ready.values() for page in pages)

    def keep_warm(self, pages: tuple[str, ...]) -> None:
        """Begin to keep kernels ready for these pages."""
        self._ready = {page: [] for page in pages}
        self.refill()

    def refill(self) -> None:
        """Start warm kernels where some are missing and the limit leaves room."""
        for page, ready in self._ready.items():
            while not self._closing and len(ready) < self.warm and self.in_use < self.limit:
                ready.append(self._prepare(page))

    async def open_page(self, page: str, visitor: str) -> PreparedPage:
        """Return a prepared page for a visitor; the caller owns its kernel.

        Whoever loads a page again before it was there is given the same one; kernels of
        this visitor whose page is gone end.

        Raises
        ------
        FullError
            If the limit is reached and no unused kernel can be given up.
        """
        for left in self._given:
            if left.is_left and not left.failed and (left.page, left.visitor) == (page, visitor):
                left.is_left, left.seen = False, self._now()
                return left
        await self._end_forsaken(visitor)
        prepared = await self._take_ready(page)
        if prepared is None:
            if self.in_use >= self.limit and not await self._give_up_one():
                await self._end_forsaken()
                if self.in_use >= self.limit:
                    raise FullError(f"limit of {self.limit} kernels reached")
            prepared = self._prepare(page)
        prepared.visitor, prepared.seen = visitor, self._now()
        self._given.append(prepared)
        self._later(self._refill_after(prepared))
        return prepared

    def abandon(self, prepared: PreparedPage) -> None:
        """Take note that a visitor left before the page was there; its kernel ends soon."""
        if not prepared.is_connected and not prepared.is_left:
            prepared.is_left = True
            self._later(self._end_unless_back(prepared))

    async def leave(self, kernel_id: str, *, is_final: bool) -> None:
        """End the kernel of a page that was closed; keep one that was never connected to."""
        prepared = self._given_as(kernel_id)
        if prepared is not None and not prepared.is_connected:
            self.abandon(prepared)
        elif prepared is not None and is_final:
            await self.shutdown_kernel(kernel_id)  # in good order: uploads go with it

    async def is_wanted(self, kernel_id: str) -> bool:
        """Return whether a page's kernel still runs; who asks has the page open."""
        prepared = self._given_as(kernel_id)
        if prepared is not None:
            prepared.seen, prepared.is_left = self._now(), False
        return kernel_id in self and await self.is_alive(kernel_id)

    def notify_connect(self, kernel_id: str) -> None:
        """Take note of a page that connects."""
        super().notify_connect(kernel_id)
        self._note(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """Take note of a page that is cut off, or gone."""
        super().notify_disconnect(kernel_id)
        self._note(kernel_id)

    async def shutdown_kernel(  # type: ignore[override]
        self, kernel_id: str, *args: Any, **options: Any
    ) -> None:
        """End a kernel and fill up what the limit had kept from being warm."""
        for pages in (self._given, *self._ready.values()):
            pages[:] = [page for page in pages if page.kernel_id != kernel_id]
        if kernel_id not in self:  # it has ended: page and server may both say so
            return
        await super().shutdown_kernel(kernel_id, *args, **options)
        self._later(self._refill_soon())

    async def shutdown_all(  # type: ignore[override]
        self, *args: Any, **options: Any
    ) -> None:
        """End all kernels; none is started again."""
        self._closing = True
        for task in tuple(self._tasks):
            task.cancel()
        await super().shutdown_all(*args, **options)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End an idle kernel; one without a page sooner; a warm one never."""
        if any(page.kernel_id == kernel_id for ready in self._ready.values() for page in ready):
            return
        given = self._given_as(kernel_id)
        if given and not given.is_connected:
            # A warm kernel may have been idle for long when its visitor comes.
            if self._now() - given.seen > self.orphan_timeout:
                await self.shutdown_kernel(kernel_id)
            return
        kernel = self._kernels[kernel_id]
        idle = datetime.now(UTC) - kernel.last_activity
        orphaned = not self._kernel_connections.get(kernel_id, 0)
        if orphaned and idle > timedelta(seconds=self.orphan_timeout):
            self.log.info("kernel %s ends: no page for %d s", kernel_id, idle.total_seconds())
            await self.shutdown_kernel(kernel_id)
            return
        await super().cull_kernel_if_idle(kernel_id)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _given_as(self, kernel_id: str) -> PreparedPage | None:
        return next((page for page in self._given if page.kernel_id == kernel_id), None)

    def _note(self, kernel_id: str) -> None:
        prepared = self._given_as(kernel_id)
        if prepared is not None:
            prepared.is_connected, prepared.is_left = True, False
            prepared.seen = self._now()

    async def _end_forsaken(self, visitor: str = "") -> None:
        """End kernels, of one visitor or of all, whose page has not been heard of."""
        for page in list(self._given):
            heard = (
                self._kernel_connections.get(page.kernel_id, 0) > 0
                or self._now() - page.seen < FORSAKEN_SECONDS
            )
            if page.finished.is_set() and not heard and visitor in ("", page.visitor):
                await self._end(page)

    async def _end_unless_back(self, page: PreparedPage) -> None:
        await asyncio.sleep(BACK_WITHIN_SECONDS)
        await page.finished.wait()
        if page.is_left:
            await self._end(page)
            self.refill()

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
        self._given = [page for page in self._given if page is not prepared]
        if prepared.kernel_id in self:
            with contextlib.suppress(Exception):
                await super().shutdown_kernel(prepared.kernel_id, now=not prepared.is_connected)

    def _prepare(self, page: str) -> PreparedPage:
        prepared = PreparedPage(page)
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
                kernel_name=renderer.notebook.metadata.kernelspec.name,
                path="",  # type: ignore[arg-type]
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
        app: Any = self.parent
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
