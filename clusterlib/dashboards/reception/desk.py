"""The workbooks of a session as read and scored（受理台）."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from clusterlib.applicants.figures import Cohort
from clusterlib.dashboards.page.errors import record as record_error
from clusterlib.dashboards.reception.confirmed import ConfirmedTable
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.intake.cells.labels import APPLICATION, Form, application_form, form_of_sheet
from clusterlib.intake.tables.confirmed import Confirmed, with_confirmed
from clusterlib.intake.tables.panel import read_panel, with_panel
from clusterlib.intake.workbook import Application, cohort_of, read_workbook
from clusterlib.problems import Problem
from clusterlib.resources import parameters_beside, regulation_folder
from clusterlib.rule_files.standards import read_standards
from clusterlib.rules.own_sheet import catalogue_of, sheet_for
from clusterlib.rules.standard import Standard
from clusterlib.rules.tiers import TIERS, Tiers
from clusterlib.scoring.assessment import Assessment
from clusterlib.workflow import assess, score_sheet_on

PANELS = "核定"
"""Folder of the working folder in which the panel's tables lie."""
_NOT_PANELS = ("核定数据", "核定记录")


@dataclass(frozen=True, slots=True, eq=False)
class Received:
    """One workbook as it came in.

    Parameters
    ----------
    number : int
        Counts the workbooks of the session.
    path : Path
        The file in the private folder.
    application : Application or None
        What was read; None where it cannot be read at all.
    error : str
        Why it cannot be read, blank where it can.
    """

    number: int
    path: Path
    application: Application | None
    error: str = ""

    @property
    def name(self) -> str:
        """Name of the applicant as far as it is known, else of the file."""
        found = self.application
        return (found.name or found.applicant_id if found else "") or self.path.stem


@dataclass(frozen=True, slots=True)
class Rules:
    """By what the workbooks are judged: standard, panel's table, day."""

    standard: Path
    panel: Path | None
    on: date

    @property
    def parameters(self) -> Path | None:
        """Folder of the regulation's parameters; None for the shipped ones."""
        return parameters_beside(self.standard)

    @property
    def tiers(self) -> Tiers:
        """The tiers as they are called on the day."""
        return score_sheet_on(self.on, self.parameters).tiers


class Desk:
    """What was received, and its assessment under the rules chosen.

    Attributes
    ----------
    received : list of Received
        In the order in which they came.
    confirmed : ConfirmedTable
        The table of confirmed figures of the working folder.
    """

    def __init__(self, work: Path) -> None:
        self.work = work
        self.confirmed = ConfirmedTable(work)
        self.received: list[Received] = []
        self._number = 0
        self._form = APPLICATION
        self._standards: tuple[tuple[object, ...], tuple[Standard, ...]] | None = None
        self._scored: (
            tuple[tuple[object, ...], dict[str, Assessment], dict[str, tuple[Problem, ...]]] | None
        ) = None

    def add(self, path: Path, tiers: Tiers = TIERS) -> tuple[Received, Received | None]:
        """Read a workbook; return it, and the one that it takes the place of.

        A workbook of the same name with the same id is a new version of the one before.
        """
        application, error = None, ""
        try:
            application = read_workbook(path, tiers=tiers, form=self._form)
        except InputError as found:
            error = _in_words(found)
        except Exception as found:  # of one file the others must not suffer
            error = str(record_error(found))
        self._number += 1
        new = Received(self._number, path, application, error)
        old = next((found for found in self.received if _is_version(found, new)), None)
        if old is None:
            self.received.append(new)
        else:
            self.received[self.received.index(old)] = new
        return new, old

    def remove(self, number: int) -> Received | None:
        """Take a workbook off the desk and return it."""
        found = self.get(number)
        if found is not None:
            self.received.remove(found)
        return found

    def get(self, number: int) -> Received | None:
        """Return the workbook of that number, None where it is not on the desk."""
        return next((found for found in self.received if found.number == number), None)

    def with_id(self, applicant_id: str) -> Received | None:
        """Return the first workbook of an applicant, None where none is on the desk."""
        return next(
            (
                found
                for found in self.received
                if found.application and found.application.applicant_id == applicant_id
            ),
            None,
        )

    def repeats(self, received: Received) -> Received | None:
        """Return the earlier workbook with the same id, None where there is none."""
        wanted = received.application.applicant_id if received.application else ""
        for other in self.received:
            if other is received:
                return None
            if wanted and other.application and other.application.applicant_id == wanted:
                return other
        return None

    def assessment(self, received: Received, rules: Rules) -> Assessment | None:
        """Return the assessment of one workbook, None where it cannot be scored."""
        if received.application is None or self.repeats(received) is not None:
            return None
        return self._all(rules)[0].get(received.application.applicant_id)

    def problems(self, received: Received, rules: Rules) -> tuple[Problem, ...]:
        """Return the problems of one workbook, those that show beside the rules as well."""
        self.asked(rules)
        received = self.get(received.number) or received
        application = received.application
        if application is None:
            return ()
        found = self._all(rules)[1].get(application.applicant_id, ())
        own = set(application.problems)
        others = (
            ()
            if self.repeats(received)
            else (_placed(problem, application) for problem in found if problem not in own)
        )
        return tuple(
            sorted(
                (*application.problems, *others), key=lambda problem: problem.severity != "error"
            )
        )

    def with_entry(self, received: Received, rules: Rules, entry: Confirmed) -> Assessment | None:
        """Return the assessment as it would be with one more confirmed figure."""
        before = self.assessment(received, rules)
        if before is None:
            return None
        cohort = with_confirmed(before.cohort, entry, everyone=False)
        return Assessment.of(
            cohort,
            before.standard,
            before.sheet,
            before.readings,
            default_tier=before.default_tier,
        )

    def asked(self, rules: Rules) -> Form:
        """Return what the rules ask for; workbooks read for others are read again."""
        standards = self.standards(rules)
        if rules.standard.is_file():
            sheet = score_sheet_on(rules.on, rules.parameters)
            form = form_of_sheet(sheet_for(standards[0], sheet))
        else:
            form = application_form(catalogue_of(standards))
        if form is not self._form:
            self._form = form
            for place, found in enumerate(self.received):
                if found.application is not None:
                    again = read_workbook(found.path, tiers=rules.tiers, form=form)
                    self.received[place] = replace(found, application=again)
        return form

    def _all(self, rules: Rules) -> tuple[dict[str, Assessment], dict[str, tuple[Problem, ...]]]:
        catalogue = self.asked(rules).catalogue
        key = (
            tuple(found.number for found in self.received),
            rules,
            self._form,
            self.confirmed.mark(),
            _mark(rules.standard),
            _mark(regulation_folder(rules.parameters)),
            _mark(rules.panel) if rules.panel else None,
        )
        if self._scored is None or self._scored[0] != key:
            self._scored = (key, *self._score(rules, self.confirmed.current(catalogue)))
        return self._scored[1:]

    def _score(
        self, rules: Rules, confirmed: Confirmed | None
    ) -> tuple[dict[str, Assessment], dict[str, tuple[Problem, ...]]]:
        cohort = self._cohort()
        if not len(cohort):
            return {}, {}
        if rules.panel is not None:
            cohort = with_panel(cohort, read_panel(rules.panel), everyone=False)
        if confirmed is not None:
            cohort = with_confirmed(cohort, confirmed, everyone=False)
        standards = self.standards(rules)
        is_file = rules.standard.is_file()
        scored = assess(
            cohort,
            standards[0] if is_file else standards,
            on=rules.on,
            parameters=rules.parameters,
        )
        found = {
            assessment.cohort.applicant_id[row]: assessment.at([row])
            for _, assessment in scored.parts
            for row in range(len(assessment))
        }
        problems: dict[str, tuple[Problem, ...]] = {}
        for problem in scored.problems:
            who = problem.applicant_id
            problems[who] = (*problems.get(who, ()), problem)
        return found, problems

    def _cohort(self) -> Cohort:
        usable = [
            found.application
            for found in self.received
            if found.application and found.application.applicant_id and not self.repeats(found)
        ]
        return cohort_of(usable)

    def standards(self, rules: Rules) -> tuple[Standard, ...]:
        """Return the standards of the rules, read again where a file has changed."""
        mark = (rules.standard, _mark(rules.standard), _mark(regulation_folder(rules.parameters)))
        if self._standards is None or self._standards[0] != mark:
            self._standards = (mark, tuple(read_standards(rules.standard, rules.parameters)))
        return self._standards[1]


def panel_choices(work: Path) -> dict[str, Path]:
    """Return the panel's tables to choose from."""
    folder = work / PANELS
    if not folder.is_dir():
        return {}
    return {
        path.name: path
        for path in sorted((*folder.glob("*.csv"), *folder.glob("*.xlsx")))
        if not path.name.startswith(("~$", ".", *_NOT_PANELS))
    }


def _is_version(old: Received, new: Received) -> bool:
    same_id = (
        old.application
        and new.application
        and old.application.applicant_id == new.application.applicant_id
    )
    unread = old.application is None or (new.application is None)
    return old.path.name == new.path.name and bool(same_id or unread)


def _placed(problem: Problem, application: Application) -> Problem:
    """Return a problem at the cell of its figure, where the workbook has one."""
    entry = application.evidence.reported(problem.column)
    if problem.sheet or entry is None or not entry.cell:
        return problem
    return problem.at(sheet=entry.sheet, cell=entry.cell)


def _in_words(error: ClusterlibError) -> str:
    expected = f"应为{error.expected}" if error.expected else ""
    parts = [error.found, expected, error.remedy.rstrip("。")]
    return "；".join(part for part in parts if part) + "。"


def _mark(path: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    stats = [(file.name, file.stat()) for file in files]
    return tuple((name, found.st_mtime_ns, found.st_size) for name, found in stats)
