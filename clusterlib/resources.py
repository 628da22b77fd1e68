"""Where the shipped notebooks, parameters and samples lie.

In a checkout (and an editable install) notebooks and parameters stand beside the package,
in a wheel inside it; nobody else needs to know.
"""

from __future__ import annotations

from pathlib import Path

from clusterlib.errors import InputError

_PACKAGE = Path(__file__).resolve().parent
_RULES, _STANDARDS = "规则", "标准"
_BESIDES = {"calendar", "documents"}
"""Folders of parameters beside the regulation: a 规则 of these alone leaves it as shipped."""


def notebooks_folder() -> Path:
    """Folder of the shipped notebooks."""
    return _shipped("notebooks")


def parameters_folder() -> Path:
    """Folder of the regulation and the example standards as data."""
    return _shipped("parameters")


def regulation_folder(parameters: Path | None = None) -> Path:
    """Folder of the regulation's files: the shipped one, or that of a folder of parameters.

    Parameters
    ----------
    parameters : Path or None
        A copy of the shipped parameters, or of their ``regulation`` alone.

    Raises
    ------
    InputError
        If there is no such folder.
    """
    if parameters is None:
        return parameters_folder() / "regulation"
    if not parameters.is_dir():
        raise InputError(
            f"规则文件夹 {parameters.name}", "没有这个文件夹", "规则文件所在的文件夹", "请核对路径"
        )
    inside = parameters / "regulation"
    held = {path.name for path in parameters.iterdir() if not path.name.startswith(".")}
    if held and held <= _BESIDES:
        return parameters_folder() / "regulation"
    return inside if inside.is_dir() else parameters


def parameters_in_force(named: Path | None, *places: Path | str | None) -> Path | None:
    """Folder of the parameters that hold: the one named, else the workspace's own 规则.

    Parameters
    ----------
    named : Path or None
        What a command was told.
    places : Path, str or None
        What lies in the workspace: standards, the register's folder. A URL names no folder.

    Returns
    -------
    Path or None
        None where the shipped ones hold.

    Raises
    ------
    InputError
        As `parameters_beside`.
    """
    folders = (Path(place) for place in places if place and "://" not in str(place))
    return named or parameters_beside(*folders)


def parameters_beside(*places: Path) -> Path | None:
    """Folder 规则 of the workspace: in the current folder, or beside what lies in it.

    Parameters
    ----------
    places : Path
        Standards（标准）, one or a folder of them; the folder of the register（台账）.

    Returns
    -------
    Path or None
        None where the workspace has no rules of its own, and the shipped ones hold.

    Raises
    ------
    InputError
        If the current folder and that of a place have each their own.
    """
    folders = {Path.cwd().resolve(), *map(_workspace_of, places)}
    found = sorted(folder / _RULES for folder in folders if (folder / _RULES).is_dir())
    if len(found) > 1:
        names = "、".join(f"{one.parent.name}/{_RULES}" for one in found)
        raise InputError(
            "规则", f"有两个规则文件夹：{names}", "一个", "请用 --parameters 写明用哪一个"
        )
    return found[0] if found else None


def sample_table() -> Path:
    """Cohort table of fictional applicants, for trying things without own figures."""
    return _existing(_PACKAGE / "samples" / "cohort.csv")


def _workspace_of(path: Path) -> Path:
    place = path.resolve()
    within = place.is_file() and place.parent.name == _STANDARDS
    return place.parent.parent if within else place.parent


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
