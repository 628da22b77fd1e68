"""Saving a file whose old copy may be held open by another program; why nothing can be saved."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
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
        with suppress(OSError):
            part.unlink()
        raise refusal(target, error) from error
    cause = OSError()
    for path in (target, *(copy for copy in copies if not copy.exists())):
        try:
            part.replace(path)
        except OSError as error:
            cause = error
        else:
            return path
    part.unlink()
    raise refusal(target, cause) from cause


_FULL = ("磁盘已满，没有写完", "请腾出空间后再来一次")
_CLOSED = ("没有写入的权限", "请换一个可以写入的文件夹，或关闭已打开的文件")
_IN_PLACE = ("这里有一个同名的文件或文件夹", "请移走它，或换一个文件夹")
_LONG = ("文件名或路径太长", "请换一个层次较浅、名称较短的文件夹")
_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _FULL),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), _CLOSED),
    **dict.fromkeys((errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY), _IN_PLACE),
    errno.ENAMETOOLONG: _LONG,
}


def refusal(path: Path, error: OSError) -> InputError:
    """Return what to tell of a file or folder that the system does not let us use, and why."""
    found, remedy = _REASONS.get(
        error.errno or 0, ("不能读写这个文件", "请关闭已打开的文件，或换一个文件夹")
    )
    return InputError(shown_name(path.name or str(path)), found, remedy=remedy)


def shown_name(name: str) -> str:
    """Return a file's name as text, also where its bytes are not in this system's encoding.

    Names that came off a Chinese Windows machine in an archive are often GB18030.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogateescape")
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
        return raw.decode("ascii", "backslashreplace")
    return name
