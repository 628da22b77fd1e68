"""The process in which a page's run goes on（批量评价进程）: ``python -m`` this module.

It reads what to do as one JSON line from its input, writes each step as a JSON line, and
stops in good order when its input ends: when the page cancels, and when the page's kernel
dies as well, so that no run goes on that nobody can see.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clusterlib.batch.run import BatchOptions, run_batch
from clusterlib.errors import ClusterlibError

Write = Callable[[dict[str, Any]], None]


def main() -> None:
    """Do one run and report on it."""
    write = _own_output()
    options = options_of(json.loads(sys.stdin.readline()))
    threading.Thread(target=_stop_with_input, daemon=True).start()
    try:
        result = run_batch(options, watch=lambda step: write({"step": asdict(step)}))
    except KeyboardInterrupt:
        write({"end": "cancelled"})
    except ClusterlibError as error:
        facts = [error.where, error.found, error.expected, error.remedy]
        write({"end": "refused", "facts": facts, "trace": traceback.format_exc()})
    except Exception:
        write({"end": "broken", "trace": traceback.format_exc()})
    else:
        write({"end": "done", "failed": result.failed})
    # A thread still waits for input; what it would be told no longer matters.
    os._exit(0)


def options_of(asked: dict[str, Any]) -> BatchOptions:
    """Return the options that a page asked for."""
    return BatchOptions(
        inputs=tuple(Path(path) for path in asked["inputs"]),
        standard=Path(asked["standard"]),
        out=Path(asked["out"]),
        panel=Path(asked["panel"]) if asked.get("panel") else None,
        confirmed=Path(asked["confirmed"]) if asked.get("confirmed") else None,
        on=asked.get("on") or None,
        workers=asked.get("workers"),
        only=tuple(asked.get("only", ())),
    )


def _own_output() -> Write:
    """Return what writes a line to the page; whatever else prints goes to the error stream."""
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def write(message: dict[str, Any]) -> None:
        lines.write(json.dumps(message, ensure_ascii=False) + "\n")
        lines.flush()

    return write


def _stop_with_input() -> None:
    import _thread

    sys.stdin.read()
    _thread.interrupt_main()


if __name__ == "__main__":
    main()
