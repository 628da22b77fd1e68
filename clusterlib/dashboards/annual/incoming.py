"""A return that was dropped（收到的年报）: read strictly, and whether the register takes it.

Nothing is recorded here; recording is `clusterlib.filing.take_in`, by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from clusterlib.dashboards.annual.state import Dropped
from clusterlib.dashboards.ledger.held import Held
from clusterlib.errors import InputError
from clusterlib.filing import title_named
from clusterlib.intake.annual_return import AnnualReturn, read_return, told
from clusterlib.register.adding import misfits_in
from clusterlib.register.events import Event, counted
from clusterlib.register.filed import digest_of, figures_digest
from clusterlib.register.return_checks import doubts_of

READY, HELD, REFUSED, FILED = "ready", "held", "refused", "filed"
WORDS = {READY: "可存入", HELD: "已收过", REFUSED: "不能收", FILED: "已存入"}


def looked_at(held: Held, number: int, path: Path, year: int, received: date) -> Dropped:
    """Return a file as read, with what the register would say of it.

    Parameters
    ----------
    held : Held
        What the register holds.
    number : int
        Counts the files of the session.
    path : Path
    year : int
        Year of those whose heading leaves it open.
    received : date
        Day on which it came.
    """
    try:
        found = read_return(path, year=year)
    except InputError as error:
        return Dropped(number, path, None, REFUSED, words_of(error), ())
    lines = tuple(told(problem) for problem in found.problems)
    try:
        standing, reason, doubts = _standing(held, found, received)
    except InputError as error:
        return Dropped(number, path, found, REFUSED, words_of(error), lines)
    return Dropped(number, path, found, standing, reason, (*lines, *doubts))


def words_of(error: InputError) -> str:
    """Return an error without the name of the file: where, what, what to do."""
    expected = f"；应为{error.expected}" if error.expected else ""
    remedy = f"。{error.remedy}" if error.remedy else ""
    return f"{error.found}{expected}{remedy}".rstrip("。") + "。"


def _standing(held: Held, found: AnnualReturn, received: date) -> tuple[str, str, tuple[str, ...]]:
    if found.year is None:
        raise InputError("年度", "看不出年度", "表头的年份，如“2025年”", "请补填")
    title_id = title_named(found.title_id, found.name, found.region, counted(held.events))
    event = _recorded(held, title_id, found)
    if event:
        return HELD, f"{title_id} {found.year} 年度已收过，数相同（{event.event_id}）。", ()
    event = Event(
        title_id=title_id, kind="return", date=received.isoformat(), year=str(found.year)
    )
    misfits = misfits_in(event, held.events, datetime.now(UTC), held.rules, held.readings)
    if misfits:
        return REFUSED, "".join(misfit.sentence() for misfit in misfits), ()
    return READY, f"{title_id} {found.year} 年度", tuple(_doubts(held, title_id, found))


def _recorded(held: Held, title_id: str, found: AnnualReturn) -> Event | None:
    digest = digest_of(found.figures)
    wanted = title_id, "return", str(found.year)
    return next(
        (
            event
            for event in counted(held.events)
            if (event.title_id, event.kind, event.year) == wanted
            and figures_digest(event) == digest
        ),
        None,
    )


def _doubts(held: Held, title_id: str, found: AnnualReturn) -> Iterator[str]:
    filed = held.filed.get(title_id, {})
    figures = {figure.line: figure for figure in found.figures}
    earlier = {year: one.figures for year, one in filed.items()}
    for doubt in doubts_of(figures, found.year or 0, earlier):
        yield told(doubt)
