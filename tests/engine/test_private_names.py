"""Names of other packages that the engine leans on without their promise to keep them."""

from __future__ import annotations

import ast
import inspect
import logging
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from IPython.core.autocall import ExitAutocall
from IPython.core.compilerop import CachingCompiler
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import _pylab_helpers
from matplotlib_inline import backend_inline
from nbclient import NotebookClient
from nbformat.v4 import new_notebook
from pandas._config import config as pandas_config
from papermill.clientwrap import PapermillNotebookClient
from traitlets.config import SingletonConfigurable

import clusterlib.engine
from clusterlib.engine.clean_process import clean_process
from clusterlib.engine.shell import NotebookShell, notebook_shell

ROOM = Path(clusterlib.engine.__file__).parent


def fresh_shell() -> NotebookShell:
    with clean_process(), notebook_shell() as shell:
        return shell


def reset_client() -> NotebookClient:
    client = NotebookClient(new_notebook())
    client.reset_execution_trackers()
    return client


OF_THE_CLASS: list[tuple[Any, str]] = [
    (InteractiveShell, "_showtraceback"),
    (DisplayPublisher, "_validate_data"),
    (SingletonConfigurable, "_walk_mro"),
    (SingletonConfigurable, "_instance"),
    (logging.Manager, "_clear_cache"),
    (_pylab_helpers.Gcf, "figs"),
    (_pylab_helpers.Gcf, "destroy_all"),
    (backend_inline.show, "_to_draw"),
    (backend_inline.show, "_draw_called"),
    (NotebookClient, "process_message"),
    (NotebookClient, "reset_execution_trackers"),
    (NotebookClient, "set_widgets_metadata"),
    (PapermillNotebookClient, "papermill_execute_cells"),
    (pandas_config, "_registered_options"),
    (pandas_config, "_global_config"),
]
OF_ONE: list[tuple[Any, str]] = [
    (CachingCompiler, "_filename_map"),
    (lambda: fresh_shell().displayhook, "_is_active"),
    (ExitAutocall, "_ip"),
    (reset_client, "code_cells_executed"),
]


def missing(owner: Any, name: str) -> str:
    return (
        f"{owner!r} has no {name} any more, and the notebook engine leans on it: bound the "
        "package from above in pyproject.toml, or mend clusterlib/engine"
    )


@pytest.mark.parametrize(("owner", "name"), OF_THE_CLASS, ids=[name for _, name in OF_THE_CLASS])
def test_a_private_name_of_a_class_or_module_is_still_there(owner: Any, name: str) -> None:
    assert hasattr(owner, name), missing(owner, name)


@pytest.mark.parametrize(("make", "name"), OF_ONE, ids=[name for _, name in OF_ONE])
def test_a_private_name_of_an_instance_is_still_there(make: Any, name: str) -> None:
    one = make()
    assert hasattr(one, name), missing(type(one), name)


def test_the_settings_of_matplotlib_are_a_dict_underneath() -> None:
    assert isinstance(matplotlib.rcParams, dict), missing(matplotlib, "rcParams as a dict")
    assert dict.__getitem__(matplotlib.rcParams, "font.size") == matplotlib.rcParams["font.size"]


def test_the_inline_backend_is_set_up_again_when_its_name_is_forgotten() -> None:
    source = Path(backend_inline.__file__).read_text(encoding="utf-8")
    assert "configure_inline_support.current_backend" in source


def test_nbclient_still_asks_whether_to_clear_before_the_next_output() -> None:
    source = inspect.getsource(NotebookClient)
    assert "self.clear_before_next_output" in source, missing(
        NotebookClient, "clear_before_next_output"
    )


def test_no_private_name_is_leant_on_that_is_not_listed() -> None:
    own: set[str] = set()
    used: set[str] = set()
    for module in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
                is_own = isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
                (own if is_own else used).add(node.attr)
    foreign = {name for name in used - own if not name.startswith("__")}
    listed = {name for _, name in (*OF_THE_CLASS, *OF_ONE)}
    assert foreign <= listed
    told = clusterlib.engine.__doc__ or ""
    assert [name for name in sorted(foreign) if name not in told] == []
