"""Signing in and out, other sites, impatient visitors, farewells, proxies and portals."""

from __future__ import annotations

import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from clusterlib.dashboards.server.embedding import embedding_of
from clusterlib.errors import InputError
from tests.dashboards.conftest import Serve, Server
from tests.dashboards.server.visiting import Visitor, a_page, kernel_in


@pytest.fixture(scope="module")
def server(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server with one small page."""
    return start_server(notebooks=str(a_page(tmp_path_factory.mktemp("n"), "1")), limit=4)


@pytest.fixture(scope="module")
def guarded(start_server: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return a server with one small page and a token."""
    notebooks = a_page(tmp_path_factory.mktemp("n"), "1")
    return start_server(notebooks=str(notebooks), token="geheim-7")


def test_with_a_token_only_who_knows_it_gets_in(guarded: Server) -> None:
    server = guarded
    status, text = server.answer("/calibrate")
    assert status == 200
    assert "请输入口令后进入" in text
    assert "geheim-7" not in text
    assert "jupyter" not in text.lower()
    assert "口令不对" in server.answer("/?token=falsch")[1]
    visitor = Visitor(server)
    assert "阈值校准" in visitor.open("/?token=geheim-7&x=1")
    assert visitor.address == server.address + "/?x=1"  # the token has left the address
    assert "阈值校准" in visitor.open("/")
    assert "geheim-7" not in server.log
    assert visitor.open("/logout").count("请输入口令后进入") == 1
    assert "请输入口令后进入" in visitor.open("/")


def test_the_form_takes_the_token_and_goes_on_to_the_page_that_was_asked_for(
    guarded: Server,
) -> None:
    visitor = Visitor(guarded)
    form = visitor.open("/calibrate")
    assert "口令不对" in visitor.sign_in(form, "falsch")
    visitor.sign_in(form, "geheim-7")
    assert visitor.address == guarded.address + "/calibrate"
    for elsewhere in ("//evil.example/", "https://evil.example/", "\\\\evil.example"):
        form = Visitor(guarded).open("/login?next=" + urllib.parse.quote(elsewhere))
        assert 'name="next" value="/"' in form


def test_without_a_token_there_is_no_signing_out(server: Server) -> None:
    assert server.answer("/logout")[0] == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "http://evil.example/x"},
        {"Origin": "http://evil.example"},
    ],
)
def test_another_site_starts_no_kernel(server: Server, headers: dict[str, str]) -> None:
    server.wait_for("visitors", 0)
    server.wait_for("warm", 1)
    for _ in range(6):
        with urllib.request.urlopen(
            urllib.request.Request(server.address + "/calibrate", headers=headers)
        ) as response:
            assert "打开阈值校准" in response.read().decode()
    assert server.health()["visitors"] == 0


def test_who_loads_a_page_again_before_it_was_there_is_given_the_same_kernel(
    server: Server,
) -> None:
    visitor = Visitor(server)
    visitor.open("/")
    first = kernel_in(visitor.open("/calibrate"))
    for _ in range(4):
        visitor.post(f"/voila/api/shutdown/{first}")  # as a browser does before it reloads
        assert kernel_in(visitor.open("/calibrate")) == first
    other = kernel_in(Visitor(server).open("/calibrate"))
    assert other != first
    for kernel in (first, other):
        visitor.post(f"/leave/{kernel}")


def test_the_kernel_of_a_page_that_says_farewell_ends_and_saying_so_twice_does_no_harm(
    server: Server,
) -> None:
    visitor = Visitor(server)
    kernel = kernel_in(visitor.open("/calibrate"))
    for address in (f"/voila/api/shutdown/{kernel}", f"/leave/{kernel}", f"/leave/{kernel}"):
        visitor.post(address)
    server.wait_for("visitors", 0)
    visitor.post(f"/leave/{kernel}")
    assert server.answer("/alive/" + kernel) == (200, "gone")
    assert "Error" not in server.log


def test_under_a_path_all_addresses_begin_with_it(start_server: Serve, tmp_path: Path) -> None:
    server = start_server(
        notebooks=str(a_page(tmp_path / "n", "1")), base_url="team/a", path="/team/a"
    )
    assert 'href="/team/a/calibrate"' in server.answer("/")[1]
    text = server.answer("/calibrate")[1]
    assert '"baseUrl": "/team/a/"' in text
    assert server.answer("/alive/" + kernel_in(text)) == (200, "alive")


@pytest.mark.parametrize(
    ("origin", "ip", "cookies"),
    [
        ("https://portal.example.cn", "0.0.0.0", {"samesite": "None", "secure": True}),
        ("http://10.1.2.3:8080", "10.1.2.3", {"samesite": "Lax"}),
        ("http://127.0.0.1:9000/", "127.0.0.1", {"samesite": "Lax"}),
    ],
)
def test_a_portal_of_one_site_or_over_https_may_show_the_pages(
    origin: str, ip: str, cookies: dict[str, object]
) -> None:
    found = embedding_of(origin, ip)
    assert found.origin == origin.rstrip("/")
    assert found.cookies == cookies


@pytest.mark.parametrize(
    ("origin", "ip", "why"),
    [
        ("http://portal.example.cn", "10.1.2.3", "不是同一站点，也不是 HTTPS"),
        ("http://10.1.2.4", "10.1.2.3", "不是同一站点"),
        ("portal.example.cn", "10.1.2.3", "不是来源地址"),
        ("https://portal.example.cn/x", "10.1.2.3", "不是来源地址"),
    ],
)
def test_any_other_portal_is_refused_with_a_sentence(origin: str, ip: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        embedding_of(origin, ip)
