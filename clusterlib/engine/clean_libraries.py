"""What a notebook may change inside matplotlib and pandas, put back afterwards."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType


@contextmanager
def keep_pandas_options() -> Iterator[None]:
    """Put back every option of pandas that the notebook set."""
    before = dict(_pandas_options())
    try:
        yield
    finally:
        if "pandas" in sys.modules:
            pandas = sys.modules["pandas"]
            defaults = importlib.import_module("pandas._config.config")._registered_options
            for name, value in _pandas_options():
                wanted = before[name] if before else defaults[name].defval
                if value is not wanted and value != wanted:
                    with warnings.catch_warnings(), suppress(pandas.errors.OptionError):
                        warnings.simplefilter("ignore")
                        pandas.set_option(name, wanted)


def _pandas_options() -> list[tuple[str, object]]:
    """Read every option of pandas straight from its table: asking one by one costs 1 ms."""
    if "pandas" not in sys.modules:
        return []
    found: list[tuple[str, object]] = []

    def walk(table: dict[str, object], prefix: str) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{name}.")
            else:
                found.append((prefix + name, value))

    walk(importlib.import_module("pandas._config.config")._global_config, "")
    return found


@contextmanager
def keep_figures() -> Iterator[None]:
    """Put back matplotlib's settings and backend, and close the notebook's figures."""
    matplotlib = sys.modules.get("matplotlib")
    settings = _copy_settings(matplotlib) if matplotlib else None
    backend = _backend(matplotlib) if matplotlib else None
    interactive = matplotlib.is_interactive() if matplotlib else False
    figures = _stash_figures()
    try:
        yield
    finally:
        matplotlib = sys.modules.get("matplotlib")
        if matplotlib is not None:
            _close_figures(figures)
            _put_back_settings(matplotlib, settings)
            matplotlib.interactive(interactive)
            _put_back_backend(matplotlib, backend)


def _copy_settings(matplotlib: ModuleType) -> dict[str, object]:
    # Lists too, such as font.sans-serif: a notebook may insert into them.
    settings = dict(matplotlib.rcParams.copy())
    return {k: list(v) if isinstance(v, list) else v for k, v in settings.items()}


def _stash_figures() -> dict[int, object]:
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is None:
        return {}
    figures = dict(helpers.Gcf.figs)
    helpers.Gcf.figs.clear()
    return figures


def _close_figures(figures: dict[int, object]) -> None:
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is not None:
        helpers.Gcf.destroy_all()
        helpers.Gcf.figs.update(figures)


def _put_back_settings(matplotlib: ModuleType, settings: dict[str, object] | None) -> None:
    wanted = settings if settings is not None else matplotlib.rcParamsOrig
    # Not through rcParams' checks: these values have passed them, and they cost milliseconds.
    dict.update(matplotlib.rcParams, {k: v for k, v in wanted.items() if k != "backend"})


def _backend(matplotlib: ModuleType) -> str | None:
    # Asking rcParams itself would choose and load one.
    backend = dict.__getitem__(matplotlib.rcParams, "backend")
    return backend if isinstance(backend, str) else None


def _put_back_backend(matplotlib: ModuleType, backend: str | None) -> None:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if backend is not None and backend != _backend(matplotlib):
        if pyplot is not None:
            pyplot.switch_backend(backend)
        else:
            matplotlib.rcParams["backend"] = backend
