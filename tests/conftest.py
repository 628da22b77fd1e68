"""What every test run does: keeps benchmarks out, and says which clauses have a test."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent
CLAUSES = TESTS / "data" / "clauses.csv"

# A machine under load is slow; that is not what a property test is to find.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Hand the report on clauses the list of them."""
    with CLAUSES.open(encoding="utf-8", newline="") as file:
        known = [row["clause"] for row in csv.DictReader(file)]
    config.pluginmanager.register(ClausesWithTests(known), "clauses_with_tests")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave benchmarks out unless they are asked for by name."""
    out = collection_path == TESTS / "benchmarks" and not _is_for_benchmarks(config)
    return True if out else None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run benchmarks in one process, with the machine to themselves."""
    return 0 if _is_for_benchmarks(config) else None


def _is_for_benchmarks(config: pytest.Config) -> bool:
    return any("benchmarks" in Path(arg.split("::")[0]).parts for arg in config.args)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: their event loop runs on in the thread of every test after them."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


class ClausesWithTests:
    """Collects the clauses that passing tests prove, by their ``clause`` marker."""

    def __init__(self, known: list[str]) -> None:
        self.known = known
        self.proved: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            clauses = [clause for mark in item.iter_markers("clause") for clause in mark.args]
            unknown = sorted(set(clauses) - set(self.known))
            if unknown:
                raise pytest.UsageError(
                    f"{item.nodeid}: clause {', '.join(unknown)}; expected ids of {CLAUSES.name}."
                )
            # Part of the report, so that it reaches the process that prints the summary.
            item.user_properties.extend(("clause", clause) for clause in clauses)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.proved.update(value for name, value in report.user_properties if name == "clause")

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, config: pytest.Config
    ) -> None:
        # A part of the tests says nothing about the clauses of the whole.
        if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
            return
        having = [clause for clause in self.known if clause in self.proved]
        lacking = [clause for clause in self.known if clause not in self.proved]
        terminalreporter.section("clauses of the regulation")
        terminalreporter.write_line(
            f"with a passing test ({len(having)} of {len(self.known)}): {', '.join(having)}"
        )
        terminalreporter.write_line(f"without ({len(lacking)}): {', '.join(lacking) or 'none'}")
