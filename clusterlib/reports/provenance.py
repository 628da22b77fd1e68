"""What a report was made from（来源）: hashes of inputs, versions, the day; no path, no time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from clusterlib.resources import notebooks_folder, regulation_folder
from clusterlib.rule_files.own_schemes import scheme_files
from clusterlib.scoring.assessment import Assessment

NOTEBOOK = "score_applicant.ipynb"
SHIPPED_RULES = "随附规则"
_PACKAGES = ("clusterlib", "papermill", "numpy", "matplotlib")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file by its name and the hash of its bytes."""

    name: str
    sha256: str

    @property
    def text(self) -> str:
        """Name and the beginning of the hash."""
        return f"{self.name} sha256 {self.sha256[:12]}…"


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that an assessment was made from, so that it can be made again.

    Parameters
    ----------
    source, standard, notebook : SourceFile
        Workbook or table, standard, scoring notebook.
    parameters : SourceFile
        Files of the regulation's parameters（规则）.
    panel, confirmed : SourceFile or None
        Tables of the federation's decisions and of verified figures.
    versions : tuple of (str, str)
        Package and version.
    day : str
        Day of the run, ISO.
    year : int or None
        Year that was scored, where the file names it.
    schemes : tuple of SourceFile
        Files of the standard's own score sheet（评价体系）; none for the regulation's.
    """

    source: SourceFile
    standard: SourceFile
    notebook: SourceFile
    parameters: SourceFile
    panel: SourceFile | None
    confirmed: SourceFile | None
    versions: tuple[tuple[str, str], ...]
    day: str
    year: int | None
    schemes: tuple[SourceFile, ...] = ()


def provenance_of(
    assessment: Assessment,
    source: str,
    standard: str,
    panel: str = "",
    confirmed: str = "",
    *,
    day: str = "",
    parameters: Path | None = None,
) -> Provenance:
    """Return the provenance of an assessment of one applicant.

    Parameters
    ----------
    assessment : Assessment
        Its standard's file and the scored year are used.
    source, standard, panel, confirmed : str
        Paths; `standard` may be a folder, in which the file of the standard is taken.
    day : str
        ISO day of the run, today where blank.
    parameters : Path or None
        Folder of the regulation's parameters; the shipped ones where None.
    """
    evidence = assessment.cohort.evidence[0] if assessment.cohort.evidence else None
    standard_path = Path(standard)
    if standard_path.is_dir():
        standard_path = standard_path / assessment.standard.standard.file
    return Provenance(
        source=source_file(Path(source)),
        standard=source_file(standard_path),
        notebook=source_file(notebooks_folder() / NOTEBOOK),
        parameters=rules_file(parameters),
        panel=source_file(Path(panel)) if panel else None,
        confirmed=source_file(Path(confirmed)) if confirmed else None,
        versions=package_versions(),
        day=day or date.today().isoformat(),
        year=evidence.year if evidence else None,
        schemes=tuple(map(source_file, scheme_files(assessment.standard.standard, standard_path))),
    )


def source_file(path: Path) -> SourceFile:
    """Return a file's name and hash; unchanged files are hashed once per process."""
    found = path.stat()
    return SourceFile(path.name, _sha256(path, found.st_mtime_ns, found.st_size))


def rules_file(parameters: Path | None = None) -> SourceFile:
    """Return name and hash of the regulation's files: of a folder, of the shipped where None."""
    files = sorted(regulation_folder(parameters).glob("*.y*ml"))
    hashes = [(found.name, found.sha256) for found in map(source_file, files)]
    name = SHIPPED_RULES
    if parameters is not None:
        folder = parameters.resolve()
        name = folder.parent.name if folder.name == "regulation" else folder.name
    return SourceFile(name, sha256(json.dumps(hashes).encode()).hexdigest())


@lru_cache(maxsize=1)
def package_versions() -> tuple[tuple[str, str], ...]:
    """Return the packages that a report depends on, with their versions."""
    return tuple((name, version(name)) for name in _PACKAGES)


@lru_cache(maxsize=64)
def _sha256(path: Path, changed: int, size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()
