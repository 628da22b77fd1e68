"""Processes that record events one by one at once, and what must be so of their register.

As a program: ``python -m tests.register.writers PLACE`` has eight processes write 500 events
each, two of which are killed, and says whether every confirmed event is there once.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from clusterlib.register.chain import first_misfit
from clusterlib.register.events import Event
from clusterlib.register.store import open_store


def write(place: str, writer: str, count: int) -> None:
    """Record events one by one and say which are confirmed."""
    store = open_store(place)
    for number in range(count):
        event = Event(event_id=f"{writer}-{number}", title_id=writer, kind="plaque", date="2020")
        with store.writing(datetime.now(UTC)) as turn:
            turn.append([event])
        print(event.event_id, flush=True)


def written_at_once(
    place: str, *, writers: int, events: int, killed: int, after: int
) -> list[str]:
    """Let processes write at once, kill some after so many events; return what was confirmed."""
    open_store(place)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.register.writers", place, f"W{number}", str(events)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for number in range(writers)
    ]
    confirmed = []
    for number, process in enumerate(running):
        assert process.stdout is not None
        if number < killed:
            confirmed += [process.stdout.readline().strip() for _ in range(after)]
            process.kill()
        confirmed += process.communicate()[0].split()
    return confirmed


def assert_whole(place: str, confirmed: list[str], *, at_least: int) -> None:
    """Check that every confirmed event is there once and the chain holds."""
    held = [event.event_id for event in open_store(place).events()]
    assert len(held) == len(set(held))
    assert set(confirmed) <= set(held)
    assert len(confirmed) >= at_least
    assert first_misfit(open_store(place).log()) is None


def main(place: str) -> None:
    """Have eight processes write 500 events each, two of them killed, and print the result."""
    began = time.perf_counter()
    confirmed = written_at_once(place, writers=8, events=500, killed=2, after=200)
    assert_whole(place, confirmed, at_least=6 * 500 + 2 * 200)
    seconds = time.perf_counter() - began
    print(
        f"{len(confirmed)} events confirmed in {seconds:.0f} s, each there once, the chain holds"
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    else:
        main(sys.argv[1])
