"""Reports in Chromium: nothing asked of the network, no empty box, nothing cut off on paper."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterlib.problems import Problem
from clusterlib.reports.applicant.report import ApplicantReport
from tests.reports.reporting import a_full_applicant, a_report
from tests.scoring.building import a_standard, an_applicant

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
A4_TEXT = 688
"""Width of the text on A4 in pixels of CSS; what is wider is shrunk by the printer."""
A4_HEIGHT = 1020
"""Height of the text on A4: 297 mm without the margins of 10 and 17 mm."""
LONG = "虚构省样一市长名样县下河样镇与上河样镇联合申报竹藤制品产业集群"
PANEL = {"panel_government": Decimal(10), "panel_policy": Decimal(10)}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found on this machine"),
    # The plugin of the browser still defines its fixtures in the older way.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]


def a_crowded_report() -> ApplicantReport:
    problem = Problem(
        "qualifier",
        "error",
        "employees",
        "约40多万（" + "含外来务工人员" * 5 + "）",
        sheet="轻工业特色区域和产业集群基本情况表二（续表）",
        cell="F16",
    )
    return a_report(
        a_full_applicant(pollution_accident=True, major_violation=1, industry_years=3),
        a_standard(exempt=["iso22000"]),
        workbook=True,
        problems=(problem,) * 30,
        name=LONG,
        region=LONG,
        gate="veto",
    )


KINDS = {
    "passes": lambda: a_report(an_applicant(panel_basic=Decimal(55), **PANEL)),
    "open": lambda: a_report(a_full_applicant(), workbook=True),
    "fails": lambda: a_report(an_applicant(basic=3, quality=1)),
    "gate_failed": lambda: a_report(an_applicant(pollution_accident=True)),
    "nearly_all_missing": lambda: a_report(
        {"exports": 30}, name="鄠邑瀍河浉河", region="陕西省西安市"
    ),
    "crowded": a_crowded_report,
}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": list(FLAGS)}


@pytest.fixture(params=KINDS)
def opened(page: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Return a report, opened; whatever it asks for or complains of fails the test."""
    path = tmp_path / "report.html"
    path.write_text(KINDS[request.param]().page(), encoding="utf-8")
    asked, said = [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("requestfailed", lambda one: said.append(one.url[:80]))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


def test_every_glyph_is_drawn_with_the_embedded_font(opened):
    opened.evaluate("document.fonts.ready")
    session = opened.context.new_cdp_session(opened)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    everything = {"nodeId": root, "selector": "main *"}
    nodes = session.send("DOM.querySelectorAll", everything)["nodeIds"]
    others = {
        font["familyName"]
        for node in nodes
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        if not font["isCustomFont"]
    }
    assert len(nodes) > 100
    assert others == set()


@pytest.mark.parametrize(("medium", "width"), [("screen", 1280), ("print", A4_TEXT)])
def test_nothing_is_wider_than_screen_or_paper(opened, medium, width):
    opened.emulate_media(media=medium)
    opened.set_viewport_size({"width": width, "height": 1000})
    overflow = opened.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0


def test_page_one_stays_one_page(opened):
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": A4_TEXT, "height": 1000})
    ends = opened.evaluate(
        "[...document.querySelectorAll('main .asks, main .changes')]"
        ".map(part => part.getBoundingClientRect().bottom + scrollY)"
    )
    assert len(ends) == 2
    assert max(ends) <= A4_HEIGHT


def test_the_bars_share_one_line_at_the_pass_mark(opened):
    places = opened.evaluate(
        "[...document.querySelectorAll('svg.bar .mark')]"
        ".map(mark => Math.round(mark.getBoundingClientRect().x))"
    )
    assert len(places) == 3
    assert len(set(places)) == 1
