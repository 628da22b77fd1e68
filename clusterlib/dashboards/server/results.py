"""Shows the files of one run（结果）to whoever was given its key."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

import tornado.web

from clusterlib.dashboards.page.result_keys import file_for
from clusterlib.dashboards.server.visits import VisitHandler

ROUTE = "/results/([0-9a-f]+)/(.+)"
# A report comes from what a county sent: it runs apart from the pages, can ask the server
# for nothing and load nothing from elsewhere.
_POLICY = (
    "sandbox allow-scripts allow-downloads allow-modals allow-popups "
    "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; "
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class ResultHandler(VisitHandler):
    """One file of a run: its overview, a report, a table."""

    def initialize(self, *, voila_configuration: Any, private: Path | None) -> None:
        """Take the folder in which the keys lie."""
        super().initialize(voila_configuration=voila_configuration)
        self.private = private

    @tornado.web.authenticated
    async def get(self, key: str, name: str) -> None:
        """Write the file."""
        path = file_for(key, name, self.private) if self.private else None
        if path is None:
            raise tornado.web.HTTPError(404)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        is_page = path.suffix == ".html"
        self.set_header("Content-Type", f"{kind}; charset=UTF-8" if is_page else kind)
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        if not is_page:
            self.set_header("Content-Disposition", f'attachment; filename="{path.name}"')
        self.write(path.read_bytes())
