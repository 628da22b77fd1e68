"""The private folder of one session（本次收到的申报表）: what is uploaded stays in it.

The folder has a random name, can be entered by this account only, and goes when the
session ends; what a killed session left is removed by the next one. Nothing is served from
it: what a visitor takes out is sent by the page itself.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from clusterlib.dashboards.page.result_keys import PRIVATE_VARIABLE
from clusterlib.dashboards.uploads.locks import try_lock
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.file_names import safe_file_name
from clusterlib.sheets.files import WORKBOOKS

LARGEST_UPLOAD = 20 * 10**6
"""Bytes of one workbook; a county's has less than a fiftieth of it."""
LARGEST_SESSION = 400 * 10**6
MOST_UPLOADS = 500

_PREFIX = "clusterlib_intake_"
_LOCK = "session.lock"
_JUST_MADE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a file on its way: which upload, the file's name and size, where it belongs."""

    upload: str
    name: str
    size: int
    at: int
    data: bytes


class Session:
    """The uploads of one page.

    Attributes
    ----------
    folder : Path or None
        The private folder, None before the first upload.
    """

    def __init__(self, parent: Path | None = None) -> None:
        private = os.environ.get(PRIVATE_VARIABLE)
        self._parent = parent or Path(private or tempfile.gettempdir())
        self._arriving: dict[str, tuple[Path, int, int]] = {}
        self._count = 0
        self._total = 0
        self.folder: Path | None = None

    def take(self, part: Chunk) -> tuple[int, Path | None]:
        """Add a part of a file.

        Returns
        -------
        have : int
            Bytes that are there; where the next part begins.
        path : Path or None
            The whole file once it is complete.

        Raises
        ------
        InputError
            If the file is of another kind, too large, or too much has been sent already.
        """
        path, have, size = self._arriving.get(part.upload) or self._begin(part)
        if part.at != have:  # sent again after a lost connection
            return have, None
        have += len(part.data)
        if have > size:
            self._give_up(part.upload)
            raise _too_large(part.name)
        with path.open("ab") as file:
            file.write(part.data)
        self._arriving[part.upload] = (path, have, size)
        if have < size:
            return have, None
        del self._arriving[part.upload]
        whole = path.with_name(safe_file_name(part.name, WORKBOOKS))
        path.replace(whole)
        return have, whole

    def receive(
        self,
        request: Mapping[str, Any],
        take: Callable[[Path], object],
        words: Callable[[ClusterlibError], str] = str,
    ) -> dict[str, Any]:
        """Add the part that a page has sent; `take` is handed the whole file once it is there.

        Returns
        -------
        dict
            The trait ``upload``: which, how many bytes are there, whether whole, what is wrong.
        """
        part = Chunk(
            str(request["upload"]),
            str(request["name"]),
            int(request["size"]),
            int(request["at"]),
            bytes(request["data"]),
        )
        told = {"upload": part.upload, "name": part.name, "error": ""}
        try:
            have, whole = self.take(part)
        except InputError as error:
            return {"upload": {**told, "have": 0, "whole": False, "error": words(error)}}
        if whole is not None:
            take(whole)
        return {"upload": {**told, "have": have, "whole": whole is not None}}

    def remove(self, path: Path) -> None:
        """Remove an upload."""
        if self.folder is not None and path.is_relative_to(self.folder):
            self._total -= path.stat().st_size if path.exists() else 0
            shutil.rmtree(path.parent, ignore_errors=True)

    def place(self, name: str) -> Path:
        """Return a path in the private folder for something the page makes itself."""
        folder = self._own_folder() / "made"
        folder.mkdir(exist_ok=True)
        return folder / name

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        if self.folder is not None:
            self._end()
            self.folder = None

    def _begin(self, part: Chunk) -> tuple[Path, int, int]:
        _check(part)
        if self._count >= MOST_UPLOADS or self._total + part.size > LARGEST_SESSION:
            raise InputError(
                part.name,
                "本次收到的申报表太多",
                f"至多{MOST_UPLOADS}份、合计{LARGEST_SESSION // 10**6}MB",
                "请先评价已收到的，再重新打开本页收其余的",
            )
        self._count += 1
        folder = self._own_folder() / f"{self._count:04d}"
        folder.mkdir()
        # The whole size counts from the first part on: many files may be filled at a time.
        self._total += part.size
        self._arriving[part.upload] = (folder / "arriving.part", 0, part.size)
        return self._arriving[part.upload]

    def _give_up(self, upload: str) -> None:
        path, _, size = self._arriving.pop(upload)
        self._total -= size
        shutil.rmtree(path.parent, ignore_errors=True)

    def _own_folder(self) -> Path:
        if self.folder is None:
            remove_left_over(self._parent)
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._parent))
            lock = (self.folder / _LOCK).open("ab")
            try_lock(lock)
            # Runs at the end of the process too.
            self._end = weakref.finalize(self, _end, lock, self.folder)
        return self.folder


def remove_left_over(parent: Path) -> None:
    """Remove the folders of sessions whose process is gone."""
    for folder in parent.glob(f"{_PREFIX}*"):
        try:
            if time.time() - folder.stat().st_mtime < _JUST_MADE_SECONDS:
                continue
            with (folder / _LOCK).open("rb+") as lock:
                is_over = try_lock(lock)
        except OSError:  # just removed, or another account's
            continue
        if is_over:
            shutil.rmtree(folder, ignore_errors=True)


def _end(lock: IO[bytes], folder: Path) -> None:
    lock.close()
    shutil.rmtree(folder, ignore_errors=True)


def _check(part: Chunk) -> None:
    ending = Path(part.name).suffix.lower()
    if ending not in WORKBOOKS:
        raise InputError(
            part.name,
            f"不是申报工作簿（{ending or '没有扩展名'}）",
            "、".join(WORKBOOKS),
            "请用模板填报，保存为 .xlsx 后再拖入",
        )
    if part.size > LARGEST_UPLOAD:
        raise _too_large(part.name)
    if part.size <= 0:
        raise InputError(part.name, "文件是空的", "填好的申报表", "请核对文件")


def _too_large(name: str) -> InputError:
    return InputError(
        name,
        f"文件超过{LARGEST_UPLOAD // 10**6}MB，没有收下",
        "一份申报表通常不到1MB",
        "请删去图片、附件后再拖入",
    )
