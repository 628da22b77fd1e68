"""Errors of the server as a page in Chinese."""

from __future__ import annotations

from typing import Any

from voila.handler import BaseVoilaHandler

from clusterlib.dashboards.page.errors import new_code

WHAT_TO_DO = {
    403: ("没有权限打开这一页", "请从首页进入；还没有登录的，请先登录。"),
    404: ("没有这一页", "请从首页进入。"),
    503: ("已满，请稍后再试", "同时打开的页面到了上限。关掉不用的页面，过一会儿再点“重试”。"),
}


class ChineseHandler(BaseVoilaHandler):
    """Tells what went wrong and what to do; the trace stands in the log under a code."""

    def write_error(self, status_code: int, **facts: Any) -> None:
        """Write the page of an error."""
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
