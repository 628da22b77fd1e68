"""The page of candidates（候选对比）: what it answers to each request.

The notebook builds one `ComparePage` and shows its widget. What the page holds can be read
as DataFrames and observed, so that an analyst goes on in the next cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clusterlib.dashboards.compare.export import file_name, workbook
from clusterlib.dashboards.compare.frames import Candidates, Export, Items, Result
from clusterlib.dashboards.compare.picture import picture_aside
from clusterlib.dashboards.compare.state import LEAST, MOST, State, parts_of
from clusterlib.dashboards.compare.view import picked_of, texts_of, view_of
from clusterlib.dashboards.compare.widget import CompareWidget
from clusterlib.dashboards.page.base import XLSX, Page, Traits
from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.what_if.opening import Offer, misfit, offer_of, opening_of, slot_of
from clusterlib.dashboards.what_if.parts import Applicants
from clusterlib.dashboards.what_if.scenario import LinkState, mark_of
from clusterlib.dashboards.what_if.source import Source
from clusterlib.errors import InputError

MOST_FOUND = 60
"""Applicants that the picker lists at once."""
FILE_TYPES = {
    "xlsx": XLSX,
    "png": "image/png",
}


class ComparePage(Page[State]):
    """The page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    table : CompareWidget
        The page as shown.
    applicants, candidates, items, result, export
        Observable parts that give DataFrames, and files.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(CompareWidget(), State.first(source.current()))
        self.source = source
        self.table = self.widget
        self.applicants, self.candidates = Applicants(self), Candidates(self)
        self.items, self.result, self.export = Items(self), Result(self), Export(self)
        self.parts = (self.applicants, self.candidates, self.items, self.result, self.export)
        self.widget.texts = texts_of(self.state.loaded)

    def choose(self, applicant_ids: Sequence[str]) -> None:
        """Compare these applicants, as the page's picker does."""
        known = self.state.loaded.cohort.applicant_id
        for found in applicant_ids:
            if found not in known:
                raise InputError("候选", f"没有申报编号“{found}”", "表中已有的申报编号")
        self._pick([known.index(found) for found in applicant_ids])
        self.tell()

    def exported(self, kind: str) -> tuple[str, bytes]:
        """Return name and content of the comparison as ``xlsx`` or ``png``."""
        name = file_name(self.state, f".{kind}")
        if kind == "xlsx":
            return name, workbook(self.state)
        return name, picture_aside(view_of(self.state))

    def shown(self) -> Traits:
        """Return the traits that show the state."""
        return {"view": view_of(self.state)}

    def _answer(self, request: Request, traits: Traits) -> Traits:
        if request["do"] in ("search", "export"):
            return traits
        return super()._answer(request, traits)

    def _do_open(self, request: Request) -> Traits:
        loaded = self.source.opened(request.get("search", ""))
        if loaded is not self.state.loaded:
            self.state = State.first(loaded)
        link = request.get("search", "").lstrip("?")
        opening = opening_of(
            link if self._says(link) else "", request.get("kept") or (), slot_of(loaded)
        )
        offers = (
            offer_of(each, parts_of(each, loaded.cohort).state, loaded) for each in opening.others
        )
        self.state = replace(
            self.state, note="", link=opening.link, offer=next(filter(None, offers), None)
        )
        note = self._take(opening.state, is_link=not opening.is_kept)
        self.state = replace(self.state, note=note)
        return {"texts": texts_of(loaded)}

    def _do_take(self, request: Request) -> None:
        self._refuse_if_frozen()
        offer = self.state.offer
        if offer is not None:
            parts = parts_of(offer.state, self.state.loaded.cohort)
            self.state = replace(self.state, offer=None, note="")
            self._show(LinkState.decoded(parts.state, self.state.catalogue))

    def _do_decline(self, request: Request) -> None:
        self.state = replace(self.state, offer=None)

    def _do_pick(self, request: Request) -> None:
        self._pick([int(row) for row in request["rows"]])

    def _do_search(self, request: Request) -> Traits:
        state, words = self.state, str(request["text"]).split()
        rows = [row for row in range(len(state.loaded.cohort)) if _matches(state, row, words)]
        if state.blind == "on":
            # The order of the table would tell who is who.
            rows.sort(key=lambda row: state.names[row])
        return {
            "found": {
                "text": request["text"],
                "more": max(len(rows) - MOST_FOUND, 0),
                "rows": [picked_of(state, row) for row in rows[:MOST_FOUND]],
            }
        }

    def _do_assume(self, request: Request) -> None:
        self._refuse_if_frozen()
        now = self.state.now
        assumption = now.assumption.with_choice(request["name"], request["value"])
        self.state = replace(self.state, now=replace(now, assumption=assumption), note="")

    def _do_blind(self, request: Request) -> Traits:
        self.state = replace(self.state, blind="on" if request["on"] else "frozen", note="")
        return {"found": {}, "file": {}}

    def _do_export(self, request: Request) -> Traits:
        kind = str(request["kind"])
        return self._file(*self.exported(kind), FILE_TYPES[kind])

    def _pick(self, rows: Sequence[int]) -> None:
        self._refuse_if_frozen()
        n = len(self.state.loaded.cohort)
        chosen = tuple(dict.fromkeys(row for row in rows if 0 <= row < n))
        if not LEAST <= len(chosen) <= MOST:
            raise InputError("候选", f"选了 {len(chosen)} 家", f"{LEAST} 至 {MOST} 家")
        self.state = replace(self.state, rows=chosen, note="")

    def _refuse_if_frozen(self) -> None:
        self.state.refuse_if_frozen(
            "候选对比", "盲评已结束，候选和假定已定住", "如需再比，请重新打开本页"
        )

    def _says(self, link: str) -> bool:
        parts = parts_of(link, self.state.loaded.cohort)
        return bool(parts.rows or parts.unknown or parts.state)

    def _take(self, query: str, *, is_link: bool) -> str:
        """Take up what a query says; return what is to be said about it."""
        loaded = self.state.loaded
        parts, notes = parts_of(query, loaded.cohort), []
        if parts.state:
            try:
                found = LinkState.decoded(parts.state, self.state.catalogue)
            except InputError as error:
                notes.append(f"{error.where}{error.found}，{error.remedy}。")
            else:
                why = misfit(found, loaded, is_link=is_link)
                if why:
                    self.state = replace(self.state, offer=Offer(why, query), link="")
                else:
                    self._show(found)
                    if found.parent != mark_of(loaded.standard) and found.changes:
                        notes.append(
                            f"原稿已有变动，{len(found.changes)}格改动套用在现在的原稿上。"
                        )
        if len(parts.rows) >= LEAST:
            self.state = replace(self.state, rows=parts.rows)
        if parts.unknown:
            notes.append(f"链接里有 {parts.unknown} 家不在这批申报单位里，没有列出。")
        return "".join(notes)

    def _show(self, found: LinkState) -> None:
        self.state = replace(self.state, now=found.scenario(self.state.parent), blind=found.blind)


def _matches(state: State, row: int, words: Sequence[str]) -> bool:
    if state.blind == "on":
        text = state.names[row]
    else:
        cohort = state.loaded.cohort
        text = " ".join(
            (state.names[row], cohort.applicant_id[row], cohort.region[row], cohort.product[row])
        ).lower()
    return all(word.lower() in text for word in words)
