"""The landing page of a run（总览）: the cohort notebook, run once, as index.html."""

from __future__ import annotations

from pathlib import Path

from clusterlib.resources import notebooks_folder
from clusterlib.runs.folder import INDEX
from clusterlib.saving import save_beside


def write_overview(run: Path) -> Path:
    """Run the cohort notebook on a finished run and return the path of its page."""
    import papermill
    from papermill.engines import papermill_engines

    from clusterlib.batch.job import literal_path
    from clusterlib.engine.engine import ClusterlibEngine
    from clusterlib.reports.page import page_of_notebook

    papermill_engines.register("clusterlib", ClusterlibEngine)
    notebook = papermill.execute_notebook(
        literal_path(notebooks_folder() / "cohort.ipynb"),
        None,
        parameters={"folder": str(run.resolve())},
        engine_name="clusterlib",
        progress_bar=False,
    )
    return save_beside(run / INDEX, page_of_notebook(notebook).encode())
