"""Keys by which one run's folder can be opened in the browser（打开结果）.

A page makes a key for a run and puts it in its links. The key is random, stands for one
folder, and ends with the server: nobody can open a result whose key they were not given.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

PRIVATE_VARIABLE = "CLUSTERLIB_SERVER_PRIVATE"
"""Environment variable by which the server tells its kernels of a folder that ends with it."""
FOLDER = "results"

_KEY = re.compile(r"[0-9a-f]{32}")
_FILES = re.compile(
    r"index\.html|summary(\(\d\))?\.(xlsx|csv)|problems(\(\d\))?\.csv|manifest\.json"
    r"|applicants/[^/\\]+/report\.html"
)


def key_for(run: Path) -> str:
    """Return a new key for a run; blank where no server runs that could use it."""
    private = os.environ.get(PRIVATE_VARIABLE)
    if not private:
        return ""
    key = secrets.token_hex(16)
    folder = Path(private) / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / key).write_text(str(run.resolve()), encoding="utf-8")
    return key


def file_for(key: str, name: str, private: Path) -> Path | None:
    """Return the file of the run that a key stands for, None where it may not be opened.

    Only what a run writes for readers can be opened, and only inside the run's folder.
    """
    grant = private / FOLDER / key
    if not _KEY.fullmatch(key) or not _FILES.fullmatch(name) or not grant.is_file():
        return None
    run = Path(grant.read_text(encoding="utf-8"))
    path = (run / name).resolve()
    return path if path.is_relative_to(run) and path.is_file() else None
