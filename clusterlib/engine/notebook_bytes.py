"""The same notebook run twice, or by either engine, as the same bytes.

A run leaves random and passing things in a notebook: ids of injected cells, times, paths, the
number of a process in a file name, the moments at which a stream was flushed. Without them, a
notebook depends on nothing but its input.
"""

from __future__ import annotations

import copy
import re
from itertools import groupby

import nbformat
from nbformat import NotebookNode

# What warnings and tracebacks call a cell's source: a temporary path with the process's number.
_CELL_FOLDER = r"(?:[A-Za-z]:)?[\\/](?:[^\n\"'<>|:*?]*[\\/])?(?:ipykernel|clusterlib)_\d+[\\/]"
_CELL_SOURCE = re.compile(_CELL_FOLDER + r"\d+\.py")
_CELL_SOURCE_IN_ERROR = re.compile(r"\(\d+\.py, line")
_STREAMS = ("stdout", "stderr")
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_LANGUAGE_INFO = {"name": "python", "pygments_lexer": "ipython3", "file_extension": ".py"}


def strip_run_metadata(notebook: NotebookNode) -> NotebookNode:
    """Give a copy of a run notebook without what differs from run to run.

    Parameters
    ----------
    notebook
        A notebook run by either engine, finished or failed. It isn't changed.

    Returns
    -------
    NotebookNode
        Cell ids by position; no papermill or timing metadata, no state of widgets; one output
        per stream between two displays, stdout first; cells' sources named ``<cell>`` in
        warnings and syntax errors. Parameters stay in the injected cell.
    """
    stripped = copy.deepcopy(notebook)
    for name in ("papermill", "widgets"):
        stripped.metadata.pop(name, None)
    if "language_info" in stripped.metadata:
        stripped.metadata["language_info"] = NotebookNode(_LANGUAGE_INFO)
    for number, cell in enumerate(stripped.cells):
        cell["id"] = f"cell-{number:04d}"
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if cell.cell_type == "code":
            cell.outputs = _strip_outputs(cell.outputs)
    stripped.nbformat, stripped.nbformat_minor = 4, 5
    return stripped


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Give a run notebook as the bytes to compare, hash or keep.

    Parameters
    ----------
    notebook
        A notebook run by either engine; see `strip_run_metadata` for what is left out.
    """
    return nbformat.writes(strip_run_metadata(notebook)).encode("utf-8") + b"\n"


def _strip_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
    stripped: list[NotebookNode] = []
    for is_stream, group in groupby(outputs, key=lambda o: o.output_type == "stream"):
        some = list(group)
        stripped += _merge_streams(some) if is_stream else [_strip_output(o) for o in some]
    return stripped


def _merge_streams(streams: list[NotebookNode]) -> list[NotebookNode]:
    texts = {name: "".join(s.text for s in streams if s.name == name) for name in _STREAMS}
    return [
        nbformat.v4.new_output("stream", name=name, text=_CELL_SOURCE.sub("<cell>", text))
        for name, text in texts.items()
        if text
    ]


def _strip_output(output: NotebookNode) -> NotebookNode:
    if output.output_type == "error":
        output.evalue = _name_sources(output.evalue)
        output.traceback = [_name_sources(line) for line in output.traceback]
    else:
        output.data.pop(_WIDGET_VIEW, None)
    return output


def _name_sources(text: str) -> str:
    return _CELL_SOURCE.sub("<cell>", _CELL_SOURCE_IN_ERROR.sub("(<cell>, line", text))
