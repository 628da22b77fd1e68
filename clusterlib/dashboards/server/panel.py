"""The addresses of the panel's pages: the page, what it shows, what it does.

Who asks is who has signed in, never what the request says; what is answered is made from the
case as that expert may see it.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import tornado.web

from clusterlib.batch.applicants import Applicants, read_applicants
from clusterlib.dashboards.page.stamps import stamp_of
from clusterlib.dashboards.panel.desk import Desk
from clusterlib.dashboards.panel.view import expert_view, leader_view
from clusterlib.dashboards.server.visits import VisitHandler
from clusterlib.errors import ClusterlibError
from clusterlib.panel.store import PanelStore
from clusterlib.register.store import open_store
from clusterlib.resources import parameters_in_force

_STORE = "台账"
_ROOM = Path(__file__).parents[1] / "panel"
_LARGEST_REQUEST = 64 * 1024


class PanelService:
    """The panels of a server: the store, and the applicants read anew when files change.

    Parameters
    ----------
    store : str
        Folder of the register, or a URL.
    inputs : sequence of Path
        Workbooks, folders of them, or a cohort table.
    standard : Path
        A standard, or a folder of them.
    confirmed : Path or None
        Table of verified figures.
    work : Path
        The workspace, whose own 规则 hold where it has them.
    """

    def __init__(
        self,
        store: str,
        inputs: Sequence[Path],
        standard: Path,
        confirmed: Path | None = None,
        work: Path = Path(),
    ) -> None:
        self.desk = Desk(PanelStore(open_store(store)), lambda: self.applicants().by_case)
        self._inputs, self._standard, self._confirmed = tuple(inputs), standard, confirmed
        self._places = (standard, store, work / _STORE)
        self._lock = threading.Lock()
        self._read: tuple[object, Applicants] | None = None

    def applicants(self) -> Applicants:
        """Return the applicants as their files have them now, by the rules of today."""
        today = date.today()
        rules = parameters_in_force(None, *self._places)
        files = (*self._inputs, self._standard, *filter(None, (self._confirmed, rules)))
        state = (today, stamp_of(files))
        with self._lock:
            if self._read is None or self._read[0] != state:
                found = read_applicants(
                    self._inputs,
                    self._standard,
                    on=today,
                    confirmed=self._confirmed,
                    parameters=rules,
                )
                self._read = (state, found)
            return self._read[1]


class PanelBase(VisitHandler):
    """What the addresses share: the desk, and the rules of the day."""

    def initialize(self, *, voila_configuration: Any, service: PanelService | None) -> None:
        """Take the service; None where nobody can sign in."""
        super().initialize(voila_configuration=voila_configuration)
        self.service = service

    @property
    def user(self) -> str:
        """Name by which the visitor has signed in."""
        return str(self.current_user.username)

    def _desk(self) -> Desk:
        return self._service().desk

    def _service(self) -> PanelService:
        if self.service is None:
            raise tornado.web.HTTPError(404)
        return self.service

    async def _answer(self, make: Callable[[], dict[str, Any]]) -> None:
        """Write what is made apart from the server's loop, or why it is refused."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        try:
            made = await asyncio.get_running_loop().run_in_executor(None, make)
        except ClusterlibError as error:
            self.set_status(409)
            made = {"error": str(error)}
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        self.finish(json.dumps(made, ensure_ascii=False))

    def _seen(self, user: str, case: str) -> dict[str, Any]:
        """Return all that the page shows of a case to a user."""
        desk = self._desk()
        cases = desk.cases(user)
        chosen = case or (cases[0][0] if cases else "")
        if not chosen:
            return {"cases": [], "view": None, "leader": None}
        seat = desk.seat(user, chosen)
        known = self._service().applicants()
        leader = (
            leader_view(seat, desk.locked(chosen), known.rules, known.reading)
            if seat.leads
            else None
        )
        return {"cases": cases, "view": expert_view(seat), "leader": leader}


class PanelHandler(PanelBase):
    """The page."""

    @tornado.web.authenticated
    async def get(self) -> None:
        """Write the page; it asks for what it shows."""
        self._desk()
        self.set_header("Cache-Control", "no-store")
        self.write(
            self.render_template(
                "panel.html",
                style=_text("panel.css"),
                script=_text("report.js") + _text("panel.js"),
                facts=json.dumps(
                    {"user": self.user, "base": self.base_url, "xsrf": self.xsrf_token.decode()},
                    ensure_ascii=False,
                ).replace("<", "\\u003c"),
            )
        )


class PanelDataHandler(PanelBase):
    """What the page shows."""

    @tornado.web.authenticated
    async def get(self) -> None:
        """Write the case as the visitor may see it."""
        case = self.get_query_argument("case", "")
        user = self.user
        await self._answer(lambda: self._seen(user, case))


class PanelActHandler(PanelBase):
    """What the page does."""

    @tornado.web.authenticated
    async def post(self) -> None:
        """Do it, and write what is to be seen afterwards."""
        if len(self.request.body) > _LARGEST_REQUEST:
            raise tornado.web.HTTPError(413)
        try:
            request = json.loads(self.request.body)
        except ValueError:
            raise tornado.web.HTTPError(400) from None
        if not isinstance(request, dict) or self.is_from_elsewhere:
            raise tornado.web.HTTPError(400)
        user = self.user

        def act() -> dict[str, Any]:
            told = self._desk().act(user, request)
            return {**self._seen(user, str(request.get("case", ""))), "told": told}

        await self._answer(act)


@cache
def _text(name: str) -> str:
    return (_ROOM / name).read_text(encoding="utf-8")
