"""Tries the pages behind real proxies: ``python -m tests.trials.proxies``.

nginx under a path, a portal that frames the pages, and JupyterHub with one server per user,
each with a visitor in Chromium who opens the calibration page and changes a threshold. What
is not installed is told as left out: ``nginx`` (Debian), ``jupyterhub`` and
``jupyter-server-proxy`` (PyPI, in an environment of their own), ``configurable-http-proxy``
(npm), all found by ``PATH``. About half a minute each on an idle machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.dashboards.conftest import CHROMIUM, FLAGS, free_port

TOKEN = "geheim-9"
NGINX = """\
daemon off; pid {place}/nginx.pid; error_log {place}/error.log;
events {{}}
http {{
  access_log {place}/access.log; client_body_temp_path {place}/body; proxy_temp_path {place}/temp;
  fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{outer};
    location /zh/pages/ {{
      proxy_pass http://127.0.0.1:{inner};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_buffering off;
      client_max_body_size 30m;
    }}
  }}
}}
"""
HUB = """\
c.JupyterHub.bind_url = "http://127.0.0.1:{outer}"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["configurable-http-proxy"]
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.Spawner.cmd = ["jupyterhub-singleuser", "--allow-root", "--config={place}/server.py"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
"""
SERVER = """\
c.ServerProxy.servers = {{
    "pages": {{
        "command": [
            "{python}", "-m", "clusterlib", "serve", "--no-browser",
            "--port", "{{port}}", "--base-url", "{{base_url}}pages/",
        ],
        "absolute_url": True,
        "timeout": 120,
    }}
}}
"""


@contextmanager
def running(place: Path, name: str, *command: str, waits_for: str) -> Iterator[None]:
    """Run a program until the block ends; it is up once an address answers."""
    with (place / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=place, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 120
        while not answers(waits_for):
            said = (place / f"{name}.log").read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, said[-3000:]
            assert time.monotonic() < until, said[-3000:]
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(address: str) -> bool:
    """Return whether a page is there under an address."""
    try:
        urllib.request.urlopen(address).close()
    except OSError:
        return False
    return True


def serving(place: Path, port: int, *options: str, path: str):
    """Serve the pages under a path."""
    command = (sys.executable, "-m", "clusterlib", "serve", "--no-browser", "--port", str(port))
    address = f"http://127.0.0.1:{port}{path}login"
    return running(place, "serve", *command, "--base-url", path, *options, waits_for=address)


def work(page: Page, link: object) -> None:
    """Open the calibration page by its link, change a threshold and see who moves."""
    link.click()
    threshold = page.locator('input.th[data-place=head][data-c="6"][data-t="1"]')
    expect(threshold).to_be_visible(timeout=120_000)
    threshold.fill("20000")
    threshold.press("Enter")
    expect(page.locator(".sentence")).to_contain_text("→20", timeout=30_000)
    page.reload()
    expect(threshold).to_have_value("20\u2009000", timeout=120_000)


def stays_under(page: Page, base: str) -> list[str]:
    """Return the list that fills with every address asked for that is not under `base`."""
    outside: list[str] = []
    page.on("request", lambda asked: None if base in asked.url else outside.append(asked.url))
    return outside


@contextmanager
def behind_nginx(place: Path, *options: str) -> Iterator[tuple[str, dict[str, int]]]:
    """Serve the pages behind nginx under a path, a portal and a stranger beside it."""
    ports = {name: free_port() for name in ("inner", "outer", "portal", "stranger")}
    base = f"http://127.0.0.1:{ports['outer']}/zh/pages/"
    (place / "portal").mkdir()
    (place / "portal" / "index.html").write_text(
        f'<iframe src="{base}" width="1300" height="800"></iframe>', encoding="utf-8"
    )
    (place / "nginx.conf").write_text(NGINX.format(place=place, **ports), encoding="utf-8")
    filled = [option.format(**ports) for option in options]
    nginx = ("nginx", "-p", str(place), "-c", str(place / "nginx.conf"))
    with (
        serving(place, ports["inner"], *filled, path="/zh/pages/"),
        running(place, "nginx", *nginx, waits_for=base),
        showing(place, ports["portal"]),
        showing(place, ports["stranger"]),
    ):
        yield base, ports


def showing(place: Path, port: int):
    """Serve the portal's one page."""
    files = ("-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory")
    command = (sys.executable, *files, str(place / "portal"))
    return running(place, f"portal{port}", *command, waits_for=f"http://127.0.0.1:{port}/")


def nginx_under_a_path(page: Page, place: Path) -> None:
    """Sign in by the link with the token, work, and leave nothing of the token behind."""
    with behind_nginx(place, "--token", TOKEN) as (base, _):
        outside = stays_under(page, base.removeprefix("http:"))
        page.goto(base)
        expect(page.get_by_text("请输入口令后进入")).to_be_visible()
        page.goto(f"{base}?token={TOKEN}")
        assert page.url == base, page.url
        work(page, page.get_by_role("link", name="阈值校准"))
        assert TOKEN not in page.content() + page.url
        page.goto("about:blank")
        assert not [url for url in outside if not url.startswith(("data:", "blob:", "about:"))]


def portal_in_a_frame(page: Page, place: Path) -> None:
    """A portal of the same site shows the pages; a stranger's frame stays empty."""
    with behind_nginx(place, "--embed-from", "http://127.0.0.1:{portal}") as (_, ports):
        page.goto(f"http://127.0.0.1:{ports['portal']}/")
        frame = page.frame_locator("iframe")
        frame.get_by_role("link", name="阈值校准").click()
        expect(frame.locator(".cl .r .c").first).to_be_visible(timeout=120_000)
        page.goto(f"http://127.0.0.1:{ports['stranger']}/")
        page.wait_for_timeout(2_000)
        expect(frame.get_by_role("link", name="阈值校准")).to_have_count(0)


def hub_with_one_server_per_user(page: Page, place: Path) -> None:
    """Sign in at the hub, be given a server of one's own, and work on the pages under it."""
    ports = {name: free_port() for name in ("outer", "hub", "api")}
    (place / "hub.py").write_text(HUB.format(place=place, **ports), encoding="utf-8")
    (place / "server.py").write_text(SERVER.format(python=sys.executable), encoding="utf-8")
    outer = f"http://127.0.0.1:{ports['outer']}"
    hub = ("jupyterhub", "-f", str(place / "hub.py"))
    with running(place, "hub", *hub, waits_for=f"{outer}/hub/login"):
        page.goto(f"{outer}/user/anna/pages/")
        expect(page.locator("#username_input")).to_be_visible(timeout=30_000)
        page.goto(f"{outer}/hub/login?next=/hub/spawn/anna")
        page.locator("#username_input").fill("anna")
        page.locator("#password_input").fill("x")
        page.locator("#login_submit").click()
        page.wait_for_url("**/user/anna/**", timeout=120_000)
        page.goto(f"{outer}/user/anna/pages/", timeout=120_000)
        work(page, page.get_by_role("link", name="阈值校准"))


TRIALS: tuple[tuple[Callable[[Page, Path], None], tuple[str, ...]], ...] = (
    (nginx_under_a_path, ("nginx",)),
    (portal_in_a_frame, ("nginx",)),
    (hub_with_one_server_per_user, ("jupyterhub", "configurable-http-proxy")),
)


def main() -> int:
    """Run the trials and print what came of each; the status is 1 if one failed."""
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for trial, needed in TRIALS:
            missing = [name for name in needed if shutil.which(name) is None]
            name = trial.__name__.replace("_", " ")
            if missing:
                print(f"left out  {name}: no {', '.join(missing)}")
                continue
            context = browser.new_context()
            with tempfile.TemporaryDirectory(prefix="clusterlib_proxies_") as folder:
                started = time.monotonic()
                try:
                    trial(context.new_page(), Path(folder))
                except Exception as error:
                    failed += 1
                    print(f"failed    {name}: {error}")
                    for log in sorted(Path(folder).glob("*.log")):
                        print(f"--- {log.name}", log.read_text(errors="replace")[-2000:], sep="\n")
                else:
                    print(f"held      {name}: {time.monotonic() - started:.0f} s")
            context.close()
        browser.close()
    return int(failed > 0)


if __name__ == "__main__":
    os.environ["PATH"] += os.pathsep + "/usr/sbin"
    sys.exit(main())
