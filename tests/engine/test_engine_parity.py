"""The engine against papermill's own: the same notebooks, the same bytes, the same errors."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from clusterlib.engine.engine import ClusterlibEngine
from clusterlib.engine.notebook_bytes import notebook_bytes, strip_run_metadata

NOTEBOOKS = Path(__file__).parent / "notebooks"
PARAMETERS: dict[str, dict[str, Any]] = {
    "simple": {"county": "样县", "share": 21},
    "no_parameters": {"county": "样县"},
    "complex_parameters": {
        "table": {"a": [1, {"b": None}], "样": 2.5},
        "names": ["x", 'y "z" \\\' {w}'],
        "limit": 3,
        "share": float("nan"),
        "open_end": float("-inf"),
        "is_open": True,
        "text": "两\n行",
    },
}
# Their last error is one that a cell was allowed to raise: papermill raises it all the same.
FINISHED = ("simple", "no_parameters", "complex_parameters", "outputs", "figures", "descriptors")
EXITED = ("system_exit", "system_exit_zero")
FAILED = {
    "broken": "ZeroDivisionError",
    "broken_in_function": "ValueError",
    "system_exit_one": "SystemExit",
    "keyboard_interrupt": "KeyboardInterrupt",
    "unknown_magic": "CellExecutionError",
    "failing_display": "RuntimeError",
    "errors_allowed": "AssertionError",
    "awaiting": "TypeError",
    "magics": "ZeroDivisionError",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A notebook as it was left on disk, and the error papermill raised."""

    notebook: NotebookNode
    error: PapermillExecutionError | None


@pytest.fixture(scope="module", autouse=True)
def _engine() -> None:
    papermill_engines.register("clusterlib", ClusterlibEngine)


def run(name: str, engine: str, folder: Path, **options: Any) -> Run:
    output = folder / f"{name}.{engine}.ipynb"
    error = None
    try:
        papermill.execute_notebook(
            NOTEBOOKS / f"{name}.ipynb",
            output,
            PARAMETERS.get(name),
            engine_name=engine,
            progress_bar=False,
            **options,
        )
    except PapermillExecutionError as caught:
        error = caught
    return Run(nbformat.read(output, as_version=4), error)


@pytest.fixture(scope="module", params=[*FINISHED, *EXITED, *FAILED])
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Run, Run]:
    folder = tmp_path_factory.mktemp("parity")
    # A kernel that finds this in its environment doesn't catch what programs print.
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    kernel, ours = (run(request.param, engine, folder) for engine in ("nbclient", "clusterlib"))
    return request.param, kernel, ours


def without_refusal_frames(notebook: NotebookNode) -> NotebookNode:
    """Leave out the frames of a refused question or background command, a named difference."""
    kept = strip_run_metadata(notebook)
    for cell in kept.cells:
        for output in cell.get("outputs", []):
            if output.get("ename") in {"StdinNotImplementedError", "OSError"}:
                output.traceback = []
    return kept


def outputs_of(run: Run) -> list[NotebookNode]:
    return [output for cell in run.notebook.cells for output in cell.get("outputs", [])]


def test_both_engines_leave_the_same_bytes(pair: tuple[str, Run, Run]) -> None:
    name, kernel, ours = pair
    if name == "errors_allowed":
        assert without_refusal_frames(ours.notebook) == without_refusal_frames(kernel.notebook)
    else:
        assert notebook_bytes(ours.notebook) == notebook_bytes(kernel.notebook)


def test_both_engines_raise_the_same_error(pair: tuple[str, Run, Run]) -> None:
    name, kernel, ours = pair
    if name in FAILED:
        assert (ours.error.ename, ours.error.evalue) == (kernel.error.ename, kernel.error.evalue)
        assert ours.error.ename == FAILED[name]
        assert ours.error.exec_count == kernel.error.exec_count
    else:
        assert ours.error is None
        assert kernel.error is None


def test_both_engines_keep_the_same_kinds_of_metadata(pair: tuple[str, Run, Run]) -> None:
    _, kernel, ours = pair
    assert ours.notebook.metadata.keys() == kernel.notebook.metadata.keys()
    assert ours.notebook.metadata.language_info == kernel.notebook.metadata.language_info
    for own, other in zip(ours.notebook.cells, kernel.notebook.cells, strict=True):
        assert own.metadata.keys() == other.metadata.keys()
        assert (
            own.metadata.get("execution", {}).keys() == other.metadata.get("execution", {}).keys()
        )
        status = [c.metadata.get("papermill", {}).get("status") for c in (own, other)]
        assert status[0] == status[1]


def test_a_second_run_in_this_process_leaves_the_same_bytes(
    pair: tuple[str, Run, Run], tmp_path: Path
) -> None:
    name, _, ours = pair
    again = run(name, "clusterlib", tmp_path)
    assert notebook_bytes(again.notebook) == notebook_bytes(ours.notebook)


def test_parameters_stand_in_an_injected_cell_after_the_tagged_one(tmp_path: Path) -> None:
    cells = run("simple", "clusterlib", tmp_path).notebook.cells
    assert cells[1].metadata.tags == ["parameters"]
    assert cells[2].metadata.tags == ["injected-parameters"]
    assert cells[2].source.splitlines() == [
        *("# Parameters", 'county = "\\u6837\\u53bf"', "share = 21"),
    ]
    assert cells[3].outputs[0].text == "样县\n"
    assert cells[-1].metadata.tags == ["kept-tag"]


def test_a_failed_run_is_written_with_a_marked_cell_and_what_came_before(tmp_path: Path) -> None:
    ours = run("broken", "clusterlib", tmp_path)
    cells = ours.notebook.cells
    assert cells[0].metadata.tags == cells[2].metadata.tags == ["papermill-error-cell-tag"]
    assert "In [2]" in cells[0].source
    assert [output.output_type for output in cells[3].outputs] == [
        *("display_data", "stream", "error"),
    ]
    assert cells[3].metadata.papermill.status == "failed"
    assert cells[4].execution_count is None
    assert cells[4].metadata.papermill.status == "pending"


def test_exit_ends_the_notebook_without_an_error(tmp_path: Path) -> None:
    ours = run("system_exit", "clusterlib", tmp_path)
    assert ours.error is None
    assert outputs_of(ours)[1].ename == "SystemExit"
    assert ours.notebook.cells[-1].outputs == []


def test_what_programs_print_stands_in_order_with_what_the_cell_prints(tmp_path: Path) -> None:
    source = (
        "import os\nprint(1)\nos.system('echo 2')\nprint(3)\nos.system('echo 4 >&2')\nprint(5);"
    )
    notebook = nbformat.read(NOTEBOOKS / "simple.ipynb", as_version=4)
    notebook.cells = [nbformat.v4.new_code_cell(source)]
    ran = papermill.execute_notebook(notebook, None, engine_name="clusterlib", progress_bar=False)
    words = {output.name: output.text.split() for output in ran.cells[0].outputs}
    assert words == {"stdout": ["1", "2", "3", "5"], "stderr": ["4"]}


def test_anybody_can_name_the_engine_on_papermills_command_line(tmp_path: Path) -> None:
    output = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "clusterlib", "--no-progress-bar"]
    paths = [str(NOTEBOOKS / "simple.ipynb"), str(output)]
    subprocess.run([*command, "-p", "share", "4", *paths], check=True, capture_output=True)
    assert nbformat.read(output, as_version=4).cells[4].outputs[0].data["text/plain"] == "8"


def test_preparing_only_runs_no_cell(tmp_path: Path) -> None:
    ours = run("keyboard_interrupt", "clusterlib", tmp_path, prepare_only=True)
    assert outputs_of(ours) == []
    assert ours.error is None


def test_report_mode_hides_the_source_of_every_code_cell(tmp_path: Path) -> None:
    ours = run("simple", "clusterlib", tmp_path, report_mode=True)
    code = [cell for cell in ours.notebook.cells if cell.cell_type == "code"]
    assert all(cell.metadata.jupyter.source_hidden for cell in code)


def test_timing_stands_in_the_metadata_as_papermill_writes_it(tmp_path: Path) -> None:
    notebook = run("simple", "clusterlib", tmp_path).notebook
    assert notebook.metadata.papermill.duration > 0
    cell = notebook.cells[3]
    assert cell.metadata.papermill.status == "completed"
    assert cell.metadata.papermill.start_time <= cell.metadata.papermill.end_time
    assert cell.metadata.execution["iopub.status.busy"].endswith("Z")
