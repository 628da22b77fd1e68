"""The problems of a run as one table: those of every input, by file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from clusterlib.intake.inputs import Inputs
from clusterlib.problems import Problem
from clusterlib.reports.results import problem_columns
from clusterlib.reports.table_files import write_table
from clusterlib.runs.folder import PROBLEMS
from clusterlib.saving import shown_name
from clusterlib.workflow import panel_lines


def write_problems(
    run: Path,
    problems: Sequence[Problem],
    inputs: Inputs,
    panel: Path | None,
    confirmed: Path | None,
) -> Path:
    """Write problems.csv; return the path really written.

    Parameters
    ----------
    run : Path
        Folder of the run.
    problems : sequence of Problem
        Of the inputs, which name their sheet; of the tables, which name their file there.
    inputs : Inputs
        Which file each applicant stands in.
    panel, confirmed : Path or None
        The tables of the run.
    """
    tables = {shown_name(path.name) for path in (panel, confirmed) if path is not None}
    lines = panel_lines(panel) if panel is not None else {}
    placed = list(_placed(problems, inputs, tables, panel, lines))
    columns = problem_columns([problem for problem, _ in placed])
    return write_table(
        {
            **columns,
            "file": [file for _, file in placed],
            "sheet": [problem.sheet for problem, _ in placed],
            "cell": [problem.cell for problem, _ in placed],
        },
        run / PROBLEMS,
        counts=("row",),
    )


def _placed(
    problems: Sequence[Problem],
    inputs: Inputs,
    tables: set[str],
    panel: Path | None,
    lines: dict[tuple[str, str], int],
) -> Iterator[tuple[Problem, str]]:
    """Yield each problem with the name of the file in which it stands."""
    for problem in problems:
        of_panel = lines.get((problem.applicant_id, problem.column))
        if problem.sheet in tables:
            yield replace(problem, sheet=""), problem.sheet
        elif problem.code == "points_outside_band" and of_panel and panel:
            yield replace(problem, row=of_panel), shown_name(panel.name)
        else:
            source = inputs.source_of.get(problem.applicant_id)
            yield problem, problem.file or (source.name if source else "")
