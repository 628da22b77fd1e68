"""What the server answers: the start page, a page, the count of kernels. Nothing else."""

from __future__ import annotations

from typing import Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from voila.handler import BaseVoilaHandler

from clusterlib.dashboards.page.errors import new_code
from clusterlib.dashboards.server.kernels import FullError, PageKernels
from clusterlib.dashboards.server.pages import Page

WHAT_TO_DO = {
    403: ("没有权限打开这一页", "请用启动时给出的完整地址（含口令）打开。"),
    404: ("没有这一页", "请从首页进入。"),
    503: ("已满，请稍后再试", "同时打开的页面到了上限。关掉不用的页面，过一会儿再点“重试”。"),
}


class _ChineseErrors(BaseVoilaHandler):
    def write_error(self, status_code: int, **facts: Any) -> None:
        """Show what happened and what to do; the trace stands in the log under the code."""
        code = "" if status_code in WHAT_TO_DO else new_code()
        if code:
            self.log.error(
                "%s %s %s", code, status_code, self.request.path, exc_info=facts.get("exc_info")
            )
        what, remedy = WHAT_TO_DO.get(
            status_code, ("程序出错，这一页没有打开", "请再试一次；仍不行请把错误码告诉维护人员。")
        )
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish(
            self.render_template(
                "error.html", what=what, remedy=remedy, code=code, status_code=status_code
            )
        )


class StartHandler(_ChineseErrors):
    """The start page: one line for each page, and how many kernels run."""

    def initialize(self, *, voila_configuration: Any, pages: tuple[Page, ...]) -> None:
        """Take the pages that are served."""
        super().initialize(voila_configuration=voila_configuration)
        self.pages = pages

    @tornado.web.authenticated
    async def get(self) -> None:
        """Write the start page."""
        kernels: PageKernels = self.kernel_manager
        self.write(
            self.render_template(
                "start.html", pages=self.pages, visitors=kernels.visitors, limit=kernels.limit
            )
        )


class PageHandler(StartHandler):
    """One page, from a warm kernel if there is one."""

    @tornado.web.authenticated
    async def get(self, name: str) -> None:
        """Write the page piece by piece as its notebook runs."""
        if name not in {page.name for page in self.pages}:
            raise tornado.web.HTTPError(404)
        self.set_header("Cache-Control", "no-store")
        try:
            prepared = await self.kernel_manager.open_page(name)
        except FullError:
            self.set_header("Retry-After", "30")
            raise tornado.web.HTTPError(503) from None
        # Reading the property sets the cookie that the page's farewell message needs.
        _ = self.xsrf_token
        async for snippet in prepared.html():
            self.write(snippet)
            await self.flush()


class NothingHandler(_ChineseErrors):
    """Any other address."""

    async def prepare(self) -> None:
        """Refuse it."""
        await super().prepare()
        raise tornado.web.HTTPError(404)


class HealthHandler(JupyterHandler):
    """Counts for whoever watches over the server."""

    @tornado.web.authenticated
    async def get(self) -> None:
        """Write the counts as JSON."""
        kernels: PageKernels = self.kernel_manager
        self.finish(
            {
                "kernels": kernels.in_use,
                "visitors": kernels.visitors,
                "warm": kernels.unused,
                "limit": kernels.limit,
            }
        )
