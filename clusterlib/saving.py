"""Saving a file whose old copy may be held open by another program."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from clusterlib.errors import InputError

MOST_COPIES = 9


def save_beside(target: Path, data: bytes | Iterable[bytes]) -> Path:
    """Write `data` and return the path really written.

    Excel holds an open workbook against writing; then the new file goes beside the old
    one as ``名称(1).xlsx``, ``名称(2).xlsx`` and so on. A reader never sees half a file:
    it is written under another name first.

    Parameters
    ----------
    target : Path
        Where to write; its folder is made if need be.
    data : bytes or iterable of bytes
        The content, or its parts in order.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    copies = (target.with_stem(f"{target.stem}({n})") for n in range(1, MOST_COPIES + 1))
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
    except OSError as error:
        raise _refused(target) from error
    cause: OSError | None = None
    for path in (target, *(copy for copy in copies if not copy.exists())):
        try:
            part.replace(path)
        except OSError as error:
            cause = error
        else:
            return path
    part.unlink()
    raise _refused(target) from cause


def _refused(target: Path) -> InputError:
    return InputError(
        target.name,
        "不能写入这个文件",
        "一个可以写入的文件夹",
        "请关闭已打开的文件，或换一个文件夹",
    )
