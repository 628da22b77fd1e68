"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a run is asked to do; see ``clusterlib batch --help``."""

    inputs: tuple[Path, ...]
    standard: Path
    out: Path
    panel: Path | None = None
    confirmed: Path | None = None
    year: int | None = None
    on: str | None = None
    readings: dict[str, str] = field(default_factory=dict)
    workers: int | None = None
    engine: str = "clusterlib"
    scheduler: str | None = None
    prune: bool = False
    """Whether to remove what belongs to inputs that are no longer there."""
    only: tuple[str, ...] = ()
    """Ids to run now, all where empty; what failed before and is not among them stays failed."""
