"""What is in a folder（文件夹里有什么）: every file is read, or skipped with the reason told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from clusterlib.errors import InputError

MARKED, LISTED = "（标注）", "（问题清单）"
"""What the names of a marked copy and of a list beside a workbook end with."""

READ = (".xlsx", ".xlsm", ".xls")
_SAVE_AS = "这种表格读不了：请用 Excel 或 WPS 打开，另存为 .xlsx 后放入，不必重填"
_NO_WORKBOOK = "不是申报表；申报数据请填在申报表（.xlsx）里"
_REASONS = {
    **dict.fromkeys((".xlsb", ".ods", ".et", ".ett", ".numbers", ".xlt", ".xltx"), _SAVE_AS),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), "压缩包没有打开：请解压后放入"),
    **dict.fromkeys((".csv", ".parquet"), "汇总表不是一家的申报表；要评分请单独写出它的文件名"),
}
_OF_CHECK = re.compile(rf"(?:{MARKED}|{LISTED})(?:\([0-9]\))?$")
_LIST_FIRST = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?name=\"([^\"]*)\"")
_LARGEST_BOOK = 10**6


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file that was named or lies in a folder.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        How it is told: its path below the folder named, or its own name.
    skipped : str
        Why it is not read, blank where it is to be read.
    """

    path: Path
    name: str
    skipped: str = ""


def contents_of(paths: Sequence[Path]) -> tuple[FoundFile, ...]:
    """Return every file that is named, and every file below every folder that is named.

    Folders are walked to any depth, hidden ones and links to folders are told and not
    entered. A file that is named itself is read whatever it is, so that its reader says why
    it refuses; only what `check` itself has written is skipped there too.

    Raises
    ------
    InputError
        If a path does not exist.
    """
    if absent := [path.name for path in paths if not path.exists()]:
        raise InputError(
            "、".join(absent), "没有这个文件或文件夹", "已有的文件", "请核对文件名和所在文件夹"
        )
    found: dict[Path, FoundFile] = {}
    for path in paths:
        below = _below(path) if path.is_dir() else [FoundFile(path, path.name, _own(path))]
        for file in below:
            found.setdefault(file.path.absolute(), file)
    return tuple(found.values())


def _below(folder: Path) -> Iterator[FoundFile]:
    """Yield the files below a folder, in the order of their names."""

    def told(path: Path, reason: str) -> FoundFile:
        return FoundFile(path, path.relative_to(folder).as_posix(), reason)

    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        here = Path(place)
        for name in sorted(folders):
            if reason := _not_entered(here / name):
                folders.remove(name)
                yield told(here / name, reason)
        folders.sort()
        for name in sorted(files):
            yield told(here / name, _reason(here / name))
    for error in closed:
        yield told(Path(error.filename), "文件夹打不开，没有进入")


def _not_entered(folder: Path) -> str:
    if folder.name.startswith(".") or folder.name == "__MACOSX":
        return "隐藏文件夹，没有进入"
    return "指向别处的链接，没有进入" if folder.is_symlink() else ""


def _reason(path: Path) -> str:
    """Return why a file in a folder is not read, blank where it is."""
    if path.name.startswith("~$"):
        return "打开文件时留下的临时文件"
    if path.name.startswith("."):
        return "隐藏文件"
    if not path.is_file():
        return "不是普通文件"
    ending = path.suffix.lower()
    return _own(path) if ending in READ else _REASONS.get(ending, _NO_WORKBOOK)


def _own(path: Path) -> str:
    """Return why a file that `check` has written is not read, blank for any other.

    A workbook that only has such a name is read, unless the one that it marks lies beside.
    """
    found = _OF_CHECK.search(path.stem)
    if found is None:
        return ""
    is_beside = any(
        path.with_name(f"{path.stem[: found.start()]}{ending}").exists() for ending in ("", *READ)
    )
    if not is_beside and not _begins_with_list(path):
        return ""
    return "检查时写出的副本，不再检查；县里若在上面改了数，请改名后放入"


def _begins_with_list(path: Path) -> bool:
    """Return whether the first sheet of an .xlsx is the list of problems."""
    try:
        with ZipFile(path) as archive:
            part = archive.getinfo("xl/workbook.xml")
            content = archive.read(part) if part.file_size <= _LARGEST_BOOK else b""
    except (BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return False
    first = _LIST_FIRST.search(content)
    return bool(first and first[1].decode("utf-8", "replace").startswith("问题清单"))
