"""The page of incoming workbooks（申报受理）: its state, and what it answers to each request.

The notebook builds one `ReceptionPage` and shows its widget. What the page holds can be read
as DataFrames and observed, so that an analyst goes on in the next cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.reception import frames
from clusterlib.dashboards.reception.confirmed import checked
from clusterlib.dashboards.reception.desk import (
    Desk,
    Received,
    Rules,
    panel_choices,
    standard_choices,
)
from clusterlib.dashboards.reception.package import marked_copy_of, package_of, packages_of
from clusterlib.dashboards.reception.results import Results
from clusterlib.dashboards.reception.run import words_of_error
from clusterlib.dashboards.reception.session import Part, Session
from clusterlib.dashboards.reception.verdict import Seen, effect_of
from clusterlib.dashboards.reception.view import NO_PANEL, texts_of, view_of
from clusterlib.dashboards.reception.widget import ReceptionWidget
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.intake.confirmed import LABELS, Confirmed
from clusterlib.intake.template import write_template
from clusterlib.problems import Problem

TEMPLATE_NAME = "申报表模板.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"




class ReceptionPage:
    """The state of the page, its widget, and what a notebook reads of it.

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
        self.standard_name = next(iter(self.standards()))
        self.panel_name = panel.name if panel else ""
        self.desk = Desk(Rules(self.standards()[self.standard_name], panel, on), work)
        self.session, self.results = Session(), Results(self.desk)
        self.saved = ""
        self._number = 0
        self._files = 0
        self._seen: dict[int, Seen] = {}
        self.table = ReceptionWidget()
        self.workbooks, self.problem_list = frames.Workbooks(self), frames.Problems(self)
        self.verdicts, self.confirmed = frames.Verdicts(self), frames.ConfirmedFigures(self)
        self.run = frames.Run(self)
        self.table.texts = texts_of()
        self.table.answer_with(self._deal)

    # What views and frames read ---------------------------------------------------------

    def standards(self) -> dict[str, Path]:
        """Return the standards to choose from, by name."""
        return standard_choices(self.work, self._given[0])

    def panels(self) -> dict[str, Path]:
        """Return the panel's tables to choose from, by name."""
        given = self._given[1]
        return ({given.name: given} if given else {}) | panel_choices(self.work)

    def chosen(self) -> Received | None:
        """Return the workbook whose details are shown, the first where none was chosen."""
        first = self.desk.received[0] if self.desk.received else None
        return self.desk.get(self._number) or first

    def refused(self) -> str:
        """Return why nothing can be scored under the rules, blank where it can."""
        try:
            for received in self.desk.received:
                self.desk.assessment(received)
        except ClusterlibError as error:
            return words_of_error(error)
        return ""

    def seen(self, received: Received) -> Seen | None:
        """Return what is said of one workbook, None where it cannot be scored."""
        try:
            assessment = self.desk.assessment(received)
        except ClusterlibError:
            return None
        if assessment is None:
            return None
        known = self._seen.get(received.number)
        if known is None or known.assessment is not assessment:
            known = self._seen[received.number] = Seen.of(assessment)
        return known

    def problems(self, received: Received) -> tuple[Problem, ...]:
        """Return the problems of one workbook, those of the rules too where these hold."""
        try:
            return self.desk.problems(received)
        except ClusterlibError:
            return received.application.problems if received.application else ()

    # What a notebook does ---------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Take in workbooks from this machine; they are copied, like any upload."""
        for path in paths:
            data = path.read_bytes()
            part = Part(f"{path}:{len(self.desk.received)}", path.name, len(data), 0, data)
            self._take_in(self.session.take(part)[1])
        self.tell()

    def tell(self) -> None:
        """Show the state as it is, and tell whoever observes it."""
        self.table.show({"view": view_of(self)})
        self._follow()

    # Requests of the widget -------------------------------------------------------------

    def _deal(self, request: Request) -> dict[str, Any]:
        what = request["do"]
        deal: Callable[[Request], dict[str, Any] | None] = getattr(self, f"_do_{what}")
        traits = deal(request) or {}
        if what == "check" or (what == "part" and request["rest"]):
            return traits
        if what != "watch":
            self._follow()
        return {"view": view_of(self), **traits}

    def _do_open(self, request: Request) -> None:
        """Answer with the state as it is."""

    _do_watch = _do_open

    def _do_part(self, request: Request) -> dict[str, Any]:
        part = Part(str(request["upload"]), str(request["name"]), int(request["size"]),
                    int(request["at"]), bytes(request["data"]))
        told = {"upload": part.upload, "name": part.name, "error": ""}
        try:
            have, whole = self.session.take(part)
        except InputError as error:
            return {"upload": {**told, "have": 0, "whole": False,
                               "error": words_of_error(error)}}
        if whole is not None:
            self._take_in(whole)
        return {"upload": {**told, "have": have, "whole": whole is not None}}

    def _do_select(self, request: Request) -> dict[str, Any]:
        self._number, self.saved = int(request["number"]), ""
        return {"entry": {}}

    def _do_remove(self, request: Request) -> None:
        found = self.desk.remove(int(request["number"]))
        if found is not None:
            self.session.remove(found.path)

    def _do_rules(self, request: Request) -> dict[str, Any]:
        before = self.desk.rules
        standard, panel = str(request["standard"]), str(request["panel"])
        self.desk.rules = Rules(
            _one_of(self.standards(), standard, "标准"),
            None if panel == NO_PANEL else _one_of(self.panels(), panel, "评审表"),
            _day(str(request["on"])),
        )
        try:
            self.desk.standards()
            for received in self.desk.received[:1]:
                self.desk.assessment(received)
        except ClusterlibError:
            self.desk.rules = before
            raise
        self.standard_name, self.panel_name = standard, "" if panel == NO_PANEL else panel
        return {"entry": {}}

    def _do_check(self, request: Request) -> dict[str, Any]:
        record = _record(request)
        found = checked(record)
        effect: dict[str, Any] | None = None
        received = self.desk.with_id(record["applicant_id"])
        if found.figure is not None and received is not None:
            before = self.seen(received)
            after = self.desk.with_entry(received, Confirmed("", (found.figure,)))
            if before is not None and after is not None:
                effect = effect_of(before, Seen.of(after))
        return {"entry": {"wrong": found.wrong, "effect": effect, "record": record}}

    def _do_confirm(self, request: Request) -> dict[str, Any]:
        entry = self._do_check(request)["entry"]
        if entry["wrong"]:
            return {"entry": {**entry, "refused": True}}
        self.saved = self.desk.confirmed.save(_record(request))
        return {"entry": {**entry, "saved": self.saved}}

    def _do_template(self, request: Request) -> dict[str, Any]:
        path = write_template(self.session.place(TEMPLATE_NAME))
        return self._file(TEMPLATE_NAME, path.read_bytes(), XLSX)

    def _do_marked(self, request: Request) -> dict[str, Any]:
        received = self.desk.get(int(request["number"]))
        if received is None or received.application is None:
            raise InputError("标注件", "这份申报表读不了，不能标注", "", "请重新报送")
        name, data = marked_copy_of(received.path, self.problems(received),
                                    self.session.place("marked"), f"{received.name}申报表")
        return self._file(name, data, XLSX)

    def _do_package(self, request: Request) -> dict[str, Any]:
        wanted, all_of = str(request["id"]), self.results.sendable(self.problems)
        one = next((found for found in all_of if found.applicant_id == wanted), None)
        if one is None:
            raise InputError("发送包", f"“{wanted}”没有评价结果", "", "请先完成批量评价")
        return self._file(*package_of(one, self.session.place("packed")), ZIP)

    def _do_packages(self, request: Request) -> dict[str, Any]:
        data = packages_of(self.results.sendable(self.problems), self.session.place("packed"))
        return self._file(f"发送包 {self.results.stamp}.zip", data, ZIP)

    def _do_start(self, request: Request) -> None:
        self.results.start()

    def _do_retry(self, request: Request) -> None:
        self.results.start((str(request["id"]),))

    def _do_cancel(self, request: Request) -> None:
        self.results.watch.cancel()

    # State ------------------------------------------------------------------------------

    def _take_in(self, path: Path | None) -> None:
        if path is None:
            return
        new, old = self.desk.add(path)
        if old is not None:
            self.session.remove(old.path)
            if old.number == self._number:
                self._number = new.number

    def _file(self, name: str, data: bytes, kind: str) -> dict[str, Any]:
        self._files += 1
        return {"file": {"number": self._files, "name": name, "type": kind, "data": data}}

    def _follow(self) -> None:
        for part in (self.workbooks, self.problem_list, self.verdicts, self.confirmed,
                     self.run):
            part.follow()


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
