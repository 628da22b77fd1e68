"""Days that are known to the day, the month or the year; terms; working days.

A date known only to the month or year stands for every day in it, so every date here is a
span: its first and its last day（起止日）.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from clusterlib.errors import InputError

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
YEARS = range(1900, 2200)
"""Years in which a title may have an event; another is a slip of the pen."""
CALENDAR_YEARS = range(2004, 2027)
"""Years whose holidays and make-up days `chinese_calendar` knows."""

Calendar = Mapping[int, Mapping[date, bool]]
"""Later years from the notices on holidays: for a day that differs from Monday to Friday,
whether it is worked."""


@lru_cache(maxsize=65536)
def span_of(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date stands for.

    Parameters
    ----------
    text : str
        ``2023-09-05``, ``2023-09`` or ``2023``.

    Raises
    ------
    InputError
        If it is written otherwise or is no day of the calendar.

    Examples
    --------
    >>> span_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    match = _WRITTEN.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if year not in YEARS:
            raise ValueError(text)
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise InputError("日期", f"“{text}”不是日期", "2023-09-05、2023-09 或 2023") from error


@lru_cache(maxsize=65536)
def years_after(day: date, years: int) -> date:
    """Return the same month and day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@lru_cache(maxsize=65536)
def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or that month's last where it is missing."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def day_text(first: date | None, last: date | None) -> str:
    """Return a day of two computations in ISO, ``first|last`` where they differ."""
    if first is last or first == last:
        return first.isoformat() if first else ""
    return "|".join(day.isoformat() if day else "" for day in (first, last))


def told_day(text: str) -> str:
    """Return a day of `day_text` for a reader: no day where only month or year is known.

    Examples
    --------
    >>> told_day("2022-12-01|2022-12-31"), told_day("2023-01-01|2023-12-31")
    ('2022-12', '2023')
    >>> told_day("2022-12-05"), told_day("2022-12-05|2023-01-04")
    ('2022-12-05', '2022-12-05至2023-01-04')
    """
    first, _, last = text.partition("|")
    if not last:
        return first
    for known in (first[:4], first[:7]) if first else ():
        if tuple(day.isoformat() for day in span_of(known)) == (first, last):
            return known
    return "至".join(day or "？" for day in (first, last))


def working_days_after(day: date, count: int, calendar: Calendar) -> tuple[date, bool]:
    """Return the day that lies some working days（工作日）after another, which is day 0.

    Parameters
    ----------
    day : date
        Any day, worked or not.
    count : int
        Working days, at least 1.
    calendar : Calendar
        Notices of years that the library does not know.

    Returns
    -------
    tuple of date and bool
        The day, and whether it is provisional（暂按）: on the way lay a year of which
        neither knows, so Monday to Friday counted.
    """
    provisional = False
    while count:
        day += timedelta(days=1)
        worked, known = _is_worked(day, calendar)
        provisional = provisional or not known
        count -= worked
    return day, provisional


def _is_worked(day: date, calendar: Calendar) -> tuple[bool, bool]:
    if day.year in calendar:
        return calendar[day.year].get(day, day.weekday() < 5), True
    if day.year in CALENDAR_YEARS:
        return chinese_calendar.is_workday(day), True
    return day.weekday() < 5, False
