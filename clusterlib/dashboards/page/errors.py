"""An error as a page shows it: what happened, what to do, and a code for the log.

Callbacks of widgets have no cell in which a trace could appear; without this module
their errors vanish. The full trace goes to the server's log under the same code.
"""

from __future__ import annotations

import logging
import os
import secrets
from dataclasses import dataclass

from clusterlib.errors import ClusterlibError

LOG_VARIABLE = "CLUSTERLIB_SERVER_LOG"
"""Environment variable by which the server tells its kernels where the log is."""


@dataclass(frozen=True, slots=True)
class ErrorShown:
    """An error for the reader of a page（错误码）.

    Parameters
    ----------
    code : str
        Code under which the log holds the trace.
    text : str
        What happened and what to do, in Chinese, without the code.
    """

    code: str
    text: str

    def __str__(self) -> str:
        """Return text and code in one line."""
        return f"{self.text}（错误码 {self.code}）"


def new_code() -> str:
    """Return a fresh code, such as ``E-4F0A91``."""
    return f"E-{secrets.token_hex(3).upper()}"


def record(error: BaseException) -> ErrorShown:
    """Write the trace of an error to the log and return what the page shows."""
    code = new_code()
    page_log().error("%s %s", code, error, exc_info=error)
    return ErrorShown(code, _sentence(error))


def page_log() -> logging.Logger:
    """Return the log of the pages; in a kernel it appends to the server's log file."""
    log = logging.getLogger("clusterlib.dashboards")
    path = os.environ.get(LOG_VARIABLE)
    if path and not log.handlers:
        log.addHandler(log_file(path))
        log.propagate = False
    return log


def log_file(path: str) -> logging.Handler:
    """Return a handler that appends to the server's log file."""
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    return handler


def _sentence(error: BaseException) -> str:
    if isinstance(error, ClusterlibError):
        expected = f"；应为：{error.expected}" if error.expected else ""
        remedy = f"。{error.remedy}" if error.remedy else ""
        return f"{error.where}：{error.found}{expected}{remedy}".rstrip("。") + "。"
    if isinstance(error, PermissionError):
        return f"文件打不开：{_file_name(error)}可能正被 Excel 占用。请关闭后再试。"
    if isinstance(error, OSError):
        return f"文件读写失败：{_file_name(error)}。请检查文件夹后再试。"
    return "程序出错，这一步没有完成，此前的改动都在。请再试一次；仍不行请把错误码告诉维护人员。"


def _file_name(error: OSError) -> str:
    return os.path.basename(str(error.filename)) if error.filename else "文件"
