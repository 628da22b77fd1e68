"""Input of the benchmarks: a register of as many titles as asked for, the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from clusterlib.register.events import Event
from clusterlib.register.store import Store, open_store

_AT_A_TIME = 20_000
_STEPS = ("applied", "examined", "accepted", "reported", "appraised", "opinion", "audited")
_TIERS = {"capital": "都", "base": "产业基地", "township": "镇"}
_INDUSTRIES = ("家具", "皮革", "陶瓷", "五金", "文房四宝", "制笔", "玩具")


def register_events(titles: int) -> Iterator[Event]:
    """Yield the events of many titles, 20 each; every third has dates known to the month."""
    chosen = random.Random(7)
    number = 0
    for place in range(titles):
        for event in _of_title(place, chosen):
            number += 1
            yield event._replace(event_id=f"E{number:07d}")


def write_register(folder: Path, titles: int) -> Store:
    """Record many titles in a register of SQLite; return it."""
    store = open_store(folder)
    events = register_events(titles)
    while part := list(islice(events, _AT_A_TIME)):
        with store.writing(datetime(2026, 11, 28, tzinfo=UTC)) as turn:
            turn.append(part)
    return store


def _of_title(place: int, chosen: random.Random) -> Iterator[Event]:
    title_id, tier = f"T{place:06d}", chosen.choice(list(_TIERS))
    region = f"样省样{place % 3000}县"
    name = f"中国样品{place % 500}{_TIERS[tier]}·样{place % 3000}县"
    day = date(2012, 1, 1) + timedelta(days=chosen.randrange(1500))
    facts = {"name": name, "region": region, "industry": chosen.choice(_INDUSTRIES), "tier": tier}
    is_vague = place % 3 == 0

    def event(kind: str, after: int, **columns: str) -> Event:
        text = (day + timedelta(days=after)).isoformat()
        text = text[:7] if is_vague else text
        return Event(title_id=title_id, kind=kind, date=text, **columns)

    case = f"C{place:06d}"
    yield event("applied", 0, case=case, purpose="award", channel="association", **facts)
    for step, kind in enumerate(_STEPS[1:], 1):
        yield event(kind, 20 * step, case=case)
    yield event("council", 160, case=case, result="approved")
    yield event("awarded", 170, case=case, document="样轻联〔2013〕1号")
    yield event("plaque", 200)
    yield event("guided", 300, year="2013")
    yield event("applied", 1500, case=f"{case}-2", purpose="review")
    yield event("reviewed", 1640, case=f"{case}-2")
    yield event("applied", 2900, case=f"{case}-3", purpose="review")
    yield event("review_failed" if place % 9 == 0 else "reviewed", 3050, case=f"{case}-3")
    for year in (2022, 2023, 2024, 2025, 2021):
        late = chosen.choice((0, 0, 0, 40))
        returned = date(year + 1, 4, 10) + timedelta(days=late)
        yield Event(title_id=title_id, kind="return", date=returned.isoformat(), year=str(year))
