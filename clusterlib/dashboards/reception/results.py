"""The run of a page and what comes of it（评价结果）: folder, addresses, packages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from clusterlib.dashboards.page.result_keys import key_for
from clusterlib.dashboards.reception.desk import Desk, Received, Rules
from clusterlib.dashboards.reception.package import Sendable
from clusterlib.dashboards.reception.run import Asked, RunWatch
from clusterlib.dashboards.reception.state import RunSeen
from clusterlib.errors import InputError
from clusterlib.problems import Problem

FOLDER = "评价结果"
"""Folder of the working folder in which the runs of the page lie."""


class Results:
    """The run of one page: one folder, so that a later start does only what is missing.

    Attributes
    ----------
    watch : RunWatch
        The run and where it stands.
    out : Path or None
        Its folder, None before the first start.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.watch = RunWatch()
        self.out: Path | None = None
        self._key = ""

    @property
    def name(self) -> str:
        """The folder as the page names it, blank before the first start."""
        return f"{FOLDER}/{self.out.name}" if self.out else ""

    @property
    def stamp(self) -> str:
        """When the run was first started, as its folder says."""
        return self.out.name if self.out else ""

    def start(self, rules: Rules, only: tuple[str, ...] = ()) -> None:
        """Start the run on all workbooks of the desk; with `only`, try these again.

        Raises
        ------
        InputError
            If there is no workbook, or a run goes on already.
        """
        self.watch.start(self._asked(rules), only)

    def seen(self) -> RunSeen:
        """Return the run as it stands."""
        watch = self.watch
        return RunSeen(
            watch.state, watch.error, watch.steps(), watch.elapsed(), self.name, self.address
        )

    def address(self, name: str) -> str:
        """Return the address of a file of the run, blank where it cannot be opened."""
        is_there = self.out is not None and (self.out / "index.html").exists()
        return f"results/{self._key}/{name}" if self._key and is_there else ""

    def sendable(self, problems_of: Callable[[Received], tuple[Problem, ...]]) -> list[Sendable]:
        """Return what goes into the package of each applicant that has a result."""
        found = []
        for step in self.watch.steps():
            if step.status in ("done", "kept") and self.out is not None:
                received = self._desk.with_id(step.applicant_id)
                found.append(
                    Sendable(
                        step.name,
                        step.applicant_id,
                        self.out / "applicants" / step.slug / "report.html",
                        received.path if received else None,
                        problems_of(received) if received else (),
                    )
                )
        return found

    def _asked(self, rules: Rules) -> Asked:
        desk = self._desk
        if not desk.received:
            raise InputError("批量评价", "还没有收到申报表", "", "请先放入申报表")
        confirmed = desk.confirmed.path
        return Asked(
            tuple(found.path for found in desk.received),
            rules.standard,
            rules.panel,
            confirmed if confirmed.exists() else None,
            self._folder(),
            rules.on.isoformat(),
            f"{len(desk.received)}份申报表",
        )

    def _folder(self) -> Path:
        if self.out is None:
            parent = self._desk.work / FOLDER
            parent.mkdir(parents=True, exist_ok=True)
            self.out = _new_folder(parent, datetime.now().strftime("%Y-%m-%d %H%M%S"))
            self._key = key_for(self.out)
        return self.out


def _new_folder(parent: Path, name: str) -> Path:
    """Make a folder that nobody else has, numbered where the name is taken."""
    number, folder = 1, parent / name
    while True:
        try:
            folder.mkdir()
            return folder
        except FileExistsError:
            number += 1
            folder = parent / f"{name} ({number})"
