"""What a notebook has changed for good, found after it, so that its process can be replaced.

Some things can't be put back, or not with certainty: a thread still runs, a limit was lowered,
a module that was loaded meanwhile has taken a patched function for its own.
"""

from __future__ import annotations

import decimal
import operator
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

PATCHED_WITH_PARTS = ("clusterlib", "json", "datetime", "_pydatetime", "decimal", "_pydecimal")
"""Packages in which no function, class or method may be another than before."""
PATCHED = (
    *("builtins", "collections", "csv", "fractions", "functools", "hashlib", "io", "locale"),
    *("math", "os", "os.path", "pathlib", "pickle", "random", "re", "statistics", "string"),
    *("subprocess", "tempfile", "time", "numpy", "pandas"),
)
"""Modules in which no function or class may be."""

_ABSENT = object()
_left: dict[str, None] = {}


def traces() -> tuple[str, ...]:
    """Return what notebooks have left in this process that it can't be rid of; best empty."""
    return tuple(_left)


@contextmanager
def noted_traces() -> Iterator[None]:
    """Note what the body leaves behind; what can be put back is put back besides."""
    before = {name: look() for name, look in _LOOKS.items()}
    modules, functions = dict(sys.modules), _functions()
    try:
        yield
    finally:
        changed = [name for name, look in _LOOKS.items() if look() != before[name]]
        _left.update(dict.fromkeys(changed))
        if _put_back_modules(modules):
            _left["modules"] = None
        if _put_back_functions(functions):
            _left["functions"] = None


def _put_back_modules(before: dict[str, ModuleType]) -> bool:
    replaced = {
        name: module
        for name, module in before.items()
        if sys.modules.get(name, _ABSENT) is not module and name != "__main__"
    }
    sys.modules.update(replaced)
    return bool(replaced)


def _functions() -> list[tuple[Any, dict[str, Any]]]:
    """Return the modules and classes that are watched, each with what it holds."""
    watched: list[Any] = [sys.modules[name] for name in PATCHED if name in sys.modules]
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] in PATCHED_WITH_PARTS and isinstance(module, ModuleType):
            watched.append(module)
            watched += [
                part
                for part in vars(module).values()
                if isinstance(part, type) and part.__module__ == name
            ]
    return [(owner, dict(vars(owner))) for owner in watched]


def _put_back_functions(before: list[tuple[Any, dict[str, Any]]]) -> bool:
    found = False
    for owner, parts in before:
        now = vars(owner)
        if len(now) == len(parts) and all(map(operator.is_, now.values(), parts.values())):
            continue
        for name, part in parts.items():
            if now.get(name, _ABSENT) is not part and _is_function(part):
                found = True
                with suppress(AttributeError, TypeError):
                    setattr(owner, name, part)
    return found


def _is_function(part: object) -> bool:
    return callable(part) or isinstance(part, staticmethod | classmethod | property)


def _descriptors() -> set[tuple[int, int, int]]:
    """Return the open file descriptors, with what each leads to."""
    found = set()
    for folder in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            for name in os.listdir(folder):
                with suppress(OSError):
                    leads_to = os.fstat(int(name))
                    found.add((int(name), leads_to.st_dev, leads_to.st_ino))
            return found
    return found


def _limits() -> tuple[object, ...]:
    with suppress(ImportError):
        import resource

        kinds = [name for name in dir(resource) if name.startswith("RLIMIT_")]
        return tuple(resource.getrlimit(getattr(resource, name)) for name in kinds)
    return ()


def _priority() -> int:
    return os.nice(0) if hasattr(os, "nice") else 0


def _threads() -> set[int | None]:
    return {thread.ident for thread in threading.enumerate()}


def _children() -> set[str]:
    """Return the processes that this one has started and that go on, where the system tells."""
    found: set[str] = set()
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found.update(path.read_text().split())
    return found


def _decimal_default() -> str:
    return repr(decimal.DefaultContext)


_LOOKS: dict[str, Callable[[], object]] = {
    "descriptors": _descriptors,
    "limits": _limits,
    "priority": _priority,
    "threads": _threads,
    "children": _children,
    "decimal": _decimal_default,
}
