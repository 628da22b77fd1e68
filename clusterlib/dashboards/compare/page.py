"""The page of candidates（候选对比）: its state, and what it answers to each request.

The notebook builds one `ComparePage` and shows its widget. What the page holds can be read
as DataFrames and observed, so that an analyst goes on in the next cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from clusterlib.analysis.candidates import Candidate, candidates_of
from clusterlib.analysis.compare import Places, places_of
from clusterlib.dashboards.calibrate.frames import Applicants
from clusterlib.dashboards.calibrate.matrix import assumed, assumed_readings
from clusterlib.dashboards.calibrate.view import names_of
from clusterlib.dashboards.compare.frames import Candidates, Export, Items, Result
from clusterlib.dashboards.compare.state import LEAST, MOST, first_choice, parts_of, query_of
from clusterlib.dashboards.compare.view import picked_of, texts_of, view_of
from clusterlib.dashboards.compare.widget import CompareWidget
from clusterlib.dashboards.page.widget import Request
from clusterlib.dashboards.what_if.scenario import LinkState, Scenario, mark_of
from clusterlib.dashboards.what_if.source import Loaded, Source
from clusterlib.dashboards.what_if.thresholds import ThresholdTable
from clusterlib.errors import InputError
from clusterlib.rules.indicators import INDICATORS
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import convert
from clusterlib.scoring.assessment import Assessment

MOST_FOUND = 60
"""Applicants that the picker lists at once."""
FILE_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
}




class ComparePage:
    """The state of the page, its widget, and what a notebook reads of it.

    Attributes
    ----------
    table : CompareWidget
        The page as shown.
    applicants, candidates, items, result, export
        Observable parts that give DataFrames, and files.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.table = CompareWidget()
        self.applicants, self.candidates = Applicants(self), Candidates(self)
        self.items, self.result, self.export = Items(self), Result(self), Export(self)
        self._files = 0
        self._start(source.current())
        self.table.texts = texts_of(self.loaded)
        self.table.answer_with(self._deal)

    def _start(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.parent = ThresholdTable.of(loaded.standard)
        self.now = Scenario(self.parent)
        self.blind = "off"
        self.note = ""
        self.rows = first_choice(loaded)
        self.places: Places = places_of(loaded.cohort.figures.values)
        self._named: tuple[str, list[str]] = ("", [])
        self._compared: tuple[Any, tuple[Candidate, ...]] = (None, ())

    # What a notebook reads -------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """Names as shown: numbers while names are hidden（盲评）."""
        if self._named[0] != self.blind:
            self._named = (self.blind, names_of(self.loaded.cohort, self.blind))
        return self._named[1]

    @property
    def ids(self) -> Sequence[str]:
        """Ids of the applicants: numbers while names are hidden（盲评）."""
        return self.names if self.blind == "on" else self.loaded.cohort.applicant_id

    def comparison(self) -> tuple[Candidate, ...]:
        """Return what is said of each candidate, under the page's standard and assumption."""
        key = (self.rows, self.now, self.loaded)
        if self._compared[0] != key:
            found = candidates_of(self._assessment(), self.places, self.rows)
            self._compared = (key, found)
        return self._compared[1]

    def choose(self, applicant_ids: Sequence[str]) -> None:
        """Compare these applicants, as the page's picker does."""
        known = self.loaded.cohort.applicant_id
        for found in applicant_ids:
            if found not in known:
                raise InputError("候选", f"没有申报编号“{found}”", "表中已有的申报编号")
        self._pick([known.index(found) for found in applicant_ids])
        self.table.show({"view": view_of(self)})
        self._tell_observers()

    def query(self) -> str:
        """Return the query of the link that reopens this state."""
        changed = (self.now != Scenario(self.parent)) or self.blind != "off"
        mark = mark_of(self.loaded.standard)
        state = LinkState.of(self.parent, mark, self.now, Tier.BASE, self.blind).encoded()
        return query_of(self.loaded.cohort, self.rows, state if changed else "",
                        hidden=self.blind == "on")

    def exported(self, kind: str) -> tuple[str, bytes]:
        """Return name and content of the comparison as ``xlsx`` or ``png``."""
        from clusterlib.dashboards.compare.export import file_name, workbook

        if kind == "xlsx":
            return file_name(self, ".xlsx"), workbook(self)
        from clusterlib.dashboards.compare.picture import picture_aside

        return file_name(self, ".png"), picture_aside(view_of(self))

    # Requests of the widget ------------------------------------------------------------

    def _deal(self, request: Request) -> dict[str, Any]:
        what = request["do"]
        deal: Callable[[Request], dict[str, Any] | None] = getattr(self, f"_do_{what}")
        traits = deal(request) or {}
        if what in ("search", "export"):
            return traits
        self._tell_observers()
        return {"view": view_of(self), **traits}

    def _do_open(self, request: Request) -> dict[str, Any]:
        loaded = self.source.current()
        if loaded is not self.loaded:
            self._start(loaded)
        link = request.get("search", "")
        stored = (request.get("stored") or {}).get("state", "")
        self.note = self._restore(link) or ("" if self._says(link) else self._restore(stored))
        return {"texts": texts_of(self.loaded)}

    def _do_pick(self, request: Request) -> None:
        self._pick([int(row) for row in request["rows"]])

    def _do_search(self, request: Request) -> dict[str, Any]:
        words = str(request["text"]).split()
        rows = [row for row in range(len(self.loaded.cohort)) if self._matches(row, words)]
        if self.blind == "on":
            # The order of the table would tell who is who.
            rows.sort(key=lambda row: self.names[row])
        return {"found": {"text": request["text"], "more": max(len(rows) - MOST_FOUND, 0),
                          "rows": [picked_of(self, row) for row in rows[:MOST_FOUND]]}}

    def _do_assume(self, request: Request) -> None:
        self._refuse_if_frozen()
        change = {request["name"]: request["value"]}
        self.now = replace(self.now, assumption=replace(self.now.assumption, **change))
        self.note = ""

    def _do_blind(self, request: Request) -> dict[str, Any]:
        self.blind = "on" if request["on"] else "frozen"
        self.note = ""
        return {"found": {}, "file": {}}

    def _do_export(self, request: Request) -> dict[str, Any]:
        kind = str(request["kind"])
        name, data = self.exported(kind)
        self._files += 1
        return {"file": {"number": self._files, "name": name, "type": FILE_TYPES[kind],
                         "data": data}}

    # State -----------------------------------------------------------------------------

    def _pick(self, rows: Sequence[int]) -> None:
        self._refuse_if_frozen()
        chosen = tuple(dict.fromkeys(row for row in rows if 0 <= row < len(self.loaded.cohort)))
        if not LEAST <= len(chosen) <= MOST:
            raise InputError("候选", f"选了 {len(chosen)} 家", f"{LEAST} 至 {MOST} 家")
        self.rows = chosen
        self.note = ""

    def _refuse_if_frozen(self) -> None:
        if self.blind == "frozen":
            raise InputError("候选对比", "盲评已结束，候选和假定已定住", "",
                             "如需再比，请重新打开本页")

    def _says(self, link: str) -> bool:
        parts = parts_of(link, self.loaded.cohort)
        return bool(parts.rows or parts.unknown or parts.state)

    def _restore(self, query: str) -> str:
        """Take up what a link says; return what is to be said about it."""
        parts, notes = parts_of(query, self.loaded.cohort), []
        if parts.state:
            try:
                state = LinkState.decoded(parts.state)
            except InputError as error:
                notes.append(f"{error.where}{error.found}，{error.remedy}。")
            else:
                self.now, self.blind = state.scenario(self.parent), state.blind
                if state.parent != mark_of(self.loaded.standard) and state.changes:
                    notes.append(f"原稿已有变动，{len(state.changes)}格改动套用在现在的原稿上。")
        if len(parts.rows) >= LEAST:
            self.rows = parts.rows
        if parts.unknown:
            notes.append(f"链接里有 {parts.unknown} 家不在这批申报单位里，没有列出。")
        return "".join(notes)

    def _matches(self, row: int, words: Sequence[str]) -> bool:
        if self.blind == "on":
            text = self.names[row]
        else:
            cohort = self.loaded.cohort
            text = " ".join((self.names[row], cohort.applicant_id[row], cohort.region[row],
                             cohort.product[row])).lower()
        return all(word.lower() in text for word in words)

    def _assessment(self) -> Assessment:
        loaded, assumption = self.loaded, self.now.assumption
        cohort = loaded.cohort.rows_at(self.rows)
        cohort = replace(cohort, figures=assumed(cohort.figures, assumption))
        readings = assumed_readings(loaded.readings, assumption)
        return Assessment.of(cohort, self._standard(), loaded.sheet, readings)

    def _standard(self) -> StandardOnDay:
        table = self.now.table
        values = []
        for found, unit, indicator in zip(table.values, table.units, INDICATORS, strict=True):
            if found is None:
                values.append(None)
                continue
            capital, base, township = (convert(v, unit, indicator.unit) for v in found)
            values.append((capital, base, township))
        return replace(self.loaded.standard, values=tuple(values))

    def _tell_observers(self) -> None:
        for part in (self.applicants, self.candidates, self.items, self.result, self.export):
            part.follow()
