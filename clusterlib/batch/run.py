"""A run（批量评价）: every applicant scored in one pass, then one notebook each, an overview.

Read `run_batch` from top to bottom: what is read, what can be skipped, what runs, what is
checked afterwards, what is written for the leadership.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import clusterlib
from clusterlib.batch.agreement import disagreements
from clusterlib.batch.inputs import Inputs, file_hash, files_of, read_inputs
from clusterlib.batch.job import ENGINES, PART, Job, parameters_of, run_notebook
from clusterlib.batch.manifest import (
    JOURNAL,
    Done,
    finished,
    folder_hash,
    is_current,
    key_of,
    note,
    read_manifest,
    slugs_of,
    write_manifest,
)
from clusterlib.batch.overview import PAGE, write_overview
from clusterlib.batch.progress import Step, Watch, failed_before
from clusterlib.batch.workers import JobOutcome, Workers
from clusterlib.errors import BatchError, RuleError
from clusterlib.reports.results import ScoredCohort, write_problems
from clusterlib.reports.summaries import Outcome, write_summaries
from clusterlib.resources import notebooks_folder, parameters_folder
from clusterlib.rules.standards import read_standards
from clusterlib.scoring.figures import Cohort
from clusterlib.workflow import assess, day_of, decided

if TYPE_CHECKING:
    from clusterlib.batch.schedulers import DaskWorkers

HEAVY_MODULES = ("papermill", "clusterlib.batch.job", "clusterlib.workflow",
                 "clusterlib.reports.applicant_report", "matplotlib.pyplot")
"""What a worker imports once, before its first notebook; papermill first: it loads engines."""
MOST_NOTEBOOKS = 200
"""Notebooks after which a worker is replaced by a fresh one."""
NOTEBOOK_SECONDS = 120.0
"""Time limit of one notebook."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a run is asked to do; see ``clusterlib batch --help``."""

    inputs: tuple[Path, ...]
    standard: Path
    out: Path
    panel: Path | None = None
    confirmed: Path | None = None
    year: int | None = None
    on: str | None = None
    readings: dict[str, str] = field(default_factory=dict)
    workers: int | None = None
    engine: str = "clusterlib"
    scheduler: str | None = None
    only: tuple[str, ...] = ()
    """Ids to run now, all where empty; what failed before and is not among them stays failed."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How a run ended: what to tell, and how many inputs or applicants have no result."""

    lines: tuple[str, ...]
    failed: int


def run_batch(options: BatchOptions, *, watch: Watch | None = None) -> BatchResult:
    """Run the procedure for every applicant and write the run's folder.

    Parameters
    ----------
    options : BatchOptions
        What is asked.
    watch : callable, optional
        Is told a `Step` whenever an applicant's state changes. An exception that it raises,
        like Ctrl-C, ends the run; what was finished is kept for the next one.

    Raises
    ------
    ClusterlibError
        If the run as a whole cannot be asked: no input, a faulty standard, an unknown
        reading. What is wrong with one applicant is a row of the summary instead.
    """
    if options.engine not in ENGINES:
        raise RuleError("--engine", f"没有“{options.engine}”这种引擎", "、".join(ENGINES))
    with _workers(options) as workers:
        files = files_of(options.inputs)
        # They load while the inputs are read here.
        workers.start(len(files))
        return _run_on(workers, options, files, watch or _nobody)


def _run_on(
    workers: Workers | DaskWorkers, options: BatchOptions, files: Sequence[Path], tell: Watch
) -> BatchResult:
    run = options.out
    kept = read_manifest(run)
    day = kept.get("day") or date.today().isoformat()
    on = options.on or kept.get("on") or day
    inputs = read_inputs(files, year=options.year, with_entries=False)
    found = read_standards(options.standard)
    scored = assess(
        decided(inputs.cohort, panel=options.panel, confirmed=options.confirmed,
                year=options.year),
        found if options.standard.is_dir() else found[0],
        on=day_of(on),
        readings=options.readings,
    )
    facts = _facts(options, inputs, day, on)
    run.mkdir(parents=True, exist_ok=True)
    for unfinished in run.glob(f"applicants/.*{PART}"):
        shutil.rmtree(unfinished, ignore_errors=True)
    jobs = _jobs(options, inputs, scored, facts)
    before = finished(run)
    current = {job.slug: before[job.slug] for job in jobs
               if is_current(run, before.get(job.slug), job.key)}
    write_manifest(run, facts, current)
    waiting = [job for job in jobs if job.slug not in current
               and (not options.only or _id(job) in options.only)]
    done, errors = dict(current), _without_standard(scored) | _passed_over(options, jobs, current)
    steps: dict[str, Step] = {}
    for step in _first_steps(inputs, scored.cohort, jobs, current, errors):
        tell(step)
        if step.slug:
            steps[step.applicant_id] = step
    for job, outcome in _outcomes(workers, waiting):
        step = steps[_id(job)]
        if outcome.error is None:
            done[job.slug] = outcome.value
            note(run, outcome.value)
            tell(replace(step, status="done", seconds=outcome.value.seconds))
        else:
            errors[_id(job)] = outcome.message
            tell(replace(step, status="failed", error=outcome.message))
    workers.shrink(1)
    slugs = {_id(job): job.slug for job in jobs}
    # Each report's record is checked against the table of the one pass.
    folders = {_id(job): run / "applicants" / job.slug for job in jobs if job.slug in done}
    for applicant_id, difference in disagreements(scored, folders).items():
        del done[slugs[applicant_id]]
        errors[applicant_id] = f"报告与汇总不一致：{difference}。请勿使用该报告"
        tell(replace(steps[applicant_id], status="failed", error=errors[applicant_id]))
    outcomes = {applicant: Outcome("failed", error=error) for applicant, error in errors.items()}
    outcomes |= {
        _id(job): Outcome("done", done[job.slug].seconds) for job in jobs if job.slug in done
    }
    lost = [(failure.applicant_id, failure.error) for failure in inputs.failures]
    problems = write_problems(scored.problems, run / "problems.csv")
    written = write_summaries(run, scored, outcomes, lost)
    write_manifest(run, facts, done)
    (run / JOURNAL).unlink(missing_ok=True)
    page = _overview(workers, run)
    failed = [*lost, *errors.items()]
    return BatchResult(
        (
            f"完成 {len(done)} 家（本次运行 {len(waiting)} 份，沿用 {len(current)} 份），"
            f"失败 {len(failed)} 份",
            *(f"失败：{who}：{why}" for who, why in failed),
            *(f"已写出：{path}" for path in (*written, problems, page)),
        ),
        len(failed),
    )


def _facts(options: BatchOptions, inputs: Inputs, day: str, on: str) -> dict[str, Any]:
    """Return what the manifest says of the run, in the order in which it says it."""
    standards = sorted(options.standard.iterdir()) if options.standard.is_dir() else [
        options.standard
    ]
    tables = {"panel": options.panel, "confirmed": options.confirmed}
    return {
        "day": day,
        "on": on,
        "clusterlib": clusterlib.__version__,
        "year": options.year,
        "readings": options.readings,
        "inputs": [_named(path, digest) for path, digest in inputs.hashes.items()],
        "standards": [_named(path, file_hash(path)) for path in standards if path.is_file()],
        **{
            name: _named(path, file_hash(path)) if path else None
            for name, path in tables.items()
        },
        "notebook": file_hash(notebooks_folder() / "score_applicant.ipynb"),
        "regulation": folder_hash(parameters_folder() / "regulation", "*.yaml"),
    }


def _named(path: Path, digest: str) -> dict[str, str]:
    return {"name": path.name, "sha256": digest}


def _jobs(
    options: BatchOptions, inputs: Inputs, scored: ScoredCohort, facts: dict[str, Any]
) -> list[Job]:
    """Return one job per applicant that has a standard, in the order of the inputs."""
    rules = {name: value for name, value in facts.items() if name != "inputs"}
    jobs = []
    for applicant_id, slug in slugs_of(_scored_ids(scored)).items():
        source = inputs.source_of[applicant_id]
        parameters = (
            ("source", str(source.resolve())),
            ("applicant_id", applicant_id),
            ("standard", str(options.standard.resolve())),
            ("panel", str(options.panel.resolve()) if options.panel else ""),
            ("confirmed", str(options.confirmed.resolve()) if options.confirmed else ""),
            ("year", options.year or 0),
            ("on", facts["on"]),
            ("readings", "; ".join(f"{name}={value}" for name, value in
                                   sorted(options.readings.items()))),
            ("day", facts["day"]),
        )
        jobs.append(
            Job(
                notebook=str(notebooks_folder() / "score_applicant.ipynb"),
                parameters=parameters,
                run=str(options.out.resolve()),
                slug=slug,
                key=key_of({**rules, "input": inputs.hashes[source], "id": applicant_id}),
                engine=options.engine,
            )
        )
    _check_parameters(jobs)
    return jobs


def _check_parameters(jobs: Sequence[Job]) -> None:
    """Refuse a parameter that the notebook does not have; papermill would only warn."""
    if not jobs:
        return
    known = parameters_of(Path(jobs[0].notebook))
    given = {name for name, _ in jobs[0].parameters} | {"out"}
    if unknown := given - known:
        raise BatchError(
            Path(jobs[0].notebook).name, f"第一个单元没有参数 {'、'.join(sorted(unknown))}",
            "、".join(sorted(given)),
        )


def _workers(options: BatchOptions) -> Workers | DaskWorkers:
    if options.scheduler:
        from clusterlib.batch.schedulers import DaskWorkers

        return DaskWorkers(options.scheduler, timeout_seconds=NOTEBOOK_SECONDS)
    return Workers(
        options.workers or os.cpu_count() or 1, timeout_seconds=NOTEBOOK_SECONDS,
        max_tasks=MOST_NOTEBOOKS, imports=HEAVY_MODULES,
    )


def _outcomes(
    workers: Workers | DaskWorkers, jobs: list[Job]
) -> Iterator[tuple[Job, JobOutcome]]:
    """Yield each job with its outcome as it ends, behind a progress bar with the time left."""
    if not jobs:
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("报告"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task("reports", total=len(jobs))
        for outcome in workers.run(run_notebook, jobs):
            progress.advance(task)
            yield jobs[outcome.index], outcome


def _overview(workers: Workers | DaskWorkers, run: Path) -> Path:
    """Let a worker, which has all loaded that it needs, make the landing page."""
    [outcome] = workers.run(write_overview, [run.resolve()])
    if outcome.error is not None:
        raise BatchError(PAGE, outcome.message)
    return run / PAGE


def _first_steps(
    inputs: Inputs, cohort: Cohort, jobs: Sequence[Job], current: dict[str, Done],
    errors: dict[str, str],
) -> Iterator[Step]:
    """Yield where everybody stands before the first notebook runs; what failed comes first."""
    names = dict(zip(cohort.applicant_id, cohort.name, strict=True))
    sources = {found: str(path) for found, path in inputs.source_of.items()}
    for failure in inputs.failures:
        yield Step(failure.applicant_id, "", "", failure.source, "failed", failure.error)
    for identity, error in errors.items():
        yield Step(identity, names[identity], "", sources[identity], "failed", error)
    for job in jobs:
        if _id(job) not in errors:
            status = "kept" if job.slug in current else "waiting"
            yield Step.of(job, names[_id(job)], status)


def _passed_over(
    options: BatchOptions, jobs: Sequence[Job], current: dict[str, Done]
) -> dict[str, str]:
    """Return why those have no result whom this run was not asked to try."""
    if not options.only:
        return {}
    before = failed_before(options.out)
    return {
        _id(job): before.get(_id(job)) or "本次没有运行，请重试"
        for job in jobs if job.slug not in current and _id(job) not in options.only
    }


def _nobody(step: Step) -> None:
    """Watch nothing."""


def _scored_ids(scored: ScoredCohort) -> list[str]:
    with_result = sorted(int(row) for positions, _ in scored.parts for row in positions)
    return [scored.cohort.applicant_id[row] for row in with_result]


def _without_standard(scored: ScoredCohort) -> dict[str, str]:
    return {
        problem.applicant_id: problem.reason
        for problem in scored.problems
        if problem.code == "unknown_industry"
    }


def _id(job: Job) -> str:
    return str(dict(job.parameters)["applicant_id"])
