"""A page that stands alone（报告页）: styles and font inside, no address outside the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Any

from clusterlib.reports.fonts import FAMILY, Weight, subset_data_uri

_TAGS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
_STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
# What the styles of reports and of a run's index set in bold.
_BOLD = re.compile(
    r"<(?P<tag>b|h1|h2|h3|strong|button)\b[^>]*>(?P<text>.*?)</(?P=tag)>|"
    r'<(?P<other>\w+) class="(?:[^"]* )?(?:say|warn)[ "][^>]*>(?P<said>.*?)</(?P=other)>',
    re.DOTALL,
)
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_STRINGS = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ALWAYS = "0123456789 –…?"

_PAGE_STYLE = (
    "html{background:#fff}body{margin:0}"
    "main{display:flow-root;max-width:1000px;margin:0 auto;padding:28px 44px;background:#fff;"
    "box-sizing:border-box}"
    "main .clr.clr{max-width:none;clear:both}"
    "main .clr.clr.half{clear:none;float:left;width:48%}"
    "main .clr.clr.half.changes{float:right}"
    "@media(max-width:700px){main{padding:14px}main .clr.clr.half{float:none;width:auto}}"
    "@media print{main{padding:0;max-width:none}}"
)


def page_of_notebook(notebook: Any) -> str:
    """Return the outputs of an executed notebook as one page, the code left out.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Its HTML and PNG outputs are taken, in order.
    """
    return report_page(_fragments(notebook))


def report_page(fragments: Iterable[str], title: str = "") -> str:
    """Return fragments of HTML as a page of its own.

    The font is cut to the characters of the page, in both weights, and embedded; styles
    that come with the fragments go into the head, each once.

    Parameters
    ----------
    fragments : iterable of str
        Blocks of HTML.
    title : str
        Title of the page; the first heading where blank.
    """
    body = "".join(fragments)
    styles = list(dict.fromkeys(_STYLES.findall(body)))
    body = _STYLES.sub("", body)
    heading = _TITLE.search(body)
    title = title or (text_of(heading[1]) if heading else "")
    faces = "".join(_faces(body, styles))
    css = faces + _PAGE_STYLE + "".join(styles)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{css}</style></head>\n"
        f"<body><main>{body}</main></body></html>\n"
    )


def text_of(markup: str) -> str:
    """Return the text that a reader sees of a piece of HTML."""
    return unescape(_TAGS.sub("", markup))


def _faces(body: str, styles: Iterable[str]) -> Iterator[str]:
    """Return the two weights of the font, cut to what the page shows in each."""
    shown = text_of(body) + "".join(text for css in styles for text in _STRINGS.findall(css))
    bold = "".join(text_of(found["text"] or found["said"] or "") for found in _BOLD.finditer(body))
    faces: tuple[tuple[Weight, int, str], ...] = (("regular", 400, shown), ("bold", 700, bold))
    for weight, number, text in faces:
        uri = subset_data_uri("".join(sorted(set(text + _ALWAYS))), weight)
        yield (
            f'@font-face{{font-family:"{FAMILY}";font-weight:{number};'
            f'src:url("{uri}") format("woff")}}'
        )


def _fragments(notebook: Any) -> Iterator[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                yield _joined(data["text/html"])
            elif "image/png" in data:
                image = _joined(data["image/png"]).replace("\n", "")
                yield f'<p><img alt="" src="data:image/png;base64,{image}"></p>'


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
