"""The bytes of a file, or why there are none."""

from __future__ import annotations

from pathlib import Path

from clusterlib.errors import InputError


def content_of(path: Path, largest: int) -> bytes:
    """Return a file's bytes; its size is looked at before it is opened."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise InputError(
                path.name,
                f"文件过大（{size / 10**6:.0f} MB）",
                f"不超过 {largest / 10**6:.0f} MB",
                "请删去图片、附件和无关的工作表后重试。",
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(path.name, "没有这个文件", "", "请核对文件名和所在文件夹。") from error
    except OSError as error:
        raise InputError(
            path.name, f"文件打不开（{error.strerror}）", "", "请关闭正在使用它的程序后重试。"
        ) from error
    if not content:
        raise InputError(path.name, "文件是空的", "有内容的文件", "请重新保存或重新报送。")
    return content
