"""Rules that are read once as long as their files do not change: score sheets and standards."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from clusterlib.resources import parameters_beside, regulation_folder
from clusterlib.rule_files.own_schemes import schemes_beside
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rule_files.standards import read_standards
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.standard import Standard


def score_sheet_on(day: date, parameters: Path | None = None) -> ScoreSheet:
    """Return the score sheet of a day, from a folder of parameters or from the shipped ones."""
    folder = regulation_folder(parameters)
    return _score_sheet(folder, state_of(folder), day)


# A worker reads each file that all applicants share once, as long as it does not change.
State = tuple[tuple[str, int, int], ...]


def state_of(path: Path) -> State:
    """Return names, times of change and sizes of a file, or of a folder's files."""
    files = sorted(path.iterdir()) if path.is_dir() else [path] if path.exists() else []
    found = [(file.name, file.stat()) for file in files]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


@lru_cache(maxsize=32)
def _score_sheet(folder: Path, state: State, day: date) -> ScoreSheet:
    return read_score_sheet(folder, day)


@lru_cache(maxsize=2)
def _read_standards(path: Path, parameters: Path | None, state: State) -> tuple[Standard, ...]:
    return read_standards(path, parameters)


def standards_at(path: Path, parameters: Path | None = None) -> Standard | tuple[Standard, ...]:
    """Return the standard of a file, or those of a folder; `parameters` as in `read_standard`."""
    rules = state_of(regulation_folder(parameters or parameters_beside(path)))
    own = schemes_beside(path if path.is_dir() else path.parent)
    state = (*state_of(path), *rules, *(state_of(own) if own else ()))
    found = _read_standards(path, parameters, state)
    return found if path.is_dir() else found[0]
