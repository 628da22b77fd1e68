"""The bytes of a file, or why there are none."""

from __future__ import annotations

import stat
from pathlib import Path

from clusterlib.errors import InputError


def content_of(path: Path, largest: int) -> bytes:
    """Return a file's bytes; what it is and its size are looked at before it is opened.

    Raises
    ------
    InputError
        If there is no such file, it is a folder, a pipe or a device, it is too large or empty,
        or it cannot be read.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            is_folder = stat.S_ISDIR(found.st_mode)
            raise InputError(
                path.name,
                "是文件夹" if is_folder else "不是文件，是管道或设备",
                "一个文件",
                "请核对文件名。",
            )
        if found.st_size > largest:
            raise InputError(
                path.name,
                f"文件过大（{found.st_size / 10**6:.0f} MB）",
                f"不超过 {largest / 10**6:.0f} MB",
                "请删去图片、附件和无关的工作表后重试。",
            )
        with path.open("rb") as file:
            content = file.read(found.st_size)  # and no more, where the file is still growing
    except FileNotFoundError as error:
        raise InputError(path.name, "没有这个文件", "", "请核对文件名和所在文件夹。") from error
    except OSError as error:
        raise InputError(
            path.name, f"文件打不开（{error.strerror}）", "", "请关闭正在使用它的程序后重试。"
        ) from error
    if not content:
        raise InputError(path.name, "文件是空的", "有内容的文件", "请重新保存或重新报送。")
    return content
