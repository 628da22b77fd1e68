"""The page of annual returns（年报）: what it answers to each request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from clusterlib.dashboards.annual import frames
from clusterlib.dashboards.annual.incoming import FILED, HELD, READY, REFUSED, looked_at
from clusterlib.dashboards.annual.state import Choice, Dropped, State
from clusterlib.dashboards.annual.view import texts_of, view_of
from clusterlib.dashboards.annual.widget import AnnualWidget
from clusterlib.dashboards.ledger.held import Held, Ledger, asked_day, today
from clusterlib.dashboards.ledger.tables import workbook_of
from clusterlib.dashboards.page.base import XLSX, Page, Traits
from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.uploads.session import Session
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.filing import take_in
from clusterlib.intake.template.annual_template import write_return_template
from clusterlib.register.round import ROUND_COLUMNS, round_of
from clusterlib.register.warning import WARNING_COLUMNS, Warned, warnings_of
from clusterlib.resources import parameters_folder, parameters_in_force
from clusterlib.rule_files.standards import read_standards, standard_files

_STANDARDS = "标准"


class AnnualPage(Page[State]):
    """The page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    table : AnnualWidget
        The page as shown.
    round, warnings
        Observable parts that give DataFrames.
    """

    def __init__(
        self, work: Path, store: str = "", standard: Path | None = None, on: str = ""
    ) -> None:
        self.ledger = Ledger(store, work)
        self.session = Session()
        self._standard = standard
        self._count = 0
        choice = Choice(on=asked_day(on, "看哪天").isoformat() if on else "")
        super().__init__(AnnualWidget(), self._state(choice))
        self.table = self.widget
        self.round, self.warnings = frames.Round(self), frames.Warnings(self)
        self.parts = (self.round, self.warnings)
        self.widget.texts = texts_of(self.ledger.store.name)

    def shown(self) -> Traits:
        """Return the traits that show the state."""
        return {"view": view_of(self.state)}

    def _state(self, choice: Choice, dropped: tuple[Dropped, ...] = (), said: str = "") -> State:
        on = asked_day(choice.on, "看哪天") if choice.on else today()
        held = self.ledger.held(on, None)
        year = choice.year or on.year - 1
        owed = round_of(held.found.values(), held.filed, year, on, held.rules)
        warned, standards = self._warned(held)
        return State(choice, held, year, tuple(owed), warned, standards, dropped, said)

    def _warned(self, held: Held) -> tuple[tuple[Warned, ...], str]:
        own = self.ledger.work / _STANDARDS
        usual = own if _has_standards(own) else parameters_folder() / "standards"
        path = self._standard or usual
        try:
            rules = parameters_in_force(self.ledger.parameters, path)
            standards = read_standards(path, rules)
        except ClusterlibError as error:
            return (), f"没有预警：{error}"
        named = "示例" if parameters_folder() in path.parents else path.name
        told = f"按各称号的标准（{named}）打分，排的是下次复评不合格的风险"
        warned = warnings_of(held.found.values(), held.filed, standards, held.on, held.rules)
        return tuple(warned), told

    def _again(self, choice: Choice | None = None, said: str | None = None) -> None:
        state = self.state
        told = state.said if said is None else said
        self.state = self._state(choice or state.choice, state.dropped, told)

    def _answer(self, request: Request, traits: Traits) -> Traits:
        if request["do"] == "part" and request["rest"]:
            return traits
        return super()._answer(request, traits)

    def _do_open(self, request: Request) -> None:
        slot = self.widget.texts["key"]
        kept = [one["state"] for one in request.get("kept") or () if one.get("slot") == slot]
        self._again(Choice.of(kept[0]) if kept and kept[0] else None)

    def _do_watch(self, request: Request) -> None:
        self._again()

    def _do_choose(self, request: Request) -> None:
        choice = self.state.choice
        if "year" in request:
            choice = replace(choice, year=int(request["year"]))
        if "on" in request:
            choice = replace(choice, on=str(request["on"]).strip())
        if "whole" in request:
            choice = replace(choice, whole=bool(request["whole"]))
        self._again(choice)

    def _do_part(self, request: Request) -> Traits:
        return self.session.receive(request, self._take)

    def add(self, paths: Sequence[Path]) -> None:
        """Look at returns on this machine, as if they were dropped on the page."""
        for path in paths:
            self._take(path)
        self.tell()

    def _take(self, path: Path) -> None:
        self._count += 1
        dropped = looked_at(self._now(), self._count, path, self.state.year, today())
        self.state = replace(self.state, dropped=(*self.state.dropped, dropped), said="")

    def _now(self) -> Held:
        return self.ledger.held(self.state.held.on, None)

    def _do_remove(self, request: Request) -> None:
        number = int(request["number"])
        for one in self.state.dropped:
            if one.number == number:
                self.session.remove(one.path)
        rest = tuple(one for one in self.state.dropped if one.number != number)
        self.state = replace(self.state, dropped=rest)

    def _do_save(self, request: Request) -> None:
        received = asked_day(str(request["received"]), "收到日")
        if received > today():
            raise InputError("收到日", f"{received} 晚于今天", "不晚于今天的日期", "请核对日期")
        person = str(request.get("person", "")).strip()
        done = [self._saved(one, received, person) for one in self.state.dropped]
        count = sum(one.standing == FILED for one in done) - sum(
            one.standing == FILED for one in self.state.dropped
        )
        self.state = replace(self.state, dropped=tuple(done))
        self._again(said=f"已存入台账 {count} 份，收到日 {received}。")

    def _saved(self, one: Dropped, received: date, person: str) -> Dropped:
        """Record one return; what the store says then is what is told."""
        if one.standing != READY:
            return one
        held = self.state.held
        (taken,) = take_in(
            self.ledger.store, [one.path], received, datetime.now(UTC), held.rules,
            held.readings, year=self.state.year, person=person,
        )  # fmt: skip
        standing = {"filed": FILED, "held": HELD}.get(taken.outcome, REFUSED)
        told = f"{taken.title_id} {taken.year} 年度，事件 {taken.event_id}"
        return replace(one, standing=standing, reason=taken.reason or told)

    def _do_template(self, request: Request) -> Traits:
        year = self.state.year
        path = write_return_template(self.session.place(f"{year}年度报表.xlsx"), year=year)
        return self._file(f"{year}年度报表.xlsx", path.read_bytes(), XLSX)

    def _do_export(self, request: Request) -> Traits:
        state, what = self.state, str(request["what"])
        if what == "round":
            rows = [one.row() for one in state.owed]
            return self._table(f"{state.year}年报汇总.xlsx", ROUND_COLUMNS, rows)
        rows = [one.row(state.held.on) for one in state.warned]
        return self._table(f"预警 {state.held.on}.xlsx", WARNING_COLUMNS, rows)

    def _table(self, name: str, columns: Mapping[str, str], rows: list[dict[str, str]]) -> Traits:
        return self._file(name, workbook_of(columns, rows), XLSX)


def _has_standards(folder: Path) -> bool:
    try:
        return folder.is_dir() and bool(standard_files(folder))
    except ClusterlibError:
        return False
