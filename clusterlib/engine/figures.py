"""matplotlib's inline figures, led to the shell of the notebook that runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from clusterlib.engine.shell import INLINE_BACKEND, NotebookShell

_INLINE = "matplotlib_inline.backend_inline"


@contextmanager
def connected_figures(shell: NotebookShell) -> Iterator[None]:
    """Show pyplot's figures at the end of each cell of this shell.

    If matplotlib isn't loaded yet, the notebook's import of it does the same by MPLBACKEND.
    """
    _forget_former_shell()
    if "matplotlib.pyplot" in sys.modules or _INLINE in sys.modules:
        _connect(shell)
    elif "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = INLINE_BACKEND
    try:
        yield
    finally:
        if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            # It isn't there if a surrounding session's shell has it.
            with suppress(ValueError):
                pyplot.uninstall_repl_displayhook()
        _forget_former_shell()


def _connect(shell: NotebookShell) -> None:
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    activate_matplotlib(INLINE_BACKEND)
    configure_inline_support(shell, INLINE_BACKEND)


def _forget_former_shell() -> None:
    if (backend := sys.modules.get(_INLINE)) is not None:
        backend.InlineBackend.clear_instance()
        # The backend sets up a shell's picture formats only once per process otherwise.
        backend.configure_inline_support.current_backend = "unset"
        backend.show._to_draw = []
        backend.show._draw_called = False
