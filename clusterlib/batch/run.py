"""A run（批量评价）: every applicant scored in one pass, then one notebook each, an overview.

Read `run_batch` from top to bottom: what is read, what can be skipped, what runs, what is
checked afterwards, what is written for the leadership.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from clusterlib.batch.agreement import disagreements
from clusterlib.batch.job import ENGINES, Job, run_notebook
from clusterlib.batch.options import BatchOptions as BatchOptions
from clusterlib.batch.outcomes import JobOutcome
from clusterlib.batch.overview import write_overview
from clusterlib.batch.panel_points import with_recorded_points
from clusterlib.batch.plan import Plan, begin, first_steps, folder_of, plan_of, prune
from clusterlib.batch.problems_table import write_problems
from clusterlib.batch.progress import Step, Watch
from clusterlib.batch.workers import Workers
from clusterlib.errors import BatchError, RuleError
from clusterlib.intake.inputs import InputFile, Inputs, ReadFile, input_files, joined, read_figures
from clusterlib.problems import counted
from clusterlib.reports.provenance import rules_file
from clusterlib.reports.results import ScoredCohort
from clusterlib.reports.summaries import Outcome, write_summaries
from clusterlib.rule_files.standards import read_standards
from clusterlib.rules.standard import Standard
from clusterlib.runs.folder import INDEX, JOURNAL
from clusterlib.runs.lock import one_writer
from clusterlib.runs.manifest import Done, note, read_kept, write_manifest
from clusterlib.saving import refusal, shown_name
from clusterlib.workflow import assess, columns_of, day_of, decided

if TYPE_CHECKING:
    from clusterlib.batch.schedulers import DaskWorkers

HEAVY_MODULES = (
    "papermill",
    "clusterlib.batch.job",
    "clusterlib.workflow",
    "clusterlib.reports.applicant.report",
    "matplotlib.pyplot",
)
"""What a worker imports once, before its first notebook; papermill first: it loads engines."""
MOST_NOTEBOOKS = 200
"""Notebooks after which a worker is replaced by a fresh one."""
NOTEBOOK_SECONDS = 120.0
"""Time limit of one notebook, and of reading one input."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How a run ended: what to tell, how many have no result, and how many errors there are.

    `failed` counts inputs and applicants, `errors` the problems that are errors; a blank cell
    is none of a run.
    """

    lines: tuple[str, ...]
    failed: int
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How the applicants of a run ended: by slug who is done, by id who failed and why."""

    done: dict[str, Done]
    errors: dict[str, str]


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
        reading, a folder in which nothing can be written or another run goes on. What is
        wrong with one applicant is a row of the summary instead.
    """
    if options.engine not in ENGINES:
        raise RuleError("--engine", f"没有“{options.engine}”这种引擎", "、".join(ENGINES))
    _refuse_unknown_encodings(options)
    run, tell = options.out, watch or _nobody
    standards = _standards(options)
    files, passed_over = input_files(options.inputs, options.year, columns_of(standards))
    with _refusals_told(run), _ended_in_order(), one_writer(run), _workers(options) as workers:
        workers.start(len(files))
        kept = read_kept(run)
        day = kept.day or date.today().isoformat()
        on = options.on or kept.on or day
        inputs = _read(workers, files)
        options = with_recorded_points(options, inputs, on)
        scored = _scored(options, inputs, standards, on)
        plan = plan_of(options, kept, inputs, scored, day=day, on=on)
        begin(options, plan)
        ended = _run_notebooks(workers, run, plan, inputs, tell)
        # Each report's record is checked against the table of the one pass.
        ended = _agreeing(run, plan, scored, ended, tell)
        if options.prune:
            prune(plan)
        written = _write(run, options, plan, inputs, scored, ended)
        written.append(_overview(workers, run))
    failed = [*((one.applicant_id, one.error) for one in inputs.failures), *ended.errors.items()]
    return BatchResult(
        (
            f"完成 {len(ended.done)} 家（本次运行 {len(plan.waiting)} 份，"
            f"沿用 {len(plan.current)} 份），失败 {len(failed)} 份",
            f"问题：{counted(scored.problems)}",
            *scored.standard_warnings(),
            *(f"失败：{who}：{why}" for who, why in failed),
            *(f"未读：{shown_name(one.name)}：{one.skipped}" for one in passed_over),
            *(["清单损坏或丢失，已按各家的评价结果重建"] if kept.mended else []),
            *_told_stale(run, options, plan),
            *([f"专家评分：{options.panel}"] if options.panels is not None else []),
            *(f"已写出：{path}" for path in written),
        ),
        len(failed),
        sum(found.severity == "error" and not found.is_missing for found in scored.problems),
    )


def _refuse_unknown_encodings(options: BatchOptions) -> None:
    """Refuse paths, but for those of the inputs, that no notebook could hold."""
    for path in (options.out, options.standard, options.panel, options.confirmed):
        if path is not None and shown_name(str(path.resolve())) != str(path.resolve()):
            raise RuleError(
                shown_name(path.name),
                "路径中有本系统认不出编码的名称",
                "UTF-8 编码的名称",
                "请把文件夹或文件改名后重试",
            )


def _read(workers: Workers | DaskWorkers, files: Sequence[InputFile]) -> Inputs:
    """Read the inputs in workers: a file that ends its reader costs no other one."""
    read: list[ReadFile] = [ReadFile(file, "", None) for file in files]
    for outcome in workers.run(read_figures, files):
        file = files[outcome.index]
        read[outcome.index] = outcome.value or ReadFile(
            file, "", None, f"读不了这个文件：{outcome.message}；请另存为 .xlsx 后再试"
        )
    return joined(read)


def _standards(options: BatchOptions) -> Standard | tuple[Standard, ...]:
    found = read_standards(options.standard, options.rules)
    return found if options.standard.is_dir() else found[0]


def _scored(
    options: BatchOptions,
    inputs: Inputs,
    standards: Standard | tuple[Standard, ...],
    on: str,
) -> ScoredCohort:
    cohort = decided(
        inputs.cohort, panel=options.panel, confirmed=options.confirmed, year=options.year
    )
    return assess(
        inputs.naming_shared(cohort),
        standards,
        on=day_of(on),
        readings=options.readings,
        parameters=options.rules,
    )


def _run_notebooks(
    workers: Workers | DaskWorkers, run: Path, plan: Plan, inputs: Inputs, tell: Watch
) -> Ended:
    done, errors = dict(plan.current), dict(plan.errors)
    steps: dict[str, Step] = {}
    for step in first_steps(plan, inputs):
        tell(step)
        steps[step.slug] = step
    for job, outcome in _outcomes(workers, plan.waiting):
        step = steps[job.slug]
        if outcome.error is None:
            done[job.slug] = outcome.value
            note(run, outcome.value)
            tell(replace(step, status="done", seconds=outcome.value.seconds))
        else:
            errors[job.applicant_id] = outcome.message
            tell(replace(step, status="failed", error=outcome.message))
            if outcome.error != "failed":
                # What stands there is of an earlier run, from other figures.
                shutil.rmtree(folder_of(run, job.slug), ignore_errors=True)
    workers.shrink(1)
    return Ended(done, errors)


def _agreeing(run: Path, plan: Plan, scored: ScoredCohort, ended: Ended, tell: Watch) -> Ended:
    """Return how a run ended when reports that differ from the table count as failed."""
    slugs = {job.applicant_id: job.slug for job in plan.jobs if job.slug in ended.done}
    folders = {identity: folder_of(run, slug) for identity, slug in slugs.items()}
    errors = {
        identity: f"报告与汇总不一致：{difference}。请勿使用该报告"
        for identity, difference in disagreements(scored, folders).items()
    }
    for job in plan.jobs:
        if job.applicant_id in errors:
            step = Step.of(job, "", "waiting")
            tell(replace(step, status="failed", error=errors[job.applicant_id]))
    wrong = {slugs[identity] for identity in errors}
    done = {slug: one for slug, one in ended.done.items() if slug not in wrong}
    return Ended(done, ended.errors | errors)


def _write(
    run: Path,
    options: BatchOptions,
    plan: Plan,
    inputs: Inputs,
    scored: ScoredCohort,
    ended: Ended,
) -> list[Path]:
    """Write the tables of a run, then that it is whole."""
    outcomes = {who: Outcome("failed", error=error) for who, error in ended.errors.items()}
    outcomes |= {
        job.applicant_id: Outcome("done", ended.done[job.slug].seconds)
        for job in plan.jobs
        if job.slug in ended.done
    }
    lost = [(failure.applicant_id, failure.error) for failure in inputs.failures]
    problems = write_problems(run, scored.problems, inputs, options.panel, options.confirmed)
    written = [
        *write_summaries(run, scored, outcomes, lost, rules_file(options.rules).text),
        problems,
    ]
    write_manifest(run, plan.facts, ended.done)
    (run / JOURNAL).unlink(missing_ok=True)
    return written


def _told_stale(run: Path, options: BatchOptions, plan: Plan) -> Iterator[str]:
    for path in plan.stale:
        name = path.relative_to(run).as_posix()
        if options.prune:
            yield f"已删除：{name}（申报材料已不在输入中）"
        else:
            yield f"多余：{name}（申报材料已不在输入中；加 --prune 删除）"


def _workers(options: BatchOptions) -> Workers | DaskWorkers:
    if options.scheduler:
        from clusterlib.batch.schedulers import DaskWorkers

        return DaskWorkers(options.scheduler, timeout_seconds=NOTEBOOK_SECONDS)
    return Workers(
        options.workers or os.cpu_count() or 1,
        timeout_seconds=NOTEBOOK_SECONDS,
        max_tasks=MOST_NOTEBOOKS,
        imports=HEAVY_MODULES,
    )


def _outcomes(
    workers: Workers | DaskWorkers, jobs: Sequence[Job]
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
        raise BatchError(INDEX, outcome.message)
    path: Path = outcome.value
    return path


@contextmanager
def _refusals_told(run: Path) -> Iterator[None]:
    """Tell what the system refuses in the run's folder as a sentence."""
    try:
        yield
    except OSError as error:
        path = Path(os.fsdecode(error.filename)) if error.filename else run.resolve()
        raise refusal(path, error) from error


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let the system's request to end tidy up as Ctrl-C does, with the usual exit status."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _nobody(step: Step) -> None:
    """Watch nothing."""
