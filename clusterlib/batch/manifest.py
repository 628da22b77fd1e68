"""The manifest of a run（清单）: what went in, what came out, and what a second run may skip.

While a run goes on, every finished applicant is noted in a journal beside the manifest, so
that a run that was killed goes on where it stopped; the journal ends with the run.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from clusterlib.batch.inputs import file_hash

MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
APPLICANT_FILES = ("notebook.ipynb", "report.html", "assessment.json")

_UNSAFE = re.compile(r'[<>:"/\\|?*{}%\x00-\x1f\s]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Done:
    """One finished applicant: what it was made from, and what was made.

    Parameters
    ----------
    slug : str
        Name of its folder.
    key : str
        Hash of all that its files depend on.
    files : dict of name to sha256
        The files as written.
    seconds : float
        How long its notebook ran.
    """

    slug: str
    key: str
    files: dict[str, str]
    seconds: float


def slugs_of(applicant_ids: Sequence[str]) -> dict[str, str]:
    """Return a folder name per id that every system can hold, different for different ids."""
    plain = {found: _UNSAFE.sub("_", found).strip(" ._")[:60] or "_" for found in applicant_ids}
    taken = Counter(name.casefold() for name in plain.values())
    return {
        found: name
        if name == found and taken[name.casefold()] == 1 and not _RESERVED.fullmatch(name)
        else f"{name}-{sha256(found.encode()).hexdigest()[:8]}"
        for found, name in plain.items()
    }


def key_of(facts: Mapping[str, Any]) -> str:
    """Return one hash of all that an applicant's files depend on."""
    return sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def folder_hash(folder: Path, pattern: str) -> str:
    """Return one hash of the files of a folder."""
    hashes = [(path.name, file_hash(path)) for path in sorted(folder.glob(pattern))]
    return sha256(json.dumps(hashes).encode()).hexdigest()


def read_manifest(run: Path) -> dict[str, Any]:
    """Return a run's manifest, empty where the folder holds none."""
    try:
        manifest: dict[str, Any] = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return manifest


def finished(run: Path) -> dict[str, Done]:
    """Return what earlier runs finished, by slug: from the manifest, then from the journal."""
    done = {
        slug: Done(slug, found["key"], found["files"], found["seconds"])
        for slug, found in read_manifest(run).get("applicants", {}).items()
    }
    journal = run / JOURNAL
    if journal.exists():
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                found = Done(**json.loads(line))
            except (json.JSONDecodeError, TypeError):
                continue  # the line that was being written when the run was killed
            done[found.slug] = found
    return done


def is_current(run: Path, done: Done | None, key: str) -> bool:
    """Return whether an applicant's files are there, unchanged, and made from the same facts."""
    if done is None or done.key != key:
        return False
    folder = run / "applicants" / done.slug
    paths = [folder / name for name in APPLICANT_FILES]
    return all(path.is_file() and done.files.get(path.name) == file_hash(path) for path in paths)


def note(run: Path, done: Done) -> None:
    """Note a finished applicant in the journal."""
    with (run / JOURNAL).open("a", encoding="utf-8", newline="\n") as journal:
        journal.write(json.dumps(asdict(done), sort_keys=True, ensure_ascii=False) + "\n")


def write_manifest(run: Path, facts: Mapping[str, Any], done: Mapping[str, Done]) -> None:
    """Write the manifest; `facts` first, then every finished applicant by slug."""
    applicants = {
        slug: {"key": done[slug].key, "files": done[slug].files, "seconds": done[slug].seconds}
        for slug in sorted(done)
    }
    text = json.dumps({**facts, "applicants": applicants}, ensure_ascii=False, indent=1)
    part = run / f"{MANIFEST}.part"
    part.write_text(text + "\n", encoding="utf-8", newline="\n")
    part.replace(run / MANIFEST)
