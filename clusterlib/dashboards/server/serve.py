"""`clusterlib serve`: one Voila server for all pages.

Only the pages can be reached: the folder that is served holds nothing but copies of their
notebooks, and the addresses of Voila that list folders or give files are not set up at all.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterlib.dashboards.page.errors import LOG_VARIABLE, log_file
from clusterlib.dashboards.page.result_keys import PRIVATE_VARIABLE
from clusterlib.dashboards.server.embedding import Embedding, embedding_of, is_loopback
from clusterlib.dashboards.server.pages import Page, copy_pages
from clusterlib.dashboards.server.users import read_users
from clusterlib.dashboards.what_if.choices import Choices
from clusterlib.errors import InputError
from clusterlib.resources import notebooks_folder, parameters_folder, sample_table

if TYPE_CHECKING:
    from clusterlib.dashboards.server.panel import PanelService

EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
)
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
"""What a page may load, and which pages may hold it; a portal is added at the end."""


def serve(
    *,
    cohort: Path | None,
    standard: Path | None,
    work: Path | None,
    store: str = "",
    port: int,
    ip: str = "127.0.0.1",
    token: str | None = None,
    open_browser: bool = True,
    base_url: str = "/",
    embed_from: str | None = None,
    limit: int = 16,
    idle_seconds: int = 3600,
    orphan_seconds: int = 60,
    notebooks: Path | None = None,
    users: Path | None = None,
    proxy: str = "",
    applicants: Sequence[Path] = (),
    confirmed: Path | None = None,
) -> None:
    """Serve the pages until interrupted.

    Parameters
    ----------
    cohort, standard : Path or None
        Table or run, and file or folder, on which the pages open.
    work : Path or None
        Folder for drafts and the server's log; without one a private folder that goes
        when the server ends.
    store : str
        Folder or URL of the register; 台账 in the working folder where blank.
    port : int
        Port to listen on; if it is taken the server does not start.
    ip : str
        Address to listen on; any but a loopback address needs a token.
    token : str or None
        Secret that a visitor must know.
    open_browser : bool
        Whether to open the start page in a browser.
    base_url : str
        Path under which a proxy hands requests on.
    embed_from : str or None
        Origin of a portal that shows the pages in a frame.
    limit : int
        Most kernels at one time.
    idle_seconds, orphan_seconds : int
        After how long without activity a kernel ends: one with an open page, one without.
    notebooks : Path or None
        Folder of the pages' notebooks; the shipped ones by default.
    users : Path or None
        Table of who may sign in; then the panel's pages are served too.
    proxy : str
        ``address=header`` of a trusted proxy that names the user.
    applicants : sequence of Path
        Workbooks, folders of them, or a cohort table; `cohort` where there are none.
    confirmed : Path or None
        Table of verified figures.

    Raises
    ------
    InputError
        If the address needs a token, the port is taken, or the portal could not be signed in.
    """
    check_address(ip, token or ("users" if users else None))
    _check_users(users, token, proxy)
    path = _checked_path(base_url)
    embedding = embedding_of(embed_from, ip)
    sockets = bound_to(ip, port)
    root = Path(tempfile.mkdtemp(prefix="clusterlib_pages_"))
    try:
        for name in ("pages", "private"):
            (root / name).mkdir()
        os.environ[PRIVATE_VARIABLE] = str(root / "private")
        work = work or root / "work"
        work.mkdir(parents=True, exist_ok=True)
        pages = copy_pages(
            notebooks or notebooks_folder(),
            root / "pages",
            parameters_of(
                store, applicants, cohort=cohort, standard=standard, work=work, confirmed=confirmed
            ),
        )
        config = _configuration(root / "pages", ip, token, path, embedding)
        config.Voila.tornado_settings["opens"] = Choices(work, cohort, standard)
        config.OneToken.users_file = str(users.resolve()) if users else ""
        config.OneToken.proxy = proxy
        inputs = applicants or ([cohort] if cohort else [sample_table()])
        service = users and panel_service(store, inputs, standard, confirmed, work)
        config.PageKernels.limit = limit
        config.PageKernels.cull_idle_timeout = idle_seconds
        config.PageKernels.orphan_timeout = orphan_seconds
        config.PageKernels.cull_interval = max(1, min(30, orphan_seconds // 2))
        _run_voila(config, pages, sockets, open_browser, work / "server.log", service or None)
    finally:
        for taken in sockets:
            taken.close()
        shutil.rmtree(root, ignore_errors=True)


def parameters_of(
    store: str, applicants: Sequence[Path] = (), **paths: Path | None
) -> dict[str, object]:
    """Return what notebooks may name; a folder of the register by its whole path, as others."""
    given = {name: path for name, path in paths.items() if path is not None}
    known: dict[str, object] = {name: str(path.resolve()) for name, path in given.items()}
    known["applicants"] = [str(path.resolve()) for path in applicants]
    if store:
        known["store"] = store if "://" in store else str(Path(store).resolve())
    return known


def check_address(ip: str, token: str | None) -> None:
    """Refuse an address that others can reach without a secret."""
    if not token and not is_loopback(ip):
        raise InputError(
            "--ip", f"别的机器也能访问“{ip}”", "同时给出 --token", "请加上 --token，或不写 --ip"
        )


def _check_users(users: Path | None, token: str | None, proxy: str) -> None:
    """Refuse what would leave open who a visitor is."""
    if users is None:
        if proxy:
            raise InputError("--proxy", "没有用户表", "--users", "请同时给出 --users")
        return
    if token:
        raise InputError("--token", "与 --users 不能同时用", "其中一个", "请只用 --users")
    if proxy and not re.fullmatch(r"[0-9a-fA-F.:]+=[A-Za-z0-9-]+", proxy):
        raise InputError("--proxy", f"“{proxy}”看不懂", "地址=头，如 127.0.0.1=X-Remote-User")
    if not read_users(users).roles:
        raise InputError(users.name, "没有用户", "", "请用 clusterlib panel user 添加用户")


def panel_service(
    store: str,
    inputs: Sequence[Path],
    standard: Path | None,
    confirmed: Path | None,
    work: Path,
) -> PanelService:
    """Return the panels that a server shows; what cannot be read is refused at once."""
    from clusterlib.dashboards.server.panel import PanelService

    chosen = standard or parameters_folder() / "standards"
    service = PanelService(store or str(work / "台账"), inputs, chosen, confirmed, work)
    service.applicants()
    return service


def _checked_path(base_url: str) -> str:
    path = "/" + base_url.strip("/") + "/" if base_url.strip("/") else "/"
    if not re.fullmatch(r"(/[A-Za-z0-9._~@%-]+)*/", path):
        raise InputError("--base-url", f"“{base_url}”不是路径", "如 /clusterlib/")
    return path


def bound_to(ip: str, port: int) -> list[socket.socket]:
    """Return sockets that hold the port; a port that is taken is an error, never the next one."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    try:
        bound = socket.create_server((ip, port), family=family, backlog=128)
    except OSError as error:
        raise InputError(
            "--port",
            f"{ip} 的端口 {port} 用不了（{error.strerror}）",
            "没有被占用的端口",
            "请停掉占用它的程序，或另给一个 --port",
        ) from error
    bound.setblocking(False)
    return [bound]


def _run_voila(
    config: Any,
    pages: tuple[Page, ...],
    sockets: list[socket.socket],
    open_browser: bool,
    log_path: Path,
    service: PanelService | None,
) -> None:
    template = str(Path(__file__).parent / "voila_template")
    others = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join([template, others] if others else [template])
    os.environ[LOG_VARIABLE] = str(log_path)
    # Voila finds its template by this variable when it is imported.
    from clusterlib.dashboards.server.app import PagesApp

    PagesApp.clear_instance()
    app = PagesApp.instance(config=config)
    app.initialize([])
    app.pages, app.sockets, app.open_browser = pages, sockets, open_browser
    app.panel = service
    handler = log_file(str(log_path))
    app.log.addHandler(handler)
    app.log.setLevel(logging.INFO)
    try:
        app.start()
    finally:
        app.log.removeHandler(handler)
        handler.close()


def _configuration(
    root: Path, ip: str, token: str | None, base_url: str, embedding: Embedding
) -> Any:
    from traitlets.config import Config

    config = Config()
    config.Voila.root_dir = str(root)
    config.Voila.ip = ip
    config.Voila.port_retries = 0
    config.Voila.token = token or ""
    config.Voila.config_file_paths = []
    config.Voila.base_url = base_url
    config.Voila.identity_provider_class = "clusterlib.dashboards.server.visits.OneToken"
    config.OneToken.cookie_options = embedding.cookies
    config.Voila.tornado_settings = {
        "headers": {
            "Content-Security-Policy": f"{_POLICY} {embedding.origin}".strip(),
            "Referrer-Policy": "same-origin",
        },
        "allow_remote_access": not is_loopback(ip) or bool(embedding.origin) or base_url != "/",
        "xsrf_cookie_kwargs": embedding.cookies,
        "cookie_kind": embedding.cookies,
        "embed_from": embedding.origin,
    }
    config.VoilaConfiguration.template = "clusterlib"
    config.VoilaConfiguration.theme = "light"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.extension_allowlist = list(EXTENSIONS)
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.multi_kernel_manager_class = (
        "clusterlib.dashboards.server.kernels.PageKernels"
    )
    config.PageKernels.cull_connected = True
    # A dead kernel is not started again: it would come back without the page's state.
    config.KernelRestarter.restart_limit = 0
    config.KernelRestarter.time_to_dead = 1.0
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
    return config
