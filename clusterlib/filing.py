"""Takes annual returns in（收年报）: a county's workbook becomes an event with its figures.

Each file is taken by itself: one that cannot be read stops none of the others, and the same
return twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.annual_return import AnnualReturn, read_return, told
from clusterlib.intake.folder import contents_of
from clusterlib.problems import Problem
from clusterlib.register.adding import check_fit
from clusterlib.register.events import Event, by_title, counted, latest_facts
from clusterlib.register.filed import digest_of, figures_digest, file_return, filed_returns
from clusterlib.register.names import name_key, region_key
from clusterlib.register.return_checks import doubts_of
from clusterlib.register.store import Store
from clusterlib.rules.titles import TitleRules


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one file.

    Parameters
    ----------
    source : str
        Name of the file.
    outcome : {"filed", "held", "refused", "skipped"}
        Recorded now, recorded before with the same figures, not recorded, or not read.
    reason : str
        Why it was refused or skipped, in Chinese.
    title_id, event_id : str
        Blank where refused.
    year : int or None
    problems : tuple of Problem
        Of the reading; and, where it was filed, what is doubtful beside other years.
    """

    source: str
    outcome: str
    reason: str = ""
    title_id: str = ""
    event_id: str = ""
    year: int | None = None
    problems: tuple[Problem, ...] = ()

    def lines(self) -> list[str]:
        """Return what happened to the file and every problem, one line each, in Chinese."""
        head = {
            "filed": f"{self.source}：已收，{self.title_id} {self.year}年度，事件 {self.event_id}",
            "held": f"{self.source}：{self.title_id} {self.year}年度已收过，数相同，没有重复记录",
            "refused": f"{self.source}：未收。{self.reason}",
            "skipped": f"{self.source}：略过。{self.reason}",
        }[self.outcome]
        return [head, *(f"  {told(problem)}" for problem in self.problems)]


def take_in(
    store: Store,
    paths: Iterable[Path],
    received: date,
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
    *,
    year: int | None = None,
    person: str = "",
) -> Iterator[TakenIn]:
    """Take in returns, and yield what became of each file.

    Parameters
    ----------
    store : Store
    paths : iterable of Path
        Workbooks, or folders of them.
    received : date
        Day on which they came.
    now : datetime
        Moment of recording.
    year : int, optional
        Year of those whose heading leaves it open.
    person : str
        Who records them.
    """
    for file in contents_of(list(paths)):
        if file.skipped:
            yield TakenIn(file.name, "skipped", file.skipped)
            continue
        try:
            found = read_return(file.path, year=year)
        except InputError as error:
            yield TakenIn(file.name, "refused", str(error))
            continue
        yield _filed(store, found, received, now, rules, readings, person)


def _filed(
    store: Store,
    found: AnnualReturn,
    received: date,
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
    person: str,
) -> TakenIn:
    try:
        if found.year is None:
            raise InputError(
                found.source, "看不出年度", "表头的年份，如“2025年”", "请补填或用 --year"
            )
        with store.writing(now) as turn:
            log = turn.events()
            counts = counted(log)
            title_id = title_named(found.title_id, found.name, found.region, counts)
            digest = digest_of(found.figures)
            same = [
                event
                for event in counts
                if event.kind == "return"
                and (event.title_id, event.year) == (title_id, str(found.year))
                and figures_digest(event) == digest
            ]
            if same:
                return TakenIn(
                    found.source,
                    "held",
                    "",
                    title_id,
                    same[0].event_id,
                    found.year,
                    found.problems,
                )
            event = Event(
                title_id=title_id,
                kind="return",
                date=received.isoformat(),
                year=str(found.year),
                source=found.source,
                person=person,
            )
            check_fit(event, log, now, rules, readings)
            recorded = file_return(turn, event, found.figures, found.contacts)
    except InputError as error:
        return TakenIn(found.source, "refused", str(error), problems=found.problems)
    others = filed_returns(store).get(title_id, {})
    doubts = doubts_of(
        {figure.line: figure for figure in found.figures},
        found.year,
        {other: filed.figures for other, filed in others.items()},
    )
    problems = (*found.problems, *doubts)
    return TakenIn(found.source, "filed", "", title_id, recorded.event_id, found.year, problems)


def title_named(title_id: str, name: str, region: str, events: Sequence[Event]) -> str:
    """Return the title that a return is of: by its id, else by name and place.

    Raises
    ------
    InputError
        If there is none, or several fit.
    """
    titles = by_title(events)
    if title_id:
        if title_id in titles:
            return title_id
        raise InputError(
            title_id, "台账里没有这个称号编号", "台账的称号编号", "请核对编号，或留空"
        )
    if not name:
        raise InputError("产业集群名称", "没有填写", "称号全称", "请补填名称或称号编号")
    facts = {title: latest_facts(own) for title, own in titles.items()}
    wanted = name_key(name)
    fitting = [title for title, own in facts.items() if name_key(own["name"]) == wanted]
    if len(fitting) > 1 and region:
        place = region_key(region, {})
        fitting = [
            title
            for title in fitting
            if (own := region_key(facts[title]["region"], {})) and (own in place or place in own)
        ]
    if len(fitting) == 1:
        return fitting[0]
    found = f"台账里有{len(fitting)}个“{name}”" if fitting else f"台账里没有“{name}”"
    raise InputError("产业集群名称", found, "台账的称号名称和所在地", "请填称号编号")
