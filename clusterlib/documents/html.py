"""A paper as a page to print（可打印的网页）: no address outside the file, the font inside."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from clusterlib.documents.paper import Paper
from clusterlib.reports.fonts import FAMILY, Weight, subset_data_uri

_FOLDER = Path(__file__).parent
_SHIPPED = f'"{FAMILY}"'
# 仿宋 and its kind where the reader's machine has it, then a serif, then what comes along.
_BODY = (
    '"仿宋_GB2312","FangSong_GB2312","仿宋","FangSong","STFangsong","华文仿宋","FandolFang",'
    f'"Noto Serif CJK SC","Source Han Serif SC","思源宋体",{_SHIPPED},serif'
)
_HEADING = (
    f'"黑体","SimHei","STHeiti","Noto Sans CJK SC","Source Han Sans SC",{_SHIPPED},sans-serif'
)
_TITLE = (
    '"方正小标宋简体","FZXiaoBiaoSong-B05S","华文中宋","STZhongsong",'
    f'"Noto Serif CJK SC","Source Han Serif SC",{_SHIPPED},serif'
)
_ALWAYS = "0123456789 —"


def html_of(paper: Paper) -> str:
    """Return a paper as one page of HTML; every value stands as it was typed."""
    blocks = [*(block for part in paper.parts for block in part.blocks), *paper.closing]
    return _template().render(
        paper=paper, blocks=blocks, faces=Markup(_faces(paper)), css=Markup(_css())
    )


def _faces(paper: Paper) -> str:
    """Return the shipped font in both weights, cut to the characters of the paper."""
    shown = "".join(sorted({*"".join(paper.texts()), *_ALWAYS}))
    weights: tuple[tuple[Weight, int], ...] = (("regular", 400), ("bold", 700))
    return "".join(
        f"@font-face{{font-family:{_SHIPPED};font-weight:{number};"
        f'src:url("{subset_data_uri(shown, weight)}") format("woff")}}'
        for weight, number in weights
    )


@cache
def _css() -> str:
    css = (_FOLDER / "paper.css").read_text(encoding="utf-8")
    for name, family in (
        ("BODY_FAMILY", _BODY),
        ("HEADING_FAMILY", _HEADING),
        ("BODY", _BODY),
        ("HEADING", _HEADING),
        ("TITLE", _TITLE),
    ):
        css = css.replace(name, family)
    return "".join(line.strip() for line in css.splitlines())


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("paper.html.j2")
