"""A page that stands alone: no address outside, no missing glyph, its own styles and font."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from fontTools.ttLib import TTFont

from clusterlib.reports.page import page_of_notebook, report_page, text_of
from clusterlib.reports.style import footer_element
from tests.reports.reporting import a_full_applicant, a_report

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "score_applicant.ipynb"
_FACE = re.compile(r'font-weight:(\d+);src:url\("data:font/woff;base64,([^"]+)"\)')


def embedded(page: str) -> dict[int, set[int]]:
    """Return the characters of the embedded fonts by weight."""
    return {
        int(weight): set(TTFont(BytesIO(base64.b64decode(data))).getBestCmap())
        for weight, data in _FACE.findall(page)
    }


@pytest.fixture(scope="module")
def report_html() -> str:
    return a_report(a_full_applicant(), workbook=True, name="鄠邑瀍浉样县").page()


def test_a_page_names_no_address_outside_itself(report_html):
    without_data = re.sub(r"data:[\w/]+;base64,[\w+/=]+", "data:", report_html)
    assert "//" not in without_data
    sources = re.findall(r'(?:src|href)="([^"]*)"|url\(\s*"?([^")]*)', without_data)
    assert all((first or second).startswith("data:") for first, second in sources)
    assert "@import" not in report_html


def test_every_character_of_a_page_is_in_the_embedded_font(report_html):
    body = report_html[report_html.index("<body>") :]
    shown = {ord(char) for char in text_of(body) if not char.isspace()}
    assert shown <= embedded(report_html)[400]
    bold = "".join(re.findall(r"<(?:b|h1|h2)\b[^>]*>(.*?)</(?:b|h1|h2)>", body))
    in_bold = {ord(char) for char in text_of(bold) if not char.isspace()}
    assert in_bold <= embedded(report_html)[700]


def test_the_footer_of_the_printed_page_is_in_the_font_too(report_html):
    css = report_html[: report_html.index("</head>")]
    strings = re.findall(r'content:"([^"]*)"', css)
    assert any("输入 甲样县申报表.xlsx" in text for text in strings)
    assert "counter(page)" in css
    shown = {ord(char) for text in strings for char in text if not char.isspace()}
    assert shown - {ord("\\")} <= embedded(report_html)[400]


def test_a_page_is_titled_after_its_applicant(report_html):
    assert "<title>鄠邑瀍浉样县</title>" in report_html


def test_texts_in_the_footer_cannot_leave_their_string():
    css = footer_element(['a"b\\c</style>\nd'], 'e"f')
    assert css.count("</style>") == 1
    assert r"a\"b\\c\3c /style> d" in css


def test_styles_go_to_the_head_once():
    found = report_page(["<style>.a{}</style><h1>甲</h1>", "<style>.a{}</style><p>乙</p>"])
    head, body = found.split("<body>")
    assert head.count(".a{}") == 1
    assert "<style>" not in body


def test_a_page_of_a_notebook_holds_the_outputs_and_no_code():
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("说明"),
            nbformat.v4.new_code_cell(
                "secret = 1",
                outputs=[
                    nbformat.v4.new_output("stream", text="printed"),
                    nbformat.v4.new_output(
                        "display_data",
                        data={"text/html": ["<h1>甲", "样县</h1>"], "text/plain": "x"},
                    ),
                    nbformat.v4.new_output("display_data", data={"image/png": "iVBORw0KGgo=\n"}),
                ],
            ),
        ]
    )
    found = page_of_notebook(notebook)
    assert "<h1>甲样县</h1>" in found
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in found
    assert "secret" not in found
    assert "printed" not in found


def test_the_same_report_gives_the_same_page():
    first, second = (a_report(a_full_applicant(), workbook=True).page() for _ in range(2))
    assert first == second


def test_the_notebook_shows_every_part_of_the_report():
    source = "\n".join(
        cell.source
        for cell in nbformat.read(NOTEBOOK, as_version=4).cells
        if cell.cell_type == "code"
    )
    report = a_report()
    parts = [
        name
        for name, member in vars(type(report)).items()
        if isinstance(member, property) and not name.startswith("_")
    ]
    assert [name for name in parts if f"report.{name}" not in source] == []
