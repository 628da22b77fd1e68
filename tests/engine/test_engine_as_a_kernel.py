"""What cells meet here as in a kernel, and what is noted of those that change the process."""

from __future__ import annotations

import subprocess
import sys

import pytest
from nbclient.exceptions import DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from clusterlib.engine.engine import ClusterlibEngine
from tests.engine.running import run


@pytest.fixture(scope="module", autouse=True)
def _engine() -> None:
    papermill_engines.register("clusterlib", ClusterlibEngine)


@pytest.mark.parametrize("word", ["exit()", "quit", "exit"])
def test_nothing_runs_after_a_cell_that_says_exit_and_papermill_tells_it(word: str) -> None:
    with pytest.raises(DeadKernelError, match="Kernel died"):
        run(word, "print(1)")
    assert run("print(1)", word).cells[0].outputs[0].text == "1\n"
    assert run("exit(True)", "print(2)").cells[1].outputs[0].text == "2\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_what_forked_children_print_stands_in_order_and_once() -> None:
    notebook = run(
        "import os\nprint('first')\nif (child := os.fork()) == 0:\n"
        "    print('child')\n    os._exit(0)\nos.waitpid(child, 0)\nprint('last')",
        "import multiprocessing\nof = multiprocessing.get_context('fork')\n"
        "one = of.Process(target=print, args=('process',))\none.start(); one.join()\nprint(2)",
    )
    shown = ["".join(output.text for output in cell.outputs) for cell in notebook.cells]
    assert shown == ["first\nchild\nlast\n", "process\n2\n"]


def test_programs_may_be_given_the_streams_of_a_cell() -> None:
    notebook = run(
        "import subprocess, sys\nprint(sys.stdout.fileno() >= 0, sys.stderr.fileno() >= 0)",
        "subprocess.run([sys.executable, '-c', 'print(7)'], stdout=sys.stdout);",
    )
    assert notebook.cells[0].outputs[0].text == "True True\n"
    assert notebook.cells[1].outputs[0].text == "7\n"


@pytest.mark.parametrize("sign", ["\\ud800", "\\udc80", "\\udfff"])
def test_a_lone_surrogate_is_shown_as_one_that_cannot_be_shown(sign: str) -> None:
    notebook = run(f"print('a{sign}b')", f"import sys; sys.stderr.write('{sign}');", f"'{sign}'")
    assert notebook.cells[0].outputs[0].text == "a\ufffdb\n"
    assert notebook.cells[1].outputs[0].text == "\ufffd"
    assert notebook.cells[2].outputs[0].data["text/plain"] == f"'{sign}'"


def test_a_closed_stream_refuses_what_is_printed_as_a_kernels_does() -> None:
    with pytest.raises(PapermillExecutionError, match="I/O operation on closed file"):
        run("import sys; sys.stdout.close(); print(1)")
    assert run("print(1)").cells[0].outputs[0].text == "1\n"


TRACES = {
    "threads": "import threading, time; threading.Thread(target=time.sleep, args=(5,)).start()",
    "descriptors": "import os; left = os.dup(1); left_too = os.open(os.devnull, 0)",
    "functions": "import json; json.loads = int",
    "modules": "import sys, types; sys.modules['fractions'] = types.ModuleType('mine')",
    "limits": "import resource as r; r.setrlimit(r.RLIMIT_CORE, (0, 0))",
    "priority": "import os; os.nice(1)",
    "children": "import subprocess, sys; one = subprocess.Popen(['sleep', '5'])",
    "decimal": "import decimal; decimal.DefaultContext.prec = 27",
}


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux tells of a process")
@pytest.mark.parametrize("kind", TRACES)
def test_what_cannot_be_put_back_is_noted(kind: str) -> None:
    program = (
        "import papermill\nfrom nbformat.v4 import new_code_cell, new_notebook\n"
        "from clusterlib.engine.traces import traces\n"
        "import fractions\n"
        "def run(source):\n"
        "    kernel = {'name': 'python3', 'language': 'python', 'display_name': 'Python 3'}\n"
        "    notebook = new_notebook(cells=[new_code_cell(source)],\n"
        "                            metadata={'kernelspec': kernel})\n"
        "    papermill.execute_notebook(notebook, None, engine_name='clusterlib',\n"
        "                               progress_bar=False)\n"
        "    return traces()\n"
        f"print(run('1 + 1'), {kind!r} in run({TRACES[kind]!r}))\n"
        "import os; os._exit(0) if print(end='', flush=True) is None else None\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.stdout == "() True\n", ended.stderr
