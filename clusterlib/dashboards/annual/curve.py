"""When the returns of a round came（收到曲线）: a step for each day, by the last day how many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from clusterlib.register.returns import due_day
from clusterlib.register.round import OwedReturn
from clusterlib.rules.titles import TitleRules

_FIRST_MONTH, _LAST_DAY = 3, (6, 30)


def curve_of(owed: Sequence[OwedReturn], year: int, on: date, rules: TitleRules) -> dict[str, Any]:
    """Return the curve: points in percent（%）of width and height, labels, what it tells.

    Parameters
    ----------
    owed : sequence of OwedReturn
        The returns owed for a year.
    year : int
        Year reported on.
    on : date
        Day up to which it is drawn.
    """
    came = sorted(one.received for one in owed if one.received)
    due = due_day(year, rules)
    first = min([date(year + 1, _FIRST_MONTH, 1), *came])
    last = max([date(year + 1, *_LAST_DAY), *came]) + timedelta(days=1)

    def across(day: date) -> float:
        return round((day - first).days / (last - first).days * 100, 2)

    def up(count: int) -> float:
        return round(100 - count / max(len(owed), 1) * 100, 2)

    points = [(0.0, 100.0)]
    for count, day in enumerate(came, 1):
        points += [(across(day), points[-1][1]), (across(day), up(count))]
    points.append((across(min(last, max(on, first))), points[-1][1]))
    in_time = sum(day <= due for day in came)
    months = [date(year + 1, month, 1) for month in range(1, 13)]
    return {
        "points": " ".join(f"{x},{y}" for x, y in points),
        "due": across(due),
        "due_text": f"{due.isoformat()[5:]} 截止，收到 {in_time}",
        "owed": f"应报 {len(owed)}",
        "came": f"收到 {len(came)}",
        "height": up(len(came)),
        "months": [
            {"text": f"{day.month} 月", "at": across(day)} for day in months if first <= day < last
        ],
    }
