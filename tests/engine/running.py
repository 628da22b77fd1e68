"""Runs cells by the engine."""

from __future__ import annotations

from typing import Any

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_notebook


def run(*sources: str, tag: str = "", **options: Any) -> nbformat.NotebookNode:
    cells = [new_code_cell(source, metadata={"tags": [tag] if tag else []}) for source in sources]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    return papermill.execute_notebook(
        notebook, None, engine_name="clusterlib", progress_bar=False, **options
    )
