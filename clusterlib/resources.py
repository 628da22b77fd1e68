"""Where the shipped notebooks, parameters and samples lie.

In a checkout (and an editable install) notebooks and parameters stand beside the package,
in a wheel inside it; nobody else needs to know.
"""

from __future__ import annotations

from pathlib import Path

from clusterlib.errors import InputError

_PACKAGE = Path(__file__).resolve().parent
_RULES, _STANDARDS = "规则", "标准"


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
    if {path.name for path in parameters.iterdir()} == {"documents"}:
        return parameters_folder() / "regulation"  # templates of papers alone
    return inside if inside.is_dir() else parameters


def parameters_beside(standard: Path) -> Path | None:
    """Folder 规则 of the workspace: in the current folder, or beside the standards（标准）.

    Parameters
    ----------
    standard : Path
        A standard or a folder of them.

    Returns
    -------
    Path or None
        None where the workspace has no rules of its own, and the shipped ones hold.

    Raises
    ------
    InputError
        If the current folder and that of the standards have each their own.
    """
    place = standard.resolve()
    within = place.is_file() and place.parent.name == _STANDARDS
    beside = place.parent.parent if within else place.parent
    folders = {Path.cwd().resolve(), beside}
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
