"""The kept notebooks are thin: they call the library, explain themselves and hold no output."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").rglob("*.ipynb"))
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda,
    ast.For, ast.AsyncFor, ast.While, ast.comprehension, ast.BinOp, ast.AugAssign,
)  # fmt: skip


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    with request.param.open(encoding="utf-8") as file:
        return nbformat.read(file, as_version=4)


def test_there_is_a_scoring_notebook():
    assert "score_applicant" in {path.stem for path in NOTEBOOKS}


def test_a_notebook_is_valid(notebook):
    nbformat.validate(notebook)


def test_a_notebook_holds_no_output_and_no_injected_cell(notebook):
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert "injected-parameters" not in tags(cell)
        assert "papermill" not in cell.metadata
    assert "papermill" not in notebook.metadata
    assert "widgets" not in notebook.metadata


def test_a_notebook_has_at_most_ten_code_cells_of_at_most_five_lines(notebook):
    cells = code_cells(notebook)
    assert len(cells) <= 10
    for cell in cells:
        # Parameters stand one a line, and there are as many as there are.
        assert "parameters" in tags(cell) or len(cell.source.splitlines()) <= 5, cell.source


def test_the_scoring_notebook_begins_with_its_parameters():
    path = next(path for path in NOTEBOOKS if path.stem == "score_applicant")
    with path.open(encoding="utf-8") as file:
        first = code_cells(nbformat.read(file, as_version=4))[0]
    assert tags(first) == ["parameters"]
    for line in ast.parse(first.source).body:
        assert isinstance(line, ast.AnnAssign), ast.unparse(line)
        ast.literal_eval(line.value)


def test_a_cell_holds_no_logic(notebook):
    for cell in code_cells(notebook):
        found = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]
        assert found == [], cell.source


def test_a_cell_imports_only_the_library_and_display(notebook):
    for cell in code_cells(notebook):
        for module in imported(cell.source):
            assert module == "IPython.display" or module.split(".")[0] == "clusterlib"


def test_a_sentence_before_each_code_cell_says_what_comes(notebook):
    for before, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
        if cell.cell_type == "code":
            assert before is not None
            assert before.cell_type == "markdown", cell.source
            text = before.source.splitlines()[-1]
            assert re.fullmatch(r"[^。！？]+[。：]", text), text


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def imported(source: str) -> list[str]:
    modules: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules.append(node.module or "")
    return modules
