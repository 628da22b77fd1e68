"""The calibration page（阈值校准）: its state, and what it answers to each request.

The notebook builds one `CalibratePage` and shows its widget. What the page holds can be
read as DataFrames and observed, so that an analyst goes on in the next cell.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from clusterlib.dashboards.calibrate import view
from clusterlib.dashboards.calibrate.board import Board
from clusterlib.dashboards.calibrate.frames import Applicants, DraftHandle, Grid, Result
from clusterlib.dashboards.calibrate.lines import line_of
from clusterlib.dashboards.calibrate.matrix import (
    shown_bytes,
)
from clusterlib.dashboards.calibrate.sheets import preview_of, print_of
from clusterlib.dashboards.calibrate.strip import rounded, step_at
from clusterlib.dashboards.calibrate.widget import MatrixWidget
from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.what_if.scenario import (
    History,
    LinkState,
    Scenario,
    mark_of,
    with_choice,
)
from clusterlib.dashboards.what_if.source import Source
from clusterlib.dashboards.what_if.thresholds import Cell, block_of, pasted
from clusterlib.errors import InputError
from clusterlib.rules.indicators import INDICATORS
from clusterlib.rules.tiers import Tier


class CalibratePage(Board):
    """The state of the page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    matrix : MatrixWidget
        The page as shown.
    applicants, grid, result, draft
        Observable parts that give DataFrames.
    """

    def __init__(self, source: Source, work: Path) -> None:
        super().__init__(source, work)
        self.matrix = MatrixWidget()
        self.applicants, self.grid = Applicants(self), Grid(self)
        self.result, self.draft = Result(self), DraftHandle(self)
        self._dialogs = 0
        self.matrix.texts = view.texts_of(self.parent, self.loaded)
        self.matrix.answer_with(self._deal)

    def set_threshold(self, indicator: str, tier: str, text: str) -> None:
        """Type one threshold, as the page does, in the standard's own unit."""
        column = next(i for i, found in enumerate(INDICATORS) if found.id == indicator)
        self._change(self.now.table.with_text((column, Tier[tier.upper()]), text))
        self._sort()
        self.matrix.show(self._shown())
        self._tell_observers()

    def _deal(self, request: Request) -> dict[str, Any]:
        what = request["do"]
        deal: Callable[[Request], dict[str, Any] | None] = getattr(self, f"_do_{what}")
        kept = copy(self.history), self.tier
        kept[0].steps = list(self.history.steps)
        try:
            return self._answer(what, request, deal(request))
        except Exception:
            # What could not be shown is not kept either, or every later answer would fail.
            self.history, self.tier = kept
            raise

    def _answer(self, what: str, request: Request,
                traits: dict[str, Any] | None) -> dict[str, Any]:
        if what == "point" and not request.get("strip"):
            return traits or {}
        if what != "point":
            self._tell_observers()
        return {**self._shown(), **(traits or {})}

    def _do_open(self, request: Request) -> dict[str, Any]:
        loaded = self.source.current()
        if loaded is not self.loaded:
            self._start(loaded)
        link = parse_qs(request.get("search", "").lstrip("?")).get("state", [""])[0]
        stored = (request.get("stored") or {}).get("state", "")
        self.note = self._restore(link, stored)
        return {"texts": view.texts_of(self.parent, self.loaded), "names": self._names()}

    def _do_edit(self, request: Request) -> None:
        self._refuse_if_frozen()
        done = bool(request.get("done"))
        self._change(self.now.table.with_texts(request["cells"]), done=done)
        if request.get("sort"):
            self._sort()

    def _do_paste(self, request: Request) -> None:
        self._refuse_if_frozen()
        self.history.close()
        table = self.now.table.with_texts(request["cells"])
        table, used, left_over = pasted(
            table, block_of(request["text"]), _cell(request["at"]), request["place"]
        )
        self._change(table)
        self.note = f"粘贴{used}格" + (f"，{len(table.typed)}格用不了" if table.typed else "") + (
            f"，{left_over}格超出表格或免评，未用" if left_over else "") + "。"
        self._sort()

    def _do_drag(self, request: Request) -> None:
        self._refuse_if_frozen()
        column, tier = _cell(request["at"])
        axis = view.axis_of_column(self, column)
        value = rounded(axis.value(float(request["x"])), column, axis)
        self._change(self.now.table.with_value((column, tier), value),
                     done=bool(request.get("done")))

    def _do_nudge(self, request: Request) -> None:
        self._refuse_if_frozen()
        column, tier = _cell(request["at"])
        value = self.now.table.value((column, tier))
        if value is None:
            return
        axis = view.axis_of_column(self, column)
        step = step_at(float(value), column, axis) * int(request["by"])
        value = value + step if INDICATORS[column].signed else max(value + step, step * 0)
        self._change(self.now.table.with_value((column, tier), value))

    def _do_tier(self, request: Request) -> dict[str, Any]:
        self.history.close()
        self.tier = Tier(int(request["tier"]))
        self.pointed = (*self.pointed[:2], self.tier)
        self._sort()
        return {}

    def _do_assume(self, request: Request) -> None:
        assumption = with_choice(self.now.assumption, request["name"], request["value"])
        self.history.close()
        self.note = ""
        self.history.change(replace(self.now, assumption=assumption))
        self._sort()

    def _do_undo(self, request: Request) -> None:
        self._step(-1, "撤销。")

    def _do_redo(self, request: Request) -> None:
        self._step(1, "重做。")

    def _do_point(self, request: Request) -> dict[str, Any]:
        column, tier = int(request["column"]), Tier(int(request["tier"]))
        if request.get("strip") and 0 <= column < len(INDICATORS):
            self.column = column
        row = request.get("row")
        self.pointed = (None if row is None else int(row), column, tier)
        return {"line": line_of(self, *self.pointed)}

    def _do_blind(self, request: Request) -> dict[str, Any]:
        self.blind = "on" if request["on"] else "frozen"
        return {"names": self._names()}

    def _do_preview(self, request: Request) -> dict[str, Any]:
        return self._dialog(preview_of(self))

    def _do_print(self, request: Request) -> dict[str, Any]:
        return self._dialog(print_of(self))

    def _do_save(self, request: Request) -> dict[str, Any]:
        from clusterlib.dashboards.calibrate.drafts import save_draft

        self.history.close()
        try:
            saved = save_draft(self, author=request["author"], reason=request["reason"],
                               start=request["start"])
        except InputError as error:
            wrong = f"{error.where}：{error.found}；{error.expected}"
            return self._dialog({**preview_of(self), **_given(request), "error": wrong})
        return self._dialog(saved)

    def _step(self, by: int, note: str) -> None:
        self._refuse_if_frozen()
        if self.history.move(by):
            self.note = note
            self._sort()

    def _restore(self, link: str, stored: str) -> str:
        """Take up a link's state, else what the browser kept; return what is said about it."""
        text = link or stored
        if not text:
            return ""
        try:
            state = LinkState.decoded(text)
        except InputError as error:
            return f"{error.where}{error.found}，{error.remedy}。" if link else ""
        scenario = state.scenario(self.parent)
        self.tier, self.blind = state.tier, state.blind
        self.history = History([Scenario(self.parent)])
        self.history.change(scenario)
        self._sort()
        n = len(state.changes)
        if state.parent != mark_of(self.loaded.standard) and n:
            return f"原稿已有变动，{n}格改动套用在现在的原稿上。"
        if link or not n:
            return ""
        return f"已恢复上次未保存的改动（{n}格），不要可按“撤销”。"

    def _shown(self) -> dict[str, Any]:
        now, before = self.matrices(), self.matrices(self.before)
        return {
            "view": view.view_of(self, now, before), "line": line_of(self, *self.pointed),
            **shown_bytes(now[self.tier], before[self.tier]),
            "order": self.order.rows.tobytes(),
            **view.strip_of(self, now, before),
        }

    def _tell_observers(self) -> None:
        for part in (self.applicants, self.grid, self.result, self.draft):
            part.follow()

    def _names(self) -> list[list[str]]:
        applied = self.loaded.cohort.figures.applied
        terms = {tier.value: tier.term for tier in Tier}
        return [[name, terms.get(int(tier), "—")]
                for name, tier in zip(self.names, applied, strict=True)]

    def _dialog(self, content: dict[str, Any]) -> dict[str, Any]:
        self._dialogs += 1
        return {"dialog": {"number": self._dialogs, **content}}


def _cell(at: list[int]) -> Cell:
    return int(at[0]), Tier(int(at[1]))


def _given(request: Request) -> dict[str, str]:
    return {name: request[name] for name in ("author", "reason", "start")}


