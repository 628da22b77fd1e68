"""What the server answers: the start page, a page, whether a kernel lives. Nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from tornado.iostream import StreamClosedError

from clusterlib.dashboards.server.answers import ChineseHandler
from clusterlib.dashboards.server.kernels import FullError
from clusterlib.dashboards.server.pages import Page
from clusterlib.dashboards.server.prepared import PreparedPage
from clusterlib.dashboards.server.visits import VisitHandler, is_from_elsewhere
from clusterlib.dashboards.what_if.choices import Choices


class StartHandler(VisitHandler):
    """The start page: one line for each page, and how many kernels run."""

    def initialize(self, *, voila_configuration: Any, pages: tuple[Page, ...]) -> None:
        """Take the pages that are served."""
        super().initialize(voila_configuration=voila_configuration)
        self.pages = pages

    @tornado.web.authenticated
    async def get(self) -> None:
        """Write the start page."""
        kernels: Any = self.kernel_manager
        self.visitor()
        choices: Choices = self.settings["opens"]
        asked = {name: self.get_query_argument(name, "") for name in ("cohort", "standard")}
        offered = {"cohort": list(choices.cohorts()), "standard": list(choices.standards())}
        chosen = {
            name: asked[name] if asked[name] in names else names[0]
            for name, names in offered.items()
        }
        other = {name: chosen[name] for name in chosen if chosen[name] != offered[name][0]}
        self.write(
            self.render_template(
                "start.html",
                pages=self.pages,
                visitors=kernels.visitors,
                limit=kernels.limit,
                offered=offered,
                chosen=chosen,
                query="?" + urlencode(other) if other else "",
                signed_in=self.identity_provider.auth_enabled,
                has_users=bool(self.identity_provider.users_file),
            )
        )


class PageHandler(StartHandler):
    """One page, from a warm kernel if there is one."""

    prepared: PreparedPage | None = None

    @tornado.web.authenticated
    async def get(self, name: str) -> None:
        """Write the page piece by piece as its notebook runs."""
        page = next((page for page in self.pages if page.name == name), None)
        if page is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Cache-Control", "no-store")
        if self.is_from_elsewhere:
            # Another site may show a link, but a kernel costs a click here.
            self.finish(self.render_template("enter.html", page=page))
            return
        try:
            self.prepared = await self.kernel_manager.open_page(name, self.visitor())
        except FullError:
            self.set_header("Retry-After", "30")
            raise tornado.web.HTTPError(503) from None
        # Reading the property sets the cookie that the page's farewell message needs.
        _ = self.xsrf_token
        try:
            async for snippet in self.prepared.html():
                self.write(snippet)
                await self.flush()
        except StreamClosedError:
            return  # the visitor left meanwhile
        self.prepared = None

    def on_connection_close(self) -> None:
        """Take back the page of a visitor who did not wait for it."""
        if self.prepared is not None:
            self.kernel_manager.abandon(self.prepared)


class LeaveHandler(JupyterHandler):
    """The farewell of a page, or its word that it may be about to leave."""

    def initialize(self, *, is_final: bool) -> None:
        """Take which of both it is."""
        self.is_final = is_final

    def check_xsrf_cookie(self) -> None:
        """Go by where the message comes from: a farewell carries no header of its own."""
        if is_from_elsewhere(self.request):
            raise tornado.web.HTTPError(403)

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the page's kernel, or keep it a moment for who only reloads."""
        kernels: Any = self.kernel_manager
        await kernels.leave(kernel_id, is_final=self.is_final)
        self.set_status(204)


class NothingHandler(ChineseHandler):
    """Any other address."""

    async def prepare(self) -> None:
        """Refuse it."""
        await super().prepare()
        raise tornado.web.HTTPError(404)


class AliveHandler(JupyterHandler):
    """Whether a page's kernel still runs: a page asks again and again."""

    @tornado.web.authenticated
    async def get(self, kernel_id: str) -> None:
        """Write ``alive`` or ``gone``."""
        kernels: Any = self.kernel_manager
        self.set_header("Cache-Control", "no-store")
        self.finish("alive" if await kernels.is_wanted(kernel_id) else "gone")


class HealthHandler(JupyterHandler):
    """Counts for whoever watches over the server."""

    @tornado.web.authenticated
    async def get(self) -> None:
        """Write the counts as JSON."""
        kernels: Any = self.kernel_manager
        self.finish(
            {
                "kernels": kernels.in_use,
                "visitors": kernels.visitors,
                "warm": kernels.unused,
                "ready": kernels.ready,
                "limit": kernels.limit,
            }
        )
