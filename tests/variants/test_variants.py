"""Of a thousand variants of the form no figure is read wrongly without a word on it.

More are tried by hand: ``CLUSTERLIB_VARIANTS=20000 pytest tests/variants``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.intake.workbook import Application, read_workbook
from tests.variants.forms import YEARS, Variant, variant
from tests.variants.writers import SOFFICE, converted, write

COUNT = int(os.environ.get("CLUSTERLIB_VARIANTS", "1000"))
CHUNK = 50
CONVERTED = 40
LEAST_READ = 0.6
"""Share of figures that are read: naming everything would be no reading."""


@pytest.mark.parametrize("start", range(0, COUNT, CHUNK))
def test_every_figure_is_read_right_or_named(start: int, tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    wrong = []
    for number in range(start, min(start + CHUNK, COUNT)):
        found = variant(number)
        wrong += judged(found, write(found, tmp_path / f"{number}.xlsx"), counts)
    assert wrong == []
    assert counts["read"] > LEAST_READ * counts.total()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_anew_is_read_right_or_named(tmp_path: Path) -> None:
    variants = [variant(number) for number in range(CONVERTED)]
    (tmp_path / "anew").mkdir()
    files = converted(
        [write(one, tmp_path / f"{one.number}.xlsx") for one in variants], tmp_path / "anew"
    )
    counts: Counter[str] = Counter()
    wrong = [
        found
        for one, file in zip(variants, files, strict=True)
        for found in judged(one, file, counts)
    ]
    assert wrong == []
    assert counts["read"] > LEAST_READ * counts.total()


def judged(found: Variant, file: Path, counts: Counter[str]) -> list[str]:
    """Return what is wrong, and count figures that are read, named and wrong."""
    try:
        application = read_workbook(file)
    except InputError:
        counts["named"] += len(found.truth)
        return []
    wrong = list(_wrong(found, application, counts))
    counts["wrong"] += len(wrong)
    return [f"{found.number} {told} ({'; '.join(found.done)})" for told in wrong]


def _wrong(found: Variant, application: Application, counts: Counter[str]) -> Iterator[str]:
    values = {
        (entry.column, entry.year): entry
        for entry in (*application.evidence.earlier, *application.evidence.entries)
    }
    years = {entry.year for entry in application.evidence.entries}
    if application.evidence.year not in (None, max(YEARS)) or not years <= {None, max(YEARS)}:
        yield f"scored {application.evidence.year}"
    for (line, year), truth in found.truth.items():
        entry = values.get((line, year))
        value = entry.value if entry else None
        if value is not None and value == truth:
            counts["read"] += 1
        elif value is None and _is_named(line, found.places[line], application):
            counts["named"] += 1
        else:
            yield f"{line} {year}: {value}, not {truth}"


def _is_named(line: str, sheet: str, application: Application) -> bool:
    """Return whether a problem stands on the line, or on a heading of its sheet."""
    return any(
        found.column == line or (not found.column and found.sheet in ("", sheet))
        for found in application.problems
    )
