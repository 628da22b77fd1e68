"""The calibration page（阈值校准）: what it answers to each request.

The notebook builds one `CalibratePage` and shows its widget. What the page holds can be
read as DataFrames and observed, so that an analyst goes on in the next cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

from clusterlib.dashboards.calibrate import view
from clusterlib.dashboards.calibrate.beside import (
    beside,
    drafts_of,
    movers_sheet,
    opened_draft,
)
from clusterlib.dashboards.calibrate.drafts import save_draft, told_of
from clusterlib.dashboards.calibrate.frames import DraftHandle, Grid, Result
from clusterlib.dashboards.calibrate.lines import line_of
from clusterlib.dashboards.calibrate.matrix import shown_bytes
from clusterlib.dashboards.calibrate.sheets import preview_of, print_of
from clusterlib.dashboards.calibrate.state import Saved, State
from clusterlib.dashboards.calibrate.strip import rounded, step_at
from clusterlib.dashboards.calibrate.widget import MatrixWidget
from clusterlib.dashboards.page.base import Page, Traits
from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.what_if.opening import Offer, misfit, offer_of, opening_of, slot_of
from clusterlib.dashboards.what_if.parts import Applicants
from clusterlib.dashboards.what_if.scenario import LinkState, mark_of
from clusterlib.dashboards.what_if.source import Source
from clusterlib.dashboards.what_if.thresholds import Cell, block_of, pasted
from clusterlib.errors import InputError
from clusterlib.rules.tiers import Tier, tier_with


class CalibratePage(Page[State]):
    """The page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    matrix : MatrixWidget
        The page as shown.
    applicants, grid, result, draft
        Observable parts that give DataFrames.
    """

    def __init__(self, source: Source, work: Path) -> None:
        super().__init__(MatrixWidget(), State.first(source.current(), work))
        self.source = source
        self.matrix = self.widget
        self.applicants, self.grid = Applicants(self), Grid(self)
        self.result, self.draft = Result(self), DraftHandle(self)
        self.parts = (self.applicants, self.grid, self.result, self.draft)
        self._dialogs = 0
        self.widget.texts = view.texts_of(self.state.parent, self.state.loaded)

    def set_threshold(self, indicator: str, tier: str, text: str) -> None:
        """Type one threshold, as the page does, in the standard's own unit."""
        column = self.state.catalogue.position[indicator]
        table = self.state.now.table.with_text(
            (column, tier_with(tier, self.state.loaded.sheet.tiers)), text
        )
        self.state = self.state.with_table(table).sorted()
        self.tell()

    def save(self, author: str, reason: str, start: str) -> list[str]:
        """Save a draft and return the names of its files."""
        saved = self._saved({"author": author, "reason": reason, "start": start})
        return [file["name"] for file in saved["files"]]

    def shown(self) -> Traits:
        """Return the traits that show the state."""
        state = self.state
        now, before = state.matrices(), state.matrices(state.before)
        return {
            "view": view.view_of(state, now, before),
            "line": line_of(state, *state.pointed),
            **shown_bytes(now[state.tier], before[state.tier]),
            "order": state.order.rows.tobytes(),
            **view.strip_of(state, now, before),
        }

    def _answer(self, request: Request, traits: Traits) -> Traits:
        if request["do"] != "point":
            return super()._answer(request, traits)
        return {**self.shown(), **traits} if request.get("strip") else traits

    def _do_open(self, request: Request) -> Traits:
        loaded = self.source.opened(request.get("search", ""))
        if loaded is not self.state.loaded:
            self.state = State.first(loaded, self.state.work)
        link = parse_qs(request.get("search", "").lstrip("?")).get("state", [""])[0]
        opening = opening_of(link, request.get("kept") or (), slot_of(loaded))
        offers = (offer_of(each, each, loaded) for each in opening.others)
        self.state = replace(
            self.state, note="", link=opening.link, offer=next(filter(None, offers), None)
        )
        if opening.state:
            self._take(opening.state, is_link=not opening.is_kept)
        return {"texts": view.texts_of(self.state.parent, loaded), "names": self._names()}

    def _do_take(self, request: Request) -> Traits:
        self._refuse_if_frozen()
        offer = self.state.offer
        if offer is None:
            return {}
        found = LinkState.decoded(offer.state, self.state.catalogue)
        self.state = replace(self.state, offer=None, note=f"已套用{len(found.changes)}格改动。")
        self._show(found)
        return {"names": self._names()}

    def _do_decline(self, request: Request) -> None:
        self.state = replace(self.state, offer=None)

    def _do_edit(self, request: Request) -> None:
        self._refuse_if_frozen()
        table = self.state.now.table.with_texts(
            {self._cell(key.split(",")): text for key, text in request["cells"].items()}
        )
        self.state = self.state.with_table(table, done=bool(request.get("done")))
        if request.get("sort"):
            self.state = self.state.sorted()

    def _do_paste(self, request: Request) -> None:
        self._refuse_if_frozen()
        self._close()
        table, used, left_over = pasted(
            self.state.now.table,
            block_of(request["text"]),
            self._cell(request["at"]),
            request["place"],
        )
        note = (
            f"粘贴{used}格"
            + (f"，{len(table.typed)}格用不了" if table.typed else "")
            + (f"，{left_over}格超出表格或免评，未用" if left_over else "")
            + "。"
        )
        self.state = replace(self.state.with_table(table).sorted(), note=note)

    def _do_drag(self, request: Request) -> None:
        self._refuse_if_frozen()
        column, tier = self._cell(request["at"])
        axis = view.axis_of_column(self.state, column)
        value = rounded(axis.value(float(request["x"])), self.state.indicator(column), axis)
        self.state = self.state.with_table(
            self.state.now.table.with_value((column, tier), value),
            done=bool(request.get("done")),
        )

    def _do_nudge(self, request: Request) -> None:
        self._refuse_if_frozen()
        column, tier = self._cell(request["at"])
        table = self.state.now.table
        value = table.value((column, tier))
        if value is None:
            return
        axis = view.axis_of_column(self.state, column)
        step = step_at(float(value), self.state.indicator(column), axis) * int(request["by"])
        value = (
            value + step if self.state.indicator(column).signed else max(value + step, step * 0)
        )
        self.state = self.state.with_table(table.with_value((column, tier), value))

    def _do_tier(self, request: Request) -> None:
        self._close()
        tier = self._tier(request["tier"])
        pointed = (*self.state.pointed[:2], tier)
        self.state = replace(self.state, tier=tier, pointed=pointed).sorted()

    def _do_assume(self, request: Request) -> None:
        now = self.state.now
        assumption = now.assumption.with_choice(request["name"], request["value"])
        history = self.state.history.closed().changed(replace(now, assumption=assumption))
        self.state = replace(self.state, history=history, note="").sorted()

    def _do_undo(self, request: Request) -> None:
        self._step(-1, "撤销。")

    def _do_redo(self, request: Request) -> None:
        self._step(1, "重做。")

    def _do_point(self, request: Request) -> Traits:
        column, tier = int(request["column"]), self._tier(request["tier"])
        row = request.get("row")
        pointed = (None if row is None else int(row), column, tier)
        self.state = replace(self.state, pointed=pointed)
        if request.get("strip") and 0 <= column < len(self.state.catalogue):
            self.state = replace(self.state, column=column)
        return {"line": line_of(self.state, *pointed)}

    def _do_blind(self, request: Request) -> Traits:
        self.state = replace(self.state, blind="on" if request["on"] else "frozen", note="")
        return {"names": self._names(), "dialog": {}}

    def _do_preview(self, request: Request) -> Traits:
        return self._dialog(preview_of(self.state))

    def _do_print(self, request: Request) -> Traits:
        return self._dialog(print_of(self.state))

    def _do_movers(self, request: Request) -> Traits:
        return self._dialog(movers_sheet(self.state))

    def _do_drafts(self, request: Request) -> Traits:
        return self._dialog(drafts_of(self.state))

    def _do_load(self, request: Request) -> Traits:
        self._refuse_if_frozen()
        self.state = opened_draft(self.state, str(request["name"]))
        return {"dialog": {}}

    def _do_beside(self, request: Request) -> Traits:
        return self._dialog(beside(self.state, [str(name) for name in request["names"]]))

    def _do_save(self, request: Request) -> Traits:
        self._close()
        given = {name: request[name] for name in ("author", "reason", "start")}
        try:
            return self._dialog(self._saved(given))
        except InputError as error:
            wrong = f"{error.where}：{error.found}；{error.expected}"
            return self._dialog({**preview_of(self.state), **given, "error": wrong})

    def _saved(self, given: dict[str, str]) -> Traits:
        """Save a draft, once: asked again for the same, say again what was saved."""
        state, asked = self.state, tuple(given.values())
        known = next(
            (one for one in state.saved if (one.scenario, one.asked) == (state.now, asked)), None
        )
        if known is not None:
            return told_of(state, known.files)
        saved = save_draft(state, **given)
        files = tuple(file["name"] for file in saved["files"])
        self.state = replace(state, saved=(*state.saved, Saved(state.now, asked, files)))
        return saved

    def _close(self) -> None:
        self.state = replace(self.state, history=self.state.history.closed())

    def _step(self, by: int, note: str) -> None:
        self._refuse_if_frozen()
        history = self.state.history.moved(by)
        if history is not None:
            self.state = replace(self.state, history=history, note=note).sorted()

    def _refuse_if_frozen(self) -> None:
        self.state.refuse_if_frozen("达标值", "已冻结，不能再改动", "如需再改，请重新打开原稿")

    def _take(self, text: str, *, is_link: bool) -> None:
        """Take up a link, or what the browser kept; what does not fit is offered."""
        state, loaded = self.state, self.state.loaded
        try:
            found = LinkState.decoded(text, self.state.catalogue)
        except InputError as error:
            note = f"{error.where}{error.found}，{error.remedy}。" if is_link else ""
            self.state = replace(state, note=note)
            return
        why = misfit(found, loaded, is_link=is_link)
        if why:
            self.state = replace(state, offer=Offer(why, text), link="")
            return
        is_new = found.scenario(state.parent) != state.now
        self._show(found)
        n, note = len(found.changes) if is_new else 0, ""
        if found.parent != mark_of(loaded.standard) and n:
            note = f"原稿已有变动，{n}格改动套用在现在的原稿上。"
        elif not is_link and n:
            note = f"已恢复上次未保存的改动（{n}格），不要可按“撤销”。"
        self.state = replace(self.state, note=note)

    def _show(self, found: LinkState) -> None:
        history = self.state.history.closed().changed(found.scenario(self.state.parent))
        self.state = replace(
            self.state, history=history, tier=found.tier, blind=found.blind
        ).sorted()

    def _tier(self, at: object) -> Tier:
        return {int(tier): tier for tier in self.state.loaded.sheet.tiers}[int(str(at))]

    def _cell(self, at: Sequence[int | str]) -> Cell:
        return int(at[0]), self._tier(at[1])

    def _names(self) -> list[list[str]]:
        applied = self.state.loaded.cohort.figures.applied
        terms = {int(tier): tier.term for tier in self.state.loaded.sheet.tiers}
        return [
            [name, terms.get(int(tier), "—")]
            for name, tier in zip(self.state.names, applied, strict=True)
        ]

    def _dialog(self, content: Traits) -> Traits:
        self._dialogs += 1
        return {"dialog": {"number": self._dialogs, **content}}
