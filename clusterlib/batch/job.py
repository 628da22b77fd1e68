"""One notebook run: the scoring notebook, for one applicant, by papermill.

A job is a plain value and its function knows nothing of where it runs: in this process, in
a warm worker, or on another machine that sees the same folders.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterlib.errors import BatchError, ClusterlibError
from clusterlib.runs.folder import (
    APPLICANT_FILES,
    APPLICANTS,
    NOTEBOOK,
    PART,
    REPORT,
    file_hash,
)
from clusterlib.runs.manifest import KEY_IN_NOTEBOOK, Done
from clusterlib.saving import shown_name

PATHS = ("source", "standard", "panel", "confirmed", "parameters")
"""Parameters of the notebook that are paths."""
ENGINES = {"clusterlib": "clusterlib", "kernel": None}
"""Our engine, and papermill's own, which starts a kernel."""


@dataclass(frozen=True, slots=True)
class Job:
    """One applicant's notebook run.

    Parameters
    ----------
    notebook : str
        Path of the notebook to run.
    parameters : tuple of (str, str or int)
        Its parameters but for ``out``; paths absolute.
    run : str
        Folder of the run.
    slug : str
        Name of the applicant's folder below ``applicants``.
    key : str
        Hash of all that the result depends on.
    engine : {"clusterlib", "kernel"}
        Who runs the cells; the bytes are the same.
    """

    notebook: str
    parameters: tuple[tuple[str, str | int], ...]
    run: str
    slug: str
    key: str
    engine: str

    @property
    def applicant_id(self) -> str:
        """Whose run it is."""
        return str(dict(self.parameters)["applicant_id"])


def parameters_of(notebook: Path) -> set[str]:
    """Return the names that a notebook's cell of parameters gives a value."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "".join(
        "".join(cell["source"])
        for cell in cells
        if "parameters" in cell["metadata"].get("tags", [])
    )
    return {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def run_notebook(job: Job) -> Done:
    """Run the notebook and put its three files in the applicant's folder at once.

    Raises
    ------
    BatchError
        If a cell fails; the notebook up to that cell stays in the folder.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from clusterlib.engine.engine import ClusterlibEngine

    papermill_engines.register("clusterlib", ClusterlibEngine)
    started = time.perf_counter()
    folder = Path(job.run) / APPLICANTS / job.slug
    part = folder.with_name(f".{job.slug}.{os.getpid()}{PART}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        given = dict(job.parameters)
        with _connection_of(job.engine) as connection, _readable(str(given["source"])) as source:
            notebook = papermill.execute_notebook(
                literal_path(Path(job.notebook)),
                literal_path(part / NOTEBOOK),
                parameters={**given, "source": source, "out": str(part)},
                engine_name=ENGINES[job.engine],
                kernel_name="python3",
                progress_bar=False,
                **connection,
            )
    except PapermillExecutionError as error:
        broken = nbformat.read(part / NOTEBOOK, as_version=4)
        _finish(broken, job, part, folder, with_report=False)
        raise _in_words(error) from error
    except DeadKernelError as error:
        raise BatchError("评价", "笔记本中途退出（exit），没有做完") from error
    _finish(notebook, job, part, folder, with_report=True)
    files = {name: file_hash(folder / name) for name in sorted(APPLICANT_FILES)}
    return Done(job.slug, job.key, files, round(time.perf_counter() - started, 3))


@contextmanager
def _readable(source: str) -> Iterator[str]:
    """Give a path that a notebook can hold: by a link, where a name is in no known encoding."""
    if source == source.encode("utf-8", "ignore").decode():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="clusterlib_") as folder:
        link = Path(folder) / shown_name(Path(source).name)
        link.symlink_to(source)
        yield str(link)


@contextmanager
def _connection_of(engine: str) -> Iterator[dict[str, Any]]:
    """Let a kernel be reached by files of this account where the system has such.

    Kernels that start at one moment may be given the same TCP port, and one of them ends.
    """
    if ENGINES[engine] or sys.platform == "win32":
        yield {}
        return
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="clusterlib_") as folder:
        settings = {"transport": "ipc", "connection_file": str(Path(folder) / "kernel.json")}
        yield {"config": Config(KernelManager=settings)}


def _finish(notebook: Any, job: Job, part: Path, folder: Path, *, with_report: bool) -> None:
    """Strip what differs from run to run, make the report, move the folder into place."""
    from clusterlib.engine.notebook_bytes import notebook_bytes
    from clusterlib.reports.page import page_of_notebook

    _make_paths_relative(notebook, job, folder)
    notebook.metadata[KEY_IN_NOTEBOOK] = {"key": job.key}
    (part / NOTEBOOK).write_bytes(notebook_bytes(notebook))
    if with_report:
        page = page_of_notebook(notebook)
        (part / REPORT).write_text(page, encoding="utf-8", newline="\n")
    # Two renamings rather than a removal first: nobody looks into an empty place for long.
    former = folder.with_name(f".{job.slug}.{os.getpid()}.old{PART}")
    with suppress(FileNotFoundError):
        folder.replace(former)
    part.replace(folder)
    if former.is_dir():
        shutil.rmtree(former, ignore_errors=True)
    else:
        former.unlink(missing_ok=True)


def _in_words(error: Any) -> BatchError:
    """Return what a failed cell tells: our own errors speak for themselves."""
    if error.ename in {kind.__name__ for kind in ClusterlibError.__subclasses__()}:
        return BatchError("评价", error.evalue.rstrip("。"))
    return BatchError(
        "评价",
        f"笔记本第 {error.exec_count} 个单元出错：{error.ename}：{error.evalue}",
        remedy=f"出错的笔记本已留在结果文件夹中（{NOTEBOOK}）",
    )


def _make_paths_relative(notebook: Any, job: Job, folder: Path) -> None:
    """Name files from the notebook's own folder, so that a run opened later runs again there."""
    from papermill.translators import translate_parameters

    parameters = {
        name: _relative(str(value), folder) if name in PATHS and value else value
        for name, value in job.parameters
    }
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = translate_parameters(
                "python3", "python", {**parameters, "out": "."}, "Parameters"
            )


def _relative(path: str, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path


def literal_path(path: Path) -> str:
    """Return a path that papermill, which formats paths as templates, leaves as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")
