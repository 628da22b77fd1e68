"""What is left out of a run notebook so that equal inputs give equal bytes."""

from __future__ import annotations

import copy

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from clusterlib.engine.notebook_bytes import notebook_bytes, strip_run_metadata


def notebook_with(*outputs: NotebookNode) -> NotebookNode:
    cell = new_code_cell("x", outputs=list(outputs), execution_count=1)
    return new_notebook(cells=[cell])


def stream(name: str, text: str) -> NotebookNode:
    return new_output("stream", name=name, text=text)


def test_random_ids_times_and_paths_make_no_difference() -> None:
    one, two = notebook_with(), notebook_with()
    one.metadata["papermill"] = {"input_path": "a", "duration": 1.0}
    one.cells[0].metadata["papermill"] = {"duration": 0.1}
    one.cells[0].metadata["execution"] = {"iopub.status.busy": "2031-01-01T00:00:00Z"}
    assert one.cells[0].id != two.cells[0].id
    assert notebook_bytes(one) == notebook_bytes(two)


def test_the_given_notebook_is_not_changed() -> None:
    given = notebook_with(stream("stdout", "a"), stream("stdout", "b"))
    given.metadata["papermill"] = {"duration": 1.0}
    before = copy.deepcopy(given)
    strip_run_metadata(given)
    assert given == before


def test_moments_of_flushing_make_no_difference() -> None:
    parts = notebook_with(stream("stdout", "a"), stream("stderr", "!"), stream("stdout", "b"))
    whole = notebook_with(stream("stdout", "ab"), stream("stderr", "!"))
    assert notebook_bytes(parts) == notebook_bytes(whole)


def test_what_was_printed_before_and_after_a_display_stays_apart() -> None:
    shown = new_output("display_data", data={"text/plain": "x"})
    given = notebook_with(stream("stdout", "a"), shown, stream("stdout", "b"))
    kinds = [output.output_type for output in strip_run_metadata(given).cells[0].outputs]
    assert kinds == ["stream", "display_data", "stream"]


@pytest.mark.parametrize(
    "path",
    [
        "/tmp/ipykernel_4242/123456.py",
        "/tmp/clusterlib_7/99.py",
        "C:\\Users\\样 名\\AppData\\Local\\Temp\\ipykernel_4242\\123456.py",
    ],
)
def test_a_cell_in_a_warning_is_called_cell_whatever_process_ran_it(path: str) -> None:
    given = notebook_with(stream("stderr", f"{path}:3: UserWarning: careful\n"))
    text = strip_run_metadata(given).cells[0].outputs[0].text
    assert text == "<cell>:3: UserWarning: careful\n"


def test_a_cell_in_a_syntax_error_is_called_cell() -> None:
    error = new_output(
        "error",
        ename="SyntaxError",
        evalue="invalid syntax (123456.py, line 1)",
        traceback=["SyntaxError: invalid syntax (123456.py, line 1)"],
    )
    stripped = strip_run_metadata(notebook_with(error)).cells[0].outputs[0]
    assert stripped.evalue == "invalid syntax (<cell>, line 1)"
    assert stripped.traceback == ["SyntaxError: invalid syntax (<cell>, line 1)"]


def test_other_text_stays_as_it_is() -> None:
    text = "见 /home/样县/data.py:3 与 (report.py, line 2)\n"
    given = notebook_with(stream("stdout", text))
    assert strip_run_metadata(given).cells[0].outputs[0].text == text


def test_the_bytes_are_a_valid_notebook() -> None:
    written = notebook_bytes(notebook_with(stream("stdout", "样县\n")))
    assert "样县".encode() in written
    nbformat.validate(nbformat.reads(written.decode("utf-8"), as_version=4))
