"""The manifest of a run（清单）: what went in, what came out, and what a second run may skip.

While a run goes on, every finished applicant is noted in a journal beside the manifest, so
that a run that was killed goes on where it stopped; the journal ends with the run. A manifest
that cannot be read is made anew from what lies beside each applicant's report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from clusterlib.runs.folder import (
    APPLICANT_FILES,
    APPLICANTS,
    JOURNAL,
    MANIFEST,
    NOTEBOOK,
    PART,
    RECORD,
    file_hash,
)

FORMAT = "clusterlib run 1"
KEY_IN_NOTEBOOK = "clusterlib"
"""Under this name a report's notebook carries, in its metadata, the key that it was made from."""


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
        How long its notebook ran; 0 where that is not known any more.
    """

    slug: str
    key: str
    files: dict[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What earlier runs have left in a folder.

    Parameters
    ----------
    day, on : str
        Day of the run and day whose rules apply, ISO; blank where nothing was left.
    done : dict of slug to Done
        Who is finished.
    mended : bool
        Whether the manifest was damaged or lost and this comes from the reports.
    """

    day: str = ""
    on: str = ""
    done: dict[str, Done] = field(default_factory=dict)
    mended: bool = False


def read_kept(run: Path) -> Kept:
    """Return what earlier runs have left: the manifest, or else the reports, and the journal."""
    try:
        kept = _from_manifest(json.loads((run / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        kept = _from_reports(run)
    return Kept(kept.day, kept.on, kept.done | dict(_from_journal(run)), kept.mended)


def key_of(facts: Mapping[str, Any]) -> str:
    """Return one hash of all that an applicant's files depend on."""
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def is_current(run: Path, done: Done | None, key: str) -> bool:
    """Return whether an applicant's files are there, unchanged, and made from the same facts."""
    if done is None or done.key != key:
        return False
    folder = run / APPLICANTS / done.slug
    return all(done.files.get(name) == _hash_of(folder / name) for name in APPLICANT_FILES)


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
    text = json.dumps(
        {"format": FORMAT, **facts, "applicants": applicants}, ensure_ascii=False, indent=1
    )
    part = run / f"{MANIFEST}{PART}"
    part.write_text(text + "\n", encoding="utf-8", newline="\n")
    part.replace(run / MANIFEST)


def leftovers(run: Path, slugs: set[str]) -> list[Path]:
    """Return the folders of applicants that belong to nobody in `slugs`, by name."""
    found = run / APPLICANTS
    return (
        sorted(path for path in found.iterdir() if path.name not in slugs)
        if found.is_dir()
        else []
    )


def _from_manifest(found: Any) -> Kept:
    """Return a manifest's facts; one of another kind or shape raises."""
    day, on = (date.fromisoformat(found[name]).isoformat() for name in ("day", "on"))
    done = {slug: _done({"slug": slug, **about}) for slug, about in found["applicants"].items()}
    return Kept(day, on, done)


def _from_reports(run: Path) -> Kept:
    days: list[tuple[str, str]] = []
    done = {}
    for path in sorted(run.glob(f"{APPLICANTS}/*/{RECORD}")):
        folder = path.parent
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            notebook = json.loads((folder / NOTEBOOK).read_text(encoding="utf-8"))
            days.append(
                (
                    date.fromisoformat(record["provenance"]["day"]).isoformat(),
                    date.fromisoformat(record["on"]).isoformat(),
                )
            )
            key = notebook["metadata"][KEY_IN_NOTEBOOK]["key"]
            files = {name: file_hash(folder / name) for name in sorted(APPLICANT_FILES)}
            done[folder.name] = _done(
                {"slug": folder.name, "key": key, "files": files, "seconds": 0.0}
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
    is_lost = (run / MANIFEST).exists() or bool(done)
    return Kept(*(min(days) if days else ("", "")), done, is_lost)


def _from_journal(run: Path) -> Iterator[tuple[str, Done]]:
    try:
        lines = (run / JOURNAL).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            done = _done(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue  # the line that was being written when the run was killed
        yield done.slug, done


def _done(found: Mapping[str, Any]) -> Done:
    done = Done(**found)
    files = done.files.items() if isinstance(done.files, dict) else [(0, 0)]
    texts = (done.slug, done.key, *(text for pair in files for text in pair))
    if not all(isinstance(text, str) for text in texts) or Path(done.slug).name != done.slug:
        raise TypeError(done.slug)
    return Done(done.slug, done.key, done.files, float(done.seconds))


def _hash_of(path: Path) -> str:
    try:
        return file_hash(path)
    except OSError:
        return ""
