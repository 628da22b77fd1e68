"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clusterlib.panel.case import PanelCase
from clusterlib.resources import parameters_beside


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a run is asked to do; see ``clusterlib batch --help``."""

    inputs: tuple[Path, ...]
    standard: Path
    out: Path
    panel: Path | None = None
    panels: Mapping[str, PanelCase] | None = None
    """Cases whose consolidated points are taken（专家评分）, None for what `panel` alone says."""
    confirmed: Path | None = None
    year: int | None = None
    on: str | None = None
    readings: dict[str, str] = field(default_factory=dict)
    workers: int | None = None
    engine: str = "clusterlib"
    scheduler: str | None = None
    store: str = ""
    """Folder or URL of the register; the workspace's own 台账 where blank, if there is one."""
    parameters: Path | None = None
    """Folder of the regulation's parameters; see `rules`."""
    prune: bool = False
    """Whether to remove what belongs to inputs that are no longer there."""
    only: tuple[str, ...] = ()
    """Ids to run now, all where empty; what failed before and is not among them stays failed."""

    @property
    def rules(self) -> Path | None:
        """Folder of the rules: the one named, the workspace's own 规则; None for the shipped."""
        return self.parameters or parameters_beside(self.standard)
