"""Runs papermill's own tests on the engine: ``python -m tests.trials.papermill_tests FOLDER``.

FOLDER is ``papermill/tests`` of papermill's source distribution, of the version installed
(``pip download --no-deps --no-binary papermill papermill==VERSION``). The tests run twice, on
papermill's own engine and with the engine of this project in its place. It prints how many
were tried and passed, and each one that only one of both passes, with why.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import papermill

FILES = (
    "test_autosave.py",
    "test_cli.py",
    "test_engines.py",
    "test_exceptions.py",
    "test_execute.py",
    "test_inspect.py",
    "test_parameterize.py",
    "test_utils.py",
)
"""Those that run notebooks or ask an engine; the others are about clouds and other languages."""
NO_KERNEL = "looks at what a client of kernels is given; here no kernel starts, nor is awaited"
EXPLAINED = {
    "test_autosave.TestMidCellAutosave.test_end2end_autosave_slow_notebook": (
        "the notebook is saved after each cell, not while one runs"
    ),
    "test_execute.TestNotebookHelpers.test_default_start_timeout": NO_KERNEL,
    "test_execute.TestNotebookHelpers.test_start_timeout": NO_KERNEL,
}
"""Tests that pass on papermill's engine alone, each with what the engine does instead."""
PLUGIN = """
from papermill.engines import papermill_engines
from clusterlib.engine.entry import LazyEngine
papermill_engines.register(None, LazyEngine)
"""


def outcomes(place: Path, *options: str) -> dict[str, str]:
    """Run the tests and return what became of each."""
    report = place / "report.xml"
    files = [f"papermill/tests/{name}" for name in FILES]
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-c", os.devnull, f"--rootdir={place}"),
            *("-p", "no:cacheprovider", "-p", "no:playwright", f"--junitxml={report}"),
            *options,
            *files,
        ],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').removeprefix('papermill.tests.')}.{case.get('name')}"
        kinds = {child.tag for child in case} & {"failure", "error", "skipped"}
        found[name] = kinds.pop() if kinds else "passed"
    return found


def main() -> int:
    """Run both, print the differences, and fail where one has no explanation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory(prefix="papermill-tests-") as name:
        place = Path(name)
        shutil.copytree(Path(papermill.__file__).parent, place / "papermill")
        shutil.copytree(folder, place / "papermill" / "tests", dirs_exist_ok=True)
        (place / "on_our_engine.py").write_text(PLUGIN, encoding="utf-8")
        own = outcomes(place)
        ours = outcomes(place, "-p", "on_our_engine")
    for kind, found in (("papermill's engine", own), ("this engine", ours)):
        passed = sum(outcome == "passed" for outcome in found.values())
        print(f"{kind}: tried {len(found)}, passed {passed}")
    differing = sorted(test for test in own | ours if own.get(test) != ours.get(test))
    for test in differing:
        why = EXPLAINED.get(test, "NOT EXPLAINED")
        print(f"{test}: {own.get(test)} / {ours.get(test)}: {why}")
    return 1 if set(differing) - set(EXPLAINED) else 0


if __name__ == "__main__":
    sys.exit(main())
