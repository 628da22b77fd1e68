"""Annual returns（年报）that a title owes, and which are missing or came late; clause 4.1."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from clusterlib.register.life import Life
from clusterlib.rules.titles import TitleRules


@dataclass(frozen=True, slots=True)
class Returns:
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
    month = rules.annual_return_month
    return date(year + 1, month, monthrange(year + 1, month)[1])


def owes(life: Life, year: int) -> bool:
    """Tell whether a title was in force on 31 December of a year."""
    standing = life.on(date(year, 12, 31))
    return standing is not None and standing.in_force


def returns_on(life: Life, on: date, rules: TitleRules) -> Returns:
    """Return which returns a title owed up to a day, and which are missing or came late."""
    years = [year for year in range(rules.returns_since, on.year) if due_day(year, rules) < on]
    owed = tuple(year for year in years if owes(life, year))
    received = life.received(on)
    return Returns(
        owed,
        tuple(year for year in owed if year not in received),
        tuple(year for year in owed if year in received and received[year] > due_day(year, rules)),
    )
