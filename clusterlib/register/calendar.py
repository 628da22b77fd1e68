"""What is due as a calendar（iCalendar）that office programs subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from clusterlib.register.due import Due


def calendar_of(due: Sequence[Due], on: date) -> bytes:
    """Return what is due as whole-day entries, those of inexact days over all of them.

    Parameters
    ----------
    due : sequence of Due
    on : date
        Day on which the list was made; the same list gives the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//clusterlib//register//ZH")
    calendar.add("version", "2.0")
    for item in due:
        entry = Event()
        entry.add("uid", f"{item.title_id}-{item.case}-{item.clause}-{item.first}-{item.what}")
        entry.add("dtstamp", datetime.combine(on, time(), UTC))
        entry.add("dtstart", item.first)
        entry.add("dtend", max(item.first, item.last) + timedelta(days=1))
        mark = "（暂按，该年放假安排未录）" if item.provisional else ""
        entry.add("summary", f"{item.what}：{item.name or item.title_id}{mark}")
        entry.add("description", f"{item.title_id} {item.case} 条款 {item.clause}".strip())
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
