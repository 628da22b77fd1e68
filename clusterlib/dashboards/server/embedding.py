"""Pages in the frame of a portal（嵌入）: who may hold them, and cookies that reach them there."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from clusterlib.errors import InputError


@dataclass(frozen=True, slots=True)
class Embedding:
    """Where the pages may be shown.

    Parameters
    ----------
    origin : str
        Origin of the portal, blank for none.
    cookies : dict
        Options of every cookie.
    """

    origin: str = ""
    cookies: dict[str, object] = field(default_factory=lambda: {"samesite": "Lax"})


def embedding_of(origin: str | None, ip: str) -> Embedding:
    """Return how pages are embedded in a portal.

    A browser gives its cookies to a frame only where portal and pages are of one site, or
    where both come over HTTPS and the cookie says SameSite=None.

    Raises
    ------
    InputError
        If the origin is none, or neither of both holds.
    """
    if not origin:
        return Embedding()
    parts = urlsplit(origin)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path not in ("", "/")
        or parts.query
        or parts.username
    ):
        raise InputError(
            "--embed-from",
            f"“{origin}”不是来源地址",
            "门户首页地址中域名和端口为止的一段，以 http 或 https 开头",
        )
    own = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme == "https":
        return Embedding(own, {"samesite": "None", "secure": True})
    if not _is_same_site(parts.hostname, ip):
        raise InputError(
            "--embed-from",
            f"“{origin}”与本服务不是同一站点，也不是 HTTPS",
            "同一站点的门户，或门户和本服务都用 HTTPS",
            "请给两边都配 HTTPS，或把本服务放到门户的同一主机、同一上级域名下",
        )
    return Embedding(own)


def is_loopback(ip: str) -> bool:
    """Return whether only this machine can reach an address."""
    if ip == "localhost":
        return True
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return False


def _is_same_site(host: str, ip: str) -> bool:
    if is_loopback(ip):
        return host == ip or (is_loopback(host) and host == "localhost")
    if host == ip:
        return True
    own = socket.getfqdn()
    if host in (own, socket.gethostname()):
        return True
    # The same registrable domain, such as portal.example.cn and pages.example.cn.
    shared = [
        a
        for a, b in zip(reversed(host.split(".")), reversed(own.split(".")), strict=False)
        if a == b
    ]
    is_name = not host.replace(".", "").isdigit()
    return is_name and len(shared) >= 2 and host.split(".")[-2:] == own.split(".")[-2:]
