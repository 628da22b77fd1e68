"""The page of titles（称号台账）: what it answers to each request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from clusterlib.dashboards.ledger.held import Ledger, asked_day, today
from clusterlib.dashboards.ledger.tables import workbook_of
from clusterlib.dashboards.page.base import XLSX, Page, Traits
from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.register import frames
from clusterlib.dashboards.register.entry import (
    consequences,
    next_title,
    record,
    typed_of,
)
from clusterlib.dashboards.register.state import Choice, State
from clusterlib.dashboards.register.title import shifted
from clusterlib.dashboards.register.view import texts_of, view_of
from clusterlib.dashboards.register.widget import RegisterWidget
from clusterlib.errors import InputError
from clusterlib.register.calendar import calendar_of
from clusterlib.register.due import due_within
from clusterlib.register.events import COLUMNS as OF_EVENTS
from clusterlib.register.status import COLUMNS as OF_STATUS

AHEAD = 366
"""Days（日）that the calendar looks ahead."""
_CHOSEN = ("query", "state", "industry", "association", "title")


class RegisterPage(Page[State]):
    """The page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    table : RegisterWidget
        The page as shown.
    titles, due, events
        Observable parts that give DataFrames.
    """

    def __init__(self, work: Path, store: str = "", on: str = "") -> None:
        self.ledger = Ledger(store, work)
        choice = Choice(on=asked_day(on, "看哪天").isoformat() if on else "")
        super().__init__(RegisterWidget(), self._state(choice))
        self.table = self.widget
        self.titles, self.due = frames.Titles(self), frames.DueList(self)
        self.events = frames.Events(self)
        self.parts = (self.titles, self.due, self.events)
        self.widget.texts = texts_of(self.ledger.store.name)

    def shown(self) -> Traits:
        """Return the traits that show the state."""
        return {"view": view_of(self.state)}

    def _state(self, choice: Choice, said: str = "") -> State:
        on = asked_day(choice.on, "看哪天") if choice.on else today()
        known = asked_day(choice.known, "按哪天所知") if choice.known else None
        return State(choice, self.ledger.held(on, known), said)

    def _answer(self, request: Request, traits: Traits) -> Traits:
        return (
            traits if request["do"] in ("check", "correct") else super()._answer(request, traits)
        )

    def _do_open(self, request: Request) -> None:
        slot = self.widget.texts["key"]
        kept = [one["state"] for one in request.get("kept") or () if one.get("slot") == slot]
        choice = Choice.of(kept[0]) if kept and kept[0] else self.state.choice
        self.state = self._state(choice, self.state.said)

    def _do_watch(self, request: Request) -> None:
        self.state = self._state(self.state.choice, self.state.said)

    def _do_choose(self, request: Request) -> None:
        given = {name: str(request[name]) for name in _CHOSEN if name in request}
        page = int(request.get("page", 0))
        self.state = self._state(replace(self.state.choice, **given, page=page))

    def _do_day(self, request: Request) -> None:
        choice = self.state.choice
        if "by" in request:
            choice = replace(
                choice, on=shifted(self.state.held.on, str(request["by"])).isoformat()
            )
        if "on" in request:
            choice = replace(choice, on=str(request["on"]).strip())
        if "known" in request:
            choice = replace(choice, known=str(request["known"]).strip())
        self.state = self._state(choice)

    def _do_correct(self, request: Request) -> Traits:
        wanted = str(request.get("event", ""))
        typed: Mapping[str, str] = {"title_id": str(request.get("title", ""))}
        held = self.ledger.held(self.state.held.on, None)
        if wanted:
            event = next((one for one in held.events if one.event_id == wanted), None)
            if event is None:
                raise InputError(wanted, "台账里没有这个事件", "已有的事件", "请重新打开本页")
            typed = typed_of(event)
        titles = {title: status.facts["name"] for title, (_, status) in held.found.items()}
        fresh = {"typed": dict(typed), "new": next_title(held), "titles": titles}
        return {"entry": {**fresh, "fresh": True}}

    def _do_check(self, request: Request) -> Traits:
        held = self.ledger.held(self.state.held.on, None)
        found = consequences(held, request["typed"], datetime.now(UTC))
        return {"entry": {**found, "number": request["number"]}}

    def _do_record(self, request: Request) -> Traits:
        typed = request["typed"]
        held = self.ledger.held(self.state.held.on, None)
        try:
            said = record(self.ledger, held, typed)
        except InputError as error:
            found = consequences(held, typed, datetime.now(UTC))
            refused = found["refused"] or [str(error)]
            told = {**found, "refused": refused, "tried": True}
            return {"entry": {**told, "number": request["number"]}}
        self.state = self._state(replace(self.state.choice, known=""), said)
        return {"entry": {"saved": said, "number": request["number"]}}

    def _do_export(self, request: Request) -> Traits:
        held, what = self.state.held, str(request["what"])
        day = held.on.isoformat()
        if what == "calendar":
            due = due_within(held.found.values(), held.cases, held.on, AHEAD, held.rules)
            return self._file(f"称号待办 {day}.ics", calendar_of(due, held.on), "text/calendar")
        if what == "status":
            rows = [status.row() for _, status in held.found.values()]
            return self._table(f"称号状态 {day}.xlsx", OF_STATUS, rows)
        rows = [
            event._asdict()
            for event in held.events
            if what == "events" or event.title_id == self.state.choice.title
        ]
        name = "称号台账" if what == "events" else f"{self.state.choice.title} 经历"
        return self._table(f"{name} {day}.xlsx", OF_EVENTS, rows)

    def _table(self, name: str, columns: Mapping[str, str], rows: list[dict[str, str]]) -> Traits:
        return self._file(name, workbook_of(columns, rows), XLSX)
