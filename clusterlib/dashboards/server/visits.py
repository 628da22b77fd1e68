"""Who may open what: where a request comes from, signing in and out, the visitor's own mark."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import PasswordIdentityProvider, User
from jupyter_server.utils import url_path_join

from clusterlib.dashboards.server.answers import ChineseHandler

WRONG_TOKEN_SECONDS = 1.0
"""How long whoever gives a wrong token waits for the answer."""
_VISITOR = "clusterlib-visitor"


class OneToken(PasswordIdentityProvider):
    """One token for all visitors; a wrong one is answered late."""

    @property
    def auth_enabled(self) -> bool:
        """Whether visitors have to sign in."""
        return bool(self.token)

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
        """Take the token."""
        provider = self.identity_provider
        given = self.get_body_argument("token", "").strip()
        if not provider.token or not is_token(given, provider.token):
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
            self.set_status(401)
            self._show(wrong=True)
            return
        provider.set_login_cookie(self, provider.generate_anonymous_user(self))
        self.redirect(self._next())

    def _show(self, *, wrong: bool) -> None:
        self.set_header("Cache-Control", "no-store")
        self.write(
            self.render_template(
                "login.html", wrong=wrong, next=self._next(), xsrf=self.xsrf_form_html()
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
        if not self.identity_provider.token or self.is_from_elsewhere:
            raise tornado.web.HTTPError(404)
        self.identity_provider.clear_login_cookie(self)
        self.redirect(url_path_join(self.base_url, "login"))
