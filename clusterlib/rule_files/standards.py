"""Finds standards: one file, or a folder searched by industry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.resources import parameters_beside, regulation_folder
from clusterlib.rule_files.editions import editions_of
from clusterlib.rule_files.standard_yaml import read_standard_yaml
from clusterlib.rules.findings import refuse_errors
from clusterlib.rules.standard import Standard

SUFFIXES = (".yaml", ".yml", ".xlsx")


def read_standard(path: Path | str, parameters: Path | None = None) -> Standard:
    """Return the standard of a file, in its YAML or its Excel form.

    Parameters
    ----------
    path : Path or str
        The file.
    parameters : Path or None
        Folder of the regulation's parameters, whose score sheets it may be made for; the
        workspace's own where left out, else the shipped ones.

    Raises
    ------
    ParameterError
        If the file is no standard, or one whose values make no sense; naming file and line,
        or sheet and cell.
    """
    path = Path(path)
    if not path.exists():
        raise ParameterError(path.name, "没有这个文件或文件夹", "行业标准", "请核对路径")
    if path.suffix.lower() not in SUFFIXES:
        raise ParameterError(
            path.name, "不是标准文件", f"{'、'.join(SUFFIXES)}之一", "请另存为其中一种"
        )
    editions = editions_of(regulation_folder(parameters or parameters_beside(path)))
    if path.suffix.lower() == ".xlsx":
        from clusterlib.rule_files.standard_excel import read_standard_excel

        return refuse_errors(read_standard_excel(path, editions), editions[0].tiers)
    return refuse_errors(read_standard_yaml(path, editions), editions[0].tiers)


def read_standards(path: Path, parameters: Path | None = None) -> tuple[Standard, ...]:
    """Return the standards of a file or of all files of a folder, in sorted order.

    Raises
    ------
    ParameterError
        If a file is faulty, two files name one industry, or nothing is found.
    """
    found: list[Standard] = []
    for file in standard_files(path):
        standard = read_standard(file, parameters)
        check_alone(standard, found)
        found.append(standard)
    return tuple(found)


def standard_files(path: Path) -> tuple[Path, ...]:
    """Return a file, or the standards of a folder in sorted order.

    Raises
    ------
    ParameterError
        If a folder holds none.
    """
    if not path.is_dir():
        return (path,)
    found = tuple(
        file
        for file in sorted(path.iterdir())
        if file.suffix.lower() in SUFFIXES and not file.name.startswith(("~$", "."))
    )
    if not found:
        expected = f"{'、'.join(SUFFIXES)} 文件"
        raise ParameterError(path.name, "文件夹里没有行业标准", expected, "请核对路径")
    return found


def check_alone(standard: Standard, others: Sequence[Standard]) -> None:
    """Check that no other standard of a folder is of the same industry.

    Raises
    ------
    ParameterError
        Naming both files.
    """
    for other in others:
        if {standard.industry, standard.term} & {other.industry, other.term}:
            raise ParameterError(
                standard.file,
                f"与{other.file}同为{standard.term}行业的标准",
                "一个文件夹里每个行业一个文件",
                "请把其中一个移到别的文件夹",
            )
