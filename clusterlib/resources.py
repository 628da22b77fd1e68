"""Where the shipped notebooks, parameters and samples lie.

In a checkout (and an editable install) notebooks and parameters stand beside the package,
in a wheel inside it; nobody else needs to know.
"""

from __future__ import annotations

from pathlib import Path

from clusterlib.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


def notebooks_folder() -> Path:
    """Folder of the shipped notebooks."""
    return _shipped("notebooks")


def parameters_folder() -> Path:
    """Folder of the regulation and the example standards as data."""
    return _shipped("parameters")


def sample_table() -> Path:
    """Cohort table of fictional applicants, for trying things without own figures."""
    return _existing(_PACKAGE / "samples" / "cohort.csv")


def _shipped(name: str) -> Path:
    inside, beside = _PACKAGE / name, _PACKAGE.parent / name
    return inside if inside.is_dir() else _existing(beside)


def _existing(path: Path) -> Path:
    if path.exists():
        return path
    raise InputError(
        f"clusterlib {path.name}",
        "安装不完整，缺少随附文件",
        f"随附文件“{path.name}”",
        "请重新安装 clusterlib",
    )
