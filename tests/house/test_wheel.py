"""An installed wheel brings along what a checkout has beside the package."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Folder with the contents of a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


@pytest.mark.parametrize("folder", ["notebooks", "parameters"])
def test_a_wheel_holds_the_shipped_folders_whole(installed, folder):
    names = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.*")}
    kept = {name for name in names if ".ipynb_checkpoints" not in name.parts}
    brought = {path.relative_to(installed / "clusterlib")
               for path in (installed / "clusterlib" / folder).rglob("*.*")}  # fmt: skip
    assert brought == kept


def test_a_wheel_finds_its_rules_samples_and_fonts(installed, tmp_path):
    script = """
import clusterlib
from clusterlib import resources
from clusterlib.reports import fonts
for path in (resources.notebooks_folder(), resources.parameters_folder(),
             resources.sample_table(), fonts.font_file()):
    assert path.is_relative_to(clusterlib.__path__[0]), path
"""
    run(installed, tmp_path, "-c", script)


def test_a_wheel_checks_its_own_standards(installed, tmp_path):
    folder = str(installed / "clusterlib" / "parameters" / "standards")
    start = "from clusterlib.cli import main; main()"
    run(installed, tmp_path, "-c", start, "standards", "check", folder)


def run(installed: Path, folder: Path, *arguments: str) -> None:
    # The wheel's contents come before the checkout on the path of imports.
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
