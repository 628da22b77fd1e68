"""No state of one notebook reaches the next in the same process, nor the process itself."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import signal
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from clusterlib.engine import clean_process
from clusterlib.engine.engine import ClusterlibEngine
from tests.engine.running import run
from tests.engine.states import STATES, STATES_OF


def test_everything_that_is_put_back_has_a_state_that_tries_it() -> None:
    keepers = {name for name in vars(clean_process) if name.lstrip("_").startswith("keep_")}
    assert keepers - {"_keep_time_zone"} == STATES_OF.keys() - {"_keep_time_zone"}
    assert set(STATES_OF.values()) <= STATES.keys()


@pytest.fixture(scope="module", autouse=True)
def _engine() -> None:
    papermill_engines.register("clusterlib", ClusterlibEngine)


def probe() -> dict[str, str]:
    notebook = run("import builtins", *(f"print(repr(({look})))" for _, look in STATES.values()))
    texts = ["".join(o.text for o in cell.outputs) for cell in notebook.cells[1:]]
    return dict(zip(STATES, texts, strict=True))


@pytest.fixture(scope="module")
def probes(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str]]:
    """What a notebook finds before and after one that sets everything."""
    folder = tmp_path_factory.mktemp("beside")
    (folder / "left_beside.py").write_text("x = 1\n", encoding="utf-8")
    sys.left = type("Unset", (), {"get": staticmethod(lambda default: default)})
    before = probe()
    for setting, _ in STATES.values():
        with suppress(PapermillExecutionError):
            run(setting.replace("FOLDER", repr(str(folder))))
    after = probe()
    del sys.left
    return before, after


@pytest.mark.parametrize("name", STATES)
def test_the_next_notebook_finds_nothing_of(
    name: str, probes: tuple[dict[str, str], dict[str, str]]
) -> None:
    before, after = probes
    assert after[name] == before[name]


def test_every_setting_of_this_test_can_be_seen_by_its_own_notebook() -> None:
    """A probe that never changes would prove nothing."""
    unseen = []
    for name, (setting, look) in STATES.items():
        if name in {"module_beside", "context_variable", "last_error", "locale", "hooks"}:
            continue
        if name in {"history", "result_history", "stdout", "changed_builtin"}:
            continue
        look_at_it = f"seen = repr(({look}))"
        show = "import sys; sys.__dict__['seen_by_test'] = seen"
        run(look_at_it, show)
        fresh = sys.__dict__.pop("seen_by_test")
        run(setting, look_at_it, show)
        if sys.__dict__.pop("seen_by_test") == fresh:
            unseen.append(name)
    assert unseen == []


def test_the_process_is_as_it_was() -> None:
    def state() -> tuple[object, ...]:
        return (
            *(os.getcwd(), dict(os.environ), list(sys.path), sys.argv, sys.stdout, sys.stderr),
            *(sys.modules["__main__"], sys.displayhook, sys.excepthook, hasattr(sys, "ps1")),
            *(list(warnings.filters), warnings.showwarning, logging.getLogger().handlers[:]),
            threading.active_count(),
        )

    before = state()
    run("import os; os.environ['LEFT'] = '1'; os.chdir('..')", "print(1)", "get_ipython()")
    assert state() == before


def test_no_shell_and_no_figure_survives_its_notebook() -> None:
    def alive() -> tuple[int, ...]:
        gc.collect()
        names = [type(thing).__name__ for thing in gc.get_objects()]
        return tuple(names.count(name) for name in ("NotebookShell", "InProcessClient", "Figure"))

    run("import matplotlib.pyplot")
    before = alive()
    for _ in range(5):
        run("import matplotlib.pyplot as plt", "figure, axes = plt.subplots()", "1")
    assert alive() == before


def test_objects_do_not_grow_with_the_number_of_notebooks() -> None:
    def objects_after(runs: int) -> int:
        for number in range(runs):
            run(f"x = {number}", "print(x)")
        gc.collect()
        return len(gc.get_objects())

    first = objects_after(5)
    assert objects_after(50) < first + 50 * 10


def test_the_shell_of_a_surrounding_session_is_current_again() -> None:
    from IPython import get_ipython
    from IPython.core.interactiveshell import InteractiveShell

    main = sys.modules["__main__"]
    outer = InteractiveShell.instance()
    atexit.unregister(outer.atexit_operations)
    try:
        run("x = 1")
        assert get_ipython() is outer
        assert InteractiveShell.instance() is outer
    finally:
        outer.history_manager.close()
        InteractiveShell.clear_instance()
        sys.modules["__main__"] = main


def test_a_notebook_may_run_notebooks(tmp_path: Path) -> None:
    inner = tmp_path / "inner.ipynb"
    cells = [new_code_cell("print('inner'); asked = 2"), new_code_cell("asked")]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), inner)
    outer = run(
        "import papermill\nasked = 1",
        f"found = papermill.execute_notebook({str(inner)!r}, None, engine_name='clusterlib', "
        "progress_bar=False)\nprint(found.cells[1].outputs[0].data)",
        "asked",
    )
    assert outer.cells[1].outputs[0].text == "{'text/plain': '2'}\n"
    assert outer.cells[2].outputs[0].data["text/plain"] == "1"


def test_notebooks_of_several_threads_wait_for_one_another() -> None:
    found: dict[int, str] = {}

    def one(number: int) -> None:
        notebook = run(f"print({number})", "import time; time.sleep(0.02)", f"print({number})")
        found[number] = "".join(o.text for cell in notebook.cells for o in cell.outputs)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"{number}\n{number}\n" for number in range(4)}


@pytest.mark.parametrize("limit", [{"execution_timeout": 5}, {"timeout": 5}])
def test_a_limit_per_cell_is_refused_with_what_to_do(limit: dict[str, int]) -> None:
    with pytest.raises(papermill.exceptions.PapermillException, match="time limit per"):
        run("1", **limit)


def test_another_language_is_refused_by_name() -> None:
    kernel = {"name": "ir", "language": "R", "display_name": "R"}
    notebook = new_notebook(cells=[new_code_cell("1")], metadata={"kernelspec": kernel})
    with pytest.raises(papermill.exceptions.PapermillException, match="its language is R"):
        papermill.execute_notebook(notebook, None, engine_name="clusterlib")


def test_nothing_is_written_while_cells_run_and_everything_at_the_end(tmp_path: Path) -> None:
    output = tmp_path / "out.ipynb"
    looking = f"import os; print(os.path.exists({str(output)!r}))"
    source = tmp_path / "in.ipynb"
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    cells = [new_code_cell(looking), new_code_cell(looking)]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), source)
    papermill.execute_notebook(source, output, engine_name="clusterlib", progress_bar=False)
    written = nbformat.read(output, as_version=4)
    assert [cell.outputs[0].text for cell in written.cells] == ["False\n", "False\n"]


def test_ctrl_c_leaves_the_notebook_as_far_as_it_came(tmp_path: Path) -> None:
    source, output = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    cells = [
        new_code_cell("print('done')"),
        new_code_cell("import signal; signal.raise_signal(signal.SIGINT)"),
        new_code_cell("print('never')"),
    ]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), source)
    # Tests that were started in the background ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            papermill.execute_notebook(
                source, output, engine_name="clusterlib", progress_bar=False
            )
    finally:
        signal.signal(signal.SIGINT, before)
    written = nbformat.read(output, as_version=4)
    assert written.cells[0].outputs[0].text == "done\n"
    assert written.cells[1].outputs[0].ename == "KeyboardInterrupt"
    assert written.cells[2].outputs == []


def test_output_can_be_logged_and_written_to_files(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (tmp_path / "out.txt").open("w", encoding="utf-8") as file:
        with caplog.at_level(logging.INFO, logger="papermill"):
            run("print('样县')", log_output=True, stdout_file=file)
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "样县\n"
    assert "样县\n" in caplog.messages
