"""The intake page（申报受理）: its state, and what it answers to each request.

The notebook builds one `IntakePage` and shows its widget. What the page holds can be read
as DataFrames and observed, so that an analyst goes on in the next cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from clusterlib.dashboards.intake_confirmed import FIELDS, Record, checked
from clusterlib.dashboards.intake_desk import (
    Desk,
    Received,
    Rules,
    panel_choices,
    standard_choices,
)
from clusterlib.dashboards.intake_files import Files
from clusterlib.dashboards.intake_frames import ConfirmedFigures, Problems, Run, Workbooks
from clusterlib.dashboards.intake_names import safe_name
from clusterlib.dashboards.intake_results import RESULTS, Result, run_shown, source_choices
from clusterlib.dashboards.intake_run import Asked, RunWatch, words_of_error
from clusterlib.dashboards.intake_session import Part, Session
from clusterlib.dashboards.intake_verdict import Seen, effect_of
from clusterlib.dashboards.intake_view import texts_of, view_of
from clusterlib.dashboards.intake_widget import IntakeWidget
from clusterlib.dashboards.page_widget import Request
from clusterlib.errors import InputError
from clusterlib.intake.confirmed import Confirmed
from clusterlib.workflow import day_of

_NO_PANEL = "不用"
Traits = dict[str, Any]


def open_intake(standard: str = "", work: str = "", on: str = "") -> IntakePage:
    """Return the page on a working folder.

    Parameters
    ----------
    standard : str
        Path of a standard or of a folder of them; where blank, those of the working folder,
        and the shipped examples where it has none.
    work : str
        Working folder: 标准, 核定 and 结果 are its folders; the current one where blank.
    on : str
        ISO day whose rules apply; today where blank.
    """
    return IntakePage(Path(standard) if standard else None, Path(work or "."), on)


class IntakePage:
    """The state of the page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    widget : IntakeWidget
        The page as shown.
    workbooks, problems, confirmed, run
        Observable parts that give DataFrames.
    """

    def __init__(self, standard: Path | None, work: Path, on: str = "") -> None:
        self.work = work
        self._given, self._on = standard, on
        self.standards = standard_choices(work, standard)
        self.standard = next(iter(self.standards))
        self.panels: dict[str, Path | None] = {}
        self.panel = _NO_PANEL
        self.desk = Desk(Rules(self.standards[self.standard], None, self._day()), work)
        self.session = Session()
        self.files = Files(self)
        self.watch = RunWatch()
        self.selected = 0
        self.notice: dict[str, str] = {}
        self.result: Result | None = None
        self._read_end = True
        self._seen: dict[int, Seen] = {}
        self._look()
        self.workbooks, self.problems = Workbooks(self), Problems(self)
        self.confirmed, self.run = ConfirmedFigures(self), Run(self)
        self.widget = IntakeWidget()
        self.widget.texts = texts_of("intake")
        self.widget.answer_with(self._deal)
        self.widget.reply_with(self.files.reply)

    def seen(self, received: Received) -> Seen | None:
        """Return the assessment of one workbook with its explanation."""
        assessment = self.desk.assessment(received)
        if assessment is None:
            return None
        found = self._seen.get(received.number)
        if found is None or found.assessment is not assessment:
            found = self._seen[received.number] = Seen.of(assessment)
        return found

    def receive(self, name: str, data: bytes) -> Received:
        """Take in a whole file.

        Raises
        ------
        InputError
            If it is of another kind, or too large.
        """
        _, path = self.session.take(Part(f"whole-{name}", name, len(data), 0, data))
        assert path is not None
        return self.add(path)[0]

    def add(self, path: Path) -> tuple[Received, Received | None]:
        """Put a file of the session on the desk; return it and the one that it replaces."""
        new, old = self.desk.add(path)
        if old is not None:
            self.session.remove(old.path)
        if self.selected == (old.number if old else 0):
            self.selected = new.number
        return new, old

    def run_now(self) -> Traits:
        """Return how the run stands."""
        if not self.watch.is_running and not self._read_end and self.watch.asked:
            self._read_end = True
            self.result = Result.of(self.watch.asked.out)
        return run_shown(self.watch, self.result)

    # Requests of the widget ------------------------------------------------------------

    def _deal(self, request: Request) -> Traits:
        what = request["do"]
        deal: Callable[[Request], Traits | None] = getattr(self, f"_do_{what}")
        if what not in ("poll", "try", "resend"):
            self.notice = {}
        try:
            traits = deal(request) or {}
        except InputError as error:
            # The reader can put it right, so no trace and no code.
            self.notice, traits = {"kind": "bad", "text": words_of_error(error)}, {}
        if what == "poll" and traits.pop("alone", False):
            return traits
        if what not in ("poll", "try"):
            for part in (self.workbooks, self.problems, self.confirmed, self.run):
                part.follow()
        return {"view": view_of(self), "run": self.run_now(), **traits}

    def _do_open(self, request: Request) -> None:
        self._look()

    def _do_resend(self, request: Request) -> None:
        """Answer with the state as it is."""

    def _do_look(self, request: Request) -> None:
        self._look()

    def _do_select(self, request: Request) -> Traits:
        self.selected = int(request["number"])
        return {"entry": {}}

    def _do_remove(self, request: Request) -> Traits:
        places = [found.number for found in self.desk.received]
        number = int(request["number"])
        gone = self.desk.remove(number)
        if gone is not None:
            self.session.remove(gone.path)
            self.notice = {"kind": "ok", "text": f"已移出 {gone.path.name}。"}
        if self.selected == number and places:
            at = places.index(number)
            rest = [*places[at + 1:at + 2], *places[at - 1:at], 0] if at else [*places[1:2], 0]
            self.selected = rest[0]
        return {"entry": {}}

    def _do_rules(self, request: Request) -> Traits:
        self.standard = request["standard"]
        self.panel = request["panel"]
        self._look()
        return {"entry": {}}

    def _do_try(self, request: Request) -> Traits:
        return {"entry": self._entry(_record(request))}

    def _do_confirm(self, request: Request) -> Traits:
        record = _record(request)
        entry = self._entry(record)
        if entry["wrong"]:
            return {"entry": entry}
        said = self.desk.confirmed.save(record)
        effect = entry["effect"]["sentence"] if entry["effect"] else ""
        who = f"{request.get('who', '')} {request.get('label', '')}".strip()
        self.notice = {"kind": "ok", "text": f"{who}：{said}{effect}"}
        return {"entry": {**entry, "saved": True}}

    def _do_start(self, request: Request) -> None:
        inputs = self._inputs(request["source"])
        name = safe_name(request["name"], date.today().isoformat())
        confirmed = self.desk.confirmed
        rules = self.desk.rules
        asked = Asked(
            inputs, rules.standard, rules.panel,
            confirmed.path if confirmed.current() is not None else None,
            self.work / RESULTS / name, rules.on.isoformat(), request["source"],
        )
        self._start(asked)

    def _do_cancel(self, request: Request) -> None:
        self.watch.cancel()

    def _do_retry(self, request: Request) -> None:
        asked = self.watch.asked
        if asked is None:
            raise InputError("重试", "这是以前的结果", "",
                             "请选好申报表和同一名称，再按“开始评价”")
        if asked.inputs and asked.inputs[0].is_file():
            # A workbook that was sent anew takes the place of the one that failed.
            asked = replace(asked, inputs=self._inputs(""))
        confirmed = self.desk.confirmed
        asked = replace(asked, confirmed=confirmed.path if confirmed.current() else None)
        self._start(asked, only=(str(request["id"]),))

    def _do_poll(self, request: Request) -> Traits:
        if self.watch.is_running:
            return {"run": self.run_now(), "alone": True}
        return {}

    def _do_result(self, request: Request) -> None:
        if self.watch.is_running:
            raise InputError("以前的结果", "正在评价", "", "请等它完成，或先取消")
        name = request["name"]
        self.watch, self._read_end = RunWatch(), True
        self.result = Result.of(self.work / RESULTS / safe_name(name)) if name else None
        if name and self.result is None:
            raise InputError(f"结果“{name}”", "没有做完，还不能打开", "",
                             "用同一名称再按“开始评价”就接着做")

    # State -----------------------------------------------------------------------------

    def _look(self) -> None:
        """Look again at the working folder and the day: both may have changed."""
        self.standards = standard_choices(self.work, self._given)
        self.panels = {_NO_PANEL: None, **panel_choices(self.work)}
        if self.standard not in self.standards:
            self.standard = next(iter(self.standards))
        if self.panel not in self.panels:
            self.panel = _NO_PANEL
        self.desk.rules = Rules(self.standards[self.standard], self.panels[self.panel],
                                self._day())

    def _day(self) -> date:
        return day_of(self._on or None)

    def _inputs(self, source: str) -> tuple[Path, ...]:
        folder = source_choices(self.work).get(source)
        if folder is not None:
            return (folder,)
        inputs = tuple(found.path for found in self.desk.received)
        if not inputs:
            raise InputError("申报表", "一份也没有收到", "",
                             "请先拖入申报表，或选工作文件夹里的文件夹")
        return inputs

    def _start(self, asked: Asked, only: tuple[str, ...] = ()) -> None:
        self.watch.start(asked, only)
        self.result, self._read_end = None, False

    def _entry(self, record: Record) -> Traits:
        """Return marks per field and, where value and unit can be read, the effect."""
        found = checked(record)
        effect = None
        received = next((one for one in self.desk.received if one.application
                         and one.application.applicant_id == record["applicant_id"]), None)
        if found.figure is not None and received is not None:
            before = self.seen(received)
            after = self.desk.with_entry(received, Confirmed("", (found.figure,)))
            if before is not None and after is not None:
                effect = effect_of(before, Seen.of(after))
        return {"column": record["item"], "applicant": record["applicant_id"],
                "wrong": found.wrong, "effect": effect, "saved": False}


def _record(request: Request) -> Record:
    given = request["record"]
    return {name: str(given.get(name, "")).strip()
            for name in ("applicant_id", "item", "year", *FIELDS)}
