"""The engine that papermill calls; `clusterlib.engine` says what it promises."""

from __future__ import annotations

import asyncio
import datetime
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager
from papermill.exceptions import PapermillException
from papermill.log import logger

from clusterlib.engine.cell_runner import CellRunner, is_inside_a_cell
from clusterlib.engine.shell import CellRun

LANGUAGE_INFO = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": f"ipython{sys.version_info[0]}",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


class FinalSaveManager(NotebookExecutionManager):
    """Keeps papermill's record of the run, but writes the notebook only when the run breaks off.

    After a run that ends, with or without a failed cell, papermill itself writes the notebook.
    """

    broken_off = False

    def save(self, nb: NotebookNode | None = None) -> None:
        """Write the notebook if the run was broken off."""
        if self.broken_off:
            super().save(nb=nb)


class ClusterlibEngine(Engine):
    """Runs a notebook's cells in this process, in a fresh IPython shell."""

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool | dict[str, Any] = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **kwargs: Any,
    ) -> NotebookNode:
        """Run the notebook and give it with its outputs; papermill calls this.

        Parameters
        ----------
        nb
            The notebook, changed in place.
        kernel_name
            Name of the kernel it asks for; it must be one of Python.
        output_path
            Where to write it if the run is broken off.
        progress_bar
            Whether to show one, or options of tqdm for it.
        log_output
            Whether to log each cell and its outputs.
        autosave_cell_every
            Taken for papermill's sake; notebooks aren't saved while cells run.
        **kwargs
            Options of papermill and of nbclient's `NotebookClient`.
        """
        _refuse_other_languages(nb, kernel_name)
        _refuse_limit_per_cell(kwargs)
        manager = FinalSaveManager(
            nb, output_path=output_path, progress_bar=progress_bar, log_output=log_output
        )
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **kwargs)
        except BaseException:
            manager.broken_off = True
            raise
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the notebook of a manager: the seam papermill gives its engines."""
        kwargs.pop("input_path", None)
        client = InProcessClient(
            nb_man,
            nested=is_inside_a_cell(),
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            **kwargs,
        )
        if _has_running_loop():
            # Called from a cell: that notebook's event loop occupies this thread.
            with ThreadPoolExecutor(max_workers=1) as executor:
                executor.submit(client.execute).result()
        else:
            client.execute()


class InProcessClient(PapermillNotebookClient):
    """papermill's client, fed by a shell in this process instead of a kernel."""

    def __init__(self, nb_man: NotebookExecutionManager, nested: bool, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self._nested = nested

    def execute(self) -> NotebookNode:
        """Run all cells, stopping at the first that fails, and give the notebook."""
        self.reset_execution_trackers()
        with CellRunner(nested=self._nested) as self._runner:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = LANGUAGE_INFO
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: NotebookNode, cell_index: int) -> NotebookNode:
        """Run one cell and put its outputs into it; raise if it failed and wasn't allowed to."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        if self._runner.has_left:
            raise DeadKernelError("Kernel died")
        begin = _timestamp()
        cell.outputs = []
        self.clear_before_next_output = False
        run = self._runner.run(cell.source)
        self.code_cells_executed += 1
        cell.execution_count = run.execution_count
        for message in run.messages:
            self.process_message(message, cell, cell_index)
        if self.record_timing:
            _record_timing(cell, begin)
        if self._runner.interrupted:
            raise KeyboardInterrupt
        self._raise_for(cell, run, tags)
        return cell

    def _raise_for(self, cell: NotebookNode, run: CellRun, tags: list[str]) -> None:
        if run.error is None:
            return
        allowed = not self.force_raise_errors and (
            self.allow_errors
            or run.error["ename"] in self.allow_error_names
            or "raises-exception" in tags
        )
        if not allowed:
            raise CellExecutionError.from_cell_and_msg(cell, run.error)


def _refuse_other_languages(nb: NotebookNode, kernel_name: str) -> None:
    language = nb.metadata.get("kernelspec", {}).get("language", "python")
    if language.lower() != "python":
        raise PapermillException(
            f"kernel {kernel_name!r} - its language is {language}; engine clusterlib runs Python "
            "only. Use papermill's own engine for this notebook."
        )


def _refuse_limit_per_cell(options: dict[str, Any]) -> None:
    if options.get("execution_timeout") or options.get("timeout"):
        raise PapermillException(
            "execution_timeout - given; engine clusterlib runs cells in this process and can't "
            "stop one. Use papermill's own engine, or `clusterlib batch` with its time limit per "
            "notebook."
        )


def _has_running_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _timestamp() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")


def _record_timing(cell: NotebookNode, begin: str) -> None:
    end = _timestamp()
    cell.metadata["execution"] = {
        "iopub.status.busy": begin,
        "iopub.execute_input": begin,
        "iopub.status.idle": end,
        "shell.execute_reply": end,
    }
