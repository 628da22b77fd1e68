"""Everything a notebook may change in the process that runs it, put back afterwards.

`clean_process` is one context manager made of small ones, each for one kind of state. Libraries
that aren't loaded yet cost nothing. What can't be put back is named in `clusterlib.engine`.
"""

from __future__ import annotations

import asyncio
import builtins
import gc
import itertools
import locale
import logging
import os
import random
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from clusterlib.engine.clean_libraries import keep_figures, keep_pandas_options
from clusterlib.engine.traces import noted_traces

# Attributes of sys that notebooks, IPython or libraries replace.
SYS_NAMES = (
    *("argv", "path", "meta_path", "path_hooks", "stdin", "stdout", "stderr"),
    *("displayhook", "excepthook", "unraisablehook", "breakpointhook", "tracebacklimit"),
    *("dont_write_bytecode", "pycache_prefix"),
    *("ps1", "ps2", "ps3", "last_type", "last_value", "last_traceback", "last_exc"),
)
SYS_LIMITS: tuple[tuple[Callable[[], Any], Callable[[Any], object]], ...] = (
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (sys.getswitchinterval, sys.setswitchinterval),
    (sys.gettrace, sys.settrace),
    (sys.getprofile, sys.setprofile),
    (sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    (sys.get_asyncgen_hooks, lambda hooks: sys.set_asyncgen_hooks(*hooks)),
    (sys.get_coroutine_origin_tracking_depth, sys.set_coroutine_origin_tracking_depth),
)
RUNS_PER_FULL_COLLECTION = 50
_runs = itertools.count(1)
_ABSENT = object()


@contextmanager
def clean_process() -> Iterator[None]:
    """Run the body as if in a new process: afterwards the process is as it was before.

    Loaded modules stay loaded, except those that were found beside the notebook.
    """
    with ExitStack() as stack:
        stack.enter_context(noted_traces())
        stack.enter_context(_collect_garbage())
        stack.enter_context(warnings.catch_warnings())
        _warn_as_python_does()
        for keep in (
            *(_keep_collector, _keep_time_zone),
            *(_keep_directory, _keep_environment, _keep_modules, _keep_sys, _keep_builtins),
            *(_keep_logging, _keep_signals, _keep_locale, _keep_umask, _keep_random),
            *(_keep_threading, _keep_sockets, _keep_event_loop_policy),
            *(keep_pandas_options, keep_figures),
        ):
            stack.enter_context(keep())
        # A kernel finds modules in its working directory and has no options of ours.
        sys.path.insert(_position_of_installed(), "")
        sys.argv = [""]
        yield


def _warn_as_python_does() -> None:
    """Set the filters Python starts with and those of loaded libraries; print in the cell."""
    of_libraries = [f for f in warnings.filters if _is_of_a_library(f)]
    warnings.resetwarnings()
    warnings.filters[:] = of_libraries  # type: ignore[index]
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__", append=True)
    for ignored in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", ignored, append=True)
    warnings.showwarning = _print_warning


def _is_of_a_library(entry: tuple[Any, ...]) -> bool:
    _, message, category, module, _ = entry
    if message is not None or category.__module__ != "builtins":
        return True
    return module not in {None, "__main__"}


def _print_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning in the cell's stderr, whatever this process does with its own."""
    text = warnings.formatwarning(message, category, filename, lineno, line)
    (file or sys.stderr).write(text)


def _position_of_installed() -> int:
    """Give the place in sys.path before installed packages and after the standard library."""
    folders = [os.path.basename(entry) for entry in sys.path]
    places = [i for i, name in enumerate(folders) if name in {"site-packages", "dist-packages"}]
    return places[0] if places else 0


@contextmanager
def _collect_garbage() -> Iterator[None]:
    """Free what the notebook leaves in reference cycles, so that its finalizers run now."""
    # What was there before isn't looked through each time: that would cost 20 ms and more.
    freeze = gc.get_freeze_count() == 0 and next(_runs) % RUNS_PER_FULL_COLLECTION != 0
    if freeze:
        gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        if freeze:
            gc.unfreeze()


@contextmanager
def _keep_collector() -> Iterator[None]:
    enabled, callbacks = gc.isenabled(), list(gc.callbacks)
    thresholds, debug = gc.get_threshold(), gc.get_debug()
    try:
        yield
    finally:
        gc.enable() if enabled else gc.disable()
        gc.callbacks[:] = callbacks
        gc.set_threshold(*thresholds)
        gc.set_debug(debug)


@contextmanager
def _keep_time_zone() -> Iterator[None]:
    before = time.tzname, time.timezone
    try:
        yield
    finally:
        # The environment is put back by now.
        if (time.tzname, time.timezone) != before and hasattr(time, "tzset"):
            time.tzset()


@contextmanager
def _keep_directory() -> Iterator[None]:
    before = os.getcwd()
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _keep_environment() -> Iterator[None]:
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        for name, value in before.items():
            if os.environ.get(name) != value:
                os.environ[name] = value


@contextmanager
def _keep_modules() -> Iterator[None]:
    """Put back `__main__` and forget modules that only this notebook's own paths lead to."""
    before, main = set(sys.modules), sys.modules.get("__main__")
    roots = tuple(os.path.join(os.path.abspath(entry), "") for entry in sys.path if entry)
    try:
        yield
    finally:
        if main is not None:
            sys.modules["__main__"] = main
        for name in set(sys.modules) - before:
            if not _is_found_below(sys.modules[name], roots):
                del sys.modules[name]


def _is_found_below(module: ModuleType | None, roots: tuple[str, ...]) -> bool:
    origin = getattr(module, "__file__", None)
    if not isinstance(origin, str) or not Path(origin).is_absolute():
        return module is not None
    return os.path.abspath(origin).startswith(roots)


@contextmanager
def _keep_sys() -> Iterator[None]:
    before: dict[str, Any] = {name: getattr(sys, name, _ABSENT) for name in SYS_NAMES}
    lists = {name: list(value) for name, value in before.items() if isinstance(value, list)}
    limits = [(read, put_back, read()) for read, put_back in SYS_LIMITS]
    importers = set(sys.path_importer_cache)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is not _ABSENT:
                setattr(sys, name, value)
            elif hasattr(sys, name):
                delattr(sys, name)
        for name, items in lists.items():
            before[name][:] = items
        for read, put_back, value in limits:
            # A running profiler can't be set again by what Python gives for it.
            if read() is not value:
                put_back(value)
        for entry in set(sys.path_importer_cache) - importers:
            del sys.path_importer_cache[entry]


@contextmanager
def _keep_builtins() -> Iterator[None]:
    before = dict(vars(builtins))
    try:
        yield
    finally:
        for name in set(vars(builtins)) - set(before):
            delattr(builtins, name)
        vars(builtins).update(before)


@contextmanager
def _keep_logging() -> Iterator[None]:
    root = logging.getLogger()
    loggers = {name: _logger_state(logger) for name, logger in _loggers()}
    level, disabled = root.level, root.manager.disable
    try:
        yield
    finally:
        root.setLevel(level)
        root.manager.disable = disabled
        for name, logger in _loggers():
            kept = [h for h in logger.handlers if isinstance(h, logging.NullHandler)]
            state = loggers.get(name, (logging.NOTSET, kept, [], True, False))
            if _logger_state(logger) != state:
                new_level, handlers, filters, logger.propagate, logger.disabled = state
                logger.setLevel(new_level)
                logger.handlers[:], logger.filters[:] = handlers, filters


def _loggers() -> list[tuple[str, logging.Logger]]:
    known = tuple(logging.getLogger().manager.loggerDict.items())
    return [(name, found) for name, found in known if isinstance(found, logging.Logger)]


def _logger_state(logger: logging.Logger) -> tuple[int, list[Any], list[Any], bool, bool]:
    handlers, filters = list(logger.handlers), list(logger.filters)
    return logger.level, handlers, filters, logger.propagate, logger.disabled


@contextmanager
def _keep_signals() -> Iterator[None]:
    # Only the main thread may set handlers; timers and blocked signals any thread may.
    is_main = threading.current_thread() is threading.main_thread()
    numbers = signal.valid_signals() if is_main else set()
    before = {number: signal.getsignal(number) for number in numbers}
    can_block, can_time = hasattr(signal, "pthread_sigmask"), hasattr(signal, "getitimer")
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ()) if can_block else set()
    timers = (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF) if can_time else ()
    idle = [timer for timer in timers if signal.getitimer(timer) == (0.0, 0.0)]
    try:
        yield
    finally:
        for timer in idle:
            signal.setitimer(timer, 0)
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for number, handler in before.items():
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)


@contextmanager
def _keep_threading() -> Iterator[None]:
    hook, trace, profile = threading.excepthook, threading.gettrace(), threading.getprofile()
    stack = threading.stack_size()
    try:
        yield
    finally:
        threading.excepthook = hook
        threading.settrace(trace)
        threading.setprofile(profile)
        threading.stack_size(stack)


@contextmanager
def _keep_sockets() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


@contextmanager
def _keep_event_loop_policy() -> Iterator[None]:
    before = asyncio.get_event_loop_policy()
    try:
        yield
    finally:
        asyncio.set_event_loop_policy(before)


@contextmanager
def _keep_locale() -> Iterator[None]:
    before = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        if locale.setlocale(locale.LC_ALL) != before:
            locale.setlocale(locale.LC_ALL, before)


@contextmanager
def _keep_umask() -> Iterator[None]:
    before = os.umask(0o077)
    os.umask(before)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _keep_random() -> Iterator[None]:
    """Give the notebook random numbers of its own, as a new process would have."""
    numpy_random = sys.modules.get("numpy.random")
    state = random.getstate()
    numpy_state = numpy_random.get_state() if numpy_random else None
    random.seed()
    if numpy_random:
        numpy_random.seed()
    try:
        yield
    finally:
        random.setstate(state)
        if numpy_random:
            numpy_random.set_state(numpy_state)
