"""What a run has to do: its facts, one job per applicant, and what may be skipped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import clusterlib
from clusterlib.batch.job import Job, parameters_of
from clusterlib.batch.options import BatchOptions
from clusterlib.batch.progress import Step, failed_before
from clusterlib.batch.register_facts import excerpts_of
from clusterlib.errors import BatchError
from clusterlib.intake.inputs import Inputs
from clusterlib.reports.provenance import rules_file
from clusterlib.reports.results import ScoredCohort
from clusterlib.resources import notebooks_folder, regulation_folder
from clusterlib.rule_files.own_schemes import schemes_beside
from clusterlib.runs.folder import APPLICANTS, JOURNAL, RECORD, RULES, file_hash, slugs_of
from clusterlib.runs.manifest import (
    Done,
    Kept,
    is_current,
    key_of,
    leftovers,
    write_manifest,
)
from clusterlib.saving import shown_name


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do.

    Parameters
    ----------
    facts : dict
        What the manifest says of the run, in its order.
    jobs : tuple of Job
        One per applicant that has a standard, in the order of the inputs.
    current : dict of slug to Done
        Whose files are there and still hold.
    waiting : tuple of Job
        Whose notebooks run now.
    errors : dict of id to str
        Who gets no result, and why.
    stale : tuple of Path
        Folders of applicants whose input is no longer there.
    """

    facts: dict[str, Any]
    jobs: tuple[Job, ...]
    current: dict[str, Done]
    waiting: tuple[Job, ...]
    errors: dict[str, str]
    stale: tuple[Path, ...]


def plan_of(
    options: BatchOptions, kept: Kept, inputs: Inputs, scored: ScoredCohort, *, day: str, on: str
) -> Plan:
    """Return what a run has to do, given what earlier runs have left."""
    facts = _facts(options, inputs, day, on)
    jobs = _jobs(options, inputs, scored, facts, excerpts_of(options, scored, on))
    check_parameters(jobs)
    current = {
        job.slug: kept.done[job.slug]
        for job in jobs
        if is_current(options.out, kept.done.get(job.slug), job.key)
    }
    waiting = tuple(
        job
        for job in jobs
        if job.slug not in current and (not options.only or job.applicant_id in options.only)
    )
    errors = _without_standard(scored) | _passed_over(options, jobs, current)
    return Plan(facts, jobs, current, waiting, errors, _stale(options.out, jobs, inputs))


def begin(options: BatchOptions, plan: Plan) -> None:
    """Say in the folder that a run goes on, what holds already, and by which rules."""
    (options.out / JOURNAL).touch()
    _keep_rules(options.out / RULES, options.rules)
    write_manifest(options.out, plan.facts, plan.current)


def _keep_rules(kept: Path, rules: Path | None) -> None:
    """Copy rules that are not the shipped ones, so that the run is shown by its own."""
    if rules is not None and rules.resolve() == kept.resolve():
        return
    shutil.rmtree(kept, ignore_errors=True)
    if rules is not None:
        target = kept / "regulation"
        target.mkdir(parents=True)
        for path in regulation_folder(rules).glob("*.y*ml"):
            shutil.copyfile(path, target / path.name)


def prune(plan: Plan) -> None:
    """Remove what belongs to inputs that are no longer there."""
    for path in plan.stale:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def first_steps(plan: Plan, inputs: Inputs) -> Iterator[Step]:
    """Yield where everybody stands before the first notebook runs; what failed comes first."""
    names = dict(zip(inputs.cohort.applicant_id, inputs.cohort.name, strict=True))
    for failure in inputs.failures:
        yield Step(failure.applicant_id, "", "", failure.source, "failed", failure.error)
    for identity, error in plan.errors.items():
        source = str(inputs.source_of[identity].path)
        yield Step(identity, names[identity], "", source, "failed", error)
    for job in plan.jobs:
        if job.applicant_id not in plan.errors:
            is_kept = job.slug in plan.current
            yield Step.of(job, names[job.applicant_id], "kept" if is_kept else "waiting")


def check_parameters(jobs: Sequence[Job]) -> None:
    """Refuse a parameter that the notebook does not have; papermill would only warn."""
    if not jobs:
        return
    known = parameters_of(Path(jobs[0].notebook))
    given = {name for name, _ in jobs[0].parameters} | {"out"}
    if unknown := given - known:
        raise BatchError(
            Path(jobs[0].notebook).name,
            f"第一个单元没有参数 {'、'.join(sorted(unknown))}",
            "、".join(sorted(given)),
        )


def _facts(options: BatchOptions, inputs: Inputs, day: str, on: str) -> dict[str, Any]:
    standards = (
        sorted(options.standard.iterdir()) if options.standard.is_dir() else [options.standard]
    )
    own = schemes_beside(
        options.standard if options.standard.is_dir() else options.standard.parent
    )
    schemes = sorted(own.iterdir()) if own else []
    tables = {"panel": options.panel, "confirmed": options.confirmed}
    return {
        "day": day,
        "on": on,
        "clusterlib": clusterlib.__version__,
        "year": options.year,
        "readings": options.readings,
        "inputs": [_named(path, digest) for path, digest in inputs.hashes.items()],
        "standards": [_named(path, file_hash(path)) for path in standards if path.is_file()],
        **({"schemes": [_named(path, file_hash(path)) for path in schemes]} if schemes else {}),
        **{name: _named(path, file_hash(path)) if path else None for name, path in tables.items()},
        "notebook": file_hash(notebooks_folder() / "score_applicant.ipynb"),
        "regulation": asdict(rules_file(options.rules)),
    }


def _named(path: Path, digest: str) -> dict[str, str]:
    return {"name": shown_name(path.name), "sha256": digest}


def _jobs(
    options: BatchOptions,
    inputs: Inputs,
    scored: ScoredCohort,
    facts: dict[str, Any],
    excerpts: dict[str, str],
) -> tuple[Job, ...]:
    rules = {name: value for name, value in facts.items() if name != "inputs"}
    given = (
        ("standard", str(options.standard.resolve())),
        ("panel", str(options.panel.resolve()) if options.panel else ""),
        ("confirmed", str(options.confirmed.resolve()) if options.confirmed else ""),
        ("year", options.year or 0),
        ("on", facts["on"]),
        (
            "readings",
            "; ".join(f"{name}={value}" for name, value in sorted(options.readings.items())),
        ),
        ("day", facts["day"]),
        ("parameters", str(options.rules.resolve()) if options.rules else ""),
    )
    jobs = []
    for applicant_id, slug in slugs_of(_scored_ids(scored)).items():
        source = inputs.source_of[applicant_id].path
        # By its name too: the report names it.
        about = {**rules, "input": _named(source, inputs.hashes[source]), "id": applicant_id}
        excerpt = excerpts.get(applicant_id, "")
        if excerpt:
            about["register"] = excerpt
        jobs.append(
            Job(
                notebook=str(notebooks_folder() / "score_applicant.ipynb"),
                parameters=(
                    ("source", str(source.resolve())),
                    ("applicant_id", applicant_id),
                    *given,
                    ("register", excerpt),
                ),
                run=str(options.out.resolve()),
                slug=slug,
                key=key_of(about),
                engine=options.engine,
            )
        )
    return tuple(jobs)


def _scored_ids(scored: ScoredCohort) -> list[str]:
    with_result = sorted(int(row) for positions, _ in scored.parts for row in positions)
    return [scored.cohort.applicant_id[row] for row in with_result]


def _without_standard(scored: ScoredCohort) -> dict[str, str]:
    return {
        problem.applicant_id: problem.reason
        for problem in scored.problems
        if problem.code == "unknown_industry"
    }


def _passed_over(
    options: BatchOptions, jobs: Sequence[Job], current: dict[str, Done]
) -> dict[str, str]:
    """Return why those have no result whom this run was not asked to try."""
    if not options.only:
        return {}
    before = failed_before(options.out)
    return {
        job.applicant_id: before.get(job.applicant_id) or "本次没有运行，请重试"
        for job in jobs
        if job.slug not in current and job.applicant_id not in options.only
    }


def _stale(run: Path, jobs: Sequence[Job], inputs: Inputs) -> tuple[Path, ...]:
    """Return the folders whose input is gone, not those of an input that failed this time."""
    failed = {Path(failure.source).name for failure in inputs.failures}
    found = leftovers(run, {job.slug for job in jobs})
    return tuple(path for path in found if _source_name(path) not in failed)


def _source_name(folder: Path) -> str:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return str(record["provenance"]["source"]["name"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def folder_of(run: Path, slug: str) -> Path:
    """Return the folder of an applicant's report."""
    return run / APPLICANTS / slug
