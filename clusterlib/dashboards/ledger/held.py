"""The register as it stands on a day, as known by the end of another（台账）.

What is held is a frozen value; it is read anew only where something was recorded since.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.register.cases import Case, cases_on
from clusterlib.register.chain import SHANGHAI, Recorded, end_of
from clusterlib.register.database import EVENTS
from clusterlib.register.days import told_day
from clusterlib.register.events import Event, by_title, counted, replacements_of
from clusterlib.register.filed import FiledReturn, filed_returns
from clusterlib.register.names import parse_name
from clusterlib.register.status import Status, Title, titles_of, with_status
from clusterlib.register.store import Store, open_store
from clusterlib.resources import parameters_in_force, regulation_folder
from clusterlib.rule_files.title_rules import calendars_of, title_rules_of
from clusterlib.rules.titles import TitleRules

FOLDER = "台账"


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What the register holds.

    Parameters
    ----------
    on : date
        Day that is asked about.
    known : date or None
        Only what was recorded by the end of this day; None for all.
    recorded : tuple of Recorded
        Every event so known, in the order of recording.
    found : mapping of title to (Title, Status)
        Titles with an event by the day, by id as text.
    cases : tuple of (Case, Case)
        Cases on the day, in their two computations.
    filed : mapping of title to year to FiledReturn
        Returns whose figures are held.
    rules, readings
        The rules of titles on the day, and the value of each reading.
    """

    on: date
    known: date | None
    recorded: tuple[Recorded, ...]
    found: Mapping[str, tuple[Title, Status]]
    cases: tuple[tuple[Case, Case], ...]
    filed: Mapping[str, Mapping[int, FiledReturn]]
    rules: TitleRules
    readings: Mapping[str, str]

    @property
    def events(self) -> list[Event]:
        """Every event, those that no longer count included."""
        return [row.event for row in self.recorded]


class Ledger:
    """A register that pages read and write.

    Attributes
    ----------
    store : Store
    work : Path
        The workspace, whose own 规则 hold where it has them.
    """

    def __init__(self, place: str, work: Path) -> None:
        self.work = work
        self._place = _place(place, work)
        self.store: Store = open_store(self._place)
        self._kept: tuple[object, Held] | None = None

    @property
    def parameters(self) -> Path | None:
        """Folder of the parameters that hold now; None for the shipped ones."""
        return parameters_in_force(None, self._place, self.work / FOLDER)

    def held(self, on: date, known: date | None) -> Held:
        """Return what the register holds, as it is now."""
        parameters = self.parameters
        with self.store.asking() as connection:
            last = connection.scalar(sa.select(sa.func.max(EVENTS.c.place)))
        mark = last, on, known, parameters, _state(parameters)
        if self._kept is None or self._kept[0] != mark:
            self._kept = mark, self._read(on, known, parameters)
        return self._kept[1]

    def _read(self, on: date, known: date | None, parameters: Path | None) -> Held:
        rules = title_rules_of(parameters, on)
        readings = rules.readings()
        end = end_of(known) if known else ""
        recorded = tuple(row for row in self.store.log() if not end or row.recorded < end)
        log = [row.event for row in recorded]
        found = standings(log, on, rules, readings)
        cases = tuple(cases_on(log, on, rules, readings, calendars_of(parameters)))
        filed = filed_returns(self.store, known)
        return Held(on, known, recorded, found, cases, filed, rules, readings)


def standings(
    log: list[Event], on: date, rules: TitleRules, readings: Mapping[str, str]
) -> dict[str, tuple[Title, Status]]:
    """Return the titles of a log with their status on a day, by id as text."""
    counts = counted(log)
    own = by_title(counts).items()
    titles = titles_of(own, replacements_of(counts), rules, readings)
    return {pair[0].title_id: pair for pair in with_status(titles, on, rules)}


def short_name(facts: Mapping[str, str], rules: TitleRules) -> tuple[str, str]:
    """Return place and product as people call a title: 吴忠, 滩羊皮产业基地."""
    name = parse_name(facts["name"], rules)
    region = facts["region"]
    if name is None:
        return _place_of(region), facts["name"]
    of = "" if name.product.endswith("之") else name.of
    return name.region or _place_of(region), f"{name.product}{of}{name.suffix}"


def today() -> date:
    """Return the day in China."""
    return datetime.now(SHANGHAI).date()


def asked_day(text: str, what: str) -> date:
    """Return a day typed on a page.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(what, f"“{text}”不是日期", "年-月-日，如 2026-03-15") from None


def brief_day(text: str) -> str:
    """Return a day of `day_text` in few letters: 26-10~27-09 where it is not known better.

    Examples
    --------
    >>> brief_day("2026-10-01|2027-09-30"), brief_day("2025-01-02|2026-01-01")
    ('26-10~27-09', '25-01~26-01')
    >>> brief_day("2023-09-05"), brief_day("2023-09-01|2023-09-30")
    ('2023-09-05', '2023-09')
    """
    told = told_day(text)
    if "至" not in told:
        return told
    return "~".join(part[2:7] if part[:1].isdigit() else part for part in told.split("至"))


def _place_of(region: str) -> str:
    """Return the last part of a region: 浙江省绍兴市嵊州市 is 嵊州市, 桐乡市 is one part."""
    parts = re.findall(r".+?[省市县区镇乡](?![省市县区镇乡])|.+", region)
    return parts[-1] if parts else ""


def _state(parameters: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return names, times of change and sizes of the files that the rules are read from."""
    folders = [regulation_folder(parameters)]
    if parameters:
        folders.append(parameters / "calendar")
    files = [file for folder in folders for file in sorted(folder.glob("*.y*ml"))]
    return tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)


def _place(place: str, work: Path) -> str:
    return place or os.environ.get("CLUSTERLIB_STORE", "") or str(work / FOLDER)
