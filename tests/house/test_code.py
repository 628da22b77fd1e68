"""The code keeps the order of the house: layers, style, types, size, a quick start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "clusterlib"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = "IPython matplotlib pandas papermill openpyxl voila distributed"


def test_rooms_import_downward_only_and_the_pure_ones_touch_nothing(tmp_path):
    status = lint_imports(
        config_filename=str(ROOT / "pyproject.toml"), cache_dir=str(tmp_path), no_logo=True
    )
    assert status == EXIT_STATUS_SUCCESS, "the lines above name the import"


def test_ruff_finds_nothing():
    assert run("-m", "ruff", "check", "--output-format", "concise", str(ROOT)) == ""


def test_ruff_would_format_nothing_otherwise():
    assert "would reformat" not in run("-m", "ruff", "format", "--check", str(ROOT))


def test_what_is_imported_is_declared_and_nothing_else():
    assert "DEP0" not in run("-m", "deptry", str(PACKAGE), "--no-ansi")


def test_mypy_finds_nothing():
    assert run("-m", "mypy", "--no-error-summary") == ""


def test_a_module_can_be_read_in_one_sitting():
    lines = {
        m.relative_to(PACKAGE): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES
    }
    assert [f"{path}: {count}" for path, count in lines.items() if count > 350] == []


def test_no_module_is_named_after_nothing():
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [m for m in MODULES if empty_names & {m.stem, *m.relative_to(ROOT).parts}] == []


def test_the_commands_start_without_the_heavy_libraries():
    script = (
        "import sys, clusterlib.cli;"
        f"print(*(name for name in '{HEAVY}'.split() if name in sys.modules))"
    )
    assert run("-c", script).strip() == ""


def run(*arguments: str) -> str:
    """What a Python process in the checkout says, on either stream."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"},
        check=False,
    )
    return done.stdout.replace("All checks passed!\n", "")
