"""Builds cases and reads papers back, for tests of documents."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.paper import Paper
from clusterlib.documents.sources import Sources, case_files
from clusterlib.intake.template.blank import write_application
from tests.intake.workbooks import FACTS, FIGURES, GROWING

STANDARD = Path(__file__).parents[2] / "parameters" / "standards" / "furniture.yaml"
DAY = date(2026, 11, 28)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def a_workbook(folder: Path, facts: Mapping[str, str] | None = None, **figures: Any) -> Path:
    """Write a filled workbook of three years and return its path."""
    latest = {**FIGURES, **figures}
    by_year = {}
    for before, year in ((2, 2023), (1, 2024), (0, 2025)):
        by_year[year] = {
            name: _less(value, before) if name in GROWING else value
            for name, value in latest.items()
        }
    return write_application(folder / "申报表.xlsx", {**FACTS, **(facts or {})}, by_year)


def _less(value: Any, steps: int) -> Any:
    if value is None or isinstance(value, tuple):
        return value
    return str(int(float(value)) - steps) if str(value).replace(".", "").isdigit() else value


def a_case(folder: Path, facts: Mapping[str, str] | None = None, **figures: Any) -> CaseFile:
    """Return the file of one case from a workbook alone."""
    path = a_workbook(folder, facts, **figures)
    (case,) = case_files(Sources(inputs=(path,), standard=STANDARD), DAY)
    return case


def text_of_docx(content: bytes) -> str:
    """Return the text of a DOCX as Word shows it, one paragraph or cell a line."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(_shown(paragraph)) for paragraph in tree.iter(f"{W}p"))


def _shown(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
        yield {f"{W}br": "\n", f"{W}tab": "\t"}.get(element.tag, element.text or "")


def text_of_html(page: str) -> str:
    """Return what a reader sees of a page."""
    body = page[page.index("<body") :]
    return unescape(re.sub(r"<[^>]+>", "\n", body))


def whole_text(paper: Paper) -> str:
    """Return all that a paper prints, one text a line."""
    return "\n".join(paper.texts())
