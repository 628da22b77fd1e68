"""Collects what the benchmarks measured and ends with one table in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

import pytest

_ROWS: list[tuple[str, str, str, str, str]] = []
HEADINGS = ("what", "ours", "peer", "ratio", "runs")


def spread(values: Sequence[float], unit: str) -> str:
    """Return median and range of several runs."""
    digits = 0 if median(values) >= 100 else 2
    return (
        f"{median(values):.{digits}f} {unit} ({min(values):.{digits}f}–{max(values):.{digits}f})"
    )


@pytest.fixture
def note() -> Callable[..., float]:
    """A function that puts one measurement into the table.

    Ratios are taken pair by pair, so that they hold while the machine's speed drifts.
    """

    def take(
        what: str,
        ours: Sequence[float],
        peer: Sequence[float] = (),
        *,
        unit: str = "s",
        inverted: bool = False,
    ) -> float:
        pairs = [
            other / own if inverted else own / other
            for own, other in zip(ours, peer, strict=False)
        ]
        ratio = f"{median(pairs):.2f} ({min(pairs):.2f}–{max(pairs):.2f})" if pairs else ""
        _ROWS.append(
            (what, spread(ours, unit), spread(peer, unit) if peer else "", ratio, str(len(ours)))
        )
        return median(pairs) if pairs else median(ours)

    return take


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if _ROWS:
        terminalreporter.section("figures")
        for row in (HEADINGS, ("---",) * len(HEADINGS), *_ROWS):
            terminalreporter.write_line("| " + " | ".join(row) + " |")
