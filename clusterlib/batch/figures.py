"""matplotlib's inline figures, led to the shell of the notebook that runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib_inline.config import InlineBackend

from clusterlib.batch.shell import INLINE_BACKEND, NotebookShell


@contextmanager
def connected_figures(shell: NotebookShell) -> Iterator[None]:
    """Show pyplot's figures at the end of each cell of this shell.

    If matplotlib isn't loaded yet, the notebook's import of it does the same by MPLBACKEND.
    """
    _forget_former_shell()
    if "matplotlib.pyplot" in sys.modules:
        shell.enable_matplotlib("inline")
    elif "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = INLINE_BACKEND
    try:
        yield
    finally:
        if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            pyplot.uninstall_repl_displayhook()
        _forget_former_shell()


def _forget_former_shell() -> None:
    # The backend sets up a shell's picture formats only once per process otherwise.
    InlineBackend.clear_instance()
    backend = sys.modules.get("matplotlib_inline.backend_inline")
    if backend is not None:
        backend.configure_inline_support.current_backend = "unset"
        backend.show._to_draw = []
        backend.show._draw_called = False
