"""Runs the commands in this process; samples for them, written once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from clusterlib.cli import main
from clusterlib.samples import SamplePaths, write_samples


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the command line in this process, as a person would type it."""

    def run_command(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["clusterlib", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ended(status, captured.out, captured.err)

    return run_command


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    """Every shipped sample as files."""
    return write_samples(tmp_path_factory.mktemp("样例"))
