"""Where the shipped notebooks, parameters and samples are: in the package, or beside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def notebooks_folder() -> Path:
    """Return the folder of the shipped notebooks."""
    return _shipped("notebooks")


def parameters_folder() -> Path:
    """Return the folder of the regulation's parameters and the example standards."""
    return _shipped("parameters")


def sample_table() -> Path:
    """Return the shipped cohort table of fictional applicants."""
    return _PACKAGE / "samples" / "cohort.csv"


def _shipped(name: str) -> Path:
    """Return a folder that a wheel carries inside the package and a checkout beside it."""
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name!r} is missing: install clusterlib again")
