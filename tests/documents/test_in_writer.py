"""LibreOffice Writer opens every kind of paper and prints what it says."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from clusterlib.documents.docx import docx_of
from clusterlib.documents.kinds import KINDS
from clusterlib.documents.make import papers_of, papers_of_years
from clusterlib.documents.paper import Paper, Paragraph
from clusterlib.documents.templates import template_of
from tests.documents.made import DAY
from tests.documents.test_versions import two_cases

SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")


def writer_is_there() -> bool:
    """Tell whether LibreOffice has its Writer, which packages part from Calc."""
    place = Path(SOFFICE).resolve().parent if SOFFICE else Path()
    return bool(SOFFICE) and any(place.glob("libswlo.*"))


pytestmark = [
    pytest.mark.skipif(not writer_is_there(), reason="needs LibreOffice Writer"),
    pytest.mark.skipif(PDFTOTEXT is None, reason="needs pdftotext of poppler"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> list[tuple[Paper, str]]:
    """Every kind of paper with the text that its PDF holds, signs of space left out."""
    folder = tmp_path_factory.mktemp("writer")
    sources, cases = two_cases(folder)
    kinds = list(KINDS.values())
    papers = [
        *papers_of([one for one in kinds if one.owner != "year"], cases[:1], "internal",
                   rules=sources.title_rules),
        *papers_of_years([one for one in kinds if one.owner == "year"], ["2026"], "public",
                         sources, DAY),
    ]  # fmt: skip
    files = []
    for paper in papers:
        path = folder / f"{paper.kind}.docx"
        path.write_bytes(docx_of(paper, template_of(KINDS[paper.kind])))
        files.append(path)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return [(paper, text_of_pdf(folder / f"{paper.kind}.pdf")) for paper in papers]


def text_of_pdf(path: Path) -> str:
    done = subprocess.run([PDFTOTEXT, "-raw", path, "-"], check=True, capture_output=True)
    return squeezed(done.stdout.decode("utf-8"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_kind_is_printed_with_every_text(printed):
    assert {paper.kind for paper, _ in printed} == set(KINDS)
    for paper, text in printed:
        # Cells that stand side by side are printed line by line, so signs are counted.
        assert not Counter(squeezed("".join(paper.texts()))) - Counter(text), paper.kind
        for part in paper.parts:
            for block in part.blocks:
                if isinstance(block, Paragraph):
                    said = squeezed(block.lead + block.text)[:18]
                    assert said in text, (paper.kind, block.text)


def test_pages_are_numbered(printed):
    assert all("—1—" in text for _, text in printed)


def test_each_expert_signs_on_one_page(printed, tmp_path):
    (sheets,) = [text for paper, text in printed if paper.kind == "score_sheet"]
    assert sheets.count("专家签字") == 5
    assert "—5—" in sheets
    assert "—7—" not in sheets


def test_a_document_holds_no_active_part():
    for kind in KINDS.values():
        with zipfile.ZipFile(template_of(kind)) as archive:
            names = archive.namelist()
            assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]
