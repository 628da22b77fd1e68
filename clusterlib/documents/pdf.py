"""PDF by a program of the machine（转 PDF）: Chromium or Edge from the page, else LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterlib.saving import save_beside

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_OFFICES = ("soffice", "libreoffice")
_PLACES = (
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles%\LibreOffice\program\soffice.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 120
NOT_FOUND = "没有找到 Chromium、Edge 或 LibreOffice，没有生成 PDF；DOCX 和网页照出"


@dataclass(frozen=True, slots=True)
class Printer:
    """A program that makes PDF.

    Parameters
    ----------
    path : str
        The program.
    takes_pages : bool
        Whether it prints HTML; one that does not converts DOCX.
    """

    path: str
    takes_pages: bool


def printer() -> Printer | None:
    """Return the program of this machine that makes PDF, None where none is installed."""
    found = (
        *((path, True) for name in _BROWSERS if (path := shutil.which(name))),
        *((path, False) for name in _OFFICES if (path := shutil.which(name))),
        *(
            (path, not Path(path).stem.startswith("soffice"))
            for place in _PLACES
            if Path(path := os.path.expandvars(place)).is_file()
        ),
    )
    browsers = [one for one in found if one[1]]
    chosen = next(iter((*browsers, *found)), None)
    return None if chosen is None else Printer(*chosen)


def write_pdfs(
    papers: Sequence[tuple[Path, ...]],
) -> tuple[dict[tuple[Path, ...], Path], str]:
    """Write a PDF beside each paper; return it by paper, and why one was not made.

    Parameters
    ----------
    papers : sequence of tuple of Path
        Each as DOCX and as HTML.
    """
    program = printer()
    if program is None:
        return {}, NOT_FOUND
    sources = {paths: paths[1] if program.takes_pages else paths[0] for paths in papers}
    with tempfile.TemporaryDirectory() as scratch:
        made = _printed(program, [*sources.values()], Path(scratch))
        written = {
            paths: save_beside(source.with_suffix(".pdf"), made[source].read_bytes())
            for paths, source in sources.items()
            if source in made
        }
    failed = "、".join(source.stem for paths, source in sources.items() if paths not in written)
    return written, f"{Path(program.path).name} 没有生成 PDF：{failed}" if failed else ""


def _printed(program: Printer, sources: list[Path], scratch: Path) -> dict[Path, Path]:
    """Return the PDF of each source that was made; names are plain on the way."""
    plain = {source: scratch / f"{at}{source.suffix}" for at, source in enumerate(sources)}
    for source, copy in plain.items():
        shutil.copyfile(source, copy)
    if program.takes_pages:
        for copy in plain.values():
            _run(
                program.path,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={scratch / 'profile'}",
                f"--print-to-pdf={copy.with_suffix('.pdf')}",
                copy.as_uri(),
            )
    else:
        profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
        copies = map(str, plain.values())
        _run(
            program.path,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(scratch),
            *copies,
        )
    made = {source: copy.with_suffix(".pdf") for source, copy in plain.items()}
    return {source: pdf for source, pdf in made.items() if pdf.is_file()}


def _run(*command: str) -> None:
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
