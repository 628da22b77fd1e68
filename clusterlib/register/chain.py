"""The chain of hashes over the log: what was recorded stays what it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clusterlib.register.events import Event

SHANGHAI = ZoneInfo("Asia/Shanghai")
_ONE_DAY = timedelta(days=1)
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the store holds it.

    Parameters
    ----------
    event : Event
    recorded : str
        UTC to the microsecond, ISO; never before that of the event recorded last.
    hash : str
        SHA-256 over the row and the hash before it, in hexadecimal.
    """

    event: Event
    recorded: str
    hash: str


def chained(event: Event, recorded: str, previous: str) -> Recorded:
    """Return an event with its link in the chain; `previous` is "" for the first."""
    row = {**event._asdict(), "recorded": recorded, "previous": previous}
    return Recorded(event, recorded, hashlib.sha256(_canonical(row).encode()).hexdigest())


def first_misfit(log: Iterable[Recorded]) -> Recorded | None:
    """Return the first event whose hash or time does not fit the chain, None if all do."""
    previous, recorded = "", ""
    for row in log:
        if chained(row.event, row.recorded, previous).hash != row.hash or row.recorded < recorded:
            return row
        previous, recorded = row.hash, row.recorded
    return None


def timestamp(now: datetime, last: str) -> str:
    """Return the time of recording, not before that of the event recorded last."""
    return max(now.astimezone(UTC).isoformat(timespec="microseconds"), last)


def end_of(known: date) -> str:
    """Return the moment before which an event was known by the end of a day in Shanghai."""
    midnight = datetime.combine(known + _ONE_DAY, time(), SHANGHAI)
    return midnight.astimezone(UTC).isoformat(timespec="microseconds")
