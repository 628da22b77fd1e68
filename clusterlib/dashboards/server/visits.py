"""Who may open what: where a request comes from, signing in and out, the visitor's own mark."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import tornado.web
import traitlets
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import PasswordIdentityProvider, User
from jupyter_server.utils import url_path_join

from clusterlib.dashboards.server.answers import ChineseHandler
from clusterlib.dashboards.server.users import UserTable, read_users

WRONG_TOKEN_SECONDS = 1.0
"""How long whoever gives a wrong token waits for the answer."""
_VISITOR = "clusterlib-visitor"


EXPERTS_OPEN = ("panel", "panel/data", "panel/act", "logout")
"""What an expert can ask for: nothing that runs a kernel, which could read everything."""


class OneToken(PasswordIdentityProvider):
    """One token for all visitors, or users by name; a wrong word is answered late.

    Attributes
    ----------
    users_file : str
        Table of users, blank where there is none.
    proxy : str
        ``address=header`` of a trusted proxy that signs visitors in, blank for none.
    """

    users_file = traitlets.Unicode("", config=True)
    proxy = traitlets.Unicode("", config=True)

    @property
    def auth_enabled(self) -> bool:
        """Whether visitors have to sign in."""
        return bool(self.token or self.users_file)

    @property
    def users(self) -> UserTable:
        """The users as the table has them now."""
        return read_users(Path(self.users_file)) if self.users_file else UserTable({}, {})

    def get_user_cookie(self, handler: Any) -> User | Awaitable[User | None] | None:
        """Return who has signed in, where that user may ask for this address."""
        if not self.users_file:
            return super().get_user_cookie(handler)
        name = self._named_by_proxy(handler)
        if not name:
            found = super().get_user_cookie(handler)
            name = found.username if isinstance(found, User) else ""
        role = self.users.roles.get(name)
        wanted = handler.request.path.removeprefix(handler.base_url)
        if role is None or (role == "expert" and wanted not in EXPERTS_OPEN):
            return None
        return User(name, name, name)

    def _named_by_proxy(self, handler: Any) -> str:
        """Return the name that a trusted proxy gives, told by where the request comes from."""
        address, _, header = self.proxy.partition("=")
        context = handler.request.connection.context
        if not header or not context.address or context.address[0] != address:
            return ""
        # Headers reach here as latin-1; a proxy writes names in UTF-8.
        given = handler.request.headers.get(header, "")
        try:
            return given.encode("latin-1").decode()
        except UnicodeError:
            return given

    async def get_user_token(self, handler: Any) -> User | None:
        """Return the user of a request that gives the token."""
        given = self.get_token(handler)
        if not given or not self.token:
            return None
        if is_token(given, self.token):
            return self.generate_anonymous_user(handler)
        await asyncio.sleep(WRONG_TOKEN_SECONDS)
        return None


def is_token(given: str, token: Any) -> bool:
    """Return whether a token is the one, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), str(token).encode())


def is_from_elsewhere(request: Any, allowed: str = "") -> bool:
    """Return whether another site sent a request, as far as browser and headers tell.

    Parameters
    ----------
    request : HTTPServerRequest
        What came.
    allowed : str
        Origin of the portal that may embed the pages, blank for none.
    """
    for name in ("Origin", "Referer"):
        parts = urlsplit(request.headers.get(name, ""))
        if parts.netloc and allowed and f"{parts.scheme}://{parts.netloc}" == allowed:
            return False
        if parts.netloc and parts.netloc != request.host:
            return True
    return request.headers.get("Sec-Fetch-Site", "none") == "cross-site"


class VisitHandler(ChineseHandler):
    """A page of the server for whoever has signed in."""

    async def prepare(self) -> None:
        """Take the token out of the address at once: it becomes a cookie."""
        given = self.get_query_argument("token", "")
        if given and self.request.method == "GET":
            await self._sign_in_by(given)
            return
        await super().prepare()

    async def _sign_in_by(self, given: str) -> None:
        provider = self.identity_provider
        if provider.token and not is_token(given, provider.token):
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
            self.redirect(url_path_join(self.base_url, "login") + "?wrong=1")
            return
        if provider.token:
            provider.set_login_cookie(self, provider.generate_anonymous_user(self))
        rest = [
            (name, value)
            for name, values in self.request.query_arguments.items()
            if name != "token"
            for value in values
        ]
        self.redirect(self.request.path + (f"?{urlencode(rest)}" if rest else ""))

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether another site sent the request."""
        return is_from_elsewhere(self.request, self.settings.get("embed_from", ""))

    def visitor(self) -> str:
        """Return the mark of this browser, which it is given at its first visit."""
        known = self.get_cookie(_VISITOR)
        if known and len(known) == 32 and known.isalnum():
            return known
        mark = secrets.token_hex(16)
        self.set_cookie(
            _VISITOR, mark, path=self.base_url, httponly=True, **self.settings["cookie_kind"]
        )
        return mark


class SignInHandler(ChineseHandler):
    """The page for who has not signed in."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Show the form."""
        self._show(wrong=bool(self.get_query_argument("wrong", "")))

    @allow_unauthenticated
    async def post(self) -> None:
        """Take the token, or name and password."""
        provider = self.identity_provider
        if provider.users_file:
            await self._sign_in_user(provider)
            return
        given = self.get_body_argument("token", "").strip()
        if not provider.token or not is_token(given, provider.token):
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
            self.set_status(401)
            self._show(wrong=True)
            return
        provider.set_login_cookie(self, provider.generate_anonymous_user(self))
        self.redirect(self._next())

    async def _sign_in_user(self, provider: OneToken) -> None:
        name = self.get_body_argument("name", "").strip()
        password = self.get_body_argument("password", "", strip=False)
        users = provider.users
        loop = asyncio.get_running_loop()
        if not await loop.run_in_executor(None, users.knows, name, password):
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
            self.set_status(401)
            self._show(wrong=True)
            return
        provider.set_login_cookie(self, User(name, name, name))
        is_expert = users.roles[name] == "expert"
        self.redirect(url_path_join(self.base_url, "panel") if is_expert else self._next())

    def _show(self, *, wrong: bool) -> None:
        self.set_header("Cache-Control", "no-store")
        self.write(
            self.render_template(
                "login.html",
                wrong=wrong,
                next=self._next(),
                xsrf=self.xsrf_form_html(),
                users=bool(self.identity_provider.users_file),
            )
        )

    def _next(self) -> str:
        """Return where to go on: only a page of this server."""
        wanted = self.get_argument("next", self.base_url)
        parts = urlsplit(wanted.replace("\\", "/"))
        inside = not parts.scheme and not parts.netloc and parts.path.startswith(self.base_url)
        return wanted if inside and not wanted.startswith("//") else self.base_url


class SignOutHandler(VisitHandler):
    """Forgets that a visitor has signed in."""

    @tornado.web.authenticated
    async def get(self) -> None:
        """Forget the visitor, unless another site asks for it."""
        if not self.identity_provider.auth_enabled or self.is_from_elsewhere:
            raise tornado.web.HTTPError(404)
        self.identity_provider.clear_login_cookie(self)
        self.redirect(url_path_join(self.base_url, "login"))
