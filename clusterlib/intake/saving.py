"""Saving a file whose old copy may be held open by another program."""

from __future__ import annotations

from pathlib import Path

from clusterlib.errors import InputError


def save_beside(target: Path, data: bytes) -> Path:
    """Write `data` and return the path really written.

    Excel holds an open workbook against writing; then the new file goes beside the old
    one as ``名称(1).xlsx``, ``名称(2).xlsx`` and so on.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    cause: OSError | None = None
    for path in (target, *(target.with_stem(f"{target.stem}({n})") for n in range(1, 10))):
        if path is not target and path.exists():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            cause = error
        else:
            return path
    raise InputError(
        target.name, "不能写入这个文件", "一个可以写入的文件夹",
        "请关闭已打开的文件，或换一个文件夹",
    ) from cause
