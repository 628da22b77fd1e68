"""The bundle of one applicant（发送包）: its papers and its marked workbook, as one ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.issue import Issued
from clusterlib.file_names import distinct, safe_name
from clusterlib.intake.marked_copy import write_marked
from clusterlib.saving import save_beside

_TIME = (2022, 1, 1, 0, 0, 0)


def write_bundles(
    cases: Sequence[CaseFile], issued: Sequence[Issued], folder: Path
) -> Iterator[Path]:
    """Write a ZIP for each case that has papers, and yield the paths really written.

    Names are Chinese, safe on Windows and marked as UTF-8; the same papers give the same
    bytes. An earlier ZIP is left as it is.

    Parameters
    ----------
    cases : sequence of CaseFile
    issued : sequence of Issued
        Papers of these cases, of one version.
    folder : Path
        Where the bundles go.
    """
    for case in cases:
        papers = [one for one in issued if one.paper.owner == case.case]
        if papers:
            content = bundle_of(case, papers)
            stem = safe_name(f"{case.case} {case.applicant} 发送包")
            lying = {path.stem.casefold() for path in folder.glob("*.zip")}
            same = folder / f"{stem}.zip"
            if same.is_file() and same.read_bytes() == content:
                yield same
            else:
                yield save_beside(folder / f"{distinct(lying, stem)}.zip", content)


def bundle_of(case: CaseFile, issued: Sequence[Issued]) -> bytes:
    """Return the papers of one case and its marked workbook as a ZIP."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for one in issued:
            for path in one.paths:
                _add(archive, path.name, path.read_bytes())
        if case.workbook is not None and case.problems:
            _add(archive, *_marked(case.workbook, case))
    return buffer.getvalue()


def _marked(workbook: Path, case: CaseFile) -> tuple[str, bytes]:
    """Return the marked copy of the workbook, or the list of its problems alone."""
    with TemporaryDirectory() as scratch:
        name = safe_name(f"{case.applicant}申报表")
        written = write_marked(workbook, case.problems, Path(scratch), stem=name).path
        return written.name, written.read_bytes()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
