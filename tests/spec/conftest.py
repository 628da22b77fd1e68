"""Runs the commands in this process on small files, and reads back what they wrote."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from clusterlib.cli import main
from tests.spec.files import a_standard

DAY = "2026-01-01"


@dataclass(frozen=True)
class Ended:
    """How a command ended, and the two tables that `assess` wrote, if any."""

    status: int
    out: str
    err: str
    results: list[dict[str, str]]
    problems: list[dict[str, str]]

    def row(self, applicant: str = "A", tier: str = "capital") -> dict[str, str]:
        """The one result row of an applicant at a tier."""
        (found,) = [
            row for row in self.results if (row["applicant_id"], row["tier"]) == (applicant, tier)
        ]
        return found

    def problem(self, column: str) -> dict[str, str]:
        """The one problem of a column."""
        (found,) = [row for row in self.problems if row["column"] == column]
        return found

    def brief(self, *names: str) -> list[tuple[str, ...]]:
        """Some columns of every problem."""
        return [tuple(row[name] for name in names) for row in self.problems]


Run = Callable[..., Ended]


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV with BOM, none where there is no such file.

    The apostrophe that keeps a text from being run as a formula is taken away.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: re.sub(r"^'(?=[-=+@\t\r'])", "", cell) for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line as a person would type it."""

    def run_command(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["clusterlib", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ended(status, captured.out, captured.err, [], [])

    return run_command


@pytest.fixture
def assess(run: Run, tmp_path: Path) -> Run:
    """Run `clusterlib assess` on a table: text, rows of cells, or a file."""

    def assess_table(
        table: str | Path | Sequence[Sequence[str]],
        *arguments: object,
        standard: Path | None = None,
        encoding: str = "utf-8",
        on: str = DAY,
    ) -> Ended:
        if isinstance(table, Path):
            path = table
        else:
            path = tmp_path / "table.csv"
            with path.open("w", encoding=encoding, newline="") as file:
                if isinstance(table, str):
                    file.write(table)
                else:
                    csv.writer(file).writerows(table)
        standard = standard or a_standard(tmp_path / "standard.yaml")
        out = tmp_path / "out.csv"
        ended = run("assess", path, "--standard", standard, "--out", out, "--on", on, *arguments)
        return Ended(
            ended.status,
            ended.out,
            ended.err,
            read_csv(out),
            read_csv(tmp_path / "out.problems.csv"),
        )

    return assess_table
