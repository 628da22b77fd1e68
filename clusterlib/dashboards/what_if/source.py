"""Cohort and standard of a page, read again whenever their files have changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clusterlib.applicants.figures import Cohort
from clusterlib.dashboards.what_if.choices import Choices
from clusterlib.dashboards.what_if.run_cohort import cohort_of_run
from clusterlib.errors import InputError
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.resources import (
    parameters_beside,
    regulation_folder,
)
from clusterlib.rule_files.own_schemes import schemes_beside
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rule_files.standards import read_standards
from clusterlib.rules.indicators import Catalogue
from clusterlib.rules.own_sheet import catalogue_of, in_columns, sheet_for
from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.rules.standard import Standard, StandardOnDay
from clusterlib.runs.folder import MANIFEST

Print = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What a page works on: one industry's applicants and its standard on a day.

    Parameters
    ----------
    cohort : Cohort
        The applicants of the standard's industry.
    standard : StandardOnDay
        The standard as filed, the parent of every change.
    sheet : ScoreSheet
        The regulation on the same day.
    readings : Readings
        Every reading, resolved.
    others : int
        Applicants of other industries that are not shown.
    """

    cohort: Cohort
    standard: StandardOnDay
    sheet: ScoreSheet
    readings: Readings
    others: int = 0


class Source:
    """The files of a page.

    A warm kernel reads them before a visitor comes; when the page opens, only their sizes
    and times are looked at, and they are read again where these differ.
    """

    def __init__(
        self, cohort: Path, standard: Path, on: str = "", choices: Choices | None = None
    ) -> None:
        self.cohort = cohort
        self.standard = standard
        self.choices = choices or Choices(None, cohort, standard)
        self.on = on
        self._loaded: Loaded | None = None
        self._print: Print = ()
        self._day: date | None = None

    @classmethod
    def at(cls, cohort: str, standard: str, on: str = "", work: str = "") -> Source:
        """Return the source at paths as a notebook gives them; the samples where blank."""
        choices = Choices(
            Path(work or "."),
            Path(cohort) if cohort else None,
            Path(standard) if standard else None,
        )
        return cls(*choices.named_in(""), on, choices)

    def opened(self, search: str) -> Loaded:
        """Return what an address names, or the usual, as of now."""
        self.cohort, self.standard = self.choices.named_in(search)
        return self.current()

    def current(self) -> Loaded:
        """Return the files' content as of now, on the day of now."""
        day = date.fromisoformat(self.on) if self.on else date.today()
        rules = regulation_folder(parameters_beside(self.standard))
        of = self.standard if self.standard.is_dir() else self.standard.parent
        files = (self.cohort, self.standard, rules, *filter(None, (schemes_beside(of),)))
        prints = tuple(p for path in files for p in _print_of(path))
        if self._loaded is None or prints != self._print or day != self._day:
            self._loaded = load(self.cohort, self.standard, day)
            self._print, self._day = prints, day
        return self._loaded


def load(cohort: Path, standard: Path, day: date) -> Loaded:
    """Read a cohort and the standard of most of its applicants.

    Raises
    ------
    InputError, ParameterError
        If a file cannot be read, or no standard fits any applicant.
    """
    standards = read_standards(standard)
    applicants = _applicants(cohort, catalogue_of(standards))
    chosen = standards[0] if len(standards) == 1 else _most_frequent(applicants, standards)
    rows = [
        row
        for row, industry in enumerate(applicants.industry)
        if len(standards) == 1 or chosen.names(industry)
    ]
    chosen = in_columns(chosen, applicants.figures.catalogue)
    printed = read_score_sheet(regulation_folder(parameters_beside(standard)), day)
    sheet = sheet_for(chosen, printed)
    return Loaded(
        cohort=applicants.rows_at(rows).called(sheet.tiers)
        if len(rows) < len(applicants)
        else applicants.called(sheet.tiers),
        standard=chosen.on(day).within(sheet),
        sheet=sheet,
        readings=sheet.readings(dict(chosen.readings)),
        others=len(applicants) - len(rows),
    )


def _applicants(path: Path, catalogue: Catalogue) -> Cohort:
    if not path.is_dir():
        return read_cohort(path, catalogue)
    if (path / MANIFEST).is_file():
        return cohort_of_run(path, catalogue)
    from clusterlib.intake.inputs import read_inputs

    return read_inputs([path], year=None, catalogue=catalogue).cohort


def _most_frequent(cohort: Cohort, standards: tuple[Standard, ...]) -> Standard:
    counted = Counter(
        place
        for industry in cohort.industry
        for place, standard in enumerate(standards)
        if standard.names(industry)
    )
    if not counted:
        raise InputError(
            cohort.source,
            "没有一家的行业有标准",
            "、".join(found.term for found in standards),
            "请核对“行业”一列，或补充该行业标准",
        )
    return standards[counted.most_common(1)[0][0]]


def _print_of(path: Path) -> Print:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    stats = [(file, file.stat()) for file in files if file.is_file()]
    return tuple((str(file), found.st_mtime_ns, found.st_size) for file, found in stats)
