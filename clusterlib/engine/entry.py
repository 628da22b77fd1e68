"""What papermill loads for ``--engine clusterlib``: the engine, imported when it is first used.

papermill loads the engines of all packages while it is itself being imported, so the module
of the engine, which builds on papermill's own, cannot be loaded then.
"""

from __future__ import annotations

from typing import Any


class LazyEngine:
    """Hands papermill's calls on to `clusterlib.engine.engine.ClusterlibEngine`."""

    @classmethod
    def execute_notebook(cls, *arguments: Any, **options: Any) -> Any:
        """Run a notebook."""
        return _engine().execute_notebook(*arguments, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the kernel that a notebook names."""
        return _engine().nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the language that a notebook names."""
        return _engine().nb_language(nb, language)


def _engine() -> Any:
    from clusterlib.engine.engine import ClusterlibEngine

    return ClusterlibEngine
