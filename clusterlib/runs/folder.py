"""What the files of a run are called, and whether the run is whole."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.saving import shown_name

APPLICANTS = "applicants"
NOTEBOOK, REPORT, RECORD = "notebook.ipynb", "report.html", "assessment.json"
APPLICANT_FILES = (NOTEBOOK, REPORT, RECORD)
SUMMARY_CSV, SUMMARY_XLSX, PROBLEMS, INDEX = (
    "summary.csv",
    "summary.xlsx",
    "problems.csv",
    "index.html",
)
MANIFEST = "manifest.json"
RULES = "规则"
"""Copy of the regulation's parameters where a run did not take the shipped ones."""
JOURNAL = "journal.jsonl"
"""There from the first change of a run until its tables are written: the run is not whole."""
LOCK = "run.lock"
PART = ".part"
"""Ending of what is being made, before it is moved into place."""

_UNSAFE = re.compile(r'[<>:"/\\|?*{}%\x00-\x1f\s]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MOST_CHARACTERS, _MOST_BYTES = 60, 180


def slugs_of(applicant_ids: Sequence[str]) -> dict[str, str]:
    """Return a folder name per id that every system can hold, different for different ids.

    Systems differ in what they take for one name: large and small letters, composed and
    decomposed ones. At most 189 bytes, so that there is room for the names of parts.
    """
    plain = {found: _plain(found) for found in applicant_ids}
    taken = Counter(name.casefold() for name in plain.values())
    return {
        found: name
        if name == found and taken[name.casefold()] == 1 and not _RESERVED.fullmatch(name)
        else f"{name}-{sha256(found.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        for found, name in plain.items()
    }


def _plain(applicant_id: str) -> str:
    composed = unicodedata.normalize("NFC", applicant_id)
    name = _UNSAFE.sub("_", composed).strip(" ._")[:_MOST_CHARACTERS]
    name = name.encode("utf-8", "ignore")[:_MOST_BYTES].decode("utf-8", "ignore")
    try:
        os.fsencode(name)
    except UnicodeEncodeError:  # a system that holds no Chinese names
        name = name.encode("ascii", "ignore").decode()
    return name or "_"


def newest(run: Path, name: str) -> Path:
    """Return a table of a run, or the one beside it that was written while it was held open.

    Raises
    ------
    InputError
        If there is none.
    """
    found = [path for path in run.glob(f"{Path(name).stem}*{Path(name).suffix}") if path.is_file()]
    if not found:
        raise InputError(
            shown_name(run.name),
            f"没有 {name}",
            "批量评价的结果文件夹",
            "请先运行 clusterlib batch",
        )
    return max(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


@contextmanager
def whole(run: Path) -> Iterator[None]:
    """Read a run in the block: it is whole before and after, and the same run.

    Raises
    ------
    InputError
        If a run goes on in the folder, went on meanwhile, or was broken off.
    """
    before = _state(run)
    try:
        yield
    finally:
        after = _state(run)
    if before != after:
        raise _not_whole(run)


def _state(run: Path) -> tuple[int, int] | None:
    if (run / JOURNAL).exists():
        raise _not_whole(run)
    with suppress(OSError):
        found = (run / MANIFEST).stat()
        return found.st_mtime_ns, found.st_size
    return None


def _not_whole(run: Path) -> InputError:
    return InputError(
        shown_name(run.name),
        "这一批正在评价，或上次中途停下",
        "做完的一批",
        "请等它完成；已停下的，请再运行一次 clusterlib batch，只做缺的",
    )


def remove_parts(run: Path) -> None:
    """Remove what runs that were broken off have left half made."""
    for folder in (run, run / APPLICANTS):
        with suppress(OSError):
            for part in [path for path in folder.iterdir() if path.name.endswith(PART)]:
                if part.is_dir():
                    shutil.rmtree(part, ignore_errors=True)
                else:
                    with suppress(OSError):
                        part.unlink()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return sha256(path.read_bytes()).hexdigest()
