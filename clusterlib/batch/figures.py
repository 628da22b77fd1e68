"""matplotlib's inline figures, led to the shell of the notebook that runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from clusterlib.batch.shell import INLINE_BACKEND, NotebookShell

_INLINE = "matplotlib_inline.backend_inline"


@contextmanager
def connected_figures(shell: NotebookShell) -> Iterator[None]:
    """Show pyplot's figures at the end of each cell of this shell.

    If matplotlib isn't loaded yet, the notebook's import of it does the same by MPLBACKEND.
    """
    _forget_former_shell()
    if "matplotlib.pyplot" in sys.modules or _INLINE in sys.modules:
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
    if (backend := sys.modules.get(_INLINE)) is not None:
        backend.InlineBackend.clear_instance()
        # The backend sets up a shell's picture formats only once per process otherwise.
        backend.configure_inline_support.current_backend = "unset"
        backend.show._to_draw = []
        backend.show._draw_called = False
