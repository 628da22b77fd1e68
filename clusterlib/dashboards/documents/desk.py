"""Cases and their papers, read anew where a file has changed（文书的来源）."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clusterlib.dashboards.page.stamps import Stamp, stamp_of
from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.kinds import CASE_KINDS, KINDS, VERSIONS
from clusterlib.documents.make import council_paper, paper_of_case, papers_of_years
from clusterlib.documents.paper import Paper
from clusterlib.documents.sources import Sources, case_files
from clusterlib.documents.workspace import STORE, sources_of, template_folders

FOLDER = "文书"
"""Folder of the workspace into which papers are issued."""
_READ = ("申报", "标准", "核定", STORE, "规则")


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Every case on a day.

    Parameters
    ----------
    day : date
    sources : Sources
    files : mapping of id to CaseFile
    told : tuple of str
        What could not be read.
    """

    day: date
    sources: Sources
    files: Mapping[str, CaseFile]
    told: tuple[str, ...]


class Desk:
    """What papers are made of, and where they go.

    Parameters
    ----------
    work : Path
        The workspace.
    store : str
        Folder or URL of the register; the workspace's own where blank.
    standard, confirmed : Path or None
    applicants : tuple of Path
        Each as named, the workspace's own where there is none.
    """

    def __init__(
        self,
        work: Path,
        store: str,
        standard: Path | None,
        applicants: tuple[Path, ...],
        confirmed: Path | None,
    ) -> None:
        self.work, self._store = work, store
        self._standard, self._applicants, self._confirmed = standard, applicants, confirmed
        self._known: tuple[tuple[date, Stamp], Cases] | None = None
        self._papers: dict[tuple[str, date | None], dict[tuple[str, str], Paper]] = {}

    @property
    def out(self) -> Path:
        """Folder into which papers are issued."""
        return self.work / FOLDER

    @property
    def templates(self) -> tuple[Path, ...]:
        """Folders of own templates."""
        return template_folders(None, None, self.work)

    def cases(self, day: date) -> Cases:
        """Return every case on a day.

        Raises
        ------
        ClusterlibError
            If standard, register or rules cannot be read.
        """
        named = (*self._applicants, *filter(None, (self._standard, self._confirmed)))
        places = [*named, *(self.work / name for name in _READ)]
        if self._store and "://" not in self._store:
            places.append(Path(self._store))
        mark = (day, stamp_of(places))
        # What lies behind an address cannot be looked at: it is read each time.
        if self._known is None or self._known[0] != mark or "://" in self._store:
            told: list[str] = []
            sources = sources_of(
                day,
                folder=self.work,
                inputs=self._applicants,
                standard=self._standard,
                confirmed=self._confirmed,
                store=self._store or None,
            )
            found = case_files(sources, day, tell=told.append)
            files = {case.case: case for case in found}
            self._known = mark, Cases(day, sources, files, tuple(dict.fromkeys(told)))
            self._papers = {}
        return self._known[1]

    def papers(self, cases: Cases, version: str, by: date | None) -> dict[tuple[str, str], Paper]:
        """Return every paper of every case for one reader, by case and kind."""
        if (version, by) not in self._papers:
            assert version in VERSIONS
            rules = cases.sources.title_rules
            self._papers[version, by] = {
                (name, kind.id): paper_of_case(kind, case, version, by=by, rules=rules)
                for name, case in cases.files.items()
                for kind in CASE_KINDS
            }
        return self._papers[version, by]

    def council(self, cases: Cases, version: str) -> Sequence[Paper]:
        """Return the summary for the council: one, or for a reader outside one for each case."""
        files = list(cases.files.values())
        groups = [files] if version == "internal" else [[one] for one in files]
        return [council_paper(group, version) for group in groups if group]

    def list_of_year(self, cases: Cases, kind: str, version: str, year: int) -> Paper:
        """Return a list of a year.

        Raises
        ------
        InputError
            If there is no register.
        """
        kinds, sources = [KINDS[kind]], cases.sources
        (paper,) = papers_of_years(kinds, [str(year)], version, sources, cases.day)
        return paper
