"""Annual returns（年报）that a title owes, and which are missing or came late; clause 4.1."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from clusterlib.register.life import Life
from clusterlib.rules.titles import TitleRules


class Returns(NamedTuple):
    """Years（年度）of a title's returns, each increasing.

    Parameters
    ----------
    owed : tuple of int
        Years whose last day for the return has passed.
    missing, late : tuple of int
        Those without a return, and those whose return came after that day.
    """

    owed: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    late: tuple[int, ...] = ()


def due_day(year: int, rules: TitleRules) -> date:
    """Return the last day for the return of a year: 30 April of the next."""
    return _last_day(year + 1, rules.annual_return_month)


def owes(life: Life, year: int) -> bool:
    """Tell whether a title was in force on 31 December of a year."""
    return life.in_force_on(date(year, 12, 31))


def returns_on(life: Life, on: date, rules: TitleRules) -> Returns:
    """Return which returns a title owed up to a day, and which are missing or came late."""
    years = _years_due(rules.returns_since, rules.annual_return_month, on)
    owed = [(year, due) for year, end, due in years if life.in_force_on(end)]
    received = life.received(on)
    return Returns(
        tuple([year for year, _ in owed]),
        tuple([year for year, _ in owed if year not in received]),
        tuple([year for year, due in owed if year in received and received[year] > due]),
    )


@lru_cache(maxsize=256)
def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@lru_cache(maxsize=256)
def _years_due(since: int, month: int, on: date) -> tuple[tuple[int, date, date], ...]:
    """Return the years whose return is past its day: year, its end, and that day."""
    dated = (
        (year, date(year, 12, 31), _last_day(year + 1, month)) for year in range(since, on.year)
    )
    return tuple((year, end, due) for year, end, due in dated if due < on)
