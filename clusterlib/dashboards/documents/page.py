"""The page of papers（文书）: what it answers to each request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from clusterlib.dashboards.documents import frames
from clusterlib.dashboards.documents.desk import Desk
from clusterlib.dashboards.documents.state import Choice, State
from clusterlib.dashboards.documents.view import MEDIA, preview_of, texts_of, view_of
from clusterlib.dashboards.documents.widget import DocumentsWidget
from clusterlib.dashboards.ledger.held import asked_day, today
from clusterlib.dashboards.page.base import Page, Traits
from clusterlib.dashboards.page.widget import Request
from clusterlib.documents.bundle import bundle_of
from clusterlib.documents.issue import Issued, ReasonNeededError, issue, lying
from clusterlib.documents.kinds import CASE_KINDS, KINDS
from clusterlib.documents.make import kind_of, version_of
from clusterlib.documents.paper import Paper
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.file_names import safe_name

ZIP = "application/zip"


class DocumentsPage(Page[State]):
    """The page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    table : DocumentsWidget
        The page as shown.
    papers
        Observable part that gives a DataFrame.
    """

    def __init__(self, desk: Desk, on: str = "") -> None:
        self.desk = desk
        day = asked_day(on, "出文日期").isoformat() if on else ""
        choice = Choice(on=day)
        super().__init__(DocumentsWidget(), State(choice, day, {}, {}, (), {}))
        self.table = self.widget
        self.papers = frames.Papers(self)
        self.parts = (self.papers,)
        self.widget.texts = texts_of(desk)

    def shown(self) -> Traits:
        """Return the traits that show the state."""
        return {
            "view": view_of(self.state, self.desk),
            "preview": preview_of(self.state),
            "progress": {},
        }

    def _state(self, choice: Choice) -> State:
        """Return what is to be seen under a choice; what cannot be read is told instead."""
        day = asked_day(choice.on, "出文日期") if choice.on else today()
        by = asked_day(choice.by, "补正期限") if choice.by else None
        try:
            cases = self.desk.cases(day)
        except ClusterlibError as error:
            return State(choice, day.isoformat(), {}, {}, (), {}, (str(error),))
        papers = self.desk.papers(cases, choice.version, by)
        case = choice.case if choice.case in cases.files else next(iter(cases.files), "")
        choice = replace(choice, case=case, year=choice.year or day.year)
        told = cases.told
        try:
            chosen = self._chosen(choice, day, by)
        except ClusterlibError as error:
            chosen, told = (), (*told, str(error))
        own = [papers[case, kind.id] for kind in CASE_KINDS] if case else []
        found = {paper.kind: lying(paper, self.desk.out) for paper in (*own, *chosen)}
        there = {kind: one for kind, one in found.items() if one is not None}
        return State(choice, day.isoformat(), cases.files, papers, chosen, there, told)

    def _chosen(self, choice: Choice, day: date, by: date | None) -> tuple[Paper, ...]:
        cases, kind = self.desk.cases(day), KINDS[choice.kind]
        if kind.owner == "year":
            return (self.desk.list_of_year(cases, kind.id, choice.version, choice.year),)
        if kind.owner == "cases":
            return tuple(self.desk.council(cases, choice.version))
        papers = self.desk.papers(cases, choice.version, by)
        return (papers[choice.case, kind.id],) if choice.case else ()

    def _do_open(self, request: Request) -> None:
        slot = self.widget.texts["key"]
        kept = [one["state"] for one in request.get("kept") or () if one.get("slot") == slot]
        choice = Choice.of(kept[0]) if kept and kept[0] else self.state.choice
        if choice.kind not in KINDS:
            choice = replace(choice, kind=Choice().kind)
        self.state = self._state(choice)

    def _do_watch(self, request: Request) -> None:
        state = self.state
        self.state = replace(self._state(state.choice), said=state.said, reason=state.reason)

    def _do_choose(self, request: Request) -> None:
        choice = self.state.choice
        choice = replace(
            choice,
            case=str(request.get("case", choice.case)),
            on=str(request.get("on", choice.on)).strip(),
            by=str(request.get("by", choice.by)).strip(),
        )
        if "kind" in request:
            choice = replace(choice, kind=kind_of(str(request["kind"])).id)
        if "version" in request:
            choice = replace(choice, version=version_of(str(request["version"])))
        if "year" in request:
            choice = replace(choice, year=_year(str(request["year"])))
        self.state = self._state(choice)

    def _do_make(self, request: Request) -> None:
        papers = self._wanted(str(request["what"]))
        if not papers:
            raise InputError("文书", "没有可以生成的", "一个办件", "请先选一个办件")
        lines: list[str] = []
        done: list[Paper] = []

        def watch(paper: Paper) -> None:
            done.append(paper)
            self.widget.progress = {"done": len(done), "of": len(papers), "term": paper.term}

        try:
            issued = issue(
                papers,
                self.desk.out,
                templates=self.desk.templates,
                reason=str(request.get("reason", "")),
                pdf=bool(request.get("pdf")),
                tell=lines.append,
                watch=watch,
            )
        except ReasonNeededError as error:
            self.state = replace(self.state, reason=f"{error.where}：{error.found}。", said="")
            return
        self.state = replace(self._state(self.state.choice), said=_told(issued, lines))

    def _wanted(self, what: str) -> list[Paper]:
        state = self.state
        if what == "all":
            return list(state.papers.values())
        if what == "case":
            return [
                paper for (case, _), paper in state.papers.items() if case == state.choice.case
            ]
        return list(state.chosen)

    def _do_download(self, request: Request) -> Traits:
        suffix = str(request["form"])
        found = self.state.lying.get(str(request["kind"]))
        path = next((one for one in found.paths if one.suffix == suffix), None) if found else None
        if path is None or suffix not in MEDIA:
            raise InputError("下载", "这份文书还没有生成", "", "请先生成")
        return self._file(path.name, path.read_bytes(), MEDIA[suffix])

    def _do_bundle(self, request: Request) -> Traits:
        """Give all that was issued of the case for this reader, with the marked workbook."""
        case = self.state.cases[self.state.choice.case]
        issued = [
            Issued(paper, self.state.lying[paper.kind].paths, False)
            for paper in self._wanted("case")
            if paper.kind in self.state.lying
        ]
        if not issued:
            raise InputError("打包", "这一件还没有生成文书", "", "请先生成")
        version = view_of(self.state, self.desk)["version_term"]
        name = safe_name(f"{case.case} {case.applicant} 发送包（{version}）")
        return self._file(f"{name}.zip", bundle_of(case, issued), ZIP)


def _year(text: str) -> int:
    if not (text.strip().isdigit() and len(text.strip()) == 4):
        raise InputError("年度", f"“{text}”不是年份", "四位年份，如 2025")
    return int(text)


def _told(issued: Sequence[Issued], lines: Sequence[str]) -> str:
    new = sum(one.is_new for one in issued)
    kept = len(issued) - new
    parts = [f"已生成 {new} 份" if new else "", f"{kept} 份与已出的相同，没有再出" if kept else ""]
    return "；".join(filter(None, (*parts, *lines))) + "。"
