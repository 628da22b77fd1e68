"""The Voila application cut down to the pages."""

from __future__ import annotations

import logging
import os
import socket
import threading
import webbrowser
from pathlib import Path
from typing import Any

import tornado.ioloop
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler, _kernel_id_regex
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.web import RedirectHandler
from voila.app import Voila
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from clusterlib.dashboards.page.result_keys import PRIVATE_VARIABLE
from clusterlib.dashboards.server.handlers import (
    AliveHandler,
    HealthHandler,
    LeaveHandler,
    NothingHandler,
    PageHandler,
    StartHandler,
)
from clusterlib.dashboards.server.pages import Page
from clusterlib.dashboards.server.panel import (
    PanelActHandler,
    PanelDataHandler,
    PanelHandler,
    PanelService,
)
from clusterlib.dashboards.server.results import ROUTE as RESULTS
from clusterlib.dashboards.server.results import ResultHandler
from clusterlib.dashboards.server.visits import SignInHandler, SignOutHandler


class PagesApp(Voila):
    """Voila without listing, contents and files: start page, pages, kernels, own assets."""

    name = "Voila"
    pages: tuple[Page, ...] = ()
    panel: PanelService | None = None
    sockets: tuple[socket.socket, ...] = ()

    def init_handlers(self) -> list[Any]:
        """Return the addresses that are answered; all others are refused."""
        page = {"voila_configuration": self.voila_configuration, "pages": self.pages}
        plain = {"voila_configuration": self.voila_configuration}
        private = os.environ.get(PRIVATE_VARIABLE)
        results = {**plain, "private": Path(private) if private else None}
        panel = {**plain, "service": self.panel}
        static = {"paths": self.static_paths}
        assets = {"path": self.labextensions_path, "no_cache_paths": ["/"]}
        routes: list[tuple[Any, ...]] = [
            ("/", StartHandler, page),
            ("/health", HealthHandler),
            (f"/alive/{_kernel_id_regex}", AliveHandler),
            (f"/api/kernels/{_kernel_id_regex}", KernelHandler),
            (f"/api/kernels/{_kernel_id_regex}/channels", VoilaKernelWebsocketHandler),
            (f"/leave/{_kernel_id_regex}", LeaveHandler, {"is_final": True}),
            (f"/voila/api/shutdown/{_kernel_id_regex}", LeaveHandler, {"is_final": False}),
            ("/voila/templates/clusterlib/static/(.*)", MultiStaticFileHandler, static),
            ("/voila/static/(.*)", MultiStaticFileHandler, static),
            ("/voila/labextensions/(.*)", FileFindHandler, assets),
            ("/login", SignInHandler, plain),
            ("/logout", SignOutHandler, plain),
            ("/intake", RedirectHandler, {"url": f"{self.base_url}reception"}),
            ("/panel", PanelHandler, panel),
            ("/panel/data", PanelDataHandler, panel),
            ("/panel/act", PanelActHandler, panel),
            ("/([a-z]+)", PageHandler, page),
            (RESULTS, ResultHandler, results),
            (".*", NothingHandler, plain),
        ]
        return [(url_path_join(self.server_url, route[0]), *route[1:]) for route in routes]

    def listen(self) -> None:
        """Answer on the sockets that were bound before anything else started."""
        self.port = self.sockets[0].getsockname()[1]
        # Behind a proxy the browser's own protocol and address stand in its headers.
        server = HTTPServer(self.app, xheaders=self.base_url != "/")
        server.add_sockets(self.sockets)
        logging.getLogger("tornado.access").setLevel(logging.ERROR)
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.add_callback(
            self.kernel_manager.keep_warm, tuple(page.name for page in self.pages)
        )
        self.log.info("pages at %s", self.connection_url)
        if self.open_browser:
            threading.Thread(
                target=webbrowser.open, args=(self.connection_url,), daemon=True
            ).start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("stopped")
        finally:
            server.stop()
            self.stop()
