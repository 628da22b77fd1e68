"""The score sheets that a folder of the regulation holds, one from each day that changes one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from clusterlib.resources import regulation_folder
from clusterlib.rule_files.regulation import read_score_sheets
from clusterlib.rules.scoresheet import Items, Listed, ScoreSheet


def editions_of(folder: Path) -> tuple[ScoreSheet, ...]:
    """Return the score sheets of a folder, the newest first; read again where a file changed.

    Raises
    ------
    ParameterError
        As `clusterlib.rule_files.regulation.read_regulation`.
    """
    files = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))
    return _editions(folder, tuple((file.name, file.stat().st_mtime_ns) for file in files))


def shipped_editions() -> tuple[ScoreSheet, ...]:
    """Return the score sheets that are shipped, the newest first."""
    return editions_of(regulation_folder())


def listed_always(editions: Sequence[ScoreSheet]) -> Listed:
    """Return the items that every one of some score sheets lists."""

    def common(section: int) -> Items:
        first, *others = (sheet.listed[section] for sheet in editions)
        return tuple(item for item in first if all(item in other for other in others))

    return common(0), common(1)


@lru_cache(maxsize=8)
def _editions(folder: Path, state: tuple[tuple[str, int], ...]) -> tuple[ScoreSheet, ...]:
    return read_score_sheets(folder)
