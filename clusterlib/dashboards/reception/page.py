"""The page of incoming workbooks（申报受理）: what it answers to each request.

The notebook builds one `ReceptionPage` and shows its widget. What the page holds can be read
as DataFrames and observed, so that an analyst goes on in the next cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from clusterlib.dashboards.page.base import XLSX, Page, Traits
from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.reception import frames
from clusterlib.dashboards.reception.confirmed import checked
from clusterlib.dashboards.reception.desk import (
    Desk,
    Received,
    Rules,
    panel_choices,
)
from clusterlib.dashboards.reception.package import marked_copy_of, package_of, packages_of
from clusterlib.dashboards.reception.results import Results
from clusterlib.dashboards.reception.run import words_of_error
from clusterlib.dashboards.reception.state import Row, Shown, State
from clusterlib.dashboards.reception.verdict import Seen, effect_of
from clusterlib.dashboards.reception.view import NO_PANEL, texts_of, view_of
from clusterlib.dashboards.reception.widget import ReceptionWidget
from clusterlib.dashboards.uploads.session import Chunk, Session
from clusterlib.dashboards.what_if.choices import standard_choices
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.intake.tables.confirmed import LABELS, Confirmed
from clusterlib.intake.template.blank import write_template
from clusterlib.problems import Problem

TEMPLATE_NAME = "申报表模板.xlsx"
ZIP = "application/zip"


class ReceptionPage(Page[State]):
    """The page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    table : ReceptionWidget
        The page as shown.
    workbooks, problem_list, verdicts, confirmed, run
        Observable parts that give DataFrames.
    """

    def __init__(self, work: Path, standard: Path | None, panel: Path | None, on: date) -> None:
        self.work = work
        self._given = (standard, panel)
        name, path = next(iter(self.standards().items()))
        super().__init__(
            ReceptionWidget(), State(Rules(path, panel, on), name, panel.name if panel else "")
        )
        self.desk = Desk(work)
        self.session, self.results = Session(), Results(self.desk)
        self._seen: dict[int, Seen] = {}
        self.table = self.widget
        self.workbooks, self.problem_list = frames.Workbooks(self), frames.Problems(self)
        self.verdicts, self.confirmed = frames.Verdicts(self), frames.ConfirmedFigures(self)
        self.run = frames.Run(self)
        self.parts = (self.workbooks, self.problem_list, self.verdicts, self.confirmed, self.run)
        self.widget.texts = texts_of()

    def standards(self) -> dict[str, Path]:
        """Return the standards to choose from, by name."""
        return standard_choices(self.work, self._given[0])

    def panels(self) -> dict[str, Path]:
        """Return the panel's tables to choose from, by name."""
        given = self._given[1]
        return ({given.name: given} if given else {}) | panel_choices(self.work)

    def rows(self) -> tuple[Row, ...]:
        """Return the workbooks with all that is known of them under the rules."""
        return tuple(self._row(received) for received in self.desk.received)

    def shown(self) -> Traits:
        """Return the traits that show the state."""
        return {
            "view": view_of(
                Shown(
                    self.state,
                    tuple(self.standards()),
                    tuple(self.panels()),
                    self._refused(),
                    self.rows(),
                    self.results.seen(),
                )
            )
        }

    def add(self, paths: Sequence[Path]) -> None:
        """Take in workbooks from this machine; they are copied, like any upload."""
        for path in paths:
            data = path.read_bytes()
            part = Chunk(f"{path}:{len(self.desk.received)}", path.name, len(data), 0, data)
            self._take_in(self.session.take(part)[1])
        self.tell()

    def start_run(self, only: tuple[str, ...] = ()) -> None:
        """Start the run on all workbooks received; with `only`, try these again."""
        self.results.start(self.state.rules, only)

    def _answer(self, request: Request, traits: Traits) -> Traits:
        what = request["do"]
        if what == "check" or (what == "part" and request["rest"]):
            return traits
        return {**self.shown(), **traits} if what == "watch" else super()._answer(request, traits)

    def _do_open(self, request: Request) -> None:
        """Answer with the state as it is."""

    _do_watch = _do_open

    def _do_part(self, request: Request) -> Traits:
        return self.session.receive(request, self._take_in, words_of_error)

    def _do_select(self, request: Request) -> Traits:
        self.state = replace(self.state, number=int(request["number"]), saved="")
        return {"entry": {}}

    def _do_remove(self, request: Request) -> None:
        found = self.desk.remove(int(request["number"]))
        if found is not None:
            self.session.remove(found.path)

    def _do_rules(self, request: Request) -> Traits:
        standard, panel = str(request["standard"]), str(request["panel"])
        rules = Rules(
            _one_of(self.standards(), standard, "标准"),
            None if panel == NO_PANEL else _one_of(self.panels(), panel, "评审表"),
            _day(str(request["on"])),
        )
        self.desk.standards(rules)
        for received in self.desk.received[:1]:
            self.desk.assessment(received, rules)
        self.state = replace(
            self.state, rules=rules, standard=standard, panel="" if panel == NO_PANEL else panel
        )
        return {"entry": {}}

    def _do_check(self, request: Request) -> Traits:
        record = _record(request)
        found = checked(record, self.desk.asked(self.state.rules).catalogue)
        effect: Traits | None = None
        received = self.desk.with_id(record["applicant_id"])
        if found.figure is not None and received is not None:
            before = self._row(received).seen
            after = self.desk.with_entry(
                received, self.state.rules, Confirmed("", (found.figure,))
            )
            if before is not None and after is not None:
                effect = effect_of(before, Seen.of(after))
        return {"entry": {"wrong": found.wrong, "effect": effect, "record": record}}

    def _do_confirm(self, request: Request) -> Traits:
        entry = self._do_check(request)["entry"]
        if entry["wrong"]:
            return {"entry": {**entry, "refused": True}}
        saved = self.desk.confirmed.save(_record(request))
        self.state = replace(self.state, saved=saved)
        return {"entry": {**entry, "saved": saved}}

    def _do_template(self, request: Request) -> Traits:
        path = write_template(self.session.place(TEMPLATE_NAME), self.state.rules.tiers)
        return self._file(TEMPLATE_NAME, path.read_bytes(), XLSX)

    def _do_marked(self, request: Request) -> Traits:
        received = self.desk.get(int(request["number"]))
        if received is None or received.application is None:
            raise InputError("标注件", "这份申报表读不了，不能标注", "", "请重新报送")
        name, data = marked_copy_of(
            received.path,
            self._problems(received),
            self.session.place("marked"),
            f"{received.name}申报表",
        )
        return self._file(name, data, XLSX)

    def _do_package(self, request: Request) -> Traits:
        wanted, all_of = str(request["id"]), self.results.sendable(self._problems)
        one = next((found for found in all_of if found.applicant_id == wanted), None)
        if one is None:
            raise InputError("发送包", f"“{wanted}”没有评价结果", "", "请先完成批量评价")
        return self._file(*package_of(one, self.session.place("packed")), ZIP)

    def _do_packages(self, request: Request) -> Traits:
        data = packages_of(self.results.sendable(self._problems), self.session.place("packed"))
        return self._file(f"发送包 {self.results.stamp}.zip", data, ZIP)

    def _do_start(self, request: Request) -> None:
        self.start_run()

    def _do_retry(self, request: Request) -> None:
        self.start_run((str(request["id"]),))

    def _do_cancel(self, request: Request) -> None:
        self.results.watch.cancel()

    def _row(self, received: Received) -> Row:
        return Row(
            received,
            self._problems(received),
            self._assessed(received),
            self.desk.repeats(received),
        )

    def _problems(self, received: Received) -> tuple[Problem, ...]:
        """Return the problems of one workbook, those of the rules too where these hold."""
        try:
            return self.desk.problems(received, self.state.rules)
        except ClusterlibError:
            return received.application.problems if received.application else ()

    def _assessed(self, received: Received) -> Seen | None:
        try:
            assessment = self.desk.assessment(received, self.state.rules)
        except ClusterlibError:
            return None
        if assessment is None:
            return None
        known = self._seen.get(received.number)
        if known is None or known.assessment is not assessment:
            known = self._seen[received.number] = Seen.of(assessment)
        return known

    def _refused(self) -> str:
        """Return why nothing can be scored under the rules, blank where it can."""
        try:
            for received in self.desk.received:
                self.desk.assessment(received, self.state.rules)
        except ClusterlibError as error:
            return words_of_error(error)
        return ""

    def _take_in(self, path: Path | None) -> None:
        if path is None:
            return
        new, old = self.desk.add(path, self.state.rules.tiers)
        if old is not None:
            self.session.remove(old.path)
            if old.number == self.state.number:
                self.state = replace(self.state, number=new.number)


def _record(request: Request) -> dict[str, str]:
    given = request["record"]
    return {column: str(given.get(column, "")).strip() for column in LABELS}


def _one_of(choices: dict[str, Path], name: str, what: str) -> Path:
    if name not in choices:
        raise InputError(what, f"“{name}”不在工作文件夹里了", "", "请另选一份")
    return choices[name]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("适用日期", f"“{text}”不是日期", "年-月-日") from None
