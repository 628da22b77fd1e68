"""The panel's pages over the wire: who has signed in sees the own, and nothing else."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from types import SimpleNamespace

import pytest

from clusterlib.dashboards.server.users import add_user
from clusterlib.panel.records import INDICATORS
from clusterlib.panel.store import PanelStore
from clusterlib.register.store import open_store
from tests.panel.applicants import STANDARD, cohort_table
from tests.panel.cases import SIX, members

PASSWORD = "一个长口令1234"
SECTIONS = ("basic", "quality", "government", "policy")
SECRET = "只有丙看得到的一段"


@pytest.fixture(scope="module")
def server(start_server, tmp_path_factory):
    """A server with the panel of one case; 甲 leads, 乙 and 丙 sit on it, 室 is the office."""
    work = tmp_path_factory.mktemp("panel")
    (work / "pages").mkdir()
    PanelStore(open_store(work / "台账")).append(members(), datetime.now(UTC))
    for name in ("甲", "专家乙", "丙", "丁", "外人"):
        add_user(work / "用户.csv", name, "expert", PASSWORD)
    add_user(work / "用户.csv", "室", "office", PASSWORD)
    cohort_table(work / "申报.csv")
    return start_server(
        work=work,
        users=str(work / "用户.csv"),
        cohort=str(work / "申报.csv"),
        standard=str(STANDARD),
        notebooks=str(work / "pages"),
    )


class Browser:
    """Somebody's browser: cookies of its own, no page."""

    def __init__(self, server, name="", password=PASSWORD):
        self.server = server
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.xsrf = ""
        if name:
            form = self.ask("/login").text
            xsrf = re.search(r'name="_xsrf" value="([^"]+)"', form)[1]
            given = {"name": name, "password": password, "_xsrf": xsrf}
            self.signed_in = self.ask("/login", urllib.parse.urlencode(given).encode())
            facts = re.search(r'id="facts"[^>]*>(.*?)</script>', self.ask("/panel").text)
            self.xsrf = json.loads(facts[1])["xsrf"] if facts else ""

    def ask(self, path, data=None, **headers):
        request = urllib.request.Request(self.server.address + path, data, headers)
        try:
            with self.opener.open(request) as answer:
                status, text = answer.status, answer.read().decode()
                return SimpleNamespace(status=status, text=text, url=answer.url)
        except urllib.error.HTTPError as error:
            with error:
                return SimpleNamespace(
                    status=error.code, text=error.read().decode(), url=error.url
                )

    def data(self, case="C"):
        return json.loads(self.ask(f"/panel/data?case={case}").text)

    def act(self, **request):
        body = json.dumps({"case": "C", **request}).encode()
        answer = self.ask("/panel/act", body, **{"X-XSRFToken": self.xsrf})
        return answer.status, json.loads(answer.text) if answer.text[:1] == "{" else answer.text

    def fill_and_lock(self, member):
        for place, section in enumerate(SECTIONS):
            if place > 1:
                self.act(do="save", section=section, grade=SIX[member][place + 2])
            self.act(do="save", section=section, points=SIX[member][place])
        for name in INDICATORS:
            self.act(do="finding", indicator=name, text=SECRET if member == "丙" else "一段")
        return self.act(do="lock")


@pytest.mark.parametrize(("name", "password"), [("甲", "不对不对不对"), ("没有这人", PASSWORD)])
def test_a_wrong_name_or_password_does_not_get_in(server, name, password):
    browser = Browser(server, name, password)
    assert "姓名或口令不对" in browser.signed_in.text
    assert browser.ask("/panel/data").url.endswith("login?next=%2Fpanel%2Fdata")


def test_who_has_not_signed_in_gets_the_form_and_can_do_nothing(server):
    browser = Browser(server)
    assert "请输入姓名和口令" in browser.ask("/panel").text
    assert browser.ask("/panel/act", b"{}").status == 403


@pytest.mark.parametrize("path", ["/", "/calibrate", "/health", "/results/00/index.html"])
def test_an_expert_opens_the_panel_alone_and_the_office_every_page(server, path):
    assert "/login" in Browser(server, "丁").ask(path).url
    assert "/login" not in Browser(server, "室").ask(path).url


def test_a_request_without_the_pages_own_word_is_refused(server):
    browser = Browser(server, "丁")
    body = json.dumps({"do": "save", "case": "C", "section": "basic", "points": "44"}).encode()
    assert browser.ask("/panel/act", body).status == 403
    told = browser.ask(
        "/panel/act", body, **{"X-XSRFToken": browser.xsrf, "Origin": "https://elsewhere.test"}
    )
    assert told.status in (400, 403, 404)
    assert browser.data()["view"]["sections"][0]["points"] == ""


def test_who_sits_on_no_panel_sees_none_and_gets_none_by_any_request(server):
    browser = Browser(server, "外人")
    assert browser.data("")["cases"] == []
    assert "您不在这个办件的专家组" in browser.data("C")["error"]
    for what in ("save", "finding", "lock", "correct", "close", "open"):
        status, answer = browser.act(do=what, section="basic", points="44", indicator="chain")
        assert (status, "error" in answer) == (409, True)


def test_three_at_once_see_their_own_until_the_leader_closes_the_round(server):
    leader, second, third = (Browser(server, name) for name in ("甲", "专家乙", "丙"))
    assert second.signed_in.url.endswith("/panel")
    assert third.fill_and_lock("丙")[0] == 200
    status, answer = second.act(do="save", section="basic", points="48.01")
    assert (status, "仍没有得分" in answer["error"]) == (409, True)
    assert second.fill_and_lock("乙")[0] == 200
    held = PanelStore(open_store(server.work / "台账")).case("C")
    assert {sheet.member for sheet in held.sheets if sheet.locked} == {"乙", "丙"}
    # Everything that the page can ask for, also about another or as another.
    texts = [second.ask("/panel").text]
    for who in ("C", "丙", "S1丙", "C-丙-1", "../C", ""):
        texts.append(second.ask(f"/panel/data?case={urllib.parse.quote(who)}").text)
        texts.append(second.ask(f"/panel/data?case=C&member={urllib.parse.quote(who)}").text)
        for what in ("save", "finding", "lock", "correct", "close", "open", "read", "state"):
            request = {
                "do": what,
                "member": "丙",
                "user": "丙",
                "sheet": "C-丙-1",
                "section": "basic",
                "points": "1",
                "indicator": "x",
            }
            texts.append(str(second.act(**request)))
    assert not any(SECRET in text or "72.2" in text for text in texts)
    assert leader.data()["leader"]["sections"] == []
    assert leader.fill_and_lock("甲")[0] == 200
    assert "第1轮锁定 3/7" in leader.data()["leader"]["sentence"]
    assert second.data()["leader"] is None
    assert second.act(do="close")[0] == 409
    assert leader.act(do="close")[1]["told"] == "第1轮已收"
    seen = second.data()["view"]["others"]
    assert {one["name"]: one["sum"] for one in seen} == {"专家甲": "70.8", "专家丙": "72.2"}


def test_a_users_table_keeps_no_password_and_strange_rows_are_refused(tmp_path):
    from clusterlib.dashboards.server.users import read_users
    from clusterlib.errors import InputError

    path = tmp_path / "用户.csv"
    add_user(path, "甲", "expert", PASSWORD)
    add_user(path, "甲", "office", PASSWORD + "2")
    assert PASSWORD not in path.read_text("utf-8")
    users = read_users(path)
    assert users.roles == {"甲": "office"}
    assert users.knows("甲", PASSWORD + "2")
    assert not users.knows("甲", PASSWORD)
    assert not users.knows("乙", "")
    with path.open("a", encoding="utf-8") as file:
        file.write("乙,expert,明文口令\n丙,省长,scrypt$\n")
    with pytest.raises(InputError, match=r"第3行、第4行"):
        read_users(path)
    for bad in (("", "expert", PASSWORD), ("乙", "省长", PASSWORD), ("乙", "expert", "短")):
        with pytest.raises(InputError):
            add_user(tmp_path / "另.csv", *bad)


@pytest.fixture(scope="module")
def behind_a_proxy(start_server, tmp_path_factory):
    """A server under a path, which trusts the header X-Visitor of 127.0.0.2 alone."""
    work = tmp_path_factory.mktemp("proxied")
    (work / "pages").mkdir()
    PanelStore(open_store(work / "台账")).append(members(), datetime.now(UTC))
    add_user(work / "用户.csv", "丁", "expert", PASSWORD)
    cohort_table(work / "申报.csv")
    return start_server(
        work=work,
        users=str(work / "用户.csv"),
        proxy="127.0.0.2=X-Visitor",
        base_url="/p/",
        cohort=str(work / "申报.csv"),
        standard=str(STANDARD),
        notebooks=str(work / "pages"),
    )


def asked_from(server, source, path, **headers):
    """Ask from an address of this machine; return the status, and where it leads or the text."""
    parts = urllib.parse.urlsplit(server.address)
    line = http.client.HTTPConnection(
        parts.hostname, parts.port, source_address=(source, 0), timeout=30
    )
    with contextlib.closing(line):
        given = {
            name: value.encode().decode("latin-1") if isinstance(value, str) else value
            for name, value in headers.items()
        }
        line.request("GET", f"/p{path}", headers=given)
        answer = line.getresponse()
        return answer.status, answer.getheader("Location") or answer.read().decode()


def test_a_trusted_proxy_names_the_visitor_by_its_header(behind_a_proxy):
    status, text = asked_from(
        behind_a_proxy, "127.0.0.2", "/panel/data?case=C", **{"X-Visitor": "丁"}
    )
    assert (status, json.loads(text)["view"]["member"][:3]) == (200, "专家丁")


@pytest.mark.parametrize(
    ("source", "headers"),
    [
        ("127.0.0.1", {"X-Visitor": "丁"}),
        ("127.0.0.3", {"X-Visitor": "丁"}),
        ("127.0.0.1", {"X-Visitor": "丁", "X-Real-IP": "127.0.0.2"}),
        ("127.0.0.1", {"X-Visitor": "丁", "X-Forwarded-For": "127.0.0.2"}),
        ("127.0.0.2", {"X-Other": "丁"}),
        ("127.0.0.2", {"X-Visitor": "外人"}),
        ("127.0.0.2", {}),
    ],
)
def test_a_header_from_any_other_address_or_of_another_name_is_ignored(
    behind_a_proxy, source, headers
):
    status, where = asked_from(behind_a_proxy, source, "/panel/data?case=C", **headers)
    assert status == 302
    assert where.startswith("/p/login")
