"""papermill finds the engine by its name, whichever of the two is imported first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

SIMPLE = Path(__file__).parent / "notebooks" / "simple.ipynb"


@pytest.mark.parametrize("first", ["clusterlib.engine.engine", "papermill"])
def test_either_may_be_imported_first(first):
    program = (
        f"import {first}\nfrom papermill.engines import papermill_engines\n"
        "print(papermill_engines.get_engine('clusterlib').__module__)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "clusterlib.engine.entry"


def test_papermills_own_command_runs_a_notebook_with_it(tmp_path):
    out = tmp_path / "out.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "clusterlib",
        "--no-progress-bar",
        str(SIMPLE),
        str(out),
    ]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    notebook = nbformat.read(out, as_version=4)
    assert notebook.metadata.papermill.exception is None
    assert any(cell.get("outputs") for cell in notebook.cells)
