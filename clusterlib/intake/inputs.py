"""The inputs of a run: workbooks, folders, cohort tables; each read, or named with why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clusterlib.applicants.figures import Cohort, Figures
from clusterlib.errors import InputError
from clusterlib.intake.application.verified import PULLED_ALONG
from clusterlib.intake.cells.labels import application_form
from clusterlib.intake.folder import FoundFile, contents_of
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.headings import is_table
from clusterlib.intake.workbook import Application, cohort_of, read_workbook
from clusterlib.rules.indicators import PRINTED, Catalogue
from clusterlib.runs.folder import file_hash
from clusterlib.saving import refusal, shown_name


@dataclass(frozen=True, slots=True)
class Failure:
    """An input or applicant without a result（失败）: its id in the summary, and why."""

    applicant_id: str
    source: str
    error: str


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: where it lies, how it is told, the year that is scored, what is asked."""

    path: Path
    name: str
    year: int | None
    catalogue: Catalogue = PRINTED

    @property
    def stem(self) -> str:
        """Its name without folder and extension: its id in the summary if it fails."""
        return Path(shown_name(self.path.name)).stem


@dataclass(frozen=True, slots=True, eq=False)
class ReadFile:
    """What became of reading one file.

    Parameters
    ----------
    file : InputFile
        The file.
    sha256 : str
        Hash of its bytes, blank where they could not be read.
    cohort : Cohort or None
        Its applicants, or none with `error` saying why.
    is_table : bool
        Whether it is a cohort table, not one applicant's workbook.
    application : Application or None
        The workbook as read; None for a table, and for one whose figures alone are wanted.
    """

    file: InputFile
    sha256: str
    cohort: Cohort | None
    error: str = ""
    is_table: bool = False
    application: Application | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """All that a run reads.

    Parameters
    ----------
    cohort : Cohort
        Every applicant that could be read, ids unique.
    source_of : dict of id to InputFile
        The file that each applicant stands in.
    hashes : dict of Path to sha256
        Every input file, in the order given.
    failures : tuple of Failure
        Inputs that could not be read, rows that were dropped, and ids that several state.
    applications : dict of id to Application
        The workbooks, where they are wanted whole.
    shared : dict of id to tuple of str
        Names of the files that state the same id: none of them is assessed.
    """

    cohort: Cohort
    source_of: dict[str, InputFile]
    hashes: dict[Path, str]
    failures: tuple[Failure, ...]
    applications: dict[str, Application] = field(default_factory=dict)
    shared: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def naming_shared(self, cohort: Cohort) -> Cohort:
        """Return a cohort whose problems of unknown ids name the files that share one."""
        problems = tuple(
            replace(
                found, code="shared_applicant", expected="、".join(self.shared[found.applicant_id])
            )
            if found.code == "unknown_applicant" and found.applicant_id in self.shared
            else found
            for found in cohort.problems
        )
        return replace(cohort, problems=problems)


def input_files(
    paths: Sequence[Path], year: int | None, catalogue: Catalogue = PRINTED
) -> tuple[tuple[InputFile, ...], tuple[FoundFile, ...]]:
    """Return every file to read, and every file that lies beside them and is passed over.

    Raises
    ------
    InputError
        If a path does not exist, or no file is found at all.
    """
    found = contents_of(paths)
    files = tuple(
        InputFile(one.path, shown_name(one.name), year, catalogue)
        for one in found
        if not one.skipped
    )
    if not files:
        raise InputError(
            "、".join(shown_name(path.name) for path in paths),
            "没有可读的文件",
            "申报表（.xlsx、.xlsm、.xls）或汇总表",
            "请核对文件夹",
        )
    return files, tuple(one for one in found if one.skipped)


def read_input(file: InputFile) -> ReadFile:
    """Read one input, with where each figure stands."""
    digest = ""
    try:
        digest = file_hash(file.path) if file.path.is_file() else ""
        form = application_form(file.catalogue)
        found = (
            None if is_table(file.path) else read_workbook(file.path, year=file.year, form=form)
        )
        cohort = read_cohort(file.path, file.catalogue) if found is None else cohort_of([found])
        problems = tuple(replace(problem, file=file.name) for problem in cohort.problems)
        whole = replace(cohort, problems=problems)
        return ReadFile(file, digest, whole, is_table=found is None, application=found)
    except InputError as error:
        return ReadFile(file, digest, None, _in_words(error))
    except OSError as error:
        return ReadFile(file, digest, None, _in_words(refusal(file.path, error)))


def read_figures(file: InputFile) -> ReadFile:
    """Read one input, without where most figures stand: the figures of a run are many.

    What a verified figure pulls along stays: shares that rest on it, and parts and wholes.
    """
    read = read_input(file)
    if read.cohort is None:
        return read
    evidence = tuple(
        replace(
            found,
            entries=tuple(entry for entry in found.entries if entry.column in PULLED_ALONG),
            earlier=(),
        )
        for found in read.cohort.evidence
    )
    return replace(read, cohort=replace(read.cohort, evidence=evidence), application=None)


def read_inputs(
    paths: Sequence[Path], *, year: int | None, catalogue: Catalogue = PRINTED
) -> Inputs:
    """Read every input here and now; one that cannot be read never stops the others.

    Parameters
    ----------
    paths : sequence of Path
        Files, and folders of workbooks.
    year : int or None
        The year that is scored; each workbook's last one where None.
    catalogue : Catalogue
        Indicators that are looked for.

    Raises
    ------
    InputError
        If a path does not exist, or no file is found at all.
    """
    files, _ = input_files(paths, year, catalogue)
    return joined(read_input(file) for file in files)


def joined(read: Iterable[ReadFile]) -> Inputs:
    """Return all that was read as one; who stands in two files has a result from neither."""
    every = tuple(read)
    places: dict[str, list[str]] = {}
    for one in every:
        for found in one.cohort.applicant_id if one.cohort else ():
            places.setdefault(found, []).append(one.file.name)
    cohorts: list[Cohort] = []
    source_of: dict[str, InputFile] = {}
    applications: dict[str, Application] = {}
    failures: list[Failure] = []
    for one in every:
        if one.cohort is None:
            failures.append(Failure(one.file.stem, one.file.name, one.error))
            continue
        failures += _dropped_rows(one.cohort, one)
        ids = one.cohort.applicant_id
        failures += [
            Failure(
                found if one.is_table else one.file.stem,
                one.file.name,
                _stated_twice(found, one.file.name, places[found]),
            )
            for found in ids
            if len(places[found]) > 1
        ]
        single = [row for row, found in enumerate(ids) if len(places[found]) == 1]
        source_of |= {ids[row]: one.file for row in single}
        if single and one.application is not None:
            applications[ids[0]] = one.application
        if single:
            cohorts.append(one.cohort if len(single) == len(ids) else one.cohort.rows_at(single))
    name = every[0].file.name if len(every) == 1 else f"{len(every)} 个文件" if every else ""
    cohort = Cohort.joined(cohorts, name) if cohorts else _nobody(name)
    hashes = {one.file.path: one.sha256 for one in every}
    shared = {found: tuple(names) for found, names in places.items() if len(names) > 1}
    return Inputs(cohort, source_of, hashes, tuple(failures), applications, shared)


def _stated_twice(applicant_id: str, name: str, names: Sequence[str]) -> str:
    others = "、".join(f"“{other}”" for other in names if other != name)
    return f"申报编号“{applicant_id}”与{others}重复，都没有评价；请核对编号，只留一份后重跑"


def _dropped_rows(cohort: Cohort, read: ReadFile) -> list[Failure]:
    stem = read.file.stem
    return [
        Failure(
            (problem.found or f"{stem}第{problem.row}行") if read.is_table else stem,
            read.file.name,
            problem.reason,
        )
        for problem in cohort.problems
        if problem.code in ("blank_id", "repeated_id")
    ]


def _in_words(error: InputError) -> str:
    parts = (error.found, f"应为{error.expected}" if error.expected else "", error.remedy)
    return "；".join(part for part in parts if part)


def _nobody(name: str) -> Cohort:
    return Cohort((), (), (), (), (), (), Figures.blank(0), source=name)
