"""How reports look（版式）: one sheet of styles for screen, JupyterLab and A4 paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from clusterlib.reports.fonts import FAMILY

_CSS = Path(__file__).with_name("report.css")


@cache
def style_element() -> str:
    """Return the styles of all fragments as one element."""
    css = _CSS.read_text(encoding="utf-8").replace("FAMILY", f'"{FAMILY}"')
    return f"<style>{_short(css)}</style>"


def footer_element(left: Sequence[str], head: str) -> str:
    """Return what stands in the margins of every printed page, as one element.

    Parameters
    ----------
    left : sequence of str
        Lines of the footer; the number of the page stands to their right.
    head : str
        Line at the top of every page but the first.
    """
    lines = r"\A ".join(map(_css_text, left))
    font = f'font-family:"{FAMILY}",sans-serif;font-size:6.8pt;color:#56606b'
    return (
        "<style>@media print{@page{size:A4;margin:10mm 14mm 17mm;"
        f'@bottom-left{{content:"{lines}";white-space:pre-line;width:88%;'
        f"text-align:left;vertical-align:top;padding-top:2mm;line-height:1.45;{font}}}"
        '@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";width:12%;'
        f"text-align:right;vertical-align:top;padding-top:2mm;{font}}}"
        f'@top-left{{content:"{_css_text(head)}";{font}}}}}'
        '@page:first{@top-left{content:""}}}</style>'
    )


def _css_text(text: str) -> str:
    """Return a text for a quoted CSS string inside a style element."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return escaped.replace("<", "\\3c ")


def _short(css: str) -> str:
    return "".join(line.strip() for line in css.splitlines())
