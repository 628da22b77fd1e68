"""A process that records events one by one and says which are confirmed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from clusterlib.register.events import Event
from clusterlib.register.store import open_store


def main(place: str, writer: str, count: int) -> None:
    store = open_store(place)
    for number in range(count):
        event = Event(event_id=f"{writer}-{number}", title_id=writer, kind="plaque", date="2020")
        with store.writing(datetime.now(UTC)) as turn:
            turn.append([event])
        print(event.event_id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
