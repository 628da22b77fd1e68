"""Eight processes write 500 events each at once, two of them killed: nothing confirmed is lost."""

from __future__ import annotations

import time

from tests.register.conftest import place as place
from tests.register.conftest import postgresql as postgresql
from tests.register.writers import assert_whole, written_at_once


def test_eight_writers_two_of_them_killed(note, place: str) -> None:
    began = time.perf_counter()
    confirmed = written_at_once(place, writers=8, events=500, killed=2, after=200)
    seconds = time.perf_counter() - began
    assert_whole(place, confirmed, at_least=6 * 500 + 2 * 200)
    kind = "PostgreSQL" if "://" in place else "SQLite"
    note(f"eight processes write 500 events each, {kind}", [seconds])
